"""Papers to the printer and into files: the PDF page is the master, drawn at the printer's resolution."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QMarginsF, QObject, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.errors import Cancelled, HotlineError
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.pdf_pages import POINTS_PER_INCH, PageImage, count_pages, draw_page
from hotline_desktop.gui.shell.background.jobs import Progress
from hotline_desktop.gui.shell.dialogs.prompts import PDF_FILE, WORD_FILE
from hotline_desktop.gui.shell.printing.printer_choice import PrinterChoice, choice_of
from hotline_desktop.gui.shell.session.session import Session

Form = Literal["pdf", "word"]
AskPrinter = Callable[[int], QPrinter | None]
Say = Callable[[str], None]
# Thin lines are sharp at 600 dpi; a page at 1200 would take 140 MB and print no better.
MOST_DPI = 600
_ONE_FILE = "几件存在一个文件里"
_ONE_FILE_DETAIL = "双面打印时，一件的背面不会是另一件。"
_APART = "每件从新的一张纸开始（中间加空白页）"
_NO_PRINTER = "这台电脑上没有可用的打印机"
_NO_PRINTER_DETAIL = "请先在系统里添加打印机。也可以把要打印的内容存成 PDF，拿到别的电脑上打印。"
_MISSING, _TRACES = "有的字字库里没有", "可能仍含个人信息"
_ENDINGS = {"pdf": (".pdf", PDF_FILE), "word": (".docx", WORD_FILE)}


class PrinterError(HotlineError):
    """The printer did not take the pages."""


@dataclass(frozen=True, slots=True)
class PaperJob:
    """Papers of one kind and state; ``blank`` for the empty form, ``nth`` for earlier ones by their number."""

    ticket_ids: tuple[int, ...]
    kind: PaperKind
    state: str
    blank: bool = False
    nth: int = 0


def print_papers(
    session: Session,
    ticket_ids: list[int],
    kind: PaperKind = PaperKind.DISPOSAL,
    state: str = "",
    blank: bool = False,
    ask: AskPrinter | None = None,
    nth: int = 0,
) -> None:
    """Asks for a printer and prints the papers of the tickets as one job; without a printer offers a PDF.

    ``state`` is that in which each paper stands when empty, ``nth`` the number of an earlier paper, 0 for the newest.
    What was printed is remembered until the signed paper is back.
    """
    _Printing(session, ask or ask_printer).start(PaperJob(tuple(ticket_ids), kind, state, blank, nth))


def print_pdf(
    session: Session,
    pdf: bytes,
    save: Callable[[], None],
    ask: AskPrinter | None = None,
    done: Callable[[], None] | None = None,
) -> None:
    """Asks for a printer and prints pages that are no paper of a ticket; without a printer offers to ``save`` them.

    ``done`` is called once the printer has them.
    """

    def printed(pages: int) -> None:
        session.prompts.say(f"已送到打印机，共 {pages} 页。")
        if done is not None:
            done()

    if session.prompts.not_asked("打印"):
        return
    ask = ask or ask_printer
    if ask is ask_printer and not QPrinterInfo.availablePrinterNames():
        if session.prompts.confirm(_NO_PRINTER, _NO_PRINTER_DETAIL, "存为PDF"):
            save()
        return
    printer = ask(count_pages(pdf))
    if printer is not None:
        session.jobs.draw(
            lambda progress: send(pdf, printer, progress),
            printed,
            failed=lambda error: session.prompts.error(error, "没有打印"),
            label="正在打印",
            with_progress=True,
            awaited="打印",
        )


def save_papers(session: Session, job: PaperJob, form: Form, say: Say | None = None) -> None:
    """Asks where to save and writes the papers as one PDF or Word file, which goes out as a print does.

    It is remembered as one until the signed paper is back, where whoever saves it may handle and says her name.
    ``say`` gets the words about characters that no face has, empty where there are none. Of several papers it asks
    whether each is to begin on a leaf of its own.
    """
    ending, kinds = _ENDINGS[form]
    papers = session.office.papers
    apart = QCheckBox(_APART)
    apart.setChecked(True)
    many = len(job.ticket_ids) > 1

    def ask_where(name: str) -> None:
        path = session.prompts.save_file(f"存为{'PDF' if form == 'pdf' else 'Word'}", name, kinds)
        if path is not None and (not many or session.prompts.fill(_ONE_FILE, _ONE_FILE_DETAIL, apart, "保存")):
            write(path, many and apart.isChecked())

    def write(path: Path, own_leaf: bool) -> None:
        render = papers.render_pdf if form == "pdf" else papers.render_docx
        order: dict[str, Any] = {"blank": job.blank, "nth": job.nth, "own_leaf": own_leaf}
        session.jobs.run(
            lambda progress: render(list(job.ticket_ids), job.kind, job.state, path, progress=progress, **order),
            lambda report: saved(path, report),
            failed=session.prompts.error,
            label="正在保存",
            with_progress=True,
            awaited="要存的文件",
        )

    def saved(path: Path, report: Any) -> None:
        if say is not None:
            say(missing_glyphs_text(report))
        clerk = "" if job.blank or session.lacks(Right.HANDLE) else session.sign()
        if not clerk:
            session.prompts.say(f"已保存：{path.name}")
            return
        session.jobs.run(
            lambda: papers.remember_printed(list(job.ticket_ids), job.kind, job.state, clerk, job.nth, as_file=True),
            lambda changes: remembered(path, changes),
            failed=lambda error: session.prompts.error(error, "文件已保存，没有列入待签字回收"),
        )

    def remembered(path: Path, changes: Changes) -> None:
        session.publish(changes)
        session.prompts.say(f"已保存：{path.name}")

    session.jobs.run(lambda: file_name(session, job, ending), ask_where, failed=session.prompts.error)


def file_name(session: Session, job: PaperJob, ending: str) -> str:
    """The proposed name, without anything personal. Runs in the database lane."""
    if job.blank:
        return f"{job.kind}_空白{ending}"
    if len(job.ticket_ids) > 1:
        return "_".join((job.kind, *filter(None, (job.state,)), f"{len(job.ticket_ids)}件")) + ending
    papers, ticket_id = session.office.papers, job.ticket_ids[0]
    state = job.state or papers.usual_state(ticket_id, job.kind, job.nth)
    return papers.file_name(ticket_id, job.kind, state, ending, job.nth)


def missing_glyphs_text(report: Any) -> str:
    """What the report says about characters that no face has, as a sentence; empty where all were drawn."""
    places: dict[str, list[str]] = {}
    for glyph in getattr(report, "missing_glyphs", ()):
        places.setdefault(glyph.where, []).append(f"{glyph.character}（U+{ord(glyph.character):04X}）")
    listed = "；".join(f"{where}：{'、'.join(found)}" for where, found in places.items())
    return f"有的字字库里没有，纸上印作“〓”，请手写补上。{listed}。" if listed else ""


def ask_printer(pages: int, choice: PrinterChoice | None = None, papers: int = 1) -> QPrinter | None:
    """The system's print dialog; None when the clerk closes it.

    Several ``papers`` are asked for on one side, whatever the printer does by itself: nobody's sheet lies on the back
    of another's. Where she chooses both sides all the same, each begins on a leaf of its own.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setCreator("hotline-desktop")
    (choice or PrinterChoice()).prepare(printer)
    if papers > 1:
        printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
    dialog = QPrintDialog(printer, QApplication.activeWindow())
    dialog.setWindowTitle("打印")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, pages > 1)
    if pages > 1:
        dialog.setMinMax(1, pages)
        dialog.setFromTo(1, pages)
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


class _Printing(QObject):
    """One print job on its way: render, ask for the printer, send page by page, remember."""

    def __init__(self, session: Session, ask: AskPrinter) -> None:
        super().__init__(session.jobs)
        self._session = session
        self._ask = ask
        self._job = PaperJob((), PaperKind.DISPOSAL, "")
        self._clerk = ""

    def start(self, job: PaperJob) -> None:
        if self._ask is ask_printer and not QPrinterInfo.availablePrinterNames():
            self._offer_file(job)
            return
        self._clerk = "" if job.blank else self._session.sign()
        if not (job.blank or self._clerk):
            self._end()
            return
        self._job = job
        self._session.jobs.run(
            self._render,
            self._rendered,
            failed=self._failed,
            owner=self,
            label="正在排版",
            with_progress=True,
        )

    def _render(self, progress: Progress) -> tuple[bytes, tuple[int, ...], dict[str, str]]:
        """In the database lane: all papers as one PDF in memory, the pages on which they begin, and what a person
        should know before it goes out.
        """
        papers, job = self._session.office.papers, self._job
        out = io.BytesIO()
        report = papers.render_pdf(
            list(job.ticket_ids), job.kind, job.state, out, blank=job.blank, progress=progress, nth=job.nth
        )
        traces = () if job.blank else papers.personal_traces(list(job.ticket_ids), job.kind, job.state, job.nth)
        asked = {_MISSING: missing_glyphs_text(report), _TRACES: "、".join(traces)}
        return out.getvalue(), report.starts, {title: text for title, text in asked.items() if text}

    def _rendered(self, found: tuple[bytes, tuple[int, ...], dict[str, str]]) -> None:
        pdf, starts, asked = found
        for title, text in asked.items():
            if not self._session.prompts.confirm(title, text, "仍然打印"):
                self._end()
                return
        pages = count_pages(pdf)
        if self._session.prompts.not_asked("打印"):
            self._end()
            return
        if self._ask is ask_printer:
            printer = ask_printer(pages, choice_of(self._session.preferences, self._job.kind), len(starts))
        else:
            printer = self._ask(pages)
        if printer is None:
            self._end()
            return
        self._session.jobs.draw(
            lambda progress: send(pdf, printer, progress, starts),
            self._printed,
            failed=self._failed,
            owner=self,
            label="正在打印",
            with_progress=True,
            awaited="打印",
        )

    def _printed(self, pages: int) -> None:
        self._session.prompts.say(f"已送到打印机，共 {pages} 页。")
        if self._job.blank:
            self._end()
            return
        job, papers, clerk = self._job, self._session.office.papers, self._clerk
        self._session.jobs.run(
            lambda: papers.remember_printed(list(job.ticket_ids), job.kind, job.state, clerk, job.nth),
            self._remembered,
            failed=self._failed,
            owner=self,
        )

    def _remembered(self, changes: Changes) -> None:
        self._session.publish(changes)
        self._end()

    def _failed(self, error: Exception) -> None:
        self._session.prompts.error(error, "没有打印")
        self._end()

    def _offer_file(self, job: PaperJob) -> None:
        if self._session.prompts.confirm(_NO_PRINTER, _NO_PRINTER_DETAIL, "存为PDF"):
            save_papers(self._session, job, "pdf")
        self._end()

    def _end(self) -> None:
        self.deleteLater()


def send(pdf: bytes, printer: QPrinter, progress: Progress, starts: Sequence[int] = ()) -> int:
    """Paints the pages that the clerk chose, as often as she chose; returns how many sheets' sides went out.

    Printed on both sides, what begins on the pages ``starts`` (from 0) begins on a leaf of its own: nobody's sheet lies
    on the back of another's.

    Runs in the drawing pool. Raises PrinterTrouble when the printer refuses, Cancelled when she stops it: what
    has not gone out yet is withdrawn.
    """
    chosen = _page_numbers(count_pages(pdf), printer)
    both = printer.duplex() != QPrinter.DuplexMode.DuplexNone
    pages = _on_own_leaves(chosen, starts) if both else list(chosen)
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
    if printer.resolution() > MOST_DPI:
        printer.setResolution(MOST_DPI)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterError("打印机没有接受任务，一页也没有印。请检查打印机是否接通、有纸，再打印一次。")
    try:
        for done, number in enumerate(pages):
            progress(done, len(pages))
            if done and not printer.newPage():
                raise PrinterError(f"打印机中途停止，已送出 {done} 页。请检查打印机后重新打印。")
            if number is not None:
                _paint(painter, printer, draw_page(pdf, number, printer.resolution()))
    except Cancelled:
        printer.abort()
        raise Cancelled from None
    finally:
        painter.end()
    return len(pages)


def _on_own_leaves(pages: Iterable[int], starts: Sequence[int]) -> list[int | None]:
    """The pages with an empty side (None) wherever a paper would begin on the back of a leaf."""
    sides: list[int | None] = []
    for page in pages:
        if page in starts and len(sides) % 2:
            sides.append(None)
        sides.append(page)
    return sides


def _page_numbers(pages: int, printer: QPrinter) -> Iterator[int]:
    """Pages from 0 in the order of printing; copies only where the printer does not make them itself."""
    first, last = 1, pages
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage():
        first, last = printer.fromPage(), min(printer.toPage() or pages, pages)
    chosen = range(first - 1, last)
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    if printer.collateCopies():
        yield from (number for _copy in range(copies) for number in chosen)
    else:
        yield from (number for number in chosen for _copy in range(copies))


def _paint(painter: QPainter, printer: QPrinter, page: PageImage) -> None:
    """True to size on paper that is large enough, otherwise shrunk to fit."""
    per_point = printer.resolution() / POINTS_PER_INCH
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
    width, height = page.width * per_point, page.height * per_point
    shrink = min(1.0, sheet.width() / width, sheet.height() / height)
    if shrink > 0.99:  # rounding of A4 between points and pixels
        shrink = 1.0
    painter.drawImage(QRectF(0, 0, width * shrink, height * shrink), page.image)
