"""Writes papers as Word files: the same blocks as the PDF, in the faces of the office's own PC."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from hotline_desktop.documents.chart.drawing import Drawing
from hotline_desktop.documents.pages.output import RenderReport, destination, report_progress
from hotline_desktop.documents.pages.spans import shapeless
from hotline_desktop.documents.typesetting.line_room import Room, room_on_page, sharing
from hotline_desktop.documents.typesetting.model import Item, Paper, Paragraph, Positioned, Row, Space, Table
from hotline_desktop.documents.typesetting.page_ends import signs
from hotline_desktop.documents.typesetting.parting import joined_paragraphs, joined_rows
from hotline_desktop.domain.terms.progress import Progress

# An end of a letter with so much of its page above and below it, in points, stays with its text of itself.
_EDGE = 150.0
_LONG = 4  # lines
# A page with no more room than this, in points, is full of the lines of a row that goes on.
_FULL = 24.0
# With less room than this, in points, no program begins a row at the foot of a page.
_LEAST_PART = 20.0

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from hotline_desktop.documents.word.parts import Typesetter


class DocxRenderer:
    """Renders papers into Word files that anyone may go on editing."""

    def render(
        self,
        papers: Sequence[Paper],
        out: BinaryIO | Path,
        *,
        title: str,
        progress: Progress | None = None,
        own_leaf: bool = False,
    ) -> RenderReport:
        """Writes all ``papers`` into one Word file; see ``PdfRenderer.render`` for arguments and errors.

        Word finds faces for rare characters itself; reported are only those that are no characters of Unicode.
        """
        from hotline_desktop.documents.word.frame import new_document
        from hotline_desktop.documents.word.mark import name_print
        from hotline_desktop.documents.word.numbers import begin_paper, end_paper
        from hotline_desktop.documents.word.package import packed
        from hotline_desktop.documents.word.parts import Typesetter

        if not papers:
            raise ValueError("no papers to render")
        first = papers[0]
        document = new_document(first.sheet, first.word_faces, title, first.styles)
        typesetter = Typesetter(first.word_faces, first.styles)
        pages = 0
        for done, paper in enumerate(papers):
            report_progress(progress, done, len(papers))
            if done:
                end_paper(document)
            typesetter.fields.nth = done + 1
            begin_paper(document, paper, typesetter, alone=len(papers) == 1, own_leaf=own_leaf)
            ends = _ends(paper)
            for number, blocks in enumerate(_flows(paper)):
                _append_blocks(document, typesetter, paper, blocks, ends, breaks=number > 0)
            pages += len(paper.pages)
        report_progress(progress, len(papers), len(papers))
        marks = [paper.mark for paper in papers if paper.mark is not None]
        if marks:
            name_print(document, marks)
        whole = packed(document)
        with destination(out) as stream:
            stream.write(whole)
        return RenderReport(pages, shapeless(papers))

    def render_drawing(self, drawing: Drawing, word_faces: Mapping[str, str], out: BinaryIO | Path) -> RenderReport:
        """Writes a figure on a sheet of its own, titled by its own title; OSError as ``render``."""
        from hotline_desktop.documents.word.drawing import drawing_document
        from hotline_desktop.documents.word.package import packed

        whole = packed(drawing_document(drawing, word_faces))
        with destination(out) as stream:
            stream.write(whole)
        return RenderReport(1)


def _flows(paper: Paper) -> list[list[Item | Table]]:
    """The blocks of pages that run on put together, where Word finds the end of a page itself."""
    flows: list[list[Item | Table]] = []
    left = 0.0
    for page in paper.pages:
        parts = not (page.runs_on and flows) or _might_stay(page.blocks[0], left) or _might_part(page.blocks, left)
        left = paper.sheet.text_height - sum(block.height for block in page.blocks)
        if parts:
            flows.append(list(page.blocks))
            continue
        flow, (first, *others) = flows[-1], page.blocks
        last = flow[-1]
        if isinstance(first, Paragraph) and isinstance(last, Paragraph) and first.rest:
            flow[-1] = joined_paragraphs(last, first)
        elif isinstance(first, Table) and isinstance(last, Table) and first.rest:
            flow[-1] = replace(last, rows=_joined(last.rows, first.rows[first.heads :]))
        else:
            flow.append(_spaced_again(first))
        flow += others
    return flows


def _spaced_again(block: Item | Table) -> Item | Table:
    """The block with the space before that it lost at the top of its page: in Word it may stand further down."""
    if isinstance(block, Paragraph | Positioned) and block.dropped:
        return replace(block, before=block.dropped, dropped=0.0)
    return block


def _joined(rows: Sequence[Row], more: Sequence[Row]) -> tuple[Row, ...]:
    """Rows of two pages, of which one may go on from the first to the second."""
    if more and more[0].rest:
        return (*rows[:-1], joined_rows(rows[-1], more[0]), *more[1:])
    return (*rows, *more)


def _might_stay(block: Item | Table, left: float) -> bool:
    """Whether other programs might leave lines, a row or its beginning on the page before, which has ``left`` points.

    Not all of them hold rows, or no more than the last lines, on the page of what follows them.
    """
    if isinstance(block, Paragraph) and block.rest:
        return block.pitch <= left
    if not (isinstance(block, Table) and block.rest):
        return False
    row = block.rows[block.heads]
    if row.rest:  # Word parts it where its own lines end: of a full page, a line more would run over
        return left > _FULL
    return row.height < left or (left > _LEAST_PART and _has_room(row))


def _might_part(blocks: Sequence[Item | Table], left: float) -> bool:
    """Whether other programs might begin the table to sign on, that stands below a signature, on the page before, which
    has ``left`` points: not all of them hold the rows of a table together.
    """
    for place, (above, below) in enumerate(pairwise(blocks), start=1):
        if signs(above) and isinstance(below, Table):
            return sum(block.height for block in blocks[:place]) + below.rows[0].height <= left
    return False


def _has_room(row: Row) -> bool:
    """Whether one writes in that row, where Word may part it."""
    return any(isinstance(item, Space) for cell in row.cells for item in cell.items)


class _End(NamedTuple):
    """The end of a letter: whether it stands so near to an edge of its page that Word might part it from the text, and
    whether the text above it goes on from the page before.
    """

    near: bool
    goes_on: bool


def _ends(paper: Paper) -> Iterator[_End]:
    """Each end of a letter in turn."""
    before: Item | Table | None = None
    for page in paper.pages:
        above = 0.0
        for place, block in enumerate(page.blocks):
            if signs(block) and not (before is not None and signs(before)):
                left = paper.sheet.text_height - above
                left -= sum(each.height for each in takewhile(signs, page.blocks[place:]))
                yield _End(min(above, left) < _EDGE, place == 1 and _goes_on(before))
            above += block.height
            before = block


def _goes_on(block: Item | Table | None) -> bool:
    """Whether the text, or a row of more than two lines, goes on from the page before."""
    if isinstance(block, Table):
        row = block.rows[-1]
        return row.rest and row.height > _FULL + _LEAST_PART
    return isinstance(block, Paragraph) and block.rest


def _append_blocks(
    document: Document,
    typesetter: Typesetter,
    paper: Paper,
    blocks: Sequence[Item | Table],
    ends: Iterator[_End],
    *,
    breaks: bool,
) -> None:
    from docx.oxml.ns import qn

    from hotline_desktop.documents.word.parts import element
    from hotline_desktop.documents.word.rows import HAIR, item_elements, room_table, table_element

    made: list[BaseOxmlElement] = []
    if breaks and isinstance(head := blocks[0], Table):
        made.append(typesetter.empty(HAIR))
        blocks = [_lower(head, HAIR), *blocks[1:]]
    flow: list[Item | Table] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Space):
            # Word needs a line between two tables.
            line = HAIR if isinstance(following, Table) else 0.0
            flow.append(room_table(replace(block, height=block.height - line), paper.sheet.text_width))
        else:
            flow.append(block)
    merged = _with_single_gaps([_centred(block) for block in flow])
    for number, block in enumerate(merged):
        following = merged[number + 1] if number + 1 < len(merged) else None
        keeps = following is not None and (signs(following) or (signs(block) and isinstance(following, Table)))
        if keeps and not signs(block):
            keeps = _is_held(block, next(ends, _End(near=True, goes_on=False)))
        if not isinstance(block, Table):
            made += item_elements(typesetter, block, keeps)
            continue
        made.append(table_element(typesetter, block, keeps))
        if following is None or isinstance(following, Table):
            made.append(typesetter.empty(HAIR))
    if breaks:
        properties, first = made[0][0], (qn("w:pStyle"), qn("w:keepNext"))
        properties.insert(sum(child.tag in first for child in properties), element("pageBreakBefore"))
    section = document.element.body[-1]
    assert section.tag == qn("w:sectPr")
    for child in made:
        section.addprevious(child)


def _lower(table: Table, points: float) -> Table:
    """The table with so much less in its first row, for the line that Word needs above it at the top of a page."""
    first, *others = table.rows
    return replace(table, rows=(replace(first, height=max(0.0, first.height - points)), *others))


def _is_held(block: Item | Table, end: _End) -> bool:
    """Whether the block above the end of a letter is to stay on its page.

    What is held goes to the next page as a whole in some programs: a long text is only where it must.
    """
    if isinstance(block, Paragraph) and len(block.lines) >= _LONG:
        return end.near and not end.goes_on
    return end.near and not end.goes_on if isinstance(block, Table) and block.rows[-1].parted else True


def _centred(block: Item | Table) -> Item | Table:
    """A single line with the room of its pitch shared out above and below: Word puts all of it above the text."""
    if isinstance(block, Paragraph | Positioned) and room_on_page(block) is Room.SHARED:
        return sharing(block)
    return block


def _with_single_gaps(blocks: Sequence[Item | Table]) -> list[Item | Table]:
    """Blocks whose space after stands before the next text: Word shows only the larger of the two."""
    merged: list[Item | Table] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if isinstance(last, Paragraph | Positioned) and isinstance(block, Paragraph | Positioned) and last.after:
            merged[-1] = replace(last, after=0.0)
            merged.append(replace(block, before=block.before + last.after))
        elif isinstance(last, Table) and isinstance(block, Paragraph | Positioned) and block.before >= last.frame:
            # The frame's lower line stands in the space below the table.
            merged.append(replace(block, before=block.before - last.frame))
        else:
            merged.append(block)
    return merged
