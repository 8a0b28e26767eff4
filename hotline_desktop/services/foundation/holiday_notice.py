"""Notices of working days: the office's own table (TOML), or the State Council's text as published.

The table is explained in resources/workdays/README.md. Nothing here changes the calendar: a notice that
cannot be understood is refused with the place and the reason.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.text import UNREADABLE
from hotline_desktop.domain.time.workdays import ONE_DAY, CalendarError, YearTable

KEPT = "工作日安排没有变动，请改正后再导入。"
_ENTRY_KEYS = {"name", "from", "to", "makeups"}
_TABLE_KEYS = {"year", "source", "published", "holiday"}
_NEW_LAW = 2008  # 清明、端午、中秋 are holidays by law since then
_IS_TOML = late(r"^\s*year\s*=", re.MULTILINE)


class NoticeError(HotlineError):
    """A notice cannot be used; ``str()`` says where and why, and that nothing was changed."""


def read_notice(path: Path) -> YearTable:
    """The notice in a file, either form, UTF-8 or GB18030. Raises NoticeError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise NoticeError(f"打不开节假日安排文件“{path.name}”：{machine_reason(error)}。{KEPT}") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return parse_notice(raw.decode(encoding), path.name)
        except UnicodeDecodeError:
            continue
    raise NoticeError(f"“{path.name}”不是文本文件，读不出文字。{KEPT}")


def parse_notice(text: str, file: str = "") -> YearTable:
    """The notice in ``text``, recognised by itself: the office's table, or an official notice pasted in.

    Raises NoticeError.
    """
    if UNREADABLE in text:
        raise NoticeError(f"{_where(file)}有读不出来的字（{UNREADABLE}），请另存为 UTF-8 后再试。{KEPT}")
    return parse_notice_toml(text, file) if _IS_TOML.search(text) else parse_notice_text(text, file)


def parse_notice_text(text: str, file: str = "") -> YearTable:
    """The State Council's notice as published (“一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。…”).

    A notice that names all seven statutory holidays makes its year known; one about a single holiday changes
    only the days it names. Raises NoticeError when weekday, number of days and date do not agree.
    """
    # Most starts read tables only.
    from hotline_desktop.services.foundation.notice_text import (
        FESTIVALS,
        FESTIVALS_BEFORE_2008,
        NoticeTextError,
        holidays_in,
        year_in,
    )

    try:
        year = year_in(text)
        offs: dict[date, str] = {}
        makeups: dict[date, str] = {}
        for holiday in holidays_in(text, year):
            offs.update(dict.fromkeys(holiday.offs, holiday.name))
            makeups.update(dict.fromkeys(holiday.makeups, holiday.name))
        festivals = FESTIVALS_BEFORE_2008 if year < _NEW_LAW else FESTIVALS
        complete = all(any(name in found for found in offs.values()) for name in festivals)
        return YearTable(year, complete, offs, makeups, f"国务院办公厅关于{year}年节假日安排的通知")
    except (NoticeTextError, CalendarError) as error:
        raise NoticeError(f"{_where(file)}{str(error).rstrip('。')}。{KEPT}") from error


def parse_notice_toml(text: str, file: str = "") -> YearTable:
    """The office's own table. Raises NoticeError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"第{line[1]}行" if line else "文件末尾"
        raise NoticeError(f"{_where(file)}{place}写法不对，请对照说明。{KEPT}") from error
    try:
        return _table(data)
    except (CalendarError, _TableError) as error:
        raise NoticeError(f"{_where(file)}{str(error).rstrip('。')}。{KEPT}") from error


def notice_toml(table: YearTable) -> str:
    """``table`` as a file that ``parse_notice_toml`` reads back."""
    lines = [
        f"year = {table.year}",
        f"source = {json.dumps(table.source, ensure_ascii=False)}",
        f"published = {'true' if table.published else 'false'}",
    ]
    makeups = dict(table.makeups)
    for name, first, last in _spans(table.offs):
        lines += ["", *_entry_lines(name, first, last, _taken(makeups, name))]
    for name in dict.fromkeys(makeups.values()):
        lines += ["", *_entry_lines(name, None, None, [day for day in makeups if makeups[day] == name])]
    return "\n".join(lines) + "\n"


class _TableError(Exception):
    """One thing wrong in a table, in Chinese, without the place."""


def _table(data: Mapping[str, Any]) -> YearTable:
    _refuse_unknown(data, _TABLE_KEYS, "文件开头")
    year = data.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 1950 <= year <= 2200:
        raise _TableError("year（年份）没有写，或者不是1950—2200之间的年份。")
    published = data.get("published", True)
    if not isinstance(published, bool):
        raise _TableError("published（是否为正式通知）只能写 true 或 false。")
    entries = data.get("holiday", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _TableError("每一项放假要以 [[holiday]] 开头。")
    if published and not entries:
        raise _TableError("正式通知里一项 [[holiday]] 都没有。")
    offs: dict[date, str] = {}
    makeups: dict[date, str] = {}
    for number, entry in enumerate(entries, 1):
        name = _entry_name(entry, number)
        offs.update(dict.fromkeys(_days_off(entry, f"第{number}项“{name}”"), name))
        makeups.update(dict.fromkeys(_makeups(entry, f"第{number}项“{name}”"), name))
    return YearTable(year, published, offs, makeups, str(data.get("source", "")))


def _entry_name(entry: Mapping[str, Any], number: int) -> str:
    _refuse_unknown(entry, _ENTRY_KEYS, f"第{number}项")
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _TableError(f"第{number}项没有写 name（节日名称）。")
    return name.strip()


def _days_off(entry: Mapping[str, Any], where: str) -> list[date]:
    if "from" not in entry:
        if "to" in entry or "makeups" not in entry:
            raise _TableError(f"{where}没有写 from（放假第一天）。")
        return []
    first = _date(entry["from"], f"{where}的 from")
    last = _date(entry.get("to", first), f"{where}的 to")
    if not 0 <= (last - first).days <= 31:
        raise _TableError(f"{where}从 {first} 放到 {last}，结束要晚于开始，且不超过一个月。")
    return [first + ONE_DAY * offset for offset in range((last - first).days + 1)]


def _makeups(entry: Mapping[str, Any], where: str) -> list[date]:
    days = entry.get("makeups", [])
    if not isinstance(days, list):
        raise _TableError(f"{where}的 makeups（调休上班日）要写在方括号里，例如 [2026-02-14]。")
    return [_date(day, f"{where}的 makeups") for day in days]


def _date(value: object, where: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise _TableError(f"{where}不是日期，请写成 2026-02-15 的样子，不加引号。")


def _refuse_unknown(entry: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(entry.keys() - known)
    if unknown:
        raise _TableError(f"{where}有不认识的项目“{unknown[0]}”，可以写的有：{'、'.join(sorted(known))}。")


def _where(file: str) -> str:
    return f"“{file}”：" if file else ""


def _spans(offs: Mapping[date, str]) -> list[tuple[str, date, date]]:
    spans: list[tuple[str, date, date]] = []
    for day in sorted(offs):
        if spans and spans[-1][0] == offs[day] and spans[-1][2] + ONE_DAY == day:
            spans[-1] = (offs[day], spans[-1][1], day)
        else:
            spans.append((offs[day], day, day))
    return spans


def _taken(makeups: dict[date, str], name: str) -> list[date]:
    days = [day for day in sorted(makeups) if makeups[day] == name]
    for day in days:
        del makeups[day]
    return days


def _entry_lines(name: str, first: date | None, last: date | None, makeups: Iterable[date]) -> list[str]:
    lines = ["[[holiday]]", f"name = {json.dumps(name or '调休', ensure_ascii=False)}"]
    if first is not None and last is not None:
        lines += [f"from = {first}"] + ([f"to = {last}"] if last > first else [])
    days = ", ".join(str(day) for day in makeups)
    return lines + ([f"makeups = [{days}]"] if days else [])
