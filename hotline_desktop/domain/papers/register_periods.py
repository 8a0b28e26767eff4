"""The periods that clerks ask registers for, by their word."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from hotline_desktop.domain.papers.registers import Period
from hotline_desktop.domain.statistics.quarters import quarter_of


class PeriodWord(StrEnum):
    """A period counted from today."""

    WEEK = "本周"
    LAST_WEEK = "上周"
    MONTH = "本月"
    LAST_MONTH = "上月"
    QUARTER = "本季度"
    YEAR = "今年"
    LAST_YEAR = "去年"


def period_of(word: PeriodWord, today: date) -> Period:
    """The whole period, also where it has not ended yet."""
    if word in (PeriodWord.WEEK, PeriodWord.LAST_WEEK):
        monday = today - timedelta(days=today.weekday() + 7 * (word is PeriodWord.LAST_WEEK))
        return Period(monday, monday + timedelta(days=6))
    if word is PeriodWord.QUARTER:
        quarter = quarter_of(today)
        return Period(quarter.first, quarter.last)
    if word in (PeriodWord.YEAR, PeriodWord.LAST_YEAR):
        year = today.year - (word is PeriodWord.LAST_YEAR)
        return Period(date(year, 1, 1), date(year, 12, 31))
    first = today.replace(day=1)
    if word is PeriodWord.LAST_MONTH:
        return Period((first - timedelta(days=1)).replace(day=1), first - timedelta(days=1))
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
