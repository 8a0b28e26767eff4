"""Reports the progress of an upgrade, and says what becomes of one that is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.progress import Progress, stretch
from hotline_desktop.storage.engines.sqlite.connection.errors import not_upgraded
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.migrations import Around

# How far the bar stands, in hundredths, when the copy is made, the old chain checked, the tables changed, the new chain
# linked: as these take their time in an office of ten steps a ticket.
_COPIED, _CHECKED, _CHANGED, _LINKED, _DONE = 1, 16, 35, 52, 100
_STOPPED = "升级已取消，数据还是原来的版本，没有变动。下次打开时再升级；没有升级的，请继续用原来的程序。"
_UNFINISHED = "已取消。数据已经升级，一件不少，搜索和统计用的索引还没有做完，下次打开时接着做。"


class Upgrading:
    """One progress bar for all parts of an upgrade; each part reports as if it were the whole.

    ``damaged``: the file is opened for a repair, so that what cannot be derived from the tickets now is left to that.
    """

    def __init__(self, progress: Progress | None, damaged: bool = False) -> None:
        self.progress, self.damaged, self._at = progress, damaged, 0
        self.copying = stretch(self._tell, 0, _COPIED, _DONE)
        self.checking = stretch(self._tell, _COPIED, _CHECKED, _DONE)
        self.rewriting = stretch(self._tell, _CHECKED, _CHANGED, _DONE)
        self.linking = stretch(self._tell, _CHANGED, _LINKED, _DONE)
        self.filling = stretch(self._tell, _LINKED, _DONE, _DONE)
        # That something goes on of which nobody knows how long it takes.
        self.changing: Progress | None = (lambda _done, _total: self._tell(self._at, _DONE)) if progress else None
        self.kept: Path | None = None

    def _tell(self, done: int, total: int) -> None:
        self._at = done
        if self.progress is not None:
            self.progress(done, total)

    def linking_records(self, now: datetime | None) -> Around:
        """Lets the chain of records go on behind the upgrade; ``now`` is written down as its time."""
        # Few starts are upgrades: the others need none of this.
        from hotline_desktop.storage.upgrading import recorded

        return lambda connection: recorded(connection, now, self.checking, self.rewriting, self.linking)

    @contextmanager
    def taken_back_whole(self, upgrading: bool = True) -> Iterator[None]:
        """Says of an upgrade that was stopped or failed that nothing has changed, and removes the copy made for it."""
        try:
            yield
        except DatabaseError as error:
            if self.kept is not None:
                self.kept.unlink(missing_ok=True)
            if not upgrading:
                raise
            raise not_upgraded(error) from error
        except (Cancelled, KeyboardInterrupt) as stopped:
            if self.kept is not None:
                self.kept.unlink(missing_ok=True)
            if isinstance(stopped, KeyboardInterrupt):
                raise
            raise DatabaseError("stopped", _STOPPED) from stopped

    @contextmanager
    def to_be_finished(self) -> Iterator[None]:
        """Says, where it is stopped, that rebuilding what is derived from the tickets goes on at the next opening."""
        try:
            yield
        except Cancelled as stopped:
            raise DatabaseError("stopped", _UNFINISHED) from stopped
        except DatabaseError as error:
            if not self.damaged or error.kind != "damaged":
                raise
