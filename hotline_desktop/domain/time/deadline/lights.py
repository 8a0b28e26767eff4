"""The light of a ticket: 未到期, 临期, 今日到期, 逾期, and when it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.deadline.rules import TimeRules
from hotline_desktop.domain.time.office_hours import clock_text
from hotline_desktop.domain.time.workdays import ONE_DAY, WorkCalendar


class Light(StrEnum):
    """Where a ticket stands against its deadline. 暂定 is a flag beside it, not a light."""

    NOT_DUE = "未到期"
    NEAR = "临期"
    TODAY = "今日到期"
    OVERDUE = "逾期"
    DONE = "已办结"
    NO_CLOCK = "未计时"


class LightBounds(NamedTuple):
    """The moments at which lights change, for one ``now``: what a query filters deadlines by.

    逾期: due < ``now``. 今日到期: ``now`` <= due < ``tomorrow``. 临期: ``tomorrow`` <= due < ``near_until``,
    for 紧急 due <= ``urgent_near_until``. 未到期: later.
    """

    now: datetime
    tomorrow: datetime
    near_until: datetime
    urgent_near_until: datetime

    def light(self, level: Level, due: datetime) -> Light:
        """The light of an open ticket."""
        if due < self.now:
            return Light.OVERDUE
        if due < self.tomorrow:
            return Light.TODAY
        near = due <= self.urgent_near_until if level is Level.URGENT else due < self.near_until
        return Light.NEAR if near else Light.NOT_DUE


def light_bounds(now: datetime, calendar: WorkCalendar, rules: TimeRules) -> LightBounds:
    """The bounds at ``now``. 临期 reaches to the day before the working day that is one too many."""
    today = now.date()
    beyond = calendar.add_working_days(today, rules.near_days + 1)
    return LightBounds(
        now=now,
        tomorrow=datetime.combine(today + ONE_DAY, time()),
        near_until=datetime.combine(beyond, time()),
        urgent_near_until=now + timedelta(hours=rules.near_hours),
    )


def light_of(
    level: Level,
    due: datetime | None,
    now: datetime,
    calendar: WorkCalendar,
    rules: TimeRules,
    done_at: datetime | None = None,
) -> Light:
    """The light of a ticket; without a deadline 未计时, once finished (``done_at``) 已办结."""
    if done_at is not None:
        return Light.DONE
    if due is None:
        return Light.NO_CLOCK
    return light_bounds(now, calendar, rules).light(level, due)


def overdue_days(due: datetime, now: datetime, calendar: WorkCalendar) -> int:
    """Working days after the date of ``due`` up to today; 0 on that date and before."""
    return max(0, calendar.count_working_days(due.date(), now.date())) if now > due else 0


class _Words(NamedTuple):
    """How a light is told: a template for each case, and how an amount of time reads in hours and in days."""

    undated: str
    done: str
    done_late: str
    overdue: str
    today: str
    left: str
    provisional: str
    span: Callable[[timedelta], str]
    days: Callable[[int], str]


def light_text(
    level: Level,
    due: datetime | None,
    now: datetime,
    calendar: WorkCalendar,
    rules: TimeRules,
    done_at: datetime | None = None,
    provisional: bool = False,
) -> str:
    """The light in words: ``逾期 2 个工作日``, ``今日到期，17:00 前``, ``已办结``; 暂定 is added in brackets.

    紧急 runs on the natural clock and is told in hours. A ticket finished too late says by how much.
    """
    return _told(_IN_FULL, level, due, now, calendar, rules, done_at, provisional)


def short_light(
    level: Level,
    due: datetime | None,
    now: datetime,
    calendar: WorkCalendar,
    rules: TimeRules,
    done_at: datetime | None = None,
    provisional: bool = False,
) -> str:
    """The light in the fewest words, for a list: ``逾9天``, ``今日 17:00``, ``还3天``, ``按时``, ``逾2天办完``.

    紧急 is told in hours below a day; 暂定 stands in front.
    """
    return _told(_SHORT, level, due, now, calendar, rules, done_at, provisional)


def _told(
    words: _Words,
    level: Level,
    due: datetime | None,
    now: datetime,
    calendar: WorkCalendar,
    rules: TimeRules,
    done_at: datetime | None,
    provisional: bool,
) -> str:
    light = light_of(level, due, now, calendar, rules, done_at)
    if due is None or light is Light.NO_CLOCK:
        return words.undated.format(light=light)
    urgent = level is Level.URGENT
    if done_at is not None and done_at <= due:
        return words.done
    if light in (Light.DONE, Light.OVERDUE):
        until = done_at or now
        amount = words.span(until - due) if urgent else words.days(overdue_days(due, until, calendar))
        if light is Light.DONE:
            return words.done_late.format(amount=amount)
        text = words.overdue.format(amount=amount)
    elif light is Light.TODAY:
        text = words.today.format(clock=clock_text(due))
    else:
        left = words.span(due - now) if urgent else words.days(calendar.count_working_days(now.date(), due.date()))
        text = words.left.format(light=light, amount=left)
    return words.provisional.format(text=text) if provisional else text


def _days_text(days: int) -> str:
    return f" {days} 个工作日" if days else "不足 1 个工作日"


def _span_text(span: timedelta) -> str:
    """`` 2 天 3 小时`` with the space that stands before a figure; below an hour ``不足 1 小时``."""
    hours = int(span.total_seconds()) // 3600
    if not hours:
        return "不足 1 小时"
    days, rest = divmod(hours, 24)
    return (f" {days} 天" if days else "") + (f" {rest} 小时" if rest else "")


def _short_days(days: int) -> str:
    return f"{days}天" if days else "不足1天"


def _short_span(span: timedelta) -> str:
    hours = int(span.total_seconds()) // 3600
    if hours >= 24:
        return f"{hours // 24}天"
    return f"{hours}小时" if hours else "不足1小时"


_IN_FULL = _Words(
    undated="{light}",
    done=Light.DONE.value,
    done_late=f"{Light.DONE}，{Light.OVERDUE}{{amount}}",
    overdue=f"{Light.OVERDUE}{{amount}}",
    today=f"{Light.TODAY}，{{clock}} 前",
    left="{light}，还有{amount}",
    provisional="{text}（暂定）",
    span=_span_text,
    days=_days_text,
)
_SHORT = _Words(
    undated="—",
    done="按时",
    done_late="逾{amount}办完",
    overdue="逾{amount}",
    today="今日 {clock}",
    left="还{amount}",
    provisional="暂定 {text}",
    span=_short_span,
    days=_short_days,
)
