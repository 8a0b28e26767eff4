"""Scans and photos of sheets: their pages as grey pictures, and the codes of prints that stand on them.

What is read is only what the machine is sure of: a code carries its own check. A page without one is said to be empty
or not; where it belongs, a person says.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.domain.papers.print_codes import PrintCode, read_code

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")
_PER_INCH = 200
# A page of A3 at 600 dpi; larger pictures are drawn smaller before they are looked at.
_MOST_PIXELS = 70_000_000
_LONGEST = 4_000
_ON_SCREEN = 1_400
# The back of a sheet is light, and hardly anything on it is darker than pencil.
_WHITE, _FAINT, _INK = 170, 50, 0.0015
_STAMP_LEVELS = (100, 130, 70)
# The outer rim of a scan shows the scanner's own edge.
_RIM = 0.03


class ScanUnreadable(Exception):
    """The file is damaged, locked, or no scan at all. ``reason`` says so in Chinese."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page: its number in the file from 1, the code on it, and whether it is as good as empty.

    ``codes`` are all different codes that were read; more than one means that two sheets lie on one page.
    """

    number: int
    codes: tuple[PrintCode, ...]
    empty: bool

    @property
    def code(self) -> PrintCode | None:
        """The code where there is exactly one."""
        return self.codes[0] if len(self.codes) == 1 else None


def is_scan(path: Path) -> bool:
    """Whether the file's name is that of a kind that can be read."""
    return path.suffix.lower() in ENDINGS


def pages_of(path: Path) -> Iterator[ScannedPage]:
    """Every page of the file in order. Raises ScanUnreadable, OSError."""
    for number, picture in enumerate(pictures_of(path), start=1):
        yield look_at(number, picture)


def look_at(number: int, picture: Image) -> ScannedPage:
    """One page as it was scanned; it may lie in any direction."""
    codes = tuple(dict.fromkeys(_codes(_without_red(picture))))
    return ScannedPage(number, codes, not codes and is_empty(picture))


def pictures_of(path: Path) -> Iterator[Image]:
    """Every page as it was scanned, seals in their colour. Raises ScanUnreadable, OSError."""
    data = path.read_bytes()
    if data.startswith(b"%PDF") or path.suffix.lower() == ".pdf":
        yield from _pdf_pictures(data)
    else:
        yield from _frames(data)


def page_picture(path: Path, number: int) -> bytes:
    """Page ``number`` (from 1) as PNG, small enough for a screen; empty where the file has no such page.

    Raises ScanUnreadable, OSError.
    """
    for place, picture in enumerate(pictures_of(path), start=1):
        if place == number:
            small = picture.copy()
            small.thumbnail((_ON_SCREEN, _ON_SCREEN))
            out = BytesIO()
            small.save(out, "PNG")
            return out.getvalue()
    return b""


def is_empty(picture: Image) -> bool:
    """Whether next to nothing stands on the page: the back of a sheet."""
    grey = picture.convert("L")
    rim = (round(grey.width * _RIM), round(grey.height * _RIM))
    inner = grey.crop((rim[0], rim[1], grey.width - rim[0], grey.height - rim[1]))
    counts = inner.histogram()
    paper = max(range(256), key=lambda level: counts[level])
    if paper < _WHITE:  # a photo, or a page that lies under something: no back of a sheet
        return False
    dark = sum(counts[: paper - _FAINT])
    return dark / max(1, inner.width * inner.height) < _INK


def _pdf_pictures(data: bytes) -> Iterator[Image]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise ScanUnreadable("PDF 设有打开密码" if locked else "不是完好的 PDF") from error
    try:
        for index in range(len(document)):
            page = document[index]
            width, height = page.get_size()
            scale = min(_PER_INCH / 72, _LONGEST / max(width, height, 1.0))
            yield page.render(scale=scale).to_pil()
            page.close()
    finally:
        document.close()


def _frames(data: bytes) -> Iterator[Image]:
    from PIL import Image as Pictures
    from PIL import ImageOps, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pictures.DecompressionBombWarning)
            with Pictures.open(BytesIO(data)) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    raise ScanUnreadable("图片过大")
                for frame in ImageSequence.Iterator(opened):
                    upright = _plain(ImageOps.exif_transpose(frame))
                    upright.thumbnail((_LONGEST, _LONGEST))
                    yield upright
    except (OSError, ValueError, SyntaxError, EOFError, Pictures.DecompressionBombError) as error:
        raise ScanUnreadable("图片已损坏或不是扫描件") from error


def _without_red(picture: Image) -> Image:
    """The page as red light shows it: seals, which are red, all but vanish, and black stays black."""
    plain = _plain(picture)
    return plain if plain.mode == "L" else plain.getchannel("R")


def _plain(picture: Image) -> Image:
    """The page in grey or in colours, whatever way its file keeps them."""
    return picture.convert("L" if picture.mode in ("1", "L", "I", "I;16", "F") else "RGB")


def _codes(picture: Image) -> Iterator[PrintCode]:
    """The codes on a page; what the plain look does not find is looked for by stronger means, one after the other."""
    for prepared in _looks(picture):
        found = list(_read(prepared))
        if found:
            yield from found
            return


def _looks(picture: Image) -> Iterator[Image]:
    from PIL import ImageFilter, ImageOps

    grey = picture.convert("L")
    yield grey
    larger = _scaled(grey, 2.0)
    yield larger
    yield ImageOps.autocontrast(larger, cutoff=2)
    yield larger.filter(ImageFilter.UnsharpMask(radius=4, percent=250, threshold=2))
    for level in _STAMP_LEVELS:  # a seal's ink is lighter than the code's
        yield larger.point([0] * level + [255] * (256 - level))
    yield larger.filter(ImageFilter.MedianFilter(5))
    yield grey.filter(ImageFilter.GaussianBlur(1.2))
    yield larger.filter(ImageFilter.MinFilter(3))
    yield larger.filter(ImageFilter.MaxFilter(3))
    yield _scaled(grey, 0.5)


def _scaled(picture: Image, factor: float) -> Image:
    from PIL import Image as Pictures

    factor = min(factor, 2 * _LONGEST / max(picture.size))
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Pictures.Resampling.BICUBIC)


def _read(picture: Image) -> Iterator[PrintCode]:
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram):
        for found in zxingcpp.read_barcodes(picture, formats=formats, binarizer=binarizer):
            code = read_code(found.text)
            if code is not None:
                yield code
