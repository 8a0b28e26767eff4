"""Reads the text of a State Council notice on holidays: one numbered item per holiday, dates in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.time.workdays import ONE_DAY

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
# Before 2008 only these were holidays by law, so a notice that names them is whole.
FESTIVALS_BEFORE_2008 = ("元旦", "春节", "劳动节", "国庆节")


class Said(Enum):
    """What a notice says of days."""

    OFF = auto()
    WORK = auto()
    EXCHANGED = auto()  # their weekend is given for the days behind, which are off; that they are worked is said apart
    NOTHING = auto()  # that they are weekends or holidays by law, which the rest of the item says too


# How notices of all years put it, the first that is found behind a list of days counts.
WORDINGS = (
    (late(r"起(?:正常|恢复|照常)"), Said.NOTHING),
    (late(r"公休日?.{0,8}?(?:调整?|移)(?:至|到)|调整?(?:至|到)"), Said.EXCHANGED),
    (late(r"为.{0,6}?法定(?:节)?假日|照常公休|正常公休|为公休日|为周末|照常休息"), Said.NOTHING),
    (late(r"(?:全国|调休|统一|均)*放假|补休|调休|全国休息|休息"), Said.OFF),
    (late(r"(?:正常|照常|均|需|应|要)*(?:上班|工作)"), Said.WORK),
)
# Sentences that speak of days without giving or taking any.
_BY_THE_WAY = late(r"鼓励|值班|安全|保卫|各地区|国务院办公厅$|^国务院|联系|报告")
_WEEKDAYS = "一二三四五六日"
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?"
_DAYS = late(rf"{_DATE}(?:[至到~\-—–]+{_DATE})?")
_BETWEEN_DAYS = late(r"(?:[、和及]|以及)?(?:两个|[23]个)?")
_COUNT = late(r"(?:共|放假)(\d+)天")
_ITEM = late(r"(?:^|\n|。)\s*[一二三四五六七八九十]+、")
_NAME = late(r"([^:。,\d]{2,12}):")
_TITLE_NAME = late(r"\d{4}年(\D{2,4}?)(?:放假|假期)")
_OWN_TITLE = late(r"关于(?:\d{4}年)?(.{2,40}?)(?:放假|调休|假期|安排|的通知)")
_YEAR = late(r"关于(?:调整|延长)?(\d{4})年|(\d{4})年部分节假日|(\d{4})年元旦|(\d{4})年\d{1,2}月\d{1,2}日")
_DECEMBER = 12  # its days may belong to the year before
_WEEKDAY = late(rf"(?:周|星期)([{_WEEKDAYS}天])")
_NAMES = {
    "“五一”": "劳动节",
    "“十一”": "国庆节",
    "“五一”国际劳动节": "劳动节",
    "五一国际劳动节": "劳动节",
    "国际劳动节": "劳动节",
    "“十一”国庆节": "国庆节",
}


class NoticeTextError(Exception):
    """The text cannot be understood, or contradicts itself; ``str()`` is the reason in Chinese."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """One item of a notice."""

    name: str
    offs: tuple[date, ...]
    makeups: tuple[date, ...]


def year_in(text: str) -> int:
    """The year that a notice is about."""
    match = _YEAR.search(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if match is None:
        raise NoticeTextError("看不出是哪一年的通知：标题里要有“关于××××年部分节假日安排”。")
    return int(next(filter(None, match.groups())))


def holidays_in(text: str, year: int) -> list[Holiday]:
    """The holidays of a notice; a date without a year belongs to ``year``.

    Raises NoticeTextError when there is none, when an item does not add up, or a part of it is not understood.
    """
    plain = unicodedata.normalize("NFKC", text)
    title, *items = _ITEM.split(plain)
    default = _TITLE_NAME.search(re.sub(r"\s", "", plain))
    found: list[Holiday] = []
    for item in items:
        item_text = re.sub(r"\s", "", item)
        name = _NAME.match(item_text)
        if name:
            found.append(_holiday(_NAMES.get(name[1], name[1]), item_text[name.end() :], year))
        elif default and _DAYS.search(item_text) and "放假" in item_text:
            found.append(_holiday(default[1], item_text, year))
    own = _OWN_TITLE.search(re.sub(r"\s", "", title))
    if not items and own and "节假日" not in own[1]:
        # A notice on one holiday alone has no numbered items.
        found.append(_holiday(own[1].removeprefix("调整"), re.sub(r"\s", "", title[title.find("通知") + 2 :]), year))
    if not found:
        raise NoticeTextError("没有找到放假日期：每个节日要像“一、元旦：1月1日放假”这样单独成项。")
    return found


def _holiday(name: str, text: str, year: int) -> Holiday:
    offs: dict[date, None] = {}
    makeups: dict[date, None] = {}
    month: int | None = None  # what was named last holds for bare days behind it: 18日、19日
    for sentence in re.split("[。;]", text):
        if _BY_THE_WAY.search(sentence):
            continue
        month = month if sentence.startswith("其中") else None
        days = {Said.OFF: offs, Said.WORK: makeups}
        off_here = 0
        for listed, said in _said(sentence, year, month, name):
            month = listed[-1].month if listed else month
            if said in days:
                days[said].update(dict.fromkeys(listed))
            off_here += len(listed) if said is Said.OFF else 0
        count = _COUNT.search(sentence)
        if off_here and count and int(count[1]) != off_here:
            raise NoticeTextError(f"“{name}”写的是{count[1]}天，日期数下来却是{off_here}天。")
    if not offs:
        raise NoticeTextError(f"“{name}”没有写明哪几天放假。")
    return Holiday(name, tuple(sorted(offs)), tuple(sorted(makeups)))


def _said(sentence: str, year: int, month: int | None, name: str) -> Iterator[tuple[list[date], Said]]:
    """Each list of days in the sentence with what is said of it. Raises NoticeTextError for what is not understood."""
    found = list(_DAYS.finditer(sentence))
    listed: list[date] = []
    exchanged = False
    for place, match in enumerate(found):
        days = _days(match, year, month, name)
        month = days[-1].month
        listed += days
        end = found[place + 1].start() if place + 1 < len(found) else len(sentence)
        behind = sentence[match.end() : end]
        if place + 1 < len(found) and _BETWEEN_DAYS.fullmatch(behind):
            continue
        said = next((meant for pattern, meant in WORDINGS if pattern.search(behind)), None)
        if exchanged and said in (None, Said.NOTHING, Said.EXCHANGED):
            yield listed, Said.OFF
        elif said is None:
            part = sentence[max(match.start() - 2, 0) : end]
            raise NoticeTextError(f"“{name}”里看不懂“{part}”：没有写明这几天是放假还是上班。")
        elif said is not Said.EXCHANGED and not (exchanged and said is Said.NOTHING):
            yield listed, said
        exchanged, listed = said is Said.EXCHANGED, []


def _days(match: re.Match[str], year: int, month: int | None, name: str) -> list[date]:
    first = _day(match.groups()[:4], year, month, name)
    last = _day(match.groups()[4:], first.year, first.month, name) if match[7] else first
    if not 0 <= (last - first).days <= 31:
        raise NoticeTextError(f"“{name}”从{first}放到{last}，前后颠倒或者太长。")
    return [first + ONE_DAY * offset for offset in range((last - first).days + 1)]


def _day(parts: tuple[str | None, ...], year: int, month: int | None, name: str) -> date:
    written_year, written_month, written_day, aside = parts
    if written_month is None and month is None:
        raise NoticeTextError(f"“{name}”的“{written_day}日”没有写月份。")
    own_month = int(written_month or month or 0)
    weekday = _WEEKDAY.search(aside or "")
    try:
        day = date(int(written_year or year), own_month, int(written_day or 0))
        if weekday and not written_year and own_month == _DECEMBER and not _falls_on(day, weekday[1]):
            before = day.replace(year=day.year - 1)
            day = before if _falls_on(before, weekday[1]) else day
    except ValueError:
        wrong = f"{own_month}月{written_day}日"
        raise NoticeTextError(f"“{name}”里有不存在的日期：{wrong}。") from None
    if weekday and not _falls_on(day, weekday[1]):
        true = f"星期{_WEEKDAYS[day.weekday()]}"
        raise NoticeTextError(f"“{name}”的{day}是{true}，通知里写的却是{weekday[0]}。")
    return day


def _falls_on(day: date, weekday: str) -> bool:
    return _WEEKDAYS.index(weekday.replace("天", "日")) == day.weekday()
