"""Where what opens beside a widget goes: below it, above it where the screen ends, never off the screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

_GAP = 4


def beside(anchor: QWidget, size: QSize) -> QPoint:
    """The corner, in the screen's coordinates, of something of ``size`` that opens at ``anchor``."""
    top_left = anchor.mapToGlobal(QPoint(0, 0))
    return placed(QRect(top_left, anchor.size()), size, anchor.screen().availableGeometry())


def placed(anchor: QRect, size: QSize, room: QRect) -> QPoint:
    """As :func:`beside`, for rectangles: below ``anchor``, else above it, else wherever it stays within ``room``."""
    below, above = anchor.bottom() + 1 + _GAP, anchor.top() - _GAP - size.height()
    top = below if below + size.height() <= room.bottom() + 1 or above < room.top() else above
    left = min(anchor.left(), room.right() + 1 - size.width())
    return QPoint(max(left, room.left()), max(min(top, room.bottom() + 1 - size.height()), room.top()))
