"""A layout that sets widgets side by side and breaks into the next line, like words in a paragraph."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Left to right, top to bottom, every widget at its preferred size and in the middle of its line.

    What is wider than the whole line gets it alone.

    What its parts want and how high they stand is kept until one of them changes: a window asks a hundred times for it
    while it finds the place of everything.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._wanted: list[tuple[QLayoutItem, QSize]] | None = None
        self._heights: dict[int, int] = {}
        self._least: QSize | None = None
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        taken = self._items.pop(index) if 0 <= index < len(self._items) else None
        self.invalidate()
        return taken

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        self._wanted, self._least = None, None
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            around = self.contentsMargins()
            inner = width - around.left() - around.right()
            height = self._place(QRect(0, 0, inner, 0), move=False)
            self._heights[width] = height + around.top() + around.bottom()
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        if self._least is None:
            size = QSize()
            for item in self._items:
                size = size.expandedTo(item.minimumSize())
            around = self.contentsMargins()
            self._least = size + QSize(around.left() + around.right(), around.top() + around.bottom())
        return self._least

    def _sizes(self) -> list[tuple[QLayoutItem, QSize]]:
        """What is to be seen, each with the size it wants."""
        if self._wanted is None:
            self._wanted = [
                (item, item.sizeHint().expandedTo(item.minimumSize()).boundedTo(item.maximumSize()))
                for item in self._items
                if not item.isEmpty()
            ]
        return self._wanted

    def _place(self, rect: QRect, move: bool) -> int:
        x, y, line, spacing, end = rect.x(), rect.y(), 0, self.spacing(), rect.right() + 1
        most = max(rect.width(), 1)
        row: list[tuple[QLayoutItem, QRect]] = []
        for item, size in self._sizes():
            width, height = min(size.width(), most), size.height()
            if width < size.width() and item.hasHeightForWidth():
                height = item.heightForWidth(width)  # too long for any line: it breaks into several of its own
            if x + width > end and line:
                _centre(row, line)
                x, y, line, row = rect.x(), y + line + spacing, 0, []
            if move:
                row.append((item, QRect(x, y, width, height)))
            x += width + spacing
            line = max(line, height)
        _centre(row, line)
        return y + line - rect.y()


def _centre(row: list[tuple[QLayoutItem, QRect]], height: int) -> None:
    """What is lower than its line stands in the middle of it, as words beside a larger one do."""
    for item, place in row:
        item.setGeometry(place.translated(0, (height - place.height()) // 2))
