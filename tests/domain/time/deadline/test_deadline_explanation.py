"""“为什么是这一天？”"""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.deadline import (
    DayNote,
    DeadlineKind,
    TimeRules,
    UrgentReading,
    due_of,
    explain,
    explain_extension,
)
from hotline_desktop.domain.time.workdays import WorkCalendar
from tests.domain.office_year import CALENDAR, NOTICE_2022, at

RULES = TimeRules()
NEXT_CLOSING = TimeRules(urgent_reading=UrgentReading.NEXT_CLOSING)


def lines(notes: tuple[DayNote, ...]) -> list[str]:
    return [f"{note.date:%m-%d} {'计' if note.counted else '不计'} {note.reason}" for note in notes]


@pytest.mark.parametrize(
    ("kind", "level", "start", "rules", "expected"),
    [
        (
            DeadlineKind.TICKET,
            Level.ORDINARY,
            "2022-09-30 15:00",
            RULES,
            ["09-30 不计 当日不计"]
            + [f"10-0{day} 不计 国庆节" for day in range(1, 8)]
            + [
                "10-08 计 调休上班（第1个工作日）",
                "10-09 计 调休上班（第2个工作日）",
                "10-10 计 第3个工作日",
            ],
        ),
        (
            DeadlineKind.ANSWER,
            Level.HARD,
            "2022-09-16 15:00",
            RULES,
            ["09-16 不计 当日不计", "09-17 不计 周末", "09-18 不计 周末", "09-19 计 第1个工作日"],
        ),
        (
            DeadlineKind.RETURN,
            Level.ORDINARY,
            "2022-09-09 16:30",
            RULES,
            [
                "09-09 计 工作日：16:30至17:00，计30分钟",
                "09-10 不计 中秋节",
                "09-11 不计 中秋节",
                "09-12 不计 中秋节",
                "09-13 计 工作日：8:30至11:30，计3小时",
            ],
        ),
        (
            DeadlineKind.RETURN,
            Level.ORDINARY,
            "2022-12-30 17:30",
            RULES,
            [
                "12-30 不计 已过办公时间，当日不计",
                "12-31 不计 元旦",
                "01-01 不计 元旦",
                "01-02 不计 元旦",
                "01-03 计 工作日：8:30至11:30、13:00至13:30，计3小时30分钟",
            ],
        ),
        (
            DeadlineKind.RETURN,
            Level.URGENT,
            "2022-09-10 20:00",
            RULES,
            [
                "09-10 不计 已过办公时间，当日不计",
                "09-11 计 自然日（中秋节照计）：8:30至11:30、13:00至13:30，计3小时30分钟",
            ],
        ),
        (
            DeadlineKind.TICKET,
            Level.URGENT,
            "2022-09-30 15:30",
            RULES,
            [
                "09-30 计 自然日：15:30至24:00，计8小时30分钟",
                "10-01 计 自然日（国庆节照计）：0:00至15:30，计15小时30分钟",
            ],
        ),
        (
            DeadlineKind.TICKET,
            Level.URGENT,
            "2022-09-16 15:30",
            NEXT_CLOSING,
            ["09-16 不计 当日不计", "09-17 计 第1个自然日（周末照计）"],
        ),
    ],
)
def test_every_day_says_whether_it_counts_and_why(
    kind: DeadlineKind, level: Level, start: str, rules: TimeRules, expected: list[str]
) -> None:
    assert lines(explain(kind, level, at(start), CALENDAR, rules)) == expected


def test_an_extension_is_explained_from_the_old_deadline() -> None:
    assert lines(explain_extension(at("2022-09-16 17:00"), 2, CALENDAR)) == [
        "09-16 不计 原期限当日",
        "09-17 不计 周末",
        "09-18 不计 周末",
        "09-19 计 第1个工作日",
        "09-20 计 第2个工作日",
    ]


def test_days_of_an_unknown_year_are_marked() -> None:
    notes = explain(DeadlineKind.TICKET, Level.ORDINARY, at("2022-12-29 10:00"), WorkCalendar([NOTICE_2022]), RULES)
    # The notice of the next year may still move the last days of this one.
    assert [note.date.year for note in notes if note.provisional] == [2022, 2022, 2023, 2023, 2023]


def test_an_urgent_clock_depends_on_no_notice() -> None:
    bare = WorkCalendar()
    for kind in DeadlineKind:
        assert not any(n.provisional for n in explain(kind, Level.URGENT, at("2022-09-30 15:00"), bare, RULES))


MOMENTS = st.datetimes(datetime(2021, 12, 1), datetime(2024, 2, 1))
SETTINGS = st.sampled_from([RULES, NEXT_CLOSING])


@given(st.sampled_from(DeadlineKind), st.sampled_from(Level), MOMENTS, SETTINGS)
def test_the_explanation_runs_from_the_start_to_the_deadline_without_a_gap(
    kind: DeadlineKind, level: Level, start: datetime, rules: TimeRules
) -> None:
    notes = explain(kind, level, start, CALENDAR, rules)
    due = due_of(kind, level, start, CALENDAR, rules).due.date()
    assert [note.date for note in notes] == [
        start.date() + timedelta(days=n) for n in range((due - start.date()).days + 1)
    ]


@given(st.sampled_from([Level.ORDINARY, Level.HARD]), MOMENTS)
def test_counted_days_are_as_many_as_the_limit(level: Level, start: datetime) -> None:
    notes = explain(DeadlineKind.TICKET, level, start, CALENDAR, RULES)
    counted = [note.date for note in notes if note.counted]
    assert len(counted) == RULES.days(level)
    assert all(CALENDAR.is_working(day) for day in counted)


@given(st.sampled_from(DeadlineKind), st.sampled_from(Level), MOMENTS)
def test_a_provisional_deadline_has_a_provisional_day_after_its_start(
    kind: DeadlineKind, level: Level, start: datetime
) -> None:
    only_2022 = WorkCalendar([NOTICE_2022])
    marked = any(note.provisional for note in explain(kind, level, start, only_2022, RULES))
    assert marked == due_of(kind, level, start, only_2022, RULES).provisional
