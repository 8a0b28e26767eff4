"""Labels with values under each other, to read and to copy from."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

_LABEL_WIDTH = 92


class FactsTable(QWidget):
    """Rows of label and value; empty values are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)

        self._rows: list[tuple[QLabel, QLabel]] = []

    def show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Replaces what is shown. Labels stay for the next facts: they are many, and made anew they take long."""
        filled = [(caption, value) for caption, value in facts if value]
        while len(self._rows) < len(filled):
            self._rows.append(self._row(len(self._rows)))
        for (label, text), (caption, value) in zip(self._rows, filled, strict=False):
            label.setText(caption)
            text.setText(value)
            text.setAccessibleName(caption)
        for place, row in enumerate(self._rows):
            for each in row:
                each.setVisible(place < len(filled))

    def _row(self, place: int) -> tuple[QLabel, QLabel]:
        label, text = QLabel(), QLabel()
        label.setProperty("role", "label")
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._grid.addWidget(label, place, 0)
        self._grid.addWidget(text, place, 1)
        return label, text
