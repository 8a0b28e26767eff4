"""Files that are dropped on a widget, from the file manager or out of a mail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

_NO_FILES = "没有收：拖进来的不是这台电脑上的文件。文件夹请打开以后选里面的文件；网页、聊天里的请先存下来再拖。"
_NOT_ALL = "收了 {taken} 个文件，另外 {left} 个不是文件，没有收。文件夹请打开以后选里面的文件。"


def take_files(where: QWidget, take: Callable[[list[Path]], object], say: Callable[[str], object]) -> None:
    """``take`` is given the files that are dropped anywhere on ``where``; ``say`` tells of what is none."""
    where.setAcceptDrops(True)
    where.installEventFilter(_Files(where, take, say))


class _Files(QObject):
    def __init__(self, where: QWidget, take: Callable[[list[Path]], object], say: Callable[[str], object]) -> None:
        super().__init__(where)
        self._take, self._say = take, say

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._drop([Path(url.toLocalFile()) if url.isLocalFile() else None for url in event.mimeData().urls()])
            return True
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            event.acceptProposedAction()
            return True
        return False

    def _drop(self, things: list[Path | None]) -> None:
        files = [thing for thing in things if thing is not None and thing.is_file()]
        if files:
            self._take(files)
        if len(files) < len(things):
            self._say(_NOT_ALL.format(taken=len(files), left=len(things) - len(files)) if files else _NO_FILES)
