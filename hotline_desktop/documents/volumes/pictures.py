"""Photos and scans as pages: each picture upright on an A4 page of its own, as large as the margins let it be."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from hotline_desktop.documents.pdf_a.form import PRODUCER, stream
from hotline_desktop.documents.volumes.binding import MM

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdf.generic import StreamObject
    from pypdfium2 import PdfDocument

_WIDTH, _HEIGHT = 210 * MM, 297 * MM
_LEFT, _RIGHT, _TOP, _BOTTOM = 25 * MM, 20 * MM, 20 * MM, 20 * MM
_PER_INCH = 200  # points of a picture on paper; the file beside the bound papers keeps them all
_QUALITY = 85
_MOST_PIXELS = 40_000_000  # of a page as a picture: a plan of two metres is drawn less finely
_LEAST_SIDE, _LONGEST_SIDE = 3.0, 14_400.0  # of a page that an archive takes, in points. ISO 19005-2 6.1.13
_KINDS = ("JPEG", "PNG")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def is_picture(data: bytes) -> bool:
    """Whether the content begins as a JPEG or PNG does, whatever the file is called."""
    return data.startswith(_MAGIC)


def picture_page(data: bytes) -> bytes | None:
    """One A4 page of PDF with the picture; None where it is damaged, or too large to be opened safely.

    It is turned the way the camera was held. The same picture gives the same bytes.
    """
    drawn = _fitted(data)
    if drawn is None:
        return None
    plain, width, height = drawn
    left = _LEFT + (_WIDTH - _LEFT - _RIGHT - width) / 2
    return _written([_Sheet(plain, (_WIDTH, _HEIGHT), (left, _HEIGHT - _TOP - height, width, height))])


def scanned_page(picture: Image) -> bytes:
    """A scan as a page of A4, upright or lying, to its edges and as fine as it came."""
    across, down = (_WIDTH, _HEIGHT) if picture.width <= picture.height else (_HEIGHT, _WIDTH)
    scale = min(across / picture.width, down / picture.height)
    width, height = picture.width * scale, picture.height * scale
    plain = picture if picture.mode == "RGB" else picture.convert("RGB")
    return _written([_Sheet(plain, (across, down), ((across - width) / 2, (down - height) / 2, width, height))])


def pictured_pages(pdf: bytes) -> bytes:
    """The pages of a PDF from elsewhere as pictures of 200 dpi, as large as they are; empty where they cannot be drawn.

    What such a file holds besides (faces of others, forms, scripts, what is transparent) may not be archived.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return b""
    try:
        document.init_forms()
        return _written(_pages_of(document))
    except (pypdfium2.PdfiumError, OSError, ValueError, MemoryError):
        return b""
    finally:
        document.close()


def drawable_pages(pdf: bytes) -> int:
    """How many pages ``pictured_pages`` would draw, which is told without drawing them."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return 0
    try:
        for index in range(len(document)):
            document[index].close()
        return len(document)
    except pypdfium2.PdfiumError:
        return 0
    finally:
        document.close()


def _pages_of(document: PdfDocument) -> Iterator[_Sheet]:
    for index in range(len(document)):
        page = document[index]
        width, height = page.get_size()
        per_point = min(_PER_INCH / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=per_point, rev_byteorder=True)
        picture = bitmap.to_pil()
        bitmap.close()
        page.close()
        picture = picture if picture.mode == "RGB" else picture.convert("RGB")
        width, height = _takeable(width, height)
        yield _Sheet(picture, (width, height), (0.0, 0.0, width, height))


def _takeable(width: float, height: float) -> tuple[float, float]:
    """The size of a page, smaller where no archive takes one so large, its sides no shorter than it takes them."""
    shrunk = min(1.0, _LONGEST_SIDE / max(width, height))
    return max(_LEAST_SIDE, width * shrunk), max(_LEAST_SIDE, height * shrunk)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A picture on a page of that ``size``, at ``place``: x, y, width, height in points."""

    picture: Image
    size: tuple[float, float]
    place: tuple[float, float, float, float]


def _written(sheets: Iterable[_Sheet]) -> bytes:
    """Pages of one picture each as PDF, without any face."""
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, NameObject

    writer = PdfWriter()
    writer.metadata = {"/Producer": PRODUCER, "/Creator": PRODUCER}
    for sheet in sheets:
        page = writer.add_blank_page(*sheet.size)
        x, y, width, height = sheet.place
        content = stream(f"q {width:.3f} 0 0 {height:.3f} {x:.3f} {y:.3f} cm /P Do Q".encode(), {})
        drawn = writer._add_object(_encoded(sheet.picture))  # noqa: SLF001 - the library has no other way
        pictures = DictionaryObject({NameObject("/P"): drawn})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): pictures})
        page[NameObject("/Contents")] = writer._add_object(content)  # noqa: SLF001
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _encoded(picture: Image) -> StreamObject:
    """The picture as an object of PDF."""
    from pypdf.generic import NameObject, NumberObject

    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    made = stream(out.getvalue(), {"/Type": "/XObject", "/Subtype": "/Image", "/Filter": "/DCTDecode"})
    made[NameObject("/ColorSpace")] = NameObject("/DeviceRGB")
    for key, number in (("/Width", picture.width), ("/Height", picture.height), ("/BitsPerComponent", 8)):
        made[NameObject(key)] = NumberObject(number)
    return made


def _fitted(data: bytes) -> tuple[Image, float, float] | None:
    """The picture with its width and height on paper."""
    from PIL import Image as Pictures
    from PIL import ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pictures.DecompressionBombWarning)
            with Pictures.open(BytesIO(data), formats=_KINDS) as opened:
                upright = ImageOps.exif_transpose(opened)
                plain = _on_white(upright)
    except (OSError, ValueError, SyntaxError, Pictures.DecompressionBombError, Pictures.DecompressionBombWarning):
        return None
    room = (_WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM)
    scale = min(room[0] / plain.width, room[1] / plain.height)
    width, height = plain.width * scale, plain.height * scale
    most = (max(1, round(width / 72 * _PER_INCH)), max(1, round(height / 72 * _PER_INCH)))
    if plain.width > most[0]:
        plain = plain.resize(most, Pictures.Resampling.LANCZOS)
    return plain, width, height


def _on_white(picture: Image) -> Image:
    """The picture in plain colours; what was transparent is white, as paper is."""
    from PIL import Image as Pictures

    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    paper = Pictures.new("RGBA", layered.size, "white")
    return Pictures.alpha_composite(paper, layered).convert("RGB")
