"""What stands in the window while nobody may see the office: a lock, a headline and a narrow column in the middle."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hotline_desktop.gui.kit.theme import Theme

_WIDTH = 360


def locked_column(sheet: QWidget, theme: Theme, title: QLabel, *below: QWidget) -> None:
    """Lays ``below`` out in ``sheet``, under a lock and ``title``, all as wide as each other."""
    picture = QLabel()
    picture.setPixmap(theme.pixmap("lock", "line_strong", 48))
    title.setProperty("role", "head")
    middle = QVBoxLayout()
    middle.setSpacing(12)
    middle.addStretch(2)
    for widget in (picture, title, *below):
        widget.setFixedWidth(_WIDTH)
        middle.addWidget(widget)
    middle.addStretch(3)
    layout = QHBoxLayout(sheet)
    layout.addStretch(1)
    layout.addLayout(middle)
    layout.addStretch(1)
