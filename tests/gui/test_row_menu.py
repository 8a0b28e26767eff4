"""The right button on the list: the steps of the ticket that was pressed, its number, and what several share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QPoint
from PySide6.QtGui import QGuiApplication

from hotline_desktop.gui.views.tickets.tickets_page import EDITOR, TicketsPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]
_WHOLE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


def words(page: TicketsPage) -> list[str]:
    menu = page.row_menu.menu
    assert menu is not None and menu.isVisible()
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def press_right(page: TicketsPage, ticket_id: int) -> None:
    """As the window does it: the row is chosen and the menu asked for before the ticket has come."""
    index = page.model.index(page.model.row_of(ticket_id), 0)
    # Not selectRow: it takes a Ctrl that an earlier test pressed for one that is held.
    page.view.table.selectionModel().setCurrentIndex(index, _WHOLE_ROW)
    place = page.view.table.visualRect(index).center()
    page.view.table.customContextMenuRequested.emit(place)


def choose(page: TicketsPage, word: str) -> None:
    menu = page.row_menu.menu
    assert menu is not None
    next(action for action in menu.actions() if action.text().startswith(word)).trigger()
    menu.close()


def test_menu_begins_with_the_leading_step_of_the_ticket_that_was_pressed(desk: Desk, register: Register) -> None:
    fresh, dispatched = register("20220908100001"), register("20220908100002")
    desk.office.tickets.do(dispatched, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
    page = desk.open_fresh(TicketsPage)
    first = words_of(page, desk, fresh)
    second = words_of(page, desk, dispatched)
    assert first[0] == "先行联系\tAlt+1" and second[0] == "承办单位接单\tAlt+1"
    assert first[-4:] == second[-4:] == ["复制工单编号", "打开", "在单独的窗口里打开\tCtrl+T", "打印…"]
    choose(page, "承办单位接单")
    desk.settle()
    assert page._stack.currentIndex() == EDITOR and page.editor.task is not None
    assert (page.editor.task.ticket_id, page.editor.task.step.id) == (dispatched, "accept")


def words_of(page: TicketsPage, desk: Desk, ticket_id: int) -> list[str]:
    press_right(page, ticket_id)
    desk.settle()
    return words(page)


def test_menu_copies_the_number(desk: Desk, register: Register) -> None:
    page = desk.open(TicketsPage, register("20220908100077"))
    press_right(page, page.panel.ticket_id)
    desk.settle()
    choose(page, "复制工单编号")
    assert QGuiApplication.clipboard().text() == "20220908100077"
    assert desk.prompts.message[-1] == "已复制工单编号 20220908100077"


def test_menu_of_several_offers_what_they_share(desk: Desk, register: Register) -> None:
    register("20220908100001")
    register("20220908100002")
    page = desk.open_fresh(TicketsPage)
    table = page.view.table
    table.selectAll()
    table.customContextMenuRequested.emit(QPoint(20, 20))
    assert words(page) == ["打开", "在单独的窗口里打开\tCtrl+T", "派单…", "打印…"]


def test_menu_is_not_shown_where_nothing_is_listed(desk: Desk) -> None:
    page = desk.open_fresh(TicketsPage)
    page.view.table.customContextMenuRequested.emit(QPoint(20, 20))
    desk.settle()
    assert page.row_menu.menu is None
