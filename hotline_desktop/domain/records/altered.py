"""Frozen records made and changed several times faster than ``dataclasses`` does: an import makes them by the thousand.

What ``dataclasses`` writes out goes by the name of each field; here its own place in the record is set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
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


def quickly_made(kind: type[T]) -> type[T]:
    """A frozen dataclass with slots, made by a constructor that takes half the time; the same in all else.

    The constructor is written out when the first record is made, so that a class costs nothing before.
    """

    made: Any = kind

    def first(self: T, *values: Any, **named: Any) -> None:
        made.__init__ = _constructor(made)
        made.__init__(self, *values, **named)

    made.__init__ = first
    return kind


def _constructor(kind: Any) -> Callable[..., None]:
    known: dict[str, Any] = {"MISSING": MISSING}
    parameters, steps = [], []
    for field in fields(kind):
        name, given = field.name, field.name
        known[f"set_{name}"] = kind.__dict__[name].__set__
        if field.default_factory is not MISSING:
            known[f"new_{name}"] = field.default_factory
            parameters.append(f"{name}=MISSING")
            given = f"new_{name}() if {name} is MISSING else {name}"
        elif field.default is not MISSING:
            known[f"usual_{name}"] = field.default
            parameters.append(f"{name}=usual_{name}")
        else:
            parameters.append(name)
        steps.append(f"    set_{name}(self, {given})\n")
    exec(f"def __init__(self, {', '.join(parameters)}):\n{''.join(steps)}", known)
    construct: Callable[..., None] = known["__init__"]
    return construct
