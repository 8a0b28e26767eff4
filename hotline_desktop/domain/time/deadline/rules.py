"""What the office set about deadlines, and what a deadline is. 规范一（二）."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.office_hours import HoursChange, OfficeHours, hours_on

BASIS = "办理规范（二）"
BASIS_RETURN = "办理规范（三）"
BASIS_EXTENDED = "办理规范（四）"
BASIS_STATEMENT = "办理规范（七）"
BASIS_UPPER = "上级时限"
BASIS_SUPERVISION = "督办办法（三）"


class UrgentReading(StrEnum):
    """How the office reads 紧急 “1个工作日内（包含双休日、国定假日）”."""

    HOURS_24 = "24小时"
    NEXT_CLOSING = "次日下班前"


class DeadlineKind(StrEnum):
    """Which of a round's three clocks is meant."""

    TICKET = "办结"
    RETURN = "退单"
    ANSWER = "答复市民"


class Deadline(NamedTuple):
    """A moment in local office time and what it rests on.

    ``provisional`` (暂定) is true when the count reaches into a year whose notice is not known.
    """

    due: datetime
    provisional: bool
    basis: str = BASIS


@dataclass(frozen=True, slots=True)
class TimeRules:
    """The office's settings of time. Days of 紧急 are calendar days, of the others working days.

    ``hours`` hold until the first of ``hours_changes``; every day is counted by the hours that hold on it.
    ``near_days`` (working days) and ``near_hours`` (紧急) say from when a ticket shows 临期. ``extension_cap`` is how
    many extensions one round may be granted, 0 for no cap; ``statement_days`` the working days for a 不满意情况说明.
    ``receipt_bound`` says that a 接单 which comes late counts, for 退单, as of half a working day after the hand-over.
    Raises HotlineError when a number is not positive.
    """

    hours: OfficeHours = field(default_factory=OfficeHours)
    urgent_reading: UrgentReading = UrgentReading.HOURS_24
    urgent_days: int = 1
    ordinary_days: int = 3
    hard_days: int = 10
    near_days: int = 1
    near_hours: int = 4
    extension_cap: int = 0
    statement_days: int = 3
    receipt_bound: bool = True
    hours_changes: tuple[HoursChange, ...] = ()

    def __post_init__(self) -> None:
        limits = (self.urgent_days, self.ordinary_days, self.hard_days, self.statement_days)
        if min(*limits, self.near_days, self.near_hours) < 1 or self.extension_cap < 0:
            raise HotlineError("办结时限和临期提醒的天数、小时数都要至少为1。原来的设置没有变动。")

    def hours_on(self, day: date) -> OfficeHours:
        """The office hours that hold on ``day``."""
        return hours_on(day, self.hours, self.hours_changes)

    def days(self, level: Level) -> int:
        """Days within which a ticket of ``level`` is closed. 规范一（二）."""
        return {
            Level.URGENT: self.urgent_days,
            Level.ORDINARY: self.ordinary_days,
            Level.HARD: self.hard_days,
        }[level]
