"""What a paper is about, as it was read for printing."""

from __future__ import annotations

from dataclasses import dataclass

from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.ticket.ticket import Ticket


@dataclass(frozen=True, slots=True)
class PaperSubject:
    """What a paper is about: a ticket, and for papers of supervision the case and every ticket in it."""

    ticket_id: int
    ticket: Ticket
    case_id: int | None = None
    case: SupervisionCase | None = None
    tickets: tuple[Ticket, ...] = ()

    @property
    def about(self) -> tuple[Ticket, ...]:
        """Every ticket that the paper speaks of."""
        return self.tickets or (self.ticket,)
