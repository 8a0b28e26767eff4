"""A page of several parts, of which one is in front: buttons above them turn to each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from hotline_desktop.gui.kit.lazy_parts import LazyParts
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
    """``makers`` of the parts by the keys of ``labels``, the first one in front; ``places`` are their buttons.

    A part is made when it is turned to or asked for: most days one of them is enough.
    """

    def __init__(
        self, session: Session, labels: Mapping[str, str], makers: Mapping[str, Callable[[], QWidget]]
    ) -> None:
        super().__init__(session)
        self.places: dict[str, QPushButton] = {}
        self.parts = QStackedWidget()
        self.made = LazyParts(makers, lambda _place, part: self._put(part))
        top = QHBoxLayout()
        top.addLayout(segments(self, labels, self.places))
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.parts, 1)
        for place, button in self.places.items():
            button.clicked.connect(lambda _on=False, place=place: self.show_part(place))
            lead_on(button, self.come_in)
        self.front = next(iter(self.places))
        self.places[self.front].setChecked(True)

    @property
    def in_front(self) -> P:
        """The part that is seen."""
        return cast(P, self.made.make(self.front))

    def come_in(self) -> None:
        """The keyboard is on the list of the part in front, or on its button where there is no list to be seen."""
        tables: list[RecordTable] = list(cast(QWidget, self.in_front).findChildren(RecordTable))
        shown: QWidget = next((each for each in tables if each.isVisibleTo(self)), self.places[self.front])
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_part(self, place: str) -> None:
        """Turns to one of the parts and fetches it."""
        self.front = place
        self.places[place].setChecked(True)
        part = self.in_front
        self.parts.setCurrentWidget(cast(QWidget, part))
        part.load()

    def _put(self, part: QWidget) -> None:
        self.parts.addWidget(part)
