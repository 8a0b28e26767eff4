"""Fills a form of one sheet with the values of a record: the result is a paper that both renderers draw."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from hotline_desktop.documents.definition.definition import Form, LineItem, TableForm, TextItem
from hotline_desktop.documents.typesetting.fitting import Overflow, TableFitter, cut_piece, overflow_of
from hotline_desktop.documents.typesetting.linebreak import break_line, is_justified
from hotline_desktop.documents.typesetting.model import Item, Page, Paper, Paragraph, Span, Table
from hotline_desktop.documents.typesetting.paging import Pager
from hotline_desktop.documents.typesetting.typeset import Piece, Typesetter, is_fixed, reference, steps_from
from hotline_desktop.documents.typesetting.values import Values
from hotline_desktop.domain.papers.paper_records import PaperRecord

# Word may set a line or two more than was measured, where the office's faces differ: that much stays free.
_RESERVE = 24.0
# A text outside the table that is too long for one line may take a second one.
_MOST_LINES = 2


class Composer:
    """Composes papers of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._tables = {
            place: TableFitter(block, form.look)
            for place, block in enumerate(form.blocks)
            if isinstance(block, TableForm)
        }
        self._printed: dict[int, Piece] = {}
        self._faces: Mapping[str, str] = MappingProxyType(dict(form.look.fonts))

    def compose(self, record: PaperRecord, state: str, blank: bool) -> Paper:
        """The paper of ``record``; KeyError for a state that the form does not have."""
        form = self.form
        values = Values(record, form.states[state], blank)
        setter = Typesetter(form.look, values)
        overflow: list[Overflow] = []
        blocks = self._blocks(setter, overflow)
        title = values.fill(form.continuation)
        pages = [Page(tuple(blocks)), *self._continuation(title, overflow)]
        return Paper(
            form.kind,
            state,
            "" if blank else reference(record),
            form.sheet,
            self._faces,
            tuple(pages),
            styles=form.look.styles,
        )

    def _blocks(self, setter: Typesetter, overflow: list[Overflow]) -> list[Item | Table]:
        form = self.form
        width = form.sheet.text_width
        outside = {
            place: self._outside(place, block, setter, width, overflow)
            for place, block in enumerate(form.blocks)
            if isinstance(block, TextItem | LineItem)
        }
        spare = form.sheet.text_height - sum(piece.height for piece in outside.values())
        spare -= sum(fitter.height for fitter in self._tables.values())
        spare = min(spare, max(0.0, spare - _RESERVE))
        blocks: list[Item | Table] = []
        for place in range(len(form.blocks)):
            if place in outside:
                blocks += outside[place].blocks
                continue
            table, cut = self._tables[place].fit(setter, spare)
            overflow += cut
            blocks.append(table)
        return blocks

    def _outside(
        self, place: int, item: TextItem | LineItem, setter: Typesetter, width: float, overflow: list[Overflow]
    ) -> Piece:
        """An item outside of the tables, in the largest size that takes one line."""
        if place in self._printed:
            return self._printed[place]
        setter = replace(setter, hanging=True)
        steps = steps_from(self.form.look.styles[item.style], self.form.look)
        for step in steps:
            piece = setter.piece(item, width, step)
            if piece.text is None or _lines(piece) == 1:
                break
        if piece.text is not None and _lines(piece) > _MOST_LINES:
            overflow.append(overflow_of(piece))
            piece = cut_piece(piece, setter, width, _MOST_LINES)
        if isinstance(item, TextItem) and piece.text is not None:
            piece = _with_margins(piece, item)
        if is_fixed(item):
            self._printed[place] = piece
        return piece

    def _continuation(self, title: str, overflow: Sequence[Overflow]) -> list[Page]:
        """Pages that carry the whole text of everything that did not fit."""
        if not overflow:
            return []
        head = self._paragraph(title, "continued_title", "")
        room = self.form.sheet.text_height - _RESERVE
        paragraphs = [paragraph for entry in overflow for paragraph in self._entry(entry)]
        pager = Pager(room, least=2)
        pager.paragraph(head)
        for paragraph in paragraphs:
            pager.paragraph(paragraph, paragraph.pitch if paragraph.keeps else 0.0)
        return [Page(items, runs_on=number > 0) for number, items in enumerate(pager.pages())]

    def _entry(self, entry: Overflow) -> list[Paragraph]:
        paragraphs = [self._paragraph(entry.name + "：", "continued_label", "")]
        paragraphs += [self._paragraph(line, "continued", entry.name) for line in entry.text.split("\n")]
        return paragraphs

    def _paragraph(self, text: str, style_name: str, where: str) -> Paragraph:
        style = self.form.look.styles[style_name]
        width = self.form.sheet.text_width
        indent = style.indent * style.size
        lines = break_line(Span(text, style.face, style.size, where), width - indent, width, hanging=True)
        justify = style.align == "left" and is_justified(lines, width - indent, width)
        return Paragraph(
            lines,
            style.pitch,
            width,
            style.align,
            indent,
            justify,
            style.before,
            style.after,
            keeps=style.keeps,
            style=style_name,
            hangs=True,
        )


def _lines(piece: Piece) -> int:
    return round((piece.height - piece.fixed) / piece.pitch)


def _with_margins(piece: Piece, item: TextItem) -> Piece:
    """Space before and after, which running values inside cells do not have."""
    blocks = list(piece.blocks)
    for place, margin in ((0, "before"), (-1, "after")):
        block = blocks[place]
        assert isinstance(block, Paragraph)
        before = item.before if margin == "before" else block.before
        after = item.after if margin == "after" else block.after
        blocks[place] = replace(block, before=before, after=after)
    height = piece.height + item.before + item.after
    return Piece(piece.item, tuple(blocks), height, piece.text, piece.fixed, piece.pitch)
