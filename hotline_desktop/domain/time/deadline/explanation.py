"""“为什么是这一天？”: every calendar day from T0 to the deadline, counted or not, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.deadline.limits import answer_due, return_stretches, ticket_due
from hotline_desktop.domain.time.deadline.rules import DeadlineKind, TimeRules, UrgentReading
from hotline_desktop.domain.time.office_hours import clock_text, total
from hotline_desktop.domain.time.workdays import MAKEUP, ONE_DAY, Day, WorkCalendar

NOT_COUNTED = "当日不计"


class DayNote(NamedTuple):
    """One line of the explanation. ``provisional`` marks a day that the year's notice may still change."""

    date: date
    counted: bool
    reason: str
    provisional: bool = False


def explain(
    kind: DeadlineKind, level: Level, start: datetime, calendar: WorkCalendar, rules: TimeRules
) -> tuple[DayNote, ...]:
    """Every calendar day from ``start`` to the deadline of ``kind``, in order."""
    if kind is DeadlineKind.RETURN:
        return tuple(_half_day(level, start, calendar, rules))
    if level is not Level.URGENT:
        days = 1 if kind is DeadlineKind.ANSWER else rules.days(level)
        return tuple(_working_days(start.date(), days, calendar))
    work_out = answer_due if kind is DeadlineKind.ANSWER else ticket_due
    due = work_out(level, start, calendar, rules).due
    if rules.urgent_reading is UrgentReading.HOURS_24:
        return tuple(_natural_hours(start, due, calendar))
    return tuple(_calendar_days(start.date(), due.date(), calendar))


def explain_extension(old_due: datetime, days: int, calendar: WorkCalendar) -> tuple[DayNote, ...]:
    """Every calendar day from the old deadline to the one extended by ``days`` working days. 规范一（四）."""
    first, *rest = _working_days(old_due.date(), days, calendar)
    return (DayNote(first.date, False, "原期限当日"), *rest)


def explain_working_days(start: datetime, days: int, calendar: WorkCalendar) -> tuple[DayNote, ...]:
    """Every calendar day from ``start`` to the last of ``days`` working days after it. 督办二（三）1."""
    return tuple(_working_days(start.date(), days, calendar))


def explain_ruling(
    own: Sequence[DayNote], granted: Iterable[int], upper: datetime | None, due: datetime, calendar: WorkCalendar
) -> tuple[DayNote, ...]:
    """``own`` with the working days that were ``granted`` since, up to the deadline that rules.

    ``upper`` is the limit from above where that is the one; a deadline of days that were counted by another calendar
    stands as it was set. 规范一（四）, 督办二（三）4.
    """
    notes = list(own)
    for days in granted:
        notes += explain_extension(datetime.combine(notes[-1].date, time()), days, calendar)[1:]
    if upper is not None:
        message = f"上级时限 {chinese_datetime(upper)}，早于按规定计的期限，从早"
        notes = [note for note in notes if note.date < upper.date()]
        return (*notes, DayNote(upper.date(), True, message))
    if notes[-1].date == due.date():
        return tuple(notes)
    notes = [note for note in notes if note.date < due.date()]
    return (*notes, DayNote(due.date(), True, "期限是按定下它时的工作日安排计的，以后的变更没有改动它"))


def _working_days(start: date, days: int, calendar: WorkCalendar) -> Iterator[DayNote]:
    yield DayNote(start, False, NOT_COUNTED)
    number, day = 0, start
    while number < days:
        day += ONE_DAY
        kind = calendar.day(day)
        number += kind.working
        yield DayNote(day, kind.working, _numbered(kind, number), kind.provisional)


def _numbered(day: Day, number: int) -> str:
    if not day.working:
        return day.reason
    ordinal = f"第{number}个工作日"
    return f"{MAKEUP}（{ordinal}）" if day.reason == MAKEUP else ordinal


def _natural_hours(start: datetime, due: datetime, calendar: WorkCalendar) -> Iterator[DayNote]:
    """紧急 as 24 hours: nights, weekends and holidays run along."""
    day = start.date()
    while day <= due.date():
        begin = max(start, datetime.combine(day, time()))
        until = min(due, datetime.combine(day, time()) + ONE_DAY)
        spent = until - begin
        span = f"{clock_text(begin)}至{'24:00' if until.date() > day else clock_text(until)}"
        yield DayNote(day, bool(spent), f"自然日{_aside(calendar.day(day))}：{span}，计{_length(spent)}")
        day += ONE_DAY


def _calendar_days(start: date, last: date, calendar: WorkCalendar) -> Iterator[DayNote]:
    """紧急 as closing time of the next calendar day."""
    yield DayNote(start, False, NOT_COUNTED)
    for number in range(1, (last - start).days + 1):
        day = start + timedelta(days=number)
        yield DayNote(day, True, f"第{number}个自然日{_aside(calendar.day(day))}")


def _half_day(level: Level, start: datetime, calendar: WorkCalendar, rules: TimeRules) -> Iterator[DayNote]:
    stretches = tuple(return_stretches(level, start, calendar, rules))
    day, last = start.date(), stretches[-1][1].date()
    while day <= last:
        kind = calendar.day(day)
        mine = [stretch for stretch in stretches if stretch[0].date() == day]
        if mine:
            spans = "、".join(f"{clock_text(begin)}至{clock_text(until)}" for begin, until in mine)
            note = f"{_running(kind, level)}：{spans}，计{_length(total(mine))}"
        else:
            note = kind.reason if not kind.working and level is not Level.URGENT else "已过办公时间，当日不计"
        yield DayNote(day, bool(mine), note, kind.provisional and level is not Level.URGENT)
        day += ONE_DAY


def _running(day: Day, level: Level) -> str:
    return f"自然日{_aside(day)}" if level is Level.URGENT else day.reason


def _aside(day: Day) -> str:
    return "" if day.working else f"（{day.reason}照计）"


def _length(spent: timedelta) -> str:
    """``3小时30分钟``; seconds show only where they are all there is."""
    seconds = int(spent.total_seconds())
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{hours}小时" if hours else "", f"{minutes}分钟" if minutes else ""]
    return "".join(parts) or (f"{seconds}秒" if seconds else "0分钟")
