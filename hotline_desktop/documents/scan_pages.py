"""Pages cut out of a scan into a file of their own, as they came."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from hotline_desktop.documents.pictures import picture_page
from hotline_desktop.documents.scans import ScanUnreadable, is_pdf, pictures_of

# Pictures that everybody can open, by how they begin.
_WHOLE_PICTURES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}


def cut_out(path: Path, pages: Sequence[int], whole: bool) -> tuple[bytes, str]:
    """The pages (numbers from 1) of the file at ``path``, and the ending of the file that they make.

    ``whole`` says that these are all of its pages: a picture then stays as it is. Raises ScanUnreadable, OSError.
    """
    data = path.read_bytes()
    if is_pdf(data):
        return (data, ".pdf") if whole else (_of_pdf(data, pages), ".pdf")
    for mark, ending in _WHOLE_PICTURES.items():
        if whole and data.startswith(mark):
            return data, ending
    return _of_pictures(path, pages), ".pdf"


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


def _of_pictures(path: Path, pages: Sequence[int]) -> bytes:
    from hotline_desktop.documents.binding import Part, bind

    chosen, parts = frozenset(pages), []
    for number, picture in enumerate(pictures_of(path), start=1):
        if number not in chosen or picture is None:
            continue
        out = BytesIO()
        picture.save(out, "PNG")
        drawn = picture_page(out.getvalue())
        if drawn is None:
            raise ScanUnreadable("图片过大，放不进一页")
        parts.append(Part("", drawn, numbered=False))
    if not parts:
        raise ScanUnreadable("这一页打不开")
    return bind(parts, "")
