"""What goes along to the page that is signed: nobody signs a page that says nothing of the matter."""

from collections.abc import Sequence

from hotline_desktop.documents.typesetting.model import Cell, Item, Paragraph, Positioned, Row, Span, Table
from hotline_desktop.documents.typesetting.parting import split_row

# So much of a row that parts, two lines, goes on to the next page, in points.
GOES_ON = 24.0
# A row of no more than this share of the room goes on whole; a taller one would leave that much of its page empty.
_WHOLE = 0.3
_NONE = "无"  # says that there is nothing to say


def signs(item: Item | Table) -> bool:
    """Whether that is part of the end of a paper, which tells who writes or is to sign."""
    return isinstance(item, Positioned) or (isinstance(item, Paragraph) and item.signs)


def is_signed(row: Row) -> bool:
    """Whether there is a line to sign on in the row: words to write behind, without a rule or a box."""
    return any(isinstance(item, Positioned) and _is_to_sign(item) for cell in row.cells for item in cell.items)


def says_something(row: Row) -> bool:
    """Whether a value of the record stands in the row."""
    return any(map(_says_something, row.cells))


def is_ending_row(row: Row) -> bool:
    """Whether the row is signed or empty: nothing in it that one could sign."""
    return is_signed(row) or not says_something(row)


def rows_along(rows: Sequence[Row], room: float) -> tuple[list[Row], list[Row]]:
    """The rows that stay on a page, and those from its end that go along to one with ``room`` left.

    The last row that says something goes along with what follows it: whole or, where all would go, where it has no
    room there or would leave much of its page empty, its last lines. Where that is more than half of the room, one that
    is still to be filled in by hand does as well. Where no row says anything, the last one goes.
    """
    below: list[Row] = []
    height, written = 0.0, 0
    for place in reversed(range(len(rows))):
        row = rows[place]
        if not is_ending_row(row):
            if written and height + row.height > room / 2:
                return list(rows[:written]), list(rows[written:])
            first, rest = parted_at_end(row)
            goes_whole = bool(place) and not row.parted and height + row.height <= room
            if goes_whole and (rest is None or row.height <= room * _WHOLE):
                return list(rows[:place]), [row, *below]
            if rest is not None and height + rest.height <= room:
                return [*rows[:place], first], [rest, *below]
            break
        below.insert(0, row)
        height += row.height
        if not written and not is_signed(row) and height <= room and row.by_hand:
            written = place
    takes = len(rows) > 1 and not rows[-1].parted and rows[-1].height <= room
    return (list(rows[:-1]), list(rows[-1:])) if takes else (list(rows), [])


def parted_at_end(row: Row) -> tuple[Row, Row | None]:
    """The row without its last lines, and these; None where it has too few."""
    first, rest = split_row(row, max(cell.head + cell.content_height for cell in row.cells) - GOES_ON)
    parts = any(cell.items for cell in first.cells) and any(cell.items for cell in rest.cells)
    return (first, rest) if parts else (row, None)


def _is_to_sign(line: Positioned) -> bool:
    return all(isinstance(part.content, Span) for part in line.parts)


def _says_something(cell: Cell) -> bool:
    paragraphs = (item for item in cell.items if isinstance(item, Paragraph))
    spans = (span for paragraph in paragraphs for line in paragraph.lines for span in line)
    return any(span.field and span.text != _NONE for span in spans)
