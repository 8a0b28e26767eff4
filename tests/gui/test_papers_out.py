"""待签字回收 over a real office: signed originals come back with date and scan, or are given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.views.registers.registers_page import RegistersPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]


def printed(desk: Desk, register: Register) -> int:
    ticket = register()
    desk.office.tickets.do(ticket, "first_contact", {"note": "已问清位置"}, CLERK)
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村"}, CLERK)
    desk.office.papers.remember_printed([ticket], PaperKind.SATISFACTION, "待填", CLERK)
    return ticket


def test_papers_that_are_out_come_back_with_their_date_and_scan(desk: Desk, register: Register, tmp_path: Path) -> None:
    ticket = printed(desk, register)
    desk.clock.now += timedelta(days=1)
    page = desk.open(RegistersPage, "papers")
    out = page.papers.view
    (row,) = out.table.records.rows
    assert (row.paper.ticket_number, row.paper.kind, row.days) == ("20220908100001", "测评表", 1)
    scan = tmp_path / "测评表.pdf"
    scan.write_bytes(b"%PDF-1.4 made up")
    desk.prompts.path = scan
    out.scan.click()
    out.returned_on.set_value("过几天")
    page.save()
    desk.settle()
    assert "交回日期" in desk.prompts.message[-1] and out.table.records.rowCount() == 1
    out.returned_on.set_value(date(2022, 9, 9))
    page.save()
    desk.settle()
    assert desk.prompts.errors == [] and out.lists.currentWidget() is out.none
    (paper,) = desk.office.papers.of_ticket(ticket)
    assert paper.returned_on == date(2022, 9, 9)
    assert [file.name for file in desk.office.tickets.detail(ticket).attachments] == ["测评表.pdf"]


def test_a_spoilt_paper_is_waited_for_no_more_until_ctrl_z(desk: Desk, register: Register) -> None:
    printed(desk, register)
    page = desk.open(RegistersPage, "papers")
    page.papers.view.give_up.click()
    desk.settle()
    desk.window.toast.end()  # some seconds later
    assert desk.office.papers.awaited() == () and desk.prompts.asked == [], "nothing is asked that can be taken back"
    desk.window.navigator.ask("undo")
    desk.settle()
    assert desk.prompts.errors == [] and page.papers.view.table.records.rowCount() == 1


def test_the_selected_paper_stays_so_while_another_program_takes_one_before_it(desk: Desk, register: Register) -> None:
    for number in ("20220908100011", "20220908100012", "20220908100013"):
        ticket = register(number)
        desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
        desk.office.papers.remember_printed([ticket], PaperKind.SATISFACTION, "待填", CLERK)
    page = desk.open(RegistersPage, "papers")
    page.papers.view.table.select_row(1)
    desk.office.papers.give_up(desk.office.papers.awaited()[0].id, "李伟")
    page.refresh(Changes(everything=True))
    desk.settle()
    page.save()
    desk.settle()
    assert [paper.ticket_number for paper in desk.office.papers.awaited()] == ["20220908100013"]


def test_a_double_click_or_a_key_held_down_says_it_of_one_paper(desk: Desk, register: Register) -> None:
    """The next row is selected by the time of the second press."""
    for number in ("20220908100011", "20220908100012", "20220908100013"):
        ticket = register(number)
        desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
        desk.office.papers.remember_printed([ticket], PaperKind.SATISFACTION, "待填", CLERK)
    view = desk.open(RegistersPage, "papers").papers.view
    window, none = desk.window.windowHandle(), Qt.KeyboardModifier.NoModifier
    for button in (view.turn, view.came_back):
        place = button.mapTo(desk.window, button.rect().center())
        QTest.mouseDClick(window, Qt.MouseButton.LeftButton, none, place)
        desk.settle()
        assert view.shows_settled == (button is view.turn), "pressed twice it would be as before"
        view.turn.setChecked(False)
        view.turn.clicked.emit()
        desk.settle()
    assert len(desk.office.papers.awaited()) == 2
    view.came_back.setFocus()
    for key in (QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", held, 1) for held in (False, True)):
        QApplication.sendEvent(view.came_back, key)
        desk.settle()
    assert len(desk.office.papers.awaited()) == 1


def test_what_was_said_of_the_wrong_paper_is_found_and_taken_back_later(desk: Desk, register: Register) -> None:
    ticket = printed(desk, register)
    page = desk.open(RegistersPage, "papers")
    view = page.papers.view
    page.save()
    page.save()  # Ctrl+S once more while it is being written
    desk.settle()
    desk.window.toast.end()
    view.turn.click()
    desk.settle()
    (paper,) = view.settled.records.rows
    assert view.lists.currentWidget() is view.settled and paper.returned_on == date(2022, 9, 8)
    assert view.wait_again.isVisibleTo(page) and not view.came_back.isVisibleTo(page)
    page.save()
    desk.settle()
    desk.window.navigator.ask("undo")
    desk.settle()
    assert desk.prompts.errors == [] and desk.prompts.message[-1].startswith("已撤回登记，重新等：测评表（工单")
    assert view.lists.currentWidget() is view.none_settled
    view.turn.click()
    desk.settle()
    assert view.table.records.rowCount() == 1 and desk.office.papers.of_ticket(ticket)[0].is_out


def test_a_paper_that_is_out_leads_to_its_ticket(desk: Desk, register: Register) -> None:
    ticket = printed(desk, register)
    page = desk.open(RegistersPage, "papers")
    page.papers.view.open.click()
    desk.settle()
    shown = desk.shown(TicketsPage)
    assert shown.panel.ticket_id == ticket


def test_a_paper_that_came_back_is_told_with_its_ticket_and_leads_there(desk: Desk, register: Register) -> None:
    ticket = printed(desk, register)
    told: list[tuple[str, str, Callable[[], None]]] = []
    desk.prompts.said.connect(lambda text, action, deed, _back: told.append((text, action, deed)))
    page = desk.open(RegistersPage, "papers")
    page.save()
    desk.settle()
    text, action, deed = told[-1]
    assert text == "已登记交回：测评表（工单 20220908100001）" and action == "看工单"
    deed()
    desk.settle()
    assert desk.shown(TicketsPage).panel.ticket_id == ticket
