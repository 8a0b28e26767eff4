"""一案一档: a case's file put together from its record, as one bound PDF and as a folder that can be checked later."""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from hotline_desktop.documents import Part, bind, page_count
from hotline_desktop.domain.case_contents import SECTIONS, FilePaper, cover, section_papers
from hotline_desktop.domain.case_file import missing_elements
from hotline_desktop.domain.case_file_papers import ContentsRow, FileContents, FileNotes
from hotline_desktop.domain.clauses import Clause
from hotline_desktop.domain.errors import HotlineError, NotFound
from hotline_desktop.domain.paper_kinds import PaperKind
from hotline_desktop.domain.paper_records import PaperDesk
from hotline_desktop.domain.papers import PaperRecord
from hotline_desktop.domain.summaries import AttachmentSummary
from hotline_desktop.domain.supervision import CaseStage, SupervisionCase
from hotline_desktop.domain.ticket import Ticket
from hotline_desktop.services.core import Core
from hotline_desktop.services.papers import Papers
from hotline_desktop.storage import attachments, cases, tickets

Report = Callable[[int, int], object]
LIST_NAME, BOUND = "清单.sha256", "全卷.pdf"
_UNFIT = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_TICKET_FILE = "工单附件"


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that was put together: its folder, the bound PDF, and how much they hold."""

    folder: Path
    bound: Path
    papers: int
    pages: int


@dataclass(slots=True)
class _Item:
    """One entry of the contents, with its PDF where it can be bound."""

    title: str
    name: str
    content: bytes
    dated: date | None = None
    pages: int = 0
    note: str = ""


@dataclass(slots=True)
class _Case:
    """What a file is made from, read in one transaction."""

    case: SupervisionCase
    tickets: tuple[Ticket, ...]
    files: tuple[AttachmentSummary, ...]
    ticket_files: tuple[AttachmentSummary, ...]
    desk: PaperDesk
    names: set[str] = field(default_factory=set)

    @property
    def number(self) -> str:
        """The 档号 as it stands in names of files."""
        return _UNFIT.sub("_", self.case.number)


class CaseFiles:
    """Puts files of cases together, and checks them at any later time."""

    def __init__(self, core: Core, papers: Papers) -> None:
        self._core, self._papers = core, papers

    def archive(self, case_id: int, into: Path, progress: Report | None = None) -> Filed:
        """Writes the file of a closed case as a new folder in ``into``: the same record gives the same bytes.

        Raises NotFound, HotlineError (elements missing, folder already there, disk); nothing is left behind then.
        """
        of = self._read(case_id)
        _must_be_complete(of.case)
        folder = into / of.number
        if folder.exists():
            raise HotlineError(f"“{folder.name}”已经在那里了，没有写入。请换一个文件夹，或先核对原来的案卷。")
        try:
            into.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=into, prefix=".case-") as draft:
                filed = self._write(of, Path(draft) / of.number, progress)
                shutil.move(filed.folder, folder)
        except OSError as error:
            reason = error.strerror or "无法写入"
            raise HotlineError(f"案卷没有写成：{reason}。没有留下任何文件，请换一个文件夹再试。") from error
        return Filed(folder, folder / filed.bound.name, filed.papers, filed.pages)

    def verify(self, folder: Path) -> tuple[str, ...]:
        """What is missing from, changed in or added to a written file, in Chinese; empty where nothing is."""
        return verify_folder(folder)

    def verify_kept(self) -> tuple[str, ...]:
        """Kept attachments that are gone from the disk or damaged, by the start of their digests."""
        with self._core.db.read() as c:
            digests = sorted(attachments.digests(c))
        kept = self._core.attachments_dir
        return tuple(
            f"附件文件 {digest[:12]}… 不在或已损坏" for digest in digests if not attachments.is_whole(kept, digest)
        )

    # -- inside --------------------------------------------------------------------------------------------

    def _read(self, case_id: int) -> _Case:
        with self._core.db.read() as c:
            if cases.summary(c, case_id) is None:
                raise NotFound("没有这件督办。请刷新后再看。")
            case = cases.load(c, case_id)
            known = tickets.known(c, case.ticket_numbers)
            ids = [known[number] for number in case.ticket_numbers if number in known]
            core, settings = self._core, self._core.settings(c)
            then = case.closed_at or case.opened_at or core.now()
            return _Case(
                case,
                tuple(tickets.load(c, ticket_id) for ticket_id in ids),
                attachments.of_case(c, case_id),
                tuple(file for ticket_id in ids for file in attachments.of_ticket(c, ticket_id)),
                PaperDesk(settings.town, then, core.calendar(c), core.rules(c), settings.center),
            )

    def _write(self, of: _Case, folder: Path, progress: Report | None) -> Filed:
        folder.mkdir()
        items = []
        for item in self._items(of):
            items.append(item)
            if progress is not None:
                progress(len(items), 0)
        numbered = sum(item.pages for item in items)
        parts = self._parts(of, items, numbered)
        bound = folder / f"{of.number}_{BOUND}"
        bound.write_bytes(bind(parts, f"{of.case.number} 督办案卷"))
        for item in items:
            (folder / item.name).write_bytes(item.content)
        (folder / LIST_NAME).write_text(_digest_list(folder), "utf-8", newline="\n")
        return Filed(folder, bound, len(items), numbered)

    def _items(self, of: _Case) -> Iterator[_Item]:
        told: set[int] = set()
        for section in SECTIONS:
            for paper in section_papers(section, of.case, of.tickets, of.desk):
                yield self._paper_item(of, paper)
            for file in of.files:
                if file.kind in section.files:
                    told.add(file.id)
                    yield self._file_item(of, file, file.kind)
        for file in of.files:
            if file.id not in told:
                yield self._file_item(of, file, file.kind)
        for file in of.ticket_files:
            yield self._file_item(of, file, _TICKET_FILE)

    def _paper_item(self, of: _Case, paper: FilePaper) -> _Item:
        content = self._papers.record_pdf(paper.kind, paper.record, paper.state)
        words = [of.number, paper.kind.value, paper.number, paper.dated.isoformat() if paper.dated else ""]
        return _Item(paper.title, _name(of, words, ".pdf"), content, paper.dated, page_count(content))

    def _file_item(self, of: _Case, file: AttachmentSummary, kind: str) -> _Item:
        """The file itself; its own name, which may tell of a citizen, is not used. Only a sound PDF can be bound."""
        path = attachments.file_path(self._core.attachments_dir, file.digest)
        if not path.is_file():
            raise HotlineError(
                f"附件（{file.kind}）的文件不在数据目录里了，案卷没有写成。请从备份的 attachments 文件夹取回。"
            )
        content = path.read_bytes()
        suffix = Path(file.name).suffix.lower()
        pages = page_count(content) if suffix == ".pdf" else 0
        name = _name(of, [of.number, kind, file.added_at.date().isoformat()], suffix)
        title = kind if kind == file.kind else f"{kind}（{file.kind}）"
        return _Item(title, name, content, file.added_at.date(), pages, "" if pages else "原件在文件夹中")

    def _parts(self, of: _Case, items: list[_Item], numbered: int) -> list[Part]:
        beside = sum(not item.pages for item in items)
        told = f"共{len(items)}件，装订{numbered}页" + (f"，另附原件{beside}件" if beside else "")
        number, title = of.case.number, of.case.title
        contents = FileContents(number, title, tuple(_contents(items)))
        notes = FileNotes(number, f"本卷{told}。各文件的校验值见“{LIST_NAME}”。")
        return [
            Part("封面", self._pdf(PaperKind.FILE_COVER, cover(of.case, of.tickets, of.desk, told)), numbered=False),
            Part("目录", self._pdf(PaperKind.FILE_CONTENTS, contents), numbered=False),
            *(Part(item.title, item.content) for item in items if item.pages),
            Part("备考表", self._pdf(PaperKind.FILE_NOTES, notes), numbered=False),
        ]

    def _pdf(self, kind: PaperKind, record: PaperRecord) -> bytes:
        return self._papers.record_pdf(kind, record)


def verify_folder(folder: Path) -> tuple[str, ...]:
    """What is missing from, changed in or added to a written file. Raises HotlineError where it has no list."""
    try:
        lines = (folder / LIST_NAME).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise HotlineError(f"“{folder.name}”里没有能读的“{LIST_NAME}”，不是本程序写的案卷，或清单已丢失。") from error
    wanted = {name: digest for digest, _gap, name in (line.partition("  ") for line in lines if line)}
    there = {path.name for path in folder.iterdir() if path.is_file()} - {LIST_NAME}
    found = [f"缺少：{name}" for name in sorted(set(wanted) - there)]
    found += [f"有改动：{name}" for name in sorted(there & set(wanted)) if _digest(folder / name) != wanted[name]]
    return (*found, *(f"多出：{name}" for name in sorted(there - set(wanted))))


def _must_be_complete(case: SupervisionCase) -> None:
    if case.stage not in (CaseStage.CLOSED, CaseStage.ARCHIVED):
        told = (
            f"督办件 {case.number or '（未纳入督办）'} 现为“{case.stage}”，结案后才能成卷（{Clause.CASE_POOL.ref}）。"
        )
        raise HotlineError(told)
    missing = missing_elements(case)
    if missing:
        raise HotlineError(f"一案一档还缺：{'、'.join(missing)}（{Clause.CASE_POOL.ref}）。没有写入任何文件。")


def _contents(items: list[_Item]) -> Iterator[ContentsRow]:
    page = 1
    for place, item in enumerate(items, start=1):
        dated = item.dated.isoformat() if item.dated else None
        yield ContentsRow(str(place), item.title, dated, str(page) if item.pages else None, item.note or None)
        page += item.pages


def _name(of: _Case, words: list[str], suffix: str) -> str:
    stem = "_".join(_UNFIT.sub("_", word) for word in words if word)
    name, more = f"{stem}{suffix}", 2
    while name in of.names:
        name, more = f"{stem}_{more}{suffix}", more + 1
    of.names.add(name)
    return name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_list(folder: Path) -> str:
    names = sorted(path.name for path in folder.iterdir())
    return "".join(f"{_digest(folder / name)}  {name}\n" for name in names)
