"""What stands around the text of a Word file: from the second page on what the page belongs to, and page numbers.

Each paper is a section of its own, whose pages are counted anew.
"""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from hotline_desktop.documents.definition.definition import MM
from hotline_desktop.documents.typesetting.model import (
    NUMBER_FACE,
    NUMBER_SIZE,
    RUNNING_FACE,
    RUNNING_FROM_TOP,
    RUNNING_SIZE,
    Paper,
    running_text,
)
from hotline_desktop.documents.word.mark import head_marks
from hotline_desktop.documents.word.parts import Typesetter, element, twips
from hotline_desktop.domain.papers.print_codes import FURTHER

# How far the foot of the number's line is below the text area: its dashes are 7 mm below then.
_RAISED = 9.7 * MM
_BETWEEN = "\x00"  # stands for the fields in the words of a running head


def begin_paper(document: Document, paper: Paper, typesetter: Typesetter, *, alone: bool, own_leaf: bool) -> None:
    """Makes the last section that of ``paper``, which is ``alone`` in its file or one of several.

    It begins on an odd page where ``own_leaf``.
    """
    section = document.sections[-1]
    properties = section._sectPr
    for old in properties.xpath("w:headerReference|w:footerReference|w:pgNumType|w:titlePg|w:type"):
        properties.remove(old)
    section.header_distance = Pt(RUNNING_FROM_TOP)
    heads = [section.header]
    if paper.numbered:
        section.footer_distance = Pt(max(0.0, paper.sheet.bottom - _RAISED))
        document.settings.odd_and_even_pages_header_footer = True
        heads.append(section.even_page_header)
        feet = ((section.footer, "right"), (section.even_page_footer, "left"), (section.first_page_footer, "right"))
        for footer, align in feet:
            _fill(footer, _number(typesetter, align))
    if paper.mirrored:
        _mirror(document)
    for head in heads:
        _fill(head, _running(paper, typesetter, alone), *_marks(head, paper, typesetter, FURTHER))
    first = section.first_page_header
    _fill(first, *(_marks(first, paper, typesetter, 1) or [typesetter.empty(1.0)]))
    kind = element("type", {"val": "oddPage" if own_leaf else "nextPage"})
    size, margins = properties.find(qn("w:pgSz")), properties.find(qn("w:pgMar"))
    assert size is not None
    assert margins is not None
    size.addprevious(kind)
    margins.addnext(element("titlePg"))
    margins.addnext(element("pgNumType", {"start": "1"}))


def _marks(head: Any, paper: Paper, typesetter: Typesetter, page: int) -> list[BaseOxmlElement]:
    """The print's code for ``page``: all later pages share one, since only Word knows where they begin."""
    if paper.mark is None:
        return []
    code = replace(paper.mark.code, page=page, of=len(paper.pages))
    return head_marks(head, replace(paper.mark, code=code), paper.sheet, typesetter)


def _mirror(document: Document) -> None:
    """Says that the side margins change places on the backs of leaves."""
    settings = document.settings.element
    if settings.find(qn("w:mirrorMargins")) is None:
        zoom = settings.find(qn("w:zoom"))
        settings.insert(0 if zoom is None else settings.index(zoom) + 1, element("mirrorMargins"))


def end_paper(document: Document) -> None:
    """Ends a paper that another one follows."""
    body = document.element.body
    last = body[-2]
    if last.tag != qn("w:p"):
        last = element("p", None, element("pPr"))
        body[-1].addprevious(last)
    last[0].append(deepcopy(body[-1]))


def _fill(part: object, *paragraphs: BaseOxmlElement) -> None:
    """A head or foot with those paragraphs alone."""
    part.is_linked_to_previous = False  # type: ignore[attr-defined]
    holder = part._element  # type: ignore[attr-defined]
    for old in list(holder):
        holder.remove(old)
    holder.extend(paragraphs)


def _running(paper: Paper, typesetter: Typesetter, alone: bool) -> BaseOxmlElement:
    """处置单　工单编号20220905091012　第2页　共3页."""
    paragraph = element("p", None, _line("left", 0.0, RUNNING_SIZE + 1))
    before, between, after = running_text(paper.identity, _BETWEEN, _BETWEEN).split(_BETWEEN)
    # Other programs than Word know only the pages of the whole file.
    fields = (("PAGE", "2"), ("NUMPAGES" if alone else "SECTIONPAGES", str(len(paper.pages))))
    for number, text in enumerate((before, between, after)):
        paragraph.append(typesetter.run(text, RUNNING_FACE, RUNNING_SIZE))
        if number < len(fields):
            paragraph.extend(_field(typesetter, *fields[number], RUNNING_FACE, RUNNING_SIZE))
    return paragraph


def _number(typesetter: Typesetter, align: str) -> BaseOxmlElement:
    """“— 1 —” at the outer edge, one character in. GB/T 9704."""
    paragraph = element("p", None, _line(align, NUMBER_SIZE, NUMBER_SIZE))
    paragraph.append(typesetter.run("— ", NUMBER_FACE, NUMBER_SIZE))
    paragraph.extend(_field(typesetter, "PAGE", "1", NUMBER_FACE, NUMBER_SIZE))
    paragraph.append(typesetter.run(" —", NUMBER_FACE, NUMBER_SIZE))
    return paragraph


def _line(align: str, inset: float, pitch: float) -> BaseOxmlElement:
    spacing = {"before": "0", "after": "0", "line": twips(pitch), "lineRule": "exact"}
    indent = [element("ind", {align: twips(inset)})] if inset else []
    return element("pPr", None, element("spacing", spacing), *indent, element("jc", {"val": align}))


def _field(typesetter: Typesetter, name: str, shown: str, face: str, size: float) -> list[BaseOxmlElement]:
    """A field that Word fills in, with ``shown`` in it until it does."""
    runs = []
    for kind in ("begin", "", "separate", "text", "end"):
        run = typesetter.run(shown if kind == "text" else "", face, size)
        if kind == "":
            code = element("instrText")
            code.text = f" {name} "
            run.append(code)
        elif kind != "text":
            run.append(element("fldChar", {"fldCharType": kind}))
        runs.append(run)
    return runs
