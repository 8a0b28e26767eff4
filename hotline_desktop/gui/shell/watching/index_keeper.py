"""Merges the full-text index step by step while the window has nothing else to do."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from hotline_desktop.gui.shell.session.session import Session

_FIRST_MS = 20_000  # the opening, its first backup and the clerk's first look come before
_LOOK_MS = 60_000
_BETWEEN_MS = 150  # a step takes some milliseconds: the machine is hardly busy with it


class IndexKeeper(QObject):
    """Looks now and then whether there is something to do, and does it a little at a time, behind everything else."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._next = QTimer(self, singleShot=True, interval=_FIRST_MS)
        self._next.timeout.connect(self.go_on)
        self._next.start()

    def go_on(self) -> None:
        """One step where nothing else is under way, else in a while."""
        jobs, office = self._session.jobs, self._session.office
        if jobs.is_idle:
            jobs.run(office.put_index_together, self._plan, failed=lambda _error: self._plan(False), owner=self)
        else:
            self._plan(True)

    def _plan(self, more: bool) -> None:
        """Plans the next step. An error is ignored: the next step, or whoever needs the data, will report it."""
        self._next.start(_BETWEEN_MS if more else _LOOK_MS)
