"""The rollback journal beside a file (``-journal``): old pages, which SQLite puts back when the file is opened.

An office uses a write-ahead log (WAL) as soon as it is made. A journal beside it belongs to another file and would
destroy this one. https://www.sqlite.org/fileformat2.html#the_rollback_journal
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.files.folders import ASIDE, free_folder
from hotline_desktop.storage.engines.sqlite.connection.address import read_only_address
from hotline_desktop.storage.engines.sqlite.connection.cipher import connect
from hotline_desktop.storage.engines.sqlite.connection.errors import STOPPED
from hotline_desktop.storage.engines.sqlite.connection.holding import is_alone
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.engines.sqlite.connection.opening import is_whole, keeps_log
from hotline_desktop.storage.errors import DatabaseError

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_AT_ONCE = 4 * 1024 * 1024  # bytes
_PAGES_BEFORE = slice(16, 20)  # of its header


def was_being_made(path: Path) -> bool:
    """Whether a first start broke off in the middle of its one transaction; opening the file takes it back."""
    start = _start(path)
    return not keeps_log(path) and start.startswith(_MAGIC) and not any(start[_PAGES_BEFORE])


def has_journal(path: Path) -> bool:
    """Whether a journal beside the file would undo changes of an office, not of a first start that was broken off."""
    start = _start(path)
    return any(start[_PAGES_BEFORE]) if path.exists() else bool(start)


def set_aside_foreign_journal(
    path: Path, now: datetime | None, key: bytes | None = None, progress: Progress | None = None
) -> Path | None:
    """Moves a journal away that belongs to another file than the one that lies there now; the folder it is in.

    ``progress`` is asked now and then while file and journal are read through, and may raise Cancelled. Raises
    DatabaseError of kind ``stopped`` then, both as they were.
    """
    if not path.is_file() or not path.stat().st_size or not _start(path).startswith(_MAGIC) or was_being_made(path):
        return None
    if not is_alone(path) or (not keeps_log(path) and _undoes(path, key, progress)):
        return None
    journal = _journal_of(path)
    now = now or datetime.fromtimestamp(journal.stat().st_mtime)
    folder = free_folder(path.parent / ASIDE, f"{now:%Y%m%d-%H%M}")
    journal.rename(folder / journal.name)
    return folder


def _undoes(path: Path, key: bytes | None, progress: Progress | None) -> bool:
    """Whether what the journal puts back, tried with a copy of both, gives a whole file, or the file alone is none."""
    try:
        with TemporaryDirectory(prefix="hotline-journal-") as room:
            together = Path(room) / path.name
            for file in (path, _journal_of(path)):
                _copy(file, together.with_name(file.name), progress)
            if _is_whole(together, key, "", progress):
                return True
        return not _is_whole(path, key, read_only_address(path, unchanging=True), progress)
    except Cancelled as stopped:
        raise DatabaseError("stopped", STOPPED) from stopped


def _copy(source: Path, target: Path, progress: Progress | None) -> None:
    total = source.stat().st_size
    with source.open("rb") as read, target.open("wb") as made:
        while part := read.read(_AT_ONCE):
            made.write(part)
            if progress is not None:
                progress(made.tell(), total)


def _is_whole(path: Path, key: bytes | None, address: str, progress: Progress | None) -> bool:
    try:
        with closing(connect(path, key, address)) as raw:
            return is_whole(raw, progress)
    except errors():
        return False


def _journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _start(path: Path) -> bytes:
    """The beginning of the journal beside the file, as far as the pages there were before; empty without a journal."""
    journal = _journal_of(path)
    if not journal.exists():
        return b""
    with journal.open("rb") as file:
        return file.read(_PAGES_BEFORE.stop)
