"""A ticket out of its history, and every step as it stands for it."""

from __future__ import annotations

from collections.abc import Iterable

from hotline_desktop.domain.records import engine
from hotline_desktop.domain.records.engine import Offer, offers
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.ticket.steps.catalogue import STEPS, STEPS_BY_ID
from hotline_desktop.domain.ticket.ticket import Ticket

TicketOffer = Offer[Ticket]
_BLANK = Ticket()


def ticket_offers(ticket: Ticket, context: RuleContext) -> tuple[TicketOffer, ...]:
    """Every step of an existing ticket in the order of the way, each with what stands against it now."""
    return offers(ticket, context, STEPS)


def replay(entries: Iterable[Entry], since: Ticket | None = None) -> Ticket:
    """The ticket that a history leads to; ``since`` is the ticket before the first entry, a blank one where None."""
    return engine.replay(since or _BLANK, entries, STEPS_BY_ID)
