"""Buttons side by side, of which one is down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

Key = TypeVar("Key")


def segments(owner: QWidget, labels: Mapping[Key, str], buttons: dict[Key, QPushButton]) -> QHBoxLayout:
    """Their row; each is filled into ``buttons`` under its key in ``labels``."""
    group = QButtonGroup(owner)
    row = QHBoxLayout()
    row.setSpacing(0)
    for number, (key, label) in enumerate(labels.items()):
        button = QPushButton(label)
        button.setCheckable(True)
        button.setProperty("role", "segment")
        place = "first" if number == 0 else "last" if number == len(labels) - 1 else "middle"
        button.setProperty("place", place)
        group.addButton(button)
        buttons[key] = button
        row.addWidget(button)
    return row


def lead_on(button: QPushButton, on: Callable[[], None]) -> None:
    """Clicked by the mouse, the keyboard goes ``on`` into what the button shows; by keys it stays with the buttons."""
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(lambda: None if button.hasFocus() else on())
