"""The type of a ticket's steps."""

from __future__ import annotations

from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.ticket.ticket import Ticket

TicketStep = Step[Ticket]
