"""扫描件 over a real office: files come in, what is certain is filed by a nod, the rest by its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.shell.navigation import Place
from hotline_desktop.gui.views.registers.intake_part import IntakePart
from hotline_desktop.gui.views.registers.registers_page import RegistersPage
from tests.gui.desk import CLERK, Desk

SURVEY = PaperKind.SATISFACTION


def scans_of(desk: Desk) -> IntakePart:
    page = desk.go(Place.REGISTERS, "scans")
    assert isinstance(page, RegistersPage)
    return page.scans


def scanned_sheet(desk: Desk, ticket: int, folder: Path) -> Path:
    """The survey that went out with the dispatched ticket, as it came back: upside down."""
    desk.office.tickets.do(ticket, "first_contact", {"note": "已问清位置"}, CLERK)
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村"}, CLERK)
    pdf = folder / "a.pdf"
    state = desk.office.papers.states(SURVEY)[0]
    desk.office.papers.render_pdf([ticket], SURVEY, state, pdf)
    desk.office.papers.remember_printed([ticket], SURVEY, state, CLERK)
    scan = folder / "扫描.png"
    pypdfium2.PdfDocument(pdf.read_bytes())[0].render(scale=150 / 72).to_pil().rotate(180).save(scan)
    return scan


def test_scans_are_read_shown_and_filed_with_one_key_each(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    ticket = register()
    scan = scanned_sheet(desk, ticket, tmp_path)
    letter = tmp_path / "信.png"
    page = Image.new("L", (800, 1100), 255)
    page.paste(0, (100, 200, 700, 240))
    page.save(letter)
    desk.clock.now += timedelta(days=1)
    part = scans_of(desk)
    assert part.view.lists.currentWidget() is part.view.none
    desk.prompts.paths = [scan, letter]
    part.view.take_in.click()
    desk.settle()
    assert desk.prompts.errors == [] and "读到 1 件可以归档，1 件放进托盘" in desk.prompts.message[-1]
    rows = part.view.table.records.rows
    assert [(row.state, row.about) for row in rows] == [
        ("可归档", "20220908100001 测评表（第 1 次打印）"),
        ("托盘", "没有读到本程序的二维码"),
    ]
    assert not part.view.picture.pixmap().isNull()
    part.file()
    desk.settle()
    assert desk.prompts.errors == [] and desk.office.papers.awaited() == ()
    (left,) = part.view.table.records.rows
    assert left.state == "托盘" and part.view.number.isVisibleTo(part)
    part.file()
    assert "先写归到哪个编号" in desk.prompts.message[-1]
    part.view.drop.click()
    desk.settle()
    assert part.view.lists.currentWidget() is part.view.none
    assert [file.kind for file in desk.office.tickets.detail(ticket).attachments] == ["签字测评表"]


def test_files_may_be_dropped_on_the_page(desk: Desk, register: Callable[..., int], tmp_path: Path) -> None:
    scan = scanned_sheet(desk, register(), tmp_path)
    part = scans_of(desk)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(scan))])
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    part.view.dropEvent(QDropEvent(QPointF(5, 5), action, mime, button, none))
    desk.settle()
    assert [row.state for row in part.view.table.records.rows] == ["可归档"]
    part.file_all()
    desk.settle()
    assert desk.office.papers.awaited() == () and part.view.table.records.rowCount() == 0
