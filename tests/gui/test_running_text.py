"""Texts that are another one with every record: laid out once for a width, selectable where they are pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.column import Column
from hotline_desktop.gui.kit.running_text import RunningText, SelectableText
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.kit.settling import settling
from hotline_desktop.gui.kit.theme import Theme

LONG = "市民反映小区楼下饭店油烟扰民，要求查处。" * 6


def shown(qtbot: QtBot, *parts: QWidget) -> QWidget:
    """A column of the parts, as a page shows it."""
    inner = Column()
    layout = QVBoxLayout(inner)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    page = scrolled(inner)
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.show()
    qtbot.waitExposed(page)
    return page


@pytest.mark.usefixtures("theme")
def test_a_text_is_as_high_as_a_label_of_the_same_words(qtbot: QtBot) -> None:
    text, label = RunningText("body"), QLabel()
    label.setProperty("role", "body")
    label.setWordWrap(True)
    page = shown(qtbot, text, label)
    for words in (LONG, "一行", "第一行\n第二行", LONG * 2, "", "一行"):
        text.setText(words)
        label.setText(words)
        qtbot.wait(1)
        assert text.height() == label.height() == text.heightForWidth(text.width()), words
    page.resize(300, 300)
    qtbot.wait(1)
    assert text.height() == label.height()


@pytest.mark.usefixtures("theme")
def test_a_larger_face_makes_a_shown_text_higher(qtbot: QtBot) -> None:
    text = RunningText("")
    page = shown(qtbot, text)
    text.setText(LONG)
    qtbot.wait(1)
    before = text.height()
    text.setStyleSheet("font-size: 30px")
    qtbot.wait(1)
    assert text.height() > before and page.isVisible()


@pytest.mark.usefixtures("theme")
def test_a_pressed_text_can_be_selected_and_copied_and_the_next_one_begins_anew(qtbot: QtBot) -> None:
    text = SelectableText("body")
    page = shown(qtbot, text)
    text.setText("锦秋路809弄12号")
    qtbot.wait(1)
    QGuiApplication.clipboard().setText("别的")
    qtbot.mouseDClick(text, Qt.MouseButton.LeftButton, pos=QPoint(8, text.height() // 2))
    assert text.hasSelectedText() and text.selectedText() in text.text()
    chosen = text.selectedText()
    page.activateWindow()
    qtbot.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == chosen
    text.setText("另一个地址")
    assert not text.hasSelectedText() and text.text() == "另一个地址"
    qtbot.mouseDClick(text, Qt.MouseButton.LeftButton, pos=QPoint(8, text.height() // 2))
    assert text.selectedText() in "另一个地址" and text.hasSelectedText()


@pytest.mark.usefixtures("theme")
def test_dragging_over_a_text_selects_from_where_it_was_pressed(qtbot: QtBot) -> None:
    text = SelectableText("body")
    page = shown(qtbot, text)
    text.setText("锦秋路809弄12号")
    qtbot.wait(1)
    middle = text.height() // 2
    qtbot.mousePress(text, Qt.MouseButton.LeftButton, pos=QPoint(1, middle))
    qtbot.mouseMove(text, QPoint(text.width() - 2, middle))
    qtbot.mouseRelease(text, Qt.MouseButton.LeftButton, pos=QPoint(text.width() - 2, middle))
    assert text.selectedText() == "锦秋路809弄12号" and page.isVisible()


class _Counting(QHBoxLayout):
    placed = 0

    def setGeometry(self, *given: object) -> None:
        self.placed += 1
        super().setGeometry(*given)  # type: ignore[arg-type]


def test_parts_that_are_shown_together_are_laid_out_once(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    page = QWidget(window)
    layout = _Counting(page)
    buttons = [QPushButton(f"第{place}步") for place in range(6)]
    for button in buttons:
        layout.addWidget(button)
        button.hide()
    qtbot.addWidget(window)
    window.resize(900, 100)
    page.resize(900, 60)
    window.show()
    qtbot.waitExposed(window)
    layout.placed = 0
    with settling(page):
        for button in buttons:
            button.show()
    assert layout.placed == 1
    assert all(button.width() > 0 for button in buttons) and buttons[5].x() > buttons[0].x()


def test_what_goes_while_a_page_is_filled_does_not_stop_it(theme: Theme, qtbot: QtBot) -> None:
    body = QLabel("正在查找……")
    column = Column()
    QVBoxLayout(column).addWidget(body)
    page = scrolled(column)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    with settling(page):
        other = Column()
        QVBoxLayout(other).addWidget(QLabel("没有找到别的。"))
        page.setWidget(other)
    assert page.widget() is other and other.isVisible()
