"""PDF pages as pictures, for the screen and for the printer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

POINTS_PER_INCH = 72.0
# PDFium keeps global state: two threads in it at once crash the program.
_pdfium = threading.Lock()


@dataclass(frozen=True, slots=True)
class PageImage:
    """One drawn page; ``width`` and ``height`` are the paper's, in points."""

    image: QImage
    width: float
    height: float


def draw_pages(pdf: bytes, scale: float) -> tuple[PageImage, ...]:
    """Every page of ``pdf`` in colour at ``scale`` pixels per point. Raises ValueError for what is no PDF."""
    with _opened(pdf) as document:
        return tuple(_drawn(document[number], scale) for number in range(len(document)))


def count_pages(pdf: bytes) -> int:
    """How many pages ``pdf`` has. Raises ValueError for what is no PDF."""
    with _opened(pdf) as document:
        return len(document)


def draw_page(pdf: bytes, number: int, dpi: float) -> PageImage:
    """The page ``number`` (from 0) in grey at ``dpi``: the forms are black on white, and at a printer's
    resolution a page in colour takes four times the memory.
    """
    with _opened(pdf) as document:
        return _drawn(document[number], dpi / POINTS_PER_INCH, grey=True)


@contextmanager
def _opened(pdf: bytes) -> Iterator[PdfDocument]:
    from pypdfium2 import PdfDocument, PdfiumError

    with _pdfium:
        try:
            document = PdfDocument(pdf)
        except PdfiumError as error:
            raise ValueError("not a PDF") from error
        try:
            yield document
        finally:
            document.close()


def _drawn(page: PdfPage, scale: float, *, grey: bool = False) -> PageImage:
    width, height = page.get_size()
    bitmap = page.render(scale=scale, grayscale=grey, prefer_bgrx=not grey)
    form = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
    # The copy outlives the bitmap, whose memory belongs to PDFium.
    image = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, form).copy()
    bitmap.close()
    page.close()
    return PageImage(image, width, height)
