"""Writes a file of data anew, encrypted or plain. It counts only when all of it was compared with the old one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path

from hotline_desktop.storage.engines.sqlite.connection.cipher import attach, connect, connect_to_rewrite
from hotline_desktop.storage.engines.sqlite.connection.errors import damaged, database_error_from, in_use, not_rewritten
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.engines.sqlite.copies.backup import faults

Report = Callable[[int, int], object]
_BATCH = 1_000
_COPY = "rewritten"
_KEPT = ("user_version", "application_id")
_LAYOUT = "SELECT type, name, tbl_name, sql FROM {}.sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
_TABLES = "SELECT name FROM {}.sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"


class Alone:
    """A file of data that nobody but us has open."""

    def __init__(self, path: Path, raw: sqlite3.Connection) -> None:
        self._path, self._raw = path, raw

    def write_anew(self, target: Path, key: bytes | None, report: Report | None = None) -> None:
        """Writes everything into the new file ``target``, encrypted with ``key`` or plain without one.

        Layout and every row of every table are compared, pages and references checked. ``report`` is told the tables
        done and their number, and may raise. Raises DatabaseError; no ``target`` stands there then.
        """
        try:
            attach(self._raw, target, _COPY, key)
            _copy(self._raw)
            if not _is_same(self._raw, report):
                raise not_rewritten(self._path, None)
            self._raw.execute(f"DETACH DATABASE {_COPY}")
            with closing(connect(target, key)) as copied:
                if faults(copied):
                    raise not_rewritten(self._path, None)
            with target.open("rb+") as written:
                os.fsync(written.fileno())
        except BaseException as error:
            for left in (target, target.with_name(target.name + "-journal"), target.with_name(target.name + "-wal")):
                left.unlink(missing_ok=True)
            problem = database_error_from(error, self._path) if isinstance(error, errors(OSError)) else None
            if problem is None:
                raise
            made = damaged(self._path) if problem.kind == "damaged" else not_rewritten(self._path, problem)
            raise made from error


@contextmanager
def alone(path: Path, key: bytes | None) -> Iterator[Alone]:
    """The file for nobody but us, until the block ends. Raises DatabaseError where somebody else has it open."""
    with closing(connect_to_rewrite(path, key)) as raw:
        try:
            mode = raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0]  # refused while others are there
            raw.execute("PRAGMA main.locking_mode = EXCLUSIVE")
            raw.execute("BEGIN EXCLUSIVE")
            raw.execute("COMMIT")  # stays locked until it is closed
        except errors() as error:
            problem = database_error_from(error, path)
            raise (in_use(path) if problem is not None and problem.kind == "locked" else problem or error) from error
        if mode != "delete":
            raise in_use(path)
        yield Alone(path, raw)


def _copy(raw: sqlite3.Connection) -> None:
    raw.execute(f"SELECT sqlcipher_export('{_COPY}')").fetchall()
    for name in _KEPT:
        (value,) = raw.execute(f"PRAGMA main.{name}").fetchone()
        raw.execute(f"PRAGMA {_COPY}.{name} = {int(value)}")


def _is_same(raw: sqlite3.Connection, report: Report | None) -> bool:
    if raw.execute(_LAYOUT.format("main")).fetchall() != raw.execute(_LAYOUT.format(_COPY)).fetchall():
        return False
    tables = [name for (name,) in raw.execute(_TABLES.format("main")).fetchall()]
    for number, table in enumerate(tables, start=1):
        if any(one != other for one, other in zip_longest(_rows(raw, "main", table), _rows(raw, _COPY, table))):
            return False
        if report is not None:
            report(number, len(tables))
    return True


def _rows(raw: sqlite3.Connection, of: str, table: str) -> Iterator[tuple[object, ...]]:
    """Every row, in the order in which they stand."""
    without_rowid = raw.execute("SELECT wr FROM pragma_table_list(?) WHERE schema = ?", (table, of)).fetchone()[0]
    found = raw.execute(f'SELECT * FROM {of}."{table}"{"" if without_rowid else " ORDER BY rowid"}')
    while batch := found.fetchmany(_BATCH):
        yield from batch
