"""What the city platform said of a ticket, kept as far as the ticket's first entry does not say it already.

A cell whose text is a value of that entry, which never changes, is kept as the key of the value, in a list of one:
``{"工单编号":["number"],"平台状态":"已办结"}``. Everybody above reads and writes texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, bindparam, delete, select

from hotline_desktop.domain.records.fields import Values
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.chain.platform_digests import blocks_of
from hotline_desktop.storage.records.histories import EntryUnreadable
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import insert_lines, insert_rows, portions
from hotline_desktop.storage.tables.codec import decoded, encoding

Stored = dict[str, Any]  # a text under each header, or the list of one with a key of the first entry
_t, _entries = schema.platform_rows, schema.ticket_entries
_SHORTEST = 4  # a shorter text takes no more room than the key
_encode, _decode = encoding(), decoded
_FIRST = and_(_entries.c.ticket_id == _t.c.ticket_id, _entries.c.sequence == 1)
_OF_ONE = (
    select(_t.c.cells, _entries.c["values"]).outerjoin(_entries, _FIRST).where(_t.c.ticket_id == bindparam("ticket_id"))
)
_FIRST_OF = select(_entries.c["values"]).where(_entries.c.ticket_id == bindparam("ticket_id"), _entries.c.sequence == 1)


class Change(NamedTuple):
    """What the platform said of a ticket, as ``as_read`` gave it, what it says now, and the first entry's values."""

    ticket_id: int
    before: Mapping[str, str]
    said: Mapping[str, str]
    first: Values


def of(c: Connection, ticket_id: int) -> dict[str, str]:
    """What the platform said, every filled cell under its own header; empty where it said nothing."""
    row = c.execute(_OF_ONE, {"ticket_id": ticket_id}).first()
    return dict(_Read(_decode(row.cells), lambda: row._mapping["values"])) if row is not None else {}


def as_read(c: Connection, ticket_id: int, stored: str | None) -> Mapping[str, str]:
    """The texts of a row that a statement of its own read; the first entry is looked at only where it is needed."""
    if not stored:
        return {}
    return _Read(_decode(stored), lambda: c.execute(_FIRST_OF, {"ticket_id": ticket_id}).scalar())


def add_many(c: Connection, items: Iterable[tuple[int, Mapping[str, str], Values]]) -> None:
    """Keeps what the platform says of new tickets, each with the values of its first entry."""
    lines = [(id_, _encode(shortened(said, first))) for id_, said, first in items if said]
    insert_lines(c, _t, ("ticket_id", "cells"), lines)
    touch(c, [id_ for id_, _cells in lines])


def change_many(c: Connection, changes: Iterable[Change]) -> None:
    """Keeps what the platform says now of several tickets, each once. Where it says nothing now stays what it said."""
    for part in portions(changes):
        touch(c, [change.ticket_id for change in part])
        c.execute(delete(_t).where(_t.c.ticket_id.in_([change.ticket_id for change in part])))
        insert_rows(c, _t, [{"ticket_id": change.ticket_id, "cells": _encode(_changed(change))} for change in part])


def touch(c: Connection, ticket_ids: Iterable[int]) -> None:
    """Says that what is kept of these tickets changes in this transaction, is new, or goes."""
    row_digests.touch(c, _t, blocks_of(ticket_ids))


def take_away(c: Connection, ticket_ids: Sequence[int]) -> None:
    """Keeps nothing any more of what the platform said of these tickets."""
    touch(c, ticket_ids)
    for part in portions(ticket_ids):
        c.execute(delete(_t).where(_t.c.ticket_id.in_(part)))


def shortened(said: Mapping[str, str], first: Mapping[str, Any]) -> Stored:
    """``said`` with the keys of those values of the first entry that say the same."""
    keys: dict[str, str] = {}
    for key, value in first.items():
        text = value if type(value) is str else _only(value)
        if len(text) >= _SHORTEST:
            keys.setdefault(text, key)
    return {header: [keys[text]] if text in keys else text for header, text in said.items()}


class _Read(Mapping[str, str]):
    """Cells of which some stand in the first entry, which is read when one of them is asked for."""

    def __init__(self, stored: Stored, first: Callable[[], str | None]) -> None:
        self.stored, self._first = stored, first
        self._values: Mapping[str, Any] | None = None

    def __getitem__(self, header: str) -> str:
        text = self.stored[header]
        return text if type(text) is str else self._said_first(text)

    def get(self, header: str, default: Any = None) -> Any:
        """Asked for every row of an import, and quicker than by way of an error."""
        text = self.stored.get(header, default)
        return self._said_first(text) if type(text) is list else text

    def __iter__(self) -> Iterator[str]:
        return iter(self.stored)

    def __len__(self) -> int:
        return len(self.stored)

    def _said_first(self, key: list[str]) -> str:
        try:
            if self._values is None:
                self._values = _decode(self._first() or "")
            value = self._values[key[0]]
        except (ValueError, LookupError, TypeError) as error:
            raise EntryUnreadable(1) from error
        return value if type(value) is str else _only(value)


def _changed(change: Change) -> Stored:
    before = change.before.stored if isinstance(change.before, _Read) else shortened(change.before, change.first)
    return {**before, **shortened(change.said, change.first)}


def _only(value: object) -> str:
    """The text of a list of one; '' of everything else."""
    return value[0] if isinstance(value, list | tuple) and len(value) == 1 and type(value[0]) is str else ""
