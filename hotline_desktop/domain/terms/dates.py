"""Every spelling of a date and time that hotline exports and clerks use, read into local office time; and the one
that official papers use, written.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple, overload

from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.text import PLAIN_DASHES, without_format_characters

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
_MORNING = frozenset(("凌晨", "清晨", "早上", "早晨", "早", "上午", "am"))
_AFTERNOON = frozenset(("下午", "午后", "pm"))
_NOON = "中午"
_EVENING = {
    "傍晚": range(4, 12),
    "深夜": range(9, 12),
    **dict.fromkeys(("晚上", "晚间", "晚", "夜间"), range(5, 12)),
}
_CHINESE_PARTS = {*_MORNING, *_AFTERNOON, _NOON, *_EVENING} - {"am", "pm"}
# A word for a part of the day, as a pattern: 早上 before 早, or the rest would be left over.
PART_OF_DAY = rf"(?:{'|'.join(sorted(_CHINESE_PARTS, key=lambda word: (-len(word), word)))}|[AaPp]\.?[Mm]\.?)"
_PERIOD = rf"(?P<period>{PART_OF_DAY})?"
_CLOCK = (
    r"(?:(?P<hour>\d{1,2})\s*(?:[:时点]\s*(?:(?P<minute>\d{1,2})\s*[:分]?\s*(?:(?P<second>\d{1,2})\s*秒?)?"
    r"|(?P<half>半)|整)?)(?:[.,:](?P<fraction>\d{1,9}))?"
    r"|(?P<dhour>\d{1,2})\.(?P<dminute>\d\d)(?:\.(?P<dsecond>\d\d))?)"
)
_AFTER = r"\s*(?P<late>[AaPp]\.?[Mm]\.?|上午|下午)?\s*(?:CST|北京时间)?(?P<zone>[Zz]|(?:GMT|UTC)?[+-]\d\d:?\d\d)?"
_SPELLING = late(
    rf"(?:{_DATE}|{_COMPACT_DATE.replace('?P<', '?P<c')}){_WEEKDAY}"
    rf"(?:[\sTt,]*{_PERIOD}\s*{_CLOCK}{_AFTER}{_WEEKDAY})?\s*"
)
_COMPACT = late(_COMPACT_DATE + r"[Tt\s]?(?P<hour>\d\d)(?P<minute>\d\d)(?:(?P<second>\d\d)[.]?(?P<fraction>\d{1,6})?)?")
# The same, written in another way.
_GROUPS = {f"c{name}": name for name in ("year", "month", "day")} | {
    f"d{name}": name for name in ("hour", "minute", "second")
}
_YEAR_LAST = late(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}(\D.*)?")
_TWO_DIGIT_YEAR = late(r"\d{2}年\d{1,2}月.*|\d{1,2}[- ](?:[a-z]{3,9}|\d{1,2}月)[- ]\d{2}(\D.*)?", re.IGNORECASE)
_NO_YEAR = late(r"\d{1,2}(月|[-/.])\d{1,2}日?(\D.*)?")
_NO_DATE = late(rf"{PART_OF_DAY}?\s*\d{{1,2}}(?::\d{{2}}){{1,2}}")
_NO_DAY = late(r"\d{4}[-/.年]\d{1,2}月?")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
# As Java, JavaScript and databases write a moment: Wed Nov 02 17:30:00 CST 2022, Nov 2, 2022 5:30:00 PM, 02-Nov-2022.
_MONTH_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_ENGLISH = (
    late(
        rf"(?:[a-z]{{3}},?\s+)?{_MONTH_NAME}\s+(?P<day>\d{{1,2}})\s+(?P<time>[\d:]+)\s+(?:[a-z]{{3,4}}\s+)?(?P<year>\d{{4}})"
    ),
    late(rf"(?:[a-z]{{3}},?\s+)?{_MONTH_NAME}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})(?P<time>[\s,]+\d.*)?"),
    late(rf"(?:[a-z]{{3}},?\s+)?(?P<day>\d{{1,2}})[\s-]{_MONTH_NAME}[\s,-]+(?P<year>\d{{4}})(?P<time>\s+\d.*)?"),
)
_ENGLISH_REMARK = late(r"\s*\([^)]*\)$")
_OFFICE_ZONE = late(r"\s*(?:cst|(?:gmt|utc)?\+08:?00)$")
# Seconds since 1970 have ten digits from 2001 to 2286, those that begin with 1 end in 2033; a thousand times as many
# milliseconds. Written as a day and hour, ten digits begin with 19 or 20.
_EPOCH = late(r"\\?/?(?:date\()?(?P<seconds>1\d{9})(?P<thousandths>\d{3})?(?:[+-]\d{4})?(?:\)\\?/?)?", re.IGNORECASE)
_UNIX_EPOCH = datetime(1970, 1, 1)
_DAYS_TO_1904 = 1_462
_NUMERALS = {char: str(i) for i, char in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0", "两": "2"}
_YEAR_IN_WORDS = late(r"[零〇○一二三四五六七八九]{4}(?=年)")
_NUMBER_IN_WORDS = late(
    r"(?P<tens>[二三四五]?[十]|廿|卅)?(?P<ones>[零〇○]?[一二两三四五六七八九]|[零〇○])?(?=[月日号时点分秒])"
)
_QUARTERS = {"一刻": "15分", "三刻": "45分"}
# What databases and spreadsheets hold where there is no moment: the first that each of them can count.
_NO_MOMENT = late(
    r"(?:0000[-/.]00[-/.]00|000[01][-/.]0?1[-/.]0?1|1899[-/.]12[-/.]3[01]|1900[-/.]0?1[-/.]0?[01]|1970[-/.]0?1[-/.]0?1)"
    r"(?:[ T]0?[08]:00(?::00)?(?:\.0+)?Z?)?"
)
_CLOCK_SIGN = late(r"[:：时点]")
_FEW_DECIMALS = 5  # of a day; with more, a serial number tells the second


def read_moment(text: str) -> datetime:
    """The time that a clerk typed; a day without a time is 00:00. ValueError (Chinese) where unreadable."""
    return read_spelling(text).at


def hour_wanted(day: date) -> str:
    """What is said of a day alone where a moment is asked for, behind what names it."""
    return f"只写了日期，还要写几点几分，如 {day:%Y-%m-%d} 09:10"


@lru_cache(maxsize=65_536)
def read_spelling(text: str) -> Moment:
    """The point in time that ``text`` spells, year first; a time zone is turned into office time.

    Raises ValueError with a Chinese reason: unreadable, no such day, or an order of day, month and year that
    could be meant in two ways.
    """
    usual = _usual(text)
    if usual is not None:
        return Moment(usual, True)
    plain = without_format_characters(unicodedata.normalize("NFKC", text)).translate(PLAIN_DASHES).strip()
    written = in_digits(plain)
    match = _COMPACT.fullmatch(written) or _SPELLING.fullmatch(written)
    if match is None:
        return _as_machines_write(plain) or _refuse(plain)
    groups = {_GROUPS.get(name, name): said for name, said in match.groupdict().items() if said is not None}
    day = _day(int(groups["year"]), int(groups["month"]), int(groups["day"]))
    if "hour" not in groups:
        return Moment(day, False)
    zone = groups.get("zone", "")
    if zone.startswith("-") and "T" not in plain.upper():
        return _refuse(plain)  # 15:30-16:00 is from when till when
    return Moment(day + _time_of_day(groups) + _to_office_time(zone), True)


def read_clock(text: str) -> time | None:
    """The time of day that ``text`` spells without any day, 下午3:30; None where it is none."""
    if _CLOCK_SIGN.search(text) is None:
        return None
    try:
        moment = read_spelling(f"2000-01-01 {text.strip()}")
    except ValueError:
        return None
    return moment.at.time() if moment.has_time and moment.at.day == 1 else None


def says_no_moment(text: str) -> bool:
    """Whether a system writes so where there is none: 0000-00-00 00:00:00, 1900-01-01."""
    return text[:1] in ("0", "1") and _NO_MOMENT.fullmatch(text) is not None


def in_digits(text: str) -> str:
    """Years, days and hours in Chinese numerals as digits: 二〇二二年十一月二日 → 2022年11月2日."""
    if text.isascii():
        return text
    for word, minutes in _QUARTERS.items():
        text = text.replace(word, minutes)
    text = _YEAR_IN_WORDS.sub(lambda year: "".join(_NUMERALS[char] for char in year[0]), text)
    return _NUMBER_IN_WORDS.sub(_number_in_digits, text)


def _number_in_digits(match: re.Match[str]) -> str:
    tens, ones = match["tens"] or "", match["ones"] or ""
    if not tens and not ones:
        return ""
    first = {"廿": 2, "卅": 3}.get(tens) or (int(_NUMERALS.get(tens[0], "1")) if tens else 0)
    return str(first * 10 + (int(_NUMERALS[ones[-1]]) if ones else 0))


def _as_machines_write(text: str) -> Moment | None:
    """A moment as Java and JavaScript write it, or counted since 1970."""
    if epoch := _EPOCH.fullmatch(text):
        thousandths = int(epoch["thousandths"] or 0)
        at = _UNIX_EPOCH + timedelta(seconds=int(epoch["seconds"]), milliseconds=thousandths) + OFFICE_UTC_OFFSET
        return Moment(at.replace(microsecond=0), True)
    plain = _OFFICE_ZONE.sub("", _ENGLISH_REMARK.sub("", text.casefold()))
    for pattern in _ENGLISH:
        if match := pattern.fullmatch(plain):
            month = _MONTHS.index(match["name"]) + 1
            return read_spelling(f"{match['year']}-{month}-{match['day']} {(match['time'] or '').strip(' ,')}".strip())
    return None


@overload
def day_of(moment: date) -> date: ...
@overload
def day_of(moment: None) -> None: ...
def day_of(moment: date | None) -> date | None:
    """The day of a moment; a day is its own."""
    return moment.date() if isinstance(moment, datetime) else moment


def chinese_date(day: date) -> str:
    """A date as official papers write it, without leading zeros: 2022年9月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_datetime(moment: datetime) -> str:
    """A moment to the minute on the 24-hour clock: 2022年9月5日17:00."""
    return f"{chinese_date(moment)}{moment.hour}:{moment.minute:02}"


def _usual(text: str) -> datetime | None:
    """Reads ``2022-09-05 09:10`` and ``2022-09-05 09:10:00`` without a pattern: nearly all exports write so."""
    if len(text) not in (16, 19) or (text[4], text[10], text[13]) != ("-", " ", ":") or not text[5:7].isdigit():
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if FIRST_YEAR <= at.year <= LAST_YEAR and at.tzinfo is None else None


def from_serial(serial: float, from_1904: bool = False) -> Moment:
    """The point in time of a spreadsheet's serial number: days since 1899-12-30, rounded to the second.

    ``from_1904``: days since 1904-01-01, as workbooks of old Macs count. Also reads 20220905, 20220905143000 and
    milliseconds since 1970 stored as numbers. Only for columns known to hold dates: any number can pass for one.
    ValueError (Chinese).
    """
    if serial >= 10_000_000 and serial == int(serial):
        return read_spelling(str(int(serial)))
    serial += _DAYS_TO_1904 if from_1904 else 0
    first = (datetime(FIRST_YEAR, 1, 1) - _SERIAL_EPOCH).days
    last = (datetime(LAST_YEAR, 12, 31) - _SERIAL_EPOCH).days
    if not first <= serial <= last + 1:
        raise ValueError(f"数字 {serial:g} 不是日期，{_EXAMPLE}")
    seconds = _to_the_minute(serial, round(serial * 86_400))
    return Moment(_SERIAL_EPOCH + timedelta(seconds=seconds), seconds % 86_400 != 0)


def _to_the_minute(serial: float, seconds: int) -> int:
    """The whole minute that a serial number with few decimals was cut from: 46328.3958 is 9:30, not 9:29:57."""
    decimals = len(f"{serial!r}".partition(".")[2])
    nearest = (seconds + 30) // 60 * 60
    return nearest if decimals <= _FEW_DECIMALS and abs(nearest - seconds) <= 43_200 / 10**decimals + 1 else seconds


def from_typed(value: datetime | date) -> Moment:
    """A date or time that a spreadsheet holds as such; midnight counts as a day without a time.

    ValueError (Chinese) where the year cannot be meant.
    """
    at = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    check_year(at.year)
    if at.microsecond:
        at = (at + timedelta(microseconds=500_000)).replace(microsecond=0)
    return Moment(at, bool(at.hour or at.minute or at.second))


def check_year(year: int) -> None:
    """Raises ValueError (Chinese) for a year that nobody in an office means."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"年份 {year} 不合理，{_EXAMPLE}")


def _day(year: int, month: int, day: int) -> datetime:
    check_year(year)
    try:
        return datetime(year, month, day)
    except ValueError:
        raise ValueError(f"没有 {year}年{month}月{day}日 这一天，{_EXAMPLE}") from None


def _time_of_day(groups: dict[str, str]) -> timedelta:
    hour, second = int(groups["hour"]), int(groups.get("second", 0))
    minute = 30 if "half" in groups else int(groups.get("minute", 0))
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise ValueError(f"没有 {hour:02}:{minute:02}:{second:02} 这个时间，{_EXAMPLE}")
    period = (groups.get("period") or groups.get("late") or "").lower().replace(".", "")
    return timedelta(hours=_hour_of(period, hour), minutes=minute, seconds=second)


def _hour_of(period: str, hour: int) -> int:
    """The hour on the 24-hour clock. ValueError where it does not fit the part of the day, or fits two days."""
    if period in _MORNING and hour <= 12:
        return hour % 12
    if period in _AFTERNOON and hour < 24:
        return hour + 12 if hour < 12 else hour
    if period == _NOON and hour in (11, 12, 13, 1, 2):
        return hour + 12 if hour < 4 else hour  # 中午1点 is 13:00, 中午11点 is 11:00
    if period in _EVENING and (hour in _EVENING[period] or 16 <= hour <= 24):
        return hour + 12 if hour < 12 else hour
    if period:
        raise ValueError(f"“{period}{hour}点”说不清是几点，{_EXAMPLE}")
    return hour


def _to_office_time(zone: str) -> timedelta:
    if not zone:
        return timedelta()
    if zone in "Zz":
        return OFFICE_UTC_OFFSET
    zone = zone.removeprefix("GMT").removeprefix("UTC")
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return OFFICE_UTC_OFFSET - (offset if zone[0] == "+" else -offset)


def _refuse(text: str) -> Moment:
    raise ValueError(_refusal(text))


def _refusal(text: str) -> str:
    if _TWO_DIGIT_YEAR.fullmatch(text):
        return f"年份要写四位，{_EXAMPLE}"
    if _YEAR_LAST.fullmatch(text):
        return f"年、月、日的先后不能确定，{_EXAMPLE}"
    if _NO_DAY.fullmatch(text):
        return f"缺少日，{_EXAMPLE}"
    if _NO_DATE.fullmatch(text):
        return f"只有时间没有日期，{_EXAMPLE}"
    if _NO_YEAR.fullmatch(text):
        return f"缺少年份，{_EXAMPLE}"
    return f"不是能识别的日期，{_EXAMPLE}"
