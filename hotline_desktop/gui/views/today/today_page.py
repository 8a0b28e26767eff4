"""今日: counts what the day asks for; every card opens what it counts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QVBoxLayout

from hotline_desktop.domain.records.summaries import Changes, SortKey, TicketFilter
from hotline_desktop.domain.time.workdays import Day
from hotline_desktop.gui.records.ticket_list import Order, TicketListModel
from hotline_desktop.gui.shell.navigation import Place
from hotline_desktop.gui.shell.page import Page
from hotline_desktop.gui.shell.session import Session
from hotline_desktop.gui.views.today.day_card import CardFace
from hotline_desktop.gui.views.today.today_view import TodayView

OPEN = TicketFilter(open_only=True)
_TONES = ("red", "orange", "amber", "green", "accent")
# Cards that count something else than tickets lead to the page where it is dealt with.
_ELSEWHERE = {"supervision": Place.SUPERVISION, "notice": Place.SETTINGS, "papers": Place.REGISTERS}


class TodayPage(Page):
    """Refreshed by every write and every minute."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.view = TodayView(session)
        self.cards: tuple[Any, ...] = ()
        self.model = TicketListModel(session, self)
        self.view.first.setModel(self.model)
        self.view.lay_out_columns()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.model.loaded.connect(lambda: self.view.show_list(bool(self.model.rows)))
        self.view.first.activated.connect(self._open_row)
        self.view.all_open.clicked.connect(lambda: self.session.navigator.show_tickets(OPEN))

    def refresh(self, changes: Changes) -> None:
        if not (changes.everything or changes.tickets or changes.cases or changes.papers or changes.settings):
            return
        self._count()
        self.model.load(Order(OPEN, SortKey.DUE))

    def come_in(self) -> None:
        self.view.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self) -> None:
        self._count()
        self.model.tick()

    def focus_search(self) -> None:
        self.session.navigator.go(Place.TICKETS)
        self.session.navigator.ask("find")

    def print_out(self) -> None:
        """Prints the sheet of the ticket that is selected among the next deadlines."""
        row = self.view.first.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            from hotline_desktop.gui.shell.printing import print_papers

            print_papers(self.session, [self.model.ticket_id(row)])
        else:
            self.session.prompts.say("先在“最先到期”里选中要打印的工单。")

    def _count(self) -> None:
        office, now = self.session.office, self.session.clock()
        self.session.jobs.run(
            lambda: (
                tuple(office.today.cards(now)),
                office.time.calendar().day(now.date()),
                office.tickets.count(TicketFilter()),
            ),
            self._show,
            owner=self,
        )

    def _show(self, found: tuple[tuple[Any, ...], Day, int]) -> None:
        cards, day, tickets = found
        self.view.show_day(day)
        self.view.show_start(not tickets)
        self.view.show_cards(tuple(_face(card) for card in cards))
        for number, button in enumerate(self.view.cards):
            if number >= len(self.cards):
                button.clicked.connect(lambda _on=False, number=number: self.open_card(number))
        self.cards = cards

    def open_card(self, number: int) -> None:
        """Opens the list that a card counts."""
        card = self.cards[number]
        if isinstance(card.filter, TicketFilter):
            self.session.navigator.show_tickets(card.filter)
        elif card.key in _ELSEWHERE:
            self.session.navigator.go(_ELSEWHERE[card.key], card.key)

    def _open_row(self, index: QModelIndex) -> None:
        self.session.navigator.show_ticket(self.model.ticket_id(index.row()))


def _face(card: Any) -> CardFace:
    tone = str(card.tone)
    return CardFace(card.key, card.label, card.count, tone if tone in _TONES else "accent")
