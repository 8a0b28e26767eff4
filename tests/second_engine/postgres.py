"""PostgreSQL as far as the trial needs it: how it says what engines do not agree on, and an office on a server.

What stands here is what a second engine has to bring, and all of it; nothing of the program knows it. The tests of
services run on a server where HOTLINE_TEST_POSTGRES names one (``postgresql+psycopg://…``; texts compared by code
point, C): that a second engine fits is told by as many of them as pass.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Connection, Engine, Text, cast, create_engine
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.ext.compiler import compiles

from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.storage import migrations
from hotline_desktop.storage.chain.chain_head import Head
from hotline_desktop.storage.database import A_LITTLE, LayoutPart
from hotline_desktop.storage.engines.full_text import FullText, HoldsPhrases, Indexed, ReadsIn, StandsIn
from hotline_desktop.storage.engines.statements import says
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.searching.pieces import DASHES
from hotline_desktop.storage.tables.once import forget
from hotline_desktop.storage.tables.unfit import UnfitValue

ADDRESS = os.environ.get("HOTLINE_TEST_POSTGRES", "")
_FIRST, _TRIAL = f"hotline_first_{os.getpid()}", f"hotline_trial_{os.getpid()}"  # two runs do not meet
_REFUSING = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF {stays} THEN RAISE EXCEPTION 'history is append-only'; END IF; RETURN OLD;
END $$
"""
_PHRASES = """
CREATE FUNCTION phrases(wanted text) RETURNS tsquery LANGUAGE sql IMMUTABLE AS $$
SELECT coalesce(string_agg(quote_literal(piece) || CASE WHEN m[2] IS NULL THEN '' ELSE ':*' END, ' & '), '')::tsquery
FROM regexp_matches(wanted, '"([^"]*)"( \\*)?', 'g') AS m, regexp_split_to_table(m[1], ' ') AS piece WHERE piece <> ''
$$
"""
_HELD = "SELECT rowid FROM ticket_search WHERE pieces @@ phrases(%s)"
# Of each piece of a list, in one statement: as many take several times as long. OFFSET 0 keeps the planner from
# reading all tickets in their order until enough of them hold the piece: a rare one stands in fewer than are asked for.
_OF_EACH = """
SELECT ARRAY(
    SELECT rowid FROM (SELECT rowid FROM ticket_search WHERE pieces @@ phrases('"' || piece || '"') OFFSET 0) AS held
    ORDER BY rowid {order} LIMIT %s
) FROM unnest(%s::text[]) WITH ORDINALITY AS asked (piece, place) ORDER BY place
"""


@compiles(HoldsPhrases, "postgresql")
def _holds_phrases(element: HoldsPhrases, compiler: Any, **options: Any) -> str:
    return f"ticket_search.pieces @@ phrases({compiler.process(element.clauses, **options)})"


@compiles(StandsIn, "postgresql")
def _stands_in(element: StandsIn, compiler: Any, **options: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **options)}) > 0"


@compiles(ReadsIn, "postgresql")
def _reads_in(element: ReadsIn, compiler: Any, **options: Any) -> str:
    run, *texts = [compiler.process(clause, **options) for clause in element.clauses]
    read = f"regexp_replace(lower(normalize(concat_ws(' ', {', '.join(texts)}), NFKC)), '{DASHES.pattern}', '', 'g')"
    return f"strpos({read}, {run}) > 0"


class PostgresFullText:
    """A vector of pieces for each ticket; a phrase is all of its pieces."""

    def add(self, c: Connection, rows: Sequence[Indexed]) -> None:
        """See FullText."""
        vector = "array_to_tsvector(array_remove(string_to_array(%s, ' '), ''))"
        c.exec_driver_sql(f"INSERT INTO ticket_search (rowid, pieces) VALUES (%s, {vector})", list(rows))

    def change(self, c: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
        """See FullText."""
        gone, come = ("array_remove(string_to_array(%s, ' '), '')" for _each in range(2))
        changed = f"ts_delete(pieces, {gone}) || array_to_tsvector({come})"
        counts = [(before, now, ticket_id) for ticket_id, before, now in rows]
        c.exec_driver_sql(f"UPDATE ticket_search SET pieces = {changed} WHERE rowid = %s", counts)

    def remove(self, c: Connection, rows: Sequence[Indexed]) -> None:
        """See FullText."""
        c.exec_driver_sql("DELETE FROM ticket_search WHERE rowid = ANY(%s)", ([ticket_id for ticket_id, _ in rows],))

    def empty(self, c: Connection) -> None:
        """See FullText."""
        c.exec_driver_sql("DELETE FROM ticket_search")

    def is_empty(self, c: Connection) -> bool:
        """See FullText."""
        return c.exec_driver_sql("SELECT 1 FROM ticket_search LIMIT 1").scalar() is None

    def every(self, c: Connection) -> Iterator[tuple[str, int]]:
        """See FullText."""
        rows = c.exec_driver_sql("SELECT unnest(tsvector_to_array(pieces)), rowid FROM ticket_search")
        yield from ((row[0], row[1]) for row in rows)

    def count(self, c: Connection, phrases: str, most: int | None) -> int:
        """See FullText."""
        return int(c.exec_driver_sql(f"SELECT count(*) FROM ({_HELD} LIMIT %s) AS held", (phrases, most)).scalar_one())

    def holding(self, c: Connection, phrases: str, ranges: Sequence[tuple[int, int]]) -> set[int]:
        """See FullText."""
        found: set[int] = set()
        for first, last in ranges:
            rows = c.exec_driver_sql(f"{_HELD} AND rowid BETWEEN %s AND %s", (phrases, first, last))
            found.update(rows.scalars())
        return found

    def put_together(self, c: Connection, pages: int) -> bool:
        """See FullText: the server does so by itself."""
        return False

    def frequencies(self, c: Connection, pieces: Sequence[str], most: int) -> list[tuple[int, int]]:
        """See FullText."""
        return [(len(ticket_ids), max(ticket_ids, default=0)) for ticket_ids in self.held(c, pieces, most)]

    def held(self, c: Connection, pieces: Sequence[str], most: int, newest: bool = False) -> list[list[int]]:
        """See FullText."""
        statement = _OF_EACH.format(order="DESC" if newest else "ASC")
        return list(c.exec_driver_sql(statement, (most, list(pieces))).scalars())


class PostgresStatements:
    """See Statements."""

    def __init__(self) -> None:
        self.index: FullText = PostgresFullText()

    def json_text(self, column: ColumnElement[Any], key: str) -> ColumnElement[str]:
        """See Statements."""
        found: ColumnElement[str] = cast(column, JSON)[key].as_string()
        return found

    def same_letters(self, column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
        """See Statements."""
        return column.icontains(text, autoescape=True) & (column.cast(Text).ilike("_" * len(text)))

    def pack(self, c: Connection, table: str, columns: tuple[str, ...], by_key: bool = False) -> None:
        """See Statements. The server packs long values by itself."""

    def left_out(self, c: Connection, table: str, column: str, usual: str) -> None:
        """See Statements."""
        c.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")
        c.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        c.exec_driver_sql(f'UPDATE {table} SET "{column}" = NULL WHERE "{column}" = {usual}')
        c.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def laid_anew(self, c: Connection, table: str) -> None:
        """See Statements. The server does so by itself."""

    def has_letters(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """See Statements."""
        return column.regexp_match("[A-Za-z]")

    def append_only(self, table: str, unless: str = "") -> tuple[str, ...]:
        """See Statements."""
        return (*_refused(table, "UPDATE", ""), *_refused(table, "DELETE", unless))

    def may_go(self, table: str, unless: str) -> tuple[str, ...]:
        """See Statements."""
        return f"DROP TRIGGER {table}_no_delete ON {table}", *_refused(table, "DELETE", unless)

    def full_text(self) -> tuple[str, ...]:
        """See Statements."""
        return (
            "CREATE TABLE ticket_search (rowid BIGINT PRIMARY KEY, pieces TSVECTOR NOT NULL)",
            "CREATE INDEX ix_ticket_search_pieces ON ticket_search USING gin (pieces)",
            _PHRASES,
        )

    def full_text_again(self) -> tuple[str, ...]:
        """See Statements: a vector was always that of the pieces alone."""
        return ()

    def lenient(self, c: Connection) -> AbstractContextManager[None]:
        """See Statements: PostgreSQL takes no bytes that are no text."""
        return nullcontext()

    def version(self) -> str:
        """See Statements."""
        return "SELECT 'PostgreSQL ' || current_setting('server_version')"


def _refused(table: str, verb: str, unless: str) -> tuple[str, str]:
    name = f"{table}_no_{verb.lower()}"
    return (
        _REFUSING.format(name=name, stays=unless.strip().removeprefix("WHEN") or "true"),
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )


class PostgresDatabase:
    """An office in a database of its own, by one connection. See Database; the next one takes its place."""

    key: bytes | None = None
    reading_only: DatabaseError | None = None
    set_aside: Path | None = None
    others_wrote = 0

    def missing(self) -> DatabaseError | None:
        """See Database: who serves it keeps it."""
        return None

    _open: ClassVar[PostgresDatabase | None] = None  # the tests leave closing to the next one

    def __init__(self, folder: Path) -> None:
        if PostgresDatabase._open is not None:
            PostgresDatabase._open.close()
        self._folder = folder
        self._connection = says(_copy_of_the_first(), PostgresStatements())
        PostgresDatabase._open = self

    @property
    def path(self) -> Path:
        """See Database."""
        return self._folder / "postgres"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """See Database."""
        if self._connection.in_transaction():
            yield self._connection
            return
        try:
            with self._connection.begin():
                yield self._connection
        finally:
            forget(self._connection)

    @contextmanager
    def read(self, progress: Progress | None = None) -> Iterator[Connection]:
        """See Database."""
        with self.write() as c:
            yield c

    @contextmanager
    def aside(self, progress: Progress | None = None) -> Iterator[Connection]:
        """See Database."""
        with self.write() as c:
            yield c

    @contextmanager
    def upgrading(self) -> Iterator[Connection]:
        """See Database."""
        yield self._connection

    def backup(self, target: Path, progress: Progress | None = None) -> None:
        """The server's own affair."""
        raise NotImplementedError

    def faults(self, progress: Progress | None = None) -> tuple[str, ...]:
        """See Database."""
        return ()

    def unfit_values(self, most: int, progress: Progress | None = None) -> tuple[UnfitValue, ...]:
        """See Database: the server takes no value of another type."""
        return ()

    def naming_unfit(self) -> AbstractContextManager[None]:
        """See Database."""
        return nullcontext()

    def missing_guards(self) -> tuple[str, ...]:
        """See Database."""
        return ()

    def layout_faults(self) -> tuple[LayoutPart, ...]:
        """See Database."""
        return ()

    def mend_layout(self) -> tuple[LayoutPart, ...]:
        """See Database."""
        return ()

    def mend_indexes(self, now: datetime, progress: Progress) -> str | None:
        """See Database."""
        return None

    def remembered_head(self) -> Head | None:
        """See Database."""
        return None

    def put_index_together(self, pages: int = A_LITTLE) -> bool:
        """See Database: the server does so by itself."""
        return False

    def wipe_freed(self) -> bool:
        """See Database."""
        return True

    def close(self) -> None:
        """See Database."""
        PostgresDatabase._open = None
        self._connection.rollback()
        self._connection.close()
        self._connection.engine.dispose()


@cache
def _server() -> Engine:
    """Where databases are made and thrown away. The first is made here: an office that nobody has opened yet."""
    server = create_engine(ADDRESS, hide_parameters=True, isolation_level="AUTOCOMMIT")
    with server.connect() as c:
        c.exec_driver_sql(f"CREATE DATABASE {_FIRST}")
    atexit.register(_clear_away, server)
    first = create_engine(server.url.set(database=_FIRST), hide_parameters=True)
    with first.connect() as opened:
        migrations.upgrade(says(opened, PostgresStatements()))
        opened.commit()
    first.dispose()
    return server


def _clear_away(server: Engine) -> None:
    with server.connect() as c:
        for name in (_TRIAL, _FIRST):
            c.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    server.dispose()


def _copy_of_the_first() -> Connection:
    """A new office: a copy takes a fraction of the time of all migrations."""
    with _server().connect() as c:
        c.exec_driver_sql(f"DROP DATABASE IF EXISTS {_TRIAL} WITH (FORCE)")
        c.exec_driver_sql(f"CREATE DATABASE {_TRIAL} TEMPLATE {_FIRST}")
    return create_engine(_server().url.set(database=_TRIAL), hide_parameters=True).connect()
