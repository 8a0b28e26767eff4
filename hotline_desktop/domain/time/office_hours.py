"""Office hours: the spans of a working day in which the working clock runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.patterns import late

Span = tuple[time, time]

# Read at every start, so without a pattern that would be compiled each time.
_PLAIN = str.maketrans({"：": ":", " ": "", **dict.fromkeys("—–~～－至", "-"), **dict.fromkeys("，、;；", ",")})
_CHANGE = late(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?起?[:：]?")
_SPAN = late(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


class OfficeHoursError(HotlineError):
    """The office hours cannot be used as given."""


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Spans (from, until) of a working day, whole minutes, in order and without overlap.

    Raises OfficeHoursError with the reason in Chinese.
    """

    spans: tuple[Span, ...] = ((time(8, 30), time(11, 30)), (time(13, 0), time(17, 0)))
    daily_minutes: int = field(init=False, repr=False, compare=False)  # working time of a whole day

    def __post_init__(self) -> None:
        if not self.spans:
            raise OfficeHoursError("办公时间不能为空，至少要有一段，例如 8:30-11:30。")
        for start, end in self.spans:
            if start.second or start.microsecond or end.second or end.microsecond:
                raise OfficeHoursError("办公时间只写到分钟，例如 8:30-11:30。")
            if start >= end:
                raise OfficeHoursError(f"办公时间“{_span_text((start, end))}”不对：开始要早于结束。")
        for earlier, later in zip(self.spans, self.spans[1:], strict=False):
            if later[0] < earlier[1]:
                raise OfficeHoursError(
                    f"办公时间“{_span_text(earlier)}”和“{_span_text(later)}”重叠或次序颠倒，请从早到晚填写。"
                )
        object.__setattr__(self, "daily_minutes", sum(_minutes(end) - _minutes(start) for start, end in self.spans))

    @classmethod
    def parse(cls, text: str) -> OfficeHours:
        """Reads ``8:30-11:30，13:00-17:00``; full-width signs and 至, — between the times are understood.

        Raises OfficeHoursError when a part is no span of time.
        """
        plain = text.translate(_PLAIN)
        while "--" in plain:
            plain = plain.replace("--", "-")
        return cls(tuple(_span(part) for part in plain.split(",") if part))

    @property
    def text(self) -> str:
        """``8:30-11:30，13:00-17:00``; ``parse`` reads it back."""
        return "，".join(_span_text(span) for span in self.spans)

    @property
    def closing(self) -> time:
        """When the office closes: deadlines counted in working days fall due then."""
        return self.spans[-1][1]

    @property
    def half_day_minutes(self) -> int:
        """Half of the daily working time in minutes, an odd one rounded up in the unit's favour."""
        return (self.daily_minutes + 1) // 2

    def stretches(self, day: date, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The office hours of ``day`` that are left from ``since`` on, as (from, until)."""
        for start, end in self.spans:
            begin, until = max(datetime.combine(day, start), since), datetime.combine(day, end)
            if begin < until:
                yield begin, until

    def contains(self, moment: datetime) -> bool:
        """True when ``moment`` lies within office hours, both ends included (whatever the day)."""
        return any(start <= moment.time() <= end for start, end in self.spans)


class HoursChange(NamedTuple):
    """Office hours that hold ``since`` a day, until the next change."""

    since: date
    hours: OfficeHours

    @property
    def text(self) -> str:
        """``2026-06-01起 8:00-11:30，14:00-17:30``."""
        return f"{self.since.isoformat()}起 {self.hours.text}"


def read_changes(text: str) -> tuple[HoursChange, ...]:
    """Reads ``2026-06-01起 8:00-11:30，14:00-17:30；2026-10-01起 8:30-11:30，13:00-17:00``; nothing is no change.

    Raises OfficeHoursError when a day or a span cannot be, or the days do not follow each other.
    """
    plain = "".join(text.split())
    if not plain:
        return ()
    lead, *parts = _CHANGE.split(plain)
    if lead or not parts:
        raise OfficeHoursError(
            f"看不懂办公时间变更“{lead or plain}”，请写成 2026-06-01起 8:00-11:30，14:00-17:30 的样子。"
        )
    days = [_change_day(*parts[place : place + 3]) for place in range(0, len(parts), 4)]
    found = tuple(HoursChange(day, OfficeHours.parse(parts[place * 4 + 3])) for place, day in enumerate(days))
    for earlier, later in pairwise(found):
        if later.since <= earlier.since:
            raise OfficeHoursError(f"办公时间变更请从早到晚填写：{later.since} 不在 {earlier.since} 之后。")
    return found


def hours_on(day: date, hours: OfficeHours, changes: Sequence[HoursChange]) -> OfficeHours:
    """The office hours that hold on ``day``: ``hours`` until the first of ``changes``."""
    held = [change.hours for change in changes if change.since <= day]
    return held[-1] if held else hours


def _change_day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise OfficeHoursError(f"办公时间变更里没有 {year}-{month}-{day} 这一天。") from None


def total(stretches: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """The time that ``stretches`` add up to."""
    return sum((end - start for start, end in stretches), timedelta())


def clock_text(moment: time | datetime) -> str:
    """``8:30``: 24-hour time as it stands on screen."""
    return f"{moment.hour}:{moment.minute:02d}"


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _span_text(span: Span) -> str:
    return f"{clock_text(span[0])}-{clock_text(span[1])}"


def _span(part: str) -> Span:
    match = _SPAN.fullmatch(part)
    if match is None:
        raise OfficeHoursError(f"看不懂办公时间“{part}”，请写成 8:30-11:30 的样子。")
    hour, minute, until_hour, until_minute = (int(digits) for digits in match.groups())
    try:
        return time(hour, minute), time(until_hour, until_minute)
    except ValueError:
        raise OfficeHoursError(f"办公时间“{part}”里有不存在的钟点。") from None
