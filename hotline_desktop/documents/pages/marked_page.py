"""Turns a page of blocks into drawing marks: text runs, rules and ticks at absolute places.

Places are PDF's: points from the lower left corner of the sheet. What stands here is exactly what gets drawn,
so it can be counted, compared and drawn by anything.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from hotline_desktop.documents.definition.definition import Sheet
from hotline_desktop.documents.faces.fonts import FaceSet, code_points
from hotline_desktop.documents.faces.metrics import gap, seams
from hotline_desktop.documents.pages.code_mark import (
    CAPTION_FACE,
    CAPTION_SIZE,
    CODE_SIDE,
    caption_end,
    code_place,
    dark_runs,
    foot_place,
)
from hotline_desktop.documents.pages.marks import (
    NOTHING_SPOKEN,
    MissingGlyph,
    RuleMark,
    ShapeMark,
    Spoken,
    TextMark,
    TickMark,
)
from hotline_desktop.documents.typesetting.line_room import below_top, room_in_cell, room_on_page, set_size
from hotline_desktop.documents.typesetting.linebreak import HANGING, LATIN, MOST_STRETCH, break_line, gaps_in, gaps_of
from hotline_desktop.documents.typesetting.model import (
    NUMBER_DROP,
    NUMBER_FACE,
    NUMBER_SIZE,
    RUNNING_FACE,
    RUNNING_FROM_TOP,
    RUNNING_SIZE,
    Cell,
    CheckBox,
    Item,
    Line,
    Page,
    PaperMark,
    Paragraph,
    Positioned,
    Row,
    Ruled,
    Span,
    Table,
    Tick,
)

# CJK faces stand 0.88 above and 0.12 below the baseline: this centres their square on a line.
_BASELINE = 0.38
_RULE_WIDTH = 0.5
# A rule runs this far under the baseline, as a share of the size.
_RULE_DROP = 0.18
# A box that is ticked is in no face; others are drawn as the sign that means the same.
_TICKED = "☑"
_TICKED_OR_NOT = re.compile("☑|[^☑]+")
_ALIKE = str.maketrans({"✔": "✓", "☐": "□", "❑": "□", "▢": "□"})
_SIGNS = re.compile("[☑✔☐❑▢]")
_NOTE = "〓处的字，字库里没有，请手写补上"
_NOTE_PLACE = 34.0
# Sizes and pitches of the note, and how many lines of them the bottom margin takes.
_NOTE_SIZES = ((8.0, 9.0, 3), (6.0, 6.7, 4), (4.5, 5.0, 5))
# Latin letters of tightened text are a trace wider on the PDF than in Word, so a full line is drawn closer by so much.
_MOST_SQUEEZE = 0.02
# Word fills a stretched line. Its relatives widen all gaps by whole twentieths of a point and leave the rest of the
# room behind the line; of more than so many points the PDF leaves what is more, too little to be seen.
_STEP = 1 / 20
_MOST_LEFT = 0.7


# What a paragraph is to who hears the page read, by its style; the others are plain ones.
_KINDS = {
    **dict.fromkeys(("title", "long_title", "letter_title", "cover_title", "continued_title"), "H1"),
    **dict.fromkeys(("heading", "heading1", "continued_label"), "H2"),
    "heading2": "H3",
}


@dataclass(slots=True)
class MarkedPage:
    """The marks of one page.

    Lists of very many pages, which nobody has in Word, are not ``telling`` what their marks are to who hears the page
    read, and set Chinese and other text without the gap between them: each line of them counts.
    """

    fonts: FaceSet
    sheet: Sheet
    telling: bool = True
    texts: list[TextMark] = field(default_factory=list)
    rules: list[RuleMark] = field(default_factory=list)
    ticks: list[TickMark] = field(default_factory=list)
    shapes: list[ShapeMark] = field(default_factory=list)
    missing: list[MissingGlyph] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    running_end: tuple[float, float] = (0.0, 0.0)
    _speaking: int = NOTHING_SPOKEN

    def page(self, page: Page, mark: PaperMark | None = None, running: str = "") -> None:
        """Draws all blocks from the top margin down, the code of the print, and a note about what is missing.

        ``running`` is what the page says in its top margin that it belongs to.
        """
        y = self.sheet.height - self.sheet.top
        for place, block in enumerate(page.blocks):
            if isinstance(block, Table):
                y = self._table(block, self.sheet.left, y, place)
            else:
                if self.telling:
                    kind = _KINDS.get(getattr(block, "style", ""), "P")
                    self._tell(Spoken(kind, rest=isinstance(block, Paragraph) and block.rest))
                self._item(block, self.sheet.left, self.sheet.text_width, y, None)
                y -= block.height
        self._speaking = NOTHING_SPOKEN
        if page.number:
            self._number(page.number)
        if running:
            middle = self.sheet.height - RUNNING_FROM_TOP - RUNNING_SIZE / 2
            end = self._span(Span(running, RUNNING_FACE, RUNNING_SIZE, "页眉"), self.sheet.left, middle)
            self.running_end = (end, middle - _BASELINE * RUNNING_SIZE)
        if mark is not None:
            self._mark(mark)
        if self.missing:
            self._note(numbered=page.number > 0)

    def write(self, span: Span, x: float, middle: float) -> float:
        """One span of text from ``x`` on the line around ``middle``; returns where it ends."""
        return self._span(span, x, middle)

    def width(self, span: Span) -> float:
        """How wide the span is drawn."""
        return self._width(span)

    def _tell(self, spoken: Spoken) -> None:
        """What is drawn from here on is that piece."""
        self._speaking = len(self.spoken)
        self.spoken.append(spoken)

    def _table(self, table: Table, left: float, top: float, place: int) -> float:
        y = top
        edges = list(accumulate(table.columns, initial=left))
        half = table.frame / 2
        uprights: dict[float, float] = {}  # lines between cells, by where they stand, and from where they come down
        for number, row in enumerate(table.rows):
            if number:
                self.rules.append(RuleMark(left, y, edges[-1], y, table.line))
            self._row(row, edges, y, (place, number, table))
            starts = {edges[column] for column in _starts(row)}
            for x in [x for x in uprights if x not in starts]:
                self.rules.append(RuleMark(x, uprights.pop(x), x, y, table.line))
            for x in starts:
                uprights.setdefault(x, y)
            y -= row.height
        self.rules += [RuleMark(x, start, x, y, table.line) for x, start in uprights.items()]
        for x in (left, edges[-1]):
            self.rules.append(RuleMark(x, top + half, x, y - half, table.frame))
        for edge in (top, y):
            self.rules.append(RuleMark(left - half, edge, edges[-1] + half, edge, table.frame))
        return y

    def _row(self, row: Row, edges: Sequence[float], y: float, at: tuple[int, int, Table]) -> None:
        """What the cells of a row say; ``at`` is which block, row and table it is."""
        place, number, table = at
        column = 0
        for nth, cell in enumerate(row.cells):
            if self.telling:
                head = number < table.heads
                self._tell(Spoken("TH" if head else "TD", place, number, nth, cell.span, table.rest))
                if head and table.rest:  # it was told where the table begins
                    self._speaking = NOTHING_SPOKEN
            x = edges[column]
            column += cell.span
            # What a cell says stands below the line above it, as in Word.
            above = table.line if number else table.frame
            self._cell(cell, x, edges[column] - x, y - above / (2 if cell.middle else 1), row.height)

    def _cell(self, cell: Cell, x: float, width: float, top: float, height: float) -> None:
        y = top - cell.head
        if cell.middle:
            y -= (height - cell.content_height) / 2
        for item in cell.items:
            self._item(item, x + cell.side, width - 2 * cell.side, y, cell)
            y -= item.height

    def _item(self, item: Item, x: float, width: float, top: float, cell: Cell | None) -> None:
        """One item from ``top`` down, in its cell where it is in a table."""
        if isinstance(item, Paragraph | Positioned):
            room = room_on_page(item) if cell is None else room_in_cell(item, cell)
            base = top - item.before - below_top(room, item.pitch, set_size(item))
            if isinstance(item, Paragraph):
                self._paragraph(item, x, base)
            else:
                self._positioned(item, x, base)
        elif isinstance(item, Tick) and item.ticked:
            self._tick(x + (width - item.size) / 2, top - (item.pitch + item.size) / 2, item.face, item.size)

    def _paragraph(self, paragraph: Paragraph, x: float, base: float) -> None:
        """The lines, of which the first one's text stands on ``base``."""
        y = base
        indent = paragraph.indent
        last = len(paragraph.lines) - (not paragraph.parted)
        for number, line in enumerate(paragraph.lines):
            room = paragraph.width - indent
            if paragraph.align == "left":
                fill = room if paragraph.justify and number < last else 0.0
                self._line(line, x + indent, y, fill)
            else:
                free = room - self._line_width(line)
                self._line(line, x + indent + (free if paragraph.align == "right" else free / 2), y)
            y -= paragraph.pitch
            indent = paragraph.hang

    def _line(self, line: Line, x: float, base: float, fill: float = 0.0) -> None:
        """Spans one after the other on ``base``, of whatever size; ``fill`` is the width to stretch them to."""
        if line and line[-1].text.endswith(" "):
            line = (*line[:-1], line[-1].with_text(line[-1].text.rstrip(" ")))
        stretch = self._stretch(line, fill) if fill else 0.0
        before = ""
        for span in line:
            if before:
                x += self._part(before, span)
            before = span.text
            end = self._span(span, x, base + _BASELINE * span.size, stretch)
            if span.ruled:
                y = base - _RULE_DROP * span.size
                self.rules.append(RuleMark(x, y, end, y, _RULE_WIDTH))
            x = end

    def _stretch(self, line: Line, fill: float) -> float:
        """How much wider or a trace narrower each gap must be for the line to fill the width; 0 where it looks torn."""
        gaps = gaps_in(line) - 1
        free = fill - self._line_width(line)
        size = line[0].size
        if free < -_MOST_SQUEEZE * size * gaps and line[-1].text[-1:] in HANGING:
            gaps, free = gaps - 1, free + self._width(line[-1].with_text(line[-1].text[-1]))
        if gaps <= 0 or not -_MOST_SQUEEZE * size < free / gaps < MOST_STRETCH * size:
            return 0.0
        return _shared_out(free, gaps) if free > 0 else free / gaps

    def _span(self, span: Span, x: float, middle: float, stretch: float = 0.0) -> float:
        """One span from ``x``; returns where it ends."""
        if _SIGNS.search(span.text) is not None:
            return self._signs(span, x, middle, stretch)
        y = middle - _BASELINE * span.size
        runs, before = self.fonts.runs(span.text, span.face), ""
        for face, text in runs:
            if before:
                x += self._part(before, span, text)
            before, found = text, seams(text) if self.telling else ()
            apart = gap(span.size, span.tightened) if found else 0.0
            closer = _closer(span) if span.tightened else 0.0
            self.texts.append(TextMark(x, y, face.name, span.size, text, stretch, False, self._speaking, apart, closer))
            x += face.width(text, span.size)
            if found or stretch or closer:
                x += apart * len(found) + stretch * gaps_of(text) - closer * len(LATIN.findall(text))
        if len(runs) > 1 or (runs and runs[0][1] != span.text):
            missing = self.fonts.missing(span.text, span.face)
            self.missing += [MissingGlyph(character, span.where) for character in missing]
        return x

    def _signs(self, span: Span, x: float, middle: float, stretch: float) -> float:
        """As ``_span`` for a text with boxes or ticks in it."""
        text = span.text.translate(_ALIKE)
        if text == _TICKED:
            return self._check_box(CheckBox(span.face, span.size, True), x, middle) + stretch
        for part in _TICKED_OR_NOT.findall(text):
            x = self._span(span.with_text(part), x, middle, stretch)
        return x

    def _part(self, before: str, span: Span, text: str = "") -> float:
        """The gap between the text that was set last and what follows it on the line, as part of that text."""
        apart = self._gap(before, span, text)
        if apart and self.texts and self.texts[-1].text.endswith(before[-1]):
            last = self.texts[-1]
            self.texts[-1] = last._replace(parted=True, gap=last.gap or apart)
        return apart

    def _gap(self, before: str, span: Span, text: str = "") -> float:
        """The gap between a text and the span, or the part of it, that follows it on the line."""
        apart = self.telling and seams(before[-1:] + (text or span.text)[:1])
        return gap(span.size, span.tightened) if apart else 0.0

    def _line_width(self, line: Line) -> float:
        width = sum([self._width(span) for span in line])
        return width + sum(self._gap(before.text, span) for before, span in pairwise(line))

    def _width(self, span: Span) -> float:
        runs = self.fonts.runs(span.text, span.face)
        width = sum([face.width(text, span.size) for face, text in runs])
        if self.telling and (found := seams(span.text)):
            width += gap(span.size, span.tightened) * len(found)
        return width - _closer(span) * len(LATIN.findall(span.text)) if span.tightened else width

    def _positioned(self, line: Positioned, left: float, base: float) -> None:
        end, before = left, ""
        for part in line.parts:
            x = end if part.flows else left + part.x
            if isinstance(part.content, Span):
                x += self._part(before, part.content) if part.flows else 0.0
                end = self._span(part.content, x, base + _BASELINE * part.content.size)
            elif isinstance(part.content, Ruled):
                end = self._ruled(part.content, x, base, line.size)
            else:
                end = self._check_box(part.content, x, base + _BASELINE * part.content.size)
            before = part.content.text if isinstance(part.content, Span) else ""

    def _ruled(self, ruled: Ruled, x: float, base: float, size: float) -> float:
        y = base - _RULE_DROP * size
        self.rules.append(RuleMark(x, y, x + ruled.width, y, _RULE_WIDTH))
        if ruled.text is not None:
            start = x + (ruled.width - self._width(ruled.text)) / 2
            self._span(ruled.text, start, base + _BASELINE * ruled.text.size)
        return x + ruled.width

    def _check_box(self, box: CheckBox, x: float, middle: float) -> float:
        end = self._span(Span("□", box.face, box.size), x, middle)
        if box.ticked:
            self._tick(x + box.size * 0.08, middle - box.size * 0.36, box.face, box.size)
        return end

    def _tick(self, x: float, y: float, face: str, size: float) -> None:
        self.ticks.append(TickMark(x, y, size))
        for run, text in self.fonts.runs("√", face):
            self.texts.append(TextMark(x, y, run.name, size, text, unseen=True, spoken=self._speaking))

    def _number(self, number: int) -> None:
        """“— 1 —”, its dashes 7 mm below the text area; odd ones at the right, even ones at the left."""
        span = Span(f"— {number} —", NUMBER_FACE, NUMBER_SIZE)
        left, right = self.sheet.left + NUMBER_SIZE, self.sheet.width - self.sheet.right - NUMBER_SIZE
        middle = self.sheet.bottom - NUMBER_DROP
        self._span(span, right - self._width(span) if number % 2 else left, middle)

    def _mark(self, mark: PaperMark) -> None:
        side, runs = dark_runs(mark.code.text)
        place, square = code_place(self.sheet), CODE_SIDE / side
        top = place.y + CODE_SIDE
        for row, first, length in runs:
            left, right = place.x + first * square, place.x + (first + length) * square
            upper, lower = top - row * square, top - (row + 1) * square
            self.shapes.append(ShapeMark(((left, lower), (right, lower), (right, upper), (left, upper)), 0.0, 0.0))
        caption = Span(mark.caption, CAPTION_FACE, CAPTION_SIZE, "页眉")
        end = caption_end(self.sheet)
        self._span(caption, end.x - self._width(caption), end.y + CAPTION_SIZE / 2)
        if mark.foot:
            start = foot_place(self.sheet)
            self._span(Span(mark.foot, CAPTION_FACE, CAPTION_SIZE, "页脚"), start.x, start.y)

    def _note(self, *, numbered: bool) -> None:
        """Says at the foot of the page which characters 〓 stands for, by their codes; of too many, where they are."""
        places: dict[str, list[str]] = {}
        for glyph in self.missing:
            places.setdefault(glyph.where, [])
            if glyph.character not in places[glyph.where]:
                places[glyph.where].append(glyph.character)
        coded = "；".join(f"{where}：{code_points(characters)}" for where, characters in places.items())
        notes = (f"{_NOTE}。{coded}。", f"{_NOTE}，在{'、'.join(places)}。", f"{_NOTE}。")
        # It stands between the page numbers where these are as low.
        beside = (
            5 * NUMBER_SIZE if numbered and abs(self.sheet.bottom - NUMBER_DROP - _NOTE_PLACE) < NUMBER_SIZE else 0.0
        )
        width = self.sheet.text_width - 2 * beside
        tried = (
            (break_line(Span(note, "song", size), width, width), pitch, most)
            for note in notes
            for size, pitch, most in _NOTE_SIZES
        )
        lines, pitch = next((lines, pitch) for lines, pitch, most in tried if len(lines) <= most)
        for number, line in enumerate(lines):
            base = _NOTE_PLACE - number * pitch - _BASELINE * line[0].size
            self._line(line, self.sheet.left + beside, base)


def _starts(row: Row) -> Iterator[int]:
    """The columns in which the cells of ``row`` begin, but for the first."""
    return accumulate([cell.span for cell in row.cells[:-1]])


def _shared_out(free: float, gaps: int) -> float:
    """How much of a line's free room each gap takes."""
    left = free % (gaps * _STEP)
    return (free - max(0.0, left - _MOST_LEFT)) / gaps


def _closer(span: Span) -> float:
    """By how many points half-wide characters of tightened text stand closer: Word takes as much off as off others."""
    return span.tightened / 2
