"""A look into the file before anything else of the program is there: read only, by statements that were prepared.

It is for files that are as they should be. Whatever needs more (an older version, a log of another file, a file that
the machine does not let us read on the spot) is left to the opening, which knows what to do and what to say.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from hotline_desktop.storage.engines.sqlite.connection.cipher import is_encrypted
from hotline_desktop.storage.engines.sqlite.connection.errors import database_error_from, unreadable
from hotline_desktop.storage.engines.sqlite.connection.opening import has_foreign_log, open_at_once
from hotline_desktop.storage.engines.sqlite.look.prepared import STATEMENTS
from hotline_desktop.storage.migrations import HEAD


class Look:
    """One view of the data that does not change while it is looked at."""

    def __init__(self, raw: sqlite3.Connection, values: dict[str, object]) -> None:
        self._raw, self._values = raw, values

    def at(self, **values: object) -> Look:
        """The same view with these values, for statements that ask for moments or for so many rows."""
        return Look(self._raw, values)

    def rows(self, name: str) -> list[Any]:
        """What the prepared statement of that name finds."""
        return self._raw.execute(STATEMENTS[name], self._values).fetchall()

    def number(self, name: str) -> int:
        """The one number that the statement of that name counts."""
        return int(self.rows(name)[0][0])


@contextmanager
def look_into(path: Path, key: bytes | None = None) -> Iterator[Look | None]:
    """A look into the file at ``path``, which ``key`` opens where it is encrypted.

    None where it has to be opened first. Raises DatabaseError.
    """
    try:
        encrypted = is_encrypted(path)
        fits = key is not None or not encrypted
        raw = open_at_once(path, key if encrypted else None) if fits and not has_foreign_log(path) else None
        if raw is None:
            yield None
            return
        with closing(raw):
            raw.execute("BEGIN")
            yield Look(raw, {}) if _is_current(raw) else None
    except (sqlite3.Error, OSError) as error:
        raise (database_error_from(error, path) or unreadable(path, type(error).__name__)) from error


def _is_current(raw: sqlite3.Connection) -> bool:
    try:
        return raw.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    except sqlite3.DatabaseError:  # no office of ours, or none that can be read
        return False
