"""The index of texts put together while nobody needs the file: a look-up asks each part that it lies in.

What is written comes as parts of its own. Each step puts some pages together in a transaction of a few milliseconds,
and what it did stays done: whoever stops, is stopped or writes meanwhile loses nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection

from hotline_desktop.storage.engines.full_text import FullText
from hotline_desktop.storage.engines.sqlite.opening import without_waiting
from hotline_desktop.storage.errors import DatabaseError


class Gathering:
    """Goes on step by step, and knows when there is nothing to do until somebody writes."""

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
        """Another one wherever somebody has written."""
        (others,) = self._raw.execute("PRAGMA data_version").fetchone()
        return others, self._raw.total_changes
