"""A tap on Alt puts a letter on everything that can be pressed, and the letter presses it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.gui.kit.filter_chip import FilterChip
from hotline_desktop.gui.kit.key_tips import Target, TipSheet, targets, tip_letters
from hotline_desktop.gui.records.panel.record_panel import HISTORY
from hotline_desktop.gui.shell.session.navigation import Place
from tests.gui.desk import Desk, type_text


def tap_alt(desk: Desk, qtbot: QtBot) -> TipSheet | None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyPress(focused, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    qtbot.keyRelease(focused, Qt.Key.Key_Alt)
    sheet = QApplication.focusWidget()
    return sheet if isinstance(sheet, TipSheet) else None


def choose(sheet: TipSheet, text: str, qtbot: QtBot) -> None:
    code = next(code for code, target in sheet.tips.items() if target.label.startswith(text))
    for letter in code:
        qtbot.keyClick(sheet, Qt.Key(ord(letter)))


@pytest.fixture
def tickets(example: Desk) -> Any:
    page: Any = example.go(Place.TICKETS)
    example.window.activateWindow()
    page.list.focus()
    example.settle()
    return page


@pytest.mark.parametrize("place", list(Place), ids=lambda place: place.name.lower())
def test_everything_that_can_be_pressed_has_a_letter_of_its_own(example: Desk, place: Place) -> None:
    example.go(place)
    found = targets(example.window)
    given = tip_letters(found)
    assert len(set(given)) == len(given) and all(given)
    singles = {code for code in given if len(code) == 1}
    assert not any(code[0] in singles for code in given if len(code) > 1), "no letter both presses and begins a pair"
    buttons = [each for each in example.window.findChildren(QWidget) if isinstance(each, QAbstractButton)]
    shown = [each for each in buttons if each.isVisible() and each.isEnabled() and not each.visibleRegion().isEmpty()]
    pressable = [each for each in shown if not isinstance(each.parentWidget(), QTabBar)]
    assert len(found) >= len(pressable)


def test_chips_tabs_and_links_are_pressed_by_letters(example: Desk, tickets: Any, qtbot: QtBot) -> None:
    sheet = tap_alt(example, qtbot)
    assert sheet is not None
    choose(sheet, "经过", qtbot)
    assert tickets.panel.tabs.currentIndex() == HISTORY and tickets.view.table.hasFocus()
    tickets.filters.show(TicketFilter(open_only=True))
    example.settle()
    sheet = tap_alt(example, qtbot)
    assert sheet is not None
    choose(sheet, "清除", qtbot)
    example.settle()
    assert not tickets.filters.narrows
    sheet = tap_alt(example, qtbot)
    assert sheet is not None
    choose(sheet, "级别", qtbot)
    popup = QApplication.activePopupWidget()
    assert popup is not None and isinstance(popup.parentWidget(), FilterChip)
    popup.close()


def test_a_letter_that_is_already_shown_is_kept() -> None:
    at = QRect(0, 0, 10, 10)
    found = [Target(at, text, own, lambda: None) for text, own in (("派单", ""), ("打印(&P)", "P"), ("排序", ""))]
    assert tip_letters(found) == ["D", "P", "X"]


def test_more_than_the_alphabet_has_takes_two_letters() -> None:
    found = [Target(QRect(0, 0, 1, 1), f"{place}", "", lambda: None) for place in range(60)]
    given = tip_letters(found)
    assert len(set(given)) == 60
    heads = {code[0] for code in given if len(code) == 2}
    assert heads and not heads & {code for code in given if len(code) == 1}


def test_alt_with_another_key_shows_nothing(example: Desk, tickets: Any, qtbot: QtBot) -> None:
    table = tickets.view.table
    qtbot.keyPress(table, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyRelease(table, Qt.Key.Key_Alt)
    assert not isinstance(QApplication.focusWidget(), TipSheet)
    qtbot.keyPress(table, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    qtbot.wait(650)  # held, perhaps to move the window by the mouse
    qtbot.keyRelease(table, Qt.Key.Key_Alt)
    assert not isinstance(QApplication.focusWidget(), TipSheet)


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Alt], ids=["esc", "down", "alt"])
def test_any_other_key_takes_the_letters_away_and_gives_the_focus_back(
    example: Desk, tickets: Any, qtbot: QtBot, key: Qt.Key
) -> None:
    sheet = tap_alt(example, qtbot)
    assert sheet is not None
    shown = tickets.panel.ticket_id
    qtbot.keyClick(sheet, key)
    example.settle()
    assert tickets.view.table.hasFocus() and tickets.panel.ticket_id == shown
    assert not any(each.isVisible() for each in example.window.findChildren(TipSheet))


def test_what_was_being_typed_is_not_touched(example: Desk, tickets: Any, qtbot: QtBot) -> None:
    search = tickets.view.search
    search.setFocus()
    type_text(search, "路灯")
    sheet = tap_alt(example, qtbot)
    assert sheet is not None
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert search.hasFocus() and search.text() == "路灯"
