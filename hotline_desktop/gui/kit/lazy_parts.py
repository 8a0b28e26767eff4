"""Parts of a page of which one is seen at a time: each is made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class LazyParts(Generic[K]):
    """``makers`` by their places; ``put(place, part)`` gives a part that was just made its place on the page."""

    def __init__(self, makers: Mapping[K, Callable[[], QWidget]], put: Callable[[K, QWidget], None]) -> None:
        self._makers, self._put = dict(makers), put
        self._made: dict[K, QWidget] = {}

    def is_made(self, place: K) -> bool:
        """Whether a part was asked for already."""
        return place in self._made

    def make(self, place: K) -> QWidget:
        """The part of that place."""
        if place not in self._made:
            self._made[place] = part = self._makers[place]()
            self._put(place, part)
        return self._made[place]

    def of(self, place: K, sort: type[T]) -> T:
        """The part of that place, which is known to be of that sort."""
        part = self.make(place)
        assert isinstance(part, sort)
        return part
