"""扫描件 over a real office: files come in, what is certain is filed by a nod, the rest by its number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import docx
import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.registers.intake_part import IntakePart
from hotline_desktop.gui.views.registers.intake_reading import read_files
from hotline_desktop.gui.views.registers.registers_page import RegistersPage
from tests.gui.desk import CLERK, Desk
from tests.services.returned.test_word_back_sheets import rated

SURVEY = PaperKind.SATISFACTION


def scans_of(desk: Desk) -> IntakePart:
    page = desk.open(RegistersPage, "scans")
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
    assert part.view.lists.currentWidget() is part.view.none and not part.view.beside.isVisibleTo(part)
    desk.prompts.paths = [scan, letter]
    part.view.take_in.click()
    desk.settle()
    assert desk.prompts.errors == [] and "读到 1 件可以归档，1 件放进托盘" in desk.prompts.message[-1]
    rows = part.view.table.records.rows
    assert [(row.state, row.about) for row in rows] == [
        ("可归档", "20220908100001 测评表（第 1 次打印）"),
        ("托盘", "没有读到本程序的二维码"),
    ]
    assert not part.view.picture.pixmap().isNull() and part.view.beside.isVisibleTo(part)
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


@pytest.mark.parametrize("place", ["scans", "papers"])
def test_files_may_be_dropped_on_the_scans_and_on_the_papers_they_belong_to(
    desk: Desk, register: Callable[..., int], tmp_path: Path, place: str
) -> None:
    scan = scanned_sheet(desk, register(), tmp_path)
    page = desk.open(RegistersPage, place)
    part = page.scans
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(scan))])
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page.in_front.view, QDragEnterEvent(QPoint(5, 5), action, mime, button, none))
    QApplication.sendEvent(page.in_front.view, QDropEvent(QPointF(5, 5), action, mime, button, none))
    desk.settle()
    assert [row.state for row in part.view.table.records.rows] == ["可归档"]
    part.file_all()
    desk.settle()
    assert desk.office.papers.awaited() == () and part.view.table.records.rowCount() == 0


def test_what_is_dropped_and_is_no_file_is_told(desk: Desk, register: Callable[..., int], tmp_path: Path) -> None:
    scan, folder = scanned_sheet(desk, register(), tmp_path), tmp_path / "十一月"
    folder.mkdir()
    page = desk.open(RegistersPage, "scans")

    def drop(*urls: QUrl) -> None:
        mime = QMimeData()
        mime.setUrls(list(urls))
        action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(page.in_front.view, QDragEnterEvent(QPoint(5, 5), action, mime, button, none))
        QApplication.sendEvent(page.in_front.view, QDropEvent(QPointF(5, 5), action, mime, button, none))
        desk.settle()

    for nothing, why in (
        (QUrl.fromLocalFile(str(folder)), "是文件夹"),
        (QUrl("https://example.invalid/a.png"), "存下来"),
    ):
        desk.prompts.message.clear()
        drop(nothing)
        assert desk.prompts.message[-1].startswith("没有收") and why in desk.prompts.message[-1]
    drop(QUrl.fromLocalFile(str(scan)), QUrl.fromLocalFile(str(folder)))
    assert "收了 1 个文件；没有收 1 个：1 个是文件夹。" in desk.prompts.message
    assert [row.state for row in page.scans.view.table.records.rows] == ["可归档"]


def returned_survey(desk: Desk, ticket: int, folder: Path) -> Path:
    """The survey that went out as a Word file, ticked and dated by the unit."""
    desk.office.tickets.do(ticket, "first_contact", {"note": "已问清位置"}, CLERK)
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村"}, CLERK)
    desk.office.tickets.do(ticket, "accept", {}, CLERK)
    said = {"way": "电话", "result": "已联系", "recording": "R1", "content": "已答复"}
    desk.office.tickets.do(ticket, "answer", said, CLERK)
    path = folder / "测评表回单.docx"
    desk.office.papers.render_docx([ticket], SURVEY, desk.office.papers.states(SURVEY)[0], path)
    return rated(path, "满意", remark="基本满意。", dated="")


def test_word_file_of_a_unit_stands_beside_its_record_and_is_recorded_by_a_nod(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    ticket = register()
    path = returned_survey(desk, ticket, tmp_path)
    strange = tmp_path / "通知.docx"
    docx.Document().save(str(strange))
    desk.clock.now += timedelta(days=1)
    part = scans_of(desk)
    part.read([path, strange])
    desk.settle()
    rows = part.view.table.records.rows
    assert [row.state for row in rows] == ["可登记", "托盘"]
    assert rows[0].about == "20220908100001 测评表（Word）"
    part.view.table.select_row(0)
    desk.settle()
    panel = part.view.typed
    assert part.view.beside.currentWidget() is panel and part.view.file.text() == "登记(&G)"
    names = [label.accessibleName() for label in panel.findChildren(QLabel)]
    assert "满意度评价，现在的记录：（空）" in names and "满意度评价，交回的文件：基本满意" in names
    part.file()
    assert "还要补 1 处" in desk.prompts.message[-1]
    assert desk.office.tickets.detail(ticket).ticket.round.satisfaction is None
    assert panel.form is not None
    panel.form.editor("surveyed_on").set_value(desk.clock.now.date())
    part.file()
    desk.settle()
    assert desk.prompts.errors == []
    detail = desk.office.tickets.detail(ticket)
    survey = detail.ticket.round.satisfaction
    assert survey is not None and survey.get("grade") == "基本满意"
    assert [file.kind for file in detail.attachments] == ["单位回填的Word"]
    assert [row.state for row in part.view.table.records.rows] == ["托盘"]


def test_the_same_sheet_twice_waits_once_and_the_other_scan_is_kept(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    scan = scanned_sheet(desk, register(), tmp_path)
    again = tmp_path / "又扫一次.jpg"
    Image.open(scan).convert("L").save(again, quality=60)
    part = scans_of(desk)
    for paths in ([scan], [scan], [again, tmp_path / "没有.pdf"]):
        part.read(paths)
        desk.settle()
    assert [row.state for row in part.view.table.records.rows] == ["可归档", "托盘"]
    assert desk.office.intake.tray()[0].reason == "这一批里已有同一张纸的扫描"
    assert "“没有.pdf”读不出来" in desk.prompts.message[-1]


def test_a_refused_sheet_goes_to_the_tray_and_keeps_no_other_waiting(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    survey = scanned_sheet(desk, register(), tmp_path)
    other = register(number="20220908100002")
    desk.office.tickets.do(other, "first_contact", {"note": "已问清位置"}, CLERK)
    desk.office.tickets.do(other, "dispatch", {"unit": "新海村"}, CLERK)
    pdf, early = tmp_path / "b.pdf", tmp_path / "早.png"
    desk.office.papers.render_pdf([other], PaperKind.DISPOSAL, "转办", pdf)
    desk.office.papers.remember_printed([other], PaperKind.DISPOSAL, "转办", CLERK)
    pypdfium2.PdfDocument(pdf.read_bytes())[0].render(scale=150 / 72).to_pil().save(early)
    part = scans_of(desk)
    part.read([early, survey])
    desk.settle()
    assert [row.state for row in part.view.table.records.rows] == ["可归档", "可归档"]
    part.file_all()
    desk.settle()
    assert "已归档 1 件，1 件归不了，放进托盘" in desk.prompts.message[-1]
    assert [row.state for row in part.view.table.records.rows] == ["托盘"]


def test_the_scanners_folder_is_emptied_of_what_is_filed_or_kept(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    scan = scanned_sheet(desk, register(), tmp_path).rename(folder / "1.png")
    letter = folder / "信.txt"
    letter.write_text("不是扫描件", "utf-8")
    watched = {"intake_folder": str(folder), "intake_moves": "是"}
    desk.office.settings.change(desk.office.settings.get().changed(watched), CLERK)
    part = scans_of(desk)
    for _look in range(2):
        part.folder.look()
        desk.settle()
    assert [row.state for row in part.view.table.records.rows] == ["可归档", "托盘"]
    assert scan.is_file() and not letter.exists() and (folder / "已处理" / "信.txt").is_file()
    part.file_all()
    desk.settle()
    assert not scan.exists() and (folder / "已处理" / "1.png").is_file()
    (folder / "已处理").rename(tmp_path / "别处")
    folder.rmdir()
    for _look in range(2):
        part.folder.look()
        desk.settle()
    assert "扫描件文件夹现在读不了：文件或文件夹不存在" in desk.prompts.message[-1]
    folder.mkdir()
    part.folder.look()
    desk.settle()
    assert "又能读了" in desk.prompts.message[-1]


def test_a_word_file_of_the_tray_is_shown_beside_its_record_by_its_number(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    ticket = register()
    path = returned_survey(desk, ticket, tmp_path)
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("20220908100001", "20220908109999")
    document.save(str(path))
    part = scans_of(desk)
    part.read([path])
    desk.settle()
    (row,) = part.view.table.records.rows
    assert row.state == "托盘" and "不知道是哪一件" in row.about
    part.view.table.select_row(0)
    part.view.number.setText("20220908100001")
    part.view.kind.setCurrentText(SURVEY.value)
    part.file()
    desk.settle()
    assert part.view.beside.currentWidget() is part.view.typed and part.view.file.text() == "登记(&G)"
    assert part.view.typed.form is not None
    part.view.typed.form.editor("surveyed_on").set_value(desk.clock.now.date())
    part.file()
    desk.settle()
    assert desk.prompts.errors == [] and part.view.table.records.rowCount() == 0
    detail = desk.office.tickets.detail(ticket)
    assert detail.ticket.round.satisfaction is not None
    assert [file.name for file in detail.attachments] == ["测评表回单.docx"]


def test_a_scan_that_is_replaced_under_its_name_is_shown_anew_and_the_former_one_is_not_filed(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    first, second = register(), register(number="20220908100002")
    scan = scanned_sheet(desk, first, tmp_path)
    part = scans_of(desk)
    part.read([scan])
    desk.settle()
    (tmp_path / "b").mkdir()
    scanned_sheet(desk, second, tmp_path / "b").replace(scan)  # the scanner calls every scan the same
    part.file_all()
    desk.settle()
    assert "换成了别的内容，没有归档" in desk.prompts.message[-1] and len(desk.office.papers.awaited()) == 2
    part.read([scan])
    part.read([scan])
    desk.settle()
    assert [row.about for row in part.view.table.records.rows] == ["20220908100002 测评表（第 1 次打印）"]
    part.file_all()
    desk.settle()
    assert [paper.ticket_number for paper in desk.office.papers.awaited()] == ["20220908100001"]


def test_a_reading_that_is_stopped_keeps_what_was_read_and_leaves_the_rest_for_later(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    for number in range(4):
        page = Image.new("L", (600, 800), 255)
        page.paste(0, (100 + number, 200, 500, 240))
        page.save(folder / f"{number}.png")
    desk.office.settings.change(desk.office.settings.get().changed({"intake_folder": str(folder)}), CLERK)
    part = scans_of(desk)
    desk.settle()
    watched = part.folder
    given = tuple(sorted(folder.iterdir()))

    def stopped_at_the_third(done: int, total: int) -> None:
        if done >= total // 2:
            raise Cancelled

    part._judge(read_files(given, stopped_at_the_third))
    desk.settle()
    assert "已停下，2 个文件没有读" in desk.prompts.message[-1]
    assert len(desk.office.intake.tray()) == 2 and not watched._timer.isActive()
    desk.go(Place.TODAY)
    assert scans_of(desk) is part and watched._timer.isActive()


def long_sheet(desk: Desk, ticket: int, folder: Path) -> list[Path]:
    """A disposal sheet of two pages, each page a file of its own."""
    result: dict[str, object] = {
        "fact": "属实",
        "demand": "符合政策法规",
        "resolution": "实际解决",
        "handling": "责令停工。" * 160,
    }
    steps: list[tuple[str, dict[str, object]]] = [
        ("first_contact", {"note": "已问清位置"}),
        ("dispatch", {"unit": "新海村"}),
        ("accept", {"handler": "沈强"}),
        ("unit_contact", {"note": "已问清"}),
        ("answer", {"way": "电话", "result": "已联系", "recording": "R1", "content": "已答复"}),
        ("satisfaction", {"grade": "满意"}),
        ("result", result),
    ]
    for step, said in steps:
        desk.office.tickets.do(ticket, step, said, CLERK)
    desk.office.papers.render_pdf([ticket], PaperKind.DISPOSAL, "办结", folder / "长.pdf")
    document = pypdfium2.PdfDocument((folder / "长.pdf").read_bytes())
    pages = [folder / f"scan_{number + 1:03}.png" for number in range(len(document))]
    for number, page in enumerate(pages):
        document[number].render(scale=150 / 72).to_pil().save(page)
    return pages


def test_pages_that_come_in_files_of_their_own_say_what_is_missing_and_are_filed_together(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    ticket, other = register(), register(number="20220908100002")
    first, second = long_sheet(desk, ticket, tmp_path)
    (tmp_path / "b").mkdir()
    long_sheet(desk, other, tmp_path / "b")
    part = scans_of(desk)
    part.read([second])
    desk.settle()
    assert "0 件可以归档，1 件放进托盘" in desk.prompts.message[-1]
    (row,) = part.view.table.records.rows
    assert (row.state, row.about) == ("托盘", "20220908100001 的处置单：缺第 1 页，共 2 页")
    part.view.table.select_row(0)
    desk.settle()
    assert part.view.number.text() == "20220908100001" and not part.view.kind.isVisibleTo(part)
    part.view.number.setText("20220908100002")
    part.file()
    desk.settle()
    assert "没有归到 20220908100002" in str(desk.prompts.errors.pop())
    part.read([first])
    desk.settle()
    assert "1 件可以归档，0 件放进托盘" in desk.prompts.message[-1]
    (row,) = part.view.table.records.rows
    assert (row.state, row.about) == ("可归档", "20220908100001 处置单（第 1 次打印）")
    assert row.source == "scan_001.png、scan_002.png 第 1、2 页" and not part.view.number.isVisibleTo(part)
    part.read([second, first])  # once more: they wait for a nod already
    desk.settle()
    assert "1 件可以归档，0 件放进托盘" in desk.prompts.message[-1] and part.view.table.records.rowCount() == 1
    part.file_all()
    desk.settle()
    assert desk.prompts.errors == [] and part.view.table.records.rowCount() == 0
    assert len(desk.office.tickets.detail(ticket).attachments) == 1
    assert desk.office.tickets.detail(other).attachments == ()


def test_part_of_a_sheet_is_filed_by_its_own_number_without_typing_it(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    ticket = register()
    first, _second = long_sheet(desk, ticket, tmp_path)
    part = scans_of(desk)
    part.read([first])
    desk.settle()
    part.view.table.select_row(0)
    part.file()
    desk.settle()
    assert desk.prompts.errors == [] and part.view.table.records.rowCount() == 0
    assert len(desk.office.tickets.detail(ticket).attachments) == 1
