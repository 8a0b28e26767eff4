"""The one place that knows which engine keeps an office's records."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.storage.database import Database
from hotline_desktop.storage.engines.sqlite.condition.condition import FileCondition, examine
from hotline_desktop.storage.engines.sqlite.connection import cipher
from hotline_desktop.storage.engines.sqlite.connection.holding import held
from hotline_desktop.storage.engines.sqlite.copies import rewriting
from hotline_desktop.storage.engines.sqlite.copies.backup import (
    attachments_named,
    faults_of_file,
    opens,
    tables_version_of,
)
from hotline_desktop.storage.engines.sqlite.copies.rewriting import Alone
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.engines.sqlite.leftovers.as_one_file import as_one_file

# What can be asked of records that nobody has opened: a copy, or what lies in another folder.
__all__ = [
    "Alone",
    "FileCondition",
    "alone",
    "as_one_file",
    "attachments_named",
    "examine",
    "faults_of_file",
    "held",
    "in_memory",
    "is_encrypted",
    "is_plain",
    "open_database",
    "opens",
    "tables_version_of",
]


def open_database(
    path: Path,
    now: datetime | None = None,
    key: bytes | None = None,
    progress: Progress | None = None,
    damaged: bool = False,
) -> Database:
    """The database at ``path``, made where there is none, upgraded (after a backup) where it is older.

    ``now`` is written down as the time of an upgrade; ``key`` opens an encrypted one, and makes a new one encrypted.
    ``progress`` is told how far an upgrade is. What it raises, Cancelled, takes the upgrade back; only indexes and
    figures may be left for the next opening to finish. ``damaged`` opens, for a repair, what does not fit together as
    far as it can be read. Raises DatabaseError, what is there untouched.
    """
    return SqliteDatabase.open(path, now, key, progress, damaged)


def is_encrypted(path: Path) -> bool:
    """Whether the file is a database that only its key opens. To be asked while nobody here has it open."""
    return cipher.is_encrypted(path)


def is_plain(path: Path) -> bool:
    """Whether the file is a database that everybody can read. To be asked while nobody here has it open."""
    return cipher.is_plain(path)


def alone(path: Path, key: bytes | None) -> AbstractContextManager[Alone]:
    """The file for nobody but us, to be written anew in another form. Raises DatabaseError."""
    return rewriting.alone(path, key)


def in_memory() -> Database:
    """An empty office that is gone with the process."""
    return SqliteDatabase.in_memory()
