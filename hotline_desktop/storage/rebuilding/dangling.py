"""Rows that refer to a missing record: finds them, and removes those that only repeat what histories say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Column, Connection, Select, delete, func, select, update

from hotline_desktop.storage.tables import schema

# What is made from histories or serves only to take an import back: without its record it says nothing.
_WITHOUT_USE = frozenset(
    table.name for table in (schema.ticket_figures, schema.ticket_lapses, schema.case_tickets, schema.import_updates)
)
_HISTORIES = frozenset(table.name for table in schema.ENTRIES.values())  # told, and mended, as records without a row


class Dangling(NamedTuple):
    """So many rows of ``table`` whose ``column`` names the row ``owner`` of ``owners``, which is gone."""

    table: str
    column: str
    owners: str
    owner: int
    rows: int

    @property
    def goes(self) -> bool:
        """Whether a repair takes it away: the rows, or only what they name."""
        return self.table in _WITHOUT_USE or self.column == schema.tickets.c.batch_id.name


def dangling(c: Connection) -> list[Dangling]:
    """All of them, but for histories without a record (``lost_rows``)."""
    return [
        Dangling(column.table.name, column.name, owner.table.name, row[0], row[1])
        for column, owner in _references()
        for row in c.execute(_naming_none(column, owner)).all()
    ]


def mend(c: Connection) -> list[Dangling]:
    """Takes away what says nothing without its record; what it took."""
    found = [each for each in dangling(c) if each.goes]
    for each in found:
        table = schema.metadata.tables[each.table]
        where = table.c[each.column] == each.owner
        if each.table in _WITHOUT_USE:
            c.execute(delete(table).where(where))
        else:
            c.execute(update(table).where(where), {each.column: None})
    return found


def _references() -> Iterator[tuple[Column[int], Column[int]]]:
    for table in schema.metadata.sorted_tables:
        if table.name not in _HISTORIES:
            for column in table.c:
                for key in column.foreign_keys:
                    yield column, key.column


def _naming_none(column: Column[int], owner: Column[int]) -> Select[int, int]:
    there = select(owner).where(owner == column).exists()
    return select(column, func.count()).where(column.is_not(None), ~there).group_by(column).order_by(column)
