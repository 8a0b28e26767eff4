"""The window asks before it records by a clock that can hardly be right."""

from __future__ import annotations

from datetime import timedelta

from hotline_desktop.domain.records.summaries import Changes
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
