"""Where the clerk is in the window, and how a page sends her to another one."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from hotline_desktop.domain.records.summaries import Changes, TicketFilter


class Place(StrEnum):
    """The window's pages; the value is the word in the rail. IMPORTS has no button there: Ctrl+I leads to it."""

    TODAY = "今日"
    TICKETS = "工单"
    SUPERVISION = "督办"
    REGISTERS = "档案"
    STATISTICS = "统计"
    UNITS = "单位"
    SETTINGS = "设置"
    IMPORTS = "导入"


class RepeatsOf(NamedTuple):
    """A target of the ticket page: a ticket, opened at what may repeat it."""

    ticket_id: int


class TalkWith(NamedTuple):
    """A target of the supervision page: a unit that is to be laid before the leader, with the evidence against it."""

    unit: str


class PaperToComeBack(NamedTuple):
    """A target of the archive page: a print whose signed original is waited for."""

    paper_id: int


class WorkdaysOf(NamedTuple):
    """A target of the settings page: the working days of a year."""

    year: int


class Navigator(QObject):
    """Carries wishes between pages: no page knows another one or the window.

    ``went(place, target)`` asks the window to show a page; the page's ``open_at(target)`` is called with whatever
    target it understands. ``changed(Changes)`` tells every page what a write changed. ``asked(action_id)`` asks for one
    of the window's actions (see ``actions.py``), as if its key had been pressed. ``ticked()`` comes with each minute.
    """

    went = Signal(object, object)
    changed = Signal(object)
    asked = Signal(str)
    ticked = Signal()

    def go(self, place: Place, target: object = None) -> None:
        """Shows a page, opened at ``target`` where one is given."""
        self.went.emit(place, target)

    def show_ticket(self, ticket_id: int) -> None:
        """Shows one ticket in the ticket page; the list beside it is left as it is."""
        self.went.emit(Place.TICKETS, ticket_id)

    def show_tickets(self, filter: TicketFilter) -> None:
        """Shows the ticket list narrowed to ``filter``."""
        self.went.emit(Place.TICKETS, filter)

    def publish(self, changes: Changes) -> None:
        """Tells every page what was changed. Call it with the Changes that a service's write returned."""
        self.changed.emit(changes)

    def ask(self, action_id: str) -> None:
        """Triggers one of the window's actions: ``register``, ``import``, ``example`` and so on."""
        self.asked.emit(action_id)
