"""Sequences of numbers that begin anew each year (转办编号, 督办编号, 备案号)."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from sqlalchemy import Connection, insert, select, update

from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.once import forget, once

_t = schema.number_sequences
_MOST = 10**9
_PROPOSED = f"{_t.name}, proposed"


def every(c: Connection) -> list[tuple[str, int]]:
    """The names and years of all sequences that were begun."""
    return [(name, year) for name, year in c.execute(select(_t.c.name, _t.c.year).order_by(_t.c.year, _t.c.name))]


def peek(c: Connection, name: str, year: int) -> int:
    """The number that is given next, from 1."""
    return once(c, _t.name, lambda: _last(c)).get((name, year), 0) + 1


def proposed(c: Connection, key: Hashable, find: Callable[[], dict[str, str]]) -> dict[str, str]:
    """What ``find`` proposes under ``key``, found once in a transaction as long as no number is given out."""
    known: dict[Hashable, dict[str, str]] = once(c, _PROPOSED, dict)
    if key not in known:
        known[key] = find()
    return known[key]


def take(c: Connection, name: str, year: int) -> int:
    """The number that was next; it is not given again."""
    number = peek(c, name, year)
    start_at(c, name, year, number + 1)
    return number


def start_at(c: Connection, name: str, year: int, number: int) -> None:
    """Makes ``number`` the next one, for an office that begins in the middle of a year."""
    forget(c, _t.name)
    forget(c, _PROPOSED)
    where = (_t.c.name == name, _t.c.year == year)
    if not c.execute(update(_t).where(*where), {"last": number - 1}).rowcount:
        c.execute(insert(_t), {"name": name, "year": year, "last": number - 1})


def _last(c: Connection) -> dict[tuple[str, int], int]:
    """The last number of every sequence and year: a handful, seven of which each step asks for.

    One that cannot be read counts as none: numbers that were given are passed over whatever the sequence says.
    """
    rows = c.execute(select(_t.c.name, _t.c.year, _t.c.last))
    return {(name, year): last for name, year, last in rows if isinstance(last, int) and 0 <= last < _MOST}
