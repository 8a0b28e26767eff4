"""The office in one SQLite file: created, upgraded, or refused untouched where it cannot be trusted.

There is one connection for what a clerk does, and a lock that lets one thread at a time use it. Long reading (exports,
ledgers, copies) has a read-only connection of its own, ``aside``, so that nobody waits for it.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.storage import migrations
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.chain.chain_head import HEAD, Head, read_head, write_head
from hotline_desktop.storage.database import A_LITTLE, BACKUP_FOLDER, LayoutPart
from hotline_desktop.storage.engines.sqlite.condition.condition import FileCondition, examine
from hotline_desktop.storage.engines.sqlite.connection import opening
from hotline_desktop.storage.engines.sqlite.connection.cipher import fitting_key
from hotline_desktop.storage.engines.sqlite.connection.errors import gone
from hotline_desktop.storage.engines.sqlite.connection.libraries import errors, library_of
from hotline_desktop.storage.engines.sqlite.connection.telling import (
    database_errors,
    naming_unfit,
    reporting,
    told_instead,
)
from hotline_desktop.storage.engines.sqlite.copies import backup
from hotline_desktop.storage.engines.sqlite.dialect.engine import engine_over
from hotline_desktop.storage.engines.sqlite.dialect.statements import SqliteStatements
from hotline_desktop.storage.engines.sqlite.layout import layout, tables_again
from hotline_desktop.storage.engines.sqlite.layout.making import newest_tables
from hotline_desktop.storage.engines.sqlite.layout.upgrade_told import Upgrading
from hotline_desktop.storage.engines.sqlite.leftovers.journal import set_aside_foreign_journal
from hotline_desktop.storage.engines.sqlite.leftovers.leftover_log import set_aside_foreign_log
from hotline_desktop.storage.engines.sqlite.texts.gathering import Gathering
from hotline_desktop.storage.engines.statements import says
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.migrations import Around
from hotline_desktop.storage.rebuilding import derived
from hotline_desktop.storage.tables.once import forget
from hotline_desktop.storage.tables.unfit import UnfitValue

_STILL_READABLE = ("read_only", "full", "machine")
_MEMORY = Path("内存数据库")
_STATEMENTS = SqliteStatements()


class SqliteDatabase:
    """The office's records. ``read`` and ``write`` give the connection that every function of this package takes.

    ``reading_only`` is the reason why nothing can be written, None where everything can. ``set_aside`` is the folder
    into which a write-ahead log of another file was moved when this one was opened. ``key`` decrypts the file, None
    where it is not encrypted.
    """

    def __init__(self, path: Path, raw: sqlite3.Connection, key: bytes | None = None) -> None:
        self._path, self.key, self._raw = path, key, raw
        self._lock = threading.RLock()
        self._holder = 0  # the thread that is inside a transaction
        self._begin = "BEGIN"
        self._version = 0  # of the data, as the last transaction found them
        self._connection = says(engine_over(raw, lambda: self._begin).connect(), _STATEMENTS)
        self._watch: opening.Watch | None = None
        self._gathering = Gathering(raw, _STATEMENTS.index)
        self._copied: Path | None = None
        self.reading_only: DatabaseError | None = None
        self.set_aside: Path | None = None
        self.others_wrote = 0

    @classmethod
    def open(
        cls,
        path: Path,
        now: datetime | None = None,
        key: bytes | None = None,
        progress: Progress | None = None,
        damaged: bool = False,
    ) -> SqliteDatabase:
        """The database at ``path``, made where there is none, upgraded (after a backup) where it is older.

        ``now`` is written down as the time of an upgrade, the last recorded one where it is None. Where the machine
        lets the file only be read, it is opened for reading, and ``reading_only`` says why. Raises DatabaseError, the
        file untouched, where it is damaged, something else, newer, or gone from beside what an office leaves.

        ``key`` opens an encrypted file, and makes a new one encrypted. ``progress`` is told how far an upgrade is, and
        that a log left by a crash is looked at; it may raise Cancelled. ``damaged`` opens what does not fit together.
        """
        aside = set_aside_foreign_journal(path, now, key, progress) or set_aside_foreign_log(path, now, key, progress)
        condition = examine(path, key, damaged)
        key = fitting_key(path, key)
        try:
            database = cls._open_for_work(path, condition, now, key, Upgrading(progress, damaged))
        except DatabaseError as problem:
            if condition is not FileCondition.CURRENT or problem.kind not in _STILL_READABLE:
                raise
            with told_instead(problem):
                database = cls._open_for_reading(path, problem, key)
        database.set_aside = aside
        return database

    @classmethod
    def _open_for_work(
        cls, path: Path, condition: FileCondition, now: datetime | None, key: bytes | None, told: Upgrading
    ) -> SqliteDatabase:
        if condition is FileCondition.OLDER:
            with told.taken_back_whole():
                told.kept = backup.before_upgrade(path, path.parent / BACKUP_FOLDER, key, told.copying)
            if told.kept is None:  # another program was quicker
                return cls.open(path, now, key, told.progress, told.damaged)
        before = opening.identity(path)
        with database_errors(path):
            raw = opening.connect(path, key)
            try:
                database = cls(path, raw, key)
                if condition is not FileCondition.CURRENT:
                    new = condition is FileCondition.NEW
                    with told.taken_back_whole(not new), reporting(raw, None if new else told.changing):
                        database._upgrade(nullcontext if new else told.linking_records(now), new)
                    with reporting(raw, told.changing):
                        tables_again.give_back_freed(raw)
                with told.to_be_finished():
                    database._fill(now, told.filling)
                opening.keep_log(raw)
                database._watch = opening.Watch(path)
            except BaseException:
                raw.close()
                raise
        if before not in (None, opening.identity(path)):  # another took its place while we waited for its lock
            raw.close()
            return cls.open(path, now, key, told.progress, told.damaged)
        return database

    @classmethod
    def _open_for_reading(cls, path: Path, why: DatabaseError, key: bytes | None) -> SqliteDatabase:
        with database_errors(path):
            raw, copied = opening.connect_reading(path, key)
            database = cls(path, raw, key)
            database.reading_only, database._copied = why, copied
        return database

    @classmethod
    def in_memory(cls) -> SqliteDatabase:
        """An empty office in memory, for layouts and tests."""
        raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        raw.execute("PRAGMA foreign_keys = ON")
        database = cls(_MEMORY, raw)
        database._upgrade(nullcontext, new=True)
        return database

    def _fill(self, now: datetime | None, progress: Progress) -> None:
        """Rebuilds what is derived from tickets where an upgrade left it empty; only then waits for writers."""
        if not layout.has_index(self._raw):
            with self.write() as connection:
                for statement in _STATEMENTS.full_text():
                    connection.exec_driver_sql(statement)
        with self.read() as connection:
            incomplete = derived.incomplete(connection)
        if incomplete:
            with self.write() as connection:
                derived.complete(connection, now, progress)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @contextmanager
    def read(self, progress: Progress | None = None) -> Iterator[Connection]:
        """A read transaction: a snapshot that nobody's writing changes. Inside ``write`` it is that transaction.

        ``progress`` is called every few milliseconds, also during a long statement, and may raise to stop it.
        """
        with self._lock:
            running = self._connection.in_transaction()
            # ``reporting`` is innermost: what is stopped must not be looked at as a fault of the file.
            with nullcontext(self._connection) if running else self._reading() as c, reporting(self._raw, progress):
                yield c

    @contextmanager
    def aside(self, progress: Progress | None = None) -> Iterator[Connection]:
        """As ``read``, through a connection of its own: for long reading that nobody should wait for.

        It does not see what is written meanwhile. Inside ``read`` or ``write`` it is that transaction.
        """
        if self._holder == threading.get_ident() or self._is_gone():  # what was pulled away only its holder can read
            with self.read(progress) as connection:
                yield connection
            return
        if self._path == _MEMORY:  # a second connection would see an empty office
            with self._lock, reporting(self._raw, progress), self.write() as connection:
                yield connection
            return
        named, told = self.naming_unfit(), database_errors(self._path, within=True)
        with named, told, closing(self._second()) as raw, reporting(raw, progress):
            connection = says(engine_over(raw, lambda: "BEGIN").connect(), _STATEMENTS)
            with closing(connection), connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction: committed at the end of the block, rolled back where an exception leaves it.

        Inside another ``write`` it is part of that one. Raises DatabaseError for what the machine refuses.
        """
        if self.reading_only is not None:
            raise self.reading_only
        with self._lock:
            running = self._connection.in_transaction()
            if running and self._begin == "BEGIN":
                raise RuntimeError("a write was begun inside a read")
            with nullcontext(self._connection) if running else self._writing() as connection:
                yield connection

    def remembered_head(self) -> Head | None:
        """The end of the chain of records as it is remembered outside the file; None where that is not known."""
        return read_head(self._path) if self._path != _MEMORY else None

    def backup(self, target: Path, progress: Progress | None = None) -> None:
        """Copies the database as it stands, also while it is open, to ``target``, and reads the copy through.

        ``progress`` is told of every few megabytes; what it raises ends it. Raises DatabaseError.
        """
        if self._path == _MEMORY or self._is_gone():  # what was pulled away is still whole for who holds it open
            with self._lock:
                backup.copy(self._raw, self._path, target, progress, self.key)
            return
        with database_errors(self._path, within=True), closing(self._second()) as raw:
            # A view that stays as it is: the copy would begin anew with every change that somebody makes meanwhile.
            raw.execute("BEGIN")
            raw.execute("SELECT count(*) FROM alembic_version").fetchone()
            backup.copy(raw, self._path, target, progress, self.key)

    def faults(self, progress: Progress | None = None) -> tuple[str, ...]:
        """What SQLite's integrity check finds wrong with pages and indexes; empty where nothing is. Takes long."""
        with self._lock, reporting(self._raw, progress):  # a transaction could not be ended where it is damaged
            return backup.faults(self._raw)

    def unfit_values(self, most: int, progress: Progress | None = None) -> tuple[UnfitValue, ...]:
        """The first ``most`` values that this program cannot have written, by their type or form. Takes long."""
        from hotline_desktop.storage.engines.sqlite.condition import values  # needed only where something is wrong

        with self.read(progress):
            return values.unfit(self._raw, most)

    def naming_unfit(self) -> AbstractContextManager[None]:
        """Around work with what was read: raises DatabaseError that says where such a value is, if it fails on one."""
        return naming_unfit(self._path, self.unfit_values)

    def missing_guards(self) -> tuple[str, ...]:
        """The triggers that keep histories append-only and that somebody has removed."""
        with self.read():
            return layout.missing_guards(self._raw)

    def layout_faults(self) -> tuple[LayoutPart, ...]:
        """Tables, indexes and triggers that differ from those of this version."""
        with closing(self._model()) as model, self.read():
            return layout.differences(self._raw, model)

    def mend_layout(self) -> tuple[LayoutPart, ...]:
        """Creates indexes and triggers again that differ from those of this version, and returns them."""
        parts = tuple(part for part in self.layout_faults() if part.kind != "table")
        with closing(self._model()) as model, self.write():
            layout.mend(self._raw, model, parts)
            self._raw.execute("REINDEX")
        return parts

    def mend_indexes(self, now: datetime, progress: Progress) -> str | None:
        """See Database."""
        from hotline_desktop.storage.engines.sqlite.condition import index_repair  # only where something is wrong

        with self._lock, database_errors(self._path, within=True), closing(self._model()) as model:
            forget(self._connection)
            file = index_repair.Damaged(self._path, self._raw, self.key, model, self._read_copy)
            return index_repair.mend(file, now, progress)

    def _read_copy(self, path: Path, raw: sqlite3.Connection) -> AbstractContextManager[Connection]:
        return SqliteDatabase(path, raw, self.key).read()

    def _model(self) -> sqlite3.Connection:
        """An empty file with the layout of this version."""
        model = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(SqliteDatabase.in_memory()) as made:
            made._raw.backup(model)  # noqa: SLF001 - its own kind
        return model

    def put_index_together(self, pages: int = A_LITTLE) -> bool:
        """See Database."""
        with self._lock:
            rests = self.reading_only or self._connection.in_transaction()
            return not rests and self._gathering.go_on(self.write, pages)

    def wipe_freed(self) -> bool:
        """Overwrites deleted content, also in search index and write-ahead log; False where others hold the file."""
        with self._lock:
            try:
                self._raw.execute("INSERT INTO ticket_search (ticket_search) VALUES ('optimize')")
                self._raw.execute("VACUUM")
                busy, _pages, _moved = self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except errors() as error:
                if not isinstance(error, library_of(self._raw).OperationalError):
                    raise
                return False
        return not busy

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._connection.close()
            self._raw.close()
            if self._watch is not None:
                self._watch.end()
            if self._copied is not None:
                shutil.rmtree(self._copied, ignore_errors=True)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._outermost("BEGIN") as connection, connection.begin():
            self._forget_where_changed()
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._outermost("BEGIN IMMEDIATE") as connection:
            forget(connection)
            try:
                with connection.begin():
                    yield connection
                    row_digests.seal(connection)
                    if self._watch is not None:
                        self._watch.check()
                if self._watch is not None:
                    self._watch.check_log()
                self._remember_head()
            finally:
                connection.info.pop(HEAD, None)
                row_digests.forget_touched(connection)
                forget(connection)  # the version of the data tells what others wrote, not what this connection did

    @contextmanager
    def _outermost(self, begin: str) -> Iterator[Connection]:
        """What a transaction has around it that is not inside another one. The lock is held."""
        with self.naming_unfit(), database_errors(self._path, within=True):
            self._begin, self._holder = begin, threading.get_ident()
            try:
                yield self._connection
            finally:
                self._holder = 0
                if self._raw.in_transaction:
                    self._raw.rollback()

    def _forget_where_changed(self) -> None:
        """Drops what ``tables/once.py`` remembers, if another connection has written since the last transaction."""
        (version,) = self._raw.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self.others_wrote += self._version != 0
            self._version = version
            forget(self._connection)

    def _second(self) -> sqlite3.Connection:
        """Another connection to the same file, which cannot write."""
        there = self._copied / self._path.name if self._copied is not None else self._path
        return opening.connect_beside(there, self.key)

    def missing(self) -> DatabaseError | None:
        """See Database."""
        return gone(self._path, "从现在起办的都存不进去。") if self._is_gone() else None

    def _is_gone(self) -> bool:
        """Whether the open file has been deleted, moved or replaced."""
        return self._watch is not None and not self._watch.holds()

    def _remember_head(self) -> None:
        head = self._connection.info.pop(HEAD, None)
        if head is not None and self._path != _MEMORY:
            write_head(self._path, head)

    def _upgrade(self, around: Around, new: bool = False) -> None:
        with self.upgrading() as connection:
            if not (new and newest_tables(connection)):
                migrations.upgrade(connection, around=around)
        self._remember_head()

    @contextmanager
    def upgrading(self) -> Iterator[Connection]:
        """The connection for migrations, each of which begins and ends its own transaction."""
        with self._lock, database_errors(self._path, within=True):
            self._begin = "BEGIN IMMEDIATE"
            try:
                yield self._connection
            finally:
                self._connection.rollback()
                forget(self._connection)
