"""粘贴工单: what was read from a copied text, shown field by field for a nod; several tickets at once too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.gui.kit.facts_table import FactsTable
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.importing.pasting import PastedTicket

TITLE = "粘贴工单"
_READ_MS = 200
_LABELS = {field.key: field.label for field in STEPS_BY_ID["register"].fields}
_HINT = "把市里网页、聊天记录、文档或表格里的工单文字粘贴到这里；一次可以有几件。下面是读出来的各项，看过再填入或登记。"


class PasteSheet(QWidget):
    """``wanted(values)`` opens the form of one ticket with them; ``registered(ids)`` after several went in at once.

    ``ended`` once nothing of what was pasted is left to register.
    """

    chosen = Signal(object)
    registered = Signal(object)
    ended = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._job: Job | None = None
        self._deed: Callable[[], None] | None = None
        self.found: tuple[PastedTicket, ...] = ()
        theme = session.theme
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("粘贴的文字")
        self.text.setPlaceholderText(_HINT)
        self.text.setTabChangesFocus(True)
        self.text.setMaximumHeight(200)
        self.list = QListWidget()
        self.list.setAccessibleName("读出来的工单")
        self.list.setFixedWidth(240)
        self.facts = FactsTable()
        self.rest = QLabel()
        self.rest.setProperty("role", "warning")
        self.rest.setWordWrap(True)
        self.rest.hide()
        self.fill = QPushButton(theme.icon("check", "on_accent"), "填进登记表(&T)")
        self.fill.setProperty("role", "primary")
        self.fill.setToolTip("打开登记表，看过再确认（Ctrl+Enter）")
        self.all = QPushButton(theme.icon("plus"), "登记打勾的各件(&D)")
        self.problem = QLabel()
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._reading = QTimer(self, singleShot=True, interval=_READ_MS)
        self._reading.timeout.connect(self._read)
        self._lay_out()
        self.text.textChanged.connect(self._reading.start)
        self.list.currentRowChanged.connect(self._show)
        self.fill.clicked.connect(self.confirm)
        self.all.clicked.connect(lambda: self._once_read(self._register_all))
        self.text.setPlainText(QGuiApplication.clipboard().text())
        self.text.selectAll()
        self.setFocusProxy(self.text)
        self._offer()

    def _lay_out(self) -> None:
        right = QWidget()
        column = QVBoxLayout(right)
        column.addWidget(self.facts)
        column.addWidget(self.rest)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.addWidget(self.list)
        middle.addWidget(scrolled(right), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.problem, 1)
        buttons.addWidget(self.all)
        buttons.addWidget(self.fill)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.text)
        layout.addLayout(middle, 1)
        layout.addLayout(buttons)

    def _read(self) -> None:
        self._reading.stop()
        if self._job is not None:
            self._job.cancel()
        text, pasting = self.text.toPlainText(), self._session.office.pasting
        self._job = self._session.jobs.run(lambda: pasting.read(text), self._know, owner=self)

    def _know(self, found: tuple[PastedTicket, ...]) -> None:
        self._job = None
        self._list(found)
        self._do()

    def _list(self, found: tuple[PastedTicket, ...]) -> None:
        self.found = found
        self.list.clear()
        for place, ticket in enumerate(found, start=1):
            item = QListWidgetItem(ticket.number or f"第 {place} 件（没有编号）", self.list)
            item.setCheckState(Qt.CheckState.Checked if ticket.number else Qt.CheckState.Unchecked)
        self.list.setVisible(len(found) > 1)
        self.list.setCurrentRow(0)
        self._show(0)
        self._offer()

    def _show(self, row: int) -> None:
        ticket = self.found[row] if 0 <= row < len(self.found) else None
        values = ticket.values if ticket else {}
        self.facts.show_facts([(_LABELS.get(key, key), value) for key, value in values.items()])
        rest = "\n".join((*ticket.rest, *ticket.again)) if ticket else ""
        self.rest.setText(f"没有归到哪一项的文字：\n{rest}")
        self.rest.setVisible(bool(rest))

    def _offer(self) -> None:
        self.fill.setEnabled(bool(self.found))
        self.all.setVisible(len(self.found) > 1)

    def confirm(self) -> None:
        """Opens the form with the ticket that is looked at, as soon as what was typed last is read."""
        self._once_read(self._fill)

    def _once_read(self, deed: Callable[[], None]) -> None:
        """Does ``deed`` with what stands in the field now, not with what was read before the last key."""
        self._deed = deed
        if self._reading.isActive():
            self._read()
        elif self._job is None:
            self._do()

    def _do(self) -> None:
        deed, self._deed = self._deed, None
        if deed is not None:
            deed()

    def _fill(self) -> None:
        row = max(self.list.currentRow(), 0)
        if row < len(self.found):
            self.chosen.emit(dict(self.found[row].values))

    def _register_all(self) -> None:
        """Each in a transaction of its own: what is refused stays in the list and says why."""
        rows = [row for row in range(self.list.count()) if self.list.item(row).checkState() is Qt.CheckState.Checked]
        clerk = self._session.sign() if rows else ""
        if not clerk:
            return
        tickets, chosen = self._session.office.tickets, [self.found[row] for row in rows]

        def register() -> tuple[list[int], dict[int, str]]:
            done, refused = [], {}
            for row, ticket in zip(rows, chosen, strict=True):
                try:
                    done.append(tickets.register(dict(ticket.values), clerk).id)
                except HotlineError as error:
                    refused[row] = str(error)
            return done, refused

        self._session.jobs.run(
            register,
            lambda outcome: self._went_in(rows, *outcome),
            failed=self._session.prompts.error,
            owner=self,
        )

    def _went_in(self, rows: list[int], done: list[int], refused: dict[int, str]) -> None:
        """What was registered leaves the list; what was refused or not ticked stays, and not ticked it stays so."""
        self.registered.emit(done)
        if refused:
            why = (f"{self.found[row].number or '没有编号'}：{text}" for row, text in refused.items())
            self.problem.setText(f"登记了 {len(done)} 件，{len(refused)} 件没有：\n" + "\n".join(why))
        left = [row for row in range(len(self.found)) if row not in rows or row in refused]
        self._list(tuple(self.found[row] for row in left))
        for place, row in enumerate(left):
            if row not in refused:
                self.list.item(place).setCheckState(Qt.CheckState.Unchecked)
        if not left:
            self.ended.emit()
