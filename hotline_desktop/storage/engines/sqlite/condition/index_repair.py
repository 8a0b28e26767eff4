"""Repairs damaged indexes while the tables are whole. Nothing counts before all of it was checked.

SQLite rebuilds indexes from the tables (REINDEX). Where it cannot even drop the old ones, every row is copied into a
new file without using any index, and the new file replaces the old one.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.files.folders import ASIDE, free_folder
from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.storage.chain.chain_check import Flaw, check
from hotline_desktop.storage.chain.row_digests import Strayed
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.engines.sqlite.connection.cipher import connect
from hotline_desktop.storage.engines.sqlite.connection.errors import database_error_from, locked
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors
from hotline_desktop.storage.engines.sqlite.connection.opening import log_of
from hotline_desktop.storage.engines.sqlite.connection.telling import reporting
from hotline_desktop.storage.engines.sqlite.copies.backup import faults

_SHADOWS = "name NOT LIKE 'ticket_search_%' AND name NOT LIKE 'sqlite_%'"
_PARTS = f"SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type = ? AND {_SHADOWS} ORDER BY rowid"
_TABLES = f"SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND {_SHADOWS}"
_LOST = (Flaw.REMOVED, Flaw.NO_HISTORY, Flaw.MISSING_TAIL)
_AT_ONCE = 1_000


class Damaged(NamedTuple):
    """The open file whose indexes are damaged.

    ``model`` is an empty office with the layout of this version; ``read`` opens a copy of the file as an office.
    """

    path: Path
    raw: sqlite3.Connection
    key: bytes | None
    model: sqlite3.Connection
    read: Callable[[Path, sqlite3.Connection], AbstractContextManager[Connection]]


def mend(file: Damaged, now: datetime, progress: Progress) -> str | None:
    """See ``Database.mend_indexes``."""
    if _reindexed(file.path, file.raw, progress):
        return ""
    aside = _copied(file, now, progress)
    return aside.name if aside is not None else None


def _reindexed(path: Path, raw: sqlite3.Connection, progress: Progress) -> bool:
    """Whether the file passes its check once the indexes were rebuilt; rolled back where it does not."""
    with reporting(raw, progress):
        try:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("REINDEX")
            if not faults(raw):
                raw.execute("COMMIT")
                return True
        except errors() as error:
            _must_be_damage(error, path)
        finally:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
    return False


def _copied(file: Damaged, now: datetime, progress: Progress) -> Path | None:
    """The folder under 移出 that holds the damaged file, once every row was copied out of it and stands in its place.

    None, and nothing is changed, where a table is damaged too, or where the records say that a row is lost. The search
    index is empty then.
    """
    path, raw = file.path, file.raw
    with unfinished(path) as made, closing(connect(made, file.key)) as new:
        (before,) = raw.execute("PRAGMA data_version").fetchone()
        _lay_out(new, file.model, "table")
        try:
            with reporting(raw, progress):
                for (table,) in file.model.execute(_TABLES).fetchall():
                    _copy_rows(raw, new, table)
        except errors() as error:
            _must_be_damage(error, path)
            return None
        for kind in ("index", "trigger"):
            _lay_out(new, file.model, kind)
        if faults(new) or _lacks_records(file.read(made, new)):
            return None
        aside = free_folder(path.parent / ASIDE, f"修复前-{now:%Y%m%d-%H%M}")
        for old in filter(Path.exists, (path, log_of(path))):
            shutil.copyfile(old, aside / old.name)
        if raw.execute("PRAGMA data_version").fetchone()[0] != before:  # a step that came in between would be lost
            raise locked(path)
        new.backup(raw)
        return aside


def _must_be_damage(error: Exception, path: Path) -> None:
    """Raises any error that is not damage, as DatabaseError where its kind is known."""
    problem = database_error_from(error, path)
    if problem is None or problem.kind != "damaged":
        raise (problem or error) from error


def _lay_out(new: sqlite3.Connection, model: sqlite3.Connection, kind: str) -> None:
    for (sql,) in model.execute(_PARTS, (kind,)).fetchall():
        new.execute(sql)


def _copy_rows(raw: sqlite3.Connection, new: sqlite3.Connection, table: str) -> None:
    """Copies the rows straight from the table, without its indexes."""
    rows = raw.execute(f'SELECT * FROM "{table}" NOT INDEXED')
    marks = ", ".join("?" * len(rows.description))
    new.execute("BEGIN")
    while part := rows.fetchmany(_AT_ONCE):
        new.executemany(f'INSERT INTO "{table}" VALUES ({marks})', part)
    new.execute("COMMIT")


def _lacks_records(copy: AbstractContextManager[Connection]) -> bool:
    """Whether the chain of records names anything that is not among the rows."""
    with copy as c:
        state = check(c)
    lost = any(finding.flaw in _LOST for finding in state.findings)
    return lost or any(stray.how is Strayed.REMOVED for stray in state.strays)
