"""Whole ways without a mouse: a ticket from the call to the archive, a candidate to its case file; keys are counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.terms.options import Stage, SupervisionMethod
from hotline_desktop.gui.records.steps.step_editor import StepEditor
from hotline_desktop.gui.records.steps.step_form import StepForm
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.tickets.tickets_page import LIST, TicketsPage
from tests.gui.desk import CLERK, Desk
from tests.journeys.keys import ALT, CTRL, Keyboard

NUMBER = "20220908100088"


def form_of(editor: StepEditor) -> StepForm:
    assert editor.form is not None, editor.view.problem.accessibleName()
    return editor.form


def confirm(board: Keyboard, page: TicketsPage | SupervisionPage) -> None:
    board.press(Qt.Key.Key_Return, CTRL)
    assert page._stack.currentIndex() == LIST, page.editor.view.problem.accessibleName()
    board.desk.clock.now += timedelta(minutes=20)


def take(board: Keyboard, page: TicketsPage | SupervisionPage, step: str, **values: str) -> None:
    """Opens a step by its key, or by a few letters of it in Ctrl+K; fills it in; confirms."""
    steps = page.panel.next_steps
    board.decide()
    near = list(steps.buttons)
    if step in near:
        key = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)[near.index(step)]
        board.press(key, ALT)
    else:
        label = next(each.word for each in steps.commands() if each.word == steps.entries[step].text())
        board.press(Qt.Key.Key_K, CTRL)
        board.type(label)
        board.press(Qt.Key.Key_Return)
    board.fill(form_of(page.editor), **values)
    confirm(board, page)


def test_a_ticket_goes_from_the_call_to_the_archive_by_keyboard_alone(desk: Desk, qtbot: QtBot) -> None:
    page = desk.open(TicketsPage)
    assert desk.window.session is not None
    desk.window.session.clerk = CLERK
    desk.window.session.known.load()
    desk.settle()
    desk.window.activateWindow()
    board = Keyboard(desk, qtbot)
    board.press(Qt.Key.Key_N, CTRL)
    content = "海虹小区12号楼前路灯不亮已一周，物业不处理"
    board.fill(form_of(page.editor), number=NUMBER, content=content, caller="赵文静", phones="13800010001")
    confirm(board, page)
    assert page.panel.head.number.text() == NUMBER
    take(board, page, "first_contact", note="路灯共三盏，晚间出行不便")
    take(board, page, "dispatch", unit="xhc")
    take(board, page, "accept")
    take(board, page, "answer", way="电话（全程录音）", recording="LY01", content="已更换灯泡，诉求人认可")
    take(board, page, "satisfaction", grade="满意")
    done = {"fact": "属实", "demand": "符合政策法规", "resolution": "实际解决"}
    take(board, page, "result", handling="更换三盏路灯灯泡，当晚恢复照明", **done)
    take(board, page, "review", answered="是", handled="是", verdict="通过")
    grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
    take(board, page, "callback", **grades, matches="是", verdict="通过")
    for step, values in (("close", {}), ("sheet_back", {}), ("platform_close", {"operator": "沈强"}), ("archive", {})):
        take(board, page, step, **values)
    detail = desk.office.tickets.detail(desk.office.tickets.find(NUMBER))
    assert detail.ticket.stage is Stage.ARCHIVED and detail.ticket.unit == "新海村"
    assert desk.prompts.errors == []
    print(f"register to archive: {board.keys} keys, {board.letters} letters, KLM {board.seconds:.0f} s without letters")
    assert board.keys < 160


def test_a_candidate_becomes_a_case_by_keyboard_alone(desk: Desk, qtbot: QtBot) -> None:
    raw = {"number": NUMBER, "content": "路灯不亮", "caller": "赵文静", "phones": "13800010001"}
    times = {"called_at": "2022-09-05 08:50", "received_at": "2022-09-05 09:10"}
    ticket = desk.office.tickets.register({**raw, **times}, CLERK, datetime(2022, 9, 5, 9, 10)).id
    handed = {"unit": "新海村", "handed_on": "2022-09-05 10:00", "no_contact_reason": "市民要求不联系"}
    desk.office.tickets.do(ticket, "dispatch", handed, CLERK)
    desk.clock.now = datetime(2022, 9, 20, 9, 0)
    assert desk.window.session is not None
    desk.window.session.clerk = CLERK
    desk.window.session.known.load()
    desk.window.activateWindow()
    desk.go(Place.TODAY)
    board = Keyboard(desk, qtbot)
    board.press(Qt.Key.Key_3, CTRL)
    page = desk.shown(SupervisionPage)
    assert page.view.pool.hasFocus()
    board.decide()
    board.press(Qt.Key.Key_Return)
    board.fill(form_of(page.editor), method=SupervisionMethod.PHONE.value)
    confirm(board, page)
    (case,) = desk.office.supervision.cases()
    assert case.stage is not CaseStage.POOL and page.panel.case_id == case.id
    focused = QApplication.focusWidget()
    assert focused is not None and page.isAncestorOf(focused)
    board.press(Qt.Key.Key_F, CTRL)
    assert page.view.search.hasFocus()
    print(f"candidate to case: {board.keys} keys, KLM {board.seconds:.0f} s")
    assert board.keys < 20


def test_search_list_ticket_and_step_without_a_mouse(desk: Desk, qtbot: QtBot) -> None:
    for digit in range(1, 4):
        desk.office.tickets.register(
            {"number": f"2022090810000{digit}", "content": f"第{digit}处路灯不亮", "caller": "赵文静"}, CLERK
        )
    page = desk.open(TicketsPage)
    assert desk.window.session is not None
    desk.window.session.clerk = CLERK
    desk.window.activateWindow()
    board = Keyboard(desk, qtbot)
    board.press(Qt.Key.Key_F, CTRL)
    board.type("路灯")
    board.press(Qt.Key.Key_Down)
    assert page.view.table.hasFocus() and page.model.rowCount() == 3
    board.press(Qt.Key.Key_Down)
    assert page.panel.head.number.text() == page.model.rows[1].number
    board.press(Qt.Key.Key_Return)
    leading = page.panel.next_steps.buttons[page.panel.next_steps.leading]
    assert leading.hasFocus(), "Enter leads to the leading step"
    board.press(Qt.Key.Key_Return)
    assert form_of(page.editor).step.id == page.panel.next_steps.leading, "Enter presses what has the focus"
    board.press(Qt.Key.Key_Escape)
    assert page.view.table.hasFocus()
    board.press(Qt.Key.Key_Down, ALT)
    assert page.panel.head.number.text() == page.model.rows[2].number
