"""Reads papers back with other libraries than those that wrote them: what stands on a page, and where."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import docx
import pypdfium2
import pypdfium2.raw as pdfium
from docx.oxml.ns import qn

MM = 72 / 25.4
_RUNNING = re.compile(r"　第\d+页　共\d*页?$|^\d+页$")
_HEAD_ENDS = 18.0  # mm
_HYPHEN = re.compile("[\xad\ufffe]")


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters on one line. ``x`` and ``y`` are its start and baseline, in mm from the upper left corner."""

    x: float
    y: float
    end: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line between two points, in mm from the upper left corner."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class PageRead:
    """What one page of a PDF shows. ``ticks`` are the left and lower edges of filled marks."""

    width: float
    height: float
    texts: tuple[Text, ...]
    rules: tuple[Rule, ...]
    ticks: tuple[tuple[float, float], ...]


def read_pdf(data: bytes) -> list[PageRead]:
    """Every page of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [_read_page(page) for page in document]
    finally:
        document.close()


def squeeze(text: str) -> str:
    """``text`` without any blanks: what two renderers must agree on."""
    return re.sub(r"\s", "", text)


def running_head(page: PageRead) -> str:
    """What the page says in its top margin that it belongs to; empty on a first page."""
    return "".join(text.text for text in page.texts if _is_running(text))


def pdf_text(data: bytes) -> str:
    """All characters of a PDF in their order, without blanks, running heads and unseen ticks."""
    return squeeze("".join(text.text for page in read_pdf(data) for text in page.texts if not _is_running(text)))


def _is_running(text: Text) -> bool:
    return text.y < _HEAD_ENDS and _RUNNING.search(text.text) is not None


def docx_text(data: bytes) -> str:
    """All characters of a Word file in their order, without blanks."""
    body = docx.Document(BytesIO(data)).element.body
    nodes = body.iter(qn("w:t"), qn("w:noBreakHyphen"))
    return squeeze("".join(node.text or "" if node.tag == qn("w:t") else "-" for node in nodes))


def _read_page(page: pypdfium2.PdfPage) -> PageRead:
    width, height = page.get_size()
    rules: list[Rule] = []
    ticks: list[tuple[float, float]] = []
    for found in page.get_objects():
        if found.type == pdfium.FPDF_PAGEOBJ_PATH:
            if _is_filled(found):
                left, bottom, _right, _top = found.get_bounds()
                ticks.append((left / MM, (height - bottom) / MM))
            else:
                rules += _rules(found, height)
    return PageRead(width / MM, height / MM, tuple(_texts(page, height)), tuple(rules), tuple(ticks))


def _is_filled(found: pypdfium2.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(found.raw, fill, stroke)
    return bool(fill.value)


def _rules(found: pypdfium2.PdfObject, height: float) -> Iterator[Rule]:
    points = []
    for number in range(pdfium.FPDFPath_CountSegments(found.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(found.raw, number)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        starts = pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO
        points.append((starts, x.value / MM, (height - y.value) / MM))
    for (_, x1, y1), (starts, x2, y2) in pairwise(points):
        if not starts:
            yield Rule(x1, y1, x2, y2)


def _texts(page: pypdfium2.PdfPage, height: float) -> Iterator[Text]:
    """Characters put together while they follow each other on one line in one size."""
    textpage = page.get_textpage()
    run: list[tuple[float, float, float, float, str]] = []
    for character in _characters(textpage, height):
        if run and not _follows(run[-1], character):
            yield _text(run)
            run = []
        run.append(character)
    if run:
        yield _text(run)
    textpage.close()


def _characters(textpage: pypdfium2.PdfTextPage, height: float) -> Iterator[tuple[float, float, float, float, str]]:
    units = []
    for number in range(textpage.count_chars()):
        if pdfium.FPDFText_IsGenerated(textpage.raw, number):
            continue
        code = pdfium.FPDFText_GetUnicode(textpage.raw, number)
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(textpage.raw, number, x, y)
        box = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(textpage.raw, number, box[0], box[1], box[2], box[3])
        size = pdfium.FPDFText_GetFontSize(textpage.raw, number)
        if 0xD800 <= code < 0xDC00:
            units.append(code)
            continue
        if units:
            code = 0x10000 + ((units.pop() - 0xD800) << 10) + (code - 0xDC00)
        yield x.value / MM, (height - y.value) / MM, max(x.value, box[1].value) / MM, size, chr(code)


def _follows(before: tuple[float, float, float, float, str], character: tuple[float, float, float, float, str]) -> bool:
    same_line = abs(before[1] - character[1]) < 0.1 and before[3] == character[3]
    return same_line and -0.1 < character[0] - before[0] < 1.4 * before[3] / MM


def _text(run: list[tuple[float, float, float, float, str]]) -> Text:
    x, y, _end, size, _ = run[0]
    return Text(x, y, run[-1][2], size, _HYPHEN.sub("-", "".join(character for *_, character in run)))
