"""Rows of one file that carry the same ticket number: the first is taken, the others say why they are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hotline_desktop.domain.importing.rows import CellProblem, Column, Severity, TicketRow

_SHOWN = 30


def without_repeats(rows: Iterable[TicketRow], number_header: str) -> list[TicketRow]:
    """The rows in order, each later one of a number with a fault: the same as an earlier row, or how it differs.

    A row that cannot be taken anyway does not stand in the way of a later one.
    """
    first: dict[str, TicketRow] = {}
    judged = []
    for row in rows:
        taken = first.get(row.number) if row.number else None
        if taken is not None:
            judged.append(replace(row, problems=(*row.problems, *_repeats(row, taken, number_header))))
            continue
        if row.number and not row.faults:
            first[row.number] = row
        judged.append(row)
    return judged


def _repeats(row: TicketRow, taken: TicketRow, number_header: str) -> tuple[CellProblem, ...]:
    headers = dict.fromkeys((*taken.platform, *row.platform))
    other = [header for header in headers if row.platform.get(header, "") != taken.platform.get(header, "")]
    if not other:
        reason = f"与第 {taken.row} 行相同，只导入一次"
        return (_fault(row, number_header or Column.NUMBER.value, reason, row.number or ""),)
    return tuple(_fault(row, header, _differs(taken, header), row.platform.get(header, "")) for header in other)


def _differs(taken: TicketRow, header: str) -> str:
    there = f"第 {taken.row} 行为“{_short(taken.platform.get(header, ''))}”"
    return f"与第 {taken.row} 行工单编号相同，这一格不同（{there}），已取第 {taken.row} 行"


def _fault(row: TicketRow, header: str, reason: str, text: str) -> CellProblem:
    return CellProblem(row.row, header, reason, Severity.FAULT, text)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
