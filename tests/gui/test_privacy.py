"""What is looked at in full is noticed and told; what has been kept long enough goes from the window."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from hotline_desktop.domain.terms.keeping import KeptKind
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.shell.session.look_watch import SEEN_MS
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.privacy_part import DuePart
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.supervision.talk_panel import TalkPanel
from hotline_desktop.gui.views.tickets.past_caller import PastCallerStrip
from hotline_desktop.gui.views.tickets.ticket_window import open_beside
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.gui.desk import CLERK, NOW, Desk


def pages(desk: Desk) -> list[tuple[str, str]]:
    seen = desk.office.looks.between(NOW.date(), NOW.date())
    return [(one.person, one.what) for one in seen if one.way == "页面"]


def two_seconds(desk: Desk) -> None:
    """Everything that stands there has stood there for long enough."""
    session = desk.window.session
    assert session is not None
    for view in list(session.looks.standing.values()):
        if view.timer.isActive():
            view.timer.timeout.emit()


def seen(desk: Desk) -> set[str]:
    """What is written down after two seconds."""
    two_seconds(desk)
    session = desk.window.session
    assert session is not None
    session.looks.write_down()
    desk.settle()
    return {what for _person, what in pages(desk)}


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
    assert {view.timer.interval() for view in session.looks.standing.values()} == {SEEN_MS}
    two_seconds(desk)
    assert pages(desk) == []  # nothing is written while one looks
    session.looks.write_down()
    desk.settle()
    assert len(pages(desk)) == 1 and pages(desk)[0][0] == CLERK
    two_seconds(desk)
    session.looks.write_down()
    desk.settle()
    assert len(pages(desk)) == 1


def test_what_could_not_be_written_down_at_once_is_written_down_later(desk: Desk, register: Callable[..., int]) -> None:
    register()
    session = desk.window.session
    assert session is not None
    session.clerk = CLERK
    show_ticket(desk)
    two_seconds(desk)
    assert session.looks._batch
    with closing(sqlite3.connect(desk.data_dir / "hotline.db")) as full, full:
        full.execute("ALTER TABLE looks RENAME TO gone")
    session.looks.write_down()
    desk.settle()
    with closing(sqlite3.connect(desk.data_dir / "hotline.db")) as full, full:
        full.execute("ALTER TABLE gone RENAME TO looks")
    assert pages(desk) == []
    session.looks.write_down()
    desk.settle()
    assert len(pages(desk)) == 1


def test_windows_side_by_side_each_count(desk: Desk, register: Callable[..., int]) -> None:
    first, second = register("20220908100001"), register("20220908100002", caller="李建国")
    show_ticket(desk)
    session = desk.window.session
    assert session is not None
    for ticket_id, number in ((first, "20220908100001"), (second, "20220908100002")):
        open_beside(session, ticket_id, number)
    desk.settle()
    assert seen(desk) == {"工单 20220908100001", "工单 20220908100002"}
    desk.prompts.close_all()


def test_a_case_its_tickets_and_a_talk_are_looks_too(example: Desk) -> None:
    page = example.open(SupervisionPage)
    case = next(case for case in example.office.supervision.cases() if case.number)
    page.open_at(case.number)
    example.settle()
    two_seconds(example)
    talk = TalkPanel(page.session)
    talk.show()
    grounds = {"unit": case.unit, "ground": "推诿敷衍或不作为", "evidence": "两次"}
    talk.show_record(example.office.talks.propose(grounds, CLERK).id)
    example.settle()
    two_seconds(example)
    page.session.looks.write_down()
    example.settle()
    today = example.clock().date()
    found = {one.what for one in example.office.looks.between(today, today) if one.way == "页面"}
    tickets = {f"工单 {ticket.number}" for ticket in example.office.supervision.detail(case.id).tickets}
    assert found >= {f"督办件 {case.number}", *tickets} and any(what.startswith("约谈") for what in found)
    talk.close()


def test_the_repeats_side_by_side_and_who_called_before_are_looks(desk: Desk, register: Callable[..., int]) -> None:
    register()
    page = desk.open(TicketsPage)
    strip = PastCallerStrip(page.session)
    strip.show()
    strip.follow("13800010001")
    strip._looking.timeout.emit()
    desk.settle()
    assert strip.isVisible()
    page.hide()
    assert seen(desk) == {"工单 20220908100001"}
    strip.deleteLater()


def test_nothing_that_stands_behind_the_lock_is_a_look(desk: Desk, register: Callable[..., int]) -> None:
    register()
    show_ticket(desk)
    session = desk.window.session
    assert session is not None
    session.clerk = CLERK
    desk.settle()
    session.looks.pause()
    assert seen(desk) == set()
    session.looks.resume()
    assert len(seen(desk)) == 1


def test_what_was_passed_over_is_not_written_down(desk: Desk, register: Callable[..., int]) -> None:
    register()
    session = desk.window.session
    assert session is not None
    show_ticket(desk)
    desk.window.show_place(Place.TODAY)
    two_seconds(desk)
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
    page = desk.shown(SettingsPage)
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
