"""A ticket made from its history."""

from __future__ import annotations

from collections.abc import Iterable

from hotline_desktop.domain.records import engine
from hotline_desktop.domain.records.engine import Offer
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.ticket import Ticket

TicketOffer = Offer[Ticket]
_BLANK = Ticket()


def replay(entries: Iterable[Entry], since: Ticket | None = None) -> Ticket:
    """The ticket that a history leads to; ``since`` is the ticket before the first entry, a blank one where None."""
    return engine.replay(since or _BLANK, entries, STEPS_BY_ID)
