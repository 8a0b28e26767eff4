"""The input method: words under way are no words yet, anywhere, and what is committed goes where the cursor stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.supervision.talks import TALK_STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.sheets.palette import Palette
from hotline_desktop.gui.records.steps.step_form import StepForm
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.sections import SECTIONS
from tests.gui.desk import CLERK, Clock, Desk

STEPS: tuple[Step[Any], ...] = (*STEPS_BY_ID.values(), *CASE_STEPS_BY_ID.values(), *TALK_STEPS_BY_ID.values())
_WORDS = "新海？"
Box = QLineEdit | QPlainTextEdit


def boxes(root: QWidget) -> list[Box]:
    """Where text can be typed."""
    every = (root, *root.findChildren(QWidget))
    found = [each for each in every if isinstance(each, QLineEdit | QPlainTextEdit)]
    plain = QLineEdit.EchoMode.Normal
    return [
        each
        for each in found
        if each.isVisible() and each.isEnabled() and not each.isReadOnly()
        and not isinstance(each.parentWidget(), QAbstractSpinBox)
        and (isinstance(each, QPlainTextEdit) or each.echoMode() == plain)
    ]  # fmt: skip


def text_of(box: Box) -> str:
    return box.text() if isinstance(box, QLineEdit) else box.toPlainText()


def compose(box: Box) -> None:
    """Letters that the input method shows under way; they are no part of the text."""
    QApplication.sendEvent(box, QInputMethodEvent("xin'hai", []))


def commit(box: Box, text: str = _WORDS) -> None:
    done = QInputMethodEvent("", [])
    done.setCommitString(text)
    QApplication.sendEvent(box, done)


def takes_text(box: Box) -> None:
    box.setFocus(Qt.FocusReason.OtherFocusReason)
    box.clear()
    compose(box)
    assert text_of(box) == "", "what is under way is no text"
    commit(box)
    longest = box.maxLength() if isinstance(box, QLineEdit) else len(_WORDS)
    assert text_of(box) == _WORDS[:longest], f"{box.accessibleName()}{box.placeholderText()}"
    box.clear()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_text_of_every_form_takes_words_and_reads_none_that_are_under_way(
    step: Step[Any], theme: Theme, qtbot: QtBot
) -> None:
    form = StepForm(step, {}, EditorContext(theme, Clock()))
    qtbot.addWidget(form)
    form.show()
    for field in form.step.fields:
        if not form.shows(field.key):
            continue
        editor = form.editor(field.key)
        for box in boxes(editor):
            before = editor.value()
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            compose(box)
            assert editor.value() == before, field.key
            commit(box, "")
            takes_text(box)


@pytest.fixture
def asked(example: Desk) -> list[str]:
    """What the window was asked to do by a key."""
    found: list[str] = []
    example.window.navigator.asked.connect(found.append)
    example.window.activateWindow()
    return found


@pytest.mark.parametrize("place", list(Place), ids=lambda place: place.name.lower())
def test_search_boxes_and_fields_of_every_page_take_words_and_no_key_of_the_window_fires(
    example: Desk, asked: list[str], place: Place
) -> None:
    page: Any = example.go(place)
    sections = range(len(SECTIONS)) if place is Place.SETTINGS else (0,)
    for section in sections:
        if place is Place.SETTINGS:
            page.view.sections.setCurrentRow(section)
            example.settle()
        for box in boxes(page):
            takes_text(box)
            QTest.keyClick(box, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
            box.clear()
    assert asked == [], "a question mark in a text is a question mark"


def test_palette_paste_and_phrases_take_words(example: Desk, asked: list[str]) -> None:
    page: Any = example.go(Place.TICKETS, "register")
    page.editor.form.focus("content")
    page.editor.open_phrases()
    example.settle()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        for box in boxes(popup):
            takes_text(box)
        popup.close()
    page.editor.leave()
    example.window.navigator.ask("palette")
    (palette,) = example.window.findChildren(Palette)
    for box in boxes(palette):
        takes_text(box)
    palette.close()
    page.forms.paste()
    example.settle()
    (window,) = example.prompts.windows.values()
    for box in boxes(window):
        takes_text(box)
    assert asked == ["palette"]


def test_a_search_waits_for_the_words(example: Desk) -> None:
    page: Any = example.go(Place.TICKETS)
    example.window.activateWindow()
    amount = page.list.total
    page.view.search.setFocus()
    compose(page.view.search)
    QTest.qWait(400)
    example.settle()
    assert page.list.total == amount and page.filters.filter.search == ""
    commit(page.view.search, "路灯")
    QTest.qWait(400)
    example.settle()
    assert 0 < page.list.total < amount


def test_nothing_is_recorded_without_the_words_that_are_under_way(desk: Desk, register: Callable[..., int]) -> None:
    page: Any = desk.go(Place.TICKETS, register())
    assert desk.window.session is not None
    desk.window.session.clerk = CLERK
    desk.window.activateWindow()
    page.panel.next_steps.take("first_contact")
    desk.settle()
    note = page.editor.form.editor("note").focusProxy()
    note.setFocus(Qt.FocusReason.OtherFocusReason)
    compose(note)
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert page.editor.task is not None and "还有没选定的字" in page.editor.view.problem.text()
    commit(note, "已问清")
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert page.editor.task is None
    assert "已问清" in str(desk.office.tickets.detail(1).history[-1])
