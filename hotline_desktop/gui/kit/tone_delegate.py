"""Cells that keep their own colour in a selected row: what is overdue stays red under the cursor."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem


class ToneDelegate(QStyledItemDelegate):
    """Qt draws selected text in the palette's one colour; this takes the model's, where it names one."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        color = index.data(Qt.ItemDataRole.ForegroundRole)
        if color is not None:
            drawn: Any = option  # Qt's stubs do not know the fields of the option
            drawn.palette.setColor(QPalette.ColorRole.HighlightedText, color)
