"""热线工作统计表 as records of plain values; ``None`` prints as an empty cell. 督办二（五）1-2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hotline_desktop.domain.papers.document_values import ReconciledRow, rows_of
from hotline_desktop.domain.statistics.report import Reconciliation

RECONCILED = ("期初在办", "转入", "结案件数", "退单转出（含并单）", "期末在办", "在办逾期", "补计")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of the whole office: its rate, how it was counted, and the period before."""

    name: str | None = None
    rate: str | None = None
    counted: str | None = None
    before: str | None = None
    change: str | None = None
    year_change: str | None = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit's line, or that of the whole office; every value as it is printed."""

    name: str | None = None
    received: str | None = None
    closed: str | None = None
    contact: str | None = None
    in_time: str | None = None
    answered: str | None = None
    solved: str | None = None
    satisfied: str | None = None
    overdue: str | None = None
    late_return: str | None = None
    supervised: str | None = None


@dataclass(frozen=True, slots=True)
class OpenCaseRow:
    """One supervised matter that is not finished."""

    number: str | None = None
    unit: str | None = None
    title: str | None = None
    stage: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class StatisticsSheet:
    """热线工作统计表: volumes, indicators, units, and what keeps the completion of supervised matters below 100 %.

    ``mark`` says that the period still runs.
    """

    town: str | None = None
    center: str | None = None
    period: str | None = None
    span: str | None = None
    mark: str | None = None
    before: str | None = None
    year_before: str | None = None
    indicators: tuple[IndicatorRow, ...] = rows_of(IndicatorRow)
    units: tuple[UnitRow, ...] = rows_of(UnitRow)
    reconciliation: tuple[ReconciledRow, ...] = rows_of(ReconciledRow)
    notes: str | None = None
    completion: str | None = None
    open_cases: tuple[OpenCaseRow, ...] = rows_of(OpenCaseRow)
    dated: date | None = None


def reconciled_row(name: str, line: Reconciliation) -> ReconciledRow:
    """One line of the reconciliation as it is printed."""
    return ReconciledRow(name, *(str(number) for number in line.numbers))
