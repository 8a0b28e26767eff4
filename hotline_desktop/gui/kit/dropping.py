"""Files that are dropped on a widget, from the file manager or out of a mail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget


def take_files(where: QWidget, take: Callable[[list[Path]], object]) -> None:
    """``take`` is given the files that are dropped anywhere on ``where``."""
    where.setAcceptDrops(True)
    where.installEventFilter(_Files(where, take))


class _Files(QObject):
    def __init__(self, where: QWidget, take: Callable[[list[Path]], object]) -> None:
        super().__init__(where)
        self._take = take

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
            event.acceptProposedAction()
            self._take([path for path in paths if path.is_file()])
            return True
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            event.acceptProposedAction()
            return True
        return False
