"""Binding papers into one file: pages in order, a number on each, bookmarks, the same bytes for the same papers."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from hotline_desktop.domain.terms.progress import Progress

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter
    from pypdf.generic import IndirectObject

MM = 72 / 25.4
_FROM_RIGHT, _FROM_TOP, _SIZE = 12 * MM, 12 * MM, 9


@dataclass(frozen=True, slots=True)
class Part:
    """One paper of the bound file: its bookmark and its pages as PDF. ``numbered`` pages count and carry numbers.

    Parts that follow each other with the same ``section`` stand under one bookmark of that name.
    """

    title: str
    pdf: bytes
    numbered: bool = True
    section: str = ""


def _quiet() -> None:
    """What is odd in a PDF from elsewhere is told in the contents, not on the console or in the log."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; 0 where it is damaged or locked, so that it cannot be bound."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    _quiet()
    try:
        reader = PdfReader(BytesIO(pdf))
        return 0 if reader.is_encrypted else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return 0


def is_bindable(pdf: bytes) -> bool:
    """Whether every page of a PDF from elsewhere can be read and written again."""
    from pypdf.errors import PyPdfError

    if not page_count(pdf):
        return False
    try:
        return page_count(bind([Part("", pdf)], "")) == page_count(pdf)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return False


def bind(parts: Sequence[Part], title: str, progress: Progress | None = None) -> bytes:
    """The parts as one PDF with a bookmark each; numbered pages count from 1 at their upper right corner.

    ``progress(done, total)`` counts parts; what it raises passes through.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.metadata = {"/Title": title, "/Producer": "hotline-desktop"}
    writer.page_mode = "/UseOutlines"
    number = 0
    bookmarks = _Bookmarks(writer)
    for done, part in enumerate(parts):
        if progress is not None:
            progress(done, len(parts))
        first = len(writer.pages)
        for page in PdfReader(BytesIO(part.pdf)).pages:
            added = writer.add_page(page)
            if part.numbered:
                number += 1
                _write_number(added, number)
        bookmarks.add(part, first)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


class _Bookmarks:
    """Bookmarks of a file in the making, parts of one section under that section's."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._section = ""
        self._parent: IndirectObject | None = None

    def add(self, part: Part, page: int) -> None:
        """One more part that begins on ``page`` (from 0)."""
        if part.section != self._section:
            self._section = part.section
            self._parent = self._writer.add_outline_item(title=part.section, page_number=page) if part.section else None
        self._writer.add_outline_item(title=part.title, page_number=page, parent=self._parent)


def _write_number(page: PageObject, number: int) -> None:
    """The number at the upper right corner as the page is looked at, however it is turned or cut."""
    from pypdf import PdfReader, Transformation

    if page.rotation:
        page.transfer_rotation_to_content()
    seen = page.cropbox
    sheet = PdfReader(BytesIO(_number_sheet(number, float(seen.width), float(seen.height)))).pages[0]
    page.merge_transformed_page(sheet, Transformation().translate(float(seen.left), float(seen.bottom)))


def _number_sheet(number: int, width: float, height: float) -> bytes:
    """A transparent page that holds nothing but the number."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, pagesize=(width, height), invariant=1)
    canvas.setFont("Helvetica", _SIZE)
    canvas.drawRightString(width - _FROM_RIGHT, height - _FROM_TOP, str(number))
    canvas.save()
    return out.getvalue()
