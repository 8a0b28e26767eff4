"""Every spelling of a date and time that hotline exports and clerks use, read into local office time; and the one
that official papers use, written.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

# A year outside is a slip of the pen or a serial number that was not meant as a date.
FIRST_YEAR, LAST_YEAR = 1980, 2100
OFFICE_UTC_OFFSET = timedelta(hours=8)
_SERIAL_EPOCH = datetime(1899, 12, 30)
_EXAMPLE = "请写成 2022-09-05 或 2022-09-05 09:10"


class Moment(NamedTuple):
    """A point in local office time; ``has_time`` is False where only the day was given, at 00:00."""

    at: datetime
    has_time: bool


_DATE = r"(?P<year>\d{4})\s*[-/.年\\]\s*(?P<month>\d{1,2})\s*[-/.月\\]\s*(?P<day>\d{1,2})\s*[日号]?"
_COMPACT_DATE = r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
_WEEKDAY = r"[\s,]*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_PERIOD = r"(?P<period>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|[AaPp][Mm])?"
_CLOCK = (
    r"(?P<hour>\d{1,2})\s*(?:[:时点]\s*(?:(?P<minute>\d{1,2})\s*[:分]?\s*(?:(?P<second>\d{1,2})\s*秒?)?"
    r"|(?P<half>半)|整)?)(?:[.,:](?P<fraction>\d{1,9}))?"
)
_AFTER = r"\s*(?P<late>[AaPp][Mm])?\s*(?P<zone>[Zz]|[+-]\d\d:?\d\d)?"
_SPELLING = re.compile(
    rf"(?:{_DATE}|{_COMPACT_DATE.replace('?P<', '?P<c')}){_WEEKDAY}"
    rf"(?:[\sTt,]*{_PERIOD}\s*{_CLOCK}{_AFTER})?\s*"
)
_COMPACT = re.compile(
    _COMPACT_DATE + r"[Tt\s]?(?P<hour>\d\d)(?P<minute>\d\d)(?:(?P<second>\d\d)[.]?(?P<fraction>\d{1,6})?)?"
)
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(\D.*)?")
_TWO_DIGIT_YEAR = re.compile(r"\d{2}年\d{1,2}月.*")
_NO_YEAR = re.compile(r"\d{1,2}(月|[-/.])\d{1,2}日?(\D.*)?")
_NO_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}月?")
_AFTERNOON = frozenset(("下午", "傍晚", "晚上", "夜间", "pm"))
_MORNING = frozenset(("凌晨", "清晨", "早上", "早晨", "上午", "am"))


def read_moment(text: str) -> datetime:
    """The time that a clerk typed; a day without a time is 00:00. ValueError (Chinese) where unreadable."""
    return read_spelling(text).at


@lru_cache(maxsize=65_536)
def read_spelling(text: str) -> Moment:
    """The point in time that ``text`` spells, year first; a time zone is turned into office time.

    Raises ValueError with a Chinese reason: unreadable, no such day, or an order of day, month and year that
    could be meant in two ways.
    """
    usual = _usual(text)
    if usual is not None:
        return Moment(usual, True)
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _COMPACT.fullmatch(plain) or _SPELLING.fullmatch(plain)
    if match is None:
        raise ValueError(_refusal(plain))
    groups = {k.removeprefix("c"): v for k, v in match.groupdict().items() if v is not None}
    day = _day(int(groups["year"]), int(groups["month"]), int(groups["day"]))
    if "hour" not in groups:
        return Moment(day, False)
    return Moment(day + _time_of_day(groups) + _to_office_time(groups.get("zone", "")), True)


def chinese_date(day: date) -> str:
    """A date as official papers write it, without leading zeros: 2022年9月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_datetime(moment: datetime) -> str:
    """A moment to the minute on the 24-hour clock: 2022年9月5日17:00."""
    return f"{chinese_date(moment)}{moment.hour}:{moment.minute:02}"


def _usual(text: str) -> datetime | None:
    """Reads ``2022-09-05 09:10`` and ``2022-09-05 09:10:00`` without a pattern: nearly all exports write so."""
    if len(text) not in (16, 19) or text[4] != "-" or text[10] != " " or not text.isascii() or not text[5:7].isdigit():
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if FIRST_YEAR <= at.year <= LAST_YEAR and at.tzinfo is None else None


def from_serial(serial: float) -> Moment:
    """The point in time of a spreadsheet's serial number: days since 1899-12-30, rounded to the second.

    Also reads 20220905 and 20220905143000 stored as numbers. Only for columns known to hold dates: any
    number can pass for one. ValueError (Chinese).
    """
    if serial >= 10_000_000 and serial == int(serial):
        return read_spelling(str(int(serial)))
    first = (datetime(FIRST_YEAR, 1, 1) - _SERIAL_EPOCH).days
    last = (datetime(LAST_YEAR, 12, 31) - _SERIAL_EPOCH).days
    if not first <= serial <= last + 1:
        raise ValueError(f"数字 {serial:g} 不是日期，{_EXAMPLE}")
    seconds = round(serial * 86_400)
    return Moment(_SERIAL_EPOCH + timedelta(seconds=seconds), seconds % 86_400 != 0)


def from_typed(value: datetime | date) -> Moment:
    """A date or time that a spreadsheet holds as such; midnight counts as a day without a time.

    ValueError (Chinese) where the year cannot be meant.
    """
    at = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    _check_year(at.year)
    if at.microsecond:
        at = (at + timedelta(microseconds=500_000)).replace(microsecond=0)
    return Moment(at, bool(at.hour or at.minute or at.second))


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"年份 {year} 不合理，{_EXAMPLE}")


def _day(year: int, month: int, day: int) -> datetime:
    _check_year(year)
    try:
        return datetime(year, month, day)
    except ValueError:
        raise ValueError(f"没有 {year}年{month}月{day}日 这一天，{_EXAMPLE}") from None


def _time_of_day(groups: dict[str, str]) -> timedelta:
    hour, second = int(groups["hour"]), int(groups.get("second", 0))
    minute = 30 if "half" in groups else int(groups.get("minute", 0))
    period = (groups.get("period") or groups.get("late") or "").lower()
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise ValueError(f"没有 {hour:02}:{minute:02}:{second:02} 这个时间，{_EXAMPLE}")
    if period in _AFTERNOON and hour < 12:
        hour += 12
    elif period == "中午" and hour < 4:
        hour += 12  # 中午1点 is 13:00, 中午11点 is 11:00
    elif period in _MORNING and hour == 12:
        hour = 0
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _to_office_time(zone: str) -> timedelta:
    if not zone:
        return timedelta()
    if zone in "Zz":
        return OFFICE_UTC_OFFSET
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return OFFICE_UTC_OFFSET - (offset if zone[0] == "+" else -offset)


def _refusal(text: str) -> str:
    if _TWO_DIGIT_YEAR.fullmatch(text):
        return f"年份要写四位，{_EXAMPLE}"
    if _YEAR_LAST.fullmatch(text):
        return f"年、月、日的先后不能确定，{_EXAMPLE}"
    if _NO_DAY.fullmatch(text):
        return f"缺少日，{_EXAMPLE}"
    if _NO_YEAR.fullmatch(text):
        return f"缺少年份，{_EXAMPLE}"
    return f"不是能识别的日期，{_EXAMPLE}"
