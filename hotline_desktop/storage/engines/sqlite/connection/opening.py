"""Opens the connection to a file of data: for work, or for reading only where the machine allows no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_IWUSR
from typing import NamedTuple

from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.storage.engines.sqlite.connection import base_mark
from hotline_desktop.storage.engines.sqlite.connection.address import read_only_address
from hotline_desktop.storage.engines.sqlite.connection.cipher import WAIT_SECONDS
from hotline_desktop.storage.engines.sqlite.connection.cipher import connect as connected
from hotline_desktop.storage.engines.sqlite.connection.errors import gone, no_room_to_read
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.errors import DatabaseError

_CACHE_KIB = 32 * 1024
_LOG_BYTES = 64 * 1024 * 1024  # what stays of the log beside the file after a large import
_WRITE_VERSION = 18  # the byte of the file's head that says whether changes go to a log first
_WITH_LOG = b"\x02"
_LOG_MAGIC = b"\x37\x7f\x06"  # https://www.sqlite.org/fileformat2.html#walformat


def connect(path: Path, key: bytes | None = None) -> sqlite3.Connection:
    """A connection for work; the file is made where there is none, encrypted where ``key`` is given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _let_write_beside(path)
    raw = connected(path, key)
    try:
        _prepare(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def _let_write_beside(path: Path) -> None:
    """What SQLite made beside the file while that was read-only is so too, and would keep the file from being written.

    https://www.sqlite.org/walformat.html: log and index get the rights of the file when they are made.
    """
    with suppress(OSError):
        rights = path.stat().st_mode
        for beside in (log_of(path), path.with_name(path.name + "-shm")):
            if rights & S_IWUSR and beside.exists() and not beside.stat().st_mode & S_IWUSR:
                beside.chmod(S_IMODE(rights))


def connect_reading(path: Path, key: bytes | None) -> tuple[sqlite3.Connection, Path | None]:
    """A connection that cannot write, and the folder with a copy where the file could only be read as one.

    A log beside the file belongs to it: where SQLite may not take it in on the spot, both are copied elsewhere.
    """
    raw, log = open_at_once(path, key), log_of(path)
    if raw is not None:
        return raw, None
    import shutil  # few starts need them
    import tempfile

    copied = None
    try:
        copied = Path(tempfile.mkdtemp(prefix="hotline-reading-"))
        for file in filter(Path.exists, (path, log)):
            shutil.copyfile(file, copied / file.name)
    except OSError as error:
        if copied is not None:
            shutil.rmtree(copied, ignore_errors=True)
        raise no_room_to_read(path, machine_reason(error)) from error
    opened = connected(copied / path.name, key)
    opened.execute("PRAGMA query_only = ON")
    return opened, copied


def open_at_once(path: Path, key: bytes | None) -> sqlite3.Connection | None:
    """A connection that cannot write; None where SQLite may not read the file on the spot."""
    return _opened(path, key, read_only_address(path, unchanging=not has_log(path)))


def connect_beside(path: Path, key: bytes | None = None) -> sqlite3.Connection:
    """A further connection to a file that is open already, which neither writes nor makes one where there is none."""
    if not log_of(path).exists():
        return connect_reading(path, key)[0]
    raw = connected(path, key, read_only_address(path).replace("mode=ro", "mode=rw"))
    raw.execute("PRAGMA query_only = ON")
    return raw


@contextmanager
def reading(path: Path, key: bytes | None = None) -> Iterator[sqlite3.Connection]:
    """A connection that cannot write, for one look at the file."""
    raw, copied = connect_reading(path, key)
    try:
        yield raw
    finally:
        raw.close()
        if copied is not None:
            import shutil

            shutil.rmtree(copied, ignore_errors=True)


def keep_log(raw: sqlite3.Connection) -> None:
    """Writes changes into a log first; not before an upgrade, which either changes the file or leaves every byte."""
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
    raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # makes the log, which is watched from now on


def log_of(path: Path) -> Path:
    """The log beside the file."""
    return path.with_name(path.name + "-wal")


def has_log(path: Path) -> bool:
    """Whether changes wait in a log beside the file."""
    log = log_of(path)
    return log.exists() and log.stat().st_size > 0


def has_foreign_log(path: Path) -> bool:
    """Whether a log lies beside a file that says that it has none."""
    return has_log(path) and path.exists() and path.stat().st_size > _WRITE_VERSION and not keeps_log(path)


def keeps_log(path: Path) -> bool:
    """Whether the file, which must be there, says that changes go to a log first."""
    with path.open("rb") as opened:
        return opened.read(_WRITE_VERSION + 1)[_WRITE_VERSION:] == _WITH_LOG


def is_whole(raw: sqlite3.Connection, progress: Progress | None = None) -> bool:
    """Whether pages and indexes fit together; ``progress`` is asked now and then, and what it raises ends that."""
    from hotline_desktop.storage.engines.sqlite.connection.telling import (
        reporting,  # loads what the first look does without
    )

    with suppress(*errors()), reporting(raw, progress):
        return bool(raw.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    return False


class _Identity(NamedTuple):
    device: int
    file: int


class Watch:
    """Notices that the file was deleted, moved or replaced under an open connection.

    The connection goes on working on what nobody else can see any more: what it writes is lost with the program.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = {file: identity(file) for file in (path, log_of(path))}
        self._mark = ""

    def check(self) -> None:
        """Raises DatabaseError where the name does not lead to the open file any more."""
        if not self.holds():
            raise gone(self._path)

    def holds(self) -> bool:
        """Whether the names of file and log still lead to what is open, and nobody emptied the file."""
        same = all(known is None or identity(file) == known for file, known in self._known.items())
        return same and self._path.stat().st_size > 0

    def check_log(self) -> None:
        """Raises DatabaseError where the log, in which a step was just written, is none that could be taken in again.

        Somebody cut or overwrote it: what stands behind its beginning would be ignored at the next opening. Which file
        it goes on from is remembered, for the opening after a crash.
        """
        try:
            with log_of(self._path).open("rb") as log:
                start = log.read(base_mark.LOG_HEADER)
            mark = base_mark.present(self._path, start)
        except OSError:
            raise gone(self._path) from None
        if start and not start.startswith(_LOG_MAGIC):
            raise gone(self._path)
        if mark != self._mark:
            base_mark.write(self._path, mark)
            self._mark = mark

    def end(self) -> None:
        """The file was closed: where no log is left, nothing needs to be known of it."""
        if not has_log(self._path):
            base_mark.forget(self._path)


def identity(path: Path) -> _Identity | None:
    """Which file stands under that name, whatever it is called later; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return _Identity(found.st_dev, found.st_ino)


def _opened(path: Path, key: bytes | None, uri: str) -> sqlite3.Connection | None:
    raw = None
    try:
        raw = connected(path, key, uri)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return raw
    except errors(DatabaseError):
        if raw is not None:
            raw.close()
        return None


def _prepare(raw: sqlite3.Connection) -> None:
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    _try_to_write(raw)


def _try_to_write(raw: sqlite3.Connection) -> None:
    """Whether the file may be written shows only in writing something, which is taken back at once.

    Where another program is writing, it may: nobody who only wants to read has to wait for that program.
    """
    try:
        with without_waiting(raw):
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("PRAGMA user_version = 0")
            raw.execute("ROLLBACK")
    except errors() as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY:
            raise


@contextmanager
def without_waiting(raw: sqlite3.Connection) -> Iterator[None]:
    """What another program keeps from us is refused at once."""
    raw.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1_000)}")
