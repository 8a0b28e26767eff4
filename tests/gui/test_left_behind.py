"""Looking at one ticket after another leaves nothing behind that grows all day."""

import gc
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction

from hotline_desktop.gui.shell.navigation import Place
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
