"""Frozen rows of any kind as a Qt model: columns are data, cells are worked out only where they are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hotline_desktop.gui.kit.theme import Theme

Index = QModelIndex | QPersistentModelIndex
RECORD_ROLE = Qt.ItemDataRole.UserRole + 1
LAST_EXTRA = 2
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """One column: caption, first width in pixels (0 takes the room that is left), and the text of a row.

    ``tone`` names the theme's colour of a row's text where it is not that of ink; ``tip`` is a longer text for the
    tooltip than the cell's own; ``right`` stands figures under each other; ``extra`` is given up where the stretched
    column would get too narrow, LAST_EXTRA after every other one.
    """

    caption: str
    width: int
    text: Callable[[Any], str]
    tone: Callable[[Any], str] | None = None
    tip: Callable[[Any], str] | None = None
    right: bool = False
    extra: int = False


class RecordListModel(QAbstractTableModel):
    """Shows a sequence of rows as it is; tens of thousands cost nothing until they are scrolled to."""

    def __init__(self, theme: Theme, columns: tuple[RecordColumn, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.columns = columns
        self._rows: Sequence[Any] = ()

    @property
    def rows(self) -> Sequence[Any]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Replaces every row."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].caption
        return _side(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(column.text(row))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row) if index.column() == 0 else f"{column.caption}：{one_line(column.text(row))}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip or column.text)(row)
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            return self._theme.color(column.tone(row))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        return row if role == RECORD_ROLE else None

    def _spoken(self, row: Any) -> str:
        """The whole row, as a screen reader says it where the cursor goes from row to row."""
        told = ((column.caption, one_line(column.text(row))) for column in self.columns)
        return "，".join(f"{caption}：{text}" for caption, text in told if text)


def one_line(text: str) -> str:
    """The text with its line breaks as spaces."""
    return " ".join(text.split())


def _side(column: RecordColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
