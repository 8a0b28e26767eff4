"""The official working days of each year, from the `holidays` package, under the notices kept as files.

The package is imported on first use, because it costs more than the window's first frame can spare.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.time.workdays import ONE_DAY, WorkCalendar, YearTable
from hotline_desktop.services.foundation.files import WORKDAYS, YEARS
from hotline_desktop.services.foundation.holiday_notice import NoticeError, parse_notice, read_notice

if TYPE_CHECKING:
    from holidays.countries.china import China

    from hotline_desktop.storage.tables.row_values import StoredNotice

# The years for which the tests compare every day of the package with the State Council's notices. Beyond them
# the package invents “observed” days without a word, so that a newer package alone makes no year known.
FIRST_OFFICIAL_YEAR = 2007
LAST_OFFICIAL_YEAR = 2026

PACKAGE_SOURCE = "国务院办公厅关于{year}年部分节假日安排的通知"
EARLIER_SOURCE = "{year}年的安排没有收录，按双休日和当年的法定节日推算"
ESTIMATE_SOURCE = "{year}年安排尚未公布，按双休日和法定节假日推算"

_SUBSTITUTED = late(r"休息日（由 (\d{4}-\d{2}-\d{2}) 调休）")


def office_calendar(overlays: Iterable[YearTable] = (), years: Path | None = None) -> WorkCalendar:
    """The official years, with ``overlays`` (notices, the office's own days) laid over them.

    ``years`` is a folder of official years kept as files (``2026.toml``), so that the package need not be loaded;
    a year that has no file there comes from the package.
    """
    if years is None:
        return WorkCalendar(overlays, official_year)
    return WorkCalendar(overlays, lambda year: _kept_year(years, year) or official_year(year))


def calendar_of(given: Iterable[StoredNotice], resources_dir: Path) -> tuple[WorkCalendar, tuple[StoredNotice, ...]]:
    """The working days of an office that entered the notices ``given``, and those of them that nobody can read."""
    shipped, read = resources_dir / WORKDAYS, [(notice, _readable(notice)) for notice in given]
    tables = (*load_overlays(shipped), *(table for _notice, table in read if table is not None))
    faulty = tuple(notice for notice, table in read if table is None)
    return office_calendar(tables, shipped / YEARS), faulty


def _readable(notice: StoredNotice) -> YearTable | None:
    try:
        return parse_notice(notice.text)
    except NoticeError:
        return None


@cache
def official_year(year: int) -> YearTable:
    """What is officially known about ``year``; else its statutory holidays, lunar ones too, unpublished."""
    if FIRST_OFFICIAL_YEAR <= year <= LAST_OFFICIAL_YEAR:
        return _known_year(year)
    china = _china(year, observed=False)
    offs = {day: _holiday_name(china.get(day, "")) for day in china}
    source = EARLIER_SOURCE if year < FIRST_OFFICIAL_YEAR else ESTIMATE_SOURCE
    return YearTable(year, False, offs, source=source.format(year=year))


def _kept_year(folder: Path, year: int) -> YearTable | None:
    path = folder / f"{year}.toml"
    return read_notice(path) if path.is_file() else None


def load_overlays(folder: Path) -> tuple[YearTable, ...]:
    """Every notice (``*.toml``) in ``folder`` in the order of file names; none when there is no such folder.

    Raises NoticeError, which names the file, when one cannot be read.
    """
    return tuple(read_notice(path) for path in sorted(folder.glob("*.toml")))


def _china(*years: int, observed: bool) -> China:
    from holidays.countries.china import China

    # The package's constructors carry no types.
    return China(years=years, observed=observed, language="zh_CN")  # type: ignore[no-untyped-call]


def _known_year(year: int) -> YearTable:
    china = _china(year - 1, year, year + 1, observed=True)
    makeups = set(china.weekend_workdays)
    offs: dict[date, str] = {}
    for run in _breaks(year, set(china), makeups):
        offs.update(_named(run, china))
    made_up_for = {
        date.fromisoformat(match[1]): offs.get(day, "")
        for day in china
        if (match := _SUBSTITUTED.fullmatch(china.get(day, "")))
    }
    return YearTable(
        year,
        True,
        {day: name for day, name in offs.items() if day.year == year},
        {day: made_up_for.get(day, "") for day in makeups if day.year == year},
        PACKAGE_SOURCE.format(year=year),
    )


def _breaks(year: int, holidays: set[date], makeups: set[date]) -> Iterator[list[date]]:
    """The unbroken runs of days off that hold a holiday, weekends at their ends included (连休)."""
    day, end = date(year - 1, 12, 25), date(year + 1, 1, 8)
    run: list[date] = []
    while day <= end:
        if day in holidays or (day.weekday() >= 5 and day not in makeups):
            run.append(day)
        else:
            if holidays.intersection(run):
                yield run
            run = []
        day += ONE_DAY


def _named(run: list[date], china: China) -> Iterator[tuple[date, str]]:
    """Each day of a break with its holiday: its own, else the last before it, else the first after it."""
    own = {day: name for day in run if (name := _holiday_name(china.get(day, "")))}
    current = next(iter(own.values()), "")
    for day in run:
        current = own.get(day, current)
        yield day, current


def _holiday_name(label: str) -> str:
    """The package's label as an official notice words it; empty for a day that only gives up its weekend."""
    if _SUBSTITUTED.fullmatch(label):
        return ""
    names = dict.fromkeys(re.sub("（.*?）", "", name).strip() for name in label.split(";"))
    return "、".join("春节" if name in ("农历除夕", "春节延长假期") else name for name in names)
