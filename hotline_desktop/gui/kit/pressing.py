"""Presses that Qt handles otherwise than a clerk expects: Enter on a button, a key held down, a double click on one,
Alt in a text, Home and End in a list.

No key does anything while the input method is composing.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def confirms(event: QKeyEvent) -> bool:
    """Whether the key is one of those that confirm what is filled in, wherever one is: Ctrl+Enter and Ctrl+S."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    pressed = event.key() in (*_ENTER, Qt.Key.Key_S) and not event.isAutoRepeat()
    return pressed and held == Qt.KeyboardModifier.ControlModifier


class _OfTheFocused(QObject):
    """Filters the events of whatever has the focus, where it is one of ``kinds``, while it exists.

    Only those: a filter on the application would be asked for each of the thousand events of a ticket turned to.
    """

    kinds: tuple[type[QWidget], ...] = ()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)
            self._follow(None, QApplication.focusWidget())

    def _follow(self, left: QWidget | None, focused: QWidget | None) -> None:
        if isinstance(left, self.kinds):
            left.removeEventFilter(self)
        if isinstance(focused, self.kinds):
            focused.installEventFilter(self)


class AltTypesNothing(_OfTheFocused):
    """Alt with a letter or figure that is nobody's key here types nothing: Alt+1 twice would leave a 1 in the form."""

    kinds = (QLineEdit, QPlainTextEdit, QComboBox)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier  # the figures at the side spell characters
        return modifiers == Qt.KeyboardModifier.AltModifier and event.text().isprintable() and bool(event.text())


class EnterPresses(_OfTheFocused):
    """Enter presses the button that has the focus: Qt gives that to dialogs alone, which keep their own default one."""

    kinds = (QAbstractButton,)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QAbstractButton):
            return False
        pressed = event.type() == QEvent.Type.KeyPress and event.key() in _ENTER and not _modified(event)
        if not pressed or isinstance(watched.window(), QDialog) or not watched.isEnabled():
            return False
        if not event.isAutoRepeat():  # held down, it would do the next row's deed, and the one after
            watched.click()
        return True


class OnePress(QObject):
    """The second press of a double click is no other press of a button.

    By then what the first did is done: the next row is selected, or another page with its own button stands there.
    Asked where the mouse's presses come into the window, once it has a window of the system's.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched is self._window:
            self._window.removeEventFilter(self)
            self._window.windowHandle().installEventFilter(self)
        elif event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            return isinstance(self._window.childAt(event.position().toPoint()), QPushButton)
        return False


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


class HomeAndEnd(_OfTheFocused):
    """They lead to the first and the last row of a list; Qt leads to the first and last cell, which nobody sees."""

    kinds = (QTableView,)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or _modified(event):
            return False
        if event.key() not in (Qt.Key.Key_Home, Qt.Key.Key_End) or not isinstance(watched, QTableView):
            return False
        if watched.selectionBehavior() is not QAbstractItemView.SelectionBehavior.SelectRows:
            return False
        watched.selectRow(0 if event.key() == Qt.Key.Key_Home else watched.model().rowCount() - 1)
        return True


class Composing(_OfTheFocused):
    """Knows whether the input method shows letters that are no words yet where the cursor stands."""

    kinds = (QLineEdit, QPlainTextEdit)

    def __init__(self, parent: QObject) -> None:
        self.under_way = False
        super().__init__(parent)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self.under_way = bool(event.preeditString())
        return False

    def _follow(self, left: QWidget | None, focused: QWidget | None) -> None:
        self.under_way = False  # Qt has given the letters to the field that was left
        super()._follow(left, focused)


def still_composing(widget: QWidget) -> bool:
    """Whether words are under way in the window of ``widget``: what is read now would miss them."""
    found: list[Composing] = list(widget.window().findChildren(Composing))
    return any(each.under_way for each in found)


def mend_presses(window: QWidget) -> None:
    """All of it, for as long as ``window`` is there."""
    EnterPresses(window)
    OnePress(window)
    AltTypesNothing(window)
    HomeAndEnd(window)
    Composing(window)
