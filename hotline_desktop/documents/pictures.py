"""Photos and scans as pages: each picture upright on an A4 page of its own, as large as the margins let it be."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from hotline_desktop.documents.binding import MM

if TYPE_CHECKING:
    from PIL.Image import Image

_WIDTH, _HEIGHT = 210 * MM, 297 * MM
_LEFT, _RIGHT, _TOP, _BOTTOM = 25 * MM, 20 * MM, 20 * MM, 20 * MM
_PER_INCH = 200  # points of a picture on paper; the file beside the bound papers keeps them all
_QUALITY = 85
_KINDS = ("JPEG", "PNG")
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def is_picture(data: bytes) -> bool:
    """Whether the content begins as a JPEG or PNG does, whatever the file is called."""
    return data.startswith(_MAGIC)


def picture_page(data: bytes) -> bytes | None:
    """One A4 page of PDF with the picture; None where it is damaged, or too large to be opened safely.

    It is turned the way the camera was held. The same picture gives the same bytes.
    """
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    drawn = _fitted(data)
    if drawn is None:
        return None
    pixels, width, height = drawn
    out = BytesIO()
    canvas = Canvas(out, pagesize=(_WIDTH, _HEIGHT), pageCompression=1, invariant=1)
    canvas.setTitle("")
    canvas.setCreator("hotline-desktop")
    canvas.setProducer("hotline-desktop")
    left = _LEFT + (_WIDTH - _LEFT - _RIGHT - width) / 2
    canvas.drawImage(ImageReader(BytesIO(pixels)), left, _HEIGHT - _TOP - height, width, height)
    canvas.save()
    return out.getvalue()


def _fitted(data: bytes) -> tuple[bytes, float, float] | None:
    """The picture as JPEG with its width and height on paper."""
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
    out = BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue(), width, height


def _on_white(picture: Image) -> Image:
    """The picture in plain colours; what was transparent is white, as paper is."""
    from PIL import Image as Pictures

    if picture.mode not in ("RGBA", "LA", "PA") and "transparency" not in picture.info:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    paper = Pictures.new("RGBA", layered.size, "white")
    return Pictures.alpha_composite(paper, layered).convert("RGB")
