"""Printing through Qt into a PDF file, which every machine has, and saving papers as files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QDialog

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.kit.pdf_pages import count_pages, draw_page
from hotline_desktop.gui.shell.background.jobs import Progress
from hotline_desktop.gui.shell.printing.printing import (
    MOST_DPI,
    PaperJob,
    PrinterError,
    ask_printer,
    print_papers,
    save_papers,
    send,
)
from hotline_desktop.gui.shell.session.session import Session
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]


def file_printer(path: Path) -> QPrinter:
    """A printer that writes what it is sent into a PDF file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return printer


class PrinterOfBothSides(QPrinter):
    """One that was told in its dialog to print on both sides; files have no leaves, so that Qt asks them not."""

    def __init__(self, path: Path) -> None:
        super().__init__(QPrinter.PrinterMode.HighResolution)
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(path))
        self.setPageSize(QPageSize(QPageSize.PageSizeId.A4))

    def duplex(self) -> QPrinter.DuplexMode:
        return QPrinter.DuplexMode.DuplexLongSide


class Desktop:
    """Stands where the system's print dialog stands: hands out a printer, and counts the questions."""

    def __init__(self, path: Path, agrees: bool = True) -> None:
        self.path, self.agrees = path, agrees
        self.asked: list[int] = []

    def __call__(self, pages: int) -> QPrinter | None:
        self.asked.append(pages)
        return file_printer(self.path) if self.agrees else None


@pytest.fixture
def session(desk: Desk) -> Session:
    assert desk.window.session is not None
    return desk.window.session


@pytest.fixture
def dispatched(desk: Desk, register: Register) -> list[int]:
    tickets = [register(f"2022090810000{number}") for number in range(1, 4)]
    for ticket in tickets:
        desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
    return tickets


def pdf_of(desk: Desk, ticket: int) -> bytes:
    return desk.office.papers.preview_pdf(ticket, PaperKind.DISPOSAL, "转办")


def ink(pdf: bytes) -> tuple[float, ...]:
    """How much ink stands on each tenth of the first page, from its top, at a resolution that thickens no line."""
    image = draw_page(pdf, 0, 200).image
    grey, strip = bytes(image.constBits()), image.height() // 10 * image.bytesPerLine()
    return tuple(1 - sum(grey[top : top + strip]) / (255 * strip) for top in range(0, strip * 10, strip))


def test_several_tickets_go_out_as_one_job_and_are_remembered(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = Desktop(tmp_path / "printed.pdf")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "没有这个文件夹"))  # no paper lies there meanwhile
    print_papers(session, dispatched, ask=dialog)
    desk.settle()
    assert desk.prompts.errors == [] and dialog.asked == [3]
    printed = dialog.path.read_bytes()
    assert count_pages(printed) == 3 and desk.prompts.message[-1] == "已送到打印机，共 3 页。"
    out = desk.office.papers.awaited()
    assert [(paper.kind, paper.state, paper.unit, paper.printed_by) for paper in out] == [
        ("处置单", "转办", "新海村", CLERK)
    ] * 3


def test_the_printed_page_is_the_page_on_the_screen(desk: Desk, dispatched: list[int], tmp_path: Path) -> None:
    pdf = pdf_of(desk, dispatched[0])
    assert send(pdf, file_printer(tmp_path / "printed.pdf"), Progress(lambda _done, _total: None)) == 1
    printed = (tmp_path / "printed.pdf").read_bytes()
    sizes = [draw_page(one, 0, 60) for one in (pdf, printed)]
    assert abs(sizes[0].width - sizes[1].width) < 1 and abs(sizes[0].height - sizes[1].height) < 1
    assert ink(printed) == pytest.approx(ink(pdf), abs=0.01) and max(ink(pdf)) > 0.03


def test_a_page_range_and_copies_are_kept(desk: Desk, session: Session, dispatched: list[int], tmp_path: Path) -> None:
    folder = tmp_path / "three.pdf"
    desk.office.papers.render_pdf(dispatched, PaperKind.DISPOSAL, "转办", folder)
    printer = file_printer(tmp_path / "printed.pdf")
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert send(folder.read_bytes(), printer, Progress(lambda _done, _total: None)) == 2
    assert count_pages((tmp_path / "printed.pdf").read_bytes()) == 2
    assert printer.resolution() <= MOST_DPI


def test_on_both_sides_each_paper_begins_on_a_leaf_of_its_own(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path
) -> None:
    class BothSides(Desktop):
        def __call__(self, pages: int) -> QPrinter | None:
            self.asked.append(pages)
            return PrinterOfBothSides(self.path)

    print_papers(session, dispatched, ask=BothSides(tmp_path / "printed.pdf"))
    desk.settle()
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert count_pages(printed) == 5
    inked = [number for number in range(5) if not _is_empty(printed, number)]
    assert inked == [0, 2, 4]


def _is_empty(pdf: bytes, page: int) -> bool:
    image = draw_page(pdf, page, 30).image
    grey, line = bytes(image.constBits()), image.bytesPerLine()
    return all(set(grey[top : top + image.width()]) == {255} for top in range(0, line * image.height(), line))


def test_a_closed_print_dialog_prints_and_remembers_nothing(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path
) -> None:
    print_papers(session, dispatched, ask=Desktop(tmp_path / "printed.pdf", agrees=False))
    desk.settle()
    assert not (tmp_path / "printed.pdf").exists() and desk.office.papers.awaited() == ()


def test_a_blank_form_is_printed_without_a_name_and_not_waited_for(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path
) -> None:
    desk.prompts.name = ""
    dialog = Desktop(tmp_path / "printed.pdf")
    print_papers(session, dispatched[:1], PaperKind.SATISFACTION, blank=True, ask=dialog)
    desk.settle()
    assert count_pages(dialog.path.read_bytes()) == 1 and desk.office.papers.awaited() == ()


def test_a_paper_that_lacks_something_is_refused_before_the_dialog(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path
) -> None:
    dialog = Desktop(tmp_path / "printed.pdf")
    print_papers(session, dispatched[:1], PaperKind.RETURN, "审批中", ask=dialog)
    desk.settle()
    assert dialog.asked == [] and "不能打印退单申请" in desk.prompts.errors[-1]
    assert "规范一（三）" in desk.prompts.errors[-1]


def test_a_stopped_print_job_is_withdrawn(desk: Desk, dispatched: list[int], tmp_path: Path) -> None:
    progress = Progress(lambda _done, _total: None)
    progress.stop()
    with pytest.raises(Cancelled):
        send(pdf_of(desk, dispatched[0]), file_printer(tmp_path / "printed.pdf"), progress)


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_take_the_job_is_told_in_words(
    desk: Desk, dispatched: list[int], tmp_path: Path
) -> None:
    nowhere = file_printer(tmp_path / "missing" / "printed.pdf")
    with pytest.raises(PrinterError, match="一页也没有印"):
        send(pdf_of(desk, dispatched[0]), nowhere, Progress(lambda _done, _total: None))


def test_without_a_printer_a_pdf_is_offered(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline_desktop.gui.shell.printing.printing.QPrinterInfo.availablePrinterNames", list)
    desk.prompts.path = tmp_path / "三件.pdf"
    print_papers(session, dispatched)
    desk.settle()
    assert desk.prompts.asked[-1] == "双面打印时，一件的背面不会是另一件。"
    assert count_pages(desk.prompts.path.read_bytes()) == 5


def test_several_papers_are_saved_close_together_where_the_clerk_wants_it(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def untick(_title: str, _text: str, box: QCheckBox, _action: str) -> bool:
        box.setChecked(False)
        return True

    monkeypatch.setattr(desk.prompts, "fill", untick)
    desk.prompts.path = tmp_path / "三件.pdf"
    save_papers(session, PaperJob(tuple(dispatched), PaperKind.DISPOSAL, "转办"), "pdf")
    desk.settle()
    reader = PdfReader(desk.prompts.path)
    assert len(reader.pages) == 3
    assert reader.viewer_preferences is not None and reader.viewer_preferences.duplex == "/Simplex"


def test_several_papers_are_asked_for_on_one_side(monkeypatch: pytest.MonkeyPatch) -> None:
    sides: list[QPrinter.DuplexMode] = []

    class Chosen(QPrintDialog):
        def __init__(self, printer: QPrinter, _parent: object) -> None:
            super().__init__(printer)
            self._asked = printer

        def exec(self) -> int:
            sides.append(self._asked.duplex())
            return QDialog.DialogCode.Rejected.value

    monkeypatch.setattr("hotline_desktop.gui.shell.printing.printing.QPrintDialog", Chosen)
    assert ask_printer(6, papers=3) is None
    assert sides == [QPrinter.DuplexMode.DuplexNone]


@pytest.mark.parametrize(("form", "ending"), [("pdf", ".pdf"), ("word", ".docx")])
def test_papers_are_saved_as_files(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path, form: str, ending: str
) -> None:
    desk.prompts.path = tmp_path / f"处置单{ending}"
    message: list[str] = []
    save_papers(session, PaperJob(tuple(dispatched[:1]), PaperKind.DISPOSAL, "转办"), form, message.append)  # type: ignore[arg-type]
    desk.settle()
    assert desk.prompts.path.stat().st_size > 5_000 and message == [""]
    assert desk.prompts.message[-1] == f"已保存：处置单{ending}"


def test_a_file_goes_out_as_a_print_does_and_a_copy_of_it_does_not(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path
) -> None:
    job, papers = PaperJob(tuple(dispatched[:1]), PaperKind.DISPOSAL, "转办"), desk.office.papers

    def save() -> list[tuple[str, str, int, str]]:
        desk.prompts.path = tmp_path / "处置单.docx"
        save_papers(session, job, "word")
        desk.settle()
        assert desk.prompts.errors == [] and desk.prompts.message[-1] == "已保存：处置单.docx"
        return [(p.kind, p.state, p.printed_at.day, p.printed_by) for p in papers.awaited()]

    assert save() == [("处置单", "转办", 8, CLERK)]
    desk.clock.now += timedelta(days=1)
    assert save() == [("处置单", "转办", 8, CLERK)], "the day on which it went out stays"
    desk.office.papers.give_up(papers.awaited()[0].id, CLERK)
    assert save() == [("处置单", "转办", 9, CLERK)]
    survey = PaperJob(tuple(dispatched[:1]), PaperKind.SATISFACTION, "待填")
    save_papers(session, survey, "word")
    desk.settle()
    (out,) = [paper for paper in papers.awaited() if paper.kind == PaperKind.SATISFACTION]
    papers.returned(out.id, desk.clock.now.date(), CLERK)
    save_papers(session, survey, "word")
    desk.settle()
    assert [paper.kind for paper in papers.awaited()] == ["处置单"], "of what is signed and back a copy was kept"


def test_a_blank_form_saved_as_a_file_is_not_waited_for(
    desk: Desk, session: Session, dispatched: list[int], tmp_path: Path
) -> None:
    desk.prompts.path = tmp_path / "空白.pdf"
    save_papers(session, PaperJob(tuple(dispatched[:1]), PaperKind.DISPOSAL, "转办", blank=True), "pdf")
    desk.settle()
    assert desk.prompts.path.exists() and desk.office.papers.awaited() == ()
