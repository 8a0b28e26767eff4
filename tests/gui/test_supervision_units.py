"""Talks on the supervision page, the way to the ranking, and the calendar of limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from hotline_desktop.domain.supervision.talks import TalkStage
from hotline_desktop.gui.views.statistics.statistics_page import StatisticsPage
from hotline_desktop.gui.views.supervision.supervision_page import LIST, SupervisionPage
from hotline_desktop.gui.views.supervision.supervision_view import CASES, TALKS
from hotline_desktop.gui.views.today.today_page import TodayPage
from hotline_desktop.services.records.candidate_lines import opening_values
from tests.domain.case_walk import COMPLETE
from tests.gui.desk import CLERK, Desk
from tests.gui.test_supervision_page import fill

Register = Callable[..., int]


@pytest.fixture
def page(desk: Desk) -> SupervisionPage:
    return desk.open(SupervisionPage)


def turn(page: SupervisionPage, desk: Desk, place: int) -> None:
    page.view.places[place].click()
    desk.settle()


def test_a_talk_is_proposed_decided_and_shown_with_its_evidence(desk: Desk, page: SupervisionPage) -> None:
    turn(page, desk, TALKS)
    part = page.view.talks
    assert part.lists.currentWidget() is part.blank and part.propose.isHidden()
    part.first.click()
    desk.settle()
    fill(page, desk, unit="老坝村", ground="推诿敷衍或不作为", evidence="两件逾期退单")
    assert part.panel.detail is not None and part.panel.detail.talk.stage is TalkStage.PROPOSED
    part.panel.next_steps.take("talk_decide")
    desk.settle()
    fill(page, desk, leader="周卫民", decision="同意", opinion="尽快约谈")
    assert part.panel.detail.talk.stage is TalkStage.TO_NOTIFY and not part.propose.isHidden()
    shown = " ".join(label.text() for label in part.findChildren(QLabel) if not label.isHidden())
    assert "两件逾期退单" in shown and "尽快约谈" in shown
    assert desk.prompts.errors == []


def test_a_form_of_a_talk_that_was_left_unfinished_is_gone_on_with(desk: Desk, page: SupervisionPage) -> None:
    """Of a talk that is there, and of one that is only being proposed; a step whose time is over shows the talk."""
    talks = desk.office.talks
    talk_id = talks.propose({"unit": "老坝村", "ground": "推诿敷衍或不作为", "evidence": "两件逾期退单"}, CLERK).id
    drafts = page.editor.drafts
    drafts.save(f"talk-{talk_id}", "talk_decide", {"opinion": "尽快约谈"}, "老坝村")
    drafts.save("talk-new", "talk_propose", {"evidence": "三件逾期"})
    today = desk.open(TodayPage)
    desk.settle()
    waiting = {draft.record: draft for draft in today.drafts}
    for record, step, key, text in (
        ("talk-new", "talk_propose", "evidence", "三件逾期"),
        (f"talk-{talk_id}", "talk_decide", "opinion", "尽快约谈"),
    ):
        today.go_on_with(waiting[record])
        desk.settle()
        assert page.view.parts.currentIndex() == TALKS and page.editor.form is not None
        assert page.editor.form.step.id == step and page.editor.form.values()[key] == text
    talks.do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "不同意", "opinion": "再看"}, CLERK)
    page.editor.leave()
    today.go_on_with(waiting[f"talk-{talk_id}"])
    desk.settle()
    assert page._stack.currentIndex() == LIST and page.view.talks.panel.record_id == talk_id


def test_what_the_records_hold_against_a_unit_is_put_into_the_form_as_it_is_named(
    desk: Desk, page: SupervisionPage, register: Register
) -> None:
    """督办二（四）: late and returned tickets, overdue cases; what the clerk wrote herself stays."""
    ticket = register("20220908100001")
    desk.office.tickets.do(ticket, "dispatch", {"unit": "老坝村", "no_contact_reason": "诉求已清楚"}, CLERK)
    desk.clock.now = datetime(2022, 9, 15, 9, 0)
    turn(page, desk, TALKS)
    page.view.talks.first.click()
    desk.settle()
    form = page.editor.form
    assert form is not None and form.editor("evidence").value() is None
    form.set_values({"unit": "老坝村"})
    form.draft_changed.emit(form.step.id, form.values())
    desk.settle()
    assert "20220908100001" in str(form.editor("evidence").value())
    form.set_values({"unit": "新海村"})
    form.draft_changed.emit(form.step.id, form.values())
    desk.settle()
    assert form.editor("evidence").value() is None and "记录里没有" in form.row("evidence").note.text()
    form.set_values({"unit": "老坝村", "evidence": "两次电话均不接"})
    form.draft_changed.emit(form.step.id, form.values())
    desk.settle()
    assert form.editor("evidence").value() == "两次电话均不接"


def test_what_is_known_of_a_talk_stands_beside_the_form_of_its_next_step(desk: Desk, page: SupervisionPage) -> None:
    talks = desk.office.talks
    talk_id = talks.propose({"unit": "老坝村", "ground": "推诿敷衍或不作为", "evidence": "两件逾期退单"}, CLERK).id
    turn(page, desk, TALKS)
    page.view.talks.show_talk(talk_id)
    desk.settle()
    page.view.talks.panel.next_steps.take("talk_decide")
    desk.settle()
    beside = page.editor.view.companion
    assert beside is not None and beside.isVisible()
    shown = " ".join(label.text() for label in beside.findChildren(QLabel) if label.isVisible())
    assert "本次约谈" in shown and "两件逾期退单" in shown


def test_a_talk_that_was_held_has_its_minutes_saved(desk: Desk, page: SupervisionPage, tmp_path: Path) -> None:
    talks = desk.office.talks
    talk_id = talks.propose({"unit": "老坝村", "ground": "推诿敷衍或不作为", "evidence": "两件逾期退单"}, CLERK).id
    talks.do(talk_id, "talk_decide", {"leader": "周卫民", "decision": "同意", "opinion": "尽快"}, CLERK)
    notice = {"talk_at": desk.clock.now, "place": "镇政府", "attendants": "陆建国", "demands": "说明情况"}
    talks.do(talk_id, "talk_notify", notice, CLERK)
    part = page.view.talks
    turn(page, desk, TALKS)
    part.show_talk(talk_id)
    desk.settle()
    assert part.panel.minutes.isHidden() and not part.panel.notice.isHidden()
    held = {"content": "指出问题", "promise": "一周内整改", "improve_by": desk.clock.now.date() + timedelta(days=7)}
    talks.do(talk_id, "talk_hold", held, CLERK)
    part.show_talk(talk_id)
    desk.settle()
    desk.prompts.path = tmp_path / "约谈记录.docx"
    part.panel.minutes.click()
    desk.settle()
    assert desk.prompts.path.is_file() and desk.prompts.errors == []


def test_talks_lead_to_the_ranking_that_proposes_them(desk: Desk, page: SupervisionPage) -> None:
    assert page.view.ranking.isHidden()
    turn(page, desk, TALKS)
    page.view.ranking.click()
    desk.settle()
    shown = desk.shown(StatisticsPage)
    assert shown.parts.currentWidget() is shown.ranking


def test_the_calendar_of_limits_counts_answers_by_day_and_narrows_the_list(
    desk: Desk, page: SupervisionPage, register: Register
) -> None:
    tickets, supervision = desk.office.tickets, desk.office.supervision
    for number in ("20220908100001", "20220908100002"):
        ticket_id = register(number)
        tickets.do(ticket_id, "first_contact", {"note": "已致电"}, CLERK)
        tickets.do(ticket_id, "dispatch", {"unit": "城管中队"}, CLERK)
    desk.clock.now = datetime(2022, 9, 15, 9, 0)
    for candidate in desk.office.candidates.undecided():
        done = supervision.start("open_case", {**opening_values(candidate), "method": "电话督办"}, CLERK)
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
