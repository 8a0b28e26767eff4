"""What the window's foot offers once a step is recorded: the paper that goes out now, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.supervision.supervision_page import SupervisionPage
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from tests.domain.case_walk import COMPLETE
from tests.gui.desk import CLERK, Desk
from tests.gui.test_supervision_page import fill, open_case, overdue

__all__ = ["overdue"]

FIRST, SECOND = "20220908100001", "20220908100002"
WRITTEN: dict[str, Any] = {"unsatisfied": True, "lawful": True, "earlier_call": "9月14日电话督办，仍未办结"}
Register = Callable[..., int]
Offer = tuple[str, str, bool]


@pytest.fixture
def offers(desk: Desk) -> list[Offer]:
    """What was told at the foot: the words, what is offered, whether the step can be withdrawn there."""
    told: list[Offer] = []
    desk.prompts.said.connect(lambda text, action, _deed, back: told.append((text, action, back is not None)))
    return told


@pytest.fixture
def questions(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the clerk was asked a reason for; she gives one."""
    asked: list[str] = []

    def ask_text(title: str, text: str, value: str = "", label: str = "", limit: int = 200) -> str:
        asked.append(text)
        return "办错了"

    monkeypatch.setattr(desk.prompts, "ask_text", ask_text)
    return asked


def step(desk: Desk, page: TicketsPage, ticket: int, step_id: str, **values: object) -> None:
    page.forms.fill_in(ticket, step_id)
    desk.settle()
    assert page.editor.form is not None
    page.editor.form.set_values(values)
    page.editor.confirm()
    desk.settle()
    assert page.editor.task is None, page.editor.view.problem.text()


def labels(desk: Desk, ticket: int) -> list[str]:
    return [line.label for line in desk.office.tickets.detail(ticket).history]


def test_ctrl_z_takes_back_the_step_just_recorded_and_none_of_the_ticket_that_took_its_place(
    desk: Desk, register: Register, questions: list[str]
) -> None:
    first, second = register(FIRST), register(SECOND)
    for ticket in (first, second):
        desk.office.tickets.do(ticket, "first_contact", {"note": "已问清"}, CLERK)
    page = desk.open_fresh(TicketsPage)
    desk.go(Place.TICKETS, TicketFilter(stages=(Stage.TO_DISPATCH,)))
    page.list.go_to(first)
    desk.settle()
    step(desk, page, first, "dispatch", unit="新海村")
    assert page.panel.ticket_id == second, "the one that was dispatched has left the list"
    desk.window.navigator.ask("undo")
    desk.settle()
    assert labels(desk, first)[-1] == "撤回" and labels(desk, second)[-1] == "先行联系"
    assert FIRST in questions[-1] and "派单" in questions[-1]


def test_what_was_just_recorded_can_be_taken_back_where_nothing_is_left_in_the_list(
    desk: Desk, register: Register, questions: list[str]
) -> None:
    ticket = register(FIRST)
    desk.office.tickets.do(ticket, "first_contact", {"note": "已问清"}, CLERK)
    page = desk.open_fresh(TicketsPage)
    desk.go(Place.TICKETS, TicketFilter(stages=(Stage.TO_DISPATCH,)))
    step(desk, page, ticket, "dispatch", unit="新海村")
    assert page.panel.ticket_id == 0
    desk.window.navigator.ask("undo")
    desk.settle()
    assert labels(desk, ticket)[-1] == "撤回" and page.panel.ticket_id == ticket


def test_nobody_elses_step_is_taken_back_from_the_foot(desk: Desk, register: Register, questions: list[str]) -> None:
    ticket = register(FIRST)
    desk.office.tickets.do(ticket, "first_contact", {"note": "已问清"}, CLERK)
    page = desk.open_fresh(TicketsPage)
    step(desk, page, ticket, "dispatch", unit="新海村")
    desk.office.tickets.do(ticket, "accept", {}, "李强")
    desk.window.navigator.ask("undo")
    desk.settle()
    assert labels(desk, ticket)[-1] == "承办单位接单"
    assert "没有撤回" in desk.prompts.errors[-1]


def test_the_button_of_a_ticket_names_it_where_it_asks_for_the_reason(
    desk: Desk, register: Register, questions: list[str]
) -> None:
    ticket = register(FIRST)
    desk.office.tickets.do(ticket, "first_contact", {"note": "已问清"}, CLERK)
    page = desk.open_fresh(TicketsPage)
    page.panel.withdraw.click()
    desk.settle()
    assert questions[-1].startswith(f"工单 {FIRST} 的“先行联系”")


def test_a_request_and_its_answer_are_printed_from_the_foot_in_the_state_they_stand_in(
    desk: Desk, register: Register, offers: list[Offer]
) -> None:
    ticket, tickets = register(FIRST), desk.office.tickets
    tickets.do(ticket, "first_contact", {"note": "已问清"}, CLERK)
    page = desk.open_fresh(TicketsPage)
    step(desk, page, ticket, "dispatch", unit="新海村")
    assert offers[-1] == (f"已记录：派单（工单 {FIRST}）", "打印处置单", True)
    tickets.do(ticket, "accept", {}, CLERK)
    page.panel.reload()
    desk.settle()
    step(
        desk,
        page,
        ticket,
        "extension_request",
        reason="须由市政部门配合，三日内不能办结",
        days="5",
        basis="《上海市市容环境卫生管理条例》",
        leader="张建国",
        agreed_on="2022-09-08",
    )
    assert offers[-1] == (f"已记录：延期申请（工单 {FIRST}）", "打印延期申请", True)
    step(desk, page, ticket, "extension_decision", decision="同意", decided_by="王芳")
    assert offers[-1][1] == "打印延期申请"


def test_a_step_on_no_paper_offers_none(desk: Desk, register: Register, offers: list[Offer]) -> None:
    ticket = register(FIRST)
    desk.office.tickets.do(ticket, "first_contact", {"note": "已问清"}, CLERK)
    page = desk.open_fresh(TicketsPage)
    step(desk, page, ticket, "dispatch", unit="新海村")
    step(desk, page, ticket, "accept")
    assert offers[-1] == (f"已记录：承办单位接单（工单 {FIRST}）", "", True)


def test_a_signed_notice_is_printed_from_the_foot(desk: Desk, overdue: SupervisionPage, offers: list[Offer]) -> None:
    case = open_case(desk, method="书面督办", **WRITTEN)
    overdue.open_at(case)
    desk.settle()
    number = desk.office.supervision.detail(case).case.number
    overdue.forms.go_on_with(case, "issue")
    desk.settle()
    fill(overdue, desk, **COMPLETE["issue"])
    assert offers[-1] == (f"已记录：签发督办通知单（督办件 {number}）", "打印督办通知单", True)


def test_what_the_last_step_was_taken_for_stands_among_the_near_ones(desk: Desk, register: Register) -> None:
    """规范一（一）2: the co-units are named once the leader has verified; nobody should have to look for that step."""
    ticket, tickets = register(FIRST), desk.office.tickets
    tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "诉求已清楚"}, CLERK)
    tickets.do(ticket, "accept", {}, CLERK)
    page = desk.open_fresh(TicketsPage)
    assert "joint_units" not in page.panel.next_steps.buttons
    step(desk, page, ticket, "joint_verification", leader="周建国", why="涉及站亭和道路", lead="周建国")
    assert list(page.panel.next_steps.buttons)[:2] == ["answer", "joint_units"]
    step(desk, page, ticket, "joint_units", co_units="城管中队", division="城管中队清障，新海村修复")
    assert "joint_units" not in page.panel.next_steps.buttons
