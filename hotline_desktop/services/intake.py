"""Signed sheets that come back as scans: read, put with their tickets, or laid into the tray for a person.

Nothing is guessed: only a code that belongs to a print of this office files a sheet by itself. The files stay where
they are; what is kept is a copy of the pages. 规范一（六）1, 督办二（三）2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hotline_desktop.documents.scan_pages import cut_out
from hotline_desktop.documents.scans import ScannedPage, ScanUnreadable, is_scan, page_picture, pages_of
from hotline_desktop.documents.word_back import is_word as is_word  # noqa: PLC0414 - the window asks too
from hotline_desktop.domain.papers.print_codes import PrintCode
from hotline_desktop.domain.records.fields import NO_VALUES
from hotline_desktop.domain.records.summaries import Changes, PrintedPaper
from hotline_desktop.domain.terms.errors import HotlineError, NotFound
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.services.file_kinds import InMemory
from hotline_desktop.services.files import INTAKE
from hotline_desktop.services.opened_copies import plain_copy
from hotline_desktop.services.papers import Papers
from hotline_desktop.services.private_files import write_private
from hotline_desktop.services.word_back import WordReturns
from hotline_desktop.storage import cases, intake_tray, papers, print_codes, tickets
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.intake_tray import TrayEntry as TrayEntry  # noqa: PLC0414 - the window names it too
from hotline_desktop.storage.print_codes import CodedPrint

_NO_CODE = "没有读到本程序的二维码"
_NO_SCAN = "不是扫描件（可用 PDF、JPG、PNG、TIFF、BMP）"
# What phones and chat programs save, which is read nowhere else.
_PHONE_PHOTOS = frozenset((".heic", ".heif", ".webp", ".avif"))
_NO_PHOTO = "是 HEIC、WebP 这类手机照片，请在手机或看图程序里另存为 JPG 再放进来"
_TWO_CODES = "一页上有两张纸的二维码"


@dataclass(frozen=True, slots=True)
class Scan:
    """Pages of one file that belong together: a sheet whose code was read, or a page without one.

    ``of`` is how many pages the file has.
    """

    path: Path
    pages: tuple[int, ...]
    of: int
    code: PrintCode | None
    reason: str = ""

    @property
    def page_text(self) -> str:
        """``2-3``, ``5``."""
        first, last = self.pages[0], self.pages[-1]
        return str(first) if first == last else f"{first}-{last}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A scan as it stands against the office's prints; ``against`` says why it is not filed by itself."""

    scan: Scan
    print: CodedPrint | None = None
    against: str = ""

    @property
    def ready(self) -> bool:
        """Whether it can be filed by a nod."""
        return self.print is not None and not self.against


@dataclass(frozen=True, slots=True)
class Filed:
    """A sheet that was filed: its file and pages, its paper, the ticket's or case's number, and which print it is."""

    name: str
    pages: str
    kind: str
    number: str
    nth: int


@dataclass(frozen=True, slots=True)
class IntakeDone:
    """What became of some files. ``empty`` counts the backs of sheets that were left out."""

    filed: tuple[Filed, ...]
    tray: tuple[TrayEntry, ...]
    empty: int
    known: int
    changes: Changes


class Intake:
    """What a clerk can do with scans of signed sheets."""

    def __init__(self, office: OfficeContext, papers_of_office: Papers, returns: WordReturns) -> None:
        self._office, self._papers, self._returns = office, papers_of_office, returns

    # -- looking -------------------------------------------------------------------------------------------

    @staticmethod
    def read(path: Path) -> tuple[tuple[Scan, ...], int]:
        """The sheets that lie in a file, and how many empty backs do. Needs no database; may run beside it."""
        if not is_scan(path):
            photo = path.suffix.lower() in _PHONE_PHOTOS
            return (Scan(path, (1,), 1, None, _NO_PHOTO if photo else _NO_SCAN),), 0
        try:
            pages = tuple(pages_of(path))
        except ScanUnreadable as error:
            return (Scan(path, (1,), 1, None, error.reason),), 0
        except OSError as error:
            raise HotlineError(f"“{path.name}”读不出来：{machine_reason(error)}。原文件没有动。") from error
        return tuple(_grouped(path, pages)), sum(page.empty for page in pages)

    def judge(self, scans: Iterable[Scan]) -> tuple[Sheet, ...]:
        """Each scan with the print that it is the return of, or with what stands against filing it."""
        seen: set[int] = set()
        with self._office.db.read() as c:
            judged = []
            for scan in scans:
                sheet = self._judged(c, scan)
                if scan.code is not None and sheet.ready:
                    if scan.code.print_id in seen:
                        sheet = Sheet(scan, sheet.print, "这一批里已有同一张纸的扫描")
                    seen.add(scan.code.print_id)
                judged.append(sheet)
        return tuple(judged)

    def tray(self) -> tuple[TrayEntry, ...]:
        """The scans that wait for a person."""
        with self._office.db.read() as c:
            return intake_tray.waiting(c)

    def tray_path(self, entry: TrayEntry) -> Path:
        """Where the copy of a waiting scan lies; in an encrypted office a plain one, for as long as it is open."""
        return plain_copy(self._office.data_dir, self._folder / entry.kept, self._office.db.key)

    def picture(self, shown: Scan | TrayEntry) -> bytes:
        """The first page of a scan as PNG, to look at; empty where there is nothing to see."""
        scan = shown if isinstance(shown, Scan) else Scan(self.tray_path(shown), (1,), 1, None)
        try:
            return page_picture(scan.path, scan.pages[0])
        except (ScanUnreadable, OSError):
            return b""

    # -- filing --------------------------------------------------------------------------------------------

    def take_in(
        self,
        files: Sequence[Path],
        on: date,
        by: str,
        progress: Progress | None = None,
        given: Mapping[str, object] = NO_VALUES,
    ) -> IntakeDone:
        """Reads the files, files every sheet that is known for certain, and lays the rest into the tray.

        ``given`` is what a person adds to the Word files of units.
        Raises HotlineError where a file cannot be read at all; what was filed before stays filed.
        """
        filed: list[Filed] = []
        waiting: list[TrayEntry] = []
        empty = known = 0
        touched: set[int] = set()
        for place, path in enumerate(files):
            if progress:
                progress(place, len(files))
            if is_word(path):
                self._take_word(path, given, by, filed, waiting)
                continue
            scans, blank = self.read(path)
            empty += blank
            for sheet in self.judge(scans):
                against = sheet.against
                if sheet.ready:
                    try:
                        touched |= self.file(sheet, on, by).tickets
                        filed.append(_filed(sheet))
                        continue
                    except HotlineError as refused:
                        against = str(refused)
                entry = self.put_into_tray(sheet.scan, against)
                known += entry is None
                waiting += [entry] if entry else []
        changes = Changes(tickets=frozenset(touched), cases=bool(filed), papers=True)
        return IntakeDone(tuple(filed), tuple(waiting), empty, known, changes)

    def file(self, sheet: Sheet, on: date, by: str) -> Changes:
        """The sheet came back on that day. Raises HotlineError, StepRefused with what stands against it."""
        if sheet.print is None or sheet.against:
            raise HotlineError(f"这张纸没有归档：{sheet.against or _NO_CODE}。")
        return self._return(sheet.scan, sheet.print, on, by)

    def file_from_tray(self, tray_id: int, number: str, kind: PaperKind, on: date, by: str) -> Changes:
        """A person says which paper a waiting scan is. Raises NotFound, HotlineError, StepRefused."""
        entry = self._entry(tray_id)
        with self._office.db.read() as c:
            coded = self._latest_print(c, number.strip(), kind)
        path = self.tray_path(entry)
        changes = self._return(Scan(path, (1,), 1, None), coded, on, by, whole=True)
        with self._office.write(Right.HANDLE, by) as c:
            intake_tray.settle(c, tray_id, f"归入 {number} 的{kind}")
        return changes

    def drop(self, tray_id: int, reason: str, by: str) -> Changes:
        """A waiting scan belongs to nothing; its copy stays in the folder. Raises NotFound, HotlineError."""
        if not reason.strip():
            raise HotlineError("移出托盘要写原因，没有变动。")
        entry = self._entry(tray_id)
        with self._office.write(Right.HANDLE, by) as c:
            intake_tray.settle(c, tray_id, f"移出：{reason.strip()}")
            scan, why = {"文件": entry.name, "页": entry.pages}, {"原因": reason.strip()}
            self._office.remember(c, "扫描件移出托盘", by, scan, why)
        return Changes(papers=True)

    def put_into_tray(self, scan: Scan, reason: str) -> TrayEntry | None:
        """Keeps a copy of a scan for a person to look at; None where the same one waits already."""
        try:
            data, ending = cut_out(scan.path, scan.pages, whole=len(scan.pages) == scan.of)
        except (ScanUnreadable, OSError):
            data, ending = _bytes_of(scan.path), scan.path.suffix.lower()
        digest = hashlib.sha256(data).hexdigest()
        with self._office.write(Right.HANDLE) as c:
            if intake_tray.knows(c, digest):
                return None
            kept = f"{digest[:16]}{ending}"
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_private(self._folder / kept, data, self._office.db.key)
            now = self._office.now()
            tray_id = intake_tray.add(
                c,
                name=scan.path.name,
                pages=scan.page_text,
                reason=reason or scan.reason or _NO_CODE,
                kept=kept,
                digest=digest,
                at=now,
            )
            return intake_tray.find(c, tray_id)

    def _take_word(
        self, path: Path, given: Mapping[str, object], by: str, filed: list[Filed], waiting: list[TrayEntry]
    ) -> None:
        """A unit's Word file: its result is recorded, or the file waits with what is missing."""
        try:
            sheet = self._returns.look(path)
            self._returns.take(sheet, given, by)
            filed.append(Filed(path.name, "1", f"{sheet.kind}（Word）", sheet.number, 1))
        except HotlineError as refused:
            entry = self.put_into_tray(Scan(path, (1,), 1, None), str(refused))
            waiting += [entry] if entry else []

    # -- inside --------------------------------------------------------------------------------------------

    @property
    def _folder(self) -> Path:
        return self._office.data_dir / INTAKE

    def _entry(self, tray_id: int) -> TrayEntry:
        with self._office.db.read() as c:
            entry = intake_tray.find(c, tray_id)
        if entry is None:
            raise NotFound("托盘里没有这一件，可能已经归档或移出。请刷新后再看。")
        return entry

    def _judged(self, c: Connection, scan: Scan) -> Sheet:
        code = scan.code
        if code is None:
            return Sheet(scan, None, scan.reason or _NO_CODE)
        if code.office != print_codes.office_mark(c):
            return Sheet(scan, None, "是别的单位（或另一份数据）打印的纸")
        coded = print_codes.find(c, code.print_id)
        if coded is None or coded.kind != code.kind:
            return Sheet(scan, None, "二维码上的打印记录不在本单位的数据里")
        return Sheet(scan, coded, self._against(c, coded))

    def _against(self, c: Connection, coded: CodedPrint) -> str:
        """Why a known sheet is not filed by itself: it is back already, or its ticket went on without it."""
        prints = _prints(c, coded)
        if any(paper.returned_on for paper in prints if paper.state == coded.state) and not _awaited(c, coded):
            back = max(paper.returned_on for paper in prints if paper.returned_on and paper.state == coded.state)
            return f"{coded.number} 的{coded.kind}签字件已于 {back:%Y-%m-%d} 登记收回"
        if coded.ticket_id and tickets.find(c, coded.number) is None:
            return f"工单 {coded.number} 已不在本单位的数据里"
        if coded.ticket_id:
            turn = tickets.load(c, coded.ticket_id).round
            if turn.number > 1 and turn.handed_on and turn.handed_on > coded.made_at:
                return f"工单 {coded.number} 已进入第 {turn.number} 轮，这张是此前打印的"
        return ""

    def _return(self, scan: Scan, coded: CodedPrint, on: date, by: str, *, whole: bool = False) -> Changes:
        try:
            data, ending = cut_out(scan.path, scan.pages, whole=whole or len(scan.pages) == scan.of)
        except ScanUnreadable as error:
            raise HotlineError(f"扫描件存不进来：{error.reason}。原文件没有动。") from error
        except OSError as error:
            raise HotlineError(f"扫描件存不进来：{machine_reason(error)}。原文件没有动。") from error
        sheet = InMemory(f"{coded.kind}_{coded.number}_{on:%Y%m%d}{ending}", data)
        with self._office.write(Right.HANDLE, by) as c:
            paper_id = _awaited(c, coded) or self._remember(c, coded, by)
            return self._papers.returned(paper_id, on, by, sheet)

    def _remember(self, c: Connection, coded: CodedPrint, by: str) -> int:
        """A sheet that was saved as a file and printed elsewhere is written down as printed when it was made."""
        case = cases.load(c, coded.case_id) if coded.case_id else None
        unit = case.unit if case else tickets.load(c, coded.ticket_id).unit
        printed = PrintedPaper(
            0, coded.number, coded.kind, coded.state, coded.made_at, by, unit, None, nth=coded.version
        )
        return papers.remember(c, printed, ticket_id=coded.ticket_id or None, case_id=coded.case_id or None)

    def _latest_print(self, c: Connection, number: str, kind: PaperKind) -> CodedPrint:
        ticket_id = tickets.find(c, number)
        case_id = cases.find(c, number) if ticket_id is None else None
        if ticket_id is None and case_id is None:
            raise NotFound(f"没有编号为“{number}”的工单或督办件，没有归档。请核对编号。")
        state = self._papers.states(kind)[-1]
        now = self._office.now()
        return CodedPrint(0, ticket_id or 0, case_id or 0, number, kind, state, 1, now)


def _grouped(path: Path, pages: Sequence[ScannedPage]) -> Iterable[Scan]:
    """Pages of one print together, wherever they lie in the file; every page without a code alone."""
    sheets: dict[tuple[int, str], list[tuple[int, PrintCode]]] = {}
    loose: list[Scan] = []
    for page in pages:
        if page.code is not None:
            held = sheets.setdefault((page.code.print_id, page.code.office), [])
            if any(code.page == page.code.page for _number, code in held):
                loose.append(Scan(path, (page.number,), len(pages), None, "这一页在同一个文件里扫了两次"))
            else:
                held.append((page.number, page.code))
        elif page.codes:
            loose.append(Scan(path, (page.number,), len(pages), None, _TWO_CODES))
        elif not page.empty:
            loose.append(Scan(path, (page.number,), len(pages), None, _NO_CODE))
    for held in sheets.values():
        in_order = sorted(held, key=lambda one: one[1].page)
        yield Scan(path, tuple(number for number, _code in in_order), len(pages), in_order[0][1])
    yield from loose


def _prints(c: Connection, coded: CodedPrint) -> list[PrintedPaper]:
    prints = papers.of_case(c, coded.case_id) if coded.case_id else papers.of_ticket(c, coded.ticket_id)
    same = (0, coded.version) if coded.version else None
    return [paper for paper in prints if paper.kind == coded.kind and (same is None or paper.nth in same)]


def _awaited(c: Connection, coded: CodedPrint) -> int | None:
    """The newest print of that paper that is out for a signature."""
    owner = {"ticket_id": coded.ticket_id or None, "case_id": coded.case_id or None}
    return papers.awaited_of(c, coded.kind, **owner, nth=coded.version)


def _filed(sheet: Sheet) -> Filed:
    coded = sheet.print
    assert coded is not None
    return Filed(sheet.scan.path.name, sheet.scan.page_text, coded.kind, coded.number, coded.nth)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise HotlineError(f"“{path.name}”读不出来：{machine_reason(error)}。原文件没有动。") from error
