"""Reads a file that came in: its sheets by their QR codes, its pages without one, or the reason why it cannot be read.

This needs no database and may run in the background. A file is known by its content, whatever it is called.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hotline_desktop.documents.returned.scans import (
    PDF_BROKEN,
    ScannedPage,
    ScanUnreadable,
    is_pdf,
    is_scan,
    looks_like_scan,
    pages_of,
)
from hotline_desktop.documents.returned.unsigned import unsigned_pages
from hotline_desktop.documents.returned.word_back import has_name_of_word, looks_like_word
from hotline_desktop.domain.papers.print_codes import FURTHER, PrintCode
from hotline_desktop.domain.papers.sheet_pages import NO_PAGES, PagesDisagree, SheetPages, how_many
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.progress import Progress, untold
from hotline_desktop.files.names import plain_name

NO_CODE = "没有读到本程序的二维码"
_NO_SCAN = "不是扫描件，也不是单位回填的 Word（可用 PDF、JPG、PNG、TIFF、BMP、WebP、.docx）"
_PHONE_PHOTO = "是 HEIC 这类手机照片，请在手机或看图程序里另存为 JPG 再放进来"
_OTHER_KINDS = {
    **dict.fromkeys((".heic", ".heif", ".avif"), _PHONE_PHOTO),
    ".ofd": "是 OFD 版式文件，请用阅读器另存（打印）为 PDF 再放进来",
    **dict.fromkeys((".zip", ".rar", ".7z"), "是压缩包，请先解压，把里面的文件放进来"),
    **dict.fromkeys((".xls", ".xlsx", ".et"), "是表格文件，不是签字件；要导入工单请用“导入”"),
}
# Phones send such photos under the name of a JPG, too: how one begins.
_PHONE_PHOTOS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"))
_TWO_CODES = "一页上有两张纸的二维码，请分开扫描再放进来"
_TWICE = "这一页在同一个文件里扫了两次"
_UNSIGNED = "是打印用的电子文件，上面没有签字、盖章，请放签字以后的扫描件"
_BROKEN = "这一页已损坏，打不开，请再扫一次"
_ALL_EMPTY = "整个文件都是空白页，请看一看是不是放反了"
_NO_PAGES = "里面一页也没有"
_CHANGES = "正在被写入，读的时候变了，没有收。原文件没有动，写完以后再放一次"
_CHANGED = "在读过以后换成了别的内容，没有归档。请重新放一次，看清是哪一张再归"
# Larger than any stack of paper: a film, a disk's image.
MOST_BYTES = 1_500_000_000
_BEGINNING = 1_024
# What systems and programs leave beside scans, and what is still being copied or downloaded.
_LEFT_NAMES = frozenset(("thumbs.db", "desktop.ini"))
_LEFT_ENDINGS = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".lnk")


@dataclass(frozen=True, slots=True)
class Scan:
    """Pages of one file that belong together: a sheet whose code was read, or a page without one.

    ``of`` is how many pages the file has, ``state`` and ``digest`` its size, time and SHA-256 as it was read, where it
    may be another one by the time that somebody nods. ``reason`` says why nobody can file it without a look. ``sheet``
    tells which pages of its print ``pages`` are, in the same order; none where their counts disagree.
    """

    path: Path
    pages: tuple[int, ...]
    of: int
    code: PrintCode | None
    reason: str = ""
    state: tuple[int, int] = (0, 0)
    digest: str = ""
    sheet: SheetPages = NO_PAGES

    @property
    def is_part(self) -> bool:
        """Whether it is part of a print whose other pages may come in other files."""
        return bool(self.sheet.pages) and not self.sheet.whole

    def content(self) -> bytes:
        """The file as it was read. Raises HotlineError where it is another one by now, OSError."""
        state = _state(self.path)
        content = self.path.read_bytes()
        if self.digest and state != self.state and hashlib.sha256(content).hexdigest() != self.digest:
            raise HotlineError(f"“{plain_name(self.path.name)}”{_CHANGED}。")
        return content

    @property
    def page_text(self) -> str:
        """``2-3``, ``5``, ``1、4``: pages of one sheet may lie anywhere in a file."""
        first, last = self.pages[0], self.pages[-1]
        if self.pages != tuple(range(first, last + 1)):
            return "、".join(map(str, self.pages))
        return str(first) if first == last else f"{first}-{last}"


def is_left_alone(path: Path) -> bool:
    """Whether a file in a folder is nobody's scan: hidden, a lock of an open document, not whole yet."""
    name = path.name.lower()
    return name.startswith((".", "~$")) or name in _LEFT_NAMES or name.endswith(_LEFT_ENDINGS)


def is_word(path: Path) -> bool:
    """Whether the file is a Word file, or calls itself so and is no scan. Raises OSError."""
    if not has_name_of_word(path):
        return looks_like_word(path)
    with path.open("rb") as file:
        return not looks_like_scan(file.read(_BEGINNING))


def read_scans(path: Path, progress: Progress = untold) -> tuple[tuple[Scan, ...], int]:
    """The sheets that lie in a file, and how many empty backs do; ``progress`` counts its pages.

    Raises HotlineError where it cannot be opened, is too large, or changes while it is read.
    """
    try:
        before = _state(path)
        if before[0] > MOST_BYTES:
            raise HotlineError(_too_large(path, before[0]))
        if _is_phone_photo(path):
            return (_whole(path, _PHONE_PHOTO),), 0
        if not is_scan(path):
            return (_whole(path, _OTHER_KINDS.get(path.suffix.lower(), _NO_SCAN)),), 0
        content = path.read_bytes()
        found = _sheets(path, content, progress)
        after = _state(path)
    except OSError as error:
        raise unread(path, error) from error
    if before != after:
        raise HotlineError(f"“{plain_name(path.name)}”{_CHANGES}。")
    digest = hashlib.sha256(content).hexdigest()
    return tuple(replace(scan, state=before, digest=digest) for scan in found[0]), found[1]


class LastFile:
    """The file that was read last, kept for its next page: a stack of hundreds is read once, not for every page."""

    def __init__(self) -> None:
        self._scan: Scan | None = None
        self._content = b""

    def content(self, scan: Scan) -> bytes:
        """As :meth:`Scan.content`."""
        last = self._scan
        if not scan.digest:
            return scan.content()
        if last is None or (last.path, last.digest) != (scan.path, scan.digest):
            self._content = scan.content()
            self._scan = scan
        elif _state(scan.path) != last.state:
            self.forget()
            return self.content(scan)
        return self._content

    def forget(self) -> None:
        """Nothing is kept."""
        self._scan, self._content = None, b""


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _sheets(path: Path, content: bytes, progress: Progress) -> tuple[tuple[Scan, ...], int]:
    if path.suffix.lower() == ".pdf" and content and not looks_like_scan(content[:_BEGINNING]):
        return (_whole(path, PDF_BROKEN),), 0
    try:
        pages = tuple(pages_of(content, progress))
    except ScanUnreadable as error:
        return (_whole(path, error.reason),), 0
    if not pages:
        return (_whole(path, _NO_PAGES),), 0
    if all(page.empty for page in pages):
        return (Scan(path, tuple(page.number for page in pages), len(pages), None, _ALL_EMPTY),), 0
    coded = [page.number for page in pages if page.code is not None]
    unsigned = unsigned_pages(content, coded) if coded and is_pdf(content) else frozenset[int]()
    return tuple(_grouped(path, pages, unsigned)), sum(page.empty for page in pages)


def _too_large(path: Path, size: int) -> str:
    return (
        f"“{plain_name(path.name)}”有 {size / 1e9:.1f} GB，不像签字件，没有收（最大 {MOST_BYTES / 1e9:.1f} GB）。"
        "原文件没有动；确是扫描件的，请分成几份再放进来。"
    )


def unread(path: Path, error: OSError) -> HotlineError:
    """What is said of a file that the machine does not give."""
    return HotlineError(f"“{plain_name(path.name)}”读不出来：{machine_reason(error)}。原文件没有动。")


def _is_phone_photo(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(12)
    return beginning[4:8] == b"ftyp" and beginning[8:] in _PHONE_PHOTOS


def _whole(path: Path, reason: str) -> Scan:
    return Scan(path, (1,), 1, None, reason)


def _grouped(path: Path, pages: Sequence[ScannedPage], unsigned: frozenset[int]) -> Iterator[Scan]:
    """Pages of one print together, wherever they lie in the file; every page without a code alone.

    A print of which all pages are ``unsigned`` is not what comes back.
    """
    sheets: dict[tuple[int, str], list[tuple[int, PrintCode]]] = {}
    loose: list[Scan] = []
    for page in pages:
        reason = _against(page)
        if page.code is not None:
            held = sheets.setdefault((page.code.print_id, page.code.office), [])
            if page.code.page != FURTHER and any(code.page == page.code.page for _number, code in held):
                reason = _TWICE
            else:
                held.append((page.number, page.code))
        if reason:
            loose.append(Scan(path, (page.number,), len(pages), None, reason))
    for held in sheets.values():
        sheet = _sheet(path, held, len(pages))
        yield replace(sheet, reason=sheet.reason or _UNSIGNED) if unsigned.issuperset(sheet.pages) else sheet
    yield from loose


def _sheet(path: Path, held: Sequence[tuple[int, PrintCode]], of: int) -> Scan:
    in_order = _in_order(held)
    numbers = tuple(number for number, _page in in_order)
    first = held[0][1]
    try:
        sheet = SheetPages(tuple(page for _number, page in in_order), how_many([code for _number, code in held]))
    except PagesDisagree as error:
        return Scan(path, numbers, of, first, str(error))
    return Scan(path, numbers, of, first, sheet.missing, sheet=sheet)


def _in_order(held: Sequence[tuple[int, PrintCode]]) -> list[tuple[int, int]]:
    """Each page's number in the file and in the sheet, in the order of the sheet.

    The later pages of a Word file follow its first one in the stack, or precede it where the stack lay upside down.
    """
    known = sorted(((number, code.page) for number, code in held if code.page != FURTHER), key=lambda one: one[1])
    further = sorted(number for number, code in held if code.page == FURTHER)
    if further and [page for _number, page in known] == [1]:
        first = known[0][0]
        follow = further if first < further[0] else further[::-1]
        if first < further[0] or first > further[-1]:
            return [*known, *((number, page) for page, number in enumerate(follow, start=2))]
    return [*known, *((number, FURTHER) for number in further)]


def _against(page: ScannedPage) -> str:
    """Why a page is no sheet by itself; nothing where it is one, or the empty back of one."""
    if page.broken:
        return _BROKEN
    if page.code is not None or page.empty:
        return ""
    return _TWO_CODES if page.codes else NO_CODE
