"""A figure ready to be drawn on one sheet: shapes with words in them, lines with arrowheads, and words beside them.

Both renderers walk these marks. All lengths are points; ``x`` counts from the sheet's left edge, ``y`` from its top.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.documents.definition.definition import MM, Sheet

Point = tuple[float, float]
A4 = Sheet(width=210 * MM, height=297 * MM, top=28.0, bottom=20.0, left=22.0, right=22.0)
# Latin letters, digits and the like are about half as wide as a Chinese character.
_NARROW = 0.56
_LAST_NARROW = "\u00ff"
# Words that a line break must not part.
_WHOLE = (
    *("城运", "热线", "处置", "再处置", "建筑", "审核", "备案", "情况", "说明", "系统", "单位", "疑难", "办结", "职责"),
    *("政策", "依据", "诉求", "期限"),
)


class Rect(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def center(self) -> Point:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.bottom - self.top

    def meets(self, other: Rect) -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Form(StrEnum):
    """Outlines, by the names that Word has for them."""

    BOX = "rect"
    ROUND = "roundRect"
    DIAMOND = "diamond"


@dataclass(frozen=True, slots=True)
class Caption:
    """One line of text."""

    text: str
    face: str
    size: float

    @property
    def width(self) -> float:
        """How wide it is, roughly: Chinese characters are as wide as they are high."""
        return self.size * sum(_NARROW if character <= _LAST_NARROW else 1.0 for character in self.text)

    @property
    def pitch(self) -> float:
        """The height of the line."""
        return self.size * 1.25


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline with lines of words in its middle. ``fill`` is a grey from 0 (black) to 1 (white)."""

    form: Form
    place: Rect
    captions: tuple[Caption, ...]
    line: float
    fill: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through ``points``; with ``arrow`` it ends in a head."""

    points: tuple[Point, ...]
    line: float
    arrow: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A line of words in the middle of a place, or at its left where ``left``."""

    caption: Caption
    place: Rect
    left: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet with a title and marks. ``message`` says in words what is drawn, for those who cannot see it."""

    sheet: Sheet
    title: Caption
    shapes: tuple[Shape, ...]
    strokes: tuple[Stroke, ...]
    labels: tuple[Label, ...]
    message: str


def spread(text: str, room: float, size: float) -> tuple[str, ...]:
    """``text`` in as few lines of ``room`` points as it needs, each about as long as the others."""
    whole = Caption(text, "", size).width
    count = max(1, -int(-whole // room))
    lines, rest = [], text
    for left in range(count, 1, -1):
        cut = _cut(rest, left)
        lines.append(rest[:cut])
        rest = rest[cut:]
    return (*lines, rest)


def _cut(text: str, lines: int) -> int:
    """Where the first of ``lines`` lines ends: words stay whole, a comma stays with what it follows."""
    even = -(-len(text) // lines)
    near = sorted(range(1, len(text)), key=lambda cut: (abs(cut - even), cut))
    return next((cut for cut in near if _may_part(text, cut)), even)


def _may_part(text: str, cut: int) -> bool:
    if text[cut] in "、，）" or text[cut - 1] == "（" or (text[cut - 1].isdigit() and text[cut].isdigit()):
        return False
    return not any(
        text[cut - n : cut - n + len(word)] == word for word in _WHOLE for n in range(1, min(len(word), cut + 1))
    )
