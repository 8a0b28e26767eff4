"""Records that are frozen for the type checker only: they are made by the ten thousand.

A dataclass that is frozen at run time too takes several times as long to make.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataclasses import dataclass as quick_record
else:
    from dataclasses import dataclass

    def quick_record(*, frozen, slots):
        """As ``dataclass(frozen=True, slots=True)``: equal and hashed by what it holds."""
        assert frozen
        return dataclass(slots=slots, unsafe_hash=True)


_R = TypeVar("_R")


def changed(record: _R, **changes: Any) -> _R:
    """As ``dataclasses.replace``, which looks at every field by itself and takes three times as long."""
    kind: Any = type(record)
    read, places = _fields_of(kind)
    values = [*read(record)]
    for name, value in changes.items():
        values[places[name]] = value
    made: _R = kind(*values)
    return made


@cache
def _fields_of(kind: Any) -> tuple[Callable[[Any], tuple[Any, ...]], Mapping[str, int]]:
    """What reads every field of such a record, and the place of each."""
    names = [each.name for each in fields(kind)]
    return attrgetter(*names), {name: place for place, name in enumerate(names)}


__all__ = ["changed", "quick_record"]
