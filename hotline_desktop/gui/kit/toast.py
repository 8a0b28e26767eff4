"""What went well, said for some seconds in the window's foot, with an undo where there is one.

It has a place of its own there, so that it never lies over a button.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from hotline_desktop.gui.kit.lines import OneLine

SECONDS = 5
SECONDS_WITH_ACTION = 10
UNDO = "撤销"  # the word of an action that takes back what is told


class Toast(QFrame):
    """Stays while the mouse rests on it or its button has the focus. ``shown(bool)`` as it comes and goes."""

    shown = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("toast")
        self._text = OneLine()
        self._button = QPushButton()
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.clicked.connect(self._act)
        self._callback: Callable[[], None] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 0)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._expire)
        self.hide()

    def tell(self, text: str, action: str = "", callback: Callable[[], None] | None = None) -> None:
        """Shows ``text``; ``action`` is the word on a button that calls ``callback`` and closes the line."""
        self._text.setText(text)
        self._text.setToolTip(text)
        self.setAccessibleName(text)
        self._callback = callback
        self._button.setText(action)
        self._button.setVisible(callback is not None)
        self.show()
        self.shown.emit(True)
        self._timer.start((SECONDS_WITH_ACTION if callback else SECONDS) * 1000)

    @property
    def text(self) -> str:
        """What it says, for tests and screen readers."""
        return self._text.text()

    @property
    def offers(self) -> bool:
        """Whether there is something to do about it."""
        return self.isVisible() and self._callback is not None

    def undo(self) -> bool:
        """Takes back what it tells of, from a key; False where it offers nothing, or something else."""
        undoes = self.offers and self._button.text() == UNDO
        if undoes:
            self._act()
        return undoes

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(SECONDS * 1000)
        super().leaveEvent(event)

    def _act(self) -> None:
        callback, self._callback = self._callback, None
        self._end()
        if callback:
            callback()

    def _expire(self) -> None:
        if self._button.hasFocus():
            self._timer.start(SECONDS * 1000)
        else:
            self._end()

    def end(self) -> None:
        """Says nothing any more, and offers nothing."""
        self._callback = None
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        self.hide()
        self.shown.emit(False)
