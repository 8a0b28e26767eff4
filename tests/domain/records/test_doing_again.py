"""A step done again stands beside the first; what a record said keeps its effect; requests end with their round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from hotline_desktop.domain.papers.registers import Period, RegisterKind, register_lines
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.supervision.findings import findings
from hotline_desktop.domain.terms.options import Grade, Stage, SupervisionTrigger
from tests.domain.case_walk import Walk as CaseWalk
from tests.domain.record_walk import SORTS, Sort, Wandering
from tests.domain.ticket_walk import Walk, said

AGAIN = {"verdict": "退回再处置", "problem": "路灯仍不亮", "note": "市民说没有来过"}
SEPTEMBER = Period(date(2022, 9, 1), date(2022, 9, 30))


def test_a_callback_that_sends_out_again_stands_whatever_a_second_one_says() -> None:
    walk = Walk()
    walk.up_to("review")
    walk.do("callback", "2022-09-06 10:00", matches="否", verdict=AGAIN["verdict"], note=AGAIN["note"])
    ticket = walk.do("callback", "2022-09-06 11:00")
    assert [entry.get("verdict") for entry in ticket.round.callbacks] == ["退回再处置", "通过"]
    assert ticket.round.failed and ticket.round.callback is ticket.round.callbacks[0]
    assert "须再处置" in said(walk.refused("close"))
    assert [finding.trigger for finding in findings(ticket)] == [SupervisionTrigger.CONTRADICTION]
    assert walk.do("redo").stage is Stage.TO_ACCEPT


def test_a_review_that_sends_out_again_stands_whatever_a_second_one_says() -> None:
    walk = Walk()
    walk.up_to("result")
    walk.do("review", handled="否", **AGAIN)
    ticket = walk.do("review")
    assert (ticket.stage, len(ticket.round.reviews)) == (Stage.TO_REVIEW, 2)
    assert walk.do("correct_review", handled="是", verdict="通过", problem="").stage is Stage.TO_CALL_BACK


def test_a_second_form_of_the_citizen_counts_and_the_first_one_stays() -> None:
    walk = Walk()
    walk.up_to("satisfaction", grade="不满意")
    turn = walk.do("satisfaction", grade="满意").round
    assert turn.grade is Grade.SATISFIED and [e.get("grade") for e in turn.surveys] == ["不满意", "满意"]


@pytest.mark.parametrize("step", ["site_check", "case_callback"])
def test_a_check_that_denies_the_report_stands_until_the_matter_went_back(step: str) -> None:
    walk = CaseWalk().notified()
    walk.do("report")
    walk.do(step, result="核实不符")
    walk.do("site_check")
    case = walk.do("case_callback")
    assert case.measure.failed and "核实不符" in said(walk.refused("case_close"))
    walk.do("send_back")
    assert not walk.case.measure.failed


def test_a_second_notice_of_a_meeting_stands_beside_the_first() -> None:
    walk = CaseWalk().notified()
    walk.checked()
    walk.do("escalate", method="书面督办", unsatisfied=True, lawful=True)
    walk.do("issue")
    walk.do("deliver")
    walk.do("report")
    walk.do("escalate", method="专题会议督办", meeting_condition="重大问题")
    walk.do("request")
    walk.do("instruct", decision="不同意")
    walk.do("request", proposal="再次呈报")
    walk.do("instruct")
    walk.do("convene", place="一楼")
    measure = walk.do("convene", place="二楼").measure
    assert [entry.get("place") for entry in measure.convenings] == ["一楼", "二楼"]
    assert [entry.get("decision") for entry in measure.instructions] == ["不同意", "同意"]
    assert measure.convened is measure.convenings[1] and measure.request is measure.requests[1]


def test_what_waits_for_an_answer_ends_with_a_granted_return() -> None:
    walk = Walk()
    walk.up_to("accept")
    walk.do("extension_request")
    walk.do("unfounded_statement")
    walk.do("return_request")
    walk.do("return_decision")
    turn = walk.ticket.rounds[0]
    assert [r.ended.why for r in (*turn.extensions, *turn.unfounded) if r.ended] == ["因退单终止"] * 2
    assert walk.ticket.pending == ()
    (line,) = register_lines(RegisterKind.EXTENSION, walk.ticket, SEPTEMBER, full=True)
    assert (line.result, line.decided_on) == ("因退单终止", "2022-09-05")


def test_what_waits_for_an_answer_ends_with_a_new_round_and_with_a_merge() -> None:
    walk = Walk()
    walk.up_to("result")
    walk.do("unfounded_statement")
    walk.do("review", handled="否", **AGAIN)
    ticket = walk.do("redo")
    assert ticket.pending == () and ticket.rounds[0].unfounded[0].ended is not None
    walk.do("return_request")
    merged = walk.do("merge")
    assert merged.pending == () and [r.ended.why for r in merged.returns if r.ended] == ["因并单终止"]


def test_a_ticket_is_merged_only_once_its_statement_to_the_city_is_filed() -> None:
    walk = Walk()
    walk.up_to("result")
    walk.do("upper_callback")
    (blocker,) = walk.refused("merge")
    assert (blocker.clause.ref, blocker.message) == ("规范一（七）", "市、区回访不满意，承办单位的情况说明尚未备案")
    walk.do("unsatisfied_statement")
    assert "尚未备案" in said(walk.refused("merge"))
    walk.do("unsatisfied_filing")
    assert walk.do("merge").pending == ()


def test_a_ticket_that_was_merged_with_its_statement_open_waits_for_nobody_until_it_is_split() -> None:
    walk = Walk()
    walk.up_to("result")
    walk.do("upper_callback")
    merged = replace(walk.ticket, merged_into="20220905100002", supervised=("新城运督〔2022〕1号",))
    assert merged.pending == ("督办中",)
    assert replace(merged, merged_into="").pending == ("不满意待说明", "督办中")


def test_a_request_for_more_time_ends_with_its_measure() -> None:
    walk = CaseWalk().notified()
    walk.do("case_extension")
    case = walk.do("escalate", method="书面督办", unsatisfied=True, lawful=True)
    assert case.stage is CaseStage.TO_ISSUE and case.measure.asked is None
    assert [r.ended.why for r in case.measures[0].extensions if r.ended] == ["因变更督办方式终止"]


@pytest.mark.parametrize("sort", SORTS, ids=lambda sort: sort.name)
@pytest.mark.parametrize("seed", range(15))
def test_every_entry_of_a_walk_is_found_in_the_record_or_was_corrected(sort: Sort, seed: int) -> None:
    walk = Wandering(sort, Random(1000 + seed))
    walk.wander(60)
    kept = _entries(walk.record)
    corrected = [taken for taken in walk.record.log if taken.step.corrects]
    record = sort.blank
    for taken in walk.record.log:
        before, record = record, taken.step.apply(record, taken.entry)
        if taken.step.id in UNKEPT or taken.step.corrects:
            continue
        if before == record:
            continue  # all that it changes is that it was taken: the log keeps it
        known = any(taken.entry.values == entry.values and taken.entry.at == entry.at for entry in kept)
        assert known or any(taken.step.id in each.step.corrects for each in corrected), taken.step.id


# What changes single facts of the head, counts, leaves its mark in a summary of its own, or is answered by 纳入督办.
UNKEPT = frozenset(
    (
        *("register", "exempt", "lift_exemption", "dispatch", "redo", "urge", "change_level", "amend", "merge"),
        *("split", "repeat_confirm", "repeat_rule_out", "close", "archive"),
        *(
            "propose",
            "decline",
            "issue",
            "deliver",
            "add_tickets",
            "amend_case",
            "case_archive",
            "talk_propose",
            "case_close",
        ),
    )
)


def _entries(record: object) -> list[Entry]:
    """Every entry that the record keeps, wherever it stands; its log left out."""
    from dataclasses import fields, is_dataclass

    if isinstance(record, Entry):
        return [record]
    if isinstance(record, tuple):
        return [entry for part in record for entry in _entries(part)]
    if is_dataclass(record):
        parts = [getattr(record, each.name) for each in fields(record) if each.name != "log"]
        return [entry for part in parts for entry in _entries(part)]
    return []
