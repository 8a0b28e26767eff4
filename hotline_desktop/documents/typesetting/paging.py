"""Puts items and table rows on pages one after the other, as many pages as they need."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from hotline_desktop.documents.typesetting.model import Cell, Item, Paragraph, Positioned, Row, Space, Table

_TOLERANCE = 0.01
# The end of a letter never stands alone on its page: so many lines of the text go with it.
_CARRIED = 2
_SPLIT_AT = 4
# Word sets the lines of a table beside its rows, not in them: by so many points a page of rows is higher there.
_ROW_RESERVE = 3.0
# A row of more than half a page, in a list of more than a whole one, does not leave the rest of its page empty: with
# so many points there it parts, and so many at least, two lines, go on to the next page. Of the lines of the table
# only those around it are beside it.
_BEGUN = 72.0
_GOES_ON = 24.0
_PARTED_RESERVE = 1.0


class Pager:
    """Pages of ``room`` points height, filled from the top.

    Of a paragraph that parts, at least ``least`` lines go on to the next page.
    """

    def __init__(self, room: float, least: int = 1) -> None:
        self._room = room
        self._least = least
        self._left = room
        self._pages: list[list[Item | Table]] = [[]]
        self._turned = False

    def pages(self) -> list[tuple[Item | Table, ...]]:
        """All pages; the last one is empty only when nothing was put."""
        return [tuple(page) for page in self._pages]

    def turn(self) -> None:
        """Goes on at the top of a new page, where anything stands on this one."""
        if self._pages[-1]:
            self._turn()

    def paragraph(self, paragraph: Paragraph, following: float = 0.0) -> None:
        """A paragraph, which may part at a page's end; ``following`` points must find room below its last line."""
        rest: Paragraph | None = paragraph
        while rest is not None:
            count = int((self._left - rest.before + _TOLERANCE) / rest.pitch)
            fits = count >= len(rest.lines) and rest.height + following <= self._left + rest.after + _TOLERANCE
            if fits or (not self._pages[-1] and len(rest.lines) == 1):
                self._put(rest)
                return
            if following or count < 1:
                if self._pages[-1]:
                    self._turn()
                    continue
                following, count = 0.0, max(1, count)
            if count < len(rest.lines) and len(rest.lines) >= 2 * self._least:
                count = min(count, len(rest.lines) - self._least)
            first, rest = split_paragraph(rest, min(count, len(rest.lines)))
            if first is not None:
                self._put(first)
            if rest is not None:
                self._turn()

    def together(self, items: Sequence[Item], *, carrying: bool = False) -> None:
        """Items that stand on one page; where ``carrying``, with some lines of the text before them."""
        height = sum(item.height for item in items)
        if height > self._room:
            self._one_by_one(items)
            return
        if height > self._left + _TOLERANCE and self._pages[-1]:
            carried = self._take_end() if carrying else []
            if not _signs(items[0]):  # Word keeps the text before a signature there, but not before enclosures
                carried = [*map(_held, carried)]
            self._turn()
            for item in carried:
                self._put(item)
        elif carrying:
            self._second_line(height)
        for item in items:
            self._put(item)

    def _one_by_one(self, items: Sequence[Item]) -> None:
        """Items that no page has room for together."""
        for item in items:
            if isinstance(item, Paragraph):
                self.paragraph(replace(item, keeps=False))
            else:
                self.together([replace(item, height=min(item.height, self._room)) if isinstance(item, Space) else item])

    def _second_line(self, height: float) -> None:
        """Where a single line of the text stands above the end of a letter on its page, another one comes to it."""
        page = self._pages[-1]
        before = self._pages[-2][-1] if len(self._pages) > 1 and self._pages[-2] else None
        if len(page) != 1 or not isinstance(page[0], Paragraph) or not isinstance(before, Paragraph):
            return
        line = page[0]
        if (
            not line.rest
            or len(line.lines) > 1
            or len(before.lines) < _SPLIT_AT - 1
            or self._left < height + line.pitch
        ):
            return
        first, last = split_paragraph(before, len(before.lines) - 1)
        assert first is not None
        assert last is not None
        self._pages[-2][-1] = first
        page[0] = joined_paragraphs(last, line)
        self._left -= line.pitch

    def table(self, table: Table, body: Iterable[Row]) -> Iterator[None]:
        """The head rows that ``table`` holds, again on each page, and below them ``body``, which is taken row by row.

        Stops at each turn of the page, so that full pages can be drawn while later rows are still to be set.
        """
        rows, heads = _Rows(body), table.rows
        placed: list[Row] = []
        used = head_height = sum(row.height for row in heads)
        first = rows.take()
        if used + self._beginning(first, head_height) > self._left - _ROW_RESERVE and self._pages[-1]:
            self._turn()
        rows.put_back(first)
        goes_on = False
        while (row := rows.take()) is not None:
            if used + row.height <= self._left - _ROW_RESERVE:
                placed.append(row)
                used += row.height
                continue
            free = self._left - _PARTED_RESERVE - used
            alone = not placed and self._left >= self._room - _TOLERANCE
            if alone or (self._parts(row, head_height) and free >= _BEGUN):
                first, rest = split_row(row, min(free, row.height - _GOES_ON - _ending(row)))
                if not any(cell.items for cell in rest.cells):  # only room goes on, of which the page has less
                    spared = max(first.height, free + _PARTED_RESERVE - _ROW_RESERVE)
                    placed.append(replace(row, height=min(spared, row.height)))
                    used += placed[-1].height
                    continue
                placed.append(first)
                rows.put_back(rest)
            else:
                along = _row_above(placed, row, last=rows.ends, room=self._room - _ROW_RESERVE - head_height)
                rows.put_back(*along, row)
                placed, carried = _without_heads(placed[: len(placed) - len(along)])
                rows.put_back(*carried)
            self._pages[-1].append(replace(table, rows=(*heads, *placed), rest=goes_on))
            self._turn()
            placed, used, goes_on = [], head_height, True
            yield
        if placed or not goes_on:
            self._pages[-1].append(replace(table, rows=(*heads, *placed), rest=goes_on))
            self._left -= used

    def _parts(self, row: Row, heads: float) -> bool:
        """Whether the row below ``heads`` points may begin at the foot of one page and go on on the next."""
        return row.height > (self._room - heads if heads else self._room / 2)

    def _beginning(self, row: Row | None, heads: float) -> float:
        """How much of the row must stand on the page on which it begins."""
        if row is None:
            return 0.0
        return _BEGUN if self._parts(row, heads) else row.height

    def full_pages(self) -> list[tuple[Item | Table, ...]]:
        """The pages before the one being filled, which are not kept any longer."""
        full = [tuple(page) for page in self._pages[:-1]]
        del self._pages[:-1]
        return full

    def _put(self, item: Item | Table) -> None:
        """At the top of a further page an item stands without its space before, as in Word."""
        if self._turned and not self._pages[-1] and isinstance(item, Paragraph | Positioned):
            item = replace(item, before=0.0, dropped=item.before)
        self._pages[-1].append(item)
        self._left -= item.height

    def _turn(self) -> None:
        self._pages.append([])
        self._left = self._room
        self._turned = True

    def _take_end(self) -> list[Item | Table]:
        """The end of the page's text, taken off it: its last lines with the headings that would stand above nothing,
        or the last row of a table; and the signature that stands below them.
        """
        page = self._pages[-1]
        signed: list[Item | Table] = []
        while len(page) > 1 and _signs(page[-1]):
            signed.insert(0, page.pop())
        return [*self._take_text(page), *signed]

    def _take_text(self, page: list[Item | Table]) -> list[Item | Table]:
        """The last lines of the text on ``page``, or the last row of its table."""
        last = page[-1]
        if isinstance(last, Table):
            stays, ending = _without_heads(last.rows[last.heads : -1])
            ending.append(last.rows[-1])
            if not stays and len(ending) == 1:
                stays, ending = _parted_at_end(ending[0])
            if not stays:
                return []
            heads = last.rows[: last.heads]
            page[-1] = replace(last, rows=(*heads, *stays))
            return [replace(last, rows=(*heads, *ending), rest=True)]
        if not isinstance(last, Paragraph | Space):
            return []
        if isinstance(last, Paragraph) and len(last.lines) >= _SPLIT_AT:
            first, rest = split_paragraph(last, len(last.lines) - _CARRIED)
            assert first is not None
            assert rest is not None
            page[-1] = first
            return [rest]
        taken: list[Item | Table] = [page.pop()] if len(page) > 1 else []
        while len(page) > 1 and isinstance(above := page[-1], Paragraph) and above.keeps:
            taken.insert(0, above)
            page.pop()
        if taken and isinstance(last, Paragraph) and last.keeps and len(page) > 1:
            return [*map(_held, self._take_text(page)), *taken]  # a list of enclosures is no text either
        return taken


def _held(item: Item | Table) -> Item | Table:
    """The text, to stay on the page of what follows it in Word too."""
    return replace(item, keeps=True) if isinstance(item, Paragraph) and len(item.lines) < _SPLIT_AT else item


def _signs(item: Item | Table) -> bool:
    """Whether that is part of the end of a paper, which tells who writes or is to sign."""
    return isinstance(item, Positioned) or (isinstance(item, Paragraph) and item.signs)


def _without_heads(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """``rows`` without those at their end that keep to the next one, and these; all stay where there are no others."""
    end = len(rows)
    while end and rows[end - 1].keeps:
        end -= 1
    return (list(rows[:end]), list(rows[end:])) if end else (list(rows), [])


def _row_above(placed: Sequence[Row], row: Row, *, last: bool, room: float) -> Sequence[Row]:
    """The row above the ``last`` one where that one is signed: nobody signs a page that says nothing of the matter.

    It comes along where both have ``room``, and others stay.
    """
    if not last or len(placed) < 2 or placed[-1].parted or not any(map(_is_signed, row.cells)):
        return ()
    return placed[-1:] if placed[-1].height + row.height <= room else ()


def _is_signed(cell: Cell) -> bool:
    """Whether there is a line to sign on in the cell."""
    return any(isinstance(item, Positioned) for item in cell.items)


class _Rows:
    """Rows taken one by one, of which the last may be put back."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._held: list[Row] = []

    def take(self) -> Row | None:
        """The next row, None behind the last."""
        return self._held.pop(0) if self._held else next(self._rows, None)

    @property
    def ends(self) -> bool:
        """Whether there is no further one."""
        following = self.take()
        self.put_back(following)
        return following is None

    def put_back(self, *rows: Row | None) -> None:
        """The rows that the next calls give again, before any that were put back earlier."""
        self._held[:0] = [row for row in rows if row is not None]


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


def _parted_at_end(row: Row) -> tuple[list[Row], list[Row]]:
    """A row of many lines in two, of which the second one has the last lines; no rows where it has too few."""
    first, rest = split_row(row, max(cell.head + cell.content_height for cell in row.cells) - _GOES_ON)
    parts = any(cell.items for cell in first.cells) and any(cell.items for cell in rest.cells)
    return ([first], [rest]) if parts else ([], [])


def _ending(row: Row) -> float:
    """How high the room and the line to sign on below the text are, which do not go on without some of it."""
    ends = (takewhile(lambda item: not isinstance(item, Paragraph), reversed(cell.items)) for cell in row.cells)
    return max(sum(item.height for item in end) for end in ends)


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
        if item.height <= left + _TOLERANCE:
            first.append(item)
            left -= item.height
            continue
        if not isinstance(item, Paragraph):
            return tuple(first), tuple(items[place:])
        top, rest = split_paragraph(item, int((left - item.before + _TOLERANCE) / item.pitch))
        first += [top] if top is not None else []
        return tuple(first), (*([rest] if rest is not None else []), *items[place + 1 :])
    return tuple(first), ()
