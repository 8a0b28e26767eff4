"""The periods that figures are looked at for: a month, a quarter, a ranking year, or days of one's own choice."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.statistics.quarters import JANUARY, Quarter, quarter_of
from hotline_desktop.domain.terms.dates import chinese_date, read_moment
from hotline_desktop.domain.terms.errors import HotlineError

_DAY = timedelta(days=1)
_MONTH = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})月?")
_QUARTER = re.compile(r"(\d{4})(?:-?[Qq]|年?第?)([1-4一二三四])(?:季度?)?")
_YEAR = re.compile(r"(\d{4})年?")
_BETWEEN = re.compile(r"\s*(?:\.\.|~|～|至|到)\s*")
_LAST_QUARTER = 4


class StatKind(StrEnum):
    """How long a period is."""

    MONTH = "月度"
    QUARTER = "季度"
    YEAR = "年度"
    OWN = "自定"


class StatPeriod(NamedTuple):
    """The days from ``first`` to ``last``, both included. Quarters and years follow the ranking year, which begins in
    ``first_month``: 1, or 11 of the year before.
    """

    kind: StatKind
    first: date
    last: date
    first_month: int = JANUARY

    @property
    def as_text(self) -> str:
        """``2022年9月``, ``2022年第三季度``, ``2022年``, or the days."""
        if self.kind is StatKind.MONTH:
            return f"{self.first.year}年{self.first.month}月"
        if self.kind is StatKind.QUARTER:
            return self.quarter.as_text
        return f"{self.quarter.year}年" if self.kind is StatKind.YEAR else self.span

    @property
    def short(self) -> str:
        """A few letters for the foot of a bar: ``9月``, ``三季度``, ``2022``, ``9.1起``."""
        if self.kind is StatKind.MONTH:
            return f"{self.first.month}月"
        if self.kind is StatKind.QUARTER:
            return self.quarter.as_text[-3:]
        return str(self.quarter.year) if self.kind is StatKind.YEAR else f"{self.first.month}.{self.first.day}起"

    @property
    def span(self) -> str:
        """``2022年9月1日至2022年9月30日``."""
        return f"{chinese_date(self.first)}至{chinese_date(self.last)}"

    @property
    def quarter(self) -> Quarter:
        """The quarter that the first day lies in."""
        return quarter_of(self.first, self.first_month)

    @property
    def before(self) -> StatPeriod:
        """The one before: for days of one's own choice, as many days just before."""
        if self.kind is StatKind.OWN:
            return self._replace(first=self.first - (self.last - self.first) - _DAY, last=self.first - _DAY)
        return period_with(self.kind, self.first - _DAY, self.first_month)

    @property
    def year_ago(self) -> StatPeriod:
        """The same days, month, quarter or year, a year earlier (同比)."""
        if self.kind is StatKind.OWN:
            return self._replace(first=_year_before(self.first), last=_year_before(self.last))
        return period_with(self.kind, _year_before(self.first), self.first_month)

    @property
    def after(self) -> StatPeriod:
        """The one after."""
        if self.kind is StatKind.OWN:
            return self._replace(first=self.last + _DAY, last=self.last + (self.last - self.first) + _DAY)
        return period_with(self.kind, self.last + _DAY, self.first_month)

    def beginning(self, days: int) -> StatPeriod:
        """Its first ``days`` days, as days of one's own choice; itself where it has no more."""
        last = self.first + (days - 1) * _DAY
        return self if last >= self.last else self._replace(kind=StatKind.OWN, last=last)

    def days_until(self, day: date) -> int:
        """How many of its days have begun on ``day``; 0 where all or none have."""
        return (day - self.first).days + 1 if self.first <= day < self.last else 0

    def holds(self, day: date | None) -> bool:
        """Whether ``day`` lies in the period."""
        if isinstance(day, datetime):
            day = day.date()
        return day is not None and self.first <= day <= self.last


def _year_before(day: date) -> date:
    """The same day a year earlier; 28 February for a leap day."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def period_with(kind: StatKind, day: date, first_month: int = JANUARY) -> StatPeriod:
    """The whole month, quarter or year that ``day`` lies in; for OWN the day alone."""
    if kind is StatKind.MONTH:
        first = day.replace(day=1)
        return StatPeriod(kind, first, (first + timedelta(days=31)).replace(day=1) - _DAY, first_month)
    if kind is StatKind.OWN:
        return StatPeriod(kind, day, day, first_month)
    quarter = quarter_of(day, first_month)
    if kind is StatKind.QUARTER:
        return StatPeriod(kind, quarter.first, quarter.last, first_month)
    return StatPeriod(kind, quarter._replace(number=1).first, quarter._replace(number=_LAST_QUARTER).last, first_month)


def own_period(first: date, last: date, first_month: int = JANUARY) -> StatPeriod:
    """Days of one's own choice, in whichever order they are given."""
    return StatPeriod(StatKind.OWN, min(first, last), max(first, last), first_month)


def read_period(text: str, first_month: int = JANUARY) -> StatPeriod:
    """The period that a person writes: ``2026-11``, ``2026-Q4``, ``2026``, ``2026-11-01..2026-11-15``; or in Chinese.

    Raises HotlineError that says how a period is written.
    """
    plain = text.strip()
    try:
        if found := _QUARTER.fullmatch(plain):
            number = "一二三四".find(found[2]) + 1 or int(found[2])
            return period_with(StatKind.QUARTER, Quarter(int(found[1]), number, first_month).first, first_month)
        if found := _MONTH.fullmatch(plain):
            return period_with(StatKind.MONTH, date(int(found[1]), int(found[2]), 1), first_month)
        if found := _YEAR.fullmatch(plain):
            return period_with(StatKind.YEAR, Quarter(int(found[1]), 1, first_month).first, first_month)
        ends = [read_moment(part).date() for part in _BETWEEN.split(plain)]
        if len(ends) == 2:
            return own_period(ends[0], ends[1], first_month)
    except (ValueError, OverflowError):
        pass
    raise HotlineError(
        f"“{plain}”不是能识别的期间。可以写 2026-11（月）、2026-Q4（季度）、2026（年度），"
        "或者 2026-11-01..2026-11-15（起止日期）。"
    )
