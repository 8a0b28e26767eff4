"""A phone that called before: what its last ticket says, put into the new form at a nod."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.records.callers import PastCaller

_LOOK_MS = 250


class PastCallerStrip(QFrame):
    """``taken(values)`` when the clerk nods; hidden while nobody called from the phone."""

    taken = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self._session = session
        self._job: Job | None = None
        self._phones = ""
        self.found: PastCaller | None = None
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.take = QPushButton("填入")
        self.take.setToolTip("把上次的姓名、地址、信息保密填进来（Alt+Y）；已经填的不改")
        self.take.clicked.connect(self.nod)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self.note, 1)
        layout.addWidget(self.take)
        self._looking = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self.hide()

    def follow(self, phones: object) -> None:
        """Looks up who called from what is typed now."""
        text = str(phones or "")
        if text != self._phones:
            self._phones = text
            self._looking.start()

    def nod(self) -> None:
        """Takes over what was found, from a key or the button."""
        if self.found is not None:
            self.taken.emit(self.found.values)

    def _look(self) -> None:
        if self._job is not None:
            self._job.cancel()
        callers, phones = self._session.office.callers, self._phones
        self._job = self._session.jobs.run(lambda: callers.past(phones), self._show, owner=self)

    def _show(self, found: PastCaller | None) -> None:
        self.found = found
        self.setVisible(found is not None)
        numbers = found.numbers if found is not None else ()
        self._session.looks.stands(self, *(("ticket", number) for number in numbers))
        if found is None:
            return
        last = f"，上次 {found.called_at.month}月{found.called_at.day}日" if found.called_at else ""
        parts = [found.caller, found.address, "要求信息保密" if found.confidential else ""]
        self.note.setText(f"这个电话来过 {found.count} 次{last}：{'，'.join(part for part in parts if part)}")
