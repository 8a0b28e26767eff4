"""Page numbers of Word files after GB/T 9704, counted anew for each paper."""

from copy import deepcopy

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from hotline_desktop.documents.definition import MM, Sheet
from hotline_desktop.documents.docx_parts import Typesetter, element, twips
from hotline_desktop.documents.model import NUMBER_FACE, NUMBER_SIZE

# How far the foot of the number's line is below the text area: its dashes are 7 mm below then.
_RAISED = 9.7 * MM


def number_pages(document: Document, sheet: Sheet, typesetter: Typesetter) -> None:
    """Numbers “— 1 —” at the outer edges, one character in."""
    section = document.sections[0]
    section.footer_distance = Pt(max(0.0, sheet.bottom - _RAISED))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        for old in list(footer._element):
            footer._element.remove(old)
        footer._element.append(_number(typesetter, align))
    margins = document.element.body[-1].find(qn("w:pgMar"))
    margins.addnext(element("pgNumType", {"start": "1"}))


def _number(typesetter: Typesetter, align: str) -> object:
    paragraph = element(
        "p",
        None,
        element(
            "pPr",
            None,
            element("spacing", {"before": "0", "after": "0", "line": twips(NUMBER_SIZE), "lineRule": "exact"}),
            element("ind", {align: twips(NUMBER_SIZE)}),
            element("jc", {"val": align}),
        ),
    )
    paragraph.append(typesetter.run("— ", NUMBER_FACE, NUMBER_SIZE))
    for kind in ("begin", "", "end"):
        run = typesetter.run("", NUMBER_FACE, NUMBER_SIZE)
        if kind:
            run.append(element("fldChar", {"fldCharType": kind}))
        else:
            code = element("instrText")
            code.text = "PAGE"
            run.append(code)
        paragraph.append(run)
    paragraph.append(typesetter.run(" —", NUMBER_FACE, NUMBER_SIZE))
    return paragraph


def end_section(document: Document) -> None:
    """Ends a paper: what follows starts on a new sheet with number 1."""
    body = document.element.body
    last = body[-2]
    if last.tag != qn("w:p"):
        last = element("p", None, element("pPr"))
        body[-1].addprevious(last)
    last[0].append(deepcopy(body[-1]))
