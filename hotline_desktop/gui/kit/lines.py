"""Lines of text that mind the room they take: one as wide as its place, one there only while something is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class OneLine(QLabel):
    """A label as wide as its place: what has no room ends in an ellipsis; give it the whole as tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def shown(self) -> str:
        """The text as far as there is room for it."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.shown)
        painter.end()


class ProblemLabel(QLabel):
    """Red words beside the button that was refused, selectable to be passed on."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "problem")
        self.setWordWrap(True)
        self.hide()

    def tell(self, problem: str = "") -> None:
        """Shows ``problem``; hides where it is empty."""
        self.setText(problem)
        self.setVisible(bool(problem))
