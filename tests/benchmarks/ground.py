"""What measurements stand on: one office, its file opened by hand too, and copies that may be spoilt."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hotline_desktop.services.office import Office
from tests.benchmarks.offices import DATABASE, opened

# The columns of a line of the list, by hand.
COLUMNS = (
    "id, number, title, content, caller, phones, address, confidential, level, stage, round, unit, called_at, "
    "received_at, handed_on, due, planned, provisional, finished_at, closed_at, urges, origin, platform_state"
)


@dataclass
class Ground:
    """``folder`` holds an office of ``number`` tickets."""

    folder: Path
    number: int
    scratch: Path

    @cached_property
    def office(self) -> Office:
        """The office as the program opens it."""
        return opened(self.folder)

    @cached_property
    def raw(self) -> sqlite3.Connection:
        """The same file opened by hand, read only."""
        return by_hand(self.folder)

    @contextmanager
    def copied(self) -> Iterator[Path]:
        """The folder of a copy of the database, gone afterwards."""
        with tempfile.TemporaryDirectory(dir=self.scratch) as folder:
            self.raw.execute("PRAGMA wal_checkpoint").fetchall()
            shutil.copy2(self.folder / DATABASE, Path(folder) / DATABASE)
            yield Path(folder)


def by_hand(folder: Path) -> sqlite3.Connection:
    """The database of ``folder`` as somebody who wants speed opens it."""
    raw = sqlite3.connect(folder / DATABASE, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA cache_size = -32768")
    return raw
