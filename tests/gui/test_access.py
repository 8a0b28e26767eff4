"""Everything that takes the keyboard says what it is, is come to by Tab, takes words from an input method, and goes."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThread, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.services.office import Office
from tests.gui.desk import Answers, Clock, Desk, type_text

PAGES = list(Place)


def stops(within: QWidget) -> list[QWidget]:
    """What Tab is to come to."""
    return [
        widget
        for widget in within.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]  # fmt: skip


def spoken(widget: QWidget) -> str:
    """What a screen reader says of it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(QAccessible.Text.Name) or interface.text(QAccessible.Text.Description)


@pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name.lower())
def test_whatever_takes_the_keyboard_has_a_name(example: Desk, place: Place) -> None:
    """On every part of the page and every tab of the ticket."""
    page: Any = example.go(place)
    mute = {f"{type(each).__name__} {each.objectName()}" for each in stops(page) if not spoken(each)}
    if isinstance(page, TicketsPage):
        turns = [partial(page.panel.show_tab, tab) for tab in range(page.panel.tabs.count())]
    else:
        buttons = getattr(page, "places", None) or getattr(getattr(page, "view", None), "places", {})
        turns = [button.click for button in buttons.values()]
    for turn in turns:
        turn()
        example.settle()
        mute |= {f"{type(each).__name__} {each.objectName()}" for each in stops(page) if not spoken(each)}
    assert mute == set()


def test_a_screen_reader_hears_the_whole_row_where_the_cursor_goes_down_the_list(example: Desk) -> None:
    page: Any = example.go(Place.TICKETS)
    row = page.model.rows[0]
    said = page.view.table.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("逾期") and all(word in said for word in (row.title, row.stage.value, row.unit, row.number))
    supervision: Any = example.go(Place.SUPERVISION)
    pool = supervision.view.pool
    said = pool.records.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("督办事由：") and "，承办单位：" in said and "，工单编号：" in said
    assert pool.records.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole).startswith("工单编号：")


@pytest.mark.parametrize("place", PAGES, ids=lambda place: place.name.lower())
def test_tab_goes_round_the_page_and_is_held_nowhere(example: Desk, qtbot: QtBot, place: Place) -> None:
    page = example.go(place)
    example.window.activateWindow()
    first = stops(page)[0]
    first.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    for _stop in range(400):
        here = QApplication.focusWidget()
        assert here is not None
        if seen and here is seen[0]:
            break
        if seen and here is seen[-1] and isinstance(here, QLabel):  # from one of its links to the next
            qtbot.keyClick(here, Qt.Key.Key_Tab)
            continue
        assert here not in seen, f"Tab goes in circles at {type(here).__name__} {spoken(here)}"
        seen.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    else:
        pytest.fail("Tab does not come back")
    assert any(page.isAncestorOf(each) for each in seen)


def test_every_text_field_of_every_step_takes_words_from_an_input_method(
    example: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    page = example.open(TicketsPage)
    example.window.activateWindow()
    fields = 0
    for step in [each for each, button in page.panel.next_steps.entries.items() if button.isEnabled()]:
        page.panel.next_steps.entries[step].trigger()
        example.settle()
        form = page.editor.form
        if form is None:
            continue
        for spec in form.step.fields:
            editor = form.editor(spec.key)
            boxes = [*editor.findChildren(QLineEdit), *editor.findChildren(QPlainTextEdit)]
            for box in [b for b in (editor, *boxes) if isinstance(b, QLineEdit | QPlainTextEdit)]:
                if not box.isVisible() or not box.isEnabled() or box.isReadOnly():
                    continue
                box.setFocus(Qt.FocusReason.OtherFocusReason)
                box.clear()
                type_text(box, "新海")
                text = box.text() if isinstance(box, QLineEdit) else box.toPlainText()
                assert text == "新海", f"{step}.{spec.key}"
                fields += 1
        page.editor.leave()
        example.settle()
    assert fields > 5
    assert caplog.records == [], "the paper beside the form follows whatever is typed"


def test_the_next_ticket_is_on_the_screen_at_once(example: Desk, qtbot: QtBot) -> None:
    page = example.open(TicketsPage)
    assert page.model.rowCount() > 6
    page.list.focus()
    taken = []  # what the program itself works for it: other programs on this machine do not count
    for row in range(1, 6):
        began, busy = time.perf_counter(), time.process_time()
        qtbot.keyClick(page.view.table, Qt.Key.Key_Down)
        number = page.model.rows[row].number
        while page.panel.head.number.text() != number:
            QCoreApplication.processEvents()
            assert time.perf_counter() - began < 5
        taken.append(time.process_time() - busy)
        example.settle()
    print(f"key to ticket: best {min(taken) * 1000:.0f} ms, worst {max(taken) * 1000:.0f} ms")
    assert min(taken) < 0.15


def test_a_window_that_is_closed_leaves_nothing_running(
    theme: Theme, office: Office, clock: Clock, tmp_path: Path, qapp: QApplication
) -> None:
    def widgets() -> set[str]:
        return {type(each).__name__ for each in QApplication.topLevelWidgets()}

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    before = widgets()
    jobs = Jobs()
    window = MainWindow(theme, jobs, Answers(theme), tmp_path / "data", clock)
    window.keeps_office_open = True
    window.show()
    window.start(lambda _progress: office, Place.TODAY)
    settle(jobs)
    for place in Place:
        window.navigator.go(place)
        settle(jobs)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settle(jobs)
    assert widgets() <= before
    assert jobs.is_idle
    running = [each for each in qapp.findChildren(QTimer) if each.isActive()]
    assert running == []
    assert [each for each in qapp.findChildren(QThread) if each.isRunning()] == []
