"""Notices which records stand on the screen in full, and has that written down in batches: never while one selects."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from hotline_desktop.domain.terms.keeping import Look
from hotline_desktop.gui.shell.jobs import Jobs

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

SEEN_MS = 2_000
_BATCH_MS = 60_000
_NAMELESS = "（没有填姓名）"


class LookWatch(QObject):
    """A record counts as seen once it stood there for two seconds, for each person once a day."""

    def __init__(self, office: Office, jobs: Jobs, clock: Callable[[], datetime], person: Callable[[], str]) -> None:
        super().__init__(jobs)
        self._office, self._jobs, self._clock, self._person = office, jobs, clock, person
        # The view by a weak reference: a closed window is not kept for two seconds, nor for ever.
        self._standing: tuple[str, str, weakref.ref[QWidget]] | None = None
        self._known: set[tuple[str, str, str, str]] = set()
        self._batch: list[Look] = []
        self._seen = QTimer(self, interval=SEEN_MS, singleShot=True)
        self._seen.timeout.connect(self._count)
        self._write = QTimer(self, interval=_BATCH_MS, singleShot=True)
        self._write.timeout.connect(self.write_down)

    def stands(self, kind: str, number: str, where: QWidget) -> None:
        """The record of that ``kind`` (ticket, case) and ``number`` is shown in full by ``where``."""
        self._standing = (kind, number, weakref.ref(where))
        self._seen.start()

    def gone(self) -> None:
        """Nothing is shown any more."""
        self._standing = None
        self._seen.stop()

    def pause(self) -> None:
        """Nobody is there for a while: what was seen is written down."""
        self.gone()
        self.write_down()

    def write_down(self) -> None:
        """Writes down what was seen since the last time, behind what the clerk asked for."""
        self._write.stop()
        seen, self._batch = self._batch, []
        if seen:
            self._jobs.run(lambda: self._office.looks.note(seen))

    def end(self) -> None:
        """The office is about to be closed: writes down what is left, and notices nothing more."""
        self.pause()
        self.deleteLater()

    def _count(self) -> None:
        if self._standing is None:
            return
        kind, number, shown = self._standing
        where = shown()
        if where is None or not isValid(where) or not where.isVisible():
            return
        look = Look(self._clock(), self._person() or _NAMELESS, kind, number)
        key = (f"{look.at:%Y-%m-%d}", look.person, kind, number)
        if key not in self._known:
            self._known.add(key)
            self._batch.append(look)
            if not self._write.isActive():
                self._write.start()
