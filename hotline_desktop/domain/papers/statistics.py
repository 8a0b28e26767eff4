"""What the office's figures put on paper and into a sheet. 督办二（五）1-2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hotline_desktop.domain.papers.statistics_sheet import IndicatorRow, OpenCaseRow, StatisticsSheet, UnitRow
from hotline_desktop.domain.statistics.indicators import DeductionKind, Rate
from hotline_desktop.domain.statistics.ranking import UnitFigures
from hotline_desktop.domain.statistics.report import Indicator, Statistics, change_words
from hotline_desktop.domain.supervision.case import CaseSummary
from hotline_desktop.domain.terms.dates import chinese_date

HEADERS = (
    "单位", "受理量", "结案", *(indicator.value for indicator in Indicator), *(kind.value for kind in DeductionKind),
)  # fmt: skip


def statistics_report(found: Statistics, town: str, center: str, dated: date) -> StatisticsSheet:
    """热线工作统计表 of a period, the one before beside it."""
    period, past = found.now.period, found.past.period
    return StatisticsSheet(
        town=town or None,
        center=center or None,
        period=period.as_text,
        span=period.span,
        before=past.as_text,
        indicators=tuple(_indicator(found, each) for each in Indicator),
        units=tuple(_unit(row) for row in (found.now.whole, *found.now.units)),
        completion=found.completion.as_text,
        open_cases=tuple(_case(case) for case in found.completion.exceptions),
        dated=dated,
    )


def statistics_rows(found: Statistics) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headers and rows of the figures as a sheet; below the units the periods before, and every unfinished matter."""
    return HEADERS, tuple(_rows(found))


def counted_words(rate: Rate) -> str:
    """``45 件中 44 件``; a weighted part keeps its decimal. Empty where nothing was counted."""
    if not rate.whole:
        return ""
    tenths = (rate.part * 10).__round__()
    whole, rest = divmod(tenths, 10)
    return f"{rate.whole} 件中 {whole}.{rest} 件" if rest else f"{rate.whole} 件中 {whole} 件"


def _indicator(found: Statistics, indicator: Indicator) -> IndicatorRow:
    now, past = indicator.of(found.now.whole), indicator.of(found.past.whole)
    return IndicatorRow(indicator.value, now.as_text, counted_words(now), past.as_text, change_words(now, past))


def _unit(row: UnitFigures) -> UnitRow:
    return UnitRow(*_cells(row, row.unit))


def _case(case: CaseSummary) -> OpenCaseRow:
    due = chinese_date(case.due.date()) if case.due else ""
    number = case.number or "、".join(case.ticket_numbers)
    return OpenCaseRow(number, case.unit, case.title, case.stage.value, due)


def _cells(row: UnitFigures, name: str) -> tuple[str, ...]:
    rates = (indicator.of(row).as_text for indicator in Indicator)
    lapses = (str(row.lapse(kind)) for kind in DeductionKind)
    return (name, str(row.received), str(row.closed), *rates, *lapses)


def _rows(found: Statistics) -> Iterator[tuple[str, ...]]:
    now = found.now
    yield _cells(now.whole, f"{now.whole.unit}　{now.period.as_text}")
    for row in now.units:
        yield _cells(row, row.unit)
    for past in reversed(found.earlier):
        yield _cells(past.whole, f"{past.whole.unit}　{past.period.as_text}")
    if found.request_words:
        yield (found.request_words,)
    yield (f"督办{found.completion.as_text}",)
    for case in found.completion.exceptions:
        line = _case(case)
        yield (f"未办结：{line.number}　{line.unit}　{line.title}　{line.stage}",)
