"""What is looked at in full is noticed and told; what has been kept long enough goes from the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.terms.keeping import KeptKind
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.shell.look_watch import SEEN_MS
from hotline_desktop.gui.shell.navigation import Place
from hotline_desktop.gui.views.settings.privacy_part import DuePart
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from tests.gui.desk import CLERK, NOW, Desk


def pages(desk: Desk) -> list[tuple[str, str]]:
    seen = desk.office.looks.between(NOW.date(), NOW.date())
    return [(one.person, one.what) for one in seen if one.way == "页面"]


def show_ticket(desk: Desk) -> None:
    desk.window.show_place(Place.TICKETS)
    desk.settle()


def test_a_ticket_that_stood_there_for_two_seconds_is_written_down_in_a_batch(
    desk: Desk, register: Callable[..., int]
) -> None:
    register()
    session = desk.window.session
    assert session is not None
    session.clerk = CLERK
    show_ticket(desk)
    assert session.looks._seen.isActive() and session.looks._seen.interval() == SEEN_MS
    session.looks._seen.timeout.emit()
    assert pages(desk) == []  # nothing is written while one looks
    session.looks.write_down()
    desk.settle()
    assert len(pages(desk)) == 1 and pages(desk)[0][0] == CLERK
    session.looks._seen.timeout.emit()
    session.looks.write_down()
    desk.settle()
    assert len(pages(desk)) == 1


def test_what_was_passed_over_is_not_written_down(desk: Desk, register: Callable[..., int]) -> None:
    register()
    session = desk.window.session
    assert session is not None
    show_ticket(desk)
    desk.window.show_place(Place.TODAY)
    session.looks._seen.timeout.emit()
    session.looks.write_down()
    desk.settle()
    assert pages(desk) == []


def test_the_administrator_sees_who_looked_and_what_is_due(
    desk: Desk, register: Callable[..., int], tmp_path: Path
) -> None:
    register()
    desk.office.tickets.shown_in_full("窗口的工单列表", CLERK)
    desk.window.show_place(Place.SETTINGS, "security")
    desk.settle()
    page = desk.window.stack.page
    assert isinstance(page, SettingsPage)
    page.privacy.looked.click()
    desk.settle()
    _title, table = desk.prompts.shown[-1]
    assert isinstance(table, RecordTable) and [one.what for one in table.records.rows] == ["窗口的工单列表"]
    desk.clock.now = datetime(2060, 1, 5, 9, 0)
    page.privacy.due.click()
    desk.settle()
    part = due_part(desk.prompts.shown[-1][1])
    assert not part.ends[KeptKind.TICKETS].isEnabled()  # the ticket is not closed


def due_part(widget: QWidget) -> DuePart:
    assert isinstance(widget, DuePart)
    return widget
