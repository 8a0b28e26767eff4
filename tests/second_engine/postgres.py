"""PostgreSQL as far as the trial needs it: how it says what engines do not agree on, and one connection to a server.

What the tests here ask of it is what a second engine would have to bring; nothing of the program knows it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import ColumnElement, Connection, Engine, cast, create_engine
from sqlalchemy.dialects.postgresql import JSON

ADDRESS = os.environ.get("HOTLINE_TEST_POSTGRES", "")
_REFUSING = """
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$
"""
_REFUSING_BUT = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF {stays} THEN RAISE EXCEPTION 'history is append-only'; END IF; RETURN OLD;
END $$
"""


class PostgresStatements:
    """PostgreSQL keeps JSON as text here too, and compares as its database was made to: by code point (C)."""

    def json_text(self, column: ColumnElement[object], key: str) -> ColumnElement[str]:
        """See Statements."""
        found: ColumnElement[str] = cast(column, JSON)[key].as_string()
        return found

    def same_letters(self, column: ColumnElement[str], text: str) -> ColumnElement[bool]:
        """See Statements."""
        return column.ilike(text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_"))

    def has_letters(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """See Statements."""
        return column.regexp_match("[A-Za-z]")

    def append_only(self, table: str, unless: str = "") -> tuple[str, ...]:
        """See Statements."""
        return (
            _REFUSING.replace("append_only()", f"{table}_no_update()"),
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_no_update()",
            *self._refusing(table, unless),
        )

    def may_go(self, table: str, unless: str) -> tuple[str, ...]:
        """See Statements."""
        return f"DROP TRIGGER {table}_no_delete ON {table}", *self._refusing(table, unless)

    def full_text(self) -> tuple[str, ...]:
        """See Statements. Pieces divided by spaces are what a vector of words holds."""
        return (
            "CREATE TABLE ticket_search (rowid BIGINT PRIMARY KEY, pieces TSVECTOR NOT NULL)",
            "CREATE INDEX ix_ticket_search_pieces ON ticket_search USING gin (pieces)",
        )

    def version(self) -> str:
        """See Statements."""
        return "SELECT 'PostgreSQL ' || current_setting('server_version')"

    def _refusing(self, table: str, unless: str) -> tuple[str, str]:
        name, stays = f"{table}_no_delete", unless.strip().removeprefix("WHEN") or "true"
        return (
            _REFUSING_BUT.format(name=name, stays=stays),
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        )


STATEMENTS = PostgresStatements()


def engine() -> Engine:
    """The server that HOTLINE_TEST_POSTGRES names."""
    return create_engine(ADDRESS, hide_parameters=True)


@contextmanager
def empty_database(made: Engine) -> Iterator[Connection]:
    """A connection to a schema of its own, which is gone afterwards."""
    with made.connect() as c:
        c.info["statements"] = STATEMENTS
        c.exec_driver_sql("DROP SCHEMA IF EXISTS hotline_trial CASCADE")
        c.exec_driver_sql("CREATE SCHEMA hotline_trial")
        c.exec_driver_sql("SET search_path TO hotline_trial")
        c.commit()
        try:
            yield c
        finally:
            c.rollback()
            c.exec_driver_sql("DROP SCHEMA hotline_trial CASCADE")
            c.commit()
