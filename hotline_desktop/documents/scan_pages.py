"""Pages cut out of a scan into a file of their own, as they came."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from hotline_desktop.documents.pictures import picture_page
from hotline_desktop.documents.scans import ScanUnreadable, is_pdf, pictures_of

# Pictures that everybody can open, by how they begin.
_WHOLE_PICTURES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}


def cut_out(content: bytes, pages: Sequence[int], of: int) -> tuple[bytes, str]:
    """These pages (numbers from 1, in that order) of a file of ``of`` pages, and the ending of the file they make.

    A picture of which all is wanted stays as it is. Raises ScanUnreadable.
    """
    whole = tuple(pages) == tuple(range(1, of + 1))
    if is_pdf(content):
        return (content, ".pdf") if whole else (_of_pdf(content, pages), ".pdf")
    for mark, ending in _WHOLE_PICTURES.items():
        if whole and content.startswith(mark):
            return content, ending
    return _of_pictures(content, pages), ".pdf"


def _of_pdf(data: bytes, pages: Sequence[int]) -> bytes:
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    out = BytesIO()
    try:
        reader, writer = PdfReader(BytesIO(data)), PdfWriter()
        for number in pages:
            writer.add_page(reader.pages[number - 1])
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ScanUnreadable("PDF 的页面拆不开") from error
    return out.getvalue()


def _of_pictures(content: bytes, pages: Sequence[int]) -> bytes:
    from hotline_desktop.documents.binding import Part, bind

    parts: dict[int, Part] = {}
    for number, _of, picture in pictures_of(content, frozenset(pages)):
        if picture is None:
            continue
        out = BytesIO()
        picture.save(out, "PNG")
        drawn = picture_page(out.getvalue())
        if drawn is None:
            raise ScanUnreadable("图片过大，放不进一页")
        parts[number] = Part("", drawn, numbered=False)
    if not parts:
        raise ScanUnreadable("这一页打不开")
    return bind([parts[number] for number in pages if number in parts], "")
