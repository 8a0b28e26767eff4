"""Printing and exporting several tickets from the list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.summaries import TicketFilter
from hotline_desktop.gui.session import Session


class TicketPapers:
    """What the list's foot offers for the selected tickets and for all hits."""

    def __init__(self, session: Session, owner: QWidget) -> None:
        self._session = session
        self._owner = owner

    def print_tickets(self, ticket_ids: list[int]) -> None:
        """Prints the disposal sheets of the tickets as one job."""
        from hotline_desktop.gui.printing import print_papers

        print_papers(self._session, ticket_ids)

    def export(self, wanted: TicketFilter, total: int) -> None:
        """Writes every hit of ``wanted`` to an Excel file that the clerk names."""
