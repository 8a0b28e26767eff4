"""After an import: each new ticket is looked up for repeats, a few at a time, while the clerk works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.gui.shell.jobs import Job
from hotline_desktop.gui.shell.session import Session

if TYPE_CHECKING:
    from hotline_desktop.services.repeats import PossibleRepeat

_AHEAD = 1_000  # of so many is counted ahead what their words are
_AT_ONCE = 5  # what others ask of the database waits for that many look-ups at most


class RepeatSearch(QObject):
    """``advanced(done, of)`` while it runs, ``ended()`` when every ticket was looked up; ``found`` are the hits."""

    advanced = Signal(int, int)
    ended = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._ids: tuple[int, ...] = ()
        self._done = 0
        self.found: list[PossibleRepeat] = []

    @property
    def looked_up(self) -> int:
        """How many tickets were looked up."""
        return self._done

    def begin(self, batch_id: int) -> None:
        """Looks up what an import brought in, in place of what was looked up before."""
        self.stop()
        repeats = self._session.office.repeats
        self._job = self._session.jobs.run(lambda: repeats.of_import(batch_id), self._start, owner=self)

    def stop(self) -> None:
        """Gives up."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._ids, self._done, self.found = (), 0, []

    def _start(self, ids: tuple[int, ...]) -> None:
        self._ids = ids
        self._prepare()

    def _prepare(self) -> None:
        """Counts ahead for the next thousand, beside whatever else is asked of the database."""
        part = self._ids[self._done : self._done + _AHEAD]
        if not part:
            self._job = None
            self.ended.emit()
            return
        self.advanced.emit(self._done, len(self._ids))
        repeats = self._session.office.repeats
        self._job = self._session.jobs.run_aside(
            lambda progress: repeats.prepare(part, progress),
            lambda _counted: self._go_on(),
            failed=self._go_on_unprepared,
            owner=self,
            with_progress=True,
        )

    def _go_on_unprepared(self, error: Exception) -> None:
        """What is in the way of counting is in the way of looking up as well, and said there."""
        self._job = None
        if not isinstance(error, Cancelled):
            self._go_on()

    def _go_on(self) -> None:
        part = self._ids[self._done : self._done + _AT_ONCE]
        repeats = self._session.office.repeats

        def add(found: tuple[PossibleRepeat, ...]) -> None:
            self._done += len(part)
            self.found += found
            if self._done % _AHEAD and self._done < len(self._ids):
                self.advanced.emit(self._done, len(self._ids))
                self._go_on()
            else:
                self._prepare()

        self._job = self._session.jobs.run(lambda: repeats.look_up(part), add, owner=self)
