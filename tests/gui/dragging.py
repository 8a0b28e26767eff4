"""Dragging from outside as the system tells of it: to the window, which finds out what lies under the pointer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_LEFT, _NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
Key = Qt.KeyboardModifier
COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction


def files(*paths: Path) -> QMimeData:
    """What a file manager drags."""
    return urls(QUrl.fromLocalFile(str(path)) for path in paths)


def urls(each: Iterable[QUrl]) -> QMimeData:
    """Addresses, as a browser drags them too."""
    mime = QMimeData()
    mime.setUrls(list(each))
    return mime


def drop(
    where: QWidget,
    mime: QMimeData,
    at: QPointF | None = None,
    offered: Qt.DropAction = COPY | MOVE,
    held: Key = _NO_KEY,
) -> Qt.DropAction | None:
    """Drags over the middle of ``where`` and lets go; what was done, None where nothing was taken.

    A file manager that offers to move takes its file away where it is told that it was moved.
    """
    window = where.window()
    point = QPointF(where.mapTo(window, where.rect().center())) if at is None else at
    handle = window.windowHandle()
    enter = QDragEnterEvent(point.toPoint(), offered, mime, _LEFT, held)
    QApplication.sendEvent(handle, enter)
    move = QDragMoveEvent(point.toPoint(), offered, mime, _LEFT, held)
    move.setDropAction(enter.dropAction())
    move.setAccepted(enter.isAccepted())  # as the platform hands on what was said to the first event
    QApplication.sendEvent(handle, move)
    if not (enter.isAccepted() and move.isAccepted()):
        QApplication.sendEvent(handle, QDragLeaveEvent())
        return None
    event = QDropEvent(point, offered, mime, _LEFT, held)
    event.setDropAction(move.dropAction())
    QApplication.sendEvent(handle, event)
    return event.dropAction() if event.isAccepted() else None
