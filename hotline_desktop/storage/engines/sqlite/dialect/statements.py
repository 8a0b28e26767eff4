"""SQL that engines write differently, as SQLite writes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from hotline_desktop.storage.engines.full_text import FullText
from hotline_desktop.storage.engines.sqlite.layout.tables_again import laid_anew, left_out, rows_by_key
from hotline_desktop.storage.engines.sqlite.texts.full_text import SqliteFullText
from hotline_desktop.storage.engines.statements import BY_ROW, hints

_NAME = "sqlite"  # by which the library keeps a hint to this engine
_LENIENT = partial(str, encoding="utf-8", errors="replace")


class SqliteStatements:
    """SQLite compares by code point unless it is told otherwise; ``lower`` and NOCASE know Latin letters only."""

    def __init__(self) -> None:
        self.index: FullText = SqliteFullText()

    def json_text(self, column: ColumnElement[Any], key: str) -> ColumnElement[str]:
        """See Statements."""
        text = func.unpacked(column)  # one damaged entry must not keep all others from being asked
        return case((func.json_valid(text) == 1, func.json_extract(text, f"$.{key}")))

    def same_letters(self, column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
        """See Statements."""
        return column.collate("NOCASE") == text

    def has_letters(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """See Statements."""
        return column.op("GLOB", is_comparison=True)("*[A-Za-z]*")

    def append_only(self, table: str, unless: str = "") -> tuple[str, ...]:
        """See Statements."""
        return _refused(table, "UPDATE", ""), _refused(table, "DELETE", unless)

    def may_go(self, table: str, unless: str) -> tuple[str, ...]:
        """See Statements."""
        return f"DROP TRIGGER {table}_no_delete", _refused(table, "DELETE", unless)

    def pack(self, c: Connection, table: str, columns: tuple[str, ...], by_key: bool = False) -> None:
        """See Statements."""
        if by_key:
            rows_by_key(c, table, columns)
        else:
            changes = ", ".join(f'"{name}" = packed("{name}")' for name in columns)
            c.exec_driver_sql(f"UPDATE {table} SET {changes}")

    def left_out(self, c: Connection, table: str, column: str, usual: str) -> None:
        """See Statements."""
        left_out(c, table, column, usual)

    def laid_anew(self, c: Connection, table: str) -> None:
        """See Statements."""
        laid_anew(c, table)

    def full_text(self) -> tuple[str, ...]:
        """See Statements. It holds pieces of words and no text."""
        options = "pieces, content='', columnsize=0, detail=none, tokenize='ascii'"
        return (f"CREATE VIRTUAL TABLE ticket_search USING fts5({options})",)

    def full_text_again(self) -> tuple[str, ...]:
        """See Statements."""
        return "DROP TABLE ticket_search", *self.full_text()

    @contextmanager
    def lenient(self, c: Connection) -> Iterator[None]:
        """See Statements: SQLite keeps whatever another tool calls a text."""
        raw: Any = c.connection.dbapi_connection
        usual, raw.text_factory = raw.text_factory, _LENIENT
        try:
            yield
        finally:
            raw.text_factory = usual

    def version(self) -> str:
        """See Statements."""
        return "SELECT 'SQLite ' || sqlite_version()"


def _refused(table: str, verb: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} {when} "
        "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    )


def _hint(way: str) -> str:
    return "NOT INDEXED" if way == BY_ROW else f"INDEXED BY {way}"


hints(_NAME, _hint)


class HintingCompiler(SQLiteCompiler):
    """Writes ``INDEXED BY`` behind a table where a query is told which way to go."""

    def get_from_hint_text(self, _table: Any, text: str | None) -> str | None:
        """What stands behind the table: the hint itself."""
        return text
