"""Rows of one file that carry the same ticket number: the first is taken, the others say why they are not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hotline_desktop.domain.importing.model import DroppedRow
from hotline_desktop.domain.importing.rows import CellProblem, Column, Severity, TicketRow

_SHOWN = 30


def without_repeats(
    rows: Iterable[TicketRow], number_header: str, unit_headers: Sequence[str] = ()
) -> tuple[list[TicketRow], list[DroppedRow]]:
    """The rows in order, each later one of a number with a fault: the same as an earlier row, or how it differs.

    A later row that differs in its unit alone is no ticket of its own: its unit helps the first one's (协办). A row
    that cannot be taken anyway does not stand in the way of a later one.
    """
    first: dict[str, int] = {}  # by numbers in small letters: ab-1 is AB-1
    judged: list[TicketRow] = []
    joined: list[DroppedRow] = []
    for row in rows:
        number = (row.number or "").lower()
        place = first.get(number) if number else None
        if place is None:
            if number and not row.faults:
                first[number] = len(judged)
            judged.append(row)
        elif not row.faults and _differs_in_unit(row, judged[place], number_header, unit_headers):
            reason = f"与{judged[place].where}是同一件工单，“{row.unit}”列为协办单位"
            judged[place] = _with_helper(judged[place], row, unit_headers)
            joined.append(DroppedRow(row.row, reason, row.number or "", row.sheet))
        else:
            judged.append(replace(row, problems=(*row.problems, *_repeats(row, judged[place], number_header))))
    return judged, joined


def _differs_in_unit(row: TicketRow, taken: TicketRow, number_header: str, unit_headers: Sequence[str]) -> bool:
    headers = {*taken.platform, *row.platform} - {number_header}
    other = {header for header in headers if row.platform.get(header, "") != taken.platform.get(header, "")}
    return bool(row.unit) and bool(other) and other.issubset(unit_headers)


def _with_helper(taken: TicketRow, row: TicketRow, unit_headers: Sequence[str]) -> TicketRow:
    helping = dict.fromkeys(name for name in (*taken.co_units, row.unit, *row.co_units) if name != taken.unit)
    said = dict(taken.platform)
    for header in unit_headers:
        named = dict.fromkeys(filter(None, (*said.get(header, "").split("、"), row.platform.get(header, ""))))
        if named:
            said[header] = "、".join(named)
    return replace(taken, co_units=tuple(helping), platform=said)


def _repeats(row: TicketRow, taken: TicketRow, number_header: str) -> tuple[CellProblem, ...]:
    headers = [each for each in dict.fromkeys((*taken.platform, *row.platform)) if each != number_header]
    other = [header for header in headers if row.platform.get(header, "") != taken.platform.get(header, "")]
    if not other:
        reason = f"与{taken.where}相同，只导入一次"
        return (_fault(row, number_header or Column.NUMBER.value, reason, row.number or ""),)
    return tuple(_fault(row, header, _differs(taken, header), row.platform.get(header, "")) for header in other)


def _differs(taken: TicketRow, header: str) -> str:
    there = f"{taken.where}为“{_short(taken.platform.get(header, ''))}”"
    return f"与{taken.where}工单编号相同，这一格不同（{there}），已取{taken.where}"


def _fault(row: TicketRow, header: str, reason: str, text: str) -> CellProblem:
    return CellProblem(row.row, header, reason, Severity.FAULT, text)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
