"""Notices when the open data changes on the disk: another program writes it, or the file is taken away."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.session.session import Session

_LOOK_MS = 5_000


class DataWatch(QObject):
    """Lists, counts and open forms follow what others write, and the clerk hears at once that nothing can be kept.

    It looks as long as ``parent`` is there, also while nobody is logged in.
    """

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
        office = self._session.office
        self._session.jobs.run(office.missing, self._tell, failed=_nothing, owner=self)
        self._session.jobs.run(office.others_wrote, self._follow, failed=_nothing, owner=self)

    def _tell(self, missing: Exception | None) -> None:
        before, self._session.missing = self._session.missing, missing
        if missing is not None and before is None:
            self._session.prompts.error(missing, "数据文件不在原处了", of_office=True)
        elif before is not None and missing is None:
            self._session.prompts.say("数据文件又在原处了，可以接着办。", of_office=True)

    def _follow(self, times: int) -> None:
        known, self._known = self._known, times
        if known not in (None, times):
            self._session.navigator.publish(Changes(everything=True))


def _nothing(_error: Exception) -> None:
    """Ignores the error of one look: the next look, or whoever needs the data, will report it."""
