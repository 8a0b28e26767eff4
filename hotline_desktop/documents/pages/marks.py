"""What is drawn on a page, piece by piece: text runs, rules, ticks and outlines at absolute places.

Places are PDF's: points from the lower left corner of the sheet.
"""

from typing import NamedTuple

NOTHING_SPOKEN = -1


class Spoken(NamedTuple):
    """What a piece of the page is to who hears it read: a title (H1 …), a paragraph (P), a cell (TH, TD) at a place.

    ``span`` counts the columns of a cell; ``rest`` goes on from the page before.
    """

    kind: str
    table: int = -1
    row: int = -1
    cell: int = -1
    span: int = 1
    rest: bool = False


class TextMark(NamedTuple):
    """A run of one face. ``unseen`` text is only there to be copied and searched.

    ``stretch`` is by how many points its characters stand apart, but for those inside of words and numbers; ``gap`` is
    what Chinese text and letters or digits beside it stand apart besides, also what follows where it is ``parted``, and
    ``closer`` by how many points letters and digits stand closer.

    ``spoken`` is which piece of the page it belongs to; what stands around the text belongs to none.
    """

    x: float
    y: float
    font: str
    size: float
    text: str
    stretch: float = 0.0
    unseen: bool = False
    spoken: int = NOTHING_SPOKEN
    gap: float = 0.0
    closer: float = 0.0
    parted: bool = False


class RuleMark(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


class TickMark(NamedTuple):
    """A tick in the square of side ``size`` whose lower left corner is given."""

    x: float
    y: float
    size: float


class ShapeMark(NamedTuple):
    """A closed outline through ``points``. ``fill`` is a grey from 0 to 1; an outline ``width`` of 0 is not drawn."""

    points: tuple[tuple[float, float], ...]
    fill: float
    width: float


class MissingGlyph(NamedTuple):
    """A character that no face has, and the paper and field where it was to be printed."""

    character: str
    where: str
