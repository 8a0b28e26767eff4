"""Notices which records are shown in full, and has that written down in batches, never while one selects."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from hotline_desktop.domain.terms.keeping import Look
from hotline_desktop.gui.shell.background.jobs import Jobs

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

SEEN_MS = 2_000
_BATCH_MS = 10_000  # the most that the end of the program, by force or by a power cut, may take away
_NAMELESS = "（没有填姓名）"


class _Standing:
    """What one view shows now. The view by a weak reference: a closed window is not kept, for two seconds or ever."""

    def __init__(self, where: QWidget, owner: QObject, count: Callable[[_Standing], None]) -> None:
        self._where = weakref.ref(where)
        self.records: frozenset[tuple[str, str]] = frozenset()
        self.timer = QTimer(owner, interval=SEEN_MS, singleShot=True)
        self.timer.timeout.connect(lambda: count(self))

    @property
    def seen(self) -> bool:
        """Whether it can be looked at."""
        where = self._where()
        return where is not None and isValid(where) and where.isVisible()

    @property
    def gone(self) -> bool:
        """Whether the view is there no more."""
        where = self._where()
        return where is None or not isValid(where)


class LookWatch(QObject):
    """A record counts as seen once it stood in a view for two seconds, for each person once a day.

    Every view that shows names, phones or texts in full tells here what it shows: pages, windows beside them, papers,
    scans, repeats side by side, rows of a list without masks.
    """

    def __init__(self, office: Office, jobs: Jobs, clock: Callable[[], datetime], person: Callable[[], str]) -> None:
        super().__init__(jobs)
        self._office, self._jobs, self._clock, self._person = office, jobs, clock, person
        self.standing: dict[int, _Standing] = {}
        self._known: set[tuple[str, str, str, str]] = set()
        self._batch: list[Look] = []
        self._write = QTimer(self, interval=_BATCH_MS, singleShot=True)
        self._write.timeout.connect(self.write_down)

    def stands(self, where: QWidget, *records: tuple[str, str]) -> None:
        """``where`` shows those records (kind: ticket, case, talk; and number) in full, and no others any more."""
        self.standing = {key: view for key, view in self.standing.items() if not view.gone}
        if id(where) not in self.standing:
            self.standing[id(where)] = _Standing(where, self, self._count)
        view = self.standing[id(where)]
        view.records = frozenset(record for record in records if record[1])
        if view.records:
            view.timer.start()
        else:
            view.timer.stop()

    def pause(self) -> None:
        """Nobody is there for a while: what was seen is written down."""
        for view in self.standing.values():
            view.timer.stop()
        self.write_down()

    def resume(self) -> None:
        """Somebody is there again, and sees what stands there."""
        for view in self.standing.values():
            if view.records and not view.gone:
                view.timer.start()

    def write_down(self) -> None:
        """Writes down what was seen since the last time, behind what the clerk asked for."""
        self._write.stop()
        seen, self._batch = self._batch, []
        if seen:
            self._jobs.run(lambda: self._office.looks.note(seen), failed=lambda _error: self._keep(seen))

    def _keep(self, seen: list[Look]) -> None:
        """What could not be written down, on a full disk or beside a program that writes long, is tried again."""
        self._batch = [*seen, *self._batch]
        if isValid(self._write):
            self._write.start()

    def end(self) -> None:
        """The office is about to be closed: writes down what is left, and notices nothing more."""
        self.pause()
        self.deleteLater()

    def _count(self, view: _Standing) -> None:
        if not view.seen:
            return
        now, person = self._clock(), self._person() or _NAMELESS
        for kind, number in sorted(view.records):
            key = (f"{now:%Y-%m-%d}", person, kind, number)
            if key not in self._known:
                self._known.add(key)
                self._batch.append(Look(now, person, kind, number))
        if self._batch and not self._write.isActive():
            self._write.start()
