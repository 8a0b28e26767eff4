"""Dates and times as people say and type them in a hurry: 昨天 15:30, 11-5, 周五 9:00, 15:30, 10分钟前, 刚才."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto

from hotline_desktop.domain.terms.dates import PART_OF_DAY, Moment, in_digits, read_spelling

_DAYS = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
}
_PARTS_OF_DAYS = re.compile(rf"(前|昨|今|明|后)({PART_OF_DAY})")
_NOW = frozenset(("现在", "此刻", "刚才", "刚刚", "刚"))
_AGO = re.compile(r"(?:(\d{1,3}|[一二两三四五六七八九十])\s*个?)?(半)?个?\s*(分钟|分|刻钟|小时|钟头|天)[以之]?前")
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_MINUTES = {"分钟": 1, "分": 1, "刻钟": 15, "小时": 60, "钟头": 60, "天": 24 * 60}
_WEEKDAYS = "一二三四五六日"
_SAID = re.compile(rf"({'|'.join(sorted(_DAYS, key=len, reverse=True))})\s*(.*)")
_WEEK = re.compile(r"(上|下|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天])\s*(.*)")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\s*[-/.月]|\d)\s*[日号]?\s*(.*)")
_DAY_ALONE = re.compile(r"(\d{1,2})\s*[日号]\s*(.*)")
_NEAR = timedelta(days=31)
_CLOCK_ALONE = re.compile(rf"{PART_OF_DAY}?\s*\d{{1,2}}\s*[:：时点].*")


class Side(Enum):
    """On which side of today a day lies that leaves out its week, its month or its year: 周五, 8日, 11-5."""

    EITHER = auto()
    PAST = auto()
    COMING = auto()


def read_spoken(text: str, now: datetime, side: Side = Side.EITHER) -> Moment:
    """What ``text`` means at ``now``: everything that :func:`read_spelling` reads, and what leaves out the year.

    A day that is not said in full is the nearest one on that ``side`` of today, today included; of either side 周五 is
    that of this week and 8日 that of this month. A month and its day within a month of today are that day on whichever
    side: 9-5 typed on 8 September is a plan that is entered late and not one for the next year, 9-10 a slip and not a
    day of the last year. Raises ValueError with a Chinese reason.
    """
    plain = _PARTS_OF_DAYS.sub(r"\1天\2", unicodedata.normalize("NFKC", text).strip())
    if plain in _NOW:
        return Moment(now.replace(second=0, microsecond=0), True)
    ago = _AGO.fullmatch(plain)
    if ago is not None and (ago[1] or ago[2]):
        return _before(ago, now)
    for pattern, days_of in ((_SAID, _said), (_WEEK, _in_week), (_MONTH_DAY, _month_day), (_DAY_ALONE, _day_alone)):
        match = pattern.fullmatch(plain)
        days = days_of(match, now) if match is not None else ()
        near = days_of is _month_day and any(day is not None and abs(day - now) <= _NEAR for day in days)
        day = _on_side(days, now, Side.EITHER if near else side)
        if match is not None and day is not None:
            return _at(day, match[match.lastindex or 0])
    if _CLOCK_ALONE.fullmatch(in_digits(plain)):
        return _at(now, plain)
    return read_spelling(text)


def _before(ago: re.Match[str], now: datetime) -> Moment:
    """半小时前, 一个半小时前, 10分钟前 from ``now``; 两天前 is that day."""
    number = (_NUMERALS.get(ago[1]) or int(ago[1])) if ago[1] else 0
    at = now - timedelta(minutes=(number + (0.5 if ago[2] else 0)) * _MINUTES[ago[3]])
    if ago[3] == "天" and not ago[2]:
        return Moment(datetime(at.year, at.month, at.day), False)
    return Moment(at.replace(second=0, microsecond=0), True)


def _at(day: datetime, clock: str) -> Moment:
    return read_spelling(f"{day:%Y-%m-%d} {clock}".strip())


def _on_side(days: Sequence[datetime | None], now: datetime, side: Side) -> datetime | None:
    """The first of the days that lies on that side; the first of all where none does, None where there is no day."""
    if side is Side.EITHER:
        return next(iter(days), None)
    known = [day for day in days if day is not None]
    fitting = (day for day in known if (day.date() <= now.date() if side is Side.PAST else day.date() >= now.date()))
    return next(fitting, known[0] if known else None)


def _said(match: re.Match[str], now: datetime) -> list[datetime]:
    return [now + timedelta(days=_DAYS[match[1]])]


def _in_week(match: re.Match[str], now: datetime) -> list[datetime]:
    """周五 is that of this week, from Monday on, or the one beside it; 上周, 本周 and 下周 say which."""
    weekday = _WEEKDAYS.index(match[2].replace("天", "日"))
    weeks = [{"上": -1, "下": 1}.get(match[1], 0)] if match[1] else [0, -1, 1]
    return [now + timedelta(days=weekday - now.weekday() + 7 * week) for week in weeks]


def _month_day(match: re.Match[str], now: datetime) -> list[datetime]:
    """The day in this year and in those beside it, the nearest first; none where there is no such day (13-40)."""
    days = (_day_in(year, int(match[1]), int(match[2])) for year in (now.year - 1, now.year, now.year + 1))
    return sorted((day for day in days if day is not None), key=lambda day: abs(day - now))


def _day_alone(match: re.Match[str], now: datetime) -> list[datetime | None]:
    """The day of this month, of the last and of the next one; None where the month has no such day."""
    months = (now.year * 12 + now.month - 1 + off for off in (0, -1, 1))
    return [_day_in(month // 12, month % 12 + 1, int(match[1])) for month in months]


def _day_in(year: int, month: int, day: int) -> datetime | None:
    try:
        return datetime(year, month, day)
    except ValueError:
        return None
