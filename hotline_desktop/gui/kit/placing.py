"""Places a popup beside its widget: below it, above it at the screen's edge, never off the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

_GAP = 4
_TITLE, _EDGE = 32, 8  # of windows


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


def side_by_side(size: QSize, others: Sequence[QRect], room: QRect) -> QPoint:
    """The corner of a new window: at the right of ``room``, left of those that are there, over them once it is full."""
    top, left = room.top() + _TITLE, room.right() + 1 - size.width() - _EDGE
    for step in range(len(others) + 1):
        place = QRect(QPoint(left, top), size)
        if not any(place.intersects(other) for other in others):
            return place.topLeft()
        left -= size.width() + _EDGE
        if left < room.left():
            shift = (step + 1) * _TITLE
            corner = QPoint(room.right() + 1 - size.width() - _EDGE - shift, top + shift)
            return QPoint(max(corner.x(), room.left()), min(corner.y(), max(room.bottom() - size.height(), room.top())))
    return QPoint(max(left, room.left()), top)
