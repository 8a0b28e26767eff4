"""Reads the text of a State Council notice on holidays: one numbered item per holiday, dates in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hotline_desktop.domain.time.workdays import ONE_DAY

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")

_WEEKDAYS = "一二三四五六日"
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^)]*)\))?"
_ONE_DATE = re.compile(_DATE)
_OFF = re.compile(rf"{_DATE}(?:[至到]{_DATE})?(?:放假|补休)")
_COUNT = re.compile(r"(?:共|放假)(\d+)天")
_ITEM = re.compile(r"(?:^|\n|。)\s*[一二三四五六七八九十]+、")
_NAME = re.compile(r"([^:。,\d]{2,12}):")
_TITLE_NAME = re.compile(r"\d{4}年(\D{2,4}?)(?:放假|假期)")
_YEAR = re.compile(r"关于(?:调整)?(\d{4})年|(\d{4})年部分节假日|(\d{4})年元旦")
_WEEKDAY = re.compile(rf"(?:周|星期)([{_WEEKDAYS}天])")


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
    return int(match[1] or match[2] or match[3])


def holidays_in(text: str, year: int) -> list[Holiday]:
    """The holidays of a notice; a date without a year belongs to ``year``.

    Raises NoticeTextError when there is none, or an item does not add up.
    """
    plain = unicodedata.normalize("NFKC", text)
    _title, *items = _ITEM.split(plain)
    default = _TITLE_NAME.search(re.sub(r"\s", "", plain))
    found: list[Holiday] = []
    for item in items:
        words = re.sub(r"\s", "", item)
        name = _NAME.match(words)
        if name:
            found.append(_holiday(name[1], words[name.end() :], year))
        elif default and _OFF.search(words):
            found.append(_holiday(default[1], words, year))
    if not found:
        raise NoticeTextError("没有找到放假日期：每个节日要像“一、元旦：1月1日放假”这样单独成项。")
    return found


def _holiday(name: str, text: str, year: int) -> Holiday:
    offs: list[date] = []
    makeups: list[date] = []
    for sentence in text.split("。"):
        if sentence.endswith("上班") and not sentence.endswith("起正常上班"):
            makeups += [_day(match.groups(), year, None, name) for match in _ONE_DATE.finditer(sentence)]
            continue
        days = list(_days_off(sentence, year, name))
        count = _COUNT.search(sentence)
        if days and count and int(count[1]) != len(days):
            raise NoticeTextError(f"“{name}”写的是{count[1]}天，日期数下来却是{len(days)}天。")
        offs += days
    if not offs:
        raise NoticeTextError(f"“{name}”没有写明哪几天放假。")
    return Holiday(name, tuple(offs), tuple(makeups))


def _days_off(sentence: str, year: int, name: str) -> Iterator[date]:
    for match in _OFF.finditer(sentence):
        first = _day(match.groups()[:4], year, None, name)
        last = _day(match.groups()[4:], first.year, first.month, name) if match[7] else first
        if not 0 <= (last - first).days <= 31:
            raise NoticeTextError(f"“{name}”从{first}放到{last}，前后颠倒或者太长。")
        for offset in range((last - first).days + 1):
            yield first + ONE_DAY * offset


def _day(parts: tuple[str | None, ...], year: int, month: int | None, name: str) -> date:
    written_year, written_month, written_day, aside = parts
    if written_month is None and month is None:
        raise NoticeTextError(f"“{name}”的“{written_day}日”没有写月份。")
    try:
        day = date(int(written_year or year), int(written_month or month or 0), int(written_day or 0))
    except ValueError:
        wrong = f"{written_month or month}月{written_day}日"
        raise NoticeTextError(f"“{name}”里有不存在的日期：{wrong}。") from None
    weekday = _WEEKDAY.search(aside or "")
    if weekday and _WEEKDAYS.index(weekday[1].replace("天", "日")) != day.weekday():
        true = f"星期{_WEEKDAYS[day.weekday()]}"
        raise NoticeTextError(f"“{name}”的{day}是{true}，通知里写的却是{weekday[0]}。")
    return day
