"""Tables of Word files: fixed widths, rows of at least their height, and rows of their own to write in.

A cell with room to write becomes rows without lines between them: the words and the room, and the line to sign on.
What is typed makes its own row higher and moves on to the next page, and the line to sign on stays below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hotline_desktop.documents.typesetting.line_room import Room, room_in_cell, sharing
from hotline_desktop.documents.typesetting.model import Cell, Item, Paragraph, Positioned, Row, Space, Table, Tick
from hotline_desktop.documents.word.parts import Typesetter, element, twips

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

# Word needs a paragraph after a table and in a cell; this one is too low to be seen.
HAIR = 0.7
_TWIPS = 20  # in a point
# The lines of a table take so many points of a row that is full.
_LINES = 1.0


@dataclass(frozen=True, slots=True)
class _Part:
    """A row as Word has it: ``first`` and ``last`` have the lines of the table above and below.

    ``foot`` is how far the last one's text stays from the line below.
    """

    row: Row
    first: bool = True
    last: bool = True
    foot: float = 0.0

    @property
    def runs_on(self) -> bool:
        """Whether the row may go on to another page: one types here, or other programs may need a line more."""
        return self.row.parted or self.typed_in

    @property
    def typed_in(self) -> bool:
        """Whether one types here."""
        return any(isinstance(item, Space) and item.open for cell in self.row.cells for item in cell.items)


def table_element(typesetter: Typesetter, table: Table, keeps: bool) -> BaseOxmlElement:
    """The table; ``keeps`` holds its last row on the page of what follows."""
    properties = element(
        "tblPr",
        None,
        element("tblW", {"w": twips(sum(table.columns)), "type": "dxa"}),
        element("jc", {"val": "center"}),
        *([_borders(table)] if table.line or table.frame else []),
        element("tblLayout", {"type": "fixed"}),
        _margins("tblCellMar", 0, 0),
    )
    grid = element("tblGrid", None, *(element("gridCol", {"w": twips(width)}) for width in table.columns))
    made = element("tbl", None, properties, grid)
    top = 0.0
    for number, row in enumerate(table.rows):
        parts = _parts(row)
        for part in parts:
            ends = number + 1 == len(table.rows) and (keeps or not part.last)
            # What is written stays with the line to sign on below it; a room to type in runs on.
            held = row.keeps or ends or not (part.last or part.typed_in)
            # Each row ends where it should: what rounding takes from one or adds to it would add up over a table.
            height = str(round((top + part.row.height) * _TWIPS) - round(top * _TWIPS))
            made.append(_row(typesetter, part, height, table.columns, number < table.heads, held))
            top += part.row.height
    return made


def room_table(space: Space, width: float) -> Table:
    """Room to write outside of tables, as a table of one cell without lines."""
    cell = Cell(1, (space,), 0.0, 0.0, False)
    return Table((width,), (Row(space.height, (cell,)),), 0.0, 0.0)


def item_elements(typesetter: Typesetter, item: Item, keeps: bool = False) -> list[BaseOxmlElement]:
    """The paragraphs of one item; room to write is the height of its row, and in it what one types in."""
    if isinstance(item, Paragraph):
        return [typesetter.paragraph(item, keeps)]
    if isinstance(item, Positioned):
        return [typesetter.positioned(item, keeps)]
    if isinstance(item, Tick):
        return [typesetter.tick(item)]
    return [typesetter.writing(item, keeps)] if item.is_typed_in else []


def _parts(row: Row) -> list[_Part]:
    """The row cut below each room to write, where it is one cell."""
    if len(row.cells) > 1 or row.cells[0].middle:
        return [_Part(row)]
    cell = row.cells[0]
    groups: list[list[Item]] = [[]]
    for item in cell.items:
        if groups[-1] and isinstance(groups[-1][-1], Space):
            groups.append([])
        groups[-1].append(item)
    heights = [sum(item.height for item in group) for group in groups]
    heights[0] += cell.head
    heights[-1] = row.height - sum(heights[:-1])
    if heights[-1] <= 0:
        return [_Part(row)]
    last = len(groups) - 1
    return [
        _Part(
            Row(height, (replace(cell, items=tuple(group), head=0.0 if place else cell.head),)),
            first=place == 0,
            last=place == last,
            foot=cell.head,
        )
        for place, (group, height) in enumerate(zip(groups, heights, strict=True))
    ]


def _row(
    typesetter: Typesetter, part: _Part, height: str, columns: Sequence[float], head: bool, keeps: bool
) -> BaseOxmlElement:
    """A row of at least ``height`` that grows with what is typed; ``head`` rows stand on each page."""
    row = part.row
    properties = element("trPr", None, *([] if part.runs_on else [element("cantSplit")]))
    properties.append(element("trHeight", {"val": height, "hRule": "atLeast"}))
    if head:
        properties.append(element("tblHeader"))
    made = element("tr", None, properties)
    column = 0
    for cell in row.cells:
        made.append(_cell(typesetter, cell, sum(columns[column : column + cell.span]), part, keeps))
        column += cell.span
    return made


def _cell(typesetter: Typesetter, cell: Cell, width: float, part: _Part, keeps: bool) -> BaseOxmlElement:
    properties = element("tcPr", None, element("tcW", {"w": twips(width), "type": "dxa"}))
    if cell.span > 1:
        properties.append(element("gridSpan", {"val": str(cell.span)}))
    hidden = [side for side, shown in (("top", part.first), ("bottom", part.last)) if not shown]
    if hidden:
        properties.append(element("tcBorders", None, *(element(side, {"val": "nil"}) for side in hidden)))
    at_foot = part.last and not part.first
    foot = part.foot if at_foot else _below_middle(part.row) if cell.middle else 0.0
    properties.append(_margins("tcMar", cell.head, cell.side, foot))
    place = "center" if cell.middle else "bottom" if at_foot else "top"
    properties.append(element("vAlign", {"val": place}))
    made = element("tc", None, properties)
    for number, item in enumerate(cell.items, start=1):
        made.extend(item_elements(typesetter, _shared(item, cell), keeps and number == len(cell.items)))
    if len(made) == 1:  # a cell without a paragraph is no cell to Word
        made.append(typesetter.empty(HAIR))
    return made


def _below_middle(row: Row) -> float:
    """The widest margins of its cells are those of a row: the same below as above, where there is room, keeps a text
    in the middle of it.
    """
    head = max(cell.head for cell in row.cells)
    return max(0.0, min(head, row.height - head - max(cell.content_height for cell in row.cells) - _LINES))


def _shared(item: Item, cell: Cell) -> Item:
    """The item, with the room of its line shared out where it is alone in the middle of its cell."""
    if isinstance(item, Paragraph | Positioned) and room_in_cell(item, cell) is Room.SHARED:
        return sharing(item)
    return item


def _borders(table: Table) -> BaseOxmlElement:
    """Border widths are eighths of a point."""
    widths = dict.fromkeys(("top", "left", "bottom", "right"), table.frame)
    widths |= dict.fromkeys(("insideH", "insideV"), table.line)
    return element(
        "tblBorders",
        None,
        *(
            element(side, {"val": "single", "sz": str(max(2, round(width * 8))), "space": "0", "color": "auto"})
            for side, width in widths.items()
        ),
    )


def _margins(tag: str, head: float, side: float, foot: float = 0.0) -> BaseOxmlElement:
    sides = {"top": head, "left": side, "bottom": foot, "right": side}
    return element(tag, None, *(element(name, {"w": twips(width), "type": "dxa"}) for name, width in sides.items()))
