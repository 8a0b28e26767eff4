"""Asks the clerk before something is recorded by a clock that can hardly be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from hotline_desktop.domain.time.clock_doubts import clock_doubt
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts
from hotline_desktop.system.clock import now, utc_offset

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office


class ClockCheck(QObject):
    """Knows when the office last recorded anything; :meth:`approved` compares the clock with it.

    The zone is looked at only where ``clock`` is the machine's own, and asked about once for each.
    """

    def __init__(self, office: Office, jobs: Jobs, prompts: Prompts, clock: Callable[[], datetime]) -> None:
        super().__init__(jobs)
        self._office, self._jobs, self._prompts, self._clock = office, jobs, prompts, clock
        self._newest: datetime | None = None
        self._zone_matters = clock is now
        self._accepted: timedelta | None = None

    def look(self) -> None:
        """Looks up when something was last recorded."""
        clocks, offset = self._office.clocks, utc_offset()
        self._jobs.run(lambda: (clocks.newest(), offset if clocks.accepted(offset) else None), self._take, owner=self)

    def recorded(self) -> None:
        """Something was recorded just now."""
        self._newest = self._clock()

    def approved(self, clerk: str) -> bool:
        """Whether to go on; where the clock is doubtful the clerk is asked once, and her answer recorded."""
        offset: timedelta | None = utc_offset() if self._zone_matters else None
        if offset == self._accepted:  # it may change while the window stands open, by summer time or by hand
            offset = None
        doubt = clock_doubt(self._clock(), self._newest, offset)
        if not doubt:
            return True
        if not self._prompts.confirm("电脑的时间可能不对", doubt, "时间没错，照办", danger=True):
            return False
        self.recorded()
        self._accepted = self._accepted if offset is None else offset
        self._jobs.run(lambda: self._office.clocks.insist(doubt, clerk, offset), owner=self)
        return True

    def _take(self, found: tuple[datetime | None, timedelta | None]) -> None:
        newest, accepted = found
        self._accepted = self._accepted if accepted is None else accepted
        if self._newest is None:
            self._newest = newest
