"""Derives the row of the list from a ticket."""

from __future__ import annotations

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.supervision.findings import findings
from hotline_desktop.domain.terms.options import Exemption, Origin
from hotline_desktop.domain.ticket.progress import next_task
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.storage.records.alerts import alerts_text
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_text
from hotline_desktop.storage.tables.codes import LEVEL_CODES, ORIGIN_CODES, STAGE_CODES

NO_CLOCK, FINISHED, CLOSED = "7", "8", "9"
_FEWEST_REPEATS = 2  # how many make a repeat is the office's to say; fewer than two never do
SUMMARY_COLUMNS = tuple(schema.tickets.c[name] for name in TicketSummary._fields)


def due_order(ticket: Ticket) -> str:
    """The sort key of the list: running deadlines first, then open without one, finished by the unit, closed."""
    return _order(ticket, moment_text(ticket.limits.due), moment_text(ticket.finished_at))


def _order(ticket: Ticket, due: str, finished: str) -> str:
    if not ticket.stage.is_open or ticket.origin is Origin.HISTORY:
        return CLOSED + due
    return FINISHED + due if finished else due or NO_CLOCK


def project(ticket: Ticket) -> dict[str, str | int]:
    """The row of ``ticket``, without id and batch."""
    facts, turn, limits = ticket.facts, ticket.round, ticket.limits
    due, finished = moment_text(limits.due), moment_text(ticket.finished_at)
    history = ticket.origin is Origin.HISTORY
    return {
        "number": facts.number,
        "title": facts.title,
        "content": facts.content,
        "caller": facts.caller,
        "phones": "、".join(facts.phones),
        "address": facts.address,
        "confidential": int(facts.confidential or ticket.exemption is Exemption.CONFIDENTIAL),
        "level": LEVEL_CODES[ticket.level],
        "stage": STAGE_CODES[ticket.stage],
        "round": turn.number,
        # A ticket that was finished elsewhere never had a round here; the unit is the one the platform named.
        "unit": facts.proposed_unit if history else turn.unit,
        "called_at": moment_text(facts.called_at),
        "received_at": moment_text(facts.received_at),
        "handed_on": moment_text(turn.handed_on),
        "due": due,
        "planned": int(not ticket.rounds and limits.due is not None),
        "provisional": int(limits.provisional),
        "finished_at": finished,
        "closed_at": moment_text(ticket.closed_at),
        "urges": ticket.urges,
        "origin": ORIGIN_CODES[ticket.origin],
        "platform_state": facts.platform_state,
        "due_order": _order(ticket, due, finished),
        "task": next_task(ticket).value,
        "pending": "、".join(ticket.pending),
        "source": facts.source,
        "category": facts.category,
        "proposed_unit": facts.proposed_unit,
        "upper_limit": moment_text(facts.upper_limit),
        "exemption": ticket.exemption.value if ticket.exemption else "",
        "first_unit": ticket.first_unit,
        "transfer_number": ticket.transfer_number,
        "answer_due": moment_text(limits.answer_due),
        "return_due": moment_text(limits.return_due),
        "archived_at": moment_text(ticket.archived_at),
        "request_type": facts.request_type,
        "place": facts.place,
        "alerts": alerts_text(findings(ticket, repeated=_FEWEST_REPEATS)),
    }
