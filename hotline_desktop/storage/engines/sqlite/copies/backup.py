"""Copies of the database, made by SQLite's online backup so that they are whole even while it is in use."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from hotline_desktop.files.folders import numbered
from hotline_desktop.files.unfinished import is_stale
from hotline_desktop.storage.engines.sqlite.connection.address import read_only_address
from hotline_desktop.storage.engines.sqlite.connection.cipher import connect, fitting_key
from hotline_desktop.storage.engines.sqlite.connection.errors import backup_failed, damaged, database_error_from
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.migrations import HEAD

_INSTRUCTIONS = 200_000  # of SQLite between two reports
_PAGES = 2_000  # copied between two reports: some megabytes
Report = Callable[[int, int], object]


def copy(
    source: sqlite3.Connection, path: Path, target: Path, report: Report | None = None, key: bytes | None = None
) -> None:
    """Writes a copy of ``path``, open as ``source``, to ``target``, and reads it through before it counts.

    A copy of an encrypted file is encrypted with the same ``key``.

    One that fails leaves an earlier one as it was. ``report`` is told the pages done and their number, and may raise.
    Raises DatabaseError, which speaks of ``target`` unless the database itself is damaged.
    """
    try:
        _copy(source, target, report, key)
    except errors(OSError) as error:
        cause = database_error_from(error, target)
        if cause is None:
            raise
        raise (damaged(path) if cause.kind == "damaged" else backup_failed(target, cause)) from error
    except _Unsound as error:
        raise damaged(path) from error


class _Unsound(Exception):
    """The pages, indexes or rows of a copy do not fit together."""


def _copy(source: sqlite3.Connection, target: Path, report: Report | None, key: bytes | None) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = _unfinished(target)
    if unfinished.exists() and unfinished.stat().st_size:  # one of no length was reserved for this copy
        unfinished.unlink()

    def progress(_status: int, remaining: int, total: int) -> None:
        if report is not None:
            report(total - remaining, total)

    try:
        with closing(connect(unfinished, key)) as copied:
            source.backup(copied, pages=_PAGES if report is not None else -1, progress=progress)
            # One file, without a log beside it.
            copied.execute("PRAGMA journal_mode = DELETE")
        # Copied pages bring their damage along: a copy that does not fit together is none. It is read as a file that
        # was closed, so that nothing is looked at but what was written.
        if faults_of_file(unfinished, key, report):
            raise _Unsound
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def _reporting(raw: sqlite3.Connection, report: Report | None) -> Iterator[None]:
    """Interrupts a long statement with whatever ``report`` raises."""
    raised: list[BaseException] = []

    def asked() -> bool:
        try:
            if report is not None:
                report(0, 0)
        except BaseException as stop:
            raised.append(stop)
        return bool(raised)

    raw.set_progress_handler(asked, _INSTRUCTIONS)
    try:
        yield
    finally:
        raw.set_progress_handler(None, 0)
        if raised:
            raise raised[0]


def faults(raw: sqlite3.Connection, most: int = 20) -> tuple[str, ...]:
    """What SQLite's integrity check finds wrong with pages and indexes; empty where nothing is.

    A missing row that another row refers to is not among it: ``storage/rebuilding/dangling.py`` finds those.
    """
    try:
        return tuple(text for (text,) in raw.execute(f"PRAGMA integrity_check({most})") if text != "ok")
    except errors() as error:
        return (str(error),)


def before_upgrade(path: Path, folder: Path, key: bytes | None = None, report: Report | None = None) -> Path | None:
    """A copy of the file as the older version left it, named after that version; an earlier one is kept.

    None where another program has upgraded it meanwhile. Its pages and the number of rows of every
    table were compared. ``report`` as in ``copy``. Raises DatabaseError; nothing is upgraded then.
    """
    try:
        with closing(connect(path, key, read_only_address(path))) as source:
            source.execute("BEGIN")  # whoever else begins with the upgrade now finishes it after the copy
            version = source.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            if version == HEAD:
                return None
            target = _reserved(folder, f"{path.stem}-升级前-{version}")
            before = _row_counts(source)
            copy(source, path, target, report, key)
            with closing(connect(target, key, read_only_address(target))) as copied:
                if _row_counts(copied) != before:
                    target.unlink()
                    raise backup_failed(target, DatabaseError("machine", ""))
            return target
    except errors(OSError) as error:
        problem = database_error_from(error, path)
        if problem is None:
            raise
        raise problem from error


def _row_counts(raw: sqlite3.Connection) -> dict[str, int]:
    """How many rows every table has that can be read by rows."""
    tables = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    return {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables.fetchall()}


def _unfinished(target: Path) -> Path:
    """Where a copy stands until it counts."""
    return target.with_name(f"{target.name}.part")


def _reserved(folder: Path, stem: str) -> Path:
    """A name in ``folder`` that is not taken yet, nor will be by another program that makes a copy at this moment."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in numbered(stem):
        target = folder / f"{name}.db"
        if is_stale(_unfinished(target)):  # a kill left it
            _unfinished(target).unlink(missing_ok=True)
        if not target.exists():
            with suppress(FileExistsError), _unfinished(target).open("xb"):
                return target
    raise AssertionError("numbers do not end")


def faults_of_file(path: Path, key: bytes | None, report: Report | None = None) -> tuple[str, ...]:
    """As ``faults``, for a file that nobody has open. ``report`` is asked now and then, and may raise."""
    try:
        address = read_only_address(path, unchanging=True)
        with closing(connect(path, fitting_key(path, key), address)) as raw, _reporting(raw, report):
            return faults(raw)
    except errors() as error:
        return (str(error),)


def opens(path: Path, key: bytes) -> bool:
    """Whether ``key`` is that of the encrypted file, which nobody has open; of a log beside it nothing is asked."""
    try:
        with closing(connect(path, key, read_only_address(path, unchanging=True))) as raw:
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except errors():
        return False
    return True


def tables_version_of(path: Path, key: bytes | None) -> str | None:
    """The version of the tables in a file that nobody has open; None where it is none of ours."""
    try:
        with closing(connect(path, fitting_key(path, key), read_only_address(path, unchanging=True))) as raw:
            row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    except errors():
        return None
    return str(row[0]) if row is not None else None


def attachments_named(path: Path, key: bytes | None = None) -> tuple[str, ...]:
    """The digests of the attachments that a file of data names. Raises DatabaseError where it cannot be read."""
    try:
        with closing(connect(path, fitting_key(path, key), read_only_address(path, unchanging=True))) as raw:
            return tuple(digest for (digest,) in raw.execute("SELECT DISTINCT digest FROM attachments ORDER BY digest"))
    except errors() as error:
        raise database_error_from(error, path) or damaged(path) from error
