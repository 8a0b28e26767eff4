"""Notices while the window stands open that another program wrote into the office: nothing on the screen goes stale."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.session import Session

_LOOK_MS = 5_000


class OthersWatch(QObject):
    """It looks as long as ``parent`` is there, also while nobody is logged in."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._known: int | None = None
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()
        self.look()

    def look(self) -> None:
        """Asks whether there was anything; what cannot be read is told by whatever is asked for next."""
        self._session.jobs.run(self._session.office.others_wrote, self._found, failed=lambda _error: None, owner=self)

    def _found(self, times: int) -> None:
        known, self._known = self._known, times
        if known not in (None, times):
            self._session.navigator.publish(Changes(everything=True))
