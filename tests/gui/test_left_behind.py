"""Looking at one ticket after another leaves nothing behind that grows all day."""

import gc
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from hotline_desktop.gui.shell.session.navigation import Place
from tests.domain.ticket_walk import COMPLETE
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]


def test_entries_of_menus_go_with_the_ticket_that_they_were_for(desk: Desk, register: Register) -> None:
    ids = [register(f"2022090810{place:04}") for place in range(4)]
    for ticket_id in ids[1::2]:  # other steps: theirs are made anew each time
        desk.office.tickets.do(ticket_id, "first_contact", COMPLETE["first_contact"], CLERK)

    def look_through() -> int:
        for ticket_id in ids * 2:
            desk.go(Place.TICKETS, ticket_id)
            desk.settle()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        desk.go(Place.TICKETS, ids[0])
        desk.settle()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return sum(type(each) is QAction for each in gc.get_objects())

    look_through()
    before = look_through()
    assert look_through() == before


class _Polished(QObject):
    """Counts the widgets that the style sheet is given anew, which is what making and restyling them costs."""

    def __init__(self) -> None:
        super().__init__()
        self.widgets: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Polish, QEvent.Type.StyleChange) and isinstance(watched, QWidget):
            self.widgets.append(f"{type(watched).__name__} {watched.property('role') or watched.property('tag')}")
        return super().eventFilter(watched, event)


def test_a_ticket_is_shown_in_the_widgets_of_the_one_before(desk: Desk, register: Register) -> None:
    """Whatever steps, tags, reminders and phones the tickets have: once there is room for them, nothing is made."""
    ids = [register(f"2022090810{place:04}", phones="138 0001 0077" if place % 2 else "") for place in range(4)]
    for ticket_id, steps in zip(ids, ((), ("first_contact",), ("first_contact", "dispatch"), ()), strict=True):
        for step in steps:
            desk.office.tickets.do(ticket_id, step, COMPLETE[step], CLERK)
    page = desk.go(Place.TICKETS, ids[0])

    def look_through() -> int:
        for ticket_id in ids:
            desk.go(Place.TICKETS, ticket_id)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        parts: list[QWidget] = list(page.findChildren(QWidget))
        return len(parts)

    look_through()
    before, polished = look_through(), _Polished()
    QApplication.instance().installEventFilter(polished)  # type: ignore[union-attr]
    try:
        assert look_through() == before
    finally:
        QApplication.instance().removeEventFilter(polished)  # type: ignore[union-attr]
    assert polished.widgets == []
