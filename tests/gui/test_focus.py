"""Nothing flashes up beside the window while its pages and forms open, and the form that opens has the focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.statistics.statistics_page import RANKING, StatisticsPage
from hotline_desktop.gui.views.supervision.supervision_view import CASES
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]


class Watch(QObject):
    """Notes every window that is shown but the office's own."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if shown and not isinstance(watched, QMainWindow):
            self.strays.append(type(watched).__name__)
        return False


@pytest.fixture
def watch(desk: Desk, qapp: QApplication) -> Iterator[Watch]:
    made = Watch()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


def test_no_page_opens_a_window_of_its_own(desk: Desk, register: Register, watch: Watch) -> None:
    ticket = register()
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
    for place in Place:
        page = desk.go(place)
        if isinstance(page, StatisticsPage):
            page.show_part(RANKING)
            desk.settle()
    assert watch.strays == []


def test_a_form_that_opens_has_the_focus_and_nothing_takes_it_away(
    desk: Desk, register: Register, watch: Watch
) -> None:
    page = desk.open(TicketsPage)
    desk.window.activateWindow()
    page.register()
    desk.settle()
    assert watch.strays == []
    focused = QApplication.focusWidget()
    assert focused is not None and focused.accessibleName() == "工单编号"


def test_tab_leads_from_the_last_field_to_the_button_that_records(desk: Desk, register: Register, qtbot: QtBot) -> None:
    page = desk.open(TicketsPage)
    desk.window.activateWindow()
    page.register()
    desk.settle()
    form = page.editor.form
    assert form is not None
    for _field in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        if not form.isAncestorOf(focused):
            break
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.editor.view.confirm


def test_turning_to_the_archive_goes_on_in_the_list_of_the_part_in_front(example: Desk) -> None:
    page: Any = example.go(Place.REGISTERS, "ledgers")
    example.window.activateWindow()
    example.go(Place.TODAY)
    example.go(Place.REGISTERS)
    page.come_in()
    focused = QApplication.focusWidget()
    assert isinstance(focused, RecordTable) and focused.accessibleName() == "工单台账"


def test_a_condition_that_is_taken_away_leaves_the_keyboard_in_the_list(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    desk.window.activateWindow()
    for button in (page.view.clear, page.view.task):
        page.open_at(TicketFilter(number="20220908100001"))
        desk.settle()
        button.setFocus()
        button.click()
        desk.settle()
        assert not button.isVisible() and QApplication.focusWidget() is page.view.table


def test_a_form_that_is_left_in_a_narrow_window_leads_back_to_the_ticket(desk: Desk, register: Register) -> None:
    register()
    page = desk.open_fresh(TicketsPage)
    desk.window.resize(1024, 700)
    desk.window.activateWindow()
    desk.settle()
    page._open_detail()
    page.panel.next_steps.take("urge")
    desk.settle()
    page.editor.leave()
    desk.settle()
    focused = QApplication.focusWidget()
    assert focused is not None and focused.isVisible() and page.panel.isAncestorOf(focused)


@pytest.mark.parametrize(("place", "part"), [(Place.REGISTERS, "ledgers"), (Place.SUPERVISION, CASES)])
def test_a_part_that_is_clicked_goes_on_in_its_list_and_keys_stay_with_the_buttons(
    example: Desk, qtbot: QtBot, place: Place, part: Any
) -> None:
    page: Any = example.go(place)
    example.window.activateWindow()
    button = getattr(page, "places", None) or page.view.places
    qtbot.mouseClick(button[part], Qt.MouseButton.LeftButton)
    example.settle()
    focused = QApplication.focusWidget()
    assert isinstance(focused, RecordTable) and focused.isVisible()
    first = next(iter(button.values()))
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    example.settle()
    assert first.isChecked() and first.hasFocus()


@pytest.mark.parametrize("place", [Place.TODAY, Place.REGISTERS, Place.STATISTICS, Place.SETTINGS, Place.IMPORTS])
def test_ctrl_f_leads_to_the_search_over_all_tickets_from_a_page_without_one(
    desk: Desk, register: Callable[..., int], place: Place
) -> None:
    register()
    desk.go(place)
    desk.window.navigator.ask("find")
    desk.settle()
    page = desk.shown(TicketsPage)
    assert QApplication.focusWidget() is page.view.search
