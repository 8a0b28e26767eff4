"""Ctrl+K: finds an action, a page, a step of the ticket at hand, a ticket, a unit or a chapter by a few letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import TicketFilter, TicketSummary
from hotline_desktop.domain.terms.spelling import tidy
from hotline_desktop.domain.ticket.columns import demand_text
from hotline_desktop.gui.kit.manual_reader import chapters
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.pages.actions import ACTIONS
from hotline_desktop.gui.shell.pages.page import Command
from hotline_desktop.gui.shell.pages.rail import RAIL
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.foundation.pinyin import spells
from hotline_desktop.system.paths import resources_dir

_WIDTH, _ROWS, _ROW = 560, 10, 34
_TOP, _EDGE = 64, 8
_SEARCH_MS = 150
_TICKETS = 6
_LEAST = 2  # letters before tickets are searched


@dataclass(frozen=True, slots=True)
class _Found:
    kind: str
    word: str
    key: str
    run: Callable[[], None]


class Palette(QFrame):
    """A box over the window; it is part of it, so that the input method works as in any field."""

    def __init__(self, session: Session, window: QWidget, commands: tuple[Command, ...]) -> None:
        super().__init__(window)
        self._session = session
        self._job: Job | None = None
        self._known = self._fixed(commands)
        self._found: list[_Found] = []
        self._tickets: tuple[TicketSummary, ...] = ()
        self.setProperty("role", "card")
        self.setAccessibleName("查找")
        self.line = QLineEdit()
        self.line.setPlaceholderText("找动作、工单、单位、说明：名称的一部分、拼音或首字母")
        self.line.setAccessibleName("查找")
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda _item: self._take())
        hint = QLabel("↑ ↓ 选择　回车 去　Esc 关闭")
        hint.setProperty("role", "faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 8)
        layout.setSpacing(8)
        for widget in (self.line, self.list, hint):
            layout.addWidget(widget)
        self._pause = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._pause.timeout.connect(self._search)
        self.line.textChanged.connect(self._typed)
        session.known.warm_up()
        self._typed("")
        height = min(_ROW * _ROWS + 96, window.height() - 2 * _EDGE)
        top = min(_TOP, window.height() - height - _EDGE)  # higher up where a low screen has no room below
        self.setGeometry((window.width() - _WIDTH) // 2, top, _WIDTH, height)

    @property
    def texts(self) -> list[str]:
        """What is offered now."""
        return [found.word for found in self._found]

    def open(self) -> None:
        """Shows it with the keyboard in its line."""
        self._before = self.window().focusWidget()
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self, self._close_if_left)
        mine = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in mine:
            event.accept()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event.key())
        return super().eventFilter(watched, event)

    def _pressed(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self._close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        else:
            return False
        return True

    def _close_if_left(self) -> None:
        if not self.line.hasFocus():
            self.deleteLater()

    def _close(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def _take(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            found = self._found[row]
            self._close()
            found.run()

    # -- finding -------------------------------------------------------------------------------------------

    def _fixed(self, commands: tuple[Command, ...]) -> list[_Found]:
        """What does not come from the database: steps of this page first, then actions, pages, chapters."""
        navigator = self._session.navigator
        steps = [_Found("步骤", command.word, command.key, command.run) for command in commands]
        actions = [
            _Found("动作", each.tip or each.text, each.key, lambda each=each: navigator.ask(each.id))  # type: ignore[misc]
            for each in ACTIONS
            if each.id != "palette" and not self._session.lacks(each.right)
        ]
        places = [
            _Found("页面", f"到“{place}”", f"Ctrl+{number}", lambda place=place: navigator.go(place))  # type: ignore[misc]
            for number, (place, _icon) in enumerate(RAIL, start=1)
        ]
        manual = [
            _Found("说明", chapter.title, "", lambda name=chapter.path.name: navigator.ask(f"help:{name}"))  # type: ignore[misc]
            for chapter in chapters(resources_dir() / "manual")
        ]
        return [*steps, *actions, *places, *manual]

    def _typed(self, text: str) -> None:
        self._tickets = ()
        self._fill(text)
        if len(text.strip()) >= _LEAST:
            self._pause.start()
        elif self._job is not None:
            self._job.cancel()

    def _search(self) -> None:
        if self._job is not None:
            self._job.cancel()
        query, tickets = self.line.text().strip(), self._session.office.tickets
        self._job = self._session.jobs.run(
            lambda: tickets.page(TicketFilter(search=query), limit=_TICKETS).rows, self._hits, owner=self
        )

    def _hits(self, rows: tuple[TicketSummary, ...]) -> None:
        self._tickets = rows
        self._fill(self.line.text())

    def _fill(self, text: str) -> None:
        plain, session = tidy(text), self._session
        found = [each for each in self._known if _fits(plain, each.word)]
        if plain:
            found += [
                _Found("单位", unit, "在办工单", lambda unit=unit: session.navigator.show_tickets(_of(unit)))  # type: ignore[misc]
                for unit in session.known.units.fits(plain, 4)
            ]
            found += [
                _Found("工单", f"{row.number} {demand_text(row)[:24]}", row.stage.value, _goes_to(session, row.id))
                for row in self._tickets
            ]
        held = self.list.currentRow()
        self._found = found[: _ROWS * 2]
        self.list.clear()
        for each in self._found:
            item = QListWidgetItem(f"{each.kind}　{each.word}" + (f"　　{each.key}" if each.key else ""), self.list)
            item.setToolTip(each.word)
        self.list.setCurrentRow(min(max(held, 0), len(self._found) - 1))


def _fits(plain: str, word: str) -> bool:
    """Whether a few letters of any kind mean a word; everything is offered before something is typed."""
    if not plain or plain in tidy(word):
        return True
    return any("a" <= mark <= "z" for mark in plain) and spells(plain, tidy(word), anywhere=True)


def _of(unit: str) -> TicketFilter:
    return TicketFilter(units=(unit,), open_only=True)


def _goes_to(session: Session, ticket_id: int) -> Callable[[], None]:
    return lambda: session.navigator.go(Place.TICKETS, ticket_id)
