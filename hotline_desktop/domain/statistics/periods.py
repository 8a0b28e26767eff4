"""The periods that figures are looked at for: a month, a quarter, a ranking year, or days of one's own choice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.statistics.quarters import JANUARY, Quarter, quarter_of
from hotline_desktop.domain.terms.dates import chinese_date

_DAY = timedelta(days=1)
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
    def after(self) -> StatPeriod:
        """The one after."""
        if self.kind is StatKind.OWN:
            return self._replace(first=self.last + _DAY, last=self.last + (self.last - self.first) + _DAY)
        return period_with(self.kind, self.last + _DAY, self.first_month)

    def holds(self, day: date | None) -> bool:
        """Whether ``day`` lies in the period."""
        if isinstance(day, datetime):
            day = day.date()
        return day is not None and self.first <= day <= self.last


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
