"""Puts items and table rows on pages one after the other, as many pages as they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from hotline_desktop.documents.typesetting.model import Item, Paragraph, Positioned, Row, Space, Table
from hotline_desktop.documents.typesetting.page_ends import GOES_ON, is_ending_row, is_signed, rows_along, signs
from hotline_desktop.documents.typesetting.parting import TOLERANCE, joined_paragraphs, split_paragraph, split_row

# The end of a letter never stands alone on its page: so many lines of the text go with it.
_CARRIED = 2
_SPLIT_AT = 4
# Word sets the lines of a table beside its rows, not in them: by so many points a page of rows is higher there.
_ROW_RESERVE = 3.0
# A row of more than half a page, in a list of more than a whole one, does not leave the rest of its page empty: with
# so many points there it parts. Of the lines of the table only those around it are beside it.
_BEGUN = 72.0
# No row of a form, which is no list, leaves more than this share of its page empty.
_EMPTY = 0.3
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
            count = int((self._left - rest.before + TOLERANCE) / rest.pitch)
            fits = count >= len(rest.lines) and rest.height + following <= self._left + rest.after + TOLERANCE
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
        if carrying:
            self._make_room(height)
        if height > self._left + TOLERANCE and self._pages[-1]:
            carried = self._take_end(self._room - height) if carrying else []
            if not signs(items[0]):  # Word keeps the text before a signature there, but not before enclosures
                carried = [*map(_held, carried)]
            self._turn_with(carried)
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

    def _make_room(self, height: float) -> None:
        """Takes empty rows off the end of the page where ``height`` points have no room below them."""
        page = self._pages[-1]
        while page and height > self._left and isinstance(last := page[-1], Table) and last.rows[-1].spare:
            page[-1] = replace(last, rows=last.rows[:-1])
            self._left += last.rows[-1].height

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

    def table(self, table: Table, body: Iterable[Row], *, signed: bool = False) -> Iterator[None]:
        """The head rows that ``table`` holds, again on each page, and below them ``body``, which is taken row by row.

        ``signed`` tells that a line to sign on stands below it.
        Stops at each turn of the page, so that full pages can be drawn while later rows are still to be set.
        """
        rows, heads = _Rows(body, signed), table.rows
        placed: list[Row] = []
        used = head_height = sum(row.height for row in heads)
        if self._pages[-1] and signs(self._pages[-1][-1]):
            self._stay_with_signature(rows, head_height)
        first = rows.take()
        if self._pages[-1] and not (self._begins(first, head_height) if first else head_height <= self._left):
            self._turn()
        rows.put_back(first)
        goes_on = False
        while (row := rows.take()) is not None:
            if row.spare and used + row.height > self._left - _ROW_RESERVE:
                continue
            if used + row.height <= self._left - _ROW_RESERVE:
                placed.append(row)
                used += row.height
                continue
            free = self._left - _PARTED_RESERVE - used
            alone = not placed and self._left >= self._room - TOLERANCE
            if alone or self._parts(row, head_height, free):
                first, rest = split_row(row, min(free, row.height - GOES_ON - _ending(row)))
                if not any(cell.items for cell in rest.cells):  # only room goes on, of which the page has less
                    spared = max(first.height, free + _PARTED_RESERVE - _ROW_RESERVE)
                    placed.append(replace(row, height=min(spared, row.height)))
                    used += placed[-1].height
                    continue
                placed.append(first)
                rows.put_back(rest)
            else:
                rows.put_back(row)
                ending = rows.ending()
                room = self._room - _ROW_RESERVE - head_height - sum(each.height for each in ending)
                if ending:
                    placed, along = rows_along(placed, room)
                    rows.put_back(*along)
                placed, carried = _without_heads(placed)
                rows.put_back(*carried)
            self._pages[-1].append(replace(table, rows=(*heads, *placed), rest=goes_on))
            self._turn()
            placed, used, goes_on = [], head_height, True
            yield
        if placed or not goes_on:
            self._pages[-1].append(replace(table, rows=(*heads, *placed), rest=goes_on))
            self._left -= used

    def _stay_with_signature(self, rows: _Rows, heads: float) -> None:
        """A table of less than a page right below a signature stands whole on its page, with the end of the text."""
        whole = rows.whole(self._room - heads - _ROW_RESERVE)
        height = sum((row.height for row in whole), heads + _ROW_RESERVE)
        if whole and height > self._left:
            self._turn_with(self._take_end(self._room - height))
        rows.put_back(*(replace(row, keeps=row is not whole[-1]) for row in whole))

    def _parts(self, row: Row, heads: float, free: float) -> bool:
        """Whether the row below ``heads`` points may begin at the foot of a page that has so much ``free``, and go on
        on the next: one of more than half a page or where a third of the page is free, in a list of more than a whole
        one or where half of the page is free.
        """
        if free < _BEGUN:
            return False
        if heads:
            return row.height > (self._room - heads if free < self._room / 2 else self._room / 2)
        return row.height > self._room / 2 or free > self._room * _EMPTY

    def _begins(self, row: Row, heads: float) -> bool:
        """Whether the page has room for ``heads`` points and the row below them, or its beginning."""
        free = self._left - heads
        return row.height <= free - _ROW_RESERVE or self._parts(row, heads, free - _ROW_RESERVE)

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

    def _turn_with(self, carried: Sequence[Item | Table]) -> None:
        """The next page, which begins with what was taken off the one before."""
        self._turn()
        for item in carried:
            self._put(item)

    def _turn(self) -> None:
        self._pages.append([])
        self._left = self._room
        self._turned = True

    def _take_end(self, room: float) -> list[Item | Table]:
        """The end of the page's text, taken off it: its last lines with the headings that would stand above nothing,
        or the last rows of a table, where a page has ``room`` for them; and the signature that stands below them.
        """
        page = self._pages[-1]
        signed: list[Item | Table] = []
        while len(page) > 1 and signs(page[-1]):
            signed.insert(0, page.pop())
        return [*self._take_text(page, room - sum(item.height for item in signed)), *signed]

    def _take_text(self, page: list[Item | Table], room: float) -> list[Item | Table]:
        """The last lines of the text on ``page``, or the last rows of its table."""
        last = page[-1]
        if isinstance(last, Table):
            heads = last.rows[: last.heads]
            body = last.rows[last.heads :]
            room -= sum(row.height for row in heads) + _ROW_RESERVE
            stays, along = rows_along(body, room)
            if not along:
                stays, along = list(body[:-1]), list(body[-1:])
            stays, ending = _without_heads(stays)
            if not stays:
                return []
            ending += along
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
            return [*map(_held, self._take_text(page, room)), *taken]  # a list of enclosures is no text either
        return taken


def _held(item: Item | Table) -> Item | Table:
    """The text, to stay on the page of what follows it in Word too."""
    return replace(item, keeps=True) if isinstance(item, Paragraph) and len(item.lines) < _SPLIT_AT else item


def _without_heads(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """``rows`` without those at their end that keep to the next one, and these; all stay where there are no others."""
    end = len(rows)
    while end and rows[end - 1].keeps:
        end -= 1
    return (list(rows[:end]), list(rows[end:])) if end else (list(rows), [])


class _Rows:
    """Rows taken one by one, of which the last may be put back; ``signed`` as of ``Pager.table``."""

    def __init__(self, rows: Iterable[Row], signed: bool) -> None:
        self._rows = iter(rows)
        self._signed = signed
        self._held: list[Row] = []

    def take(self) -> Row | None:
        """The next row, None behind the last."""
        return self._held.pop(0) if self._held else next(self._rows, None)

    def ending(self) -> Sequence[Row]:
        """All rows to come, where they are the signed end of a paper; none where others are among them."""
        found: list[Row] = []
        while (row := self.take()) is not None and is_ending_row(row):
            found.append(row)
        self.put_back(*found, row)
        return found if row is None and (self._signed or any(map(is_signed, found))) else ()

    def whole(self, room: float) -> Sequence[Row]:
        """All rows to come, taken, where they have ``room`` together; none where they have not."""
        found: list[Row] = []
        while (row := self.take()) is not None and row.height <= room:
            found.append(row)
            room -= row.height
        if row is None:
            return found
        self.put_back(*found, row)
        return ()

    def put_back(self, *rows: Row | None) -> None:
        """The rows that the next calls give again, before any that were put back earlier."""
        self._held[:0] = [row for row in rows if row is not None]


def _ending(row: Row) -> float:
    """How high the room and the line to sign on below the text are, which do not go on without some of it."""
    ends = (takewhile(lambda item: not isinstance(item, Paragraph), reversed(cell.items)) for cell in row.cells)
    return max(sum(item.height for item in end) for end in ends)
