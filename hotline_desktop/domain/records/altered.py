"""A frozen record with some of its fields changed, several times faster than ``dataclasses.replace``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def altered(record: T, changes: Mapping[str, Any]) -> T:
    """A copy of ``record``, a dataclass with slots that checks nothing when it is made, with ``changes`` in it.

    Raises KeyError for a name that is no field.
    """
    kind: Any = type(record)
    copied, setters = _members(kind)
    made: T = copied(record)
    for name, value in changes.items():
        setters[name](made, value)
    return made


@cache
def _members(kind: Any) -> tuple[Callable[[Any], Any], dict[str, Callable[[Any, Any], None]]]:
    """What makes a copy, and what sets each field.

    The copying is written out as ``dataclasses`` itself writes out how a record is made: a loop over the fields takes
    more than twice as long, and an import changes ten thousand tickets several times over.
    """
    setters = {field.name: kind.__dict__[field.name].__set__ for field in fields(kind)}
    names = {f"set_{name}": put for name, put in setters.items()}
    steps = "".join(f"    set_{name}(made, record.{name})\n" for name in setters)
    made: dict[str, Any] = dict(new=object.__new__, record_kind=kind, **names)
    exec(f"def copied(record):\n    made = new(record_kind)\n{steps}    return made", made)
    return made["copied"], setters
