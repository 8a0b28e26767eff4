"""A column of a page: as wide as its place, as high as its parts are there."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_ANY = QSize(0, 0)


class Column(QWidget):
    """Says no size that it would like: a place that scrolls gives it its own width and asks how high it is there.

    Without that layouts work out the height for the widths that the parts would like too, and for the least: every text
    is laid out twice more, in the narrowest case one character a line, and nobody uses the answers.
    """

    def sizeHint(self) -> QSize:
        return _ANY

    def minimumSizeHint(self) -> QSize:
        return _ANY
