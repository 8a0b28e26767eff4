"""Text that wraps and is another one with every record: what it takes is worked out once for a width, not ten times."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QLabel

_LOOKS = Qt.TextInteractionFlag.NoTextInteraction
_SELECTS = Qt.TextInteractionFlag.TextSelectableByMouse


class RunningText(QLabel):
    """A label that takes the width it is given, and as much height as its text has lines there.

    Layouts ask a wrapping label again and again, and each answer lays its text out anew; this one remembers it until
    text or face change. It is meant for columns that are as wide as their place.
    """

    def __init__(self, role: str, form: Qt.TextFormat = Qt.TextFormat.PlainText) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}
        self.setProperty("role", role)
        self.setTextFormat(form)  # before a text, which would be read twice
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Shows another text; the same one costs nothing."""
        if text != self.text():
            self._heights.clear()
            super().setText(text)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
        super().changeEvent(event)


class SelectableText(RunningText):
    """Plain text of which one can select and copy a part.

    What selecting takes (a whole document) is made when a mouse is pressed on it: most texts are only read.
    """

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.setTextInteractionFlags(_LOOKS)

    def setText(self, text: str) -> None:
        if text != self.text():
            self.setTextInteractionFlags(_LOOKS)
        super().setText(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setTextInteractionFlags(_SELECTS)
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # for Ctrl+C; Qt gave it before this label could take it
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.setTextInteractionFlags(_SELECTS)
        super().contextMenuEvent(event)


class SelectableLine(SelectableText):
    """One line where there is room for it; the name of a company or a remark beside a number breaks into several.

    A label that may break would by itself rather be narrow and high.
    """

    def sizeHint(self) -> QSize:
        return self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text()) + QSize(1, 0)
