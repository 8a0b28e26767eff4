"""Office hours that change on a date: every day is counted by the hours that hold on it. 规范一（二）, （三）."""

from __future__ import annotations

from datetime import date

import pytest

from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.deadline import TimeRules, answer_due, return_due, supervision_due, ticket_due
from hotline_desktop.domain.time.office_hours import OfficeHours, OfficeHoursError, read_changes
from tests.domain.office_year import CALENDAR, at

SUMMER = read_changes("2022-09-07起 8:00-11:30，14:00-17:30；2022年9月13日起：9:00-12:00，13:00-16:00")
RULES = TimeRules(hours_changes=SUMMER)


def test_changes_are_read_in_order_and_told_again() -> None:
    assert [change.text for change in SUMMER] == [
        "2022-09-07起 8:00-11:30，14:00-17:30",
        "2022-09-13起 9:00-12:00，13:00-16:00",
    ]
    assert read_changes("；".join(change.text for change in SUMMER)) == SUMMER
    assert read_changes("  ") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("夏令时 8:00-12:00", "看不懂办公时间变更"),
        ("2022-02-30起 8:00-12:00", "没有 2022-02-30 这一天"),
        ("2022-09-07起 ", "至少要有一段"),
        ("2022-09-07起 12:00-8:00", "开始要早于结束"),
        ("2022-09-07起 8:00-12:00；2022-09-01起 9:00-12:00", "请从早到晚填写"),
        ("2022-09-07起 8:00-12:00；2022-09-07起 9:00-12:00", "请从早到晚填写"),
    ],
)
def test_what_cannot_be_office_hours_is_refused_with_a_word(text: str, said: str) -> None:
    with pytest.raises(OfficeHoursError, match=said):
        read_changes(text)


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (date(2022, 9, 6), "8:30-11:30，13:00-17:00"),
        (date(2022, 9, 7), "8:00-11:30，14:00-17:30"),
        (date(2022, 9, 12), "8:00-11:30，14:00-17:30"),
        (date(2022, 9, 13), "9:00-12:00，13:00-16:00"),
    ],
)
def test_the_hours_of_a_day_are_those_of_the_last_change_before_it(day: date, hours: str) -> None:
    assert RULES.hours_on(day) == OfficeHours.parse(hours)


@pytest.mark.parametrize(
    ("level", "start", "due", "answer", "returned"),
    [
        # Monday by the old hours: the third working day is in the summer's.
        (Level.ORDINARY, "2022-09-05 09:10", "2022-09-08 17:30", "2022-09-06 17:00", "2022-09-05 14:10"),
        # Handed over on Tuesday afternoon: 3 h 30 by Tuesday's measure, run out on Wednesday by Wednesday's clock.
        (Level.ORDINARY, "2022-09-06 15:00", "2022-09-09 17:30", "2022-09-07 17:30", "2022-09-07 09:30"),
        # Friday of the summer hours, then three days off, then the third hours.
        (Level.ORDINARY, "2022-09-09 16:30", "2022-09-15 16:00", "2022-09-13 16:00", "2022-09-13 11:30"),
        (Level.HARD, "2022-09-05 09:10", "2022-09-20 16:00", "2022-09-06 17:00", "2022-09-05 14:10"),
        (Level.URGENT, "2022-09-12 15:00", "2022-09-13 15:00", "2022-09-13 15:00", "2022-09-13 10:00"),
    ],
)
def test_a_deadline_is_counted_by_the_hours_of_each_day(
    level: Level, start: str, due: str, answer: str, returned: str
) -> None:
    assert ticket_due(level, at(start), CALENDAR, RULES).due == at(due)
    assert answer_due(level, at(start), CALENDAR, RULES).due == at(answer)
    assert return_due(level, at(start), CALENDAR, RULES).due == at(returned)


def test_a_supervision_ends_by_the_hours_of_its_last_day() -> None:
    assert supervision_due(at("2022-09-05 09:00"), 3, CALENDAR, RULES).due == at("2022-09-08 17:30")
