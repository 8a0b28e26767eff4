"""Working deadlines out again after the office's calendar or its reading of the limits changed. 规范一（二）."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.terms.options import Origin
from hotline_desktop.domain.ticket.steps.limits import limit_facts
from hotline_desktop.domain.ticket.steps.records import RECOUNT
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Ticket


class Moved(NamedTuple):
    """A ticket whose deadline moves; both are local office time."""

    number: str
    old: datetime | None
    new: datetime | None


def counts(ticket: Ticket) -> bool:
    """Whether a ticket's deadlines follow the calendar: finished, closed and merged ones and history never do."""
    return (
        ticket.round.result is None
        and ticket.stage.is_open
        and ticket.origin is not Origin.HISTORY
        and not ticket.merged_into
    )


def recount_entry(ticket: Ticket, limits: Limits, why: str, context: RuleContext) -> Entry:
    """What the history keeps of a recount."""
    values: dict[str, Value] = {"why": why}
    return Entry(
        RECOUNT.id,
        context.now,
        context.by,
        values,
        limit_facts(limits),
        round=ticket.round_number,
        recorded_at=context.now,
    )
