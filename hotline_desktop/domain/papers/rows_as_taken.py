"""Rows of a list that is too long to be held: each is made when it is set, and let go of with its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class RowsAsTaken(Sequence[T]):
    """A sequence whose items come from ``rows`` one after the other, each once; ``count`` says how many there are."""

    def __init__(self, rows: Iterable[T], count: int) -> None:
        self._rows: Iterator[T] = iter(rows)
        self._count = count
        self._next = 0

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        """The next item. Raises IndexError for any other place, and where there are fewer than were promised."""
        if place != self._next:
            raise IndexError("rows are taken in their order, each once")
        self._next += 1
        for row in self._rows:
            return row
        raise IndexError("there are fewer rows than were counted")
