"""Copies of the database, made by SQLite's online backup so that they are whole even while it is in use."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from hotline_desktop.storage.engines.sqlite.errors import backup_failed, damaged, trouble_from


def copy(source: sqlite3.Connection, path: Path, target: Path) -> None:
    """Writes a copy of ``path``, open as ``source``, to ``target``. One that fails leaves an earlier one as it was.

    Raises DatabaseTrouble, which speaks of ``target`` unless the database itself is damaged.
    """
    try:
        _copy(source, target)
    except (sqlite3.Error, OSError) as error:
        cause = trouble_from(error, target)
        if cause is None:
            raise
        raise (damaged(path) if cause.kind == "damaged" else backup_failed(target, cause)) from error


def _copy(source: sqlite3.Connection, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished)) as copied:
            source.backup(copied)
            # One file, without a log beside it.
            copied.execute("PRAGMA journal_mode = DELETE")
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def before_upgrade(path: Path, folder: Path) -> Path:
    """A copy of the file as the older version left it, named after that version; an earlier one is kept."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as source:
            version = source.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            target = _free(folder, f"{path.stem}-升级前-{version}")
            copy(source, path, target)
            return target
    except (sqlite3.Error, OSError) as error:
        trouble = trouble_from(error, path)
        if trouble is None:
            raise
        raise trouble from error


def _free(folder: Path, stem: str) -> Path:
    """A name in ``folder`` that is not taken yet."""
    number, target = 1, folder / f"{stem}.db"
    while target.exists():
        number += 1
        target = folder / f"{stem}-{number}.db"
    return target
