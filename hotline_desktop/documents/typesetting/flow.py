"""Fills a document that takes as many pages as its text needs; otherwise like ``composer``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, islice, takewhile
from types import MappingProxyType

from hotline_desktop.documents.definition.definition import (
    Block,
    CellForm,
    Form,
    LineItem,
    Look,
    RowForm,
    SignItem,
    Style,
    TableForm,
    TextItem,
)
from hotline_desktop.documents.faces.metrics import character_widths, gap, seams
from hotline_desktop.documents.typesetting.fitting import Draft, cell_widths, is_one_line, placed
from hotline_desktop.documents.typesetting.linebreak import break_lines, is_justified
from hotline_desktop.documents.typesetting.model import Cell, Item, Page, Paper, Paragraph, Row, Space, Span, Table
from hotline_desktop.documents.typesetting.paging import Pager
from hotline_desktop.documents.typesetting.titles import title_lines
from hotline_desktop.documents.typesetting.typeset import Typesetter, reference, steps_from
from hotline_desktop.documents.typesetting.values import Values
from hotline_desktop.domain.papers.paper_records import PaperRecord

# The headings of a 公文 by their numbers: 一、 in 黑体, （一） in 楷体.
_HEADINGS = (
    ("heading1", re.compile("[一二三四五六七八九十]{1,3}、[^。；]{1,30}")),
    ("heading2", re.compile("（[一二三四五六七八九十]{1,3}）[^。；]{1,30}")),
)
# The date of a letter keeps four characters from the right edge.
_DATE_INSET = 4.0
# A number that the clerk wrote before the name of an enclosure.
_ENUMERATED = re.compile(r"^\s*[0-9]{1,2}\s*[.、．:：]\s*")
# So many enclosures at most stand on the page of the signature.
_HELD = 6
_MOST_KNOWN = 3_000  # cells of a list that are remembered, as long as it takes to make it
# What messages call the end of a letter.
_SIGNED_BY, _DATED = "署名", "日期"
_EMPTY_DATE = "    年  月  日"


class FlowComposer:
    """Composes papers of one document."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._faces: Mapping[str, str] = MappingProxyType(dict(form.look.fonts))

    def compose(self, record: PaperRecord, state: str, blank: bool) -> Paper:
        """The paper of ``record``; KeyError for a state that the document does not have."""
        form = self.form
        pages = tuple(self.pages(record, state, blank))
        name, styles = "" if blank else reference(record), form.look.styles
        return Paper(form.kind, state, name, form.sheet, self._faces, pages, form.numbered, styles=styles)

    def pages(self, record: PaperRecord, state: str, blank: bool = False) -> Iterator[Page]:
        """The pages one after the other, each as soon as it is full: a long table need not be set as a whole."""
        form = self.form
        setting = _Setting(form, Values(record, form.states[state], blank))
        pager = Pager(form.sheet.text_height)
        blocks, number = form.blocks, 0
        for place, block in enumerate(blocks):
            following = blocks[place + 1] if place + 1 < len(blocks) else None
            for _turn in setting.put(block, following, pager):
                # The end of a letter may take lines from the page before it, so only tables let go of full pages.
                for items in pager.full_pages():
                    number += 1
                    yield self._page(items, number)
        for items in pager.pages():
            number += 1
            yield self._page(items, number)

    def _page(self, items: tuple[Item | Table, ...], number: int) -> Page:
        begins = number == 1 or (isinstance(items[0], Paragraph) and items[0].leaf)
        return Page(items, runs_on=not begins, number=number if self.form.numbered else 0)


class _Setting:
    """Sets the blocks of one paper in type."""

    def __init__(self, form: Form, values: Values) -> None:
        self._form = form
        self._look = form.look
        self._values = values
        self._width = form.sheet.text_width
        self._known: dict[tuple[object, ...], _SetCell] = {}
        self._plain: dict[int, tuple[str | None, ...] | None] = {}  # the fields of cells that hold nothing but texts

    def put(self, block: Block, following: Block | None, pager: Pager) -> Iterator[None]:
        """The block on the pages; where its style keeps, together with the beginning of what follows.

        Stops at each page that a table fills.
        """
        if isinstance(block, TableForm):
            rows = self._rows(block)
            heads = tuple(islice(rows, sum(1 for _row in takewhile(lambda row: row.head, block.rows))))
            look = self._look.table
            table = Table(block.columns, heads, look.line, look.frame, len(heads))
            yield from pager.table(table, rows, signed=isinstance(following, SignItem | LineItem))
        elif isinstance(block, SignItem):
            pager.together(self._sign(block), carrying=True)
        elif isinstance(block, LineItem):
            style = self._look.styles[block.style]
            step = steps_from(style, self._look)[0]
            pager.together(
                Typesetter(self._look, self._values, hanging=True).piece(block, self._width, step).blocks, carrying=True
            )
        else:
            if block.leaf:
                pager.turn()
            below = self._first_line(following) if self._look.styles[block.style].keeps else 0.0
            items = self._text(block)
            if block.listed and all(isinstance(item, Paragraph) and item.keeps for item in items):
                pager.together(items, carrying=True)
                return
            for item in items:
                if isinstance(item, Paragraph):
                    pager.paragraph(item, below)
                else:
                    pager.together([item])

    def _first_line(self, block: Block | None) -> float:
        """How much of the next block must stand on the same page as a heading: a line as in Word, the room to write
        one's own, or the first row.
        """
        if block is None:
            return 0.0
        if isinstance(block, TableForm):
            return sum(row.height for row in block.rows[:2])
        pitch = self._look.styles[block.style].pitch
        empty = isinstance(block, TextItem) and not block.text and block.field and not self._values.text(block.field)
        return max(pitch, block.room) if empty and isinstance(block, TextItem) else pitch

    def _text(self, item: TextItem) -> Sequence[Item]:
        style, label = self._look.styles[item.style], self._values.fill(item.text)
        value = self._values.text(item.field) if item.field else None
        if item.instead:
            label = self._values.text(item.instead) or label
        if style.balanced:
            return [self._title(label + (value or ""), item, style)]
        if item.listed and value:
            return self._list(label, value.split("\n"), item, style)
        if item.optional and value is None:
            return []
        if value is None and not label:
            return self._room(item, 0.0)
        lines = (value or "").split("\n")
        if label:
            printed = label.split("\n")
            lines = [*printed, *lines] if item.below and value else [*printed[:-1], printed[-1] + lines[0], *lines[1:]]
        # What follows 附件：1. stands under its number.
        hang = 0.0 if item.below or value is None else float(len(label))
        made = [self._paragraph(line, item, style, hang if number else 0.0) for number, line in enumerate(lines)]
        made[0] = replace(made[0], before=item.before, leaf=item.leaf)
        made[-1] = _spaced(made[-1], made[-1].before, item.after)
        return made if value else [*made, *self._room(item, sum(paragraph.height for paragraph in made))]

    def _paragraph(self, text: str, item: TextItem, style: Style, hang: float) -> Paragraph:
        for name, pattern in _HEADINGS:
            if item.field and name in self._look.styles and pattern.fullmatch(text):
                style = self._look.styles[name]
        return self._set(text, style, item.align, item.indent + hang, item.name)

    def _set(
        self,
        text: str,
        style: Style,
        align: str,
        indent: float,
        where: str,
        inset: float = 0.0,
        hang: float = 0.0,
    ) -> Paragraph:
        size = style.size - style.tighten
        width = self._width - (style.inset + inset) * size
        span = Span(text, style.face, size, where, tightened=style.tighten)
        first = indent * size if align == "left" else 0.0
        lines = break_lines((span,), width - first, width - hang * size, hanging=align == "left")
        justify = align == "left" and is_justified(lines, width - first, width - hang * size)
        return Paragraph(
            lines,
            style.pitch,
            width,
            align,
            first,
            justify,
            inset=self._width - width,
            keeps=style.keeps,
            style=style.name,
            hang=hang * size,
            hangs=True,
        )

    def _title(self, text: str, item: TextItem, style: Style) -> Paragraph:
        """A title whose lines part by sense."""
        lines = title_lines(text, self._values.names(), lambda part: _width(part, style), self._width)
        made = [self._set(line, style, item.align, 0.0, item.name) for line in lines]
        whole = tuple(line for paragraph in made for line in paragraph.lines)
        return replace(made[0], lines=whole, before=item.before, after=item.after, broken=True)

    def _list(self, label: str, entries: Sequence[str], item: TextItem, style: Style) -> list[Item]:
        """附件：1.… 2.…: each name behind its number, further lines under the name's beginning. GB/T 9704 7.3.4."""
        made = []
        for number, entry in enumerate(entries, start=1):
            mark = f"{number}." if len(entries) > 1 else ""
            lead = item.indent + len(label)
            hang = lead + _width(mark, style) / (style.size - style.tighten)
            text = f"{label if number == 1 else ''}{mark}{_ENUMERATED.sub('', entry)}"
            made.append(self._set(text, style, "left", item.indent if number == 1 else lead, item.name, hang=hang))
        if len(made) <= _HELD:
            made = [replace(paragraph, keeps=True) for paragraph in made]
        made[0] = _spaced(made[0], item.before, made[0].after)
        made[-1] = _spaced(made[-1], made[-1].before, item.after)
        return list(made)

    def _room(self, item: TextItem, used: float) -> list[Item]:
        """Empty lines to write on, where the text takes less room than the form gives it."""
        style = self._look.styles[item.style]
        left = item.room - used
        if left < style.pitch:
            return []
        return [
            Space(
                left, style.face, style.size, style.pitch, True, item.indent * style.size, item.style, item.field or ""
            )
        ]

    def _sign(self, item: SignItem) -> Sequence[Item]:
        style = self._look.styles[item.style]
        name = self._values.text(item.field) or ""
        date = self._values.text(item.date) or _EMPTY_DATE
        size = style.size - style.tighten
        # A name that takes more than a line has the date below its middle.
        lead = (_width(date, style) - min(_width(name, style), self._width)) / 2 / size
        signed = self._set(name, style, "right", 0.0, _SIGNED_BY, max(0.0, _DATE_INSET + lead))
        return [
            replace(signed, before=item.before, keeps=True, signs=True),
            replace(self._set(date, style, "right", 0.0, _DATED, max(_DATE_INSET, -lead)), signs=True),
        ]

    # -- tables --------------------------------------------------------------------------------------------

    def _rows(self, table: TableForm) -> Iterator[Row]:
        for each, group in groupby(table.rows, key=lambda row: row.each):
            forms = tuple(group)
            if not each:
                for form in forms:
                    row = self._row(form, table.columns, self._values)
                    yield replace(row, by_hand=True) if self._is_by_hand(form) else row
                continue
            found = self._values.rows(each)
            least = forms[0].least if forms[0].fills or self._values.is_open(each) else 0 if found else 1
            for place in range(max(len(found), least)):
                values = Values(found[place], frozenset(), False) if place < len(found) else self._values.empty()
                made = [self._row(form, table.columns, values) for form in forms]
                if forms[0].spare and found and place >= len(found):
                    made = [replace(row, spare=True) for row in made]
                # An entry of several rows does not leave its first one alone at the foot of a page.
                if len(made) > 1:
                    made[0] = replace(made[0], keeps=True)
                yield from made

    def _is_by_hand(self, form: RowForm) -> bool:
        fields = (getattr(item, "field", None) for cell in form.cells for item in cell.items)
        return any(self._values.is_open(field) for field in fields if field)

    def _row(self, form: RowForm, columns: Sequence[float], values: Values) -> Row:
        cells = [self._cell(form, n, width, values) for n, width in enumerate(cell_widths(form, columns))]
        height = max(form.height, *[cell.draft.need for cell in cells])
        return Row(height, tuple([cell.placed(height, self._look) for cell in cells]))

    def _cell(self, form: RowForm, number: int, width: float, values: Values) -> _SetCell:
        """The cell set in type, or the one of an earlier row that says the same."""
        cell = form.cells[number]
        if id(cell) not in self._plain:
            self._plain[id(cell)] = _plain_fields(cell)
        fields = self._plain[id(cell)]
        if fields is None:
            return _SetCell(self._draft(form, number, width, Typesetter(self._look, values)))
        key = (id(cell), *[values.text(field) if field else None for field in fields])
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = _SetCell(self._draft(form, number, width, Typesetter(self._look, values)))
            self._known[key] = known
        return known

    def _draft(self, form: RowForm, number: int, width: float, setter: Typesetter) -> Draft:
        """The cell at the largest size that fits the row's usual height, or in the middle one and a taller row."""
        cell = form.cells[number]
        for step in self._look.steps[: None if cell.one_line else 2]:
            draft = Draft(cell, width, [setter.piece(item, width, step) for item in cell.items], False)
            if draft.need <= form.height and (not cell.one_line or all(map(is_one_line, draft.pieces))):
                break
        return draft


class _SetCell:
    """A cell that many rows of a list may have: what it says is set in type once."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._placed: dict[float, Cell] = {}

    def placed(self, height: float, look: Look) -> Cell:
        """The cell in a row of that height."""
        cell = self._placed.get(height)
        if cell is None:
            cell = self._placed[height] = placed(self.draft, height, look)
        return cell


def _plain_fields(cell: CellForm) -> tuple[str | None, ...] | None:
    """The fields of a cell that holds nothing but plain texts; None for another."""
    items = [item for item in cell.items if isinstance(item, TextItem) and item.is_plain]
    return tuple(item.field for item in items) if len(items) == len(cell.items) else None


def _spaced(paragraph: Paragraph, before: float, after: float) -> Paragraph:
    return replace(paragraph, before=before, after=after)


def _width(text: str, style: Style) -> float:
    size = style.size - style.tighten
    return sum(character_widths(text, style.face, size)) + gap(size, style.tighten) * len(seams(text))
