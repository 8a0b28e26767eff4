"""Dates and times as people say and type them in a hurry: 昨天 15:30, 11-5, 周五 9:00, 15:30, 10分钟前, 刚才."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, timedelta

from hotline_desktop.domain.terms.dates import Moment, in_digits, read_spelling

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
_PARTS_OF_DAYS = re.compile(r"(大前|前|昨|今|明|后)(早|晚)(?![上晨])")
_PART = {"早": "早上", "晚": "晚上"}
_NOW = frozenset(("现在", "此刻", "刚才", "刚刚", "刚"))
_AGO = re.compile(r"(?:(\d{1,3}|[一二两三四五六七八九十])\s*个?)?(半)?个?\s*(分钟|分|刻钟|小时|钟头|天)[以之]?前")
_NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_MINUTES = {"分钟": 1, "分": 1, "刻钟": 15, "小时": 60, "钟头": 60, "天": 24 * 60}
_WEEKDAYS = "一二三四五六日"
_SAID = re.compile(rf"({'|'.join(sorted(_DAYS, key=len, reverse=True))})\s*(.*)")
_WEEK = re.compile(r"(上|下|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天])\s*(.*)")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})(?!\s*[-/.月]|\d)\s*[日号]?\s*(.*)")
_DAY_ALONE = re.compile(r"(\d{1,2})\s*[日号]\s*(.*)")
_CLOCK_ALONE = re.compile(r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间)?\s*\d{1,2}\s*[:：时点].*")


def read_spoken(text: str, now: datetime) -> Moment:
    """What ``text`` means at ``now``: everything that :func:`read_spelling` reads, and what leaves out the year.

    A day without its year is the one nearest to ``now``. Raises ValueError with a Chinese reason.
    """
    plain = _PARTS_OF_DAYS.sub(lambda part: f"{part[1]}天{_PART[part[2]]}", unicodedata.normalize("NFKC", text).strip())
    if plain in _NOW:
        return Moment(now.replace(second=0, microsecond=0), True)
    ago = _AGO.fullmatch(plain)
    if ago is not None and (ago[1] or ago[2]):
        return _before(ago, now)
    for pattern, day_of in ((_SAID, _said), (_WEEK, _in_week), (_MONTH_DAY, _month_day), (_DAY_ALONE, _day_alone)):
        match = pattern.fullmatch(plain)
        day = day_of(match, now) if match is not None else None
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


def _said(match: re.Match[str], now: datetime) -> datetime:
    return now + timedelta(days=_DAYS[match[1]])


def _in_week(match: re.Match[str], now: datetime) -> datetime:
    """周五 is that of this week, from Monday on; 上周 and 下周 the ones beside it."""
    weekday = _WEEKDAYS.index(match[2].replace("天", "日"))
    weeks = {"上": -1, "下": 1}.get(match[1] or "", 0)
    return now + timedelta(days=weekday - now.weekday() + 7 * weeks)


def _month_day(match: re.Match[str], now: datetime) -> datetime | None:
    """The nearest such day; None where there is none (13-40), which the usual reading then refuses."""
    found = []
    for year in (now.year - 1, now.year, now.year + 1):
        try:
            found.append(datetime(year, int(match[1]), int(match[2])))
        except ValueError:
            continue
    return min(found, key=lambda day: abs(day - now), default=None)


def _day_alone(match: re.Match[str], now: datetime) -> datetime | None:
    try:
        return now.replace(day=int(match[1]))
    except ValueError:
        return None
