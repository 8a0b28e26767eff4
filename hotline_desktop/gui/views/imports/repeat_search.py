"""After an import: the new tickets are looked up for repeats while the clerk works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.session.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.records.repeats import PossibleRepeat


class RepeatSearch(QObject):
    """``advanced(done, of)`` while it runs, ``ended()`` when every ticket was looked up.

    ``looked_up`` is how many these were then, ``found`` the hits.
    """

    advanced = Signal(int, int)
    ended = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self.looked_up = 0
        self.found: tuple[PossibleRepeat, ...] = ()

    def begin(self, batch_id: int) -> None:
        """Looks up what an import brought in, in place of what was looked up before."""
        self.stop()
        repeats = self._session.office.repeats
        self._job = self._session.jobs.run(lambda: repeats.of_import(batch_id), self._look_up, owner=self)

    def stop(self) -> None:
        """Gives up."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.looked_up, self.found = 0, ()

    def _look_up(self, ids: tuple[int, ...]) -> None:
        """Beside whatever else is asked of the database."""
        repeats = self._session.office.repeats
        self.advanced.emit(0, len(ids))

        def ended(found: tuple[PossibleRepeat, ...]) -> None:
            self._job = None
            self.looked_up, self.found = len(ids), found
            self.ended.emit()

        def reported(done: int, of: int) -> None:
            if self._job is job and of:  # the rest only says that the database is at work
                self.advanced.emit(done, of)

        job = self._job = self._session.jobs.look_up(
            lambda progress: repeats.look_up(ids, progress), ended, owner=self, with_progress=True
        )
        job.reported.connect(reported)
