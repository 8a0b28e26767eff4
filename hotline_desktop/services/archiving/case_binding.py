"""Makes the file of a case: draws every paper, puts every attachment in its place, binds them with page numbers.

Nothing is written here. The same record gives the same bytes. 督办二（五）3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from hotline_desktop.documents import (
    Part,
    drawable_pages,
    is_own,
    is_picture,
    page_count,
    picture_page,
    pictured_pages,
)
from hotline_desktop.domain.case_file.check import LIST_NAME, FileList, Seal
from hotline_desktop.domain.case_file.volume import (
    CaseOfFile,
    Extent,
    FilePaper,
    Section,
    cover,
    in_order,
    papers,
    section_of_file,
    without_signed,
)
from hotline_desktop.domain.papers.annex_forms import PaperContext
from hotline_desktop.domain.papers.case_file import ContentsRow, FileContents, FileNotes
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.withholding import released
from hotline_desktop.domain.records.summaries import AttachmentSummary, PrintedPaper
from hotline_desktop.domain.terms.dates import chinese_date
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.ticket.masking import is_withheld
from hotline_desktop.files.spool import Spool, Spooled
from hotline_desktop.services.papers.taken_back import SIGNED_COPY
from hotline_desktop.services.papers.writer import PaperWriter
from hotline_desktop.storage.files.case_folders import CarriedFile, seal
from hotline_desktop.storage.files.kept_files import KeptContent

PAPERS, ORIGINALS, BOUND = "文件", "附件", "案卷"
BESIDE = "另附"
PICTURED = "原件另附"  # its pages are bound as pictures, which may be archived
_ATTACHED = "附件："
_ALWAYS = 8  # cover, contents and closing sheet bound and written, the bound file and the list
_UNFIT = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An attachment of the case, or of the ticket with that ``number``, and its content."""

    file: AttachmentSummary
    number: str
    content: KeptContent


@dataclass(frozen=True, slots=True)
class CaseRecordRead:
    """What a file is made from, read in one transaction. ``moment`` is when the case was closed.

    ``returned`` are the kinds of its own papers of which a signed print came back.
    """

    of: CaseOfFile
    context: PaperContext
    kept: tuple[KeptFile, ...]
    awaited: tuple[PrintedPaper, ...]
    moment: datetime
    returned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of the contents: ``page`` is where it begins in the bound file, None where it is carried beside it.

    ``reference`` is its own number (文号), ``author`` who answers for it (责任者).
    """

    section: Section
    title: str
    dated: date | None
    page: int | None
    pages: int
    note: str
    reference: str = ""
    author: str = ""

    @property
    def where(self) -> str:
        """The page as the contents say it."""
        return str(self.page) if self.page else BESIDE


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A whole file: what the folder holds, its contents, and the characters that no face has."""

    name: str
    files: tuple[CarriedFile, ...]
    listed: FileList
    contents: tuple[FileLine, ...]
    pages: int
    missing_glyphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paper or attachment with its PDF where it can be bound."""

    line: FileLine
    carried: CarriedFile
    pdf: Spooled | None = None


@dataclass(slots=True)
class CaseBinding:
    """Makes the file of one case under ``file_number``; ``progress`` counts what is drawn, bound and later written."""

    record: CaseRecordRead
    papers: PaperWriter
    file_number: str
    progress: Progress | None = None
    _names: set[str] = field(default_factory=set)
    _glyphs: dict[str, None] = field(default_factory=dict)
    _done: int = 0
    _total: int = 0

    def contents(self) -> tuple[FileLine, ...]:
        """The contents alone, with page numbers; no more than one paper is held at a time."""
        return tuple(entry.line for entry in self._entries(None))

    def make(self, spool: Spool) -> MadeFile:
        """The whole file; its papers and pages stand in ``spool``."""
        of = self.record.of
        entries = list(self._entries(spool))
        lines = tuple(entry.line for entry in entries)
        front = [(title, self._carried(kind, record, spool)) for title, kind, record in self._front(lines)]
        notes = self._carried(PaperKind.FILE_NOTES, self._notes(lines), spool)
        parts = [
            *(_part(title, file) for title, file in front),
            *(Part(entry.line.title, entry.pdf, section=entry.line.section) for entry in entries if entry.pdf),
            _part("备考表", notes),
        ]
        bound = self.papers.bind(parts, f"{self.file_number} 督办案卷", spool, self._tell)
        name = self._name("", BOUND, of.numbers, self.record.moment.date(), ".pdf")
        originals = [entry.carried for entry in entries]
        files = [CarriedFile(name, bound), *(file for _title, file in front), *originals, notes]
        listed = FileList(self.file_number, of.case.number, "、".join(of.case.ticket_numbers), _seals(files))
        files.append(CarriedFile(LIST_NAME, listed.text().encode("utf-8")))
        pages = sum(line.pages for line in lines)
        return MadeFile(_fit(self.file_number), tuple(files), listed, lines, pages, tuple(self._glyphs))

    # -- papers and attachments ----------------------------------------------------------------------------

    def _entries(self, spool: Spool | None) -> Iterator[_Entry]:
        """Papers and attachments in their order; with their pages where there is a ``spool`` to put them into."""
        record = self.record
        kinds = [(kept.file.kind, kept.number) for kept in record.kept]
        drawn = without_signed(papers(record.of, record.context), kinds, record.returned)
        self._total = steps(len(drawn) + len(record.kept))
        items: list[FilePaper | KeptFile] = []
        for section in Section:
            kept = {each.file.id: each for each in record.kept if section_of_file(each.file.kind) is section}
            items += (paper for paper in drawn if paper.section is section)
            items += (kept[file.id] for file in in_order([each.file for each in kept.values()]))
        page = 1
        for item in items:
            self._tell()
            made = self._paper(item, page, spool) if isinstance(item, FilePaper) else self._file(item, page, spool)
            page += made.line.pages
            yield made

    def _paper(self, paper: FilePaper, page: int, spool: Spool | None) -> _Entry:
        pdf = self._draw(paper.kind, paper.record, paper.final)
        name = self._name(PAPERS, paper.kind.value, paper.number, paper.dated, ".pdf")
        reference, author = paper.reference, paper.author(self.record.context.center)
        line = FileLine(paper.section, paper.title, paper.dated, page, page_count(pdf), "", reference, author)
        put = spool.keep(pdf) if spool is not None else None
        return _Entry(line, CarriedFile(name, put or b""), put)

    def _file(self, kept: KeptFile, page: int, spool: Spool | None) -> _Entry:
        """An attachment; its own name, which may tell of a citizen, is used nowhere."""
        file, many = kept.file, len(self.record.of.tickets) > 1
        pages, pdf, note = _bindable(kept.content, spool)
        ending = Path(file.name).suffix.lower()
        number = kept.number or self.record.of.numbers
        day = file.added_at.date()
        ending = ending if _ENDING.fullmatch(ending) else ""
        name = self._name(ORIGINALS, file.kind, number, day, ending)
        signed = file.kind.startswith(SIGNED_COPY)
        label = f"{file.kind.removeprefix(SIGNED_COPY)}（签字件）" if signed else f"{_ATTACHED}{file.kind}"
        title = label + (f"（工单{kept.number}）" if kept.number and many else "")
        line = FileLine(section_of_file(file.kind), title, day, page if pages else None, pages, note)
        return _Entry(line, CarriedFile(name, kept.content), pdf)

    # -- cover, contents, closing sheet --------------------------------------------------------------------

    def _front(self, lines: Sequence[FileLine]) -> tuple[tuple[str, PaperKind, PaperRecord], ...]:
        of, context = self.record.of, self.record.context
        contents = FileContents(self.file_number, of.case.title or None, tuple(_rows(lines)))
        bound = [line for line in lines if line.page]
        extent = Extent(
            len(bound), sum(line.pages for line in bound), tuple(line.dated for line in lines if line.dated)
        )
        return (
            ("封面", PaperKind.FILE_COVER, cover(of, context, self.file_number, _message(lines), extent)),
            ("卷内目录", PaperKind.FILE_CONTENTS, released(contents, of.tickets, context.own_numbers)),
        )

    def _notes(self, lines: Sequence[FileLine]) -> FileNotes:
        notes = [f"本卷{_message(lines)}。各文件的 SHA-256 校验值见“{LIST_NAME}”。"]
        beside = [line.title.removeprefix(_ATTACHED) for line in lines if line.page is None]
        if beside:
            notes.append(f"另附的文件不便装订，原件存在“{ORIGINALS}”文件夹：{'、'.join(dict.fromkeys(beside))}。")
        out = dict.fromkeys(paper.kind for paper in self.record.awaited)
        if out:
            notes.append(f"成卷时签字件尚未收回：{'、'.join(out)}。")
        if any(is_withheld(ticket) for ticket in self.record.of.tickets):
            notes.append("本卷有信息保密的工单，文书上的姓名、电话已隐去；附件是原件，未作处理，利用时请注意保密。")
        return FileNotes(self.file_number, "\n".join(notes))

    def _carried(self, kind: PaperKind, record: PaperRecord, spool: Spool) -> CarriedFile:
        name = self._name(PAPERS, kind.value, self.record.of.numbers, self.record.moment.date(), ".pdf")
        return CarriedFile(name, spool.keep(self._draw(kind, record, True)))

    # -- inside --------------------------------------------------------------------------------------------

    def _draw(self, kind: PaperKind, record: PaperRecord, final: bool) -> bytes:
        pdf, report = self.papers.draw_record(kind, record, final=final)
        self._glyphs.update(dict.fromkeys(glyph.character for glyph in report.missing_glyphs))
        return pdf

    def _name(self, folder: str, kind: str, number: str, day: date | None, ending: str) -> str:
        """档号_文种_工单编号_日期, with a number behind it where that is taken."""
        parts = (self.file_number, kind, number, f"{day:%Y%m%d}" if day else "")
        stem = "_".join(_fit(word) for word in parts if word)
        name, more = f"{stem}{ending}", 2
        while name in self._names:
            name, more = f"{stem}-{more}{ending}", more + 1
        self._names.add(name)
        return f"{folder}/{name}" if folder else name

    def _tell(self, *_bound: int) -> None:
        if self.progress is not None:
            self.progress(self._done, self._total)
        self._done += 1


def _part(title: str, file: CarriedFile) -> Part:
    """Cover, contents or closing sheet as it is bound."""
    assert isinstance(file.content, Spooled)
    return Part(title, file.content, numbered=False)


def steps(items: int) -> int:
    """How many reports of progress a file of so many papers and attachments takes: drawn, bound, written."""
    return 3 * items + _ALWAYS


def _bindable(content: KeptContent, spool: Spool | None) -> tuple[int, Spooled | None, str]:
    """The attachment as pages of PDF: how many, themselves where there is a ``spool``, what the contents note of it.

    No pages where it is carried beside.
    """
    with content.opened() as stream:
        begin = stream.read(1024)
    if b"%PDF-" in begin:
        return _bindable_pdf(content.read(), spool)
    if is_picture(begin):
        page = picture_page(content.read())
        return _put(page, spool, "") if page else (0, None, f"{BESIDE}，图片打不开")
    return 0, None, BESIDE


def _bindable_pdf(data: bytes, spool: Spool | None) -> tuple[int, Spooled | None, str]:
    if is_own(data):
        return _put(data, spool, "")
    if spool is None:
        pages = drawable_pages(data)
        return pages, None, PICTURED if pages else f"{BESIDE}，无法装订"
    drawn = pictured_pages(data)
    return _put(drawn, spool, PICTURED) if drawn else (0, None, f"{BESIDE}，无法装订")


def _put(pdf: bytes, spool: Spool | None, note: str) -> tuple[int, Spooled | None, str]:
    return page_count(pdf), spool.keep(pdf) if spool is not None else None, note


def _message(lines: Sequence[FileLine]) -> str:
    beside = sum(line.page is None for line in lines)
    pages = sum(line.pages for line in lines)
    return f"共{len(lines)}件，装订{pages}页" + (f"，另附{beside}件" if beside else "")


def _rows(lines: Sequence[FileLine]) -> Iterator[ContentsRow]:
    for place, line in enumerate(lines, start=1):
        yield ContentsRow(
            number=str(place),
            reference=line.reference or None,
            author=line.author or None,
            title=line.title,
            dated=chinese_date(line.dated) if line.dated else None,
            page=str(line.page) if line.page else None,
            note=line.note or None,
        )


def _seals(files: Sequence[CarriedFile]) -> dict[str, Seal]:
    return {file.name: seal(file) for file in files}


def _fit(word: str) -> str:
    """The word as it may stand in the name of a file on every system."""
    return _UNFIT.sub("_", word).strip("._ ") or "_"
