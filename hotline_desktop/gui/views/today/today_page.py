"""今日: counts what the day asks for; every card opens exactly what it counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu, QVBoxLayout

from hotline_desktop.domain.records.summaries import Changes, SortKey, TicketFilter
from hotline_desktop.domain.time.workdays import Day
from hotline_desktop.gui.records.lists.ticket_list import LightRules, Order, TicketListModel
from hotline_desktop.gui.records.steps.drafts import Draft, drafts_of
from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.shell.remembered.first_start import DONE, OFFERED
from hotline_desktop.gui.shell.session.navigation import Place, WorkdaysOf
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.today.day_card import CardFace
from hotline_desktop.gui.views.today.today_view import TodayView
from hotline_desktop.services.first_look import FirstLook

OPEN = TicketFilter(open_only=True)
UNFINISHED = "unfinished"
_TIDY = "待整理"
_SUPERVISED = ("case", "pool", "talk")  # what drafts of the page of supervision begin with
_TONES = ("red", "orange", "amber", "green", "accent")
# Cards that count something else than tickets lead to the page where it is dealt with, and to which part of it.
_ELSEWHERE = {
    "pool": (Place.SUPERVISION, "pool"),
    "cases": (Place.SUPERVISION, "cases"),
    "papers": (Place.REGISTERS, "papers"),
}


class TodayPage(Page):
    """Refreshed by every write and every minute."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.view = TodayView(session)
        self.cards: tuple[Any, ...] = ()
        self.drafts: tuple[Draft, ...] = ()
        self._wired = 0
        self.model = TicketListModel(session, self)
        self.view.first.setModel(self.model)
        self.view.lay_out_columns()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.model.loaded.connect(lambda: self.view.show_list(bool(self.model.rows)))
        self.view.first.activated.connect(self._open_row)
        self.view.all_open.clicked.connect(lambda: self.session.navigator.show_tickets(self._mine(OPEN)))
        self.view.mine.clicked.connect(self._turn_mine)
        self.view.guided.connect(self._open_guide)

    def refresh(self, changes: Changes) -> None:
        touched = changes.everything or changes.tickets or changes.cases or changes.papers or changes.settings
        if self.session.opening or not touched:
            return
        self._count()
        self.model.load(Order(self._mine(OPEN), SortKey.DUE))

    def come_in(self) -> None:
        self._count()  # what was left unfinished on another page
        self.view.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_at(self, target: object) -> None:
        """Shows a first look at the day, which stands until the office is open."""
        if isinstance(target, FirstLook):
            now = self.session.clock()
            self._show((target.cards, target.calendar.day(now.date()), int(target.filled), ()))
            self.model.show_rows(target.rows, LightRules(target.calendar, target.rules))

    def tick(self) -> None:
        self._count()
        self.model.tick()

    def print_out(self) -> None:
        """Prints the sheet of the ticket that is selected among the next deadlines."""
        row = self.view.first.currentIndex().row()
        if 0 <= row < len(self.model.rows):
            from hotline_desktop.gui.shell.printing.printing import print_papers

            print_papers(self.session, [self.model.ticket_id(row)])
        else:
            self.session.prompts.say("先在“最先到期”里选中要打印的工单。")

    # -- counting ------------------------------------------------------------------------------------------

    @property
    def _clerk(self) -> str:
        return self.session.clerk if self.view.mine.isChecked() else ""

    def _mine(self, filter: TicketFilter) -> TicketFilter:
        return replace(filter, taken_by=self._clerk)

    def _turn_mine(self) -> None:
        if self.view.mine.isChecked() and not self.session.sign():
            self.view.mine.setChecked(False)
            return
        self.refresh(Changes(everything=True))

    def _count(self) -> None:
        if self.session.opening:
            return
        office, now, clerk = self.session.office, self.session.clock(), self._clerk
        kept = drafts_of(self.session)
        self.session.jobs.run(
            lambda: (
                tuple(office.today.cards(now, clerk)),
                office.time.calendar().day(now.date()),
                office.tickets.count(most=1),
                kept.all(),
            ),
            self._show,
            owner=self,
        )

    def _show(self, found: tuple[tuple[Any, ...], Day, int, tuple[Draft, ...]]) -> None:
        self.cards, day, tickets, self.drafts = found
        self.view.show_day(day)
        new = not tickets and not self.drafts
        self.view.show_start(new)
        if new and not self.session.opening:
            self._offer_guide()
        unfinished = CardFace(UNFINISHED, "没填完的", len(self.drafts), "amber", _TIDY)
        self.view.show_cards((*(_face(card) for card in self.cards), unfinished))
        for card in self.view.cards[self._wired :]:
            card.clicked.connect(lambda _on=False, card=card: self.open_card(card.face.key))
        self._wired = len(self.view.cards)

    # -- where it leads ------------------------------------------------------------------------------------

    def open_card(self, key: str) -> None:
        """Opens the list that a card counts."""
        if key == UNFINISHED:
            self._open_unfinished()
            return
        card = next(card for card in self.cards if card.key == key)
        if isinstance(card.filter, TicketFilter):
            self.session.navigator.show_tickets(card.filter)
        elif card.years:
            self.session.navigator.go(Place.SETTINGS, WorkdaysOf(card.years[0]))
        elif key in _ELSEWHERE:
            self.session.navigator.go(*_ELSEWHERE[key])

    def _open_unfinished(self) -> None:
        """The one form that was left, or a menu of them."""
        if len(self.drafts) == 1:
            self.go_on_with(self.drafts[0])
            return
        menu = QMenu(self)
        for draft in self.drafts:
            menu.addAction(draft_text(draft)).triggered.connect(lambda _on=False, draft=draft: self.go_on_with(draft))
        card = next(card for card in self.view.cards if card.face.key == UNFINISHED)
        menu.popup(card.mapToGlobal(QPoint(0, card.height())))

    def go_on_with(self, draft: Draft) -> None:
        """Opens the form that was left unfinished."""
        supervised = draft.record.partition("-")[0] in _SUPERVISED
        self.session.navigator.go(Place.SUPERVISION if supervised else Place.TICKETS, draft)

    def _offer_guide(self) -> None:
        """A new office is asked by itself, once; later the button is there."""
        kept = self.session.preferences
        if not kept.value(OFFERED) and not kept.value(DONE):
            kept.setValue(OFFERED, True)
            QTimer.singleShot(0, self, self._open_guide)

    def _open_guide(self) -> None:
        from hotline_desktop.gui.views.start.guide import SIZE, FirstSteps
        from hotline_desktop.gui.views.start.guide import TITLE as GUIDE

        session = self.session

        def make() -> FirstSteps:
            steps = FirstSteps(session)
            steps.ended.connect(lambda: session.prompts.close(GUIDE))
            return steps

        session.prompts.open(GUIDE, make, SIZE)

    def _open_row(self, index: QModelIndex) -> None:
        self.session.navigator.show_ticket(self.model.ticket_id(index.row()))


def draft_text(draft: Draft) -> str:
    """``派单 · 工单 20220908100001 · 9月8日 10:20``."""
    from hotline_desktop.gui.records.panel.timeline import step_of

    step = step_of(draft.step)
    when = draft.saved_at
    saved = f"{when.month}月{when.day}日 {when:%H:%M}" if when else ""
    return " · ".join(part for part in (step.label if step else draft.step, draft.about, saved) if part)


def _face(card: Any) -> CardFace:
    tone = str(card.tone)
    return CardFace(card.key, card.label, card.count, tone if tone in _TONES else "accent", str(card.weight))
