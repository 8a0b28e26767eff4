"""A clerk in a hurry, at a PC that changed overnight: twice, too fast, in the middle, on another screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from hotline_desktop.domain.records.summaries import Changes, TicketFilter
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.remembered.text_size import TEXT_SIZES
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.tickets.tickets_page import LIST
from hotline_desktop.services.office import Office
from tests.gui.desk import CLERK, Answers, Clock, Desk
from tests.pictures.geometry import faults

Register = Callable[..., int]
_PLACES = (Place.TODAY, Place.TICKETS, Place.SUPERVISION, Place.STATISTICS)


@pytest.fixture
def large_texts(theme: Theme, qapp: QApplication) -> Iterator[None]:
    theme.enlarge(TEXT_SIZES["特大"])
    theme.apply(qapp)
    yield
    theme.enlarge(0)
    theme.apply(qapp)


def test_the_largest_texts_fit_the_smallest_usual_screen(large_texts: None, example: Desk) -> None:
    example.window.resize(1280, 720)
    wrong = []
    for place in _PLACES:
        example.go(place)
        wrong += [f"{place.value}: {line}" for line in faults(example.window)]
    assert wrong == []


def test_a_dark_system_leaves_the_window_as_it_is(example: Desk, qapp: QApplication) -> None:
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(Qt.ColorScheme.Dark)
    try:
        qapp.processEvents()
        for place in (Place.TICKETS, Place.SETTINGS):
            example.go(place)
            assert [line for line in faults(example.window) if line.startswith("pale")] == []
    finally:
        hints.unsetColorScheme()


def test_a_window_of_a_screen_that_is_gone_comes_back_on_this_one(
    theme: Theme, office: Office, clock: Clock, desk: Desk
) -> None:
    memory = desk.window._memory
    desk.window.move(QPoint(5000, 3000))
    desk.window.resize(1366, 768)
    memory.setValue("window/geometry", desk.window.saveGeometry())
    memory.sync()
    jobs = Jobs()
    again = MainWindow(theme, jobs, Answers(theme), desk.data_dir, clock)
    again.keeps_office_open = True
    again.show()
    settle(jobs)
    seen = again.frameGeometry().intersected(again.screen().availableGeometry())
    assert seen.width() > 200 and seen.height() > 200
    again.close()
    again.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_confirming_twice_records_once(desk: Desk, register: Register) -> None:
    ticket = register()
    page: Any = desk.go(Place.TICKETS, ticket)
    before = len(desk.office.tickets.detail(ticket).history)
    page.panel.next_steps.take("first_contact")
    desk.settle()
    page.editor.form.set_values({"note": "路灯共三盏"})
    page.editor.confirm()
    page.editor.confirm()
    page.editor.view.confirm.click()
    desk.settle()
    assert len(desk.office.tickets.detail(ticket).history) == before + 1 and desk.prompts.errors == []


def test_registering_twice_with_ctrl_enter_makes_one_ticket(desk: Desk) -> None:
    page: Any = desk.go(Place.TICKETS, "register")
    page.editor.form.set_values({"number": "20220908100077", "content": "路灯不亮"})
    for _time in range(2):
        QTest.keyClick(desk.window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.editor.confirm()
    desk.settle()
    assert desk.office.tickets.count(TicketFilter()) == 1 and desk.prompts.errors == []


def test_a_filter_that_changes_while_the_list_loads_wins(desk: Desk, register: Register) -> None:
    for place in range(6):
        register(f"2022090810{place:04}", level="紧急" if place % 2 else "一般")
    page: Any = desk.go(Place.TICKETS)
    for stages in ((Stage.ARCHIVED,), (Stage.TO_DISPATCH,), ()):
        page.filters.show(TicketFilter(stages=stages, levels=(Level.URGENT,)))
    page.view.search.setText("施工")
    page.view.search.returnPressed.emit()
    desk.settle()
    shown = {row.number for row in page.model.rows}
    assert shown == {"20220908100001", "20220908100003", "20220908100005"}
    assert page.panel.head.number.text() in shown


def test_escape_in_the_middle_of_everything_leaves_a_list_and_a_draft(desk: Desk, register: Register) -> None:
    ticket = register()
    page: Any = desk.go(Place.TICKETS, ticket)
    desk.window.activateWindow()
    page.panel.next_steps.take("first_contact")  # its form is on its way
    for _time in range(3):
        QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Escape)
    desk.settle()
    page.panel.next_steps.take("first_contact")
    desk.settle()
    page.editor.form.set_values({"note": "写了一半"})
    page.editor.confirm()
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    desk.settle()
    assert page._stack.currentIndex() == LIST and desk.prompts.errors == []
    notes = [line.step for line in desk.office.tickets.detail(ticket).history]
    assert len(notes) == 2, "what was confirmed is recorded, once"


def test_a_double_click_on_a_card_and_on_the_rail_goes_there_once(example: Desk) -> None:
    page: Any = example.go(Place.TODAY)
    card = page.view.cards[0]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(card, Qt.MouseButton.LeftButton)
    example.settle()
    tickets: Any = example.window.stack.page
    assert tickets.model.rowCount() == card.face.count
    rail = example.window.rail
    for button in list(rail._buttons.values()) * 2:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    example.settle()
    assert example.prompts.errors == [] and example.window.stack.page is not None
    assert example.window.session is not None and example.window.session.clerk == CLERK


def test_ctrl_z_takes_the_last_step_back_and_prints_nothing(desk: Desk, register: Register) -> None:
    ticket = register()
    page: Any = desk.go(Place.TICKETS)
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
    page.refresh(Changes(everything=True))
    desk.settle()
    printed: list[bool] = []
    desk.prompts.say("已派单", "打印处置单", lambda: printed.append(True))
    desk.window.navigator.ask("undo")
    desk.settle()
    assert printed == [] and desk.office.tickets.detail(ticket).history[-1].label == "撤回"
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "测试"}, CLERK)
    desk.prompts.text = ""  # asked for the reason, the clerk thinks better of it
    page.refresh(Changes(everything=True))
    desk.settle()
    desk.window.navigator.ask("undo")
    desk.settle()
    assert desk.office.tickets.detail(ticket).history[-1].label == "派单"


def test_ctrl_z_says_so_where_nothing_can_be_taken_back(desk: Desk) -> None:
    desk.go(Place.STATISTICS)
    desk.window.navigator.ask("undo")
    assert desk.window.toast.text == "这里没有可以撤销的。"


def test_ctrl_enter_saves_a_unit_as_ctrl_s_does(desk: Desk) -> None:
    page: Any = desk.go(Place.UNITS)
    lines = [each for each in page.findChildren(QLineEdit) if each.accessibleName() == "联系人"]
    (line,) = lines
    line.setText("周卫民")
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert "周卫民" in {unit.contact for unit in desk.office.units.all()}


def test_what_somebody_waits_for_is_asked_about_before_the_window_closes(desk: Desk) -> None:
    assert desk.window.session is not None
    done = Event()
    desk.window.session.jobs.run_aside(done.wait, awaited="案卷", label="正在生成案卷")
    desk.prompts.agrees = False
    assert not desk.window.close() and "以后可以再做一次" in desk.prompts.asked[-1]
    done.set()
    desk.settle()
    desk.prompts.asked.clear()
    assert desk.window.close() and desk.prompts.asked == []
