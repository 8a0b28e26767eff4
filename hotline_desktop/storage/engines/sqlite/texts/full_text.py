"""The full-text index in SQLite (FTS5). It holds in which tickets a piece of text occurs, not where in them.

FTS5 is not given the texts, so removing a ticket means telling it the old pieces once more; each piece counts once for
a ticket. When a ticket changes, only the pieces that came or went are told. An index without positions is half as
large.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.ext.compiler import compiles

from hotline_desktop.storage.engines.full_text import HoldsPhrases, Indexed, ReadsIn, StandsIn

_SHIFT = 1 << 20  # more than is ever counted: a number and the last ticket go in one
_INSERT = "INSERT INTO ticket_search (rowid, pieces) VALUES (?, ?)"
_DELETE = "INSERT INTO ticket_search (ticket_search, rowid, pieces) VALUES ('delete', ?, ?)"
# Either of the two, as its first value says: the index would rather be told of a ticket's old and new pieces together.
_CHANGE = "INSERT INTO ticket_search (ticket_search, rowid, pieces) VALUES (?, ?, ?)"
_EMPTY = "INSERT INTO ticket_search (ticket_search) VALUES ('delete-all')"
_COUNT = "SELECT count(*) FROM (SELECT rowid FROM ticket_search WHERE ticket_search MATCH ? LIMIT ?)"
_BETWEEN = "SELECT rowid FROM ticket_search WHERE ticket_search MATCH ? AND rowid BETWEEN ? AND ?"
# Of each piece of a list, in one statement: to send as many of them takes a quarter longer.
_EACH = "FROM ticket_search WHERE ticket_search MATCH '\"' || value || '\"'"
_COUNTED = f"""
SELECT (SELECT max(rowid) * {_SHIFT} + count(*) FROM (SELECT rowid {_EACH} LIMIT {{most}})) FROM json_each(?)
"""
_HELD = (
    f"SELECT (SELECT json_group_array(rowid) FROM (SELECT rowid {_EACH} ORDER BY rowid {{order}} LIMIT {{most}})) "
    "FROM json_each(?)"
)
# Parts of about one size are put together, two or more; so many pages as are asked for at a time.
_TWO = "INSERT INTO ticket_search (ticket_search, rank) VALUES ('usermerge', 2)"
_IS_TWO = "SELECT 1 FROM ticket_search_config WHERE k = 'usermerge' AND v = 2"
_PUT_TOGETHER = "INSERT INTO ticket_search (ticket_search, rank) VALUES ('merge', ?)"
# New pieces are gathered in so many bytes of memory before they are written as a part: as many as stand in the nearest
# cache of a processor. SQLite's own four times as many take a tenth longer, half as long again beside other programs;
# fewer would leave more parts, which a look-up asks one by one.
_GATHERED = 256 * 1024
_GATHER_LESS = f"INSERT INTO ticket_search (ticket_search, rank) VALUES ('hashsize', {_GATHERED})"
_GATHERS_LESS = f"SELECT 1 FROM ticket_search_config WHERE k = 'hashsize' AND v = {_GATHERED}"
_MANY_TICKETS = 100
_NOTHING_DONE = 2  # from how many changes on there was something to do; https://www.sqlite.org/fts5.html, 6.9
# Row 1 of the index's own table says how much it holds: nothing in an index that was just made.
_AMOUNT = "SELECT length(block) FROM ticket_search_data WHERE id = 1"
# What stands in the index, piece by piece; https://www.sqlite.org/fts5.html#the_fts5vocab_virtual_table_module
_VOCABULARY = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.ticket_pieces USING fts5vocab('main', 'ticket_search', 'instance')"
)
_EVERY = "SELECT term, doc FROM temp.ticket_pieces"
_NO_LIMIT = -1


class SqliteFullText:
    """See FullText."""

    def add(self, c: Connection, rows: Sequence[Indexed]) -> None:
        """See FullText."""
        if len(rows) >= _MANY_TICKETS and c.exec_driver_sql(_GATHERS_LESS).first() is None:
            c.exec_driver_sql(_GATHER_LESS)
        c.exec_driver_sql(_INSERT, list(rows))

    def change(self, c: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
        """See FullText."""
        changes: list[tuple[str | None, int, str]] = []
        for ticket_id, gone, come in rows:
            if gone or come:
                changes += [("delete", ticket_id, gone), (None, ticket_id, come)]
        if changes:
            c.exec_driver_sql(_CHANGE, changes)

    def remove(self, c: Connection, rows: Sequence[Indexed]) -> None:
        """See FullText."""
        c.exec_driver_sql(_DELETE, list(rows))

    def empty(self, c: Connection) -> None:
        """See FullText."""
        c.exec_driver_sql(_EMPTY)

    def is_empty(self, c: Connection) -> bool:
        """See FullText."""
        return not c.exec_driver_sql(_AMOUNT).scalar()

    def put_together(self, c: Connection, pages: int) -> bool:
        """See FullText."""
        with closing(c.connection.cursor()) as asked:
            if asked.execute(_IS_TWO).fetchone() is None:
                asked.execute(_TWO)
            raw: Any = c.connection.dbapi_connection
            before = raw.total_changes
            asked.execute(_PUT_TOGETHER, (pages,))
            return bool(raw.total_changes - before >= _NOTHING_DONE)

    def every(self, c: Connection) -> Iterator[tuple[str, int]]:
        """See FullText."""
        c.exec_driver_sql(_VOCABULARY)
        listed = c.connection.cursor()  # its rows as they come: SQLAlchemy's would take as long again
        try:
            yield from listed.execute(_EVERY)
        finally:
            listed.close()

    def count(self, c: Connection, phrases: str, most: int | None) -> int:
        """See FullText."""
        return int(c.exec_driver_sql(_COUNT, (phrases, _NO_LIMIT if most is None else most)).scalar_one())

    def holding(self, c: Connection, phrases: str, ranges: Sequence[tuple[int, int]]) -> set[int]:
        """See FullText."""
        matches = " UNION ALL ".join([_BETWEEN] * len(ranges))
        values = tuple(value for first, last in ranges for value in (phrases, first, last))
        listed = c.exec_driver_sql(f"SELECT json_group_array(rowid) FROM ({matches})", values).scalar_one()
        return set(json.loads(listed))

    def frequencies(self, c: Connection, pieces: Sequence[str], most: int) -> list[tuple[int, int]]:
        """See FullText."""
        with closing(c.connection.cursor()) as asked:
            counted = asked.execute(_COUNTED.format(most=most), (json.dumps(pieces),))
            return [divmod(number or 0, _SHIFT)[::-1] for (number,) in counted]

    def held(self, c: Connection, pieces: Sequence[str], most: int, newest: bool = False) -> list[list[int]]:
        """See FullText."""
        statement = _HELD.format(order="DESC" if newest else "ASC", most=most)
        with closing(c.connection.cursor()) as asked:
            listed = ",".join([row[0] for row in asked.execute(statement, (json.dumps(pieces),))])
        found: list[list[int]] = json.loads(f"[{listed}]")
        return found


def install(raw: sqlite3.Connection, reads_in: Callable[..., bool]) -> None:
    """Lets statements call what only the rules of the index know: every connection that searches needs it."""
    raw.create_function("holds_run", -1, reads_in, deterministic=True)


@compiles(HoldsPhrases, "sqlite")
def _holds_phrases(element: HoldsPhrases, compiler: Any, **options: Any) -> str:
    return f"ticket_search MATCH {compiler.process(element.clauses, **options)}"


@compiles(StandsIn, "sqlite")
def _stands_in(element: StandsIn, compiler: Any, **options: Any) -> str:
    return f"instr({compiler.process(element.clauses, **options)}) > 0"


@compiles(ReadsIn, "sqlite")
def _reads_in(element: ReadsIn, compiler: Any, **options: Any) -> str:
    return f"holds_run({compiler.process(element.clauses, **options)}) = 1"
