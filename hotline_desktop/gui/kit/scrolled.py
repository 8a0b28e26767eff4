"""What is higher than its place scrolls, without a frame and never sideways, and follows whatever has the focus."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget
from shiboken6 import isValid

_AROUND = 24  # pixels above and below what is scrolled to


class Scrolled(QScrollArea):
    """Brings into view what gets the focus by a key or by the program; Qt itself does so for Tab alone.

    Not what a mouse presses: it is in view, and a button must not move away between press and release. Nor what has the
    focus again because the window has: there one goes on looking at what was being looked at.
    """

    def __init__(self, inner: QWidget | None = None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows what is in it, and would take Tab unseen
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._from: tuple[QWidget, int] | None = None  # what is shown, and how far down, as the focus began to move
        if inner is not None:
            self.setWidget(inner)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def show_in_view(self, widget: QWidget) -> None:
        """Scrolls until ``widget`` stands whole in the area, once everything has its place."""
        QTimer.singleShot(0, self, lambda: self._reach(widget))

    def _follow(self, left: QWidget | None, focused: QWidget | None) -> None:
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        inside = focused is not None and self.isAncestorOf(focused)
        if left is not None and inside and not pressed and self._from is None:
            self._from = self.widget(), self.verticalScrollBar().value()
            QTimer.singleShot(0, self, self._come_to_rest)

    def _come_to_rest(self) -> None:
        """Goes where the focus is by now: what goes away hands it to any neighbour, to which Qt scrolls at once."""
        begun, self._from = self._from, None
        if begun is not None and begun[0] is self.widget():
            self.verticalScrollBar().setValue(begun[1])
        focused = QApplication.focusWidget()
        if focused is not None:
            self._reach(focused)

    def _reach(self, widget: QWidget) -> None:
        if not isValid(widget) or not self.isAncestorOf(widget):
            return
        room = self.viewport().height()
        cursor = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
        if widget.height() > room and isinstance(cursor, QRect) and cursor.height() < room:
            at = widget.mapTo(self.widget(), cursor.center())
            self.ensureVisible(at.x(), at.y(), 0, cursor.height() + _AROUND)
        else:
            self.ensureWidgetVisible(widget, 0, _AROUND)


def bring_into_view(widget: QWidget) -> None:
    """Scrolls whatever scrolls ``widget`` until it is seen, or what is worked on in it where it is taller."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, Scrolled):
        area = area.parentWidget()
    if area is not None:
        area.show_in_view(widget)


def scrolled(inner: QWidget) -> Scrolled:
    """``inner`` in a frameless area as wide as itself, which scrolls up and down where it must."""
    return Scrolled(inner)
