"""The day reminds of itself three times, each once, and never where the office wants no notice."""

from __future__ import annotations

from datetime import datetime

import pytest

from hotline_desktop.domain.time.day_reminders import ReminderTime, reminder_due
from hotline_desktop.domain.time.office_hours import OfficeHours

HOURS = OfficeHours.parse("8:30-11:30，13:00-17:00")


@pytest.mark.parametrize(
    ("clock", "due"),
    [
        ("08:29", None),
        ("08:30", ReminderTime.OPENING),
        ("09:29", ReminderTime.OPENING),
        ("09:30", None),
        ("10:59", None),
        ("11:00", ReminderTime.NOON),
        ("11:29", ReminderTime.NOON),
        ("11:30", None),
        ("16:30", ReminderTime.CLOSING),
        ("16:59", ReminderTime.CLOSING),
        ("17:00", None),
    ],
)
def test_a_notice_is_due_at_its_minute(clock: str, due: ReminderTime | None) -> None:
    assert reminder_due(datetime.fromisoformat(f"2022-09-08 {clock}"), HOURS, 30) == due


def test_each_comes_once_and_none_where_none_is_wanted() -> None:
    opening = datetime(2022, 9, 8, 8, 45)
    assert reminder_due(opening, HOURS, 30, frozenset((ReminderTime.OPENING,))) is None
    assert reminder_due(opening, HOURS, 0) is None


def test_an_office_without_a_noon_break_has_no_notice_before_noon() -> None:
    hours = OfficeHours.parse("9:00-16:00")
    assert reminder_due(datetime(2022, 9, 8, 11, 10), hours, 30) is None
    assert reminder_due(datetime(2022, 9, 8, 15, 40), hours, 30) is ReminderTime.CLOSING
