"""How the rows of one table are held by digests: a digest for each row, or for all rows of a day."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import groupby
from typing import Any, TypeAlias

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, and_, or_, select

from hotline_desktop.storage.tables.bulk import portions

DIGITS = 16  # of a digest, hexadecimal: 64 bits
# What an account tells of every log-in is no change of it.
_PASSING = frozenset(("failures", "failed_at", "entered_at"))

Key: TypeAlias = tuple[Any, ...]
Digest: TypeAlias = tuple[Key, str]


class Since(Enum):
    """From when on it is known how the rows of a table should stand."""

    ALWAYS = auto()
    FIRST_WRITE = auto()  # into the table: earlier versions did not write it down
    OWN_WRITE = auto()  # into what one digest holds: of the rest nothing is known


class TableDigests(ABC):
    """The digests of one table; of the keys it is told and tells each stands for one digest."""

    def __init__(self, table: Table, since: Since) -> None:
        self.table, self.since = table, since

    @abstractmethod
    def stand(self, c: Connection) -> Iterator[Digest]:
        """How all rows stand."""

    @abstractmethod
    def digests(self, c: Connection, keys: Iterable[Key]) -> Iterator[Digest]:
        """How the rows of these keys stand; '' where none is there any more."""

    @abstractmethod
    def called(self, c: Connection, key: Key) -> str:
        """What the rows of a key are called in a message. No citizen's name: the name of a file may be one."""


class EachRow(TableDigests):
    """A digest for each row, known by its primary key."""

    def __init__(self, table: Table, since: Since, called: Callable[[Connection, Key], str]) -> None:
        super().__init__(table, since)
        self._called = called
        self._keys: list[Column[Any]] = list(table.primary_key.columns)
        columns = [column for column in table.c if column.name not in _PASSING]
        self._rows = select(*columns).order_by(*table.primary_key.columns)

    def stand(self, c: Connection) -> Iterator[Digest]:
        """How all rows stand."""
        yield from self._digested(c.execute(self._rows).all())

    def digests(self, c: Connection, keys: Iterable[Key]) -> Iterator[Digest]:
        """How the rows of these keys stand; '' where none is there any more."""
        own = self._keys
        for part in portions(sorted(keys)):
            if len(own) == 1:
                where: ColumnElement[bool] = own[0].in_([key[0] for key in part])
            else:
                where = or_(*(and_(*(column == value for column, value in zip(own, key, strict=True))) for key in part))
            there = dict(self._digested(c.execute(self._rows.where(where)).all()))
            yield from ((key, there.get(key, "")) for key in part)

    def called(self, c: Connection, key: Key) -> str:
        """What the rows of a key are called in a message."""
        return self._called(c, key)

    def _key_of(self, row: Row[Any]) -> Key:
        return tuple(row._mapping[column.name] for column in self._keys)

    def _digested(self, rows: Sequence[Row[Any]]) -> Iterator[Digest]:
        """Keys and digests of rows in the order of their keys."""
        yield from ((self._key_of(row), _digest(list(row))) for row in rows)


class EachDay(EachRow):
    """A digest for all rows of a day, the first part of their key: one for each row would be as long as the table."""

    def __init__(self, table: Table, since: Since, called: Callable[[Connection, Key], str]) -> None:
        super().__init__(table, since, called)
        self._keys = self._keys[:1]

    def _digested(self, rows: Sequence[Row[Any]]) -> Iterator[Digest]:
        yield from ((day, _digest([list(row) for row in same])) for day, same in groupby(rows, self._key_of))


def _digest(row: list[Any]) -> str:
    content = json.dumps(row, ensure_ascii=False, default=repr)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
