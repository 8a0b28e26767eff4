"""Reads and writes many rows at once, at nearly the speed of the bare driver: an import writes ten thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Dialect, Row, Select, Table, bindparam, delete, insert, update
from sqlalchemy.sql.dml import Delete, Insert, Update

from hotline_desktop.storage.engines.packed import packers

Value = TypeVar("Value")
_Make = Callable[[Table, tuple[str, ...]], Delete | Insert | Update]
_AT_ONCE = 500  # values that one statement asks for
_STREAMED = 1_000  # rows that are in memory at once
_OWNER = "owner__"  # the id by which rows are found, beside the columns that are written


def streamed(c: Connection, statement: Select[Any]) -> Iterator[Sequence[Row[Any]]]:
    """The rows of very many, a few at a time in memory; to be used up inside the transaction.

    A server keeps a list open until it is closed or its transaction is: whoever stops early has it closed, and one
    that is let go of only later finds it closed with the transaction.
    """
    # On the statement: on the connection it would hold for every statement after this one.
    found = c.execute(statement.execution_options(yield_per=_STREAMED))
    try:
        yield from found.partitions()
    finally:
        if not c.closed:
            found.close()


def of_ids(c: Connection, statement: str, ids: Sequence[Any]) -> Sequence[Sequence[Any]]:
    """The rows of ``statement`` for ids or numbers, put where it has ``{ids}``: as many as one statement may ask for.

    They come as the driver gives them, long texts compressed as stored. Compiling a statement for hundreds of ids each
    time would take longer than running it.
    """
    if not ids:
        return ()
    with closing(c.exec_driver_sql(_asking(statement, len(ids), c.dialect.paramstyle), tuple(ids))) as answer:
        rows: Sequence[Sequence[Any]] = answer.cursor.fetchall() if answer.cursor is not None else ()
        return rows


@lru_cache(maxsize=256)
def _asking(statement: str, ids: int, style: str) -> str:
    return statement.format(ids=", ".join(["?" if style == "qmark" else "%s"] * ids))


def selecting(columns: Iterable[Column[Any]]) -> str:
    """The beginning of a statement for ``of_ids`` that gives these columns, from the table of the first."""
    listed = list(columns)
    names = ", ".join(f'"{column.name}"' for column in listed)
    return f"SELECT {names} FROM {listed[0].table.name}"


def insert_rows(c: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Puts ``rows``, which all name the same columns, two at least, into ``table``. Texts and whole numbers only."""
    if rows:
        names = tuple(rows[0])
        insert_lines(c, table, names, list(map(itemgetter(*names), rows)))


def insert_lines(c: Connection, table: Table, names: tuple[str, ...], lines: Sequence[Sequence[Any]]) -> None:
    """As ``insert_rows``, of each row the values of the columns ``names`` in that order."""
    if lines:
        _execute(c, _inserting, table, names, _as_stored(c, table, names, lines))


def delete_lines(c: Connection, table: Table, names: tuple[str, ...], lines: Sequence[Sequence[Any]]) -> None:
    """Takes the rows that say these values in the columns ``names`` out of ``table``. Texts and whole numbers only."""
    if lines:
        _execute(c, _deleting, table, names, lines)


def update_rows(c: Connection, table: Table, rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Writes columns of rows of ``table``, each with its id, which is the first column. Texts and whole numbers only.

    What is not named stays, and so do its indexes.
    """
    alike: dict[tuple[str, ...], list[Sequence[Any]]] = {}
    for owner, values in rows:
        if values:
            alike.setdefault(tuple(values), []).append((*values.values(), owner))
    for names, same in alike.items():
        _execute(c, _updating, table, (*names, _OWNER), _as_stored(c, table, names, same))


def portions(values: Iterable[Value]) -> Iterator[list[Value]]:
    """``values`` cut into lists short enough for one statement."""
    remaining = iter(values)
    while part := list(islice(remaining, _AT_ONCE)):
        yield part


def _as_stored(
    c: Connection, table: Table, names: tuple[str, ...], lines: Sequence[Sequence[Any]]
) -> Sequence[Sequence[Any]]:
    """The lines with their long texts as the engine keeps them: the driver alone does not know."""
    packed = [(names.index(name), pack) for name, pack in packers(c, table).items() if name in names]
    if not packed:
        return lines
    columns: list[Iterable[Any]] = list(zip(*lines, strict=True))
    for place, pack in packed:
        columns[place] = _each_once(pack, columns[place])
    return list(zip(*columns, strict=True))


def _each_once(pack: Callable[[str], object], texts: Iterable[str]) -> Iterable[object]:
    """Compresses each distinct text once: in an import most tickets of one day have the same deadlines."""
    listed = list(texts)
    different = set(listed)
    if len(different) * 2 > len(listed):
        return map(pack, listed)
    return map(dict(zip(different, map(pack, different), strict=True)).__getitem__, listed)


def _inserting(table: Table, _names: tuple[str, ...]) -> Insert:
    return insert(table)


def _deleting(table: Table, names: tuple[str, ...]) -> Delete:
    return delete(table).where(*(table.c[name] == bindparam(name) for name in names))


def _updating(table: Table, _names: tuple[str, ...]) -> Update:
    return update(table).where(table.c[0] == bindparam(_OWNER))


def _execute(c: Connection, make: _Make, table: Table, names: tuple[str, ...], lines: Sequence[Sequence[Any]]) -> None:
    text, ordered = _written(make, table, names, c.dialect)
    if ordered is None:
        c.exec_driver_sql(text, [dict(zip(names, line, strict=True)) for line in lines])
    else:
        c.exec_driver_sql(text, list(lines) if ordered == names else _in_order(lines, names, ordered))


def _in_order(lines: Iterable[Sequence[Any]], names: tuple[str, ...], order: tuple[str, ...]) -> list[Any]:
    return list(map(itemgetter(*map(names.index, order)), lines))


@lru_cache(maxsize=256)
def _written(make: _Make, table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[str, ...] | None]:
    """The statement as text for the driver, and whether it takes values by position or by name (None).

    Compiling it takes as long as saving a row or two, and it is always the same few statements.
    """
    compiled = make(table, names).compile(dialect=dialect, column_keys=[name for name in names if name != _OWNER])
    order = getattr(compiled, "positiontup", None)
    return str(compiled), None if order is None else tuple(order)
