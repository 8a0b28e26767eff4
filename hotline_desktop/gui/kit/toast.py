"""The line at the foot of the window that says what went well, with an undo where there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

SECONDS = 5
SECONDS_WITH_ACTION = 10
_ABOVE_FOOT = 48


class Toast(QFrame):
    """Floats above its parent's lower edge for some seconds; stays while the mouse rests on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._text = QLabel()
        self._text.setWordWrap(False)
        self._button = QPushButton()
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.clicked.connect(self._act)
        self._callback: Callable[[], None] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def tell(self, text: str, action: str = "", callback: Callable[[], None] | None = None) -> None:
        """Shows ``text``; ``action`` is the word on a button that calls ``callback`` and closes the line."""
        self._text.setText(text)
        self._callback = callback
        self._button.setText(action)
        self._button.setVisible(callback is not None)
        self.show()
        self._place()
        self.raise_()
        self._timer.start((SECONDS_WITH_ACTION if callback else SECONDS) * 1000)

    @property
    def text(self) -> str:
        """What it says, for tests and screen readers."""
        return self._text.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(SECONDS * 1000)
        super().leaveEvent(event)

    def _act(self) -> None:
        callback, self._callback = self._callback, None
        self.hide()
        if callback:
            callback()

    def _place(self) -> None:
        self.adjustSize()
        parent = self.parentWidget()
        if parent is None:
            return
        room = parent.rect()
        self.resize(min(self.width(), room.width() - 32), self.height())
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - _ABOVE_FOOT)
