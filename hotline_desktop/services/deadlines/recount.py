"""Recounts the deadlines of open tickets and cases, or shows beforehand which tickets would move. 规范一（二）."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.records.summaries import Changes, SortKey, TicketFilter
from hotline_desktop.domain.terms.options import Pending
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.domain.ticket.deadline import Moved, counts, statement_entries
from hotline_desktop.domain.ticket.steps.limits import limits_again
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Ticket
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.recounting import recount_case, with_entry, with_limits
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import ticket_queries, tickets

OPEN = TicketFilter(open_only=True)


@dataclass(frozen=True, slots=True)
class Recounted:
    """What a recount did: the tickets whose deadline of closing moved, and what open views must refresh."""

    moved: tuple[Moved, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class _Other:
    """A ticket with the limits that it would have now."""

    id: int
    ticket: Ticket
    limits: Limits


def would_move(
    office: OfficeContext, c: Connection, context: RuleContext, progress: Progress | None
) -> tuple[Moved, ...]:
    """The open tickets whose deadline of closing would move under the calendar and rules of ``context``."""
    return tuple(moved for other in _others(office, c, context, progress) if (moved := _moved(other)) is not None)


def recount_open(
    office: OfficeContext, c: Connection, context: RuleContext, why: str, progress: Progress | None
) -> Recounted:
    """Gives every open ticket and case the limits that ``context`` leads to; each change stands in its history."""
    others = tuple(_others(office, c, context, progress))
    touched = {
        *tickets.record_many(c, (with_limits(other.id, other.ticket, other.limits, why, context) for other in others))
    }
    touched |= _recount_statements(office, c, context, why)
    moved = tuple(one for other in others if (one := _moved(other)) is not None)
    return Recounted(moved, Changes(frozenset(touched), cases=_recount_cases(c, context, why), settings=True))


def _recount_statements(office: OfficeContext, c: Connection, context: RuleContext, why: str) -> set[int]:
    """Recounts the statements that units still owe, closed tickets among them; the tickets that it touched."""
    filter = TicketFilter(pending=Pending.STATEMENT.value)
    ids = [row.id for row in ticket_queries.each(c, filter, SortKey.NEWEST, False, office.bounds(c))]
    found: dict[int, list[Entry]] = {
        ticket_id: list(statement_entries(ticket, why, context)) for ticket_id, ticket in tickets.load_each(c, ids)
    }
    for ticket_id, own in found.items():
        for entry in own:
            tickets.record(c, *with_entry(ticket_id, tickets.load(c, ticket_id), entry))
    return {ticket_id for ticket_id, own in found.items() if own}


def _others(office: OfficeContext, c: Connection, context: RuleContext, progress: Progress | None) -> Iterator[_Other]:
    ids = [row.id for row in ticket_queries.each(c, OPEN, SortKey.NEWEST, False, office.bounds(c))]
    for ticket_id, ticket in counted(tickets.load_each(c, ids), len(ids), progress):
        limits = limits_again(ticket, context) if counts(ticket) else ticket.limits
        if limits != ticket.limits:
            yield _Other(ticket_id, ticket, limits)


def _moved(other: _Other) -> Moved | None:
    old, new = other.ticket.limits.due, other.limits.due
    return Moved(other.ticket.facts.number, old, new) if old != new else None


def _recount_cases(c: Connection, context: RuleContext, why: str) -> bool:
    """Recounts the open supervision cases; True when a deadline changed."""
    # Few cases are open at a time, and their steps are not needed until the calendar changes.
    from hotline_desktop.domain.supervision.case import CaseFilter
    from hotline_desktop.storage.records import cases

    changed = False
    for line in cases.all(c, CaseFilter(open_only=True)):
        changed |= recount_case(c, line.id, cases.load(c, line.id), why, context)
    return changed
