"""One ticket in a window of its own, beside the list and beside other tickets; its steps are taken there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedLayout, QWidget

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.ticket.history import TicketOffer
from hotline_desktop.gui.kit.placing import side_by_side
from hotline_desktop.gui.records.steps.record_keys import own_key, record_keys
from hotline_desktop.gui.records.steps.step_editor import StepEditor
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets.ticket_forms import TicketForms
from hotline_desktop.gui.views.tickets.ticket_panel import TicketPanel

SIZE = QSize(520, 860)
TICKET, EDITOR = 0, 1


class TicketWindow(QWidget):
    """The panel of a ticket, and in its place the form of a step while one is filled in.

    It follows whatever is written, in this window or in another one.
    """

    def __init__(self, session: Session, ticket_id: int) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.panel = TicketPanel(session)
        self.editor = StepEditor(session)
        self.forms = TicketForms(session, self.editor)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.panel)
        self._stack.addWidget(self.editor)
        self.panel.head.beside.hide()
        self.panel.step_chosen.connect(self._fill_in)
        self.panel.filled.connect(self._begin)
        self.forms.opening.connect(lambda: self._stack.setCurrentIndex(EDITOR))
        self.editor.left.connect(self._leave)
        self.editor.done.connect(lambda _ticket, _step: self._leave())
        session.navigator.changed.connect(self._changed)
        record_keys(self.panel, self.panel.next_steps.take_place, self.panel.next_steps.open_menu)
        own_key(self.panel, "Ctrl+Shift+C", self.panel.caller.copy_phone)
        own_key(self.panel, "Ctrl+Z", self.panel.withdraw.click)
        self._begun = False
        self.panel.show_ticket(ticket_id)

    @property
    def filling_in(self) -> bool:
        """Whether the form of a step stands in the ticket's place."""
        return self._stack.currentIndex() == EDITOR

    def _fill_in(self, offer: TicketOffer) -> None:
        self.forms.fill_in(self.panel.ticket_id, offer.step.id)

    def _leave(self) -> None:
        self._stack.setCurrentIndex(TICKET)
        self.panel.focus_work()

    def _begin(self) -> None:
        """The keyboard is on the leading step once the ticket stands there, and again after each step."""
        if not self._begun or (self.isActiveWindow() and not self.filling_in):
            self._begun = True
            self.panel.focus_work()

    def _changed(self, changes: Changes) -> None:
        if changes.everything or changes.papers or changes.settings or self.panel.ticket_id in changes.tickets:
            self.panel.reload()


def window_title(number: str) -> str:
    """What the window of a ticket is called: its number, and nothing of a person."""
    return f"工单 {number}"


def open_beside(session: Session, ticket_id: int, number: str) -> None:
    """Opens a ticket in a window of its own, or brings the one that is open to the front."""
    prompts, title = session.prompts, window_title(number)
    others = [window.geometry() for window in prompts.windows.values()]
    known = title in prompts.windows
    prompts.open(title, lambda: TicketWindow(session, ticket_id), SIZE)
    window = prompts.windows[title]
    if not known:
        screen = window.screen() or QGuiApplication.primaryScreen()
        place = side_by_side(window.size(), others, screen.availableGeometry())
        window.move(place)
