"""Merges the parts of the full-text index while nobody needs the file: every search has to ask each part.

Each write adds a part of its own. One step merges some pages in a transaction of a few milliseconds and can be
repeated: whoever stops, is stopped or writes in between loses nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from hotline_desktop.storage.engines.full_text import FullText
from hotline_desktop.storage.engines.sqlite.connection.opening import without_waiting
from hotline_desktop.storage.errors import DatabaseError


class Gathering:
    """Merges step by step, and knows when there is nothing left to merge until somebody writes."""

    def __init__(self, raw: sqlite3.Connection, index: FullText) -> None:
        self._raw, self._index = raw, index
        self._together: tuple[int, int] | None = None

    def go_on(self, write: Callable[[], AbstractContextManager[Connection]], pages: int) -> bool:
        """One step of so many pages; whether there is more to do. Where another program writes, nothing is done now."""
        if self._together == self._version():
            return False
        try:
            with without_waiting(self._raw), write() as connection:
                more = self._index.put_together(connection, pages)
        except DatabaseError as error:
            if error.kind != "locked":
                raise
            return False
        self._together = None if more else self._version()
        return more

    def _version(self) -> tuple[int, int]:
        """A number that differs after anybody has written."""
        (others,) = self._raw.execute("PRAGMA data_version").fetchone()
        return others, self._raw.total_changes
