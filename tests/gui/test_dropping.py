"""What is dragged from a file manager, a mail or a browser: taken where files are taken, told where they are none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from hotline_desktop.gui.kit import dropping
from hotline_desktop.gui.records.panel.record_panel import FILES
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.imports.imports_page import ImportsPage
from hotline_desktop.gui.views.imports.imports_view import MAPPING, START
from hotline_desktop.gui.views.registers.registers_page import PAPERS, SCANS, RegistersPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.gui.desk import Desk
from tests.gui.dragging import COPY, MOVE, Key, drop, files, urls
from tests.gui.test_only_looking import leader

__all__ = ["leader"]
Register = Callable[..., int]
TAKE_FILES = (Place.IMPORTS, Place.REGISTERS)


def text(words: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(words)
    return mime


def picture() -> QMimeData:
    """A picture of a page, as a browser drags it."""
    mime = urls([QUrl("https://example.invalid/a.png")])
    mime.setHtml('<img src="https://example.invalid/a.png">')
    mime.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    return mime


@pytest.fixture
def papers(tmp_path: Path) -> tuple[Path, Path]:
    made = tmp_path / "照片一.png", tmp_path / "照片 二（现场）.png"
    for path in made:
        assert QImage(8, 8, QImage.Format.Format_RGB32).save(str(path))
    return made


def attachments(desk: Desk, register: Register) -> tuple[int, QWidget]:
    ticket = register()
    page = desk.open_fresh(TicketsPage)
    page.list.go_to(ticket)
    desk.settle()
    page.panel.show_tab(FILES)
    return ticket, page.panel.attachments


def names(desk: Desk, ticket: int) -> list[str]:
    return sorted(file.name for file in desk.office.tickets.detail(ticket).attachments)


@pytest.mark.parametrize("held", [Key.NoModifier, Key.ShiftModifier], ids=["", "shift asks to move"])
def test_files_become_attachments_and_stay_where_they_were(
    held: Key, desk: Desk, register: Register, papers: tuple[Path, Path]
) -> None:
    ticket, place = attachments(desk, register)
    assert drop(place, files(*papers), held=held) is COPY
    desk.settle()
    assert names(desk, ticket) == sorted(path.name for path in papers) and all(path.exists() for path in papers)
    assert desk.prompts.errors == [] and desk.prompts.message == []


def test_what_can_only_be_moved_away_is_refused(desk: Desk, register: Register, papers: tuple[Path, Path]) -> None:
    ticket, place = attachments(desk, register)
    assert drop(place, files(*papers), offered=MOVE) is None
    assert names(desk, ticket) == []


def test_what_is_no_file_is_told_with_its_reason(desk: Desk, register: Register, tmp_path: Path) -> None:
    ticket, place = attachments(desk, register)
    folder, gone = tmp_path / "十一月", tmp_path / "没有了.png"
    folder.mkdir()
    locked = QUrl.fromLocalFile("/" + "很" * 200 + ".png")
    for mime, word in (
        (files(folder), "文件夹"),
        (files(gone), "不在原处"),
        (urls([QUrl("file:///C:/Users/clerk/Desktop/a.png")]), "不在原处"),
        (urls([QUrl("file://fileserver/share/a.png")]), "不在原处"),
        (urls([locked]), "不在原处"),
        (picture(), "先存下来"),
    ):
        desk.prompts.message.clear()
        drop(place, mime)
        desk.settle()
        assert desk.prompts.message and word in desk.prompts.message[-1], mime.urls()
        assert desk.prompts.message[-1].startswith("没有收") and names(desk, ticket) == []
    assert desk.prompts.errors == []


def test_of_several_the_files_are_taken_and_the_rest_is_told(
    desk: Desk, register: Register, papers: tuple[Path, Path], tmp_path: Path
) -> None:
    ticket, place = attachments(desk, register)
    (tmp_path / "夹").mkdir()
    drop(place, files(papers[0], tmp_path / "夹", tmp_path / "没有了.png", papers[1]))
    desk.settle()
    assert names(desk, ticket) == sorted(path.name for path in papers)
    told = desk.prompts.message[-1]
    assert "收了 2 个文件" in told and "1 个是文件夹" in told and "1 个不在原处" in told


def test_text_is_nothing_that_attachments_take(desk: Desk, register: Register) -> None:
    ticket, place = attachments(desk, register)
    assert drop(place, text("C:\\Users\\clerk\\a.png")) is None
    assert names(desk, ticket) == [] and desk.prompts.message == []


def fields(root: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    found: list[QLineEdit | QPlainTextEdit] = [*root.findChildren(QLineEdit), *root.findChildren(QPlainTextEdit)]
    return [each for each in found if each.isVisible() and each.isEnabled()]


def test_no_field_takes_the_address_of_a_file_for_what_is_written_in_it(desk: Desk, papers: tuple[Path, Path]) -> None:
    page = desk.open(TicketsPage, "register")
    assert page.editor.form is not None
    before = page.editor.form.values()
    seen = 0
    for each in fields(page.editor):
        page.editor.view.show_in_view(each)
        QApplication.processEvents()
        seen += 1
        assert drop(each, files(papers[0])) is None, each
        assert drop(each, picture()) is None, each
    assert seen > 6 and page.editor.form.values() == before


def test_text_can_be_dropped_into_a_field(desk: Desk) -> None:
    page = desk.open(TicketsPage, "register")
    assert page.editor.form is not None
    field = page.editor.form.editor("caller")
    line = field.findChild(QLineEdit)
    assert line is not None
    assert drop(line, text("赵文静")) is not None
    assert page.editor.form.values()["caller"] == "赵文静"


def test_a_file_on_the_field_of_a_question_is_not_written_into_it(desk: Desk, papers: tuple[Path, Path]) -> None:
    from PySide6.QtCore import QTimer

    from hotline_desktop.gui.shell.dialogs.prompts import Prompts

    found: list[str] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert box is not None
        line = box.findChild(QLineEdit)
        assert line is not None
        assert drop(line, files(papers[0])) is None
        found.append(line.text())
        box.close()

    assert desk.window.session is not None
    QTimer.singleShot(100, look)
    Prompts(desk.window.session.theme).ask_text("为什么撤回？", "说明", label="原因")
    assert found == [""]


@pytest.mark.parametrize(
    "place", [each for each in Place if each not in (Place.IMPORTS, Place.REGISTERS)], ids=lambda each: each.name
)
def test_a_page_that_takes_no_files_refuses_them(example: Desk, place: Place, papers: tuple[Path, Path]) -> None:
    page = example.go(place)
    for across in range(4):
        for down in range(4):
            at = QPoint(page.width() * (2 * across + 1) // 8, page.height() * (2 * down + 1) // 8)
            assert drop(page, files(*papers), QPointF(page.mapTo(page.window(), at))) is None
    assert example.prompts.message == [] and example.prompts.errors == []


def test_one_table_is_imported_and_anything_else_is_told(desk: Desk, tmp_path: Path) -> None:
    page = desk.open(ImportsPage)
    zone = page.view.start.drop
    table, folder = tmp_path / "导出.csv", tmp_path / "夹"
    table.write_text("工单编号,诉求内容\n20220908100009,路灯不亮\n", "utf-8-sig")
    folder.mkdir()
    for mime, word in (
        (files(table, table), "逐个"),
        (files(folder), "文件夹"),
        (files(tmp_path / "没有了.csv"), "不在原处"),
        (picture(), "先存下来"),
    ):
        drop(zone, mime)
        desk.settle()
        told = [*desk.prompts.errors, *desk.prompts.message]
        assert told and word in told[-1] and page.view.stage == START
        assert zone.property("over") == "false"
        desk.prompts.errors.clear()
        desk.prompts.message.clear()
    assert drop(zone, files(table)) is COPY
    desk.settle()
    assert page.view.stage == MAPPING and table.exists()


def test_who_only_looks_can_drop_nothing(leader: Desk, papers: tuple[Path, Path], tmp_path: Path) -> None:
    table = tmp_path / "导出.csv"
    table.write_text("工单编号,诉求内容\n20220908100009,路灯不亮\n", "utf-8-sig")
    imports = leader.open(ImportsPage)
    assert drop(imports.view.start.drop, files(table)) is None and imports.view.stage == START
    registers = leader.open(RegistersPage, PAPERS)
    for place in (PAPERS, SCANS):
        registers.show_part(place)
        leader.settle()
        part: Any = registers.in_front
        assert drop(part.view, files(papers[0])) is None
        leader.settle()
    assert leader.office.intake.tray() == () and leader.prompts.errors == []


def test_every_place_that_takes_files_says_so_by_one_mechanism() -> None:
    gui = Path(dropping.__file__).parents[1]
    own = [path.name for path in gui.rglob("*.py") if "setAcceptDrops(True)" in path.read_text("utf-8")]
    assert own == ["dropping.py"]
