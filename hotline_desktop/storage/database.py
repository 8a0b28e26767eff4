"""The interface between the office and whatever keeps its records. Services know this and nothing of an engine.

``storage.opening`` opens what is there.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.storage.chain.chain_head import Head
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.tables.unfit import UnfitValue

__all__ = ["BACKUP_FOLDER", "Connection", "Database", "LayoutPart"]

BACKUP_FOLDER = "backups"
A_LITTLE = 16  # pages of the index that are put together at a time while somebody may be about to save
_KINDS = {"table": "表", "index": "索引", "trigger": "规则"}


class LayoutPart(NamedTuple):
    """A table, index or rule of the database; ``kind`` is table, index or trigger."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{_KINDS.get(self.kind, self.kind)} {self.name}"


class Database(Protocol):
    """The office's records. ``read`` and ``write`` give the connection that every function of this package takes.

    All raise DatabaseError for what the machine refuses.
    """

    reading_only: DatabaseError | None
    """Why nothing can be written; None where it can."""

    key: bytes | None
    """What records, attachments and backups are encrypted with; None where they are plain."""

    others_wrote: int
    """How often it was found, as something was read, that another program had written since."""

    set_aside: Path | None
    """Where something that did not belong to the records was put at the opening."""

    @property
    def path(self) -> Path:
        """Where the records are, for messages and for what is kept beside them."""

    def read(self, progress: Progress | None = None) -> AbstractContextManager[Connection]:
        """A read transaction: a snapshot that nobody's writing changes. Inside ``write`` it is that transaction.

        ``progress`` is called now and then during a long statement, and may raise to stop it.
        """

    def aside(self, progress: Progress | None = None) -> AbstractContextManager[Connection]:
        """As ``read``, through another connection: for long reading that nobody should wait for."""

    def write(self) -> AbstractContextManager[Connection]:
        """A write transaction: committed at the end of the block, rolled back where an exception leaves it.

        Inside another ``write`` it is part of that one.
        """

    def upgrading(self) -> AbstractContextManager[Connection]:
        """The connection for migrations, which make a transaction of each step themselves."""

    def backup(self, target: Path, progress: Progress | None = None) -> None:
        """Copies the records as they stand, also while they are in use, to ``target``, and reads the copy through."""

    def missing(self) -> DatabaseError | None:
        """The error to show where the open records were taken away; None where they are still there."""

    def faults(self, progress: Progress | None = None) -> tuple[str, ...]:
        """What the engine finds wrong with what it keeps; empty where nothing is."""

    def unfit_values(self, most: int, progress: Progress | None = None) -> tuple[UnfitValue, ...]:
        """The first ``most`` values that no program of ours writes; none where the engine takes no such value."""

    def naming_unfit(self) -> AbstractContextManager[None]:
        """Around work with what was read: raises DatabaseError that says where such a value is, if it fails on one."""

    def missing_guards(self) -> tuple[str, ...]:
        """The rules that keep histories append-only and that somebody has removed."""

    def layout_faults(self) -> tuple[LayoutPart, ...]:
        """Tables, indexes and rules that are not those of this version."""

    def mend_layout(self) -> tuple[LayoutPart, ...]:
        """Creates indexes and rules again that differ from those of this version, and returns them."""

    def mend_indexes(self, now: datetime, progress: Progress) -> str | None:
        """Makes indexes anew that are damaged while their tables are whole; None, and nothing changed, where they are
        not. The name of the folder under 移出 with the damaged file where it had to be written anew, else empty.

        The search index may be empty then. Raises DatabaseError, and what ``progress`` raises.
        """

    def remembered_head(self) -> Head | None:
        """The end of the chain of records as it was kept outside the records; None where nothing is known of it."""

    def put_index_together(self, pages: int = A_LITTLE) -> bool:
        """A little work, on about so many pages, for quicker look-ups, never waiting for others; whether there is more.

        ``A_LITTLE`` takes some thousandths of a second, also where the machine has much else to do: nobody who is
        about to save waits for it.
        """

    def wipe_freed(self) -> bool:
        """Overwrites deleted content, also in search index and write-ahead log; False where others hold the file."""

    def close(self) -> None:
        """Closes the records."""
