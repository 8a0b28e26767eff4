"""Cells that hold several words at once: lists of units or numbers, levels of a category.

The same few stand in thousands of rows, so what a text holds is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_BETWEEN = re.compile(r"[、，,;；\n\r\t|]+")
_REMEMBERED = 4_096


def list_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of the texts, in order, each once."""
    return tuple(dict.fromkeys([word for text in texts for word in _words_of(text)]))


@lru_cache(maxsize=_REMEMBERED)
def _words_of(text: str) -> tuple[str, ...]:
    return tuple(word for part in _BETWEEN.split(text) if (word := part.strip()))


@lru_cache(maxsize=_REMEMBERED)
def joined_levels(levels: tuple[str, ...]) -> str:
    """The levels of a category, the widest first, joined by /; a level that the next one repeats stands once."""
    return "/".join(dict.fromkeys(filter(None, levels)))
