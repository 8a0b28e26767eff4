"""Alt+;: the office's phrases for the field that the cursor is in, put in at the cursor with its places filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.terms.spelling import tidy
from hotline_desktop.gui.kit.placing import beside
from hotline_desktop.services.foundation.pinyin import spells
from hotline_desktop.services.setup.office_lists import Phrase

_BLANK = "____"  # what is still to be typed
_WIDTH, _ROWS, _ROW = 480, 9, 32
Target = QLineEdit | QPlainTextEdit


def phrases_for(label: str, phrases: tuple[Phrase, ...]) -> list[str]:
    """Those of the field first, then those for every field."""
    own = [phrase.text for phrase in phrases if phrase.label and phrase.label in label]
    return [*own, *(phrase.text for phrase in phrases if not phrase.label)]


def filled_phrase(text: str, known: Mapping[str, str], now: datetime) -> str:
    """``{今天}``, ``{时间}`` and what is known of the ticket in their places; what is not known is to be typed."""
    places = {"今天": f"{now.month}月{now.day}日", "时间": f"{now.month}月{now.day}日{now:%H:%M}", **known}
    for place, value in places.items():
        text = text.replace(f"{{{place}}}", value or _BLANK)
    return text


def put_in(target: Target, text: str) -> None:
    """Puts a phrase in at the cursor and marks the first blank of it, to be typed over."""
    if isinstance(target, QPlainTextEdit):
        cursor = target.textCursor()
        start = cursor.selectionStart()
        cursor.insertText(text)
        at = text.find(_BLANK)
        if at >= 0:
            cursor.setPosition(start + at)
            cursor.setPosition(start + at + len(_BLANK), QTextCursor.MoveMode.KeepAnchor)
            target.setTextCursor(cursor)
    else:
        start = target.selectionStart() if target.hasSelectedText() else target.cursorPosition()
        target.insert(text)
        if _BLANK in text:
            target.setSelection(start + text.find(_BLANK), len(_BLANK))
    target.setFocus(Qt.FocusReason.PopupFocusReason)


class PhraseList(QFrame):
    """Opens at a field; typing narrows by words, pinyin or first letters. ``picked(text)``."""

    picked = Signal(str)

    def __init__(self, anchor: QWidget, phrases: list[str], manage: Callable[[], None]) -> None:
        super().__init__(anchor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self._anchor, self._phrases, self._manage = anchor, phrases, manage
        self.line = QLineEdit(placeholderText="输几个字找常用语")
        self.line.setAccessibleName("找常用语")
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda _item: self._take())
        hint = QLabel("回车 填入　Esc 关闭　Ctrl+M 在设置里改常用语")
        hint.setProperty("role", "faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for widget in (self.line, self.list, hint):
            layout.addWidget(widget)
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.setFixedWidth(_WIDTH)
        self._narrow("")

    def open(self) -> None:
        """Shows it beside its field, with the keyboard."""
        self.adjustSize()
        self.move(beside(self._anchor, self.size()))
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        elif key == Qt.Key.Key_M and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.close()
            self._manage()
        else:
            super().keyPressEvent(event)

    def _narrow(self, typed: str) -> None:
        plain = tidy(typed)
        self.list.clear()
        self.list.addItems([phrase for phrase in self._phrases if _fits(plain, phrase)])
        if not self._phrases:
            item = QListWidgetItem("这一栏还没有常用语，按 Ctrl+M 去写", self.list)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setCurrentRow(0 if self._phrases else -1)
        for row in range(self.list.count()):
            self.list.item(row).setToolTip(self.list.item(row).text())
        self.list.setFixedHeight(_ROW * min(max(self.list.count(), 2), _ROWS) + 8)

    def _take(self) -> None:
        item = self.list.currentItem()
        self.close()
        if item is not None:
            self.picked.emit(item.text())


def _fits(plain: str, phrase: str) -> bool:
    if plain in tidy(phrase):
        return True
    return any("a" <= mark <= "z" for mark in plain) and spells(plain, tidy(phrase), anywhere=True)
