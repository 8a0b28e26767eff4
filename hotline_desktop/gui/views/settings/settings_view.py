"""Sections at the left, the chosen one at the right. Layout only."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.views.settings.sections import SECTIONS, Section

LIST_WIDTH = 176
FORM_WIDTH = 760


class SettingsView(QWidget):
    """``sections`` is the list; ``stack`` holds a place for each of them, in the same order, until it is put there."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.sections = QListWidget()
        self.sections.setAccessibleName("设置的分类")
        self.sections.setFixedWidth(LIST_WIDTH)
        self.sections.setIconSize(QSize(18, 18))
        for section in SECTIONS:
            item = QListWidgetItem(theme.icon(section.icon), section.title, self.sections)
            item.setToolTip(section.about)
            item.setSizeHint(QSize(0, 40))
        self.stack = QStackedWidget()
        self._places = {section.key: QVBoxLayout() for section in SECTIONS}
        for place in self._places.values():
            place.setContentsMargins(0, 0, 0, 0)
            holder = QWidget()
            holder.setLayout(place)
            self.stack.addWidget(holder)
        panel = QFrame()
        panel.setProperty("role", "panel")
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.stack)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.sections)
        layout.addWidget(panel, 1)

    def put(self, key: str, section: QWidget) -> None:
        """Puts a section in its place."""
        self._places[key].addWidget(section)


class SectionFrame(QWidget):
    """Title and purpose above, ``body`` scrolling below, and a foot where the section has buttons."""

    def __init__(self, section: Section, body: QWidget, foot: QWidget | None = None) -> None:
        super().__init__()
        title = QLabel(section.title)
        title.setProperty("role", "title")
        about = QLabel(section.about)
        about.setProperty("role", "soft")
        about.setWordWrap(True)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(about)
        column.addSpacing(12)
        body.setMaximumWidth(FORM_WIDTH)
        row = QHBoxLayout()  # which knows how wide the form may be, and so how high it has to be
        row.addWidget(body, 1)
        row.addStretch(0)
        column.addLayout(row)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(inner), 1)
        if foot is not None:
            layout.addWidget(foot)
