"""Records whose free texts are as long as one wants: ordinary words several times over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

# What names, numbers and dates a thing: no one writes these ten times over.
_NAMES = frozenset(
    {
        *("number", "unit", "town", "center", "title", "addressee", "to_unit", "transfer_number", "case_number"),
        *("limit_text", "period", "formula", "mark", "caller", "phone", "level", "due_text", "kept_for", "lasted"),
        *("extent", "tickets", "fonds", "data", "filing_number", "suggested_unit", "leader", "method", "trigger"),
        *("told_times", "limit_basis", "reported_grade", "recording", "called", "code", "caption"),
    }
)
_SENTENCE = 12  # characters


def filled(record: Any, characters: int, text: str) -> Any:
    """``record``, and what it lists, with ``characters`` of ``text``, again and again, in place of each sentence."""
    return _changed(record, lambda _value: (text * (characters // len(text) + 1))[:characters])


def lengthened(record: Any, times: int) -> Any:
    """``record``, and what it lists, with each sentence ``times`` over."""
    return _changed(record, lambda value: value * times)


def _changed(record: Any, change: Callable[[str], str]) -> Any:
    changes: dict[str, Any] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if each.name in _NAMES:
            continue
        if isinstance(value, str) and len(value) >= _SENTENCE and not value.isascii():
            changes[each.name] = change(value)
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            changes[each.name] = tuple(_changed(row, change) for row in value)
    return replace(record, **changes)
