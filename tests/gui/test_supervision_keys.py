"""Supervision by the keyboard: the same keys as on the ticket page, and the focus where one goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.supervision.supervision_page import EDITOR, SupervisionPage
from hotline_desktop.gui.views.supervision.supervision_view import CASES, POOL, TALKS
from hotline_desktop.services.records.candidate_lines import opening_values
from tests.domain.case_walk import ABOVE
from tests.gui.desk import CLERK, Desk

ALT = Qt.KeyboardModifier.AltModifier
_NUMBERS = tuple(f"2022090810000{last}" for last in (1, 2, 3))


@pytest.fixture
def page(desk: Desk, register: Callable[..., int]) -> SupervisionPage:
    """Three candidates: tickets whose units are late."""
    tickets = desk.office.tickets
    for number, unit in zip(_NUMBERS, ("城管中队", "新海村", "规建办"), strict=True):
        ticket_id = register(number)
        tickets.do(ticket_id, "first_contact", {"note": "已致电"}, CLERK)
        tickets.do(ticket_id, "dispatch", {"unit": unit}, CLERK)
    desk.clock.now = datetime(2022, 9, 15, 9, 0)
    page = desk.open(SupervisionPage)
    desk.window.activateWindow()
    return page


def _press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier = ALT) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)
    desk.settle()


def _fill(page: SupervisionPage, desk: Desk, **values: object) -> None:
    assert page._stack.currentIndex() == EDITOR and page.editor.form is not None
    page.editor.form.set_values(values)
    _press(desk, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_the_pool_is_worked_off_from_the_list(desk: Desk, page: SupervisionPage) -> None:
    page.come_in()
    _press(desk, Qt.Key.Key_Down)
    _press(desk, Qt.Key.Key_3)
    _fill(page, desk, why="单位已在期限内口头报告")
    assert page.view.pool.hasFocus() and page.view.pool.current.ticket_numbers == (_NUMBERS[2],), "the next one"
    _press(desk, Qt.Key.Key_1)
    _fill(page, desk, method="电话督办")
    assert page.view.cases.hasFocus() and page.view.cases.current.case.ticket_numbers == (_NUMBERS[2],)
    _press(desk, Qt.Key.Key_1)
    assert page.editor.task is not None and page.editor.task.step.id == "phone_call"


def test_what_was_taken_up_by_mistake_stands_in_the_pool_again(desk: Desk, page: SupervisionPage) -> None:
    """Only a matter entered by hand goes back there as a case of its own; what shows it is turned to the pool."""
    supervision = desk.office.supervision
    case_id = supervision.start("propose", {**ABOVE, "tickets": _NUMBERS[0]}, CLERK).id
    supervision.do(case_id, "take_up", {"method": "电话督办"}, CLERK)
    desk.window.navigator.publish(Changes(cases=True))
    desk.go(Place.SUPERVISION, case_id)
    assert page.view.cases.current.case.id == case_id
    desk.window.navigator.publish(supervision.withdraw(case_id, "误纳入", CLERK).changes)
    desk.settle()
    assert page.view.parts.currentIndex() == POOL and page.view.pool.current.case_id == case_id


def test_a_case_that_conditions_leave_out_is_let_in_when_it_is_asked_for(desk: Desk, page: SupervisionPage) -> None:
    supervision = desk.office.supervision
    ids = [
        supervision.start("open_case", {**opening_values(each), "method": "电话督办"}, CLERK).id
        for each in desk.office.candidates.undecided()[:2]
    ]
    desk.window.navigator.publish(Changes(cases=True))
    desk.go(Place.SUPERVISION, ids[0])
    page.view.search.setText("新海村")
    page._typing.timeout.emit()
    assert page.view.cases.current.case.id == ids[1] == page.panel.case_id, "the pane is what is selected"
    page.view.search.setText("没有这样的事")
    page._typing.timeout.emit()
    assert page.panel.case_id == 0
    desk.go(Place.SUPERVISION, ids[0])
    assert page.view.cases.current.case.id == ids[0] and page.view.search.text() == ""


def test_a_talk_is_led_on_by_keys(desk: Desk, page: SupervisionPage) -> None:
    page.view.places[TALKS].click()
    desk.settle()
    page.view.talks.first.click()
    desk.settle()
    _fill(page, desk, unit="新海村", ground="推诿敷衍或不作为", evidence="两件逾期")
    assert page.view.talks.table.hasFocus()
    _press(desk, Qt.Key.Key_1)
    assert page.editor.task is not None and page.editor.task.step.id == "talk_decide"
    assert page.view.parts.currentIndex() == TALKS != CASES


def test_the_keyboard_stays_with_the_record_when_what_it_was_on_goes_away(desk: Desk, page: SupervisionPage) -> None:
    """Else the next Enter would turn to 今日, the first thing in the window."""
    talks = desk.office.talks
    talk_id = talks.propose({"unit": "新海村", "ground": "推诿敷衍或不作为", "evidence": "两件逾期"}, CLERK).id
    talks.do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "同意", "opinion": "尽快约谈"}, CLERK)
    notice = {"talk_at": "2022-09-16 09:00", "place": "镇政府", "attendants": "陆建国", "demands": "说明退单情况"}
    talks.do(talk_id, "talk_notify", notice, CLERK)
    page.view.places[TALKS].click()
    desk.settle()
    panel = page.view.talks.panel
    panel.notice.setFocus()
    desk.window.navigator.publish(talks.withdraw(talk_id, "发早了", CLERK).changes)
    desk.settle()
    assert not panel.notice.isVisible() and panel.next_steps.has_focus


def test_a_case_that_was_just_opened_is_the_one_that_is_turned_to(desk: Desk, page: SupervisionPage) -> None:
    """Enter goes on with it: on an older and more urgent one the next step would be recorded of the wrong matter."""
    supervision = desk.office.supervision
    older = supervision.start("propose", {**ABOVE, "tickets": _NUMBERS[2]}, CLERK).id
    supervision.do(older, "take_up", {"method": "电话督办"}, CLERK)
    desk.window.navigator.publish(Changes(cases=True))
    desk.settle()
    page.come_in()
    number = page.view.pool.current.ticket_numbers
    _press(desk, Qt.Key.Key_1)
    _fill(page, desk, method="电话督办")
    assert page.view.cases.hasFocus() and page.view.cases.current.case.ticket_numbers == number
    assert page.panel.detail is not None
    assert page.panel.case_id == page.panel.detail.id == page.view.cases.current.case.id != older
