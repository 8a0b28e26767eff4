"""Cells that hold several words at once: lists of units or numbers, levels of a category."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = re.compile(r"[、，,;；\n\r\t|]+")


def list_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of the texts, in order, each once."""
    words = (word.strip() for text in texts for word in _BETWEEN.split(text))
    return tuple(dict.fromkeys(word for word in words if word))


def joined_levels(levels: Iterable[str]) -> str:
    """The levels of a category, the widest first, joined by /; a level that the next one repeats stands once."""
    joined: list[str] = []
    for level in levels:
        if level and level not in joined:
            joined.append(level)
    return "/".join(joined)
