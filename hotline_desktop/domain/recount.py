"""Working deadlines out again after the office's calendar or its reading of the limits changed. 规范一（二）."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from hotline_desktop.domain.fields import Value
from hotline_desktop.domain.options import Origin
from hotline_desktop.domain.steps.limits import limit_facts
from hotline_desktop.domain.steps.model import Desk
from hotline_desktop.domain.steps.records import RECOUNT
from hotline_desktop.domain.ticket import Entry, Limits, Ticket


class Moved(NamedTuple):
    """A ticket whose deadline moves; both are local office time."""

    number: str
    old: datetime | None
    new: datetime | None


def counts(ticket: Ticket) -> bool:
    """Whether a ticket's deadlines follow the calendar: closed and merged ones and history never do."""
    return ticket.stage.is_open and ticket.origin is not Origin.HISTORY and not ticket.merged_into


def recount_entry(ticket: Ticket, limits: Limits, why: str, desk: Desk) -> Entry:
    """What the history keeps of a recount."""
    values: dict[str, Value] = {"why": why}
    return Entry(
        RECOUNT.id, desk.now, desk.by, values, limit_facts(limits), round=ticket.round_number, recorded_at=desk.now
    )
