"""What F1 shows, and the flow chart of a ticket: read, turned over, drawn, printed, saved."""

from __future__ import annotations

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument

from hotline_desktop.gui.kit.manual_reader import ManualReader
from hotline_desktop.gui.records.sheets.chart_sheet import ChartSheet
from hotline_desktop.gui.records.sheets.help_sheet import HelpSheet
from hotline_desktop.gui.shell.pages.actions import ACTIONS
from hotline_desktop.gui.shell.printing.printing import print_pdf
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.gui.window_actions import HELP_TITLE
from tests.gui.desk import CLERK, RESOURCES, Desk
from tests.gui.test_printing import file_printer

Register = Callable[..., int]
HELP = "帮助"


@pytest.fixture
def sheet(desk: Desk) -> Iterator[HelpSheet]:
    desk.window.navigator.ask("help")
    desk.settle()
    shown = desk.prompts.opened(HELP)
    assert isinstance(shown, HelpSheet)
    yield shown
    desk.prompts.close_all()


@pytest.fixture
def ticket(desk: Desk, register: Register) -> int:
    ticket = register()
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
    return ticket


@pytest.fixture
def chart(desk: Desk, ticket: int) -> Iterator[ChartSheet]:
    page = desk.open(TicketsPage)
    page.open_at(ticket)
    desk.settle()
    page.panel.head.chart.click()
    desk.settle()
    shown = desk.prompts.opened("处置流程图 · 工单 20220908100001")
    assert isinstance(shown, ChartSheet)
    yield shown
    desk.prompts.close_all()


def test_help_opens_with_the_first_day_and_turns_to_every_chapter(sheet: HelpSheet) -> None:
    manual = sheet.manual
    assert [sheet.tabText(tab) for tab in range(sheet.count())] == [
        "使用说明",
        "流程图",
        "快捷键",
        "办理规范和督办办法",
        "关于",
    ]
    assert manual.chapters[0].title == "第一天"
    for row, chapter in enumerate(manual.chapters):
        manual.contents.setCurrentRow(row)
        assert manual.text.toPlainText().startswith(chapter.title)


@pytest.mark.parametrize("width", [620, 1300])
def test_no_chapter_of_the_manual_has_to_be_scrolled_sideways(sheet: HelpSheet, width: int) -> None:
    sheet.window().resize(width, 500)
    text = sheet.manual.text
    for row in range(len(sheet.manual.chapters)):
        sheet.manual.contents.setCurrentRow(row)
        text.grab()
        assert text.document().idealWidth() <= text.viewport().width()
        assert text.horizontalScrollBar().maximum() == 0


def test_help_is_one_window_that_leaves_the_work_alone(desk: Desk, sheet: HelpSheet) -> None:
    desk.window.navigator.ask("help")
    assert desk.prompts.opened(HELP) is sheet
    assert not sheet.window().isModal()
    assert desk.go(Place.TODAY).isVisible()
    sheet.window().close()
    assert desk.prompts.opened(HELP) is None


def test_the_help_s_chart_is_drawn_at_a_legible_size(sheet: HelpSheet, desk: Desk) -> None:
    sheet.setCurrentWidget(sheet.chart)
    desk.settle()
    (page,) = sheet.chart.canvas.pages
    assert page.height > page.width
    assert page.width * sheet.chart.canvas.percent / 75 > 0.9 * sheet.chart.canvas.width()


def test_every_picture_of_the_manual_is_there_and_small_and_every_view_has_one(qapp: object) -> None:
    folder = RESOURCES / "manual"
    shown = set()
    for path in folder.glob("*.md"):
        document = QTextDocument()
        document.setMarkdown(path.read_text("utf-8"))
        block = document.begin()
        while block.isValid():
            formats = [piece.fragment().charFormat() for piece in block]  # type: ignore[attr-defined]
            shown |= {form.toImageFormat().name() for form in formats if form.isImageFormat()}
            block = block.next()
    files = {f"pictures/{path.name}" for path in (folder / "pictures").iterdir()}
    assert shown == files
    assert all((folder / name).stat().st_size < 150_000 for name in files)
    named = runpy.run_path(str(folder / "take_pictures.py"))["NAMES"]
    assert {f"pictures/{named[place.value]}.png" for place in Place} <= files, "take_pictures.py takes them anew"


def test_the_manual_knows_every_key(qapp: object) -> None:
    keys = (RESOURCES / "manual" / "80_keys.md").read_text("utf-8")
    assert all(action.key in keys for action in ACTIONS if action.key)


def test_a_link_leads_to_another_chapter(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "1.md").write_text("# 一\n\n[二](2.md)", "utf-8")
    (tmp_path / "2.md").write_text("# 二\n\n正文", "utf-8")
    reader = ManualReader(tmp_path)
    reader.text.anchorClicked.emit(QUrl("2.md"))
    assert reader.contents.currentItem().text() == "二"
    reader.text.anchorClicked.emit(QUrl("3.md"))
    assert reader.contents.currentItem().text() == "二"
    reader.deleteLater()


def test_a_ticket_s_chart_says_where_it_stands_and_follows_it(desk: Desk, chart: ChartSheet, ticket: int) -> None:
    assert chart.here.text() == "现在在：承办单位接单"
    before = chart.canvas.pages[0].image.copy()
    changes = desk.office.tickets.do(ticket, "accept", {"handler": "沈强"}, CLERK).changes
    desk.window.navigator.publish(changes)
    desk.settle()
    assert chart.here.text() == "现在在：答复诉求人"
    assert chart.canvas.pages[0].image != before


def test_the_chart_opens_at_the_place_where_the_ticket_stands(desk: Desk, chart: ChartSheet, ticket: int) -> None:
    for step, values in (
        ("accept", {"handler": "沈强"}),
        ("answer", {"way": "电话", "recording": "LY-01", "content": "已停工"}),
        ("satisfaction", {"grade": "满意"}),
    ):
        changes = desk.office.tickets.do(ticket, step, values, CLERK).changes
    desk.window.navigator.publish(changes)
    desk.settle()
    assert chart.here.text() == "现在在：单位办结反馈"
    assert chart.canvas.verticalScrollBar().value() > 0


@pytest.mark.parametrize(("button", "name"), [("word", "流程图.docx"), ("pdf", "流程图.pdf")])
def test_the_chart_is_saved(desk: Desk, chart: ChartSheet, tmp_path: Path, button: str, name: str) -> None:
    desk.prompts.path = tmp_path / name
    getattr(chart, button).click()
    desk.settle()
    assert (tmp_path / name).stat().st_size > 5_000
    assert desk.prompts.message[-1] == f"已保存：{name}"
    assert not desk.prompts.errors


def test_the_chart_is_printed_as_one_page(desk: Desk, chart: ChartSheet, ticket: int, tmp_path: Path) -> None:
    assert desk.window.session is not None
    pdf = desk.office.flow_chart.page(ticket).pdf
    print_pdf(desk.window.session, pdf, lambda: None, lambda pages: file_printer(tmp_path / f"{pages}.pdf"))
    desk.settle()
    assert len(pypdf.PdfReader(tmp_path / "1.pdf").pages) == 1
    assert desk.prompts.message[-1] == "已送到打印机，共 1 页。"


def test_without_a_printer_the_chart_is_offered_as_a_file(desk: Desk, chart: ChartSheet, tmp_path: Path) -> None:
    desk.prompts.path = tmp_path / "流程图.pdf"
    chart.print_chart()
    desk.settle()
    assert (tmp_path / "流程图.pdf").exists()


@pytest.mark.parametrize(
    ("place", "target", "chapter"),
    [
        (Place.STATISTICS, None, "统计和季度考核"),
        (Place.SETTINGS, "time", "工作日和期限"),
        (Place.SETTINGS, "security", "数据的安全"),
        (Place.SETTINGS, "data", "备份和换电脑"),
        (Place.SUPERVISION, None, "督办"),
    ],
)
def test_the_help_opens_at_the_chapter_of_the_page(desk: Desk, place: Place, target: object, chapter: str) -> None:
    desk.go(place, target)
    desk.window.navigator.ask("help")
    opened = desk.prompts.opened(HELP_TITLE)
    assert isinstance(opened, HelpSheet)
    assert opened.manual.contents.currentItem().text() == chapter
    desk.prompts.close(HELP_TITLE)
