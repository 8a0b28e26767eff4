"""What the tickets and cases of some days count for: the one source of ranking and statistics. 督办二（五）2."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.statistics.counting import Count, CountedSpan, with_supervised
from hotline_desktop.domain.statistics.coverage import Coverage
from hotline_desktop.domain.statistics.periods import StatPeriod
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage, CaseSummary
from hotline_desktop.domain.terms.office_options import SupervisedCount
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.storage import cases, statistics
from hotline_desktop.storage.codec import day_from
from hotline_desktop.storage.database import Connection

_NOT_TAKEN_UP = (CaseStage.POOL, CaseStage.DECLINED)
_LAPSED = frozenset((SupervisionTrigger.OVERDUE, SupervisionTrigger.CONTRADICTION, SupervisionTrigger.UNSATISFIED))


def counted(c: Connection, first: date, last: date, now: datetime, settings: Settings) -> dict[str, Count]:
    """The counts from ``first`` to ``last`` by unit, as they stand at ``now``; TOWN is the town."""
    found = statistics.counts(c, CountedSpan(first, last, now))
    supervised: dict[str, int] = {}
    for case in supervised_cases(c, first, last, settings):
        supervised[case.unit] = supervised.get(case.unit, 0) + 1
    return with_supervised(found, supervised)


def supervised_cases(c: Connection, first: date, last: date, settings: Settings) -> tuple[CaseSummary, ...]:
    """The cases taken up from ``first`` to ``last`` that take points off: for a lapse or 不满意, or all of them."""
    every = settings.supervised_count == SupervisedCount.ALL
    return tuple(
        case
        for case in cases.all(c, CaseFilter())
        if case.stage not in _NOT_TAKEN_UP
        and case.opened_at is not None
        and first <= case.opened_at.date() <= last
        and (every or case.trigger in _LAPSED)
    )


def coverage(c: Connection, periods: tuple[StatPeriod, ...]) -> Coverage:
    """What the records reach back to, with the months of ``periods`` in which nothing came in."""
    volumes, rates = (day_from(text) for text in statistics.first_days(c))
    if volumes is None:
        return Coverage()
    months = {month for period in periods for month in _months(max(period.first, volumes), period.last)}
    empty = frozenset(month for month in months if not statistics.anything_between(c, month, _last_day(month)))
    return Coverage(volumes, rates, empty)


def _months(first: date, last: date) -> tuple[date, ...]:
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = _last_day(month) + timedelta(days=1)
    return tuple(found)


def _last_day(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
