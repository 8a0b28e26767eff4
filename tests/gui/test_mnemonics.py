"""Alt keys: every field and every button without a key of its own has one, unique among what is to be seen."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop import gui
from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.gui.kit.mnemonics import MnemonicLetters, initial, with_letter
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.steps.step_form import StepForm
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.sections import SECTIONS
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.gui.desk import Clock, Desk

OTHERWISE = ("chip", "segment", "link", "off")  # chosen by arrows, or said in the text around them
_QUESTIONS = ("confirm", "fill", "ask_text", "ask_secret")
KEYED = re.compile(r"Ctrl\+|Alt\+|Shift\+|Esc|F\d")


def letter_of(text: str) -> str:
    found = re.search(r"&([^&\s])|\(<u>(.)</u>\)", text)
    return (found[1] or found[2]).upper() if found else ""


def shown(root: QWidget) -> Iterator[QWidget]:
    return (each for each in root.findChildren(QWidget) if each.isVisible() and each.isEnabled())


def letters_in(root: QWidget) -> list[str]:
    """The Alt keys that would answer now."""
    found = [each.text() for each in shown(root) if isinstance(each, QAbstractButton)]
    found += [each.text() for each in shown(root) if isinstance(each, QLabel) and each.buddy() is not None]
    return [letter for letter in map(letter_of, found) if letter]


def keyless(root: QWidget) -> list[str]:
    """Buttons that can only be come to by Tab; those of further records beside a keyed one are left to it."""
    keyed = {re.sub(r"\(&.\)", "", each.text()) for each in shown(root) if isinstance(each, QPushButton)
             and letter_of(each.text())}  # fmt: skip
    return [
        each.text()
        for each in shown(root)
        if isinstance(each, QPushButton) and each.text() and each.property("role") not in OTHERWISE
        and not each.isCheckable() and not letter_of(each.text()) and each.text() not in keyed
        and not KEYED.search(f"{each.toolTip()} {each.accessibleDescription()}")
    ]  # fmt: skip


def assert_keyed(root: QWidget, where: str) -> None:
    twice = [letter for letter, times in Counter(letters_in(root)).items() if times > 1]
    assert twice == [], f"{where}: {twice} answer twice"
    assert keyless(root) == [], where


def test_every_view_can_be_worked_by_alt_keys(example: Desk) -> None:
    for place in Place:
        look_at(example, place)


def look_at(example: Desk, place: Place) -> None:
    page = example.go(place)
    assert_keyed(example.window, place.value)
    if isinstance(page, TicketsPage):
        for tab in range(page.panel.tabs.count()):
            page.panel.show_tab(tab)
            example.settle()
            assert_keyed(example.window, page.panel.tabs.tabText(tab))
        page.view.table.selectAll()
        example.settle()
        assert_keyed(example.window, "选中几件")
    if isinstance(page, SettingsPage):
        for row, section in enumerate(SECTIONS):
            page.view.sections.setCurrentRow(row)
            example.settle()
            assert_keyed(example.window, section.title)


def test_every_field_of_every_step_has_a_letter_of_its_own(theme: Theme, qtbot: QtBot) -> None:
    context = EditorContext(theme, Clock())
    steps: tuple[Step[Any], ...] = (*STEPS_BY_ID.values(), *CASE_STEPS_BY_ID.values())
    for step in steps:
        form = StepForm(step, {}, context)
        qtbot.addWidget(form)
        letters = [letter_of(form.row(field.key).label.text()) for field in form.step.fields]
        assert all(letters) and len(set(letters)) == len(letters), step.id


def test_alt_with_its_letter_goes_to_a_field(example: Desk, qtbot: QtBot) -> None:
    page = example.open(TicketsPage, "register")
    assert page.editor.form is not None
    example.window.activateWindow()
    assert_keyed(example.window, "登记")
    letter = letter_of(page.editor.form.row("caller").label.text())
    qtbot.keyClick(example.window, Qt.Key(ord(letter)), Qt.KeyboardModifier.AltModifier)
    focused = QApplication.focusWidget()
    assert focused is not None and page.editor.form.editor("caller") in (focused, focused.parentWidget())


def test_questions_answer_to_letters(example: Desk, qtbot: QtBot) -> None:
    from PySide6.QtCore import QTimer

    from hotline_desktop.gui.shell.dialogs.prompts import Prompts

    seen: list[list[str]] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QDialog)
        assert_keyed(box, "question")
        seen.append(letters_in(box))
        qtbot.keyClick(box, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)

    assert example.window.session is not None
    prompts = Prompts(example.window.session.theme)
    QTimer.singleShot(100, look)
    assert not prompts.confirm("撤销这次导入？", "新增的 3 件将收回。", "撤销导入", danger=True)
    assert seen and "C" in seen[0] and len(seen[0]) == 2


def test_letters_are_initials_and_are_given_once() -> None:
    assert [initial(character) for character in "保存打印丁A1〔"] == ["B", "C", "D", "Y", "D", "A", "", ""]
    letters = MnemonicLetters("B")
    assert [letters.give(text) for text in ("保存", "存为PDF", "1")] == ["C", "W", "A"]
    assert with_letter("打印…", "P") == "打印(&P)…" and with_letter("打印", "") == "打印"


def test_questions_are_given_words_without_a_letter() -> None:
    """Each dialog gives its buttons their letters: a word that brings its own would show two, 定稿(D)(D)."""
    asked, own = 0, []
    for path in Path(gui.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in _QUESTIONS:
                words = [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
                asked += 1
                own += [f"{path.name}: {word}" for word in words if "(&" in word]
    assert asked > 30 and own == []
