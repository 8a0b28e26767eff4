"""Compares the layout of a file with that of its version: tables, columns, indexes and triggers."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from hotline_desktop.storage.database import LayoutPart
from hotline_desktop.storage.tables.schema import ENTRIES, metadata

_PARTS = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'ticket_search_%'"
_COLUMNS = (
    "SELECT m.name, p.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p "
    "WHERE m.type = 'table' AND m.sql NOT LIKE '%VIRTUAL%'"
)


def missing_columns(raw: sqlite3.Connection) -> tuple[str, ...]:
    """``table.column`` for what this version reads and the file has not; a look of a millisecond at every start."""
    there = {f"{table}.{column}" for table, column in raw.execute(_COLUMNS)}
    expected = (f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns)
    return tuple(name for name in expected if name not in there)


def has_index(raw: sqlite3.Connection) -> bool:
    """Whether the index of the tickets' texts is there, empty or not."""
    return raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'ticket_search'").fetchone() is not None


def missing_guards(raw: sqlite3.Connection) -> tuple[str, ...]:
    """The rules that keep histories append-only and that somebody took away."""
    there = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    tables = (*(table.name for table in ENTRIES.values()), "chain")
    expected = (f"{table}_no_{verb}" for table in tables for verb in ("update", "delete"))
    return tuple(name for name in expected if name not in there)


def differences(raw: sqlite3.Connection, model: sqlite3.Connection) -> tuple[LayoutPart, ...]:
    """What ``raw`` lacks, or has in another form, compared with a new file of this version."""
    there, expected = _parts(raw), _parts(model)
    return tuple(part for part, sql in expected.items() if there.get(part) != sql)


def mend(raw: sqlite3.Connection, model: sqlite3.Connection, parts: tuple[LayoutPart, ...]) -> None:
    """Makes indexes and triggers anew as the version has them; tables are left alone."""
    there, expected = _parts(raw), _parts(model)
    for part in (part for part in parts if part.kind in ("index", "trigger")):
        if part in there:
            raw.execute(f'DROP {part.kind} "{part.name}"')
        raw.execute(expected[part])


def _parts(raw: sqlite3.Connection) -> Mapping[LayoutPart, str]:
    return {LayoutPart(kind, name): " ".join(sql.split()) for kind, name, sql in raw.execute(_PARTS)}
