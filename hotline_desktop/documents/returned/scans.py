"""Scans and photos of sheets: their pages as grey pictures, and the codes of prints that stand on them.

What is read is only what the machine is sure of: a code carries its own check. A page without one is said to be empty
or not; where it belongs, a person says.
"""

from __future__ import annotations

import warnings
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hotline_desktop.domain.papers.print_codes import PrintCode, read_code
from hotline_desktop.domain.terms.progress import Progress, untold

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".gif", ".jp2")
# How files of these kinds begin, as (place, bytes): a file is known by what it is, whatever it is called.
_BEGINNINGS = (
    (0, b"\xff\xd8\xff"),
    (0, b"\x89PNG\r\n\x1a\n"),
    (0, b"GIF8"),
    (0, b"BM"),
    (0, b"II*\x00"),
    (0, b"MM\x00*"),
    (8, b"WEBP"),
    (0, b"\x00\x00\x00\x0cjP  "),
    (0, b"\xff\x4f\xff\x51"),
)
# What stands near the end of a file that is whole, by its beginning.
_ENDS = ((b"\xff\xd8\xff", b"\xff\xd9"), (b"\x89PNG", b"IEND"), (b"PK\x03\x04", b"PK\x05\x06"))
_END_WITHIN = 66_000
_PDF, _PDF_WITHIN = b"%PDF-", 1_024
_PER_INCH = 200
# A page of A3 at 600 dpi; larger pictures are drawn smaller before they are looked at.
_MOST_PIXELS = 70_000_000
_LONGEST = 4_000
# How long a page's longer side is made for the looks that follow the plain one: 200, 300, 250 and 100 dpi of A4.
_PLAIN, _LARGE, _SHARPENED, _SMALL = 2_400, 3_500, 3_000, 1_200
_ON_SCREEN = 1_400
# The back of a sheet is light, and hardly anything on it is darker than pencil: less than a written word in its middle,
# where no holes, staples and edges are; its outer rim shows the scanner's own edge.
_WHITE, _FAINT = 170, 50
_INK_BY_RIM = ((0.03, 0.0015), (0.09, 0.0002))
_LEAST_SIDE = 200
# A code covers 0.18 % of its sheet with ink.
_PALE, _LESS_THAN_A_CODE = 20, 0.0004
# A code is 15 of 297 mm, a little less on a page that was turned or cut out of a photo; of A3 it is 15 of 420.
_SHARE_OF_A_SHEET = 1 / 24
_PDF_LOCKED = "PDF 设有打开密码，请去掉密码另存一份，或直接扫描原件"
PDF_BROKEN = "不是完好的 PDF，请重新复制，或再扫一次"
_STAMP_LEVELS = (100, 130, 70)


class ScanUnreadable(Exception):
    """The file is damaged, locked, or no scan at all. ``reason`` says so in Chinese."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page: its number in the file from 1, the code on it, and whether it is as good as empty.

    ``codes`` are all different codes that were read; more than one means that two sheets lie on one page. ``broken``
    says that nobody can see it.
    """

    number: int
    codes: tuple[PrintCode, ...]
    empty: bool
    broken: bool = False

    @property
    def code(self) -> PrintCode | None:
        """The code where there is exactly one."""
        return self.codes[0] if len(self.codes) == 1 else None


def looks_like_scan(beginning: bytes) -> bool:
    """Whether a file that begins so (1 KiB) is a PDF or a picture of a kind that can be read."""
    known = any(beginning[place : place + len(mark)] == mark for place, mark in _BEGINNINGS)
    return known or _PDF in beginning[:_PDF_WITHIN]


def is_scan(path: Path) -> bool:
    """Whether the file is of a kind that can be read, or calls itself so. Raises OSError."""
    if path.suffix.lower() in ENDINGS:
        return True
    with path.open("rb") as file:
        return looks_like_scan(file.read(_PDF_WITHIN))


def breaks_off(path: Path) -> bool:
    """Whether a PDF or picture, or a Word file, has no end: it is damaged, or being written still. Raises OSError."""
    with path.open("rb") as file:
        beginning = file.read(_PDF_WITHIN)
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _END_WITHIN))
        end = file.read()
    ending = b"%%EOF" if is_pdf(beginning) else next((e for b, e in _ENDS if beginning.startswith(b)), b"")
    return ending not in end


def pages_of(content: bytes, progress: Progress = untold) -> Iterator[ScannedPage]:
    """Every page of a file in order; ``progress`` counts them and stops by what it raises. Raises ScanUnreadable."""
    for number, of, picture in pictures_of(content):
        progress(number - 1, of)
        yield look_at(number, picture) if picture is not None else ScannedPage(number, (), empty=False, broken=True)


def look_at(number: int, picture: Image) -> ScannedPage:
    """One page as it was scanned; it may lie in any direction."""
    plain = _without_red(picture)
    codes = tuple(dict.fromkeys(_codes(plain)))
    return ScannedPage(number, codes, not codes and is_empty(picture))


class Picture(NamedTuple):
    """A page as it was scanned: its number from 1, how many there are, and None for one that is damaged."""

    number: int
    of: int
    picture: Image | None


def pictures_of(content: bytes, wanted: Container[int] | None = None) -> Iterator[Picture]:
    """The ``wanted`` pages of a file in order, all where none are named, seals in their colour. Raises ScanUnreadable.

    Only what is wanted is drawn.
    """
    if not content:
        raise ScanUnreadable("是空文件（0 字节），可能没有复制完，请重新复制或再扫一次")
    draw = _pdf_pictures if is_pdf(content) else _frames
    yield from draw(content, wanted)


def is_pdf(data: bytes) -> bool:
    """Whether it is a PDF, perhaps with something before its beginning."""
    return _PDF in data[:_PDF_WITHIN]


def page_picture(content: bytes, number: int) -> bytes:
    """Page ``number`` (from 1) as PNG, small enough for a screen and upright where a code on it tells which way is up.

    Empty where the file has no such page. Raises ScanUnreadable.
    """
    for _number, _of, picture in pictures_of(content, (number,)):
        if picture is not None:
            small = picture.rotate(_quarter_turns(picture), expand=True)
            small.thumbnail((_ON_SCREEN, _ON_SCREEN))
            out = BytesIO()
            small.save(out, "PNG")
            return out.getvalue()
    return b""


def _quarter_turns(picture: Image) -> int:
    """By how many degrees the page has to be turned so that its code stands upright: 0, 90, 180 or 270."""
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for found in zxingcpp.read_barcodes(picture.convert("L"), formats=formats):
        if read_code(found.text) is not None:
            return round(found.orientation / 90) % 4 * 90
    return 0


def is_empty(picture: Image) -> bool:
    """Whether next to nothing stands on the page: the back of a sheet."""
    grey = picture.convert("L")
    if min(grey.size) < _LEAST_SIDE:  # no page of paper
        return False
    return all(_share_of_ink(grey, rim) < most for rim, most in _INK_BY_RIM)


def _share_of_ink(grey: Image, rim: float, faint: int = _FAINT) -> float:
    """How much of the page within that rim is darker than paper by ``faint``; all of it where the page is not light."""
    across, down = round(grey.width * rim), round(grey.height * rim)
    inner = grey.crop((across, down, grey.width - across, grey.height - down))
    counts = inner.histogram()
    paper = max(range(256), key=lambda level: counts[level])
    if paper < _WHITE:  # a photo, or a page that lies under something: no back of a sheet
        return 1.0
    return sum(counts[: paper - faint]) / max(1, inner.width * inner.height)


def _pdf_pictures(data: bytes, wanted: Container[int] | None) -> Iterator[Picture]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ScanUnreadable(_PDF_LOCKED if "password" in str(error).lower() else PDF_BROKEN) from error
    of = len(document)
    try:
        for index in range(of):
            if wanted is not None and index + 1 not in wanted:
                continue
            try:
                page = document[index]
                width, height = page.get_size()
                scale = min(_PER_INCH / 72, _LONGEST / max(width, height, 1.0))
                drawn = page.render(scale=scale).to_pil()
                page.close()
            except (pypdfium2.PdfiumError, ValueError, MemoryError):  # this page alone
                drawn = None
            yield Picture(index + 1, of, drawn)
    finally:
        document.close()


def _frames(data: bytes, wanted: Container[int] | None) -> Iterator[Picture]:
    """The pages of a picture; of a file that breaks off, those before it and None."""
    from PIL import Image as Pictures

    broken = (OSError, ValueError, SyntaxError, EOFError, TypeError, Pictures.DecompressionBombError)
    whole, place, pages = False, 0, 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Pictures.DecompressionBombWarning)
        try:
            with Pictures.open(BytesIO(data)) as opened:
                pages = _pages_of(opened)
                for place in (each for each in range(pages) if wanted is None or each + 1 in wanted):
                    upright = _upright(opened, place)
                    whole = True
                    yield Picture(place + 1, pages, upright)
        except broken as error:
            if not whole:
                raise ScanUnreadable("图片已损坏或不是扫描件，请重新复制，或再扫一次") from error
            yield Picture(place + 1, pages, None)


def _pages_of(opened: Image) -> int:
    if opened.width * opened.height > _MOST_PIXELS:
        raise ScanUnreadable("图片过大")
    return getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1


def _upright(opened: Image, place: int) -> Image:
    """One page as it is to be read, no larger than what is looked at."""
    from PIL import ImageOps

    opened.seek(place)
    upright = _plain(ImageOps.exif_transpose(opened))
    upright.thumbnail((_LONGEST, _LONGEST))
    return upright


def _without_red(picture: Image) -> Image:
    """The page as red light shows it: seals, which are red, all but vanish, and black stays black."""
    plain = _plain(picture)
    return plain if plain.mode == "L" else plain.getchannel("R")


def _plain(picture: Image) -> Image:
    """The page in grey or in colours, whatever way its file keeps them; what can be seen through is white paper."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        from PIL import Image as Pictures

        ink = picture.convert("RGBA")
        picture = Pictures.new("RGBA", ink.size, "white")
        picture.alpha_composite(ink)
    return picture.convert("L" if picture.mode in ("1", "L", "I", "I;16", "F") else "RGB")


class _Found(NamedTuple):
    """A code, and its side as a share of the page's longer one."""

    code: PrintCode
    share: float


def _codes(picture: Image) -> Iterator[PrintCode]:
    """The codes on a page; what the plain look does not find is looked for by stronger means, one after the other."""
    grey = picture.convert("L")
    found = list(_read(grey, twice=True))
    looks = _stronger_looks(grey)
    if not found and _is_blank(picture):
        return
    while _may_hold_more(found) and (look := next(looks, None)) is not None:
        found += _read(*look)
    yield from (one.code for one in found)


def _may_hold_more(found: Sequence[_Found]) -> bool:
    """Whether there is room for another sheet, whose code may be hard to read: it must not go with the first one."""
    return not found or min(one.share for one in found) < _SHARE_OF_A_SHEET


def _is_blank(picture: Image) -> bool:
    """Whether there is too little on the page, its rim among it, for the palest code."""
    return min(picture.size) >= _LEAST_SIDE and _share_of_ink(picture, 0, _PALE) < _LESS_THAN_A_CODE


def _stronger_looks(grey: Image) -> Iterator[tuple[Image, bool]]:
    """The page as codes show that were stamped over, blurred, thin or specked: what costs least and finds most first.

    Each is as large as the harm needs; a finer scan is made smaller, since filters cost by the pixel. True stands
    beside those that are worth to be read in two ways.
    """
    from PIL import ImageFilter

    plain = _sized(grey, min(_PLAIN, max(grey.size)))
    for level in _STAMP_LEVELS:  # a seal's ink is lighter than the code's
        yield plain.point([0] * level + [255] * (256 - level)), False
    if max(grey.size) < _SHARPENED:  # else it is as large as that, and was looked at
        yield _sized(grey, _LARGE), False
    yield _sized(grey, _SHARPENED).filter(ImageFilter.UnsharpMask(radius=3, percent=250, threshold=2)), False
    yield _spread(plain, "lighter"), True
    yield _spread(plain, "darker"), True
    yield plain.filter(ImageFilter.BoxBlur(1)), True
    yield _sized(plain, min(_SMALL, max(plain.size))), True


def _spread(picture: Image, which: str) -> Image:
    """Every point as the lighter or the darker one of itself and its neighbours.

    Shifted pictures laid upon each other: the library's own filter for it takes four times as long.
    """
    from PIL import ImageChops

    laid = getattr(ImageChops, which)
    for across, down in ((1, 0), (0, 1)):
        both = laid(ImageChops.offset(picture, across, down), ImageChops.offset(picture, -across, -down))
        picture = laid(picture, both)
    return picture


def _sized(picture: Image, longest: int) -> Image:
    """The page with a longer side of ``longest``, but no more than twice as large as it is."""
    from PIL import Image as Pictures

    factor = min(2.0, longest / max(picture.size))
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Pictures.Resampling.BICUBIC if factor > 1 else Pictures.Resampling.BILINEAR)


def _read(picture: Image, twice: bool = False) -> Iterator[_Found]:
    """The codes that are found on it, by what is darker than what is around it; ``twice``: or than the page."""
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram)[: 1 + twice]:
        for found in zxingcpp.read_barcodes(picture, formats=formats, binarizer=binarizer):
            code = read_code(found.text)
            if code is not None:
                first, second = found.position.top_left, found.position.top_right
                side = hypot(first.x - second.x, first.y - second.y)
                yield _Found(code, side / max(picture.size))
