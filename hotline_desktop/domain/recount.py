"""Working deadlines out again after the office's calendar or its reading of the limits changed. 规范一（二）."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from hotline_desktop.domain.fields import Value
from hotline_desktop.domain.options import Origin
from hotline_desktop.domain.steps.limits import limit_facts, limits_from
from hotline_desktop.domain.steps.model import Desk
from hotline_desktop.domain.steps.records import RECOUNT
from hotline_desktop.domain.ticket import Entry, Limits, Ticket


class Moved(NamedTuple):
    """A ticket whose deadline moves; both are local office time."""

    number: str
    old: datetime | None
    new: datetime | None


def counts(ticket: Ticket) -> bool:
    """Whether a ticket's deadlines follow the calendar: closed ones and history never do."""
    return ticket.stage.is_open and ticket.origin is not Origin.HISTORY


def recounted(ticket: Ticket, registered_at: datetime, desk: Desk) -> Limits:
    """The deadlines that ``ticket`` has by the calendar and rules of ``desk``, from the same T0 as before.

    Before dispatch they count from the receipt, else from the call, else from ``registered_at``.
    """
    facts = ticket.facts
    start = ticket.round.handed_on or facts.received_at or facts.called_at or registered_at
    return limits_from(ticket.level, start, facts.upper_limit, desk)


def recount_entry(ticket: Ticket, limits: Limits, why: str, desk: Desk) -> Entry:
    """What the history keeps of a recount."""
    values: dict[str, Value] = {"why": why}
    return Entry(
        RECOUNT.id, desk.now, desk.by, values, limit_facts(limits), round=ticket.round_number, recorded_at=desk.now
    )
