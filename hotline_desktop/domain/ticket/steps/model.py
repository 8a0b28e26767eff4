"""The type of a ticket's steps, and their checks put together from small ones."""

from __future__ import annotations

from hotline_desktop.domain.records.fields import Values
from hotline_desktop.domain.records.steps import Check, RuleContext, Step
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.ticket.ticket import Ticket

TicketStep = Step[Ticket]


def together(*checks: Check) -> Check:
    """All of the checks, so that a clerk hears everything at once."""

    def check(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
        return tuple(blocker for each in checks for blocker in each(ticket, values, context))

    return check
