"""Many rows at once, at nearly the speed of the bare driver: an import writes ten thousand in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, insert, update
from sqlalchemy.sql.dml import Delete, Insert, Update

from hotline_desktop.storage.engines.packed import packers

Value = TypeVar("Value")
_AT_ONCE = 500  # values that one statement asks for
_OWNER = "owner__"  # the id by which rows are found, beside the columns that are written


def insert_rows(c: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Puts ``rows``, which all name the same columns, two at least, into ``table``. Texts and whole numbers only."""
    if rows:
        _execute(c, insert(table), _as_stored(c, table, rows))


def delete_rows(c: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Takes ``rows``, which all name the same columns, two at least, out of ``table``."""
    if rows:
        _execute(c, delete(table).where(*(table.c[name] == bindparam(name) for name in rows[0])), rows)


def update_rows(c: Connection, table: Table, rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Writes columns of rows of ``table``, each with its id, which is the first column. Texts and whole numbers only.

    What is not named stays, and so do its indexes.
    """
    alike: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for owner, values in rows:
        if values:
            alike.setdefault(tuple(values), []).append({**values, _OWNER: owner})
    for same in alike.values():
        _execute(c, update(table).where(table.c[0] == bindparam(_OWNER)), _as_stored(c, table, same))


def portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    """``values`` in lists that one statement may ask for."""
    remaining = iter(values)
    while part := list(islice(remaining, _AT_ONCE)):
        yield part


def _as_stored(c: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The rows with their long texts as the engine keeps them: the driver alone does not know."""
    packed = [(name, pack) for name, pack in packers(c, table).items() if name in rows[0]]
    return [{**row, **{name: pack(row[name]) for name, pack in packed}} for row in rows] if packed else rows


def _execute(c: Connection, statement: Delete | Insert | Update, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = [name for name in rows[0] if name != _OWNER]
    compiled = statement.compile(dialect=c.dialect, column_keys=columns)
    order = getattr(compiled, "positiontup", None)
    if order is None:  # a driver that takes its parameters by name
        c.exec_driver_sql(str(compiled), [dict(row) for row in rows])
    else:
        c.exec_driver_sql(str(compiled), list(map(itemgetter(*order), rows)))
