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
_TAKE_BACK = "撤回…"


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
        self._back = QPushButton(_TAKE_BACK)
        self._back.setToolTip("撤回这一步（Ctrl+Z）")
        self._back.setCursor(Qt.CursorShape.PointingHandCursor)
        self._back.clicked.connect(self._act_back)
        self._callback: Callable[[], None] | None = None
        self._take_back: Callable[[], None] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 0)
        layout.setSpacing(12)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._back)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._expire)
        self.hide()

    def tell(
        self,
        text: str,
        action: str = "",
        callback: Callable[[], None] | None = None,
        take_back: Callable[[], None] | None = None,
    ) -> None:
        """Shows ``text``; ``action`` is the word on a button that calls ``callback`` and closes the line.

        ``take_back`` withdraws the step that is told of, from a button of its own or by Ctrl+Z.
        """
        self._text.setText(text)
        self._text.setToolTip(text)
        self.setAccessibleName(text)
        self._callback, self._take_back = callback, take_back
        self._button.setText(action)
        self._button.setVisible(callback is not None)
        self._back.setVisible(take_back is not None)
        self.show()
        self.shown.emit(True)
        self._timer.start((SECONDS_WITH_ACTION if self.offers else SECONDS) * 1000)

    @property
    def text(self) -> str:
        """What it says, for tests and screen readers."""
        return self._text.text()

    @property
    def offers(self) -> bool:
        """Whether there is something to do about it."""
        return self.isVisible() and (self._callback is not None or self._take_back is not None)

    def undo(self) -> bool:
        """Takes back what it tells of, from a key; False where it offers nothing, or something else."""
        if self.isVisible() and self._take_back is not None:
            self._act_back()
            return True
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
        self._do(self._callback)

    def _act_back(self) -> None:
        self._do(self._take_back)

    def _do(self, deed: Callable[[], None] | None) -> None:
        self.end()
        if deed:
            deed()

    def _expire(self) -> None:
        if self._button.hasFocus() or self._back.hasFocus():
            self._timer.start(SECONDS * 1000)
        else:
            self._end()

    def end(self) -> None:
        """Says nothing any more, and offers nothing."""
        self._callback = self._take_back = None
        self._end()

    def _end(self) -> None:
        self._timer.stop()
        self.hide()
        self.shown.emit(False)
