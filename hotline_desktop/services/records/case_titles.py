"""Cases as lists and figures show them: a title may name the citizen whose matter it is."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.supervision.case import CaseSummary
from hotline_desktop.domain.ticket.masking import shown_text
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import tickets


def shown_cases(c: Connection, found: Sequence[CaseSummary]) -> tuple[CaseSummary, ...]:
    """The cases with the names and numbers of their tickets' callers masked in their titles."""
    known = tickets.known(c, {number for case in found for number in case.ticket_numbers})
    rows = {row.number: row for row in tickets.summaries_of(c, known.values())}
    return tuple(_shown(case, [rows[number] for number in case.ticket_numbers if number in rows]) for case in found)


def _shown(case: CaseSummary, about: Sequence[TicketSummary]) -> CaseSummary:
    title = case.title
    for row in about:
        title = shown_text(row, title)
    return case._replace(title=title)
