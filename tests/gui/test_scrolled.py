"""An area that follows the focus: to where it came to rest, and to nothing that it only passed."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.scrolled import Scrolled
from hotline_desktop.gui.views.settings.sections import WORKDAYS
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from tests.gui.desk import Desk

_ROWS = 40


def shown(qtbot: QtBot) -> tuple[Scrolled, list[QPushButton]]:
    """A window of many buttons below each other, of which a few have room; the first has the focus."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    buttons = [QPushButton(str(number)) for number in range(_ROWS)]
    for button in buttons:
        column.addWidget(button)
    area = Scrolled(inner)
    qtbot.addWidget(area)
    area.resize(200, 200)
    area.show()
    area.activateWindow()
    buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.qWait(1)
    return area, buttons


def test_the_focus_is_followed_to_where_it_came_to_rest(qtbot: QtBot) -> None:
    area, buttons = shown(qtbot)
    buttons[-1].setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.qWait(1)
    assert area.verticalScrollBar().value() > 0


def test_what_the_focus_only_passed_moves_nothing(qtbot: QtBot) -> None:
    area, buttons = shown(qtbot)
    QWidget.setTabOrder(buttons[1], buttons[-1])
    buttons[1].setFocus(Qt.FocusReason.OtherFocusReason)
    buttons[1].hide()
    assert buttons[-1].hasFocus(), "what goes away hands it on"
    buttons[3].setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.qWait(1)
    assert area.verticalScrollBar().value() == 0


def test_a_year_taller_than_its_window_shows_the_day_that_the_keys_go_on_from(desk: Desk, qtbot: QtBot) -> None:
    desk.window.resize(911, 512)
    page = desk.open(SettingsPage, WORKDAYS)
    year = page.workdays.view.calendar.year
    area = next(each for each in page.findChildren(Scrolled) if each.isAncestorOf(year))
    for area_top, key, day in (
        (0, Qt.Key.Key_Tab, desk.clock.now.date()),
        (0, Qt.Key.Key_Right, desk.clock.now.date()),
        (0, Qt.Key.Key_Down, desk.clock.now.date() + timedelta(days=7)),
    ):
        area.verticalScrollBar().setValue(area_top)
        if key is Qt.Key.Key_Tab:
            year.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            qtbot.keyClick(year, key)
        desk.settle()
        seen = year.visibleRegion().boundingRect()
        assert seen.contains(year.cell(day).toRect()), (key, seen, year.cell(day))
