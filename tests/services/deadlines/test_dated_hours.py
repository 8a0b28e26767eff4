"""A change of office hours from a date on: open deadlines follow, finished work stays, the calendar tells it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from hotline_desktop.domain.settings import SettingsRefused
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Walk

Start = Callable[..., Walk]
FROM_THE_13TH = {"hours_changes": "2022-09-13起 9:00-12:00，13:00-16:00"}


def due(office: Office, walked: Walk) -> datetime | None:
    return office.tickets.summary(walked.id).due


def change(office: Office, **raw: object) -> None:
    office.settings.change(office.settings.get().changed(raw), CLERK)


def test_open_deadlines_after_the_date_move_and_finished_work_does_not(office: Office, walk: Start) -> None:
    done, open_one = walk("20220908100001").to_review(), walk("20220908100002").to_unit()
    assert due(office, open_one) == datetime(2022, 9, 14, 17, 0) == due(office, done)
    change(office, **FROM_THE_13TH)
    assert due(office, open_one) == datetime(2022, 9, 14, 16, 0)
    assert due(office, done) == datetime(2022, 9, 14, 17, 0)
    line = office.tickets.detail(open_one.id).history[-1]
    assert line.before["办结期限"] == "2022-09-14 17:00" and line.after["办结期限"] == "2022-09-14 16:00"
    change(office, hours_changes="")
    assert due(office, open_one) == datetime(2022, 9, 14, 17, 0)


def test_a_deadline_before_the_date_keeps_the_hours_of_its_day(office: Office, walk: Start) -> None:
    early = walk("20220908100003", level="紧急").do("first_contact").do("dispatch", unit="新海村", level="紧急")
    change(office, hours_changes="2022-09-20起 9:00-12:00")
    assert all(entry.label != "重算期限" for entry in office.tickets.detail(early.id).history)


def test_what_cannot_be_is_refused_and_the_hours_stay(office: Office) -> None:
    with pytest.raises(SettingsRefused, match="没有 2022-13-01 这一天") as refused:
        change(office, hours_changes="2022-13-01起 9:00-12:00")
    assert [blocker.field for blocker in refused.value.blockers] == ["hours_changes"]
    assert office.settings.get() == office.settings.defaults
