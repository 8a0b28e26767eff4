"""Working days of the office: weekends, State Council holidays and make-up days (调休).

A year whose notice has not been published is *not known*: its days are worked out from weekends and statutory
holidays and marked provisional (暂定).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from hotline_desktop.domain.terms.errors import HotlineError

WEEKEND = "周末"
WORKDAY = "工作日"
MAKEUP = "调休上班"

DECEMBER, NEW_YEARS_NOTICE = 12, 25
ONE_DAY = timedelta(days=1)


class CalendarError(HotlineError):
    """A table of working days contradicts itself, or a date lies outside what a calendar can count."""


class Day(NamedTuple):
    """One day: ``working`` or off, and why (周末, 国庆节, 调休上班, 工作日).

    ``provisional`` is true while the year's official notice is not known.
    """

    date: date
    working: bool
    reason: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class YearTable:
    """What one notice says about a year.

    ``offs`` maps each day off to its holiday, ``makeups`` each make-up working day to the holiday it makes up
    for. Dates may reach into the neighbouring years, as the notice for 2019 did with 29 December 2018.
    ``published`` is true for a complete official notice; a table without it changes single days, or supplies
    the statutory holidays of a year that is not known yet. ``source`` names the notice.

    Raises CalendarError when a day is both off and a make-up day, or is more than a year away.
    """

    year: int
    published: bool
    offs: Mapping[date, str]
    makeups: Mapping[date, str] = field(default_factory=dict)
    source: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "offs", MappingProxyType(dict(self.offs)))
        object.__setattr__(self, "makeups", MappingProxyType(dict(self.makeups)))
        both = sorted(self.offs.keys() & self.makeups.keys())
        if both:
            raise CalendarError(f"{self.year}年的工作日安排有矛盾：{both[0]} 既是放假又是上班。")
        far = sorted(d for d in (*self.offs, *self.makeups) if abs(d.year - self.year) > 1)
        if far:
            raise CalendarError(f"{self.year}年的工作日安排里有别的年份的日期：{far[0]}。")


class _YearPlan(NamedTuple):
    """One year worked out: marks on single days, and the ordinals of its working days in ascending order."""

    published: bool
    marks: dict[date, tuple[bool, str]]
    ordinals: array[int]


class WorkCalendar:
    """Answers every question about working days. Immutable; years are worked out when first asked for.

    ``tables`` lie over each other in the given order, tables that change single days above complete notices;
    the upper one wins on each day. ``supply`` gives the table of a year that lies beneath them all, or None.
    """

    __slots__ = ("_plans", "_supply", "_tables")

    def __init__(
        self, tables: Iterable[YearTable] = (), supply: Callable[[int], YearTable | None] | None = None
    ) -> None:
        self._tables = tuple(tables)
        self._supply = supply
        self._plans: dict[int, _YearPlan] = {}

    @property
    def tables(self) -> tuple[YearTable, ...]:
        """The tables that lie over the supplied years, lowest first."""
        return self._tables

    def overlaid(self, *tables: YearTable) -> WorkCalendar:
        """A new calendar with ``tables`` laid over this one.

        A published table replaces the supplied estimate of an unknown year altogether; over a known year a
        table changes only the days that it names, which is how a change in mid-year comes in.
        """
        return WorkCalendar((*self._tables, *tables), self._supply)

    def day(self, date: date) -> Day:
        """What kind of day ``date`` is, and why."""
        plan = self._plan(date.year)
        mark = plan.marks.get(date)
        if mark is None:
            mark = (False, WEEKEND) if date.weekday() >= 5 else (True, WORKDAY)
        return Day(date, mark[0], mark[1], self.is_provisional(date, date))

    def is_working(self, date: date) -> bool:
        """True when the office works on ``date``."""
        mark = self._plan(date.year).marks.get(date)
        return mark[0] if mark else date.weekday() < 5

    def is_published(self, year: int) -> bool:
        """True when the official notice of ``year`` is known."""
        return self._plan(year).published

    def is_provisional(self, first: date, last: date) -> bool:
        """True when a day between ``first`` and ``last`` (both included) lies in a year that is not known.

        The days from 25 December on are not known before the next year's notice is: that for 2019 moved 29 and 31
        December 2018.
        """
        at_the_end = last.month == DECEMBER and last.day >= NEW_YEARS_NOTICE and last.year < date.max.year
        if at_the_end and not self.is_published(last.year + 1):
            return True
        if first.year == last.year:
            return not self._plan(first.year).published
        return any(not self.is_published(year) for year in range(first.year, last.year + 1))

    def add_working_days(self, start: date, days: int) -> date:
        """The ``days``-th working day after ``start``; ``start`` itself never counts, 0 gives it back.

        Raises ValueError for a negative number, CalendarError beyond the last year a date can have.
        """
        if days < 0:
            raise ValueError(f"days must not be negative: {days}")
        if days == 0:
            return start
        year = start.year
        ordinals = self._plan(year).ordinals
        index = bisect_right(ordinals, start.toordinal()) + days - 1
        while index >= len(ordinals):
            index -= len(ordinals)
            year += 1
            ordinals = self._plan(year).ordinals
        return date.fromordinal(ordinals[index])

    def count_working_days(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.count_working_days(end, start)
        whole = sum(len(self._plan(year).ordinals) for year in range(start.year, end.year))
        return whole + self._elapsed(end) - self._elapsed(start)

    def _elapsed(self, day: date) -> int:
        """Working days from New Year up to and including ``day``."""
        return bisect_right(self._plan(day.year).ordinals, day.toordinal())

    def _plan(self, year: int) -> _YearPlan:
        plan = self._plans.get(year)
        if plan is None:
            plan = self._plans[year] = self._worked_out(year)
        return plan

    def _worked_out(self, year: int) -> _YearPlan:
        if year > MAXYEAR:
            raise CalendarError("日期太远，超出了日历的范围。请检查起始日期和天数。")
        own = sorted((t for t in self._tables if t.year == year), key=lambda table: not table.published)
        published = any(table.published for table in own)
        beneath = self._supply(year) if self._supply else None
        if beneath is not None and (beneath.published or not published):
            own.insert(0, beneath)
            published = published or beneath.published
        marks: dict[date, tuple[bool, str]] = {} if published else _statutory(year)
        # A neighbouring year's notice may move days of this year; what this year's own tables say wins.
        for table in (*(t for t in self._tables if abs(t.year - year) == 1), *own):
            marks.update({d: (False, name) for d, name in table.offs.items() if d.year == year})
            marks.update({d: (True, MAKEUP) for d in table.makeups if d.year == year})
        return _YearPlan(published, marks, _working_ordinals(year, marks))


def _statutory(year: int) -> dict[date, tuple[bool, str]]:
    """The holidays with a fixed date (全国年节及纪念日放假办法): all that is certain without a table."""
    fixed = [(1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节")]
    if year >= 2025:  # 2 May was added by the revision of November 2024
        fixed.append((5, 2, "劳动节"))
    return {date(year, month, day): (False, name) for month, day, name in fixed}


def _working_ordinals(year: int, marks: Mapping[date, tuple[bool, str]]) -> array[int]:
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    # date.toordinal() % 7 is 1 on Mondays, so 6 and 0 are the weekend
    ordinals = [n for n in range(first, last + 1) if 1 <= n % 7 <= 5]
    for day, (working, _reason) in marks.items():
        n = day.toordinal()
        at = bisect_left(ordinals, n)
        listed = at < len(ordinals) and ordinals[at] == n
        if working and not listed:
            ordinals.insert(at, n)
        elif not working and listed:
            del ordinals[at]
    return array("l", ordinals)
