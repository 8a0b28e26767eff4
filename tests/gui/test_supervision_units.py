"""Talks and the quarter's ranking on the supervision page, and the calendar of limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel

from hotline_desktop.domain.talks import TalkStage
from hotline_desktop.gui.navigation import Place
from hotline_desktop.gui.views.supervision.supervision_page import LIST, SupervisionPage
from hotline_desktop.gui.views.supervision.supervision_view import CASES, RANKING, TALKS
from hotline_desktop.services.candidates import opening_values
from tests.domain.case_walk import COMPLETE
from tests.gui.desk import CLERK, Desk

Register = Callable[..., int]


@pytest.fixture
def page(desk: Desk) -> SupervisionPage:
    shown = desk.go(Place.SUPERVISION)
    assert isinstance(shown, SupervisionPage)
    return shown


def turn(page: SupervisionPage, desk: Desk, place: int) -> None:
    page.view.places[place].click()
    desk.settle()


def fill(page: SupervisionPage, desk: Desk, **values: object) -> None:
    assert page.desk.form is not None
    page.desk.form.set_values(values)
    page.desk.view.confirm.click()
    desk.settle()
    assert page._stack.currentIndex() == LIST, page.desk.view.problem.text()


def close_ticket(desk: Desk, register: Register, number: str, unit: str) -> None:
    tickets, ticket_id = desk.office.tickets, register(number)
    grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
    for step, values in (
        ("first_contact", {"note": "已致电"}),
        ("dispatch", {"unit": unit}),
        ("accept", {}),
        ("answer", {"way": "电话", "recording": "LY-01", "content": "已停工"}),
        ("satisfaction", {"grade": "满意"}),
        ("result", {"handling": "已停工", "fact": "属实", "demand": "符合政策法规", "resolution": "实际解决"}),
        ("review", {"answered": "是", "handled": "是", "verdict": "通过"}),
        ("callback", {**grades, "matches": "是", "verdict": "通过"}),
        ("close", {}),
    ):
        tickets.do(ticket_id, step, values, CLERK)


def test_a_talk_is_proposed_decided_and_shown_with_its_evidence(desk: Desk, page: SupervisionPage) -> None:
    turn(page, desk, TALKS)
    part = page.view.talks
    assert part.lists.currentWidget() is part.blank
    part.propose.click()
    desk.settle()
    fill(page, desk, unit="老坝村", ground="推诿敷衍或不作为", evidence="两件逾期退单")
    assert part.detail is not None and part.detail.talk.stage is TalkStage.PROPOSED
    part.next_steps.buttons["talk_decide"].click()
    desk.settle()
    fill(page, desk, leader="周卫民", decision="同意", opinion="尽快约谈")
    assert part.detail.talk.stage is TalkStage.TO_NOTIFY
    shown = " ".join(label.text() for label in part.findChildren(QLabel) if not label.isHidden())
    assert "两件逾期退单" in shown and "尽快约谈" in shown
    assert desk.prompts.errors == []


def test_the_ranking_shows_the_quarter_with_its_formula_and_freezes_it_once_it_is_over(
    desk: Desk, page: SupervisionPage, register: Register
) -> None:
    close_ticket(desk, register, "20220908100001", "新海村")
    turn(page, desk, RANKING)
    part = page.view.ranking
    assert part.title.text() == "2022年第三季度" and not part.freeze.isEnabled()
    (table,) = part.tables.values()
    assert [(row.unit, row.score_words) for row in table.records.rows] == [("新海村", "95.00")]
    words = " ".join(label.text() for label in part.findChildren(QLabel))
    assert "先行联系率×30" in words and "只列出，不据此提请约谈" in words
    desk.clock.now = datetime(2022, 10, 9, 9, 0)
    part.load()
    desk.settle()
    part.freeze.click()
    desk.settle()
    assert part.sheet is not None and part.sheet.is_frozen
    assert f"由{CLERK}定稿" in part.state.text()


def test_quarters_can_be_turned_back_and_forth(desk: Desk, page: SupervisionPage) -> None:
    turn(page, desk, RANKING)
    part = page.view.ranking
    part.back.click()
    desk.settle()
    assert part.title.text() == "2022年第二季度"
    part.forth.click()
    desk.settle()
    part.forth.click()
    desk.settle()
    assert part.title.text() == "2022年第四季度"


def test_a_unit_of_the_ranking_leads_to_a_proposal_with_its_evidence(
    desk: Desk, page: SupervisionPage, register: Register
) -> None:
    close_ticket(desk, register, "20220908100001", "新海村")
    turn(page, desk, RANKING)
    page.view.ranking.talk_wanted.emit("新海村")
    desk.settle()
    form = page.desk.form
    assert form is not None and form.values()["unit"] == "新海村"


def test_the_calendar_of_limits_counts_answers_by_day_and_narrows_the_list(
    desk: Desk, page: SupervisionPage, register: Register
) -> None:
    tickets, supervision = desk.office.tickets, desk.office.supervision
    for number in ("20220908100001", "20220908100002"):
        ticket_id = register(number)
        tickets.do(ticket_id, "first_contact", {"note": "已致电"}, CLERK)
        tickets.do(ticket_id, "dispatch", {"unit": "城管中队"}, CLERK)
    desk.clock.now = datetime(2022, 9, 15, 9, 0)
    for candidate in supervision.candidates():
        done = supervision.take_up({**opening_values(candidate), "method": "电话督办"}, CLERK)
        supervision.do(done.id, "phone_call", COMPLETE["phone_call"], CLERK)
        desk.clock.now += timedelta(days=1)
    desk.window.navigator.publish(done.changes)
    desk.settle()
    turn(page, desk, CASES)
    counted = {cell.day: cell.count for cell in page.view.limits.cells if cell.count}
    assert counted == {date(2022, 9, 20): 1, date(2022, 9, 21): 1}
    cell = next(cell for cell in page.view.limits.cells if cell.day == date(2022, 9, 21))
    cell.click()
    assert [row.case.number for row in page.view.cases.records.rows] == ["新城运督〔2022〕2号"]
    cell.click()
    assert len(page.view.cases.records.rows) == 2
