"""Rebuilds tables in another form: SQLite can change the layout of a table only by making a second one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress

from sqlalchemy import Connection

from hotline_desktop.storage.engines.sqlite.connection.libraries import errors

_WITHOUT = " WITHOUT ROWID"
_FREED_AT_LEAST = 0.25  # of the file, or it is not worth the while
_TABLE = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
_INDEXES = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
# A rule of another table may speak of this one: to give the table another name would change its words.
_RULES = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND (tbl_name = ? OR instr(sql, ?))"


def rows_by_key(c: Connection, table: str, packed: tuple[str, ...]) -> None:
    """Lets the rows lie in the order of the key, which needs no second index then, and packs the texts in them."""
    _make_again(c, table, _form(c, table) + _WITHOUT, {name: f'packed("{name}")' for name in packed})


def left_out(c: Connection, table: str, column: str, usual: str) -> None:
    """Lets ``column`` hold nothing, which it does from now on where it held what ``usual``, an expression, is."""
    form = _form(c, table).replace(f"{column} TEXT NOT NULL", f"{column} TEXT")
    _make_again(c, table, form, {column: f'nullif("{column}", {usual})'})


def laid_anew(c: Connection, table: str) -> None:
    """Lays the rows close together, where a change made them shorter. What they took besides is free."""
    _make_again(c, table, _form(c, table), {})


def _form(c: Connection, table: str) -> str:
    return str(c.exec_driver_sql(_TABLE, (table,)).scalar_one())


def _make_again(c: Connection, table: str, form: str, changed: Mapping[str, str]) -> None:
    """The table in another form, its rows in the order of their keys, the columns of ``changed`` by an expression."""
    indexes = c.exec_driver_sql(_INDEXES, (table,)).scalars().all()
    rules = c.exec_driver_sql(_RULES, (table, table)).all()
    names = [row[1] for row in c.exec_driver_sql(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(name, f'"{name}"') for name in names)
    keys = [row[1] for row in c.exec_driver_sql(f"PRAGMA table_info({table})") if row[5]]
    for name, _sql in rules:
        c.exec_driver_sql(f"DROP TRIGGER {name}")
    before = f"{table}_before"
    c.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {before}")
    c.exec_driver_sql(form)
    c.exec_driver_sql(f"INSERT INTO {table} SELECT {values} FROM {before} ORDER BY {', '.join(keys)}")
    c.exec_driver_sql(f"DROP TABLE {before}")
    for each in (*indexes, *(sql for _name, sql in rules)):
        c.exec_driver_sql(each)


def give_back_freed(raw: sqlite3.Connection) -> None:
    """Makes the file as short as what is in it, where an upgrade freed much; a full disk or another reader hinders."""
    ((freed,), (pages,)) = (raw.execute(f"PRAGMA {what}").fetchone() for what in ("freelist_count", "page_count"))
    if freed > pages * _FREED_AT_LEAST:
        with suppress(*errors()):
            raw.execute("VACUUM")
