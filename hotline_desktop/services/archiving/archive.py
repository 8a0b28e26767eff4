"""一案一档: what the file of a case lacks, the file itself as one bound PDF and a folder, and its check later.

督办二（五）3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.case_file.check import LIST_NAME, Fault, FaultKind, compared, files_moved
from hotline_desktop.domain.case_file.volume import CaseOfFile
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.file_steps import FILING, REOPENING
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.records.summaries import AttachmentSummary, Changes
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage
from hotline_desktop.domain.supervision.changes import changed_case_labels
from hotline_desktop.domain.supervision.elements import ELEMENTS, element_blockers
from hotline_desktop.domain.supervision.fields import FILE_NUMBER
from hotline_desktop.domain.supervision.steps.catalogue import replay_case
from hotline_desktop.domain.supervision.steps.model import CaseStep
from hotline_desktop.domain.supervision.steps.records import CASE_FILED, CASE_NUMBERED, DIGEST, PAGES
from hotline_desktop.domain.supervision.steps.verifying import CASE_ARCHIVE
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker, HotlineError, MachineTrouble, NotFound, StepRefused
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.terms.text import first_of
from hotline_desktop.files.spool import Spool
from hotline_desktop.services.archiving.case_binding import (
    CaseBinding,
    CaseRecordRead,
    FileLine,
    KeptFile,
    MadeFile,
    steps,
)
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.papers.context import paper_context
from hotline_desktop.services.papers.writer import PaperWriter
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.files import case_folders
from hotline_desktop.storage.files.kept_files import KeptContent
from hotline_desktop.storage.papers import attachments
from hotline_desktop.storage.papers import papers as printed_papers
from hotline_desktop.storage.records import candidates, cases, tickets

LABEL = "生成案卷"
SEQUENCE = "file"
_NO_NUMBER = "未编档号"
_UNWRITTEN = "案卷没有写成：{reason}。原来的文件没有变动。请清出磁盘空间、关闭正在打开它的程序，或换一个文件夹再试。"


class VolumeUnwritten(MachineTrouble):
    """The machine did not let the volume be written; nothing was changed."""


@dataclass(frozen=True, slots=True)
class ElementState:
    """One of the seven elements: whether it is there, and what to do where it is not."""

    word: str
    present: bool
    advice: str


@dataclass(frozen=True, slots=True)
class FileLook:
    """How far the file of a case is: its elements, its contents with page numbers, and all that keeps it back."""

    file_number: str
    elements: tuple[ElementState, ...]
    contents: tuple[FileLine, ...]
    missing: tuple[Blocker, ...]


@dataclass(frozen=True, slots=True)
class Assembled:
    """A file that was written: the folder or zip, and how much it holds. ``glyphs`` are characters that no face has."""

    path: Path
    file_number: str
    papers: int
    pages: int
    beside: int
    glyphs: tuple[str, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a check found; ``files`` is how many were looked at, ``of`` the word for what has no 档号."""

    file_number: str
    files: int
    faults: tuple[Fault, ...]
    of: str = "督办件"

    @property
    def whole(self) -> bool:
        """Whether nothing is missing, changed or added."""
        return not self.faults


class Archive:
    """Files of cases. Papers about confidential tickets are masked as they are on paper."""

    def __init__(self, office: OfficeContext, papers: PaperWriter) -> None:
        self._office, self._papers = office, papers

    def missing(self, case_id: int) -> tuple[Blocker, ...]:
        """What keeps the file from being made, each with its clause. Raises NotFound."""
        return self._missing(self._read(case_id))

    def look(self, case_id: int, progress: Progress | None = None) -> FileLook:
        """The file as it would be made now, whole or not. Raises NotFound."""
        record = self._read(case_id)
        case = record.of.case
        states = (ElementState(each.word, not (lack := each.lack(case)), lack) for each in ELEMENTS)
        sound = self._without_lost(record)
        contents = CaseBinding(sound, self._papers, case.file_number or _NO_NUMBER, progress).contents()
        return FileLook(case.file_number, tuple(states), contents, self._missing(record))

    def assemble(
        self, case_id: int, out: Path, by: str, zip: bool = False, progress: Progress | None = None
    ) -> Assembled:
        """Writes the file of a case into the folder ``out``: as a folder, or as one zip.

        A file of the same case that is there is replaced, anything else is left alone. ``progress`` raises Cancelled to
        stop. Raises StepRefused with all that is missing, NotFound, HotlineError (disk); nothing is left behind then.
        """
        self._office.may(Right.HANDLE)  # before anything of the case stands outside
        record = self._read(case_id)
        blockers = self._missing(record)
        if blockers:
            raise StepRefused(LABEL, blockers)
        file_number = record.of.case.file_number or self._number(case_id, by)
        with Spool(self._office.data_dir) as spool:
            made = _made(CaseBinding(record, self._papers, file_number, progress), spool)
            path = self._write(made, record, out, zip, progress)
        facts: dict[str, Value] = {PAGES.key: made.pages, DIGEST.key: _list_digest(made)}
        with self._office.write(Right.HANDLE, by) as c:
            self._remember(c, case_id, CASE_FILED, facts, by)
        beside = sum(line.page is None for line in made.contents)
        changes = Changes(cases=True)
        return Assembled(path, file_number, len(made.contents), made.pages, beside, made.missing_glyphs, changes)

    def verify(self, path: Path) -> FileCheck:
        """Checks a written folder or zip against its list, and the list against what the office remembers of it.

        Raises HotlineError where it cannot be read, or is no file of a case.
        """
        try:
            listed, digest, there = case_folders.read(path)
        except OSError as error:
            raise MachineTrouble(f"“{path.name}”读不了：{machine_reason(error)}。没有核对，文件没有变动。") from error
        faults = compared(listed.files, there)
        with self._office.db.read() as c:
            case_id = cases.find_filed(c, listed.file_number)
            entries = cases.entries(c, case_id) if case_id is not None else ()
            known = _digests(entries)
        if known and digest not in known:
            message = "与本单位生成案卷时的清单不同，可能被改过"
            faults = (*faults, Fault(FaultKind.CHANGED, LIST_NAME, message))
        elif known and case_id is not None:
            faults = (*faults, *self._moved_since(case_id, _filed(entries, digest), "这份案卷生成以后"))
        return FileCheck(listed.file_number, len(there) + 1, faults)

    def verify_case(self, case_id: int) -> FileCheck:
        """Checks the office's own record of a case: its elements, its attachments, and whether the file that was made
        last still says the same. Raises NotFound.
        """
        record = self._read(case_id)
        case = record.of.case
        faults = [
            *(Fault(FaultKind.MISSING, blocker.message, blocker.clause.ref) for blocker in element_blockers(case)),
            *(_lost(_file_text(kept), kept.content.is_there) for kept in record.kept if not kept.content.is_whole),
        ]
        archived = [entry for entry in record.of.entries if entry.step == CASE_ARCHIVE.id]
        if case.archived_at is not None and archived:
            faults += self._moved_since(case_id, archived[-1], "归档以后")
        known = _digests(record.of.entries)
        if known and not faults:
            with Spool(self._office.data_dir) as spool:
                made = _made(CaseBinding(record, self._papers, case.file_number), spool)
            if _list_digest(made) != known[-1]:
                faults.append(Fault(FaultKind.CHANGED, "档案记录", "上次生成案卷以后又有记录或附件，请重新生成案卷"))
        return FileCheck(case.file_number, len(record.kept), tuple(faults))

    def verify_ticket(self, ticket_id: int) -> FileCheck:
        """Checks the files of a ticket, and which of them came or went after it was archived. Raises NotFound."""
        with self._office.db.read() as c:
            line, files = tickets.summary(c, ticket_id), attachments.of(c, "ticket", ticket_id)
            if line is None:
                raise NotFound("没有这件工单。可能已撤回或移除，请重新列出来再选。")
            moved = _moved_after_archiving(tickets.entries(c, ticket_id))
        kept = [KeptFile(file, "", self._content(file)) for file in files]
        lost = (_lost(_file_text(each), each.content.is_there) for each in kept if not each.content.is_whole)
        return FileCheck("", len(kept), (*lost, *moved), "工单")

    def moved_after_archiving(self) -> tuple[Fault, ...]:
        """Every file that came or went after its ticket or case was archived: done openly, and named. 督办二（五）3."""
        with self._office.db.read() as c:
            ids = attachments.moved_since_archiving(c)
            numbers = {row.id: row.number for row in tickets.summaries_of(c, ids)}
            found = [
                fault
                for ticket_id in ids
                for fault in _moved_after_archiving(tickets.entries(c, ticket_id), f"（工单{numbers[ticket_id]}）")
            ]
            for line in cases.all(c, CaseFilter(stages=(CaseStage.ARCHIVED,))):
                found += _moved_after_archiving(cases.entries(c, line.id), f"（督办{line.number}）")
        return tuple(found)

    def verify_kept(self, progress: Progress | None = None) -> FileCheck:
        """Checks every attachment that the office keeps, of whatever record. ``progress`` may raise Cancelled."""
        with self._office.db.read() as c:
            digests = sorted(attachments.digests(c))
        kept = self._office.kept
        faults = tuple(
            _lost(f"附件 {digest[:12]}…", kept.is_there(digest))
            for digest in counted(digests, len(digests), progress)
            if not kept.is_whole(digest)
        )
        return FileCheck("", len(digests), faults)

    # -- reading -------------------------------------------------------------------------------------------

    def _read(self, case_id: int) -> CaseRecordRead:
        with self._office.db.read() as c:
            entries = cases.entries(c, case_id)
            if not entries:
                raise NotFound("没有这件督办。可能已撤回或移除，请重新列出来再选。")
            case = replay_case(entries)
            known = tickets.known(c, case.ticket_numbers)
            ids = {number: known[number] for number in case.ticket_numbers if number in known}
            of = CaseOfFile(case, entries, tuple(tickets.load(c, ticket_id) for ticket_id in ids.values()))
            kept = [KeptFile(file, "", self._content(file)) for file in attachments.of(c, "case", case_id)]
            for candidate_id in candidates.taken_up_by(c, case_id):  # what was known of the matter before is the case's
                kept += (
                    KeptFile(file, "", self._content(file)) for file in attachments.of(c, "candidate", candidate_id)
                )
            for number, ticket_id in ids.items():
                files = attachments.of(c, "ticket", ticket_id)
                kept += (KeptFile(file, number, self._content(file)) for file in files)
            back = frozenset(paper.kind for paper in printed_papers.of_case(c, case_id) if paper.returned_on)
            moment = case.closed_at or entries[-1].at
            out = tuple(paper for paper in printed_papers.awaited(c) if paper.ticket_number in ids)
            return CaseRecordRead(of, paper_context(self._office, c, moment), tuple(kept), out, moment, back)

    def _content(self, file: AttachmentSummary) -> KeptContent:
        return KeptContent(self._office.kept, file.digest, file.size)

    def _without_lost(self, record: CaseRecordRead) -> CaseRecordRead:
        return replace(record, kept=tuple(kept for kept in record.kept if kept.content.is_there))

    def _missing(self, record: CaseRecordRead) -> tuple[Blocker, ...]:
        lost = (_lost(_file_text(kept), kept.content.is_there) for kept in record.kept if not kept.content.is_whole)
        missing = (Blocker(Clause.CASE_POOL, f"{fault.name}：{fault.message}") for fault in lost)
        return (*element_blockers(record.of.case), *missing)

    def _moved_since(self, case_id: int, since: Entry, when: str) -> tuple[Fault, ...]:
        """The files of case, candidates and tickets that came or went after that entry of the case. 督办二（五）3."""
        moment = since.recorded_at or since.at
        with self._office.db.read() as c:
            entries = cases.entries(c, case_id)
            known = tickets.known(c, cases.load(c, case_id).ticket_numbers)
            histories = {f"（工单{number}）": tickets.entries(c, ticket_id) for number, ticket_id in known.items()}
            for candidate_id in candidates.taken_up_by(c, case_id):
                histories[f"（案源{candidate_id}）"] = candidates.RECORDS.entries(c, candidate_id)
        own = entries[entries.index(since) + 1 :]
        others = ((whose, _later(entries, moment)) for whose, entries in histories.items())
        return tuple(files_moved((("", own), *others), when))

    # -- writing -------------------------------------------------------------------------------------------

    def _number(self, case_id: int, by: str) -> str:
        """Gives the case the next 档号 and remembers it."""
        with self._office.write(Right.HANDLE, by) as c:
            context = self._office.context(c, by)
            while cases.find_filed(c, context.next_numbers[SEQUENCE]) is not None:  # typed by hand before its turn came
                self._office.take_numbers(c, Entry(CASE_NUMBERED.id, context.now, by, _numbered(context)), context)
                context = self._office.context(c, by)
            entry = self._remember(c, case_id, CASE_NUMBERED, _numbered(context), by)
            self._office.take_numbers(c, entry, context)
        return FILE_NUMBER.of(entry)

    def _remember(self, c: Connection, case_id: int, step: CaseStep, values: dict[str, Value], by: str) -> Entry:
        case, now = cases.load(c, case_id), self._office.now()
        entry = Entry(step.id, now, by, values, round=case.round_number, recorded_at=now)
        after = step.apply(case, entry)
        cases.record(c, case_id, after, entry, *changed_case_labels(case, after))
        return entry

    def _write(self, made: MadeFile, record: CaseRecordRead, out: Path, zip: bool, progress: Progress | None) -> Path:
        before = steps(len(made.contents)) - len(made.files)

        def report(done: int, total: int) -> None:
            if progress is not None:
                progress(before + done, before + total)

        target = out / (f"{made.name}.zip" if zip else made.name)
        try:
            if zip:
                case_folders.write_zip(target, made.name, made.files, record.moment, report)
            else:
                case_folders.write_folder(target, made.files, report)
        except case_folders.NotReplaced as error:
            names = first_of(error.names, 3)
            message = f"文件夹“{target.name}”里有不属于案卷的文件（{names}），没有写入，里面的文件没有变动。"
            raise HotlineError(f"{message}请把它们移走，或换一个文件夹。") from error
        except OSError as error:
            raise VolumeUnwritten(_UNWRITTEN.format(reason=machine_reason(error))) from error
        return target


def _made(binding: CaseBinding, spool: Spool) -> MadeFile:
    """The file, drawn. Raises HotlineError where the disk has no room for it."""
    try:
        return binding.make(spool)
    except OSError as error:
        raise VolumeUnwritten(_UNWRITTEN.format(reason=machine_reason(error))) from error


def _lost(name: str, is_there: bool) -> Fault:
    """What became of an attachment that is not what was kept."""
    kind = FaultKind.CHANGED if is_there else FaultKind.MISSING
    message = "文件与存入时不同" if kind is FaultKind.CHANGED else "文件不在数据目录里了"
    return Fault(kind, name, f"{message}，请从备份的 attachments 文件夹取回")


def _moved_after_archiving(entries: tuple[Entry, ...], whose: str = "") -> Iterator[Fault]:
    """The files that came or went by the entries after the one that archived the record; none of one on its way."""
    place = next((n for n in range(len(entries) - 1, -1, -1) if entries[n].step in FILING | REOPENING), None)
    if place is None or entries[place].step in REOPENING:
        return iter(())
    return files_moved(((whose, entries[place + 1 :]),), "归档以后")


def _numbered(context: RuleContext) -> dict[str, Value]:
    return {FILE_NUMBER.key: context.next_numbers[SEQUENCE]}


def _digests(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """The digests of the lists of every file that was made of a case, the newest last."""
    return tuple(DIGEST.of(entry) for entry in entries if entry.step == CASE_FILED.id)


def _later(entries: tuple[Entry, ...], moment: datetime) -> list[Entry]:
    """What was written down after ``moment``, to the minute."""
    return [entry for entry in entries if (entry.recorded_at or entry.at) > moment]


def _filed(entries: tuple[Entry, ...], digest: str) -> Entry:
    """The entry that tells of the file with that list."""
    return next(entry for entry in entries if entry.step == CASE_FILED.id and DIGEST.of(entry) == digest)


def _list_digest(made: MadeFile) -> str:
    return hashlib.sha256(made.listed.text().encode("utf-8")).hexdigest()


def _file_text(kept: KeptFile) -> str:
    about = f"（工单{kept.number}）" if kept.number else ""
    return f"附件“{kept.file.kind}”{about}{kept.file.added_at:%Y-%m-%d}"
