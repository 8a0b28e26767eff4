"""A paper ready to be drawn: pages of blocks whose lines are already broken and fitted.

Both renderers walk these blocks, so Word and PDF show the same text in the same places. All lengths are
points; ``x`` counts from the left edge of the cell's text or of the text area.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from hotline_desktop.documents.definition.definition import MM, Sheet, Style
from hotline_desktop.domain.papers.print_codes import PrintCode
from hotline_desktop.domain.records.quick import quick_record
from hotline_desktop.domain.terms.paper_kinds import PaperKind

# Page numbers after GB/T 9704: 四号 宋体, 7 mm below the text area.
NUMBER_FACE = "song"
NUMBER_SIZE = 14.0
NUMBER_DROP = 7 * MM
# What pages from the second on say of themselves, small in the top margin.
RUNNING_FACE = "song"
RUNNING_SIZE = 9.0
RUNNING_FROM_TOP = 13 * MM


UNNUMBERED = "未编号"


def shortened(reference: str) -> str:
    """A reference of several numbers told by the first one and how many there are."""
    first, *others = reference.split("、")
    return f"{first}等{len(others) + 1}件" if others else first


def running_text(identity: str, number: object, total: object) -> str:
    """``处置单　工单编号20220905091012　第2页　共3页``."""
    return f"{identity}　第{number}页　共{total}页"


@quick_record(frozen=True, slots=True)
class Span:
    """Text in one face and size. ``where`` names the field for messages; ``ruled`` text stands on a rule.

    ``field`` is the key of the value that it is, ``typed`` of what is written behind it.

    ``tightened`` is by how many points ``size`` is less than the size proper: Word sets the proper size with its
    characters so much closer, the PDF sets the smaller one.
    """

    text: str
    face: str
    size: float
    where: str = ""
    ruled: bool = False
    tightened: float = 0.0
    field: str = ""
    typed: str = ""

    def with_text(self, text: str) -> "Span":
        """The same span with other text."""
        return Span(
            text, self.face, self.size, self.where, self.ruled, self.tightened, field=self.field, typed=self.typed
        )


Line = tuple[Span, ...]


@quick_record(frozen=True, slots=True)
class Paragraph:
    """Running text. ``lines`` are what fits each line; Word gets them joined and breaks them itself.

    ``indent`` is the first line's, ``hang`` that of the others, ``inset`` what is kept free at the right of ``width``.
    ``justify`` stretches all lines but the last to ``width``. ``broken`` lines end where they do in Word too.
    ``leaf`` begins a page, ``rest`` marks what a page break carried over. ``keeps`` holds the paragraph on
    the page of what follows. ``style`` is the name of its style in the definitions.
    ``signs`` tells who writes and when, at the end of a letter. ``typed`` is the field that is typed behind it in Word.
    Where it ``hangs``, punctuation stands in the margin behind full lines; in a table it would touch the lines.
    ``dropped`` is the space before that it has where it does not begin a page. A ``parted`` one goes on on the next
    page, so that its last line is a full one.
    """

    lines: tuple[Line, ...]
    pitch: float
    width: float
    align: str = "left"
    indent: float = 0.0
    justify: bool = False
    before: float = 0.0
    after: float = 0.0
    rest: bool = False
    inset: float = 0.0
    keeps: bool = False
    style: str = ""
    signs: bool = False
    hang: float = 0.0
    broken: bool = False
    leaf: bool = False
    typed: str = ""
    hangs: bool = False
    dropped: float = 0.0
    parted: bool = False

    @property
    def height(self) -> float:
        """Height including the space before and after."""
        return self.before + self.pitch * len(self.lines) + self.after


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled blank of fixed width, with the text that stands centred over it or an empty line."""

    width: float
    text: Span | None


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A box as large as the text beside it. ``field`` names it where nobody has ticked any of its kind yet."""

    face: str
    size: float
    ticked: bool
    field: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A part of a positioned line; ``flows`` when it simply follows the part before it."""

    x: float
    flows: bool
    content: Span | Ruled | CheckBox


@dataclass(frozen=True, slots=True)
class Positioned:
    """One line of parts at fixed places; ``dropped`` as of a paragraph."""

    parts: tuple[Placed, ...]
    pitch: float
    face: str
    size: float
    before: float = 0.0
    after: float = 0.0
    style: str = ""
    dropped: float = 0.0

    @property
    def height(self) -> float:
        """Height including the space before and after."""
        return self.before + self.pitch + self.after


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick without a box, centred in its cell."""

    face: str
    size: float
    pitch: float
    ticked: bool
    style: str = ""

    @property
    def height(self) -> float:
        """Height of its line."""
        return self.pitch


@dataclass(frozen=True, slots=True)
class Space:
    """Empty room to write in; ``pitch`` is the distance of the lines one would write.

    ``open`` says that nothing stands before it yet but printed words: in Word one types here, with the first line
    indented by ``indent`` points, in the style of that name; ``field`` is the key of what is written.
    """

    height: float
    face: str
    size: float
    pitch: float
    open: bool = False
    indent: float = 0.0
    style: str = ""
    field: str = ""

    @property
    def is_typed_in(self) -> bool:
        """Whether there is room for a line of its own; else one goes on behind the printed words."""
        return self.open and self.height >= self.pitch


Item = Paragraph | Positioned | Tick | Space


@quick_record(frozen=True, slots=True)
class Cell:
    """One cell: the grid columns it spans, its margins, and its items from top to bottom."""

    span: int
    items: tuple[Item, ...]
    side: float
    head: float
    middle: bool

    @property
    def content_height(self) -> float:
        """Height of all items together, without margins."""
        return sum([item.height for item in self.items])


@quick_record(frozen=True, slots=True)
class Row:
    """One row of fixed height; one that ``keeps`` stands on the page of the row below it.

    ``parted`` rows are one that is taller than what its page had room for, ``rest`` is what a page break carried over.
    A ``spare`` one is empty, below others that are not: it is there only where its page has room. One ``by_hand`` is
    still to be filled in on paper.
    """

    height: float
    cells: tuple[Cell, ...]
    keeps: bool = False
    parted: bool = False
    rest: bool = False
    spare: bool = False
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table over grid columns. The first ``heads`` rows stand again where it goes on (``rest``)."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    line: float
    frame: float
    heads: int = 0
    rest: bool = False

    @property
    def height(self) -> float:
        """Height of all rows."""
        return sum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet, from top to bottom. ``runs_on`` marks text that simply goes on from the sheet before.

    ``number`` is the page number below the text, 0 for none.
    """

    blocks: tuple[Item | Table, ...]
    runs_on: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class PaperMark:
    """By what a print is known again: its code on every page, and the words beside it.

    ``caption`` stands beside the code, ``foot`` below the text of a copy; neither names a person.
    """

    code: PrintCode
    caption: str
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed paper with its continuation pages.

    ``reference`` says which paper it is in messages, by its numbers and never by a name; a blank one has none.
    ``word_faces`` maps a face's role to the name that Word files give, ``styles`` are those of the definitions.
    The side margins of ``mirrored`` ones change places on the backs of leaves, where they are bound at the right.
    """

    kind: PaperKind
    state: str
    reference: str
    sheet: Sheet
    word_faces: Mapping[str, str]
    pages: tuple[Page, ...]
    numbered: bool = False
    mark: PaperMark | None = None
    styles: Mapping[str, Style] = field(default_factory=dict)
    mirrored: bool = False

    def sheet_of(self, number: int) -> Sheet:
        """The sheet of the page of that number, from 1."""
        sheet = self.sheet
        return replace(sheet, left=sheet.right, right=sheet.left) if self.mirrored and number % 2 == 0 else sheet

    @property
    def identity(self) -> str:
        """What each page from the second on says that it belongs to."""
        known = self.reference not in ("", UNNUMBERED)
        return f"{self.kind}　{shortened(self.reference)}" if known else self.kind.value


@dataclass(frozen=True, slots=True)
class LongPaper:
    """A paper whose pages are set one by one while they are drawn, which is once."""

    reference: str
    sheet: Sheet
    pages: Iterator[Page]
