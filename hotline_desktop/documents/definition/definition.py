"""What a form is, as data: the blocks that ``forms/*.toml`` describe.

Lengths are in points here (1 mm = 72/25.4 pt); the files give millimetres. Reading and checking the files is
``reader``'s work, filling a form with a record is ``composer``'s.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.paper_kinds import PaperKind

MM = 72 / 25.4
ROLES = ("title", "song", "hei", "fang", "kai")
ALIGNS = ("left", "center", "right")


class DefinitionError(HotlineError):
    """A form's definition is wrong. ``str()`` names the file, the key and the reason."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        self.file = file
        self.key = key
        self.reason = reason
        place = f"的 {key}" if key else ""
        super().__init__(f"表单定义文件 {file} {place}有误：{reason}。请改正这一处，其他文件没有影响。")


@dataclass(frozen=True, slots=True)
class TextSize:
    """One size in which values may be set, with its line pitch, both in points."""

    size: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of text is set. ``indent`` counts characters of the first line, ``inset`` those free at the right.

    ``tighten`` is by how many points characters stand closer than their size; ``keeps`` holds the text on the page of
    what follows it. ``balanced`` text parts by sense into lines of like length. ``name`` is its key in the file.
    """

    face: str
    size: float
    pitch: float
    align: str
    indent: float
    before: float
    after: float
    inset: float = 0.0
    tighten: float = 0.0
    keeps: bool = False
    name: str = ""
    balanced: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Paper size and margins in points."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float

    @property
    def text_width(self) -> float:
        """Width between the side margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height between the top and bottom margins."""
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class TableLook:
    """Line widths and the distance between lines and text, in points."""

    line: float
    frame: float
    side: float
    head: float


@dataclass(frozen=True, slots=True)
class Look:
    """What all forms share: ``forms/_styles.toml``."""

    sheet: Sheet
    sheets: Mapping[str, Sheet]
    table: TableLook
    steps: tuple[TextSize, ...]
    more: str
    fonts: Mapping[str, str]
    styles: Mapping[str, Style]


@dataclass(frozen=True, slots=True)
class FixedText:
    """Printed words; ``at`` is their distance from the left edge of the cell or text area.

    ``typed`` is the name of what is written behind them, by which it is found again in a Word file that comes back.
    """

    text: str
    at: float | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A ruled blank of at least ``width``; the field's value stands centred over the rule."""

    field: str
    width: float
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A check box before its words, ticked when the field's value is ``when``."""

    field: str
    when: str | bool
    text: str
    at: float | None = None


Part = FixedText | Blank | Check


@dataclass(frozen=True, slots=True)
class TextItem:
    """Printed words, a field's value, or one after the other.

    ``below`` puts the value into paragraphs of its own under the words. ``room`` is the height in points that
    the item takes at least, to write in by hand. ``{field}`` in the words is replaced by that field's value.
    ``optional`` items are left out where the field has no value. Where the field ``instead`` has one, that is printed
    in place of the words. ``listed`` lines are numbered where there are several, and hang behind their numbers.
    ``leaf`` begins on a page of its own. A moment that is ``parted`` has its time under its day where it is too wide.
    """

    style: str
    text: str
    field: str | None
    name: str
    below: bool
    indent: float
    room: float
    before: float
    after: float
    align: str
    optional: bool = False
    instead: str = ""
    listed: bool = False
    leaf: bool = False
    parted: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it says nothing but its own words and the value of its field."""
        return "{" not in self.text and not self.instead


@dataclass(frozen=True, slots=True)
class SignItem:
    """The end of a letter: who writes it, centred over its date, which keeps some characters from the right edge."""

    style: str
    field: str
    date: str
    before: float


@dataclass(frozen=True, slots=True)
class LineItem:
    """One line of parts at given distances; ``bottom`` keeps it at the foot of its cell."""

    style: str
    parts: tuple[Part, ...]
    name: str
    bottom: bool
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class TickItem:
    """A tick without a box, drawn when the field's value is ``when``."""

    style: str
    field: str
    when: str | bool


CellItem = TextItem | LineItem | TickItem


@dataclass(frozen=True, slots=True)
class CellForm:
    """One cell over ``span`` grid columns.

    ``middle`` centres its lines vertically.
    """

    span: int
    items: tuple[CellItem, ...]
    side: float
    head: float
    middle: bool
    one_line: bool


@dataclass(frozen=True, slots=True)
class RowForm:
    """One row: its usual height, and how far it may shrink for others or grow for its own text.

    In a flowing document ``each`` names the field of rows for which it is repeated, at least ``least`` times, and
    ``head`` rows stand again at the top of each page that the table goes on to. Where it ``fills``, empty rows follow
    those that there are; ``spare`` ones only as far as their page has room.
    """

    height: float
    min_height: float
    max_height: float
    cells: tuple[CellForm, ...]
    each: str = ""
    least: int = 0
    head: bool = False
    fills: bool = False
    spare: bool = False
    grows: bool = False

    @property
    def trades(self) -> bool:
        """True where the row gives height to, and takes it from, the other trading rows."""
        return self.min_height < self.height


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table over grid columns of fixed widths in points."""

    columns: tuple[float, ...]
    rows: tuple[RowForm, ...]


Block = TextItem | LineItem | SignItem | TableForm


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. ``states`` maps a state's name to the fields that stay empty in it, ``earlier`` the
    names that states had in earlier forms to those that they have now.

    A form stands on one sheet, and what does not fit goes to pages titled ``continuation``. Where ``flows``, it is a
    document that takes as many sheets as it needs; ``numbered`` ones carry page numbers.
    """

    kind: PaperKind
    file: str
    look: Look
    sheet: Sheet
    states: Mapping[str, frozenset[str]]
    earlier: Mapping[str, str]
    blocks: tuple[Block, ...]
    continuation: str
    flows: bool = False
    numbered: bool = False
