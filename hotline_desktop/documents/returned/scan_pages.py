"""Pages cut out of a scan into a file of their own, as they came."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from hotline_desktop.documents.returned.scans import ScanUnreadable, is_pdf, pictures_of
from hotline_desktop.documents.volumes.pictures import scanned_page

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


def joined(leaves: Sequence[tuple[bytes, int]]) -> tuple[bytes, str]:
    """Pages of several files, each a file and its page from 1, as one file in that order, and its ending.

    All pages of one file stay that file. Raises ScanUnreadable.
    """
    from hotline_desktop.documents.volumes.binding import page_count

    first = leaves[0][0]
    if all(content is first for content, _page in leaves):
        of = page_count(first) if is_pdf(first) else 1
        return cut_out(first, [page for _content, page in leaves], of)
    return _put_together([_one_page(content, page) for content, page in leaves]), ".pdf"


def _one_page(content: bytes, page: int) -> bytes:
    return _of_pdf(content, (page,)) if is_pdf(content) else _of_pictures(content, (page,))


def _put_together(parts: Sequence[bytes]) -> bytes:
    from pypdf import PdfReader, PdfWriter

    out, writer = BytesIO(), PdfWriter()
    for part in parts:
        writer.append(PdfReader(BytesIO(part)), import_outline=False)
    writer.write(out)
    return out.getvalue()


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
    from hotline_desktop.documents.volumes.binding import Part, bind

    parts: dict[int, Part] = {}
    for number, _of, picture in pictures_of(content, frozenset(pages)):
        if picture is not None:
            parts[number] = Part("", scanned_page(picture), numbered=False)
    if not parts:
        raise ScanUnreadable("这一页打不开")
    return bind([parts[number] for number in pages if number in parts], "")
