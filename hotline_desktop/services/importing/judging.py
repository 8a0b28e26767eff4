"""What an import would do with each row, given what the office knows by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from hotline_desktop.domain.importing.import_diff import ImportDiff, Known, import_diff, is_another, own_keys
from hotline_desktop.domain.importing.model import PreviewRow, RowState
from hotline_desktop.domain.importing.rows import CellProblem, Column, Severity, TicketRow
from hotline_desktop.domain.records.quick import quick_record
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import known_tickets, tickets

_AT_ONCE = 500


@quick_record(frozen=True, slots=True)
class Judged:
    """A row with its ticket, what it brings to it, and the ticket's history where something differs."""

    shown: PreviewRow
    known: Known | None = None
    diff: ImportDiff | None = None
    entries: tuple[Entry, ...] = ()


def judge(
    c: Connection, rows: Sequence[TicketRow], headers: Mapping[str, str], progress: Progress | None = None
) -> list[Judged]:
    """Each of ``rows``; ``headers`` are those whose words count, each with the fact it states ('' for none)."""
    known = known_tickets.by_number(c, _numbers(rows))
    rows = _as_the_office_has_them(c, rows, known)
    judged = []
    for start in range(0, len(rows), _AT_ONCE):
        if progress:
            progress(start, len(rows))
        part = [_as_known(row, known) for row in rows[start : start + _AT_ONCE]]
        found = [(row, known.get(row.number) if row.number and not row.faults else None) for row in part]
        diffs = [import_diff(ticket, row, frozenset(), headers) if ticket else None for row, ticket in found]
        # Histories are read only where something differs: most rows of a daily export say nothing new.
        changed_ids = [ticket.id for (_row, ticket), diff in zip(found, diffs, strict=True) if ticket and _says(diff)]
        histories = tickets.entries_of(c, changed_ids)
        judged += [
            _judged(row, ticket, histories.get(ticket.id, ()) if ticket else (), headers, diff)
            for (row, ticket), diff in zip(found, diffs, strict=True)
        ]
    return judged


def _as_the_office_has_them(c: Connection, rows: Sequence[TicketRow], known: dict[str, Known]) -> Sequence[TicketRow]:
    """The rows under the numbers that their tickets have: a row of ab-1 is of the ticket AB-1, which is ``known`` then.

    Looked for is only what nobody knows as the file spells it.
    """
    strange = {row.number for row in rows if row.number and row.number not in known and not row.former_number}
    others = tickets.in_other_letters(c, (number for number in strange if not number.isdigit()))
    others = {number: own for number, own in others.items() if number != own}
    if not others:
        return rows
    known |= known_tickets.by_number(c, others.values())
    return [replace(row, number=others[row.number]) if row.number in others else row for row in rows]


def _says(diff: ImportDiff | None) -> bool:
    """Whether a row says anything of its ticket otherwise, to be kept out or not."""
    return diff is not None and (diff.changed or bool(diff.kept))


def _judged(
    row: TicketRow,
    known: Known | None,
    entries: tuple[Entry, ...],
    headers: Mapping[str, str],
    diff: ImportDiff | None,
) -> Judged:
    """``diff`` is what the row would change had the office entered nothing itself."""
    if known is None or diff is None:
        return Judged(PreviewRow(row, RowState.FAULTY if row.faults else RowState.NEW, problems=row.problems))
    if is_another(known, row):
        return Judged(_another(known, row))
    own = own_keys(entries)
    diff = import_diff(known, row, own, headers) if own else diff
    state = RowState.CHANGED if diff.changed else RowState.UNCHANGED
    shown = PreviewRow(row, state, known.id, (*diff.changes, *diff.cells), diff.kept, row.problems)
    return Judged(shown, known, diff, entries)


def _numbers(rows: Iterable[TicketRow]) -> list[str]:
    taken = [row for row in rows if row.number and not row.faults]
    return [number for row in taken for number in (row.number, row.former_number) if number]


def _as_known(row: TicketRow, known: Mapping[str, Known]) -> TicketRow:
    """The row under the number that an earlier version of the program made for it, where a ticket has that."""
    if row.former_number in known and row.number not in known:
        return replace(row, number=row.former_number)
    return row


def _another(known: Known, row: TicketRow) -> PreviewRow:
    title = known.facts.title or known.facts.content[:20]
    reason = f"这个编号已是另一件工单（{title}），标题、内容和来电时间都不同；编号抄错、排序时没有跟着动的请改正"
    fault = CellProblem(row.row, Column.NUMBER.value, reason, Severity.FAULT, row.number or "")
    return PreviewRow(row, RowState.FAULTY, known.id, problems=(*row.problems, fault))
