"""What an import would do with each row, given what the office knows by now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hotline_desktop.domain.brought import Known, News, differing, is_another, news, own_keys
from hotline_desktop.domain.imports import PreviewRow, RowState
from hotline_desktop.domain.rows import CellProblem, Column, Severity, TicketRow
from hotline_desktop.storage import known_tickets, tickets
from hotline_desktop.storage.database import Connection

Report = Callable[[int, int], None]
_REPORT_EVERY = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its ticket and what it brings to it, where the ticket is known."""

    shown: PreviewRow
    known: Known | None = None
    brought: News | None = None


def judge(
    c: Connection, rows: Sequence[TicketRow], headers: Mapping[str, str], progress: Report | None = None
) -> list[Judged]:
    """Each of ``rows``; ``headers`` are those whose words count, each with the fact it states ('' for none)."""
    known = known_tickets.by_number(c, _numbers(rows))
    judged = []
    for place, row in enumerate(rows):
        if progress and place % _REPORT_EVERY == 0:
            progress(place, len(rows))
        found = known.get(row.number) if row.number and not row.faults else None
        if found is None:
            judged.append(Judged(_unknown(row)))
        elif is_another(found, row):
            judged.append(Judged(_another(found, row)))
        else:
            judged.append(_known(c, found, row, headers))
    return judged


def _numbers(rows: Iterable[TicketRow]) -> list[str]:
    return [row.number for row in rows if row.number and not row.faults]


def _unknown(row: TicketRow) -> PreviewRow:
    return PreviewRow(row, RowState.FAULTY if row.faults else RowState.NEW, problems=row.problems)


def _another(known: Known, row: TicketRow) -> PreviewRow:
    title = known.facts.title or known.facts.content[:20]
    reason = f"这个编号已是另一件工单（{title}），标题、内容和来电时间都不同"
    fault = CellProblem(row.row, Column.NUMBER.value, reason, Severity.FAULT, row.number or "")
    return PreviewRow(row, RowState.FAULTY, known.id, problems=(*row.problems, fault))


def _known(c: Connection, known: Known, row: TicketRow, headers: Mapping[str, str]) -> Judged:
    # The history is read only where something differs: most rows of a daily export say nothing new.
    own = own_keys(tickets.entries(c, known.id)) if differing(known, row) else frozenset[str]()
    brought = news(known, row, own, headers)
    state = RowState.CHANGED if brought.changed else RowState.UNCHANGED
    changes = (*brought.changes, *brought.cells)
    return Judged(PreviewRow(row, state, known.id, changes, brought.kept, row.problems), known, brought)
