"""A closed ticket that 市、区 send back goes out once more; what was closed stays as it was. 规范一（六）2, （七）."""

from __future__ import annotations

from hotline_desktop.domain.statistics.handling import TOWN, Ending, handlings
from hotline_desktop.domain.terms.options import Stage
from tests.domain.office_year import at
from tests.domain.ticket_walk import Walk, refs, said


def closed(until: str = "close") -> Walk:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to(until)
    walk.now = at("2022-09-20 10:00")
    return walk


def test_R6_8_a_ticket_sent_back_from_above_is_a_new_round_at_the_same_unit_with_a_new_clock() -> None:
    walk = closed("archive")
    before = walk.ticket.rounds[0]
    ticket = walk.do("upper_return", document="市转〔2022〕8号")
    assert (ticket.stage, ticket.round.number, ticket.unit) == (Stage.TO_ACCEPT, 2, "城管中队")
    assert ticket.limits.due == at("2022-09-23 17:00")
    assert ticket.round.reason == "市热线办退回重办：市民再次来电，路灯又不亮"
    assert (ticket.closed_at, ticket.archived_at, ticket.sheet_back_on) == (None, None, None)
    assert ticket.rounds[0] == before and before.closed_at == at("2022-09-05 09:10")


def test_R6_8_the_first_unit_keeps_what_is_sent_back() -> None:
    walk = closed()
    assert refs(walk.refused("upper_return", unit="供电所")) == {"规范一（一）1"}


def test_R6_8_only_what_is_closed_is_sent_back_and_not_before_it_was_closed() -> None:
    walk = Walk()
    walk.up_to("review")
    assert not walk.open_to("upper_return")
    walk = closed()
    assert "早于" in said(walk.refused("upper_return", handed_on="2022-09-05 09:00", sent_back_at="2022-09-05 09:00"))
    assert "晚于" in said(walk.refused("upper_return", sent_back_at="2022-09-20 10:00", handed_on="2022-09-20 09:00"))


def test_R2_a_limit_from_above_rules_the_new_round_where_it_is_earlier() -> None:
    walk = closed()
    assert [b.field for b in walk.refused("upper_return", upper_limit="2022-09-19 12:00")] == ["upper_limit"]
    ticket = walk.do("upper_return", upper_limit="2022-09-21 12:00")
    assert (ticket.limits.due, ticket.limits.basis) == (at("2022-09-21 12:00"), "上级时限")


def test_R7_the_statement_is_due_beside_the_new_round() -> None:
    walk = closed()
    walk.do("upper_callback")
    walk.do("upper_return")
    assert walk.open_to("unsatisfied_statement")  # its three days run on while the unit works on it again
    for step in ("accept", "answer", "satisfaction", "result"):
        walk.do(step)
    assert walk.open_to("unsatisfied_statement")
    for step in ("review", "callback", "close", "sheet_back", "platform_close"):
        walk.do(step)
    assert "情况说明尚未备案" in said(walk.refused("archive"))


def test_R16_2_what_was_closed_counts_as_it_was_and_the_new_round_is_taken_in_once_more() -> None:
    walk = closed()
    walk.do("upper_return")
    parts = [(each.unit, each.ending, each.again) for each in handlings(walk.ticket)]
    assert parts == [
        (TOWN, Ending.CLOSED, False),
        (TOWN, None, True),
        ("城管中队", Ending.CLOSED, False),
        ("城管中队", None, True),
    ]


def test_the_hand_over_of_what_was_sent_back_is_corrected_like_any_other() -> None:
    walk = closed()
    walk.do("upper_return", sent_back_at="2022-09-20 09:00")
    ticket = walk.do("correct_dispatch", handed_on="2022-09-20 09:30", transfer_number="新热转〔2022〕1号")
    assert ticket.round.handed_on == at("2022-09-20 09:30")
