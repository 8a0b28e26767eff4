"""补计: what was entered after its quarter had been settled counts on the day of its entry, once. 督办二（四）."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from hotline_desktop.domain.statistics.handling import TOWN, Ending, LapseKind
from hotline_desktop.domain.statistics.late import CountedTicket, FrozenQuarter, as_counted, late_text
from tests.domain.ticket_walk import Walk

SETTLED = datetime(2022, 10, 8, 17, 0)
THIRD = FrozenQuarter(date(2022, 7, 1), date(2022, 9, 30), SETTLED)


def counted_of(walk: Walk) -> CountedTicket:
    return as_counted(walk.ticket, (THIRD,))


def out(walk: Walk) -> Walk:
    walk.do("register", "2022-09-05 09:00")
    walk.do("first_contact", "2022-09-05 09:05")
    walk.do("dispatch", "2022-09-05 09:10")
    walk.do("accept", "2022-09-05 09:30")
    return walk


def test_what_was_known_when_the_quarter_was_settled_keeps_its_day() -> None:
    walk = out(Walk())
    found = counted_of(walk)
    assert all(one.late_on is None for one in found.parts)
    assert [lapse.counts_at for lapse in found.lapses] == [datetime(2022, 9, 8, 17, 0)]


def test_a_result_entered_late_does_not_make_a_lapse_that_was_known_count_again() -> None:
    walk = out(Walk())
    walk.do("answer", "2022-10-10 09:00", at="2022-09-29 09:00")
    walk.do("satisfaction")
    walk.do("result", done_at="2022-10-10 09:00")
    (lapse,) = counted_of(walk).lapses
    assert lapse.counted_at is None


def test_a_return_decided_in_the_settled_quarter_and_entered_later_counts_when_it_was_entered() -> None:
    walk = out(Walk())
    walk.do("return_request", "2022-09-05 10:00")
    decided: dict[str, Any] = {"decided_at": "2022-09-29 10:00"}
    walk.do("return_decision", "2022-10-10 09:00", **decided)
    own = next(one for one in counted_of(walk).parts if one.unit)
    assert own.ending is Ending.RETURNED and own.ended_at is not None and own.ended_at.date() == date(2022, 9, 29)
    assert own.counts_on == own.late_on == date(2022, 10, 10)
    assert "退单转出 2022-09-29" in late_text(own, counted_of(walk).lapses)


def test_a_late_return_entered_later_takes_its_point_off_when_it_was_entered() -> None:
    walk = out(Walk())
    walk.do("return_request", "2022-10-10 09:00", asked_at="2022-09-07 09:00", approved_on="2022-09-07")
    late = next(lapse for lapse in counted_of(walk).lapses if lapse.kind is LapseKind.LATE_RETURN)
    assert (late.at.date(), late.counts_at) == (date(2022, 9, 7), datetime(2022, 10, 10, 9, 0))


def test_a_matter_that_was_written_down_only_afterwards_counts_whole_when_it_was() -> None:
    walk = Walk()
    walk.do("register", "2022-10-10 09:00", called_at="2022-09-05 09:00", received_at="2022-09-05 09:00")
    walk.do("dispatch", handed_on="2022-09-05 09:10", no_contact_reason="补登")
    found = counted_of(walk)
    assert {one.unit == TOWN: one.counts_from for one in found.parts} == {
        True: date(2022, 10, 10),
        False: date(2022, 10, 10),
    }
    assert [lapse.counts_at.date() for lapse in found.lapses] == [date(2022, 10, 10)]
    assert all(one.missed_on is not None for one in found.parts)


def test_a_deadline_that_a_notice_moved_within_the_quarter_is_one_lapse_all_the_same() -> None:
    walk = out(Walk())
    walk.do("change_level", "2022-10-10 09:00", level="紧急")
    assert [lapse.counted_at for lapse in counted_of(walk).lapses] == [None]
