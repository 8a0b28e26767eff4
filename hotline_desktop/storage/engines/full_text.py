"""The interface of a full-text index, which each engine implements in its own way.

Which pieces a text is cut into is the program's own matter (``searching/search.py``). A query comes as ``phrases``:
``"张三" AND "三丰" AND "138" *``; every piece must occur, one with ``*`` as a prefix. Whether the pieces stand next to
each other, only the texts themselves tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from sqlalchemy import Connection, column, table
from sqlalchemy.sql.functions import FunctionElement

Indexed = tuple[int, str]  # a ticket, and its pieces divided by spaces
INDEX = table("ticket_search", column("rowid"), column("pieces"))


class HoldsPhrases(FunctionElement[bool]):
    """That a row of the index holds phrases; an engine says how (``sqlalchemy.ext.compiler.compiles``)."""

    inherit_cache = True


class StandsIn(FunctionElement[bool]):
    """That a text, the first argument, holds the second as it is written."""

    inherit_cache = True


class ReadsIn(FunctionElement[bool]):
    """That the first argument, in one spelling, stands in one of the texts behind it in whatever spelling."""

    inherit_cache = True


class FullText(Protocol):
    """The index by a connection."""

    def add(self, c: Connection, rows: Sequence[Indexed]) -> None:
        """Puts new tickets in."""

    def change(self, c: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
        """Follows changes: each ticket with the pieces that it has no more, and those that it has besides now."""

    def remove(self, c: Connection, rows: Sequence[Indexed]) -> None:
        """Takes tickets out, given what is indexed of them."""

    def empty(self, c: Connection) -> None:
        """Takes everything out."""

    def is_empty(self, c: Connection) -> bool:
        """Whether nothing is in it, as far as it says so at once; an index that was emptied again may not."""

    def put_together(self, c: Connection, pages: int) -> bool:
        """A little work, on about so many pages, for quicker answers, which stay the same; whether there is more."""

    def every(self, c: Connection) -> Iterator[tuple[str, int]]:
        """Every piece with each ticket in which it stands."""

    def count(self, c: Connection, phrases: str, most: int | None) -> int:
        """How many tickets hold the phrases, counted up to ``most``."""

    def holding(self, c: Connection, phrases: str, ranges: Sequence[tuple[int, int]]) -> set[int]:
        """The tickets in these ranges, both ends included, that hold the phrases."""

    def frequencies(self, c: Connection, pieces: Sequence[str], most: int) -> list[tuple[int, int]]:
        """Of each piece in how many tickets it stands, counted up to ``most``, and the last of those where they are
        that many.
        """

    def held(self, c: Connection, pieces: Sequence[str], most: int, newest: bool = False) -> list[list[int]]:
        """Of each piece the tickets in which it stands, ``most`` or fewer: the oldest, or the newest, first.

        The oldest of very many are found sooner.
        """
