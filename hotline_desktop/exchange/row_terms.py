"""Cells that hold several words at once: lists of units or numbers, levels of a category.

The same few stand in thousands of rows, so what a text holds is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

_BETWEEN = re.compile(r"[、，,;；\n\r\t|]+")
_REMEMBERED = 4_096


def list_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of the texts, in order, each once."""
    return tuple(dict.fromkeys([word for text in texts for word in _terms_of(text)]))


@lru_cache(maxsize=_REMEMBERED)
def _terms_of(text: str) -> tuple[str, ...]:
    return tuple(word for part in _BETWEEN.split(text) if (word := part.strip()))


@lru_cache(maxsize=_REMEMBERED)
def joined_levels(levels: tuple[str, ...]) -> str:
    """The levels of a category, the widest first, joined by /; a level that the next one repeats stands once."""
    return "/".join(dict.fromkeys(filter(None, levels)))


def names_town(town: str) -> Callable[[str], bool]:
    """Whether a unit's name is nothing but the office's own town: 新海镇, 崇明区新海镇人民政府."""
    short = town.removesuffix("镇")
    if len(short) < 2:
        return lambda _name: False
    pattern = re.compile(rf"(?:\w{{2,8}}(?:省|市|区|县))?{re.escape(short)}镇?(?:人民)?(?:政府)?")
    return lambda name: short in name and pattern.fullmatch(name) is not None
