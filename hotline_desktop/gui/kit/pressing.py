"""Enter presses the button that has the focus: Qt gives that to dialogs alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterPresses(QObject):
    """Watches whichever button has the focus while it exists; dialogs keep their own default button.

    Only that one: a filter on the application would be asked for each of the thousand events of a ticket turned to.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            self._follow(None, QApplication.focusWidget())

    def _follow(self, left: QWidget | None, focused: QWidget | None) -> None:
        if isinstance(left, QAbstractButton):
            left.removeEventFilter(self)
        if isinstance(focused, QAbstractButton):
            focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QAbstractButton):
            return False
        pressed = isinstance(event, QKeyEvent) and event.key() in _ENTER and not _modified(event)
        if not pressed or isinstance(watched.window(), QDialog) or not watched.isEnabled():
            return False
        watched.click()
        return True


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
