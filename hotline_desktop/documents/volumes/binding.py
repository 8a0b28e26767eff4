"""Binding papers into one file: pages in order, a number on each, bookmarks, the same bytes for the same papers."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from hotline_desktop.documents.faces.fonts import SUBSETTING, face_of
from hotline_desktop.documents.pdf_a.form import PRODUCER, claim
from hotline_desktop.documents.pdf_a.rules import page_faults
from hotline_desktop.documents.volumes.set_aside import SetAside
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.files.spool import Spool, Spooled

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter
    from pypdf.generic import IndirectObject, RectangleObject

MM = 72 / 25.4
_FROM_RIGHT, _FROM_TOP, _SIZE = 12 * MM, 12 * MM, 9


@dataclass(frozen=True, slots=True)
class Part:
    """One paper of the bound file: its bookmark and its pages as PDF. ``numbered`` pages count and carry numbers.

    Parts that follow each other with the same ``section`` stand under one bookmark of that name.
    """

    title: str
    pdf: bytes | Spooled
    numbered: bool = True
    section: str = ""

    @property
    def content(self) -> bytes:
        """Its pages, which may be large: for the moment in which they are needed."""
        return self.pdf if isinstance(self.pdf, bytes) else self.pdf.read()


def _quiet() -> None:
    """Keeps the PDF library's warnings about files from elsewhere out of console and log."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has; 0 where it is damaged or locked, so that it cannot be bound."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    _quiet()
    try:
        with BytesIO(pdf) as stream, PdfReader(stream) as reader:
            return 0 if reader.is_encrypted else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return 0


def is_own(pdf: bytes) -> bool:
    """Whether this program made the pages, so that they may be archived as they are."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        with BytesIO(pdf) as stream, PdfReader(stream) as reader:
            properties = reader.metadata
            own = properties is not None and properties.get("/Producer") == PRODUCER
        return own and not page_faults(pdf)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return False


def bind(parts: Sequence[Part], title: str, progress: Progress | None = None, *, face: Path | None = None) -> bytes:
    """As ``bind_into`` in memory, for few pages."""
    out = BytesIO()
    with Spool() as spool:
        bind_into(out, parts, title, spool, progress, face=face)
    return out.getvalue()


def bind_into(
    out: BinaryIO,
    parts: Sequence[Part],
    title: str,
    spool: Spool,
    progress: Progress | None = None,
    *,
    face: Path | None = None,
) -> None:
    """The parts as one PDF for the archive (PDF/A-2b) with a bookmark each.

    Numbered pages count from 1 at their upper right corner, in the ``face`` of that file; ValueError without one.
    ``progress(done, total)`` counts parts; what it raises passes through. Of pictures and faces no more than those of
    one part are in memory at a time, the others in ``spool``.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.page_mode = "/UseOutlines"
    bookmarks, numbered, seed = _Bookmarks(writer), [], hashlib.sha256(title.encode())
    aside = SetAside(writer, spool)
    for part in counted(parts, len(parts), progress):
        content = part.content
        seed.update(content)
        first = len(writer.pages)
        with BytesIO(content) as pages, PdfReader(pages) as reader:
            for page in reader.pages:
                added = writer.add_page(page)
                numbered += [added] if part.numbered else []
        bookmarks.add(part, first)
        aside.put()
    if numbered:
        _write_numbers(numbered, face)
    claim(writer, title, seed.digest())
    writer.write(out)


class _Bookmarks:
    """The bookmarks of the file that is being written; parts of one section stand under one bookmark."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._section = ""
        self._parent: IndirectObject | None = None

    def add(self, part: Part, page: int) -> None:
        """Adds the bookmark of a part that begins on ``page``, counted from 0."""
        if part.section != self._section:
            self._section = part.section
            self._parent = self._writer.add_outline_item(title=part.section, page_number=page) if part.section else None
        self._writer.add_outline_item(title=part.title, page_number=page, parent=self._parent)


def _write_numbers(pages: Sequence[PageObject], face: Path | None) -> None:
    """Numbers at the upper right corners as the pages are looked at, however they are turned or cut."""
    from pypdf import PdfReader, Transformation

    if face is None:
        raise ValueError("numbered pages need a face")
    for page in pages:
        if page.rotation:
            page.transfer_rotation_to_content()
    sheets = PdfReader(BytesIO(_number_sheets([page.cropbox for page in pages], face))).pages
    for page, sheet in zip(pages, sheets, strict=True):
        seen = page.cropbox
        page.merge_transformed_page(sheet, Transformation().translate(float(seen.left), float(seen.bottom)))


def _number_sheets(sizes: Sequence[RectangleObject], face: Path) -> bytes:
    """For each page size a transparent page that holds nothing but the page number."""
    from reportlab.pdfgen.canvas import Canvas

    name: Any = face_of(face).name  # the library's stubs take the name for a number
    out = BytesIO()
    canvas = Canvas(out, invariant=1, initialFontName=name)
    for number, size in enumerate(sizes, start=1):
        width, height = float(size.width), float(size.height)
        canvas.setPageSize((width, height))
        canvas.setFont(name, _SIZE)
        canvas.drawRightString(width - _FROM_RIGHT, height - _FROM_TOP, str(number))
        canvas.showPage()
    with SUBSETTING:
        canvas.save()
    return out.getvalue()
