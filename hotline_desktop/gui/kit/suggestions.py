"""A list of words under a line of text, part of the window itself: the cursor and the input method stay in the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QWidget

from hotline_desktop.gui.kit.placing import placed

_ROW, _MOST_ROWS, _LEAST_WIDTH = 30, 8, 220
_MARGIN, _BESIDE = 10, 48  # pixels around the list, and beside the longest word with the scroll bar


class Suggestions(QObject):
    """Offers what ``find(typed)`` gives while ``line`` has the focus. ``picked(str)`` when one is taken.

    ↓ ↑ move, Enter takes the marked one or the only one, Esc closes the list and nothing else.
    """

    picked = Signal(str)

    def __init__(self, line: QLineEdit, find: Callable[[str], Sequence[str]]) -> None:
        super().__init__(line)
        self._line, self._find = line, find
        self._list: QListWidget | None = None
        line.installEventFilter(self)
        line.textEdited.connect(lambda _text: self.open())

    @property
    def texts(self) -> list[str]:
        """What is offered now; empty while the list is closed."""
        shown = self._list
        if shown is None or not shown.isVisible():
            return []
        return [shown.item(row).text() for row in range(shown.count())]

    def open(self) -> None:
        """Shows what fits; nothing where nothing does."""
        texts = list(self._find(self._line.text()))
        if not texts or not self._line.hasFocus() or texts == [self._line.text()]:
            self.close()
            return
        shown = self._made()
        shown.clear()
        for word in texts:
            item = QListWidgetItem(word, shown)
            item.setSizeHint(QSize(0, _ROW))
            item.setToolTip(word)
        shown.setCurrentRow(0 if len(texts) == 1 else -1)
        self._place(shown, texts)
        shown.show()
        shown.raise_()

    def close(self) -> None:
        """Hides the list."""
        if self._list is not None:
            self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._line:
            if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
                self.close()
            return False
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Move):
            self.close()
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._mine(event):
            event.accept()  # Esc and Enter would leave the form
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return False

    def _mine(self, event: QKeyEvent) -> bool:
        return bool(self.texts) and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)

    def _pressed(self, event: QKeyEvent) -> bool:
        shown, key = self._list, event.key()
        if not self.texts or shown is None:
            if key == Qt.Key.Key_Down and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.open()
                return True
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            shown.setCurrentRow((max(shown.currentRow(), 0 if step < 0 else -1) + step) % shown.count())
            return True
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._take()
            return True
        return False

    def _take(self) -> None:
        shown = self._list
        item = shown.currentItem() if shown is not None else None
        self.close()
        if item is not None:
            self.picked.emit(item.text())

    def _made(self) -> QListWidget:
        window = self._line.window()
        if self._list is None or self._list.parent() is not window:
            self._list = QListWidget(window)
            self._list.setProperty("role", "fits")
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setAccessibleName("符合的名称")
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
            self._list.itemClicked.connect(self._clicked)
            window.installEventFilter(self)
            self.destroyed.connect(self._list.deleteLater)
        return self._list

    def _clicked(self, item: QListWidgetItem) -> None:
        self.close()
        self.picked.emit(item.text())

    def _place(self, shown: QListWidget, texts: list[str]) -> None:
        window: QWidget = self._line.window()
        corner = self._line.mapTo(window, QPoint(0, 0))
        longest = max(shown.fontMetrics().horizontalAdvance(word) for word in texts)
        width = max(self._line.width(), _LEAST_WIDTH, longest + _BESIDE)
        size = QSize(min(width, window.width()), _ROW * min(len(texts), _MOST_ROWS) + _MARGIN)
        shown.resize(size)
        shown.move(placed(QRect(corner, self._line.size()), size, window.rect()))
