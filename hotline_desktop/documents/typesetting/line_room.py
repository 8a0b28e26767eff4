"""Where the baseline of a text stands within the height of its line.

Where the height of a line is exact, Word and the other office programs agree: the baseline is at four fifths of it.
Where it is a minimum, they put the free room above the text. But Word takes Chinese text for 1.3 times its size and the
others for no more than the size itself, so that their baselines differ by a seventh of it. The PDF sets the baseline
between the two, within half a millimetre of each.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from hotline_desktop.documents.typesetting.model import Cell, Paragraph, Positioned

# How high Word sets a line of Chinese text of itself, in sizes.
OWN_PITCH = 1.3
_EXACT_SHARE = 0.8
_BETWEEN = 0.209
_SHARED = 0.44
# Nobody types there: their lines are as high as they were measured, whatever the PC's face would like.
_EXACT = frozenset(
    ("title", "long_title", "letter_title", "cover_title", "continued_title", "heading", "tick", "column")
)
# What takes a single line outside of tables.
_SINGLE_LINES = frozenset(("lead", "outside"))
# One types in the usual sizes: smaller text is that of a crowded form, larger text is there to be copied off.
_TYPED_SIZES = (11.0, 17.0)


class Room(Enum):
    """What becomes of the room in a line that its text does not need.

    ``EXACT`` lines are of a fixed height. Others are of a least height, and the room is ``ABOVE`` the text, or
    ``SHARED`` out above and below it as space before and after a single line.
    """

    EXACT = "exact"
    ABOVE = "above"
    SHARED = "shared"


def room_on_page(item: Paragraph | Positioned) -> Room:
    """The room of a line of text outside of tables."""
    return _room(item, isinstance(item, Positioned) or item.style in _SINGLE_LINES)


def room_in_cell(item: Paragraph | Positioned, cell: Cell) -> Room:
    """The room of a line of text in a table cell."""
    return _room(item, cell.middle and len(cell.items) == 1)


def _room(item: Paragraph | Positioned, shared: bool) -> Room:
    size = full_size(item)
    if isinstance(item, Paragraph):
        if is_exact(item.style, size):
            return Room.EXACT
        shared = shared and len(item.lines) == 1 and not (item.signs or item.rest)
    return Room.SHARED if shared and size and item.pitch > OWN_PITCH * size else Room.ABOVE


def sharing(item: Paragraph | Positioned) -> Paragraph | Positioned:
    """The single line as high as its text, with the rest of its room before and after it."""
    half = (item.pitch - OWN_PITCH * full_size(item)) / 2
    return replace(item, pitch=item.pitch - 2 * half, before=item.before + half, after=item.after + half)


def is_exact(style: str, size: float) -> bool:
    """Whether the lines of text of that style and size are of a fixed height."""
    least, most = _TYPED_SIZES
    return not style or style in _EXACT or 0 < size < least or size > most


def full_size(item: Paragraph | Positioned) -> float:
    """The size of a text before it was tightened; 0 where there is none."""
    if isinstance(item, Positioned):
        return item.size
    first = item.lines[0][0] if item.lines and item.lines[0] else None
    return first.size + first.tightened if first is not None else 0.0


def set_size(item: Paragraph | Positioned) -> float:
    """The size by which the lines of a text are placed: of several lines, that of most of them, without the words in
    front of them.
    """
    if isinstance(item, Paragraph) and len(item.lines) > 1 and item.lines[-1]:
        last = item.lines[-1][-1]
        return last.size + last.tightened
    return full_size(item)


def below_top(room: Room, pitch: float, size: float) -> float:
    """How many points below the top of its line the baseline of the text is."""
    if room is Room.EXACT:
        return _EXACT_SHARE * pitch
    if room is Room.SHARED:
        return pitch / 2 + _SHARED * size
    return pitch - _BETWEEN * size
