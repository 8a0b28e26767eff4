"""Signed sheets that come back as scans: read, put with their tickets, or laid into the tray for a person.

Nothing is guessed: only a code that belongs to a print of this office files a sheet by itself. The files stay where
they are; what is kept is a copy of the pages. 规范一（六）1, 督办二（三）2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from hotline_desktop.documents.returned.scan_pages import cut_out
from hotline_desktop.documents.returned.scans import ScanUnreadable, page_picture
from hotline_desktop.domain.papers.standing import finished_state
from hotline_desktop.domain.records.fields import NO_VALUES
from hotline_desktop.domain.records.summaries import Changes, PrintedPaper
from hotline_desktop.domain.terms.errors import Cancelled, HotlineError, MachineTrouble, NotFound
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.progress import Progress, part_of, untold
from hotline_desktop.domain.terms.roles import NotAllowed, Right
from hotline_desktop.domain.terms.text import typed_text, without_nul
from hotline_desktop.files.names import plain_name
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.files import INTAKE
from hotline_desktop.services.foundation.opened_copies import plain_copy
from hotline_desktop.services.foundation.private_files import write_private
from hotline_desktop.services.papers.papers import Papers
from hotline_desktop.services.records.file_kinds import InMemory
from hotline_desktop.services.returned.intake_done import Filed, IntakeDone, Laid, Unread
from hotline_desktop.services.returned.intake_folder import IntakeFolder
from hotline_desktop.services.returned.scan_reading import NO_CODE, LastFile, Scan, is_word, read_scans, unread
from hotline_desktop.services.returned.sheet_judging import Sheet, awaited_print, judged, known_print
from hotline_desktop.services.returned.waiting_scans import Waiting, content_of, copy_of, waiting
from hotline_desktop.services.returned.word_back import TypedSheet, WordReturns
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import intake_tray, papers
from hotline_desktop.storage.papers.intake_tray import PrintPages
from hotline_desktop.storage.papers.print_codes import CodedPrint
from hotline_desktop.storage.records import cases, tickets


class Intake:
    """What a clerk can do with scans of signed sheets."""

    def __init__(self, office: OfficeContext, papers_of_office: Papers, returns: WordReturns) -> None:
        self._office, self._papers, self._returns = office, papers_of_office, returns
        self._last = LastFile()

    # -- looking -------------------------------------------------------------------------------------------

    def judge(self, scans: Iterable[Scan], beside: Iterable[int] = ()) -> tuple[Sheet, ...]:
        """Each scan with the print that it is the return of, or with what stands against filing it.

        ``beside`` are prints whose scan waits for a nod already.
        """
        with self._office.db.read() as c:
            sheets = [judged(c, scan) for scan in scans]
        return tuple(_each_print_once(sheets, set(beside)))

    @contextmanager
    def stack(self) -> Iterator[None]:
        """While its sheets are filed or laid aside one by one, a file of many is kept in memory."""
        try:
            yield
        finally:
            self._last.forget()

    def folder(self, folder: Path, everything: bool) -> IntakeFolder:
        """The scanner's folder, with what is remembered of it; ``everything`` counts what lay there at first too."""
        return IntakeFolder(folder, everything, self._office.data_dir, self._office.db.key)

    def tray(self) -> tuple[Waiting, ...]:
        """The scans that wait for a person, the pages of one print together."""
        with self._office.db.read() as c:
            return waiting(c)

    def tray_path(self, one: Waiting) -> Path:
        """Where the copy of a waiting scan lies; in an encrypted office a plain one, for as long as it is open."""
        return plain_copy(self._office.data_dir, self._folder / one.entries[0].kept, self._office.db.key)

    def picture(self, shown: Scan | Waiting) -> bytes:
        """The first page of a scan as PNG, to look at; empty where there is nothing to see."""
        try:
            if isinstance(shown, Waiting):
                return page_picture(copy_of(shown.first.entry, self._folder, self._office.db.key), shown.first.place)
            return page_picture(shown.content(), shown.pages[0])
        except (ScanUnreadable, HotlineError, OSError):
            return b""

    # -- filing --------------------------------------------------------------------------------------------

    def take_in(
        self,
        files: Sequence[Path],
        on: date,
        by: str,
        progress: Progress = untold,
        given: Mapping[str, object] = NO_VALUES,
    ) -> IntakeDone:
        """Reads the files, files every sheet that is known for certain, and lays the rest into the tray.

        ``given`` is what a person adds to the Word files of units. A file that cannot be read at all is told of and
        keeps none of the others waiting.
        """
        done = IntakeDone()
        for place, path in enumerate(files):
            within = part_of(progress, place, len(files))
            try:
                if is_word(path):
                    self._take_word(path, given, by, done)
                else:
                    self._take_scans(path, on, by, done, within)
            except OSError as error:
                done.unread.append(Unread(path, str(unread(path, error))))
            except (NotAllowed, Cancelled):
                raise
            except HotlineError as refused:
                done.unread.append(Unread(path, str(refused)))
        for one in self.tray():
            if one.ready and done.laid.union(done.met).intersection(one.ids):  # met: ended before this, last time
                self._file_gathered(one, on, by, done)
        self._tell_tray(done)
        return done

    def file_all(self, sheets: Iterable[Sheet | Waiting], on: date, by: str) -> IntakeDone:
        """Files what is certain; what a rule stands against goes into the tray and keeps no other sheet waiting."""
        done = IntakeDone()
        with self.stack():
            for sheet in sheets:
                if isinstance(sheet, Waiting):
                    self._file_gathered(sheet, on, by, done)
                else:
                    self._file_or_wait(sheet, on, by, done)
        self._tell_tray(done)
        return done

    def file(self, sheet: Sheet, on: date, by: str) -> Changes:
        """The sheet came back on that day. Raises HotlineError, StepRefused with what stands against it."""
        with self._office.write(Right.HANDLE, by) as c:
            sheet = sheet if sheet.against else judged(c, sheet.scan)  # another program may have been quicker
            if sheet.print is None or sheet.against:
                raise HotlineError(f"这张纸没有归档：{sheet.against or NO_CODE}。")
            return self._return(self._cut(sheet.scan), sheet.print, on, by)

    def file_gathered(self, one: Waiting, on: date, by: str) -> Changes:
        """The print whose pages came in several files came back. Raises HotlineError, StepRefused; it waits still then.

        Only the pages that were shown are filed: where others came meanwhile, it is refused.
        """
        with self._office.write(Right.HANDLE, by) as c:
            now = self._waiting(c, one.id)
            if now.ids != one.ids:
                raise HotlineError(f"{one.name} 的这张纸又收到了别的页，没有归档。请看一看再归。")
            if now.print is None or not now.ready:
                raise HotlineError(f"这张纸没有归档：{now.reason}。")
            return self._return_waiting(c, now, now.print, on, by)

    def record(self, sheet: TypedSheet, given: Mapping[str, object], by: str) -> Changes:
        """The step that a unit's Word file tells of is taken; the same file waits in the tray no more.

        Raises HotlineError, StepRefused with what stands against it; nothing is recorded then.
        """
        with self._office.write(Right.HANDLE, by) as c:
            changes = self._returns.take(sheet, given, by)
            intake_tray.settle_same(c, sheet.digest, f"归入 {sheet.number} 的{sheet.kind}")
        return changes

    def file_from_tray(
        self, tray_id: int, number: str, kind: PaperKind, on: date, by: str, given: Mapping[str, object] = NO_VALUES
    ) -> Changes:
        """A person says which paper a waiting scan is; of a unit's Word file the step is taken, with what is ``given``.

        Raises NotFound, HotlineError, StepRefused; nothing is filed then, and it waits still.
        """
        with self._office.write(Right.HANDLE, by) as c:
            one = self._waiting(c, tray_id)
            if one.is_word:
                typed = self._returns.look(self.tray_path(one), number.strip(), kind)
                changes = self._returns.take(replace(typed, name=one.name), given, by)
                intake_tray.settle(c, one.ids, f"归入 {number.strip()} 的{kind}")
                return changes
            return self._return_waiting(c, one, self._named_print(c, one, number.strip(), kind), on, by)

    def drop(self, tray_id: int, reason: str, by: str) -> Changes:
        """A waiting scan belongs to nothing; its copy stays in the folder. Raises NotFound, HotlineError."""
        why = typed_text(reason)
        if not why:
            raise HotlineError("移出托盘要写原因，没有变动。")
        with self._office.write(Right.HANDLE, by) as c:
            one = self._waiting(c, tray_id)
            intake_tray.settle(c, one.ids, f"移出：{why}")
            scan = {"文件": one.name, "页": one.pages}
            self._office.remember(c, "扫描件移出托盘", by, scan, {"原因": why})
        return Changes(papers=True)

    def put_into_tray(self, scan: Scan, reason: str) -> Laid:
        """Keeps a copy of a scan for a person to look at, or until the other pages of its print come.

        One that waits already is not kept twice. Raises HotlineError where it cannot be kept.
        """
        try:
            data, ending = _as_kept(scan, self._last.content(scan))
        except OSError as error:
            raise unread(scan.path, error) from error
        digest = hashlib.sha256(data).hexdigest()
        with self._office.write(Right.HANDLE) as c:
            if waits := intake_tray.of_content(c, digest):
                if reason and is_word(scan.path):  # with what was given this time, something else may stand against it
                    intake_tray.refuse(c, [waits], without_nul(reason))
                return Laid(waits, known=True)
            coded = known_print(c, scan.code) if scan.code is not None else None
            pages = PrintPages(coded.id, scan.sheet) if coded is not None and scan.sheet.pages else None
            kept = intake_tray.kept_name(digest, ending, pages)
            try:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                write_private(self._folder / kept, data, self._office.db.key)
            except OSError as error:
                raise HotlineError(
                    f"“{plain_name(scan.path.name)}”没有放进托盘：{machine_reason(error)}。原文件没有动，请处理后再放一次。"
                ) from error
            tray_id = intake_tray.add(
                c,
                name=plain_name(scan.path.name),
                pages=scan.page_text,
                reason="" if pages is not None and scan.is_part else without_nul(reason) or scan.reason or NO_CODE,
                kept=kept,
                digest=digest,
                at=self._office.now(),
            )
            return Laid(tray_id, known=False)

    def _take_scans(self, path: Path, on: date, by: str, done: IntakeDone, progress: Progress) -> None:
        """The sheets of one file, each filed or laid into the tray."""
        scans, empty = read_scans(path, progress)
        done.empty += empty
        with self.stack():
            for sheet in self.judge(scans):
                self._file_or_wait(sheet, on, by, done)

    def _file_or_wait(self, sheet: Sheet, on: date, by: str, done: IntakeDone) -> None:
        against = sheet.against
        if sheet.ready:
            try:
                done.touched |= self.file(sheet, on, by).tickets
                done.filed.append(Filed.of(sheet))
                return
            except NotAllowed:
                raise
            except HotlineError as refused:
                against = str(refused)
        self._wait(sheet.scan, against, done)

    def _file_gathered(self, one: Waiting, on: date, by: str, done: IntakeDone) -> None:
        try:
            done.touched |= self.file_gathered(one, on, by).tickets
            done.filed.append(Filed.of(one))
        except NotAllowed:
            raise
        except HotlineError as refused:
            with self._office.write(Right.HANDLE, by) as c:
                intake_tray.refuse(c, one.ids, str(refused))
            done.laid |= set(one.ids)

    def _tell_tray(self, done: IntakeDone) -> None:
        """What of the files just taken in waits, and how many of them waited before."""
        waits = self.tray() if done.laid or done.met else ()
        done.tray += [one for one in waits if done.laid.intersection(one.ids)]
        still = {tray_id for one in waits for tray_id in one.ids}
        done.known = sum(tray_id in still for tray_id in done.met)
        done.known_tray += [one for one in waits if one not in done.tray and set(done.met).intersection(one.ids)]

    def _take_word(self, path: Path, given: Mapping[str, object], by: str, done: IntakeDone) -> None:
        """A unit's Word file: its result is recorded, or the file waits with what is missing."""
        try:
            sheet = self._returns.look(path)
            done.touched |= self.record(sheet, given, by).tickets
            done.filed.append(Filed(plain_name(path.name), "1", f"{sheet.kind}（Word）", sheet.number, 1))
        except HotlineError as refused:
            self._wait(Scan(path, (1,), 1, None), str(refused), done)

    def _wait(self, scan: Scan, reason: str, done: IntakeDone) -> None:
        try:
            laid = self.put_into_tray(scan, reason)
        except NotAllowed:
            raise
        except HotlineError as error:
            done.unread.append(Unread(scan.path, str(error)))
            return
        if laid.known:
            done.met.append(laid.id)
        else:
            done.laid.add(laid.id)

    # -- inside --------------------------------------------------------------------------------------------

    @property
    def _folder(self) -> Path:
        return self._office.data_dir / INTAKE

    def _waiting(self, c: Connection, tray_id: int) -> Waiting:
        found = next((one for one in waiting(c) if tray_id in one.ids), None)
        if found is None:
            raise NotFound("托盘里没有这一件，可能已经归档或移出，没有变动。")
        return found

    def _content(self, one: Waiting) -> tuple[bytes, str]:
        return content_of(one, self._folder, self._office.db.key)

    def _cut(self, scan: Scan) -> tuple[bytes, str]:
        """The pages of a scan as a file, and its ending."""
        try:
            return cut_out(self._last.content(scan), scan.pages, scan.of)
        except ScanUnreadable as error:
            raise HotlineError(f"扫描件存不进来：{error.reason}。原文件没有动。") from error
        except OSError as error:
            raise MachineTrouble(f"扫描件存不进来：{machine_reason(error)}。原文件没有动。") from error

    def _return_waiting(self, c: Connection, one: Waiting, coded: CodedPrint, on: date, by: str) -> Changes:
        changes = self._return(self._content(one), coded, on, by)
        intake_tray.settle(c, one.ids, f"归入 {coded.number} 的{coded.kind}")
        if len(one.entries) > 1:
            came = "；".join(f"{part.name} 第 {part.pages} 页 SHA-256 {part.digest}" for part in one.entries)
            whole = {"归入": f"{coded.number} 的{coded.kind}", "页": one.pages, "原件": came}
            self._office.remember(c, "扫描件合成一份", by, {}, whole)
        return changes

    def _return(self, content: tuple[bytes, str], coded: CodedPrint, on: date, by: str) -> Changes:
        data, ending = content
        sheet = InMemory(f"{coded.kind}_{coded.number}_{on:%Y%m%d}{ending}", data)
        with self._office.write(Right.HANDLE, by) as c:
            paper_id = awaited_print(c, coded) or self._remember(c, coded, by)
            intake_tray.settle_same(c, hashlib.sha256(data).hexdigest(), f"归入 {coded.number} 的{coded.kind}")
            intake_tray.settle(c, intake_tray.parts_of(c, coded.id), f"归入 {coded.number} 的{coded.kind}")
            return self._papers.returned(paper_id, on, by, sheet)

    def _remember(self, c: Connection, coded: CodedPrint, by: str) -> int:
        """A sheet that was saved as a file and printed elsewhere is written down as printed when it was made."""
        case = cases.load(c, coded.case_id) if coded.case_id else None
        unit = case.unit if case else tickets.load(c, coded.ticket_id).unit
        printed = PrintedPaper(
            0, coded.number, coded.kind, coded.state, coded.made_at, by, unit, None, nth=coded.version
        )
        return papers.remember(c, printed, ticket_id=coded.ticket_id or None, case_id=coded.case_id or None)

    def _named_print(self, c: Connection, one: Waiting, number: str, kind: PaperKind) -> CodedPrint:
        """The paper that a person names; where a code tells another one, it is refused."""
        coded = one.print
        if coded is None:
            return self._latest_print(c, number, kind)
        ticket_id = tickets.find(c, number)
        same = ticket_id == coded.ticket_id if coded.ticket_id else cases.find(c, number) == coded.case_id
        merged = coded.ticket_id and tickets.find(c, coded.number) == coded.ticket_id
        main = tickets.load(c, coded.ticket_id).merged_into if merged else ""
        if kind != coded.kind or not (same or number in (coded.number, main)):
            raise HotlineError(
                f"这张纸的二维码是 {coded.number} 的{coded.kind}，没有归到 {number} 的{kind}。请核对编号和表格。"
            )
        return coded if same else self._latest_print(c, number, kind)

    def _latest_print(self, c: Connection, number: str, kind: PaperKind) -> CodedPrint:
        ticket_id = tickets.find(c, number)
        case_id = cases.find(c, number) if ticket_id is None else None
        if ticket_id is None and case_id is None:
            raise NotFound(f"没有编号为“{number}”的工单或督办件，没有归档。请核对编号。")
        state = finished_state(self._papers.states(kind))
        now = self._office.now()
        return CodedPrint(0, ticket_id or 0, case_id or 0, number, kind, state, 1, now)


def _each_print_once(sheets: Iterable[Sheet], seen: set[int]) -> Iterator[Sheet]:
    """Lets only the first scan of a print be filed; ``seen`` are prints whose scan came before."""
    for sheet in sheets:
        code = sheet.scan.code
        if code is None or not sheet.ready:
            yield sheet
        elif code.print_id in seen:
            yield Sheet(sheet.scan, sheet.print, "这一批里已有同一张纸的扫描")
        else:
            seen.add(code.print_id)
            yield sheet


def _as_kept(scan: Scan, content: bytes) -> tuple[bytes, str]:
    """The pages of a scan as a file of their own, the whole file where they cannot be cut out."""
    try:
        return cut_out(content, scan.pages, scan.of)
    except ScanUnreadable:
        return content, scan.path.suffix.lower()
