"""Which of many backups are kept: the newest of each day, week and month, as many of each as the office has set."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple


class Retention(NamedTuple):
    """How many days, weeks and months back a copy is kept."""

    daily: int = 7
    weekly: int = 5
    monthly: int = 12


def kept(moments: Iterable[datetime], retention: Retention, now: datetime | None = None) -> frozenset[datetime]:
    """Those of ``moments`` that stay. The newest one always does.

    What is dated after ``now``, by a clock that was ahead, stays too and takes nobody's place.
    """
    listed = set(moments)
    ahead = {moment for moment in listed if now is not None and moment > now}
    newest_first = sorted(listed - ahead, reverse=True)
    found = ahead | set(newest_first[:1])
    for period, most in (
        (_day, retention.daily),
        (_week, retention.weekly),
        (_month, retention.monthly),
    ):
        found |= _newest_of_each(newest_first, period, most)
    return frozenset(found)


def _newest_of_each(
    newest_first: list[datetime], period: Callable[[datetime], tuple[int, ...]], most: int
) -> set[datetime]:
    first: dict[tuple[int, ...], datetime] = {}
    for moment in newest_first:
        first.setdefault(period(moment), moment)
    return set(list(first.values())[:most])


def _day(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month, moment.day


def _week(moment: datetime) -> tuple[int, ...]:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> tuple[int, ...]:
    return moment.year, moment.month
