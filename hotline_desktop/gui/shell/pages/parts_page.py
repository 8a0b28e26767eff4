"""A page of several parts, of which one is in front: buttons above them turn to each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, Protocol, TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.segments import lead_on, segments
from hotline_desktop.gui.shell.pages.page import Page
from hotline_desktop.gui.shell.session.session import Session


class Part(Protocol):
    """A widget that fetches what it shows."""

    def load(self) -> None:
        """Fetches it again."""


P = TypeVar("P", bound=Part)


class PartsPage(Page, Generic[P]):
    """``parts`` by the keys of ``labels``, the first one ``in_front``; ``places`` are their buttons."""

    def __init__(self, session: Session, labels: Mapping[str, str], parts: Mapping[str, P]) -> None:
        super().__init__(session)
        self._parts = dict(parts)
        self.places: dict[str, QPushButton] = {}
        self.parts = QStackedWidget()
        top = QHBoxLayout()
        top.addLayout(segments(self, labels, self.places))
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.parts, 1)
        for place, button in self.places.items():
            self.parts.addWidget(cast(QWidget, self._parts[place]))
            button.clicked.connect(lambda _on=False, place=place: self.show_part(place))
            lead_on(button, self.come_in)
        first = next(iter(self.places))
        self.places[first].setChecked(True)
        self.in_front: P = self._parts[first]

    def come_in(self) -> None:
        """The keyboard is on the list of the part in front, or on its button where there is no list to be seen."""
        tables: list[RecordTable] = list(cast(QWidget, self.in_front).findChildren(RecordTable))
        button = next(self.places[place] for place, part in self._parts.items() if part is self.in_front)
        shown: QWidget = next((each for each in tables if each.isVisibleTo(self)), button)
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_part(self, place: str) -> None:
        """Turns to one of the parts and fetches it."""
        self.places[place].setChecked(True)
        self.in_front = self._parts[place]
        self.parts.setCurrentWidget(cast(QWidget, self.in_front))
        self.in_front.load()
