"""A button that is an icon alone."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton

from hotline_desktop.gui.kit.theme import Theme


def tool_button(theme: Theme, icon: str, tip: str) -> QToolButton:
    """``tip`` says what it does, on pointing at it and to those who have the window read out."""
    button = QToolButton()
    button.setIcon(theme.icon(icon))
    button.setToolTip(tip)
    button.setAccessibleName(tip)
    return button
