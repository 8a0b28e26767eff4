"""What waits in the tray: scans one by one, and the pages of one print that came in several files, as one sheet.

Many scanners write a file for each page. Pages of one print wait for each other here, however they come: in any order,
some twice (the newest scan of a page counts), with those of other prints among them. 规范一（六）1.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline_desktop.documents.returned.scan_pages import joined
from hotline_desktop.documents.returned.scans import ScanUnreadable
from hotline_desktop.documents.returned.word_back import has_name_of_word
from hotline_desktop.domain.papers.print_codes import FURTHER
from hotline_desktop.domain.papers.sheet_pages import NO_PAGES, PagesDisagree, SheetPages, agreed
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.services.foundation.private_files import read_private
from hotline_desktop.services.returned.sheet_judging import standing
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import intake_tray, print_codes
from hotline_desktop.storage.papers.intake_tray import TrayEntry
from hotline_desktop.storage.papers.print_codes import CodedPrint

_ANY_ORDER = "是 Word 打印的，分几个文件扫来，第 2 页起的先后看不出，请看一看再归"
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a sheet: the waiting scan, and the page in its copy, from 1."""

    entry: TrayEntry
    place: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: a scan, or what there is of a print that came in several files.

    ``entries`` are all scans of it, the first that came first; ``leaves`` the pages that count, in the order of the
    sheet, none where the scan is taken as it is. ``reason`` says why it is not filed by itself.
    """

    entries: tuple[TrayEntry, ...]
    reason: str
    print: CodedPrint | None = None
    leaves: tuple[Leaf, ...] = ()
    sheet: SheetPages = NO_PAGES

    @property
    def ready(self) -> bool:
        """Whether it can be filed by a nod."""
        return bool(self.leaves) and not self.reason

    @property
    def first(self) -> Leaf:
        """Its first page."""
        return self.leaves[0] if self.leaves else Leaf(self.entries[0], 1)

    @property
    def id(self) -> int:
        """The number by which the tray lists it."""
        return self.entries[0].id

    @property
    def ids(self) -> list[int]:
        """Those of all its scans."""
        return [entry.id for entry in self.entries]

    @property
    def name(self) -> str:
        """The files that it came in."""
        names = list(dict.fromkeys(leaf.entry.name for leaf in self.leaves) or [self.entries[0].name])
        more = f" 等 {len(names)} 个文件" if len(names) > _MOST_NAMES else ""
        return "、".join(names[:_MOST_NAMES]) + more

    @property
    def pages(self) -> str:
        """The pages of the file, of one that is gathered those of the sheet."""
        numbers = [str(page) if page != FURTHER else "?" for page in self.sheet.pages]
        return "、".join(numbers) if numbers else self.entries[0].pages

    @property
    def came_at(self) -> datetime:
        """When the first of it came."""
        return self.entries[0].came_at

    @property
    def is_word(self) -> bool:
        """Whether it is a file that a unit typed into."""
        return has_name_of_word(Path(self.entries[0].kept))


def waiting(c: Connection) -> tuple[Waiting, ...]:
    """Everything in the tray, the first that came first."""
    gathered: dict[tuple[str, int], list[TrayEntry]] = {}
    for entry in intake_tray.waiting(c):
        told = entry.of_print
        key = ("print", told.print_id) if told is not None and not told.sheet.whole else ("scan", entry.id)
        gathered.setdefault(key, []).append(entry)
    return tuple(_waiting(c, tuple(entries)) for entries in gathered.values())


def _waiting(c: Connection, entries: tuple[TrayEntry, ...]) -> Waiting:
    told = entries[0].of_print
    coded = print_codes.find(c, told.print_id) if told is not None else None
    if told is None or coded is None or told.sheet.whole:
        return Waiting(entries, entries[0].reason, coded)
    leaves, pages = _newest_of_each(entries)
    try:
        of = agreed([entry.of_print.sheet.of for entry in entries if entry.of_print is not None])
    except PagesDisagree as error:
        return Waiting(entries, _of(coded, str(error)), coded, leaves, SheetPages(pages))
    sheet = SheetPages(pages, of).numbered
    lacks = _of(coded, sheet.missing or (_ANY_ORDER if FURTHER in sheet.pages else ""))
    return Waiting(entries, standing(c, coded) or lacks or entries[-1].reason, coded, leaves, sheet)


def _of(coded: CodedPrint, reason: str) -> str:
    return f"{coded.number} 的{coded.kind}：{reason}" if reason else ""


def _newest_of_each(entries: tuple[TrayEntry, ...]) -> tuple[tuple[Leaf, ...], tuple[int, ...]]:
    """The pages in the order of the sheet; those that nobody can number last, as they came."""
    known: dict[int, Leaf] = {}
    further: list[Leaf] = []
    for entry in entries:
        for place, page in enumerate(entry.of_print.sheet.pages if entry.of_print else (), start=1):
            if page == FURTHER:
                further.append(Leaf(entry, place))
            else:
                known[page] = Leaf(entry, place)
    numbers = sorted(known)
    return (*(known[page] for page in numbers), *further), (*numbers, *(FURTHER for _leaf in further))


def content_of(one: Waiting, folder: Path, key: bytes | None) -> tuple[bytes, str]:
    """The scan's copy, or the pages of a print as one file, in their order; and the ending of that file.

    Raises HotlineError where a copy in ``folder`` is gone, or not what was laid there.
    """
    kept = {entry.id: copy_of(entry, folder, key) for entry in one.entries}
    if not one.leaves:
        entry = one.entries[0]
        return kept[entry.id], Path(entry.kept).suffix
    try:
        return joined([(kept[leaf.entry.id], leaf.place) for leaf in one.leaves])
    except ScanUnreadable as error:
        raise HotlineError(f"“{one.name}”没有归档：{error.reason}。扫描件仍在托盘里，请再扫一次。") from error


def copy_of(entry: TrayEntry, folder: Path, key: bytes | None) -> bytes:
    """The copy of one scan. Raises HotlineError where it is gone from ``folder``, or not what was laid there."""
    try:
        content = read_private(folder / entry.kept, key)
    except OSError as error:
        raise HotlineError(f"托盘里“{entry.name}”的副本读不出来：{machine_reason(error)}。没有变动。") from error
    if hashlib.sha256(content).hexdigest() != entry.digest:
        raise HotlineError(f"托盘里“{entry.name}”的副本和放进来时不一样了，没有归档。请移出托盘，用原件再扫一次。")
    return content
