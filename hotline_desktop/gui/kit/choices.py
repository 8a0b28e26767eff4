"""Proposed values below a field, each with its reason: one click puts one into the field."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget


class Choices(QWidget):
    """``picked(value)``; ``buttons`` are by their value."""

    picked = Signal(str)

    def __init__(self, choices: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (value, reason) in enumerate(choices):
            button = QPushButton(value)
            button.setProperty("role", "chip")
            button.setToolTip(f"填入“{value}”")
            button.clicked.connect(lambda _on=False, value=value: self.picked.emit(value))
            why = QLabel(reason)
            why.setProperty("role", "faint")
            why.setWordWrap(True)
            grid.addWidget(button, row, 0)
            grid.addWidget(why, row, 1)
            self.buttons[value] = button
