"""A deadline that was missed stays missed, whatever becomes of the level since; a report stops the unit's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hotline_desktop.domain.statistics.handling import lapses
from hotline_desktop.domain.supervision.deadline import case_deadline_again
from hotline_desktop.domain.supervision.findings import findings
from hotline_desktop.domain.ticket.steps.limits import limits_again, not_behind
from hotline_desktop.domain.time.workdays import YearTable
from tests.domain.case_walk import Walk as CaseWalk
from tests.domain.office_year import CALENDAR, at
from tests.domain.ticket_walk import Walk

STORM = CALENDAR.overlaid(YearTable(2022, False, {date(2022, 9, 14): "台风停工"}, source="本中心调整"))


def overdue_walk() -> Walk:
    """一般, handed over on Monday, due on Thursday at 17:00; it is Friday."""
    walk = Walk()
    walk.do("register")
    walk.do("dispatch", "2022-09-05 09:10", no_contact_reason="急")
    walk.do("accept")
    walk.now = at("2022-09-09 09:00")
    return walk


def test_another_level_does_not_undo_a_deadline_that_was_missed() -> None:
    walk = overdue_walk()
    ticket = walk.do("change_level", level="疑难")
    assert ticket.limits.due == at("2022-09-20 17:00") and ticket.limits.missed
    assert ticket.limits.judged_by == at("2022-09-08 17:00")
    assert [found.since for found in findings(ticket, walk.now)] == [at("2022-09-08 17:00")]
    assert [lapse.at for lapse in lapses(ticket)] == [at("2022-09-08 17:00")]


def test_at_the_very_minute_of_its_deadline_nothing_is_missed_yet() -> None:
    walk = overdue_walk()
    walk.now = at("2022-09-08 17:00")
    ticket = walk.do("change_level", level="疑难")
    assert (ticket.limits.due, ticket.limits.missed) == (at("2022-09-20 17:00"), False)


def test_what_was_missed_stays_through_an_extension_and_a_recount() -> None:
    walk = overdue_walk()
    walk.do("change_level", level="疑难")
    walk.do("extension_request")
    ticket = walk.do("extension_decision")
    assert (ticket.limits.due, ticket.limits.judged_by) == (at("2022-09-27 17:00"), at("2022-09-08 17:00"))
    again = limits_again(ticket, replace(walk.context, calendar=STORM))
    assert (again.due, again.judged_by) == (at("2022-09-28 17:00"), at("2022-09-08 17:00"))


def test_a_clock_that_runs_out_at_the_minute_it_comes_into_being_leaves_the_one_before() -> None:
    due, before = at("2022-09-06 14:00"), at("2022-09-08 17:00")
    assert not_behind(due, before, now=due) == before
    assert not_behind(due, before, now=due - timedelta(minutes=1)) == due


def test_a_hand_over_that_was_entered_wrongly_is_counted_anew() -> None:
    walk = overdue_walk()
    walk.do("change_level", level="疑难")
    walk.do("correct_accept", accepted_at="2022-09-08 10:00")
    ticket = walk.do("correct_dispatch", handed_on="2022-09-08 09:00")
    assert ticket.limits.judged_by == ticket.limits.due == at("2022-09-23 17:00")


def test_a_clock_that_began_with_the_level_is_kept_through_an_extension() -> None:
    walk = Walk()
    walk.do("register", level="疑难")
    walk.do("dispatch", "2022-09-05 09:10", no_contact_reason="急", level="疑难")
    walk.do("accept")
    ticket = walk.do("change_level", "2022-09-07 09:00", level="一般", from_change=True)
    assert ticket.limits.due == at("2022-09-13 17:00")
    walk.do("extension_request", days=1)
    assert walk.do("extension_decision").limits.due == at("2022-09-14 17:00")
    assert walk.do("change_level", level="疑难").limits.due == at("2022-09-21 17:00")


def test_a_report_is_not_judged_again_by_another_calendar() -> None:
    walk = CaseWalk().notified()
    assert case_deadline_again(walk.case, replace(walk.context, calendar=STORM)) is not None
    walk.do("report")
    assert case_deadline_again(walk.case, replace(walk.context, calendar=STORM)) is None
