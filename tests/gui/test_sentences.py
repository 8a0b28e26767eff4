"""A ticket's history in sentences, as 办理 and 经过 tell it."""

from __future__ import annotations

from collections.abc import Callable

from hotline_desktop.gui.records.panel.sentences import sentence
from hotline_desktop.gui.records.panel.timeline import step_of
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]


def test_a_step_told_by_its_label_stands_apart_from_who_recorded_it(desk: Desk, register: Register) -> None:
    ticket = register()
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "诉求已清楚"}, CLERK)
    desk.office.tickets.do(ticket, "urge", {"note": "请尽快"}, CLERK)
    told = [sentence(line, step_of(line.step)) for line in desk.office.tickets.detail(ticket).history]
    assert any(f" {CLERK} 登记催单：请尽快" in one for one in told)  # not 王芳单位…, as if it were her unit
    assert any(f" {CLERK}派单给新海村" in one for one in told)
