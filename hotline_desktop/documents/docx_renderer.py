"""Writes papers as Word files: the same blocks as the PDF, in the faces of the office's own PC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from hotline_desktop.documents.definition import Sheet
from hotline_desktop.documents.drawing import Drawing
from hotline_desktop.documents.model import Cell, Item, Page, Paper, Paragraph, Positioned, Row, Space, Table, Tick
from hotline_desktop.documents.output import RenderReport, destination, report_progress
from hotline_desktop.documents.spans import shapeless
from hotline_desktop.domain.terms.progress import Progress

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from hotline_desktop.documents.docx_parts import Typesetter

# Word needs a paragraph after a table; this one is too low to be seen.
_HAIR = 1.0


class DocxRenderer:
    """Renders papers into Word files that anyone may go on editing."""

    def render(
        self,
        papers: Sequence[Paper],
        out: BinaryIO | Path,
        *,
        title: str,
        progress: Progress | None = None,
    ) -> RenderReport:
        """Writes all ``papers`` into one Word file; see ``PdfRenderer.render`` for arguments and errors.

        Word finds faces for rare characters itself; reported are only those that are no characters of Unicode.
        """
        from hotline_desktop.documents.docx_frame import new_document
        from hotline_desktop.documents.docx_numbers import end_section, number_pages
        from hotline_desktop.documents.docx_package import packed
        from hotline_desktop.documents.docx_parts import Typesetter

        if not papers:
            raise ValueError("no papers to render")
        document = new_document(papers[0].sheet, papers[0].word_faces, title)
        if papers[0].numbered:
            number_pages(document, papers[0].sheet, Typesetter(papers[0].word_faces))
        pages = 0
        empty = True
        for done, paper in enumerate(papers):
            report_progress(progress, done, len(papers))
            for blocks in _flows(paper.pages):
                if paper.numbered and not empty:
                    end_section(document)
                _append_blocks(document, paper, blocks, breaks=not (empty or paper.numbered))
                empty = False
            pages += len(paper.pages)
        report_progress(progress, len(papers), len(papers))
        whole = packed(document)
        with destination(out) as stream:
            stream.write(whole)
        return RenderReport(pages, shapeless(papers))

    def render_figure(self, drawing: Drawing, word_faces: Mapping[str, str], out: BinaryIO | Path) -> RenderReport:
        """Writes a figure on a sheet of its own, titled by its own title; OSError as ``render``."""
        from hotline_desktop.documents.docx_package import packed
        from hotline_desktop.documents.drawing_docx import figure_document

        whole = packed(figure_document(drawing, word_faces))
        with destination(out) as stream:
            stream.write(whole)
        return RenderReport(1)


def _flows(pages: Sequence[Page]) -> list[list[Item | Table]]:
    """The blocks of pages that run on put together: Word finds the end of a page itself."""
    flows: list[list[Item | Table]] = []
    for page in pages:
        if not (page.runs_on and flows):
            flows.append(list(page.blocks))
            continue
        flow, (first, *others) = flows[-1], page.blocks
        last = flow[-1]
        if isinstance(first, Paragraph) and isinstance(last, Paragraph) and first.rest:
            flow[-1] = replace(last, lines=(*last.lines, *first.lines), after=first.after)
        elif isinstance(first, Table) and isinstance(last, Table) and first.rest:
            flow[-1] = replace(last, rows=(*last.rows, *first.rows[first.heads :]))
        else:
            flow.append(first)
        flow += others
    return flows


def _append_blocks(document: Document, paper: Paper, blocks: Sequence[Item | Table], *, breaks: bool) -> None:
    from docx.oxml.ns import qn

    from hotline_desktop.documents.docx_parts import Typesetter, element

    typesetter = Typesetter(paper.word_faces)
    made: list[BaseOxmlElement] = []
    if breaks and isinstance(blocks[0], Table):
        made.append(typesetter.empty(_HAIR))
    for number, block in enumerate(_with_single_gaps(blocks)):
        if not isinstance(block, Table):
            made += _item(typesetter, block)
            continue
        made.append(_table(typesetter, block, paper.sheet))
        if number + 1 == len(blocks) or isinstance(blocks[number + 1], Table):
            made.append(typesetter.empty(_HAIR))
    if breaks:
        properties = made[0][0]
        properties.insert(len(properties.findall(qn("w:keepNext"))), element("pageBreakBefore"))
    section = document.element.body[-1]
    for child in made:
        section.addprevious(child)


def _with_single_gaps(blocks: Sequence[Item | Table]) -> list[Item | Table]:
    """Blocks whose space after stands before the next text: Word shows only the larger of the two."""
    merged: list[Item | Table] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if isinstance(last, Paragraph | Positioned) and isinstance(block, Paragraph | Positioned) and last.after:
            merged[-1] = replace(last, after=0.0)
            merged.append(replace(block, before=block.before + last.after))
        else:
            merged.append(block)
    return merged


def _item(typesetter: Typesetter, item: Item) -> list[BaseOxmlElement]:
    if isinstance(item, Paragraph):
        return [typesetter.paragraph(item)]
    if isinstance(item, Positioned):
        return [typesetter.positioned(item)]
    if isinstance(item, Tick):
        return [typesetter.tick(item)]
    assert isinstance(item, Space)
    return typesetter.space(item)


def _table(typesetter: Typesetter, table: Table, sheet: Sheet) -> BaseOxmlElement:
    """A table of fixed widths, given on the table, on the grid and on every cell."""
    from hotline_desktop.documents.docx_parts import element, twips

    properties = element(
        "tblPr",
        None,
        element("tblW", {"w": twips(sum(table.columns)), "type": "dxa"}),
        element("jc", {"val": "center"}),
        _borders(table),
        element("tblLayout", {"type": "fixed"}),
        _margins("tblCellMar", 0, 0),
    )
    grid = element("tblGrid", None, *(element("gridCol", {"w": twips(width)}) for width in table.columns))
    rows = [_row(typesetter, row, table.columns, number < table.heads) for number, row in enumerate(table.rows)]
    return element("tbl", None, properties, grid, *rows)


def _borders(table: Table) -> BaseOxmlElement:
    """Border widths are eighths of a point."""
    from hotline_desktop.documents.docx_parts import element

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


def _row(typesetter: Typesetter, row: Row, columns: Sequence[float], head: bool) -> BaseOxmlElement:
    """A row that may grow when a unit types more, and never splits over two pages; ``head`` rows stand on each."""
    from hotline_desktop.documents.docx_parts import element, twips

    height = element("trHeight", {"val": twips(row.height), "hRule": "atLeast"})
    properties = element("trPr", None, element("cantSplit"), height)
    if head:
        properties.append(element("tblHeader"))
    made = element("tr", None, properties)
    column = 0
    for cell in row.cells:
        made.append(_cell(typesetter, cell, sum(columns[column : column + cell.span])))
        column += cell.span
    return made


def _cell(typesetter: Typesetter, cell: Cell, width: float) -> BaseOxmlElement:
    from hotline_desktop.documents.docx_parts import element, twips

    properties = element("tcPr", None, element("tcW", {"w": twips(width), "type": "dxa"}))
    if cell.span > 1:
        properties.append(element("gridSpan", {"val": str(cell.span)}))
    properties.append(_margins("tcMar", cell.head, cell.side))
    properties.append(element("vAlign", {"val": "center" if cell.middle else "top"}))
    made = element("tc", None, properties)
    for item in cell.items:
        made.extend(_item(typesetter, item))
    if len(made) == 1:  # a cell without a paragraph is no cell to Word
        made.append(typesetter.empty(_HAIR))
    return made


def _margins(tag: str, head: float, side: float) -> BaseOxmlElement:
    from hotline_desktop.documents.docx_parts import element, twips

    sides = {"top": head, "left": side, "bottom": 0.0, "right": side}
    return element(tag, None, *(element(name, {"w": twips(width), "type": "dxa"}) for name, width in sides.items()))
