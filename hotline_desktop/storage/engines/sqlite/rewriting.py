"""A file of data written anew in another form, encrypted or plain: nothing counts before all of it was compared."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path

from hotline_desktop.storage.engines.sqlite.backup import faults
from hotline_desktop.storage.engines.sqlite.cipher import attach, connect, connect_to_rewrite
from hotline_desktop.storage.engines.sqlite.errors import backup_failed, damaged, in_use, trouble_from
from hotline_desktop.storage.engines.sqlite.libraries import errors
from hotline_desktop.storage.errors import DatabaseTrouble

Report = Callable[[int, int], object]
_BATCH = 1_000
_COPY = "rewritten"
_KEPT = ("user_version", "application_id")
_LAYOUT = "SELECT type, name, tbl_name, sql FROM {}.sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
_TABLES = "SELECT name FROM {}.sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"


def rewrite(
    source: Path, source_key: bytes | None, target: Path, target_key: bytes | None, report: Report | None = None
) -> None:
    """Writes everything in ``source`` into the new file ``target``, encrypted with ``target_key`` or plain without one.

    Nobody else may have ``source`` open, and nobody can open it meanwhile. Layout and every row of every table are
    compared, pages and references checked. ``report`` is told the tables done and their number, and may raise. Raises
    DatabaseTrouble; ``source`` is as it was, and no ``target`` stands there then.
    """
    try:
        with _alone(source, source_key) as raw:
            attach(raw, target, _COPY, target_key)
            _copy(raw)
            if not _is_same(raw, report):
                raise backup_failed(target, DatabaseTrouble("machine", ""))
            raw.execute(f"DETACH DATABASE {_COPY}")
            with closing(connect(target, target_key)) as copied:
                if faults(copied):
                    raise backup_failed(target, DatabaseTrouble("machine", ""))
            with target.open("rb+") as written:
                os.fsync(written.fileno())
    except BaseException as error:
        for left in (target, target.with_name(target.name + "-journal"), target.with_name(target.name + "-wal")):
            left.unlink(missing_ok=True)
        trouble = trouble_from(error, source) if isinstance(error, errors(OSError)) else None
        if trouble is None:
            raise
        raise (damaged(source) if trouble.kind == "damaged" else backup_failed(target, trouble)) from error


@contextmanager
def _alone(path: Path, key: bytes | None) -> Iterator[sqlite3.Connection]:
    """The file for nobody but us. Raises DatabaseTrouble where somebody else has it open."""
    with closing(connect_to_rewrite(path, key)) as raw:
        try:
            mode = raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0]  # refused while others are there
            raw.execute("PRAGMA main.locking_mode = EXCLUSIVE")
            raw.execute("BEGIN EXCLUSIVE")
            raw.execute("COMMIT")  # stays locked until it is closed
        except errors() as error:
            trouble = trouble_from(error, path)
            raise (in_use(path) if trouble is not None and trouble.kind == "locked" else trouble or error) from error
        if mode != "delete":
            raise in_use(path)
        yield raw


def _copy(raw: sqlite3.Connection) -> None:
    raw.execute("PRAGMA main.foreign_keys = OFF")
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
    has_rowid = raw.execute("SELECT wr FROM pragma_table_list(?) WHERE schema = ?", (table, of)).fetchone()[0] == 0
    found = raw.execute(f'SELECT * FROM {of}."{table}"{" ORDER BY rowid" if has_rowid else ""}')
    while batch := found.fetchmany(_BATCH):
        yield from batch
