"""Working out deadlines from T0, the hand-over to the unit (转交). 规范一（二）, （三）, （四）."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.deadline.rules import (
    BASIS,
    BASIS_EXTENDED,
    BASIS_RETURN,
    BASIS_STATEMENT,
    BASIS_SUPERVISION,
    BASIS_UPPER,
    Deadline,
    DeadlineKind,
    TimeRules,
    UrgentReading,
)
from hotline_desktop.domain.time.workdays import ONE_DAY, CalendarError, WorkCalendar


def ticket_due(level: Level, start: datetime, calendar: WorkCalendar, rules: TimeRules) -> Deadline:
    """When a ticket handed over at ``start`` must be closed. 规范一（二）.

    一般 and 疑难: closing time of the 3rd/10th working day after the day of ``start``. 紧急: 24 hours on the
    natural clock, or closing time of the next calendar day, as the office reads it.
    """
    if level is Level.URGENT:
        return _urgent_due(start, rules.urgent_days, rules)
    return _closing_after(start.date(), rules.days(level), calendar, rules)


def answer_due(level: Level, start: datetime, calendar: WorkCalendar, rules: TimeRules) -> Deadline:
    """When the citizen must be answered at the latest (一个工作日内答复市民 on the disposal sheet).

    Closing time of the next working day; 紧急 runs on its own clock for one day.
    """
    if level is Level.URGENT:
        return _urgent_due(start, 1, rules)
    return _closing_after(start.date(), 1, calendar, rules)


def return_due(level: Level, start: datetime, calendar: WorkCalendar, rules: TimeRules) -> Deadline:
    """Until when the unit may send the ticket back (退单, 半个工作日). 规范一（三）.

    ``start`` is its receipt (接单). Half of the daily working time on the working clock; for 紧急 the same
    clock runs on all seven days, so that no notice can change it and it is never provisional.
    """
    *_, (_begin, due) = return_stretches(level, start, calendar, rules)
    provisional = level is not Level.URGENT and calendar.is_provisional(start.date(), due.date())
    return Deadline(due, provisional, BASIS_RETURN)


def return_due_in_round(
    level: Level, handed_on: datetime, accepted_at: datetime | None, calendar: WorkCalendar, rules: TimeRules
) -> Deadline:
    """Until when the unit of a round may send the ticket back: from its receipt, before that from the hand-over.

    Who takes a ticket on late gains no time by it: as the office has it (``receipt_bound``), the receipt counts at the
    latest as of half a working day after the hand-over. 规范一（三）.
    """
    by_hand_over = return_due(level, handed_on, calendar, rules)
    if accepted_at is None:
        return by_hand_over
    start = min(accepted_at, by_hand_over.due) if rules.receipt_bound else accepted_at
    return return_due(level, start, calendar, rules)


def due_of(kind: DeadlineKind, level: Level, start: datetime, calendar: WorkCalendar, rules: TimeRules) -> Deadline:
    """The deadline of ``kind``."""
    work_out = {
        DeadlineKind.TICKET: ticket_due,
        DeadlineKind.RETURN: return_due,
        DeadlineKind.ANSWER: answer_due,
    }[kind]
    return work_out(level, start, calendar, rules)


def extended(old: Deadline, days: int, calendar: WorkCalendar, rules: TimeRules) -> Deadline:
    """The deadline after a granted extension (延期). 规范一（四）.

    Closing time of the ``days``-th working day after the old deadline. This holds for 紧急 too: an extension
    is asked for and granted in whole working days, and a matter that needs one is no longer counted in hours.
    Raises HotlineError when ``days`` is not positive.
    """
    if days < 1:
        raise HotlineError("延期天数至少为1个工作日。原来的期限没有变动。")
    new = _closing_after(old.due.date(), days, calendar, rules)
    return Deadline(new.due, old.provisional or new.provisional, BASIS_EXTENDED)


def supervision_due(received: datetime, days: int, calendar: WorkCalendar, rules: TimeRules) -> Deadline:
    """Until when a unit answers a supervision: closing time some working days after receipt. 督办二（三）1.

    Raises HotlineError when ``days`` is not positive.
    """
    if days < 1:
        raise HotlineError("督办时限至少为1个工作日。原来的期限没有变动。")
    return _closing_after(received.date(), days, calendar, rules)._replace(basis=BASIS_SUPERVISION)


def statement_due(called: datetime, calendar: WorkCalendar, rules: TimeRules) -> Deadline:
    """Until when the unit's 不满意情况说明 is due: closing time some working days after the callback. 规范一（七）."""
    return _closing_after(called.date(), rules.statement_days, calendar, rules)._replace(basis=BASIS_STATEMENT)


def earlier_of(own: Deadline, upper: datetime | None) -> Deadline:
    """The ruling deadline where the district or city may have set one (上级时限): the earlier of both."""
    if upper is None or upper >= own.due:
        return own
    return Deadline(upper, False, BASIS_UPPER)


def return_stretches(
    level: Level, start: datetime, calendar: WorkCalendar, rules: TimeRules
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of time, as (from, until), that make up the half working day counted from ``start``.

    How much half a working day is, the hours of the day say on which the clock begins to run.
    """
    left: timedelta | None = None
    day = start.date()
    while left is None or left:
        if level is Level.URGENT or calendar.is_working(day):
            hours = _hours_of(day, rules)
            for opened, end in hours.stretches:
                if end <= start:
                    continue
                begin = max(opened, start)
                left = hours.half if left is None else left
                until = min(end, begin + left)
                left -= until - begin
                yield begin, until
                if not left:
                    return
        day = _later(day, 1)


class _Hours(NamedTuple):
    """The office hours of one day, as (from, until), and how much half a working day is then."""

    stretches: tuple[tuple[datetime, datetime], ...]
    half: timedelta


@lru_cache(maxsize=1_024)  # for the same reason as below
def _hours_of(day: date, rules: TimeRules) -> _Hours:
    hours = rules.hours_on(day)
    return _Hours(tuple(hours.stretches(day, datetime.min)), timedelta(minutes=hours.half_day_minutes))


def _urgent_due(start: datetime, days: int, rules: TimeRules) -> Deadline:
    last = _later(start.date(), days)
    if rules.urgent_reading is UrgentReading.HOURS_24:
        return Deadline(datetime.combine(last, start.time()), False, BASIS)
    return Deadline(datetime.combine(last, rules.hours_on(last).closing), False, BASIS)


# An import asks for some days again and again. Calendars and rules never change; another setting makes others.
@lru_cache(maxsize=1_024)
def _closing_after(start: date, days: int, calendar: WorkCalendar, rules: TimeRules) -> Deadline:
    last = calendar.add_working_days(start, days)
    # The day of T0 does not count, so that only the days after it can make the deadline provisional.
    provisional = calendar.is_provisional(min(start + ONE_DAY, last), last)
    return Deadline(datetime.combine(last, rules.hours_on(last).closing), provisional, BASIS)


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise CalendarError("日期太远，超出了日历的范围。请检查起始日期和天数。") from None
