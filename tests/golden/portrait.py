"""Papers as text that a person can read and compare: every word with its place on the PDF, every cell of the Word file.

``python -m tests.golden.portrait`` writes the files beside this one anew after a form was changed on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from hotline_desktop.documents import DocxRenderer, FormLibrary, PdfRenderer, load_forms
from hotline_desktop.documents.chart.page import chart_drawing
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.standing import finished_state
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.flowchart import flow_chart
from hotline_desktop.domain.time.deadline import TimeRules
from tests.documents.reading import MM, PageRead, read_pdf
from tests.documents.samples import ENDLESS, RECORDS
from tests.documents.written import WRITTEN

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
_TWIPS = 20 * MM
SAMPLES = {**RECORDS, **WRITTEN}


Element = Any  # of lxml, whose stubs say that any part of any element may be missing
Styles = Mapping[str, Element]


def portraits() -> Iterator[tuple[str, Callable[[], str]]]:
    """Name of every golden paper, and what writes its text: each form in each state, empty, and overflowing."""
    forms, pdf = load_forms(PROJECT / "forms"), PdfRenderer(PROJECT / "resources" / "fonts")
    for kind, sample in SAMPLES.items():
        for state in forms.states(kind):
            if state.startswith("不予"):
                continue  # of the same layout as the granted one
            yield f"{kind}_{state}", partial(_portrait, forms, pdf, kind, state, sample)
        first, last = forms.states(kind)[0], finished_state(forms.states(kind))
        yield f"{kind}_空白", partial(_portrait, forms, pdf, kind, first, sample, note="空白")
        if kind in ENDLESS:
            yield f"{kind}_{last}_写不下", partial(_portrait, forms, pdf, kind, last, ENDLESS[kind], note="写不下")
    yield "处置流程图", partial(_chart_portrait, forms, pdf)


def _chart_portrait(forms: FormLibrary, pdf: PdfRenderer) -> str:
    drawing = chart_drawing(flow_chart(TimeRules(), "新海镇"), ("answer", "extension_decision"), "工单 20220908100001")
    drawn, written = BytesIO(), BytesIO()
    pdf.render_drawing(drawing, drawn, title=drawing.title.text)
    DocxRenderer().render_drawing(drawing, forms.word_faces, written)
    (page,) = read_pdf(drawn.getvalue())
    lines = ["处置流程图", "", *_page_lines(1, page), *_word_lines(written.getvalue()), "", drawing.message]
    return "\n".join(lines) + "\n"


def _portrait(
    forms: FormLibrary, pdf: PdfRenderer, kind: PaperKind, state: str, record: PaperRecord, note: str = ""
) -> str:
    paper = forms.compose(kind, record, state, blank=note == "空白")
    drawn, written = BytesIO(), BytesIO()
    pdf.render([paper], drawn, title=kind)
    DocxRenderer().render([paper], written, title=kind)
    lines = [f"{kind}　{state}　{note}".rstrip(), ""]
    for number, page in enumerate(read_pdf(drawn.getvalue()), start=1):
        lines += _page_lines(number, page)
    lines += _word_lines(written.getvalue())
    return "\n".join(lines) + "\n"


def _page_lines(number: int, page: PageRead) -> Iterator[str]:
    yield f"== PDF 第{number}页，{page.width:.0f}×{page.height:.0f} 毫米"
    yield "-- 字：左边、基线、字号、内容"
    for text in page.texts:
        yield f"{text.x:6.1f} {text.y:6.1f} {text.size:5.1f}  {text.text}"
    for rule in page.rules:
        if abs(rule.y1 - rule.y2) < 0.05:
            yield f"横线 {rule.y1:6.1f}：{rule.x1:.1f} 到 {rule.x2:.1f}"
        else:
            yield f"竖线 {rule.x1:6.1f}：{min(rule.y1, rule.y2):.1f} 到 {max(rule.y1, rule.y2):.1f}"
    for x, y in page.ticks:
        yield f"勾 {x:6.1f} {y:6.1f}"
    yield ""


def _word_lines(data: bytes) -> Iterator[str]:
    document = docx.Document(BytesIO(data))
    for section in document.sections:
        assert section.page_width is not None and section.page_height is not None
        edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        margins = " ".join(f"{edge.mm:.0f}" for edge in edges if edge is not None)
        yield f"== Word，{section.page_width.mm:.0f}×{section.page_height.mm:.0f} 毫米，上下左右边距 {margins}"
    styles = {style.get(qn("w:styleId")): style for style in document.styles.element.iter(qn("w:style"))}
    for child in document.element.body:
        if child.tag == qn("w:p"):
            yield _paragraph_line(child, styles)
        elif child.tag == qn("w:tbl"):
            yield from _table_lines(child, styles)


def _paragraph_line(paragraph: Element, styles: Styles, indent: str = "") -> str:
    properties = paragraph.find(qn("w:pPr"))
    style = properties.find(qn("w:pStyle"))
    own = styles[style.get(qn("w:val"))] if style is not None else None

    def said(tag: str) -> Element:
        """What the paragraph sets, else its style."""
        mine = properties.find(qn(tag))
        return mine if mine is not None or own is None else own.find(f"{qn('w:pPr')}/{qn(tag)}")

    pitch = int(said("w:spacing").get(qn("w:line"))) / 20
    least = "至少" if said("w:spacing").get(qn("w:lineRule")) == "atLeast" else ""
    name = f" {own.find(qn('w:name')).get(qn('w:val'))}" if own is not None else ""
    parts = [f"{indent}段 行距{least}{pitch:g} {said('w:jc').get(qn('w:val'))}{name}"]
    if properties.find(qn("w:pageBreakBefore")) is not None:
        parts.append("另起一页")
    text = "".join(_run_text(run) for run in paragraph.iter(qn("w:r")))
    return " ".join([*parts, f"“{text}”" if text else "空行"])


def _run_text(run: Element) -> str:
    text = ""
    for node in run:
        if node.tag == qn("w:t"):
            text += node.text or ""
        elif node.tag == qn("w:noBreakHyphen"):
            text += "-"
        elif node.tag == qn("w:tab"):
            text += "＿" if run.find(f"{qn('w:rPr')}/{qn('w:u')}") is not None else "→"
    boxed = run.find(f"{qn('w:rPr')}/{qn('w:bdr')}") is not None
    return f"[{text}]" if boxed else text


def _table_lines(table: Element, styles: Styles) -> Iterator[str]:
    widths = [int(column.get(qn("w:w"))) / _TWIPS for column in table.iter(qn("w:gridCol"))]
    yield f"表 列宽 {' '.join(f'{width:.1f}' for width in widths)}"
    for row in table.iter(qn("w:tr")):
        height = int(next(row.iter(qn("w:trHeight"))).get(qn("w:val"))) / _TWIPS
        yield f"  行 高{height:.1f}"
        for cell in row.iter(qn("w:tc")):
            width = int(next(cell.iter(qn("w:tcW"))).get(qn("w:w"))) / _TWIPS
            yield f"    格 宽{width:.1f}"
            for paragraph in cell.iter(qn("w:p")):
                yield _paragraph_line(paragraph, styles, "      ")


def main() -> None:
    """Writes every golden file anew."""
    for old in HERE.glob("*.txt"):
        old.unlink()
    for name, written in portraits():
        (HERE / f"{name}.txt").write_text(written(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
