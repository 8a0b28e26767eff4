"""The window asks before it records by a clock that can hardly be right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.session import clock_check
from hotline_desktop.gui.shell.session.navigation import Place
from tests.gui.desk import CLERK, Desk


def test_a_clock_set_back_is_asked_about_before_anything_is_recorded(desk: Desk) -> None:
    session = desk.window.session
    assert session is not None
    assert session.sign() == CLERK
    session.jobs.run(
        lambda: desk.office.units.add("虚构新村", "村居", by=CLERK), lambda _done: session.publish(Changes(units=True))
    )
    desk.settle()
    desk.clock.now -= timedelta(days=400)
    desk.prompts.agrees = False
    assert session.sign() == "", "she would rather set the clock: nothing is to be written"
    desk.prompts.agrees = True
    assert session.sign() == CLERK
    desk.settle()
    assert desk.office.clocks.newest() == desk.clock.now
    desk.prompts.agrees = False
    assert session.sign() == CLERK, "it is asked once"


def test_a_form_that_waits_for_the_clock_says_so_and_asks_for_no_name(desk: Desk, register: Callable[..., int]) -> None:
    assert desk.window.session is not None
    ticket = register()
    desk.window.session.publish(Changes(tickets=frozenset((ticket,))))
    page: Any = desk.go(Place.TICKETS, ticket)
    page.panel.next_steps.take_place(1)
    desk.settle()
    desk.clock.now -= timedelta(days=400)
    desk.prompts.agrees = False
    page.editor.confirm()
    desk.settle()
    assert page.editor.view.problem.text() == "要先核对电脑的时间才能写进记录，内容还在。"


def test_each_zone_is_asked_about_once_also_while_the_window_stands_open(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    offset = timedelta(hours=8)
    monkeypatch.setattr(clock_check, "utc_offset", lambda: offset)
    monkeypatch.setattr(clock_check, "now", desk.clock)
    check = clock_check.ClockCheck(desk.office, desk.jobs, desk.prompts, desk.clock)
    check.look()
    desk.settle()
    for hours, asked in ((8, 0), (0, 1), (0, 1), (1, 2), (1, 2), (8, 2)):  # London, and its summer time
        offset = timedelta(hours=hours)
        assert check.approved(CLERK)
        assert len(desk.prompts.asked) == asked, f"{hours} hours"
