"""Binding papers into one file: pages in order, a number on each, bookmarks, the same bytes for the same papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

MM = 72 / 25.4
_FROM_RIGHT, _FROM_TOP, _SIZE = 12 * MM, 12 * MM, 9


@dataclass(frozen=True, slots=True)
class Part:
    """One paper of the bound file: its bookmark and its pages as PDF. ``numbered`` pages count and carry numbers."""

    title: str
    pdf: bytes
    numbered: bool = True


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; 0 where it is damaged or locked, so that it cannot be bound."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(pdf))
        return 0 if reader.is_encrypted else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, OSError):
        return 0


def bind(parts: Sequence[Part], title: str) -> bytes:
    """The parts as one PDF with a bookmark each; numbered pages count from 1 at their upper right corner."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.metadata = {"/Title": title, "/Producer": "hotline-desktop"}
    number = 0
    for part in parts:
        first = len(writer.pages)
        for page in PdfReader(BytesIO(part.pdf)).pages:
            added = writer.add_page(page)
            if part.numbered:
                number += 1
                width, height = float(added.mediabox.width), float(added.mediabox.height)
                added.merge_page(PdfReader(BytesIO(_number_sheet(number, width, height))).pages[0])
        writer.add_outline_item(title=part.title, page_number=first)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _number_sheet(number: int, width: float, height: float) -> bytes:
    """A transparent page that holds nothing but the number."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.setFont("Helvetica", _SIZE)
    canvas.drawRightString(width - _FROM_RIGHT, height - _FROM_TOP, str(number))
    canvas.save()
    return out.getvalue()
