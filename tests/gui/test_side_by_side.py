"""Several tickets in windows of their own: each is worked on there, follows the others, and leaves nothing behind."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.kit.placing import side_by_side
from hotline_desktop.gui.views.tickets.ticket_window import TicketWindow, window_title
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]
NUMBERS = [f"2022090810000{digit}" for digit in (1, 2, 3)]


def page_with(desk: Desk, register: Register) -> TicketsPage:
    for number in NUMBERS:
        register(number)
    assert desk.window.session is not None
    desk.window.session.clerk = CLERK
    page = desk.open(TicketsPage)
    page.list.load()
    desk.settle()
    return page


def opened(desk: Desk, number: str) -> TicketWindow:
    content = desk.prompts.opened(window_title(number))
    assert isinstance(content, TicketWindow)
    return content


def test_three_selected_tickets_open_in_three_windows_by_one_key(desk: Desk, register: Register, qtbot: QtBot) -> None:
    page = page_with(desk, register)
    page.view.table.selectAll()
    qtbot.keyClick(page.view.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    for number in NUMBERS:
        assert opened(desk, number).panel.head.number.text() == number
    qtbot.keyClick(page.view.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert len(desk.prompts.windows) == 3, "a ticket that is open is brought to the front"
    desk.prompts.close(window_title(NUMBERS[0]))
    desk.settle()
    assert opened(desk, NUMBERS[1]).isVisible() and opened(desk, NUMBERS[2]).isVisible()


def test_a_step_taken_in_one_place_is_seen_in_every_other(desk: Desk, register: Register, qtbot: QtBot) -> None:
    page = page_with(desk, register)
    page.list.go_to(desk.office.tickets.find(NUMBERS[0]))
    desk.settle()
    page.open_beside()
    desk.settle()
    beside = opened(desk, NUMBERS[0])
    beside.panel.next_steps.take("first_contact")
    desk.settle()
    assert beside.filling_in and beside.editor.form is not None
    beside.editor.form.set_values({"result": "已联系", "note": "已与诉求人通话"})
    beside.editor.confirm()
    desk.settle()
    assert not beside.filling_in, beside.editor.view.problem.text()
    assert "first_contact" not in beside.panel.next_steps.leading
    assert page.panel.detail is not None and len(page.panel.detail.history) == 2, "the list's pane follows"
    desk.office.tickets.do(page.panel.ticket_id, "dispatch", {"unit": "新海村"}, CLERK)
    assert desk.window.session is not None
    desk.window.session.publish(Changes(tickets=frozenset((page.panel.ticket_id,))))
    desk.settle()
    assert beside.panel.detail is not None and beside.panel.detail.ticket.unit == "新海村"
    assert page.panel.detail.ticket.unit == "新海村"


def test_a_closed_window_keeps_its_draft_and_leaves_nothing_behind(desk: Desk, register: Register) -> None:
    page = page_with(desk, register)
    page.list.go_to(desk.office.tickets.find(NUMBERS[0]))
    desk.settle()
    page.open_beside()
    desk.settle()
    beside = opened(desk, NUMBERS[0])
    beside.panel.next_steps.take("first_contact")
    desk.settle()
    assert beside.editor.form is not None
    beside.editor.form.set_values({"note": "打了一半"})
    gone = [weakref.ref(each) for each in (beside, beside.panel, beside.editor)]
    desk.prompts.close_all()
    del beside
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.settle()
    gc.collect()
    assert [each() for each in gone] == [None, None, None]
    assert not any("工单 2022" in each.windowTitle() for each in QApplication.topLevelWidgets())
    page.panel.next_steps.take("first_contact")
    desk.settle()
    assert page.editor.form is not None and page.editor.form.values()["note"] == "打了一半"


def test_windows_stand_side_by_side_while_there_is_room() -> None:
    room, size = QRect(0, 0, 1920, 1080), QSize(520, 860)
    places: list[QRect] = []
    for _window in range(3):
        places.append(QRect(side_by_side(size, places, room), size))
    assert all(room.contains(place) for place in places)
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[i + 1 :])
    fourth = QRect(side_by_side(size, places, room), size)
    assert room.contains(fourth) and fourth.topLeft() != QPoint(places[0].topLeft())
