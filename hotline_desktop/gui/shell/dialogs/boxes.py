"""The frames of the window's dialogs: one that asks or tells, and one that stays beside."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from hotline_desktop.gui.kit.mnemonics import MnemonicLetters, with_letter
from hotline_desktop.gui.kit.pressing import confirms
from hotline_desktop.gui.kit.reading_order import in_reading_order
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.dialogs.unsaid import Message

_WIDTH, _AROUND = 440, 220  # of a dialog; what icon, headline, buttons and title bar take of it
_USUAL = {"取消": "C", "关闭": "C", "确定": "O", "知道了": "O"}
_Editor = QLineEdit | QPlainTextEdit | QComboBox


@runtime_checkable
class Confirmed(Protocol):
    """What a window beside shows, where something is filled in and confirmed there."""

    def confirm(self) -> None:
        """Does what the button for it does."""


class SideWindow(QDialog):
    """A window beside the office's own, as large as the screen has room for.

    Ctrl+Enter is its content's, where that has something to confirm.
    """

    def __init__(self, title: str, content: QWidget, size: QSize) -> None:
        super().__init__(office_window())
        self.content = content
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)
        room = self.screen().availableGeometry().size()
        self.resize(min(size.width(), room.width() - 60), min(size.height(), room.height() - 80))

    def done(self, result: int) -> None:
        """Leads back to the office's window, so that no key goes nowhere."""
        super().done(result)
        office = self.parentWidget()
        if office is not None and QApplication.activeWindow() in (None, self):
            office.activateWindow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field is the field's: a dialog would press one of its buttons."""
        if confirms(event) and isinstance(self.content, Confirmed):
            self.content.confirm()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


class MessageDialog(QDialog):
    """One calm dialog: icon, headline, text that can be copied, buttons at the right."""

    def __init__(self, theme: Theme, icon: str, color: str, title: str, text: str) -> None:
        super().__init__(window_in_front())
        self.question = f"{title}\n{text}"
        self.message: Message | None = None  # of one that only tells
        self._held: list[QWidget] = []
        self.setWindowTitle("12345热线工单")
        head = QLabel(title)
        head.setProperty("role", "head")
        head.setWordWrap(True)
        picture = QLabel()
        picture.setPixmap(theme.pixmap(icon, color, 24))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        detail = QLabel(text)
        detail.setWordWrap(True)
        detail.setProperty("role", "soft")
        detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.body.addWidget(head)
        if text:
            self.body.addWidget(detail)
        upper = QHBoxLayout()
        upper.setSpacing(16)
        upper.addWidget(picture)
        upper.addLayout(self.body, 1)
        self._letters = MnemonicLetters("".join(_USUAL.values()))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(24)
        layout.addLayout(upper)
        layout.addLayout(self._buttons)
        self.setMinimumWidth(_WIDTH)
        self.setMaximumWidth(_WIDTH + 260)

    def hold(self, content: QWidget) -> None:
        """Puts something under the words, no larger than this dialog may be on its screen."""
        room = self.screen().availableGeometry().size() - QSize(_AROUND, _AROUND)
        content.setMinimumSize(content.minimumSize().boundedTo(room))
        self.setMaximumWidth(max(self.maximumWidth(), content.minimumWidth() + _AROUND))
        self.body.addWidget(content)
        self._held.append(content)

    def answer(self) -> bool:
        """Asks, and whether it was agreed to. What it held is left to whoever made it, to be read and asked again."""
        agreed = self.exec() == QDialog.DialogCode.Accepted
        for content in filter(isValid, self._held):
            content.setParent(None)
        if isValid(self):
            self.deleteLater()
        return agreed

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the words need at this width: Qt guesses the height for a narrower one."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            width = max(self.width(), layout.minimumSize().width())
            self.resize(width, layout.totalHeightForWidth(width))
        super().showEvent(event)
        for content in self._held:  # a focus chain that is set before has no effect
            in_reading_order(content)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter answers as Enter does, also out of a field of several lines, which keeps Enter for itself."""
        if not confirms(event):
            super().keyPressEvent(event)
        elif self.isVisible():  # a line that took the key as its Enter may have answered already
            buttons: list[QPushButton] = list(self.findChildren(QPushButton))
            for button in buttons:
                if button.isDefault():
                    button.click()
                    return

    def typed(self) -> list[str]:
        """What stands in its fields, passwords apart; empty where nothing does."""
        texts = [_text_in(editor) for editor in self._editors()]
        return texts if any(texts) else []

    def put(self, texts: list[str]) -> None:
        """Fills the fields as they were."""
        for editor, text in zip(self._editors(), texts, strict=False):
            if isinstance(editor, QComboBox):
                editor.setCurrentText(text)
            elif isinstance(editor, QPlainTextEdit):
                editor.setPlainText(text)
            else:
                editor.setText(text)

    def _editors(self) -> list[_Editor]:
        lines: list[QLineEdit] = list(self.findChildren(QLineEdit))
        shown = (line for line in lines if line.echoMode() is QLineEdit.EchoMode.Normal)
        return [*shown, *self.findChildren(QPlainTextEdit), *self.findChildren(QComboBox)]

    def add_button(self, text: str, primary: bool = False) -> QPushButton:
        """A button; the primary one has the focus and answers Enter until the clerk goes to another one."""
        button = QPushButton(with_letter(text, _USUAL.get(text) or self._letters.give(text)))
        button.setProperty("role", "primary" if primary else "plain")
        button.setAutoDefault(True)
        button.setDefault(primary)
        self._buttons.addWidget(button)
        if primary:
            button.setFocus()
        return button


def _text_in(editor: _Editor) -> str:
    if isinstance(editor, QComboBox):
        return editor.currentText()
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()


def office_window() -> QWidget | None:
    """The office's own window: what opens beside it stays when a message or another window beside it is closed."""
    window = window_in_front()
    while isinstance(window, QDialog) and window.parentWidget() is not None:
        window = window.parentWidget()
    return window


def window_in_front() -> QWidget | None:
    """The window over which the next one opens; never one that was closed and is still called active."""
    window = QApplication.activeModalWidget() or QApplication.activeWindow()
    while window is not None and not window.isVisible():
        window = window.parentWidget()
    return window
