"""A frozen record with some of its fields changed, several times faster than ``dataclasses.replace``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def altered(record: T, changes: Mapping[str, Any]) -> T:
    """A copy of ``record``, a dataclass with slots that checks nothing when it is made, with ``changes`` in it.

    Raises KeyError for a name that is no field.
    """
    kind: Any = type(record)
    read, setters = _members(kind)
    made: T = object.__new__(kind)
    for put, value in zip(setters.values(), read(record), strict=True):
        put(made, value)
    for name, value in changes.items():
        setters[name](made, value)
    return made


@cache
def _members(kind: Any) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, Callable[[Any, Any], None]]]:
    """What reads all fields at once, and what sets each; two fields at least."""
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), {name: kind.__dict__[name].__set__ for name in names}
