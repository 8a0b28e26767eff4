"""Files that are dropped on a widget, from the file manager or out of a mail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

_VIEWPORT = "qt_scrollarea_viewport"
_FOLDER, _GONE, _ELSEWHERE = "是文件夹", "不在原处", "不是这台电脑上的文件"
_ALONE = {
    _FOLDER: "没有收：拖进来的是文件夹。请打开文件夹，选里面的文件。",
    _GONE: "没有收：拖进来的文件已经不在原处了，可能刚移走、改了名，或者 U 盘、共享盘断开了。请找到以后再拖。",
    _ELSEWHERE: "没有收：拖进来的不是这台电脑上的文件。网页、聊天里的图片和文件请先存下来，再拖存好的文件。",
}


def take_files(
    where: QWidget,
    take: Callable[[list[Path]], object],
    say: Callable[[str], object],
    hover: Callable[[bool], object] = lambda _over: None,
) -> None:
    """``take`` is given the files that are dropped anywhere on ``where`` while it is enabled; ``say`` tells of what is
    none, ``hover`` while files are held over it.
    """
    where.setAcceptDrops(True)
    where.installEventFilter(_Files(where, take, say, hover))


class _Files(QObject):
    def __init__(
        self,
        where: QWidget,
        take: Callable[[list[Path]], object],
        say: Callable[[str], object],
        hover: Callable[[bool], object],
    ) -> None:
        super().__init__(where)
        self._where, self._take, self._say, self._hover = where, take, say, hover

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DragLeave:
            self._hover(False)
        elif isinstance(event, QDragEnterEvent) and self._may_take(event):
            self._hover(True)
            _as_copy(event)
            return True
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._hover(False)
            _as_copy(event)
            self._drop(event.mimeData().urls())
            return True
        return False

    def _may_take(self, event: QDropEvent) -> bool:
        copied = bool(event.possibleActions() & Qt.DropAction.CopyAction)
        return copied and event.mimeData().hasUrls() and self._where.isEnabled()

    def _drop(self, urls: list[QUrl]) -> None:
        files: list[Path] = []
        others: list[str] = []
        for url in urls:
            path = Path(url.toLocalFile())
            why = _why_none(path) if url.isLocalFile() else _ELSEWHERE
            if why:
                others.append(why)
            else:
                files.append(path)
        if files:
            self._take(files)
        if others:
            self._say(_told(len(files), others))


def _as_copy(event: QDropEvent) -> None:
    """The clerk's file stays where it is: told that it was moved, some file managers take it away."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()


def _why_none(path: Path) -> str:
    """Why a path is no file that could be taken; empty where it is one."""
    try:
        return "" if path.is_file() else _FOLDER if path.is_dir() else _GONE
    except (OSError, ValueError):  # a folder that may not be looked into, a name that no system takes
        return _GONE


def _told(taken: int, others: list[str]) -> str:
    kinds = list(dict.fromkeys(others))
    if not taken and len(kinds) == 1:
        return _ALONE[kinds[0]]
    counted = "，".join(f"{others.count(kind)} 个{kind}" for kind in kinds)
    begin = f"收了 {taken} 个文件；" if taken else ""
    return f"{begin}没有收 {len(others)} 个：{counted}。"


class FilesStayOut(QObject):
    """Files and pictures that are held over a text field are refused: Qt would write their addresses into the text.

    It watches the windows that were in use, not each widget: what is dragged comes to a window first.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            self._watch(QGuiApplication.focusWindow())

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # once more is the same as once

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent) or not _writes_addresses(event.mimeData()):
            return False
        tops = (each for each in QApplication.topLevelWidgets() if each.windowHandle() is watched)
        under = next((each.childAt(event.position().toPoint()) for each in tops), None)
        while under is not None and not under.acceptDrops():
            under = under.parentWidget()
        field = under.parentWidget() if under is not None and under.objectName() == _VIEWPORT else under
        if not isinstance(field, QLineEdit | QPlainTextEdit):
            return False
        event.ignore()
        return True


def _writes_addresses(mime: QMimeData) -> bool:
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())
