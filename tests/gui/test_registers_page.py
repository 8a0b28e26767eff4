"""档案 over a real office: papers that come back, registers and ledgers for a period, and their files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.registers.registers_page import LEDGERS, PAPERS, REGISTERS, RegistersPage
from hotline_desktop.gui.views.registers.registers_view import _columns
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]
RETURN = {
    "reason": "非本单位职能",
    "detail": "路段属区管",
    "duty": "三定方案",
    "suggested_unit": "水务站",
    "leader": "周明",
    "approved_on": "2022-09-08",
    "asked_at": "2022-09-08 10:20",
}


def dispatched(desk: Desk, register: Register, number: str = "20220908100001") -> int:
    ticket = register(number)
    desk.office.tickets.do(ticket, "dispatch", {"unit": "城管中队", "no_contact_reason": "测试"}, CLERK)
    return ticket


def cells(table: RecordTable) -> list[str]:
    model = table.records
    return [
        str(model.index(row, column).data()) for row in range(model.rowCount()) for column in range(model.columnCount())
    ]


def test_the_rail_leads_to_it_behind_supervision(desk: Desk, qtbot: QtBot) -> None:
    text = [button.text() for button in desk.window.rail.findChildren(QToolButton)]
    assert text[:4] == ["今日", "工单", "督办", "档案"]
    qtbot.keyClick(desk.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert isinstance(desk.window.stack.page, RegistersPage)


def test_paper_that_is_out_comes_back_with_its_date(desk: Desk, register: Register) -> None:
    ticket = dispatched(desk, register)
    desk.office.papers.remember_printed([ticket], PaperKind.SATISFACTION, "待填", CLERK)
    page = desk.open(RegistersPage, PAPERS)
    view = page.papers.view
    assert "测评表" in cells(view.table)
    page.save()
    desk.settle()
    assert desk.office.papers.awaited() == ()
    assert view.lists.currentWidget() is view.none


def test_register_shows_its_lines_for_the_year_and_opens_their_tickets(desk: Desk, register: Register) -> None:
    ticket = dispatched(desk, register)
    desk.office.tickets.do(ticket, "return_request", RETURN, CLERK)
    part = desk.open(RegistersPage, RegisterKind.RETURN).registers
    table = part.view.tables[RegisterKind.RETURN]
    assert part.view.lists.currentWidget() is table
    assert {"退单〔2022〕1号", "城管中队", "待审核"} <= set(cells(table))
    assert part.view.count.text() == "共 1 件"
    table.opened.emit(table.current)
    desk.settle()
    listed = desk.shown(TicketsPage)
    assert listed.panel.ticket_id == ticket


def test_register_without_lines_says_what_will_stand_there(desk: Desk) -> None:
    part = desk.open(RegistersPage, RegisterKind.UNFOUNDED).registers
    assert part.view.lists.currentWidget() is part.view.none
    assert part.view.none.title.text() == "不属实登记簿在这段时间没有登记"
    assert not part.view.excel.isEnabled() and not part.view.pdf.isEnabled()


def test_period_is_chosen_by_word_or_typed(desk: Desk, register: Register) -> None:
    register(received_at="2022-08-30 09:00", called_at="2022-08-30 08:00")
    part = desk.open(RegistersPage, LEDGERS).ledgers
    assert (part.period, part.count) == (Period(date(2022, 9, 1), date(2022, 9, 30)), 0)
    part.view.period_choice.setCurrentText("上月")
    part.view.period_choice.activated.emit(1)
    desk.settle()
    assert (part.period, part.count) == (Period(date(2022, 8, 1), date(2022, 8, 31)), 1)
    part.view.first.line.setText("2022-08-31")
    desk.settle()
    assert (part.view.period_choice.currentText(), part.count) == ("自定", 0)
    part.view.first.line.setText("2022-09-31")
    desk.settle()
    assert part.period is None and "开始日期" in part.view.fault.text()
    assert not part.view.excel.isEnabled()


def test_preview_and_files_are_masked_unless_asked_for_in_full(desk: Desk, register: Register, tmp_path: Path) -> None:
    register()
    page = desk.open(RegistersPage, RegisterKind.TICKETS)
    part = page.ledgers
    shown = cells(part.view.tables[RegisterKind.TICKETS])
    assert "赵**" in shown and "138****0001" in shown
    desk.prompts.path = tmp_path / "a.xlsx"
    desk.window.navigator.ask("export")
    desk.settle()
    assert "赵**" in read_sheets(tmp_path / "a.xlsx")[0].rows[1]
    assert desk.office.settings.history() == ()
    desk.prompts.agrees = False
    part.write(".xlsx", full=True)
    desk.settle()
    assert desk.office.settings.history() == ()
    desk.prompts.agrees = True
    part.write(".xlsx", full=True)
    desk.settle()
    assert "赵文静" in read_sheets(tmp_path / "a.xlsx")[0].rows[1]
    assert desk.office.settings.history()[0].step == "完整导出工单台账"
    assert desk.prompts.message[-1] == "已导出 1 件（完整数据）：a.xlsx"


def test_printing_writes_the_pdf(desk: Desk, register: Register, tmp_path: Path) -> None:
    register()
    desk.open(RegistersPage, RegisterKind.TICKETS)
    desk.prompts.path = tmp_path / "a.pdf"
    desk.window.navigator.ask("print")
    desk.settle()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert desk.prompts.errors == []


def test_file_that_cannot_be_written_is_told_and_nothing_is_remembered(
    desk: Desk, register: Register, tmp_path: Path
) -> None:
    register()
    part = desk.open(RegistersPage, RegisterKind.TICKETS).ledgers
    desk.prompts.path = tmp_path / "no" / "a.pdf"
    part.write(".pdf", full=True)
    desk.settle()
    assert "没有写成" in desk.prompts.errors[0]
    assert desk.office.settings.history() == ()


def test_what_is_recorded_elsewhere_shows_when_the_page_is_turned_to(desk: Desk, register: Register) -> None:
    page = desk.open(RegistersPage, REGISTERS)
    assert page.registers.count == 0
    ticket = dispatched(desk, register)
    desk.go(Place.TICKETS)
    done = desk.office.tickets.do(ticket, "return_request", RETURN, CLERK)
    desk.window.navigator.publish(done.changes)
    desk.open(RegistersPage)
    desk.settle()
    assert page.registers.count == 1


def test_the_stage_of_a_later_round_stands_whole_in_the_ledger(theme: Theme, qtbot: QtBot) -> None:
    (stage,) = [column for column in _columns(RegisterKind.TICKETS) if column.caption == "阶段"]
    table = RecordTable(theme, (stage,), "台账")
    qtbot.addWidget(table)
    assert table._width(stage) >= table.fontMetrics().horizontalAdvance("待回访·第2轮") + 8
