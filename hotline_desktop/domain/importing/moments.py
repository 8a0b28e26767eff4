"""Whether the times of a row can be: what an import takes over obeys the order of time as a step does. 规范一（二）."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hotline_desktop.domain.importing.model import ColumnMapping
from hotline_desktop.domain.importing.rows import CellProblem, Column, Severity, TicketRow
from hotline_desktop.domain.terms.dates import chinese_date, chinese_datetime

# The time limit counts from these, so one that is still to come keeps the row out.
_CAME = ((Column.CALLED_AT, "called_at"), (Column.RECEIVED_AT, "received_at"))


def with_possible_moments(row: TicketRow, mapping: ColumnMapping, today: date) -> TicketRow:
    """The row, judged by its times; a day is compared as a day, for two clocks may differ by minutes.

    A ticket that came in after ``today`` cannot be taken. 上级时限 before the receipt, and a closing that lies ahead,
    are left out with a warning; a receipt before the call is only warned of.
    """
    problems = [
        _problem(row, column, mapping, f"晚于今天（{chinese_date(today)}），请核对年份和电脑的日期", Severity.FAULT)
        for column, name in _CAME
        if (moment := getattr(row, name)) is not None and moment.date() > today
    ]
    left_out: dict[str, Any] = {}
    called, received, limit = row.called_at, row.received_at, row.upper_limit
    if called is not None and received is not None and received.date() < called.date():
        why = f"早于来电日期（{chinese_date(called)}），请核对"
        problems.append(_problem(row, Column.RECEIVED_AT, mapping, why, Severity.WARNING))
    came = received or called
    if limit is not None and came is not None and limit < came:
        why = f"早于收单时间（{chinese_datetime(came)}），没有采用"
        problems.append(_problem(row, Column.UPPER_LIMIT, mapping, why, Severity.WARNING))
        left_out["upper_limit"] = None
    if row.closed_at is not None and row.closed_at.date() > today:
        why = f"晚于今天（{chinese_date(today)}），没有采用"
        problems.append(_problem(row, Column.CLOSED_AT, mapping, why, Severity.WARNING))
        left_out["closed_at"] = None
    return replace(row, problems=(*row.problems, *problems), **left_out) if problems else row


def _problem(row: TicketRow, column: Column, mapping: ColumnMapping, reason: str, severity: Severity) -> CellProblem:
    """``reason`` at the cell that says the time, as it stands in the file."""
    headers = [mapping.headers[place] for place in mapping.columns.get(column, ())]
    header = next((header for header in headers if row.platform.get(header)), column.value)
    return CellProblem(row.row, header, reason, severity, row.platform.get(header, ""))
