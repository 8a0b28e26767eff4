"""The placeholder for an empty view: why there is nothing, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.gui.kit.theme import Theme


class Blank(QWidget):
    """An icon, a headline, a sentence and buttons in the middle of the free space."""

    def __init__(self, theme: Theme, icon: str, title: str, text: str) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(theme.pixmap(icon, "line_strong", 48))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(title)
        self.title.setProperty("role", "head")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = QLabel(text)
        self.text.setProperty("role", "soft")
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        self.text.setMaximumWidth(460)
        self.text.setMinimumWidth(200)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addStretch(2)
        layout.addWidget(picture)
        layout.addWidget(self.title)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(self.text, 4)
        centred.addStretch(1)
        layout.addLayout(centred)
        layout.addSpacing(4)
        self._offered: list[QPushButton] = []
        layout.addLayout(self._buttons)
        layout.addStretch(3)

    def add_button(self, button: QPushButton) -> QPushButton:
        """Adds a button to the row below the sentence."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button

    def offer(self, text: str, act: Callable[[], object], role: str = "") -> None:
        """Adds a button that does ``act``; ``role`` as the style sheet knows it (primary)."""
        button = self.add_button(QPushButton(text))
        if role:
            button.setProperty("role", role)
        button.clicked.connect(act)
        self._offered.append(button)

    def take_back(self) -> None:
        """Removes what was offered."""
        while self._offered:
            button = self._offered.pop()
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()

    def tell(self, title: str, text: str) -> None:
        """Changes headline and sentence."""
        self.title.setText(title)
        self.text.setText(text)
