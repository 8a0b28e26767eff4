"""Pages of a PDF that came straight from a program: nobody has signed or stamped what was never on paper.

The print itself, or the Word file saved as PDF, bears the same code as the signed sheet. 规范一（六）1.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import TYPE_CHECKING

from hotline_desktop.documents.definition.definition import MM

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfObject, PdfPage

# The code stands in a Word file as a picture, 15 mm and its white rim wide; a signature is no square.
_CODE_AT_MOST = 22 * MM
_SQUARE = 0.1


def unsigned_pages(content: bytes, wanted: Iterable[int]) -> frozenset[int]:
    """Those of the ``wanted`` pages (from 1) of a PDF that say what a program wrote, and bear nothing else.

    A picture but the code, a curve, or anything laid over the page may be a signature or a seal: such a page is none of
    them, and a scan never is. So may a form, one drawing put into another, as which a stamp stays in a page for good.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:  # who reads its pages tells of it
        return frozenset()
    try:
        return frozenset(number for number in wanted if _is_as_written(document, number))
    finally:
        document.close()


def _is_as_written(document: PdfDocument, number: int) -> bool:
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return False
    try:
        return not _is_laid_over(page) and _says_only_what_was_written(page)
    finally:
        page.close()


def _is_laid_over(page: PdfPage) -> bool:
    """Whether a stamp, ink, a note or a field lies over the page; addresses to click on do not count."""
    import pypdfium2.raw as pdfium

    for place in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        laid = pdfium.FPDFPage_GetAnnot(page.raw, place)
        kind = pdfium.FPDFAnnot_GetSubtype(laid)
        pdfium.FPDFPage_CloseAnnot(laid)
        if kind != pdfium.FPDF_ANNOT_LINK:
            return True
    return False


def _says_only_what_was_written(page: PdfPage) -> bool:
    import pypdfium2.raw as pdfium

    said, codes = False, 0
    for found in page.get_objects(max_depth=1):
        if found.type == pdfium.FPDF_PAGEOBJ_TEXT:
            # Scanners lay what they read under the picture, unseen.
            said = said or pdfium.FPDFTextObj_GetTextRenderMode(found.raw) != pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        elif found.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            codes += 1
            if codes > 1 or not _may_be_the_code(found):
                return False
        elif found.type != pdfium.FPDF_PAGEOBJ_PATH or _is_curved(found):
            return False
    return said


def _may_be_the_code(picture: PdfObject) -> bool:
    left, bottom, right, top = picture.get_bounds()
    wide, high = float(right - left), float(top - bottom)
    return max(wide, high) <= _CODE_AT_MOST and abs(wide - high) <= _SQUARE * max(wide, high)


def _is_curved(path: PdfObject) -> bool:
    import pypdfium2.raw as pdfium

    for place in range(pdfium.FPDFPath_CountSegments(path.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(path.raw, ctypes.c_int(place))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_BEZIERTO:
            return True
    return False
