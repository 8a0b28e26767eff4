"""The one place that knows which engine keeps an office's records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from hotline_desktop.storage.database import Database
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase


def open_database(path: Path, now: datetime | None = None, key: bytes | None = None) -> Database:
    """The database at ``path``, made where there is none, upgraded (after a backup) where it is older.

    ``now`` is written down as the time of an upgrade; ``key`` opens an encrypted one, and makes a new one encrypted.
    Raises DatabaseTrouble, what is there untouched.
    """
    return SqliteDatabase.open(path, now, key)


def in_memory() -> Database:
    """An empty office that is gone with the process."""
    return SqliteDatabase.in_memory()
