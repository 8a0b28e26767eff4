"""The golden cases of the regulation's time limits, and what must hold for every deadline."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.deadline import (
    Deadline,
    DeadlineKind,
    OfficeHours,
    TimeRules,
    UrgentReading,
    answer_due,
    due_of,
    earlier_of,
    extended,
    return_due,
    ticket_due,
)
from hotline_desktop.domain.time.workdays import CalendarError, WorkCalendar
from hotline_desktop.services.foundation.official_days import office_calendar
from tests.domain.office_year import CALENDAR, NOTICE_2022, at

RULES = TimeRules()
URGENT, ORDINARY, HARD = Level.URGENT, Level.ORDINARY, Level.HARD
COLUMNS = [
    (DeadlineKind.TICKET, URGENT),
    (DeadlineKind.TICKET, ORDINARY),
    (DeadlineKind.TICKET, HARD),
    (DeadlineKind.RETURN, ORDINARY),
    (DeadlineKind.RETURN, URGENT),
    (DeadlineKind.ANSWER, ORDINARY),
]
# T0 | 紧急 | 一般 | 疑难 | ½ 工作日 | ½, 紧急 | 1 工作日答复; a date without a time means closing time
GOLDEN = """
2022-09-05 09:10|2022-09-06 09:10|2022-09-08|2022-09-20|2022-09-05 14:10|2022-09-05 14:10|2022-09-06
2022-09-08 10:00|2022-09-09 10:00|2022-09-14|2022-09-23|2022-09-08 15:00|2022-09-08 15:00|2022-09-09
2022-09-09 16:30|2022-09-10 16:30|2022-09-15|2022-09-26|2022-09-13 11:30|2022-09-10 11:30|2022-09-13
2022-09-10 20:00|2022-09-11 20:00|2022-09-15|2022-09-26|2022-09-13 13:30|2022-09-11 13:30|2022-09-13
2022-09-30 15:00|2022-10-01 15:00|2022-10-10|2022-10-19|2022-10-08 10:00|2022-10-01 10:00|2022-10-08
2022-10-07 09:00|2022-10-08 09:00|2022-10-10|2022-10-19|2022-10-08 13:30|2022-10-07 14:00|2022-10-08
2022-10-08 14:00|2022-10-09 14:00|2022-10-11|2022-10-20|2022-10-09 09:00|2022-10-09 09:00|2022-10-09
2022-12-30 17:30|2022-12-31 17:30|2023-01-05|2023-01-16|2023-01-03 13:30|2022-12-31 13:30|2023-01-03
2023-01-20 16:00|2023-01-21 16:00|2023-01-30|2023-02-08|2023-01-28 11:00|2023-01-21 11:00|2023-01-28
"""


def golden_cells() -> list[tuple[DeadlineKind, Level, datetime, datetime]]:
    cells = []
    for line in GOLDEN.split("\n"):
        if line:
            start, *dues = line.split("|")
            for (kind, level), due in zip(COLUMNS, dues, strict=True):
                closing = due if " " in due else f"{due} 17:00"
                cells.append((kind, level, at(start), at(closing)))
    return cells


def test_the_golden_table_is_complete() -> None:
    assert len(golden_cells()) == 9 * 6


@pytest.mark.parametrize("calendar", [CALENDAR, office_calendar()], ids=["notices", "package"])
@pytest.mark.parametrize(("kind", "level", "start", "due"), golden_cells())
def test_every_known_case_is_due_when_it_should_be(
    kind: DeadlineKind, level: Level, start: datetime, due: datetime, calendar: WorkCalendar
) -> None:
    deadline = due_of(kind, level, start, calendar, RULES)
    assert deadline.due == due
    assert not deadline.provisional


def test_hard_tickets_share_the_half_day_and_the_answer_of_ordinary_ones() -> None:
    start = at("2022-09-30 15:00")
    assert return_due(HARD, start, CALENDAR, RULES) == return_due(ORDINARY, start, CALENDAR, RULES)
    assert answer_due(HARD, start, CALENDAR, RULES) == answer_due(ORDINARY, start, CALENDAR, RULES)


def test_urgent_tickets_are_answered_within_24_hours() -> None:
    assert answer_due(URGENT, at("2022-09-30 15:00"), CALENDAR, RULES).due == at("2022-10-01 15:00")


def test_the_other_reading_of_urgent_ends_at_closing_time_of_the_next_calendar_day() -> None:
    rules = TimeRules(urgent_reading=UrgentReading.NEXT_CLOSING)
    assert ticket_due(URGENT, at("2022-09-30 15:00"), CALENDAR, rules).due == at("2022-10-01 17:00")
    assert answer_due(URGENT, at("2022-09-30 15:00"), CALENDAR, rules).due == at("2022-10-01 17:00")


def test_own_settings_of_days_and_hours_rule() -> None:
    rules = TimeRules(OfficeHours.parse("9:00-12:00,14:00-18:00"), ordinary_days=5, urgent_days=2)
    assert ticket_due(ORDINARY, at("2022-09-05 09:10"), CALENDAR, rules).due == at("2022-09-13 18:00")
    assert ticket_due(URGENT, at("2022-09-05 09:10"), CALENDAR, rules).due == at("2022-09-07 09:10")
    assert return_due(ORDINARY, at("2022-09-05 09:10"), CALENDAR, rules).due == at("2022-09-05 14:40")


def test_half_a_day_that_ends_with_the_morning_ends_before_lunch() -> None:
    assert return_due(ORDINARY, at("2022-09-05 16:30"), CALENDAR, RULES).due == at("2022-09-06 11:30")


def test_seconds_of_the_hand_over_are_kept() -> None:
    assert return_due(ORDINARY, at("2022-09-05 09:10:30"), CALENDAR, RULES).due == at("2022-09-05 14:10:30")


@pytest.mark.parametrize("field", ["urgent_days", "ordinary_days", "hard_days", "near_days", "near_hours"])
def test_settings_below_one_are_refused(field: str) -> None:
    with pytest.raises(HotlineError, match="至少为1"):
        TimeRules(**{field: 0})  # type: ignore[arg-type]


def test_basis_names_the_clause() -> None:
    start = at("2022-09-05 09:10")
    assert ticket_due(HARD, start, CALENDAR, RULES).basis == "办理规范（二）"
    assert return_due(HARD, start, CALENDAR, RULES).basis == "办理规范（三）"


def test_an_earlier_upper_limit_rules_and_a_later_one_does_not() -> None:
    own = ticket_due(ORDINARY, at("2022-09-05 09:10"), CALENDAR, RULES)
    earlier = at("2022-09-07 12:00")
    assert earlier_of(own, earlier) == Deadline(earlier, False, "上级时限")
    assert earlier_of(own, at("2022-09-09 12:00")) is own
    assert earlier_of(own, own.due) is own
    assert earlier_of(own, None) is own


def test_an_extension_counts_from_the_old_deadline() -> None:
    old = Deadline(at("2022-09-29 17:00"), False)
    new = extended(old, 3, CALENDAR, RULES)
    assert new == Deadline(at("2022-10-09 17:00"), False, "办理规范（四）")
    assert extended(new, 1, CALENDAR, RULES).due == at("2022-10-10 17:00")


def test_an_urgent_ticket_is_extended_in_working_days_to_closing_time() -> None:
    old = ticket_due(URGENT, at("2022-09-30 15:00"), CALENDAR, RULES)
    assert extended(old, 1, CALENDAR, RULES).due == at("2022-10-08 17:00")


def test_an_extension_of_no_days_is_refused() -> None:
    with pytest.raises(HotlineError, match="延期天数至少为1"):
        extended(Deadline(at("2022-09-29 17:00"), False), 0, CALENDAR, RULES)


@pytest.mark.parametrize(
    ("kind", "level", "start", "provisional"),
    [
        (DeadlineKind.TICKET, ORDINARY, "2022-12-20 10:00", False),
        (DeadlineKind.TICKET, ORDINARY, "2022-12-24 10:00", True),
        (DeadlineKind.TICKET, ORDINARY, "2022-12-28 10:00", True),
        (DeadlineKind.TICKET, HARD, "2022-12-20 10:00", True),
        (DeadlineKind.TICKET, URGENT, "2022-12-31 10:00", False),
        (DeadlineKind.RETURN, ORDINARY, "2022-12-30 16:00", True),
        (DeadlineKind.RETURN, URGENT, "2022-12-31 16:00", False),
        (DeadlineKind.ANSWER, ORDINARY, "2022-12-22 10:00", False),
        (DeadlineKind.ANSWER, ORDINARY, "2022-12-23 10:00", True),
        (DeadlineKind.ANSWER, ORDINARY, "2022-12-30 10:00", True),
    ],
)
def test_a_count_that_reaches_into_an_unknown_year_is_provisional(
    kind: DeadlineKind, level: Level, start: str, provisional: bool
) -> None:
    only_2022 = WorkCalendar([NOTICE_2022])
    assert due_of(kind, level, at(start), only_2022, RULES).provisional is provisional


def test_an_extension_of_a_provisional_deadline_stays_provisional() -> None:
    assert extended(Deadline(at("2022-09-29 17:00"), True), 1, CALENDAR, RULES).provisional
    only_2022 = WorkCalendar([NOTICE_2022])
    assert extended(Deadline(at("2022-12-29 17:00"), False), 2, only_2022, RULES).provisional


@pytest.mark.parametrize("kind", DeadlineKind)
@pytest.mark.parametrize("level", Level)
def test_the_end_of_time_is_refused_in_words(kind: DeadlineKind, level: Level) -> None:
    with pytest.raises(CalendarError, match="超出了日历的范围"):
        due_of(kind, level, datetime(9999, 12, 31, 18, 0), CALENDAR, RULES)


MOMENTS = st.datetimes(datetime(2021, 12, 1), datetime(2024, 2, 1))
COUNTED_IN_WORKING_DAYS = st.sampled_from([ORDINARY, HARD])


@given(COUNTED_IN_WORKING_DAYS, MOMENTS)
def test_a_deadline_in_working_days_never_falls_on_a_day_off(level: Level, start: datetime) -> None:
    due = ticket_due(level, start, CALENDAR, RULES).due
    assert CALENDAR.is_working(due.date())
    assert due.time() == time(17)
    assert CALENDAR.count_working_days(start.date(), due.date()) == RULES.days(level)


@given(st.sampled_from(DeadlineKind), st.sampled_from(Level), MOMENTS, MOMENTS)
def test_a_later_start_never_gives_an_earlier_deadline(
    kind: DeadlineKind, level: Level, one: datetime, other: datetime
) -> None:
    dues = [due_of(kind, level, start, CALENDAR, RULES).due for start in sorted((one, other))]
    assert dues == sorted(dues)


@given(st.sampled_from(DeadlineKind), st.sampled_from(Level), MOMENTS)
def test_a_deadline_lies_after_its_start(kind: DeadlineKind, level: Level, start: datetime) -> None:
    assert due_of(kind, level, start, CALENDAR, RULES).due > start


@given(st.sampled_from(Level), MOMENTS)
def test_half_a_day_ends_within_office_hours(level: Level, start: datetime) -> None:
    due = return_due(level, start, CALENDAR, RULES).due
    assert RULES.hours.contains(due)
    assert level is URGENT or CALENDAR.is_working(due.date())


@given(MOMENTS)
def test_the_clock_of_an_urgent_return_is_never_slower(start: datetime) -> None:
    assert return_due(URGENT, start, CALENDAR, RULES).due <= return_due(ORDINARY, start, CALENDAR, RULES).due


@given(MOMENTS)
def test_half_a_day_holds_half_the_working_minutes(start: datetime) -> None:
    due = return_due(ORDINARY, start, CALENDAR, RULES).due
    spent, day = timedelta(), start.date()
    while day <= due.date():
        if CALENDAR.is_working(day):
            for opening, closing in RULES.hours.spans:
                begin, end = (
                    max(start, datetime.combine(day, opening)),
                    min(due, datetime.combine(day, closing)),
                )
                spent += max(end - begin, timedelta())
        day += timedelta(days=1)
    assert spent == timedelta(minutes=210)


@given(COUNTED_IN_WORKING_DAYS, MOMENTS, st.integers(1, 30))
def test_an_extension_adds_exactly_its_days(level: Level, start: datetime, days: int) -> None:
    old = ticket_due(level, start, CALENDAR, RULES)
    new = extended(old, days, CALENDAR, RULES)
    assert CALENDAR.count_working_days(old.due.date(), new.due.date()) == days
    assert new.due == ticket_due(level, start, CALENDAR, TimeRules(ordinary_days=3 + days, hard_days=10 + days)).due


def test_a_notice_that_comes_later_moves_the_deadline_and_ends_provisional() -> None:
    before = WorkCalendar([NOTICE_2022])
    old = ticket_due(HARD, at("2023-01-16 10:00"), before, RULES)
    new = ticket_due(HARD, at("2023-01-16 10:00"), CALENDAR, RULES)
    assert (old.due.date(), old.provisional) == (date(2023, 1, 30), True)
    assert (new.due.date(), new.provisional) == (date(2023, 2, 2), False)
