"""What the office's figures put on paper and into a sheet. 督办二（五）1-2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from hotline_desktop.domain.papers.statistics_sheet import (
    RECONCILED,
    IndicatorRow,
    OpenCaseRow,
    StatisticsSheet,
    UnitRow,
    reconciled_row,
)
from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.statistics.ranking import UnitStatistics
from hotline_desktop.domain.statistics.rates import NO_RATE, Rate
from hotline_desktop.domain.statistics.report import Indicator, Reconciliation, Statistics, Volume
from hotline_desktop.domain.supervision.case import CaseSummary
from hotline_desktop.domain.terms.dates import chinese_date

HEADERS = (
    "单位", "受理量", "结案", *(indicator.value for indicator in Indicator), *(kind.value for kind in LapseKind),
    *RECONCILED,
)  # fmt: skip


def statistics_report(found: Statistics, town: str, center: str, dated: date) -> StatisticsSheet:
    """热线工作统计表 of a period, the one before beside it."""
    period, past = found.now.period, found.past.period
    return StatisticsSheet(
        town=town or None,
        center=center or None,
        period=period.as_text,
        span=period.span,
        mark=f"【{found.state}】" if found.state else None,
        before=past.as_text,
        year_before=found.year_ago.period.as_text,
        indicators=(*(_volume(found, each) for each in Volume), *(_indicator(found, each) for each in Indicator)),
        units=tuple(_unit(row) for row in (found.now.whole, *found.now.units)),
        reconciliation=(
            *(reconciled_row(row.unit, Reconciliation.of(row)) for row in found.now.units),
            reconciled_row("各单位合计", found.now.total),
            reconciled_row(found.now.whole.unit, Reconciliation.of(found.now.whole)),
        ),
        notes="".join(found.notes) or None,
        completion=found.completion.as_text,
        open_cases=tuple(_case(case) for case in found.completion.exceptions),
        dated=dated,
    )


def statistics_rows(found: Statistics) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Headers and rows of the figures as a sheet; below the units the periods before, and every unfinished matter."""
    return HEADERS, tuple(_rows(found))


def counted_text(rate: Rate) -> str:
    """``45 件中 44 件``; a weighted part keeps its decimal. Empty where nothing was counted."""
    if not rate.whole:
        return ""
    tenths = (rate.part * 10).__round__()
    whole, rest = divmod(tenths, 10)
    return f"{rate.whole} 件中 {whole}.{rest} 件" if rest else f"{rate.whole} 件中 {whole} 件"


def reconciled_text(row: UnitStatistics) -> str:
    """``期初在办 3＋转入 8＝结案 6＋退单转出（含并单）1＋期末在办 4（其中逾期 2）``."""
    line = Reconciliation.of(row)
    late = f"，补计 {line.late}" if line.late else ""
    return (
        f"期初在办 {line.opening}＋转入 {line.taken_in}＝结案 {line.closed}＋退单转出（含并单）{line.given_away}"
        f"＋期末在办 {line.remaining}（其中逾期 {line.open_overdue}）{late}"
    )


def _indicator(found: Statistics, indicator: Indicator) -> IndicatorRow:
    now, past = indicator.of(found.now.whole), indicator.of(found.past.whole)
    lacking = found.coverage.gap_in(found.past.period, rates=True)
    before = NO_RATE if lacking else past.as_text
    return IndicatorRow(indicator.value, now.as_text, counted_text(now), before, *found.changes(indicator))


def _volume(found: Statistics, volume: Volume) -> IndicatorRow:
    now, past = volume.of(found.now.whole), volume.of(found.past.whole)
    history = found.now.whole.history if volume is Volume.RECEIVED else found.now.whole.history_closed
    lacking = found.coverage.gap_in(found.past.period)
    note = f"其中历史工单 {history} 件" if history else ""
    return IndicatorRow(volume.value, f"{now} 件", note, NO_RATE if lacking else f"{past} 件", *found.changes(volume))


def _unit(row: UnitStatistics) -> UnitRow:
    return UnitRow(*_cells(row, row.unit)[: len(HEADERS) - len(RECONCILED)])


def _case(case: CaseSummary) -> OpenCaseRow:
    due = chinese_date(case.due.date()) if case.due else ""
    number = case.number or "、".join(case.ticket_numbers)
    return OpenCaseRow(number, case.unit, case.title, case.stage.value, due)


def _cells(row: UnitStatistics, name: str) -> tuple[str, ...]:
    rates = (indicator.of(row).as_text for indicator in Indicator)
    lapses = (str(row.lapse(kind)) for kind in LapseKind)
    reconciled = (str(number) for number in Reconciliation.of(row).numbers)
    return (name, str(row.received), str(row.closed), *rates, *lapses, *reconciled)


def _rows(found: Statistics) -> Iterator[tuple[str, ...]]:
    now = found.now
    yield _cells(now.whole, f"{now.whole.unit}　{now.period.as_text}{f'　{found.state}' if found.state else ''}")
    for row in now.units:
        yield _cells(row, row.unit)
    blank = ("",) * (len(HEADERS) - len(RECONCILED) - 1)
    yield ("各单位合计", *blank, *(str(number) for number in now.total.numbers))
    for each in (*Volume, *Indicator):
        yield (f"{each}：{'；'.join(filter(None, found.changes(each)))}",)
    for past in reversed(found.earlier):
        lacking = found.coverage.gap_in(past.period, rates=True)
        yield _cells(past.whole, f"{past.whole.unit}　{past.period.as_text}{f'（{lacking}）' if lacking else ''}")
    for note in found.notes:
        yield (note,)
    if found.request_types_text:
        yield (found.request_types_text,)
    yield (f"督办{found.completion.as_text}",)
    for case in found.completion.exceptions:
        line = _case(case)
        yield (f"未办结：{line.number}　{line.unit}　{line.title}　{line.stage}",)
