"""Quarters of the ranking year, which begins in January or in November of the year before. 督办二（四）."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from hotline_desktop.domain.terms.dates import day_of

JANUARY, NOVEMBER = 1, 11
_MONTHS = 3
_QUARTERS = 4


class Quarter(NamedTuple):
    """One quarter of a ranking year, which begins in ``first_month``: 1, or 11 of the year before."""

    year: int
    number: int
    first_month: int = JANUARY

    @property
    def first(self) -> date:
        """The first day."""
        return self._month(0)

    @property
    def last(self) -> date:
        """The last day."""
        return self._month(_MONTHS) - timedelta(days=1)

    @property
    def before(self) -> Quarter:
        """The quarter before this one."""
        if self.number > 1:
            return self._replace(number=self.number - 1)
        return self._replace(year=self.year - 1, number=_QUARTERS)

    @property
    def as_text(self) -> str:
        """``2022年第三季度``."""
        return f"{self.year}年第{'一二三四'[self.number - 1]}季度"

    @property
    def span(self) -> str:
        """``2022年7月1日至2022年9月30日``."""
        first, last = self.first, self.last
        return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"

    def holds(self, day: date | None) -> bool:
        """Whether ``day`` lies in the quarter."""
        return day is not None and self.first <= day_of(day) <= self.last

    def _month(self, beyond: int) -> date:
        year = self.year if self.first_month == JANUARY else self.year - 1
        months = self.first_month - 1 + (self.number - 1) * _MONTHS + beyond
        return date(year + months // 12, months % 12 + 1, 1)


def quarter_of(day: date, first_month: int = JANUARY) -> Quarter:
    """The quarter that ``day`` lies in."""
    shifted = day.month - first_month
    year = day.year if first_month == JANUARY or day.month < first_month else day.year + 1
    return Quarter(year, shifted % 12 // _MONTHS + 1, first_month)
