"""The QR code on a sheet that is to come back signed. It stands in the top margin, where no form has text."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import NamedTuple

from hotline_desktop.documents.definition.definition import MM, Sheet

CODE_SIDE = 15 * MM
CAPTION_FACE = "song"
CAPTION_SIZE = 7.0
# Printers leave the outer 5 mm white; the text of further pages begins 22 mm below the edge, clear of the rim.
_FROM_TOP = 5.2 * MM
_GAP = 1.5 * MM
_FOOT = 8 * MM
# Level M mends 15 % of a code: a staple, a stamp's edge.
_LEVEL = "m"
QUIET = 4


class Place(NamedTuple):
    """The lower left corner of something on the sheet, in points from the sheet's lower left corner."""

    x: float
    y: float


@lru_cache(maxsize=256)
def dark_runs(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """How many squares a side has, and the dark ones: row from the top, first column, length of the run."""
    import segno

    code = segno.make(text, error=_LEVEL, micro=False, boost_error=False)
    runs: list[tuple[int, int, int]] = []
    for row, squares in enumerate(code.matrix):
        start = -1
        for column, dark in enumerate((*squares, 0)):
            if dark and start < 0:
                start = column
            elif not dark and start >= 0:
                runs.append((row, start, column - start))
                start = -1
    return len(code.matrix), tuple(runs)


def code_picture(text: str) -> bytes:
    """The code as PNG with its white rim, for Word."""
    import segno

    out = BytesIO()
    segno.make(text, error=_LEVEL, micro=False, boost_error=False).save(out, kind="png", scale=8, border=QUIET)
    return out.getvalue()


def code_place(sheet: Sheet) -> Place:
    """Where the code stands: above the text at its right edge."""
    return Place(sheet.width - sheet.right - CODE_SIDE, sheet.height - _FROM_TOP - CODE_SIDE)


def caption_end(sheet: Sheet) -> Place:
    """Where the caption ends, left of the code."""
    place = code_place(sheet)
    return Place(place.x - _GAP, place.y)


def foot_place(sheet: Sheet) -> Place:
    """Where the line about a copy begins, below the text."""
    return Place(sheet.left, min(_FOOT, sheet.bottom / 2))
