"""Statements that units still owe follow another notice and other office hours, as tickets do. 规范一（七）."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from hotline_desktop.domain.time.workdays import YearTable
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Walk

Start = Callable[..., Walk]
STATEMENT = {"process": "已修", "why": "慢", "next_steps": "加强巡查", "leader": "李伟"}


def unsatisfied(walk: Start) -> Walk:
    """A closed ticket whose citizen told the city that he was not satisfied, on Thursday 8 September 2022."""
    return walk().to_closed().do("upper_callback", office="市热线办", grade="不满意")


def due(walked: Walk) -> datetime | None:
    return walked.office.tickets.detail(walked.id).ticket.upper_callbacks[-1].statement_due


def storm(office: Office) -> None:
    office.time.add_notice(YearTable(2022, False, {date(2022, 9, 14): "台风停工"}, source="本中心调整"), CLERK)


def test_another_notice_moves_the_statement_of_a_closed_ticket_and_says_so(office: Office, walk: Start) -> None:
    walked = unsatisfied(walk)
    assert due(walked) == datetime(2022, 9, 14, 17, 0)
    storm(office)
    assert due(walked) == datetime(2022, 9, 15, 17, 0)
    line = office.tickets.detail(walked.id).history[-1]
    assert line.label == "重算情况说明期限"
    assert (line.before["情况说明期限"], line.after["情况说明期限"]) == ("2022-09-14 17:00", "2022-09-15 17:00")


def test_other_office_hours_and_other_days_move_it_too(office: Office, walk: Start) -> None:
    walked = unsatisfied(walk)
    office.settings.change(office.settings.get().changed({"office_hours": "9:00-12:00，13:00-16:30"}), CLERK)
    assert due(walked) == datetime(2022, 9, 14, 16, 30)
    office.settings.change(office.settings.get().changed({"statement_days": "5"}), CLERK)
    assert due(walked) == datetime(2022, 9, 16, 16, 30)


def test_a_statement_that_came_in_is_not_judged_again(office: Office, walk: Start) -> None:
    walked = unsatisfied(walk).do("unsatisfied_statement", **STATEMENT)
    storm(office)
    assert due(walked) == datetime(2022, 9, 14, 17, 0)
    assert office.checkups.check().faults == ()


def test_a_statement_that_is_taken_back_is_owed_by_the_notice_that_came_meanwhile(office: Office, walk: Start) -> None:
    walked = unsatisfied(walk).do("unsatisfied_statement", **STATEMENT)
    storm(office)
    office.tickets.withdraw(walked.id, "登记错了", CLERK)
    assert due(walked) == datetime(2022, 9, 15, 17, 0)
    assert office.checkups.check().faults == ()
