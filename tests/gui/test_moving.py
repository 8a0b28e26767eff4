"""To a new computer: one button there, one button here."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.settings.data_section import DataSection
from hotline_desktop.services.office import open_office
from hotline_desktop.system.paths import forms_dir, resources_dir
from tests.gui.desk import CLERK, Desk

TICKET = {"number": "20220908100001", "content": "路灯不亮"}


def reopening(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk's office was opened by its fixture; the window shall open it anew as the program does."""
    office = (desk.data_dir, desk.clock, forms_dir(), resources_dir())
    monkeypatch.setattr(desk.window, "_open", lambda _progress: open_office(*office))


def test_the_office_is_written_by_one_button_and_taken_over_by_one(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = open_office(tmp_path / "old", desk.clock, forms_dir(), resources_dir())
    old.tickets.register(TICKET, CLERK)
    session = desk.window.session
    assert session is not None
    section = desk.go(Place.SETTINGS, "data").findChild(DataSection)
    assert section is not None
    desk.prompts.path = tmp_path / "搬家.zip"
    ours, session.office = session.office, old
    section.to_new_pc.click()
    desk.settle()
    session.office = ours
    old.close()
    assert "搬家.zip" in desk.prompts.message[-1]
    reopening(desk, monkeypatch)
    desk.window.navigator.ask("move_in")
    desk.settle()
    session = desk.window.session
    assert session is not None
    assert desk.prompts.errors == [] and session.office.tickets.count() == 1
    assert desk.window.stack.page is not None
    session.office.close()


def test_nothing_that_goes_on_by_itself_asks_an_office_that_was_closed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.prompts.path = tmp_path / "holiday.zip"
    desk.prompts.path.write_bytes(b"no archive")
    reopening(desk, monkeypatch)
    window, exported = desk.window, threading.Event()
    session, watch = window.session, window.watch
    assert session is not None and watch is not None
    desk.settle()
    counted: list[int] = []

    def export() -> None:
        exported.wait(5)
        counted.append(desk.office.tickets.count())

    desk.jobs.run_aside(export)
    watch.look()  # counts in 300 ms, when the office is closed
    session.looks.stands(window.stack, ("ticket", "20220908100001"))
    window.navigator.ask("move_in")
    exported.set()
    desk.settle()
    QTest.qWait(400)
    desk.settle()
    assert counted == [0] and len(desk.prompts.errors) == 1
    assert window.watch is not None and window.watch is not watch
    now = window.session
    assert now is not None and now is not session
    now.office.close()


def test_what_cannot_be_taken_over_leaves_the_office_open(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.prompts.path = tmp_path / "holiday.zip"
    desk.prompts.path.write_bytes(b"no archive")
    reopening(desk, monkeypatch)
    desk.settle()
    desk.window.navigator.ask("move_in")
    desk.settle()
    session = desk.window.session
    assert session is not None
    assert [error.partition("，")[0] for error in desk.prompts.errors] == [
        "“holiday.zip”不是热线工单的搬家文件、数据文件夹或备份"
    ]
    session.office.tickets.register(TICKET, CLERK)
    session.office.close()
