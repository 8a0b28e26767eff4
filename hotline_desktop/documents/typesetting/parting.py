"""Paragraphs and rows in two, where a page ends, and whole again."""

from collections.abc import Sequence
from dataclasses import replace

from hotline_desktop.documents.typesetting.model import Cell, Item, Paragraph, Row

# Of sums of heights, in points.
TOLERANCE = 0.01


def split_paragraph(paragraph: Paragraph, count: int) -> tuple[Paragraph | None, Paragraph | None]:
    """The first ``count`` lines and the rest as paragraphs of their own; None for what would be empty."""
    if count <= 0:
        return None, paragraph
    if count >= len(paragraph.lines):
        return paragraph, None
    first = replace(paragraph, lines=paragraph.lines[:count], after=0.0, parted=True)
    return first, replace(paragraph, lines=paragraph.lines[count:], indent=paragraph.hang, before=0.0, rest=True)


def joined_paragraphs(first: Paragraph, rest: Paragraph) -> Paragraph:
    """The paragraph that ``split_paragraph`` parted."""
    return replace(first, lines=(*first.lines, *rest.lines), after=rest.after, parted=rest.parted)


def split_row(row: Row, height: float) -> tuple[Row, Row]:
    """A row taller than a page in two: what fits ``height``, as high as that is, and the rest."""
    above, below = [], []
    head = max(cell.head for cell in row.cells)  # to Word the widest one is that of all cells of a row
    for cell in row.cells:
        first, rest = _split_items(cell.items, height - cell.head)  # what goes on keeps nothing free below, as in Word
        above.append(replace(cell, items=first, head=head if cell.middle else cell.head, middle=False))
        below.append(replace(cell, items=rest, middle=False))
    taken = max(cell.head + cell.content_height for cell in above)
    left = max(_needed(cell) for cell in below)
    return Row(taken, tuple(above), parted=True, rest=row.rest), Row(left, tuple(below), parted=True, rest=True)


def joined_rows(first: Row, rest: Row) -> Row:
    """The row that ``split_row`` parted, as high as what it says: of one with a height not all programs part."""
    cells = zip(first.cells, rest.cells, strict=True)
    whole = tuple(replace(above, items=_joined_items(above.items, below.items)) for above, below in cells)
    return replace(first, height=0.0, cells=whole)


def _needed(cell: Cell) -> float:
    return cell.content_height + 2 * cell.head


def _joined_items(above: tuple[Item, ...], below: tuple[Item, ...]) -> tuple[Item, ...]:
    last, first = (above or (None,))[-1], (below or (None,))[0]
    if isinstance(last, Paragraph) and isinstance(first, Paragraph) and first.rest:
        return (*above[:-1], joined_paragraphs(last, first), *below[1:])
    return (*above, *below)


def _split_items(items: Sequence[Item], height: float) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    first: list[Item] = []
    left = height
    for place, item in enumerate(items):
        if item.height <= left + TOLERANCE:
            first.append(item)
            left -= item.height
            continue
        if not isinstance(item, Paragraph):
            return tuple(first), tuple(items[place:])
        top, rest = split_paragraph(item, int((left - item.before + TOLERANCE) / item.pitch))
        first += [top] if top is not None else []
        return tuple(first), (*([rest] if rest is not None else []), *items[place + 1 :])
    return tuple(first), ()
