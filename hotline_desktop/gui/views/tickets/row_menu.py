"""What the right button offers on the list: the steps of the ticket as beside it, its number, its window, its paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QGuiApplication, QIcon
from PySide6.QtWidgets import QMenu

from hotline_desktop.gui.records.steps.step_icons import STEP_ICONS
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets import selection_bar as deeds
from hotline_desktop.gui.views.tickets.bulk_part import due_counts
from hotline_desktop.gui.views.tickets.ticket_list_part import TicketList
from hotline_desktop.gui.views.tickets.ticket_panel import TicketPanel

OPEN, BESIDE = "open", "beside"


class RowMenu(QObject):
    """``chosen(id)`` for OPEN, BESIDE, or DISPATCH and PRINT of the selection; steps and the number it does itself.

    ``menu`` is the one that is open, None before the first.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, tickets: TicketList, panel: TicketPanel) -> None:
        super().__init__(panel)
        self._session, self._tickets, self._panel = session, tickets, panel
        self.menu: QMenu | None = None
        self._waits: tuple[int, QPoint] | None = None
        panel.filled.connect(self._come_up)

    def ask(self, place: QPoint) -> None:
        """Opens it there; of a ticket that was just pressed once it stands in the pane, for its steps are not known."""
        rows = self._tickets.selected_rows()
        if not rows:
            return
        self._waits = (rows[0].id, place) if len(rows) == 1 else None
        if len(rows) > 1 or self._stands(rows[0].id):
            self._open(place)

    def _stands(self, ticket_id: int) -> bool:
        return self._panel.detail is not None and self._panel.detail.id == ticket_id == self._panel.ticket_id

    def _come_up(self) -> None:
        if self._waits is not None and self._stands(self._waits[0]):
            self._open(self._waits[1])

    def _open(self, place: QPoint) -> None:
        self._waits = None
        rows, theme = self._tickets.selected_rows(), self._session.theme
        menu = QMenu(self._panel.window())
        menu.aboutToHide.connect(menu.deleteLater)
        if len(rows) == 1:
            self._add_steps(menu)
            number = rows[0].number
            self._add(menu, theme.icon("copy"), "复制工单编号", lambda: self._copy(number))
            menu.addSeparator()
        self._add(menu, theme.icon("eye"), "打开", lambda: self.chosen.emit(OPEN))
        self._add(menu, theme.icon("external-link"), "在单独的窗口里打开\tCtrl+T", lambda: self.chosen.emit(BESIDE))
        if len(rows) > 1 and due_counts(rows)[deeds.DISPATCH]:
            self._add(menu, theme.icon("send"), "派单…", lambda: self.chosen.emit(deeds.DISPATCH))
        self._add(menu, theme.icon("printer"), "打印…", lambda: self.chosen.emit(deeds.PRINT))
        self.menu = menu
        menu.popup(place)

    def _add_steps(self, menu: QMenu) -> None:
        """Those that have a button and a key: the leading one first."""
        steps, theme = self._panel.next_steps, self._session.theme
        for number, (step_id, button) in enumerate(steps.buttons.items(), start=1):
            text = f"{button.text()}\tAlt+{number}"
            icon = theme.icon(STEP_ICONS.get(step_id, "circle-dot"), "accent")  # the leading button's is white
            self._add(menu, icon, text, partial(steps.take, step_id))
        if steps.buttons:
            menu.addSeparator()

    def _copy(self, number: str) -> None:
        QGuiApplication.clipboard().setText(number)
        self._session.prompts.say(f"已复制工单编号 {number}")

    def _add(self, menu: QMenu, icon: QIcon, text: str, do: Callable[[], object]) -> None:
        # Made here and not by the menu: PySide6 keeps for good what a menu made and a function of ours is bound to.
        action = QAction(icon, text, menu)
        action.triggered.connect(lambda _on=False: do())
        menu.addAction(action)
