"""The supervision page over a real office: pool, ladder, one case, and the forms of its steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton

from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage
from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.gui.records.panel.record_panel import FILES, HISTORY, PAPER
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.views.supervision.supervision_page import EDITOR, LIST, SupervisionPage
from hotline_desktop.gui.views.supervision.supervision_view import CASES, POOL, TALKS
from hotline_desktop.gui.views.tickets.tickets_page import TicketsPage
from hotline_desktop.services.records.candidate_lines import opening_values
from tests.domain.case_walk import ABOVE, COMPLETE
from tests.gui.desk import CLERK, Desk

NUMBERS = tuple(f"2022090810000{last}" for last in (1, 2, 3))
LATE = datetime(2022, 9, 15, 9, 0)
Register = Callable[..., int]


@pytest.fixture
def overdue(desk: Desk, register: Register) -> SupervisionPage:
    """Three tickets whose units are late, on the page of supervision."""
    tickets = desk.office.tickets
    for number, unit in zip(NUMBERS, ("城管中队", "新海村", "规建办"), strict=True):
        ticket_id = register(number)
        tickets.do(ticket_id, "first_contact", {"note": "已致电"}, CLERK)
        tickets.do(ticket_id, "dispatch", {"unit": unit}, CLERK)
    desk.clock.now = LATE
    return desk.open(SupervisionPage)


def open_case(desk: Desk, row: int = 0, *steps: str, **values: object) -> int:
    """Takes a candidate up over the service, leads it on, and lets the page know."""
    supervision = desk.office.supervision
    candidate = desk.office.candidates.undecided()[row]
    done = supervision.start("open_case", {**opening_values(candidate), "method": "电话督办", **values}, CLERK)
    for step in steps:
        supervision.do(done.id, step, COMPLETE[step], CLERK)
    desk.window.navigator.publish(done.changes)
    desk.settle()
    return done.id


def fill(page: SupervisionPage, desk: Desk, **values: object) -> None:
    assert page.editor.form is not None
    page.editor.form.set_values(values)
    page.editor.view.confirm.click()
    desk.settle()
    assert page._stack.currentIndex() == LIST, page.editor.view.problem.text()


def test_the_pool_has_room_for_what_tells_one_matter_from_another(overdue: SupervisionPage) -> None:
    table = overdue.view.pool
    captions = [column.caption for column in table.records.columns]
    assert table.columnWidth(captions.index("诉求")) >= table.fontMetrics().horizontalAdvance("海" * 16)
    assert not table.isColumnHidden(captions.index("承办单位"))


def test_the_pool_lists_every_candidate_with_trigger_clause_and_evidence(overdue: SupervisionPage) -> None:
    rows = overdue.view.pool.records.rows
    assert [row.ticket_numbers[0] for row in rows] == list(NUMBERS)
    assert overdue.view.places[POOL].text() == "案源库 3"
    panel = overdue.view.candidate_panel
    text = " ".join(label.text() for label in panel.findChildren(QLabel))
    assert "逾期未办结" in text and "督办二（一）1" in text and "至今未办结" in text


def test_cases_and_talks_are_made_when_one_turns_to_them_and_show_what_is_there(
    desk: Desk, overdue: SupervisionPage
) -> None:
    case_id, view = open_case(desk), overdue.view
    assert [view.is_made(place) for place in (POOL, CASES, TALKS)] == [True, False, False]
    desk.window.resize(1366, 768)
    view.places[CASES].click()
    desk.settle()
    assert view.is_made(CASES) and overdue.panel.case_id == case_id and not view.is_made(TALKS)
    assert overdue.panel.isVisible() and not overdue.panel.head.back.isVisible()
    view.places[TALKS].click()
    desk.settle()
    assert view.is_made(TALKS) and view.talks.isVisible()


def test_in_a_narrow_window_the_cases_come_alone_until_one_is_opened(desk: Desk, overdue: SupervisionPage) -> None:
    case_id = open_case(desk)
    desk.window.resize(900, 700)
    overdue.view.places[CASES].click()
    desk.settle()
    assert overdue.view.cases.isVisible() and not overdue.panel.isVisible()
    overdue.open_at(case_id)
    desk.settle()
    assert overdue.panel.isVisible() and overdue.panel.head.back.isVisible() and not overdue.view.cases.isVisible()
    overdue.panel.head.back.click()
    assert overdue.view.cases.isVisible() and not overdue.panel.isVisible()


def test_taking_up_opens_the_form_with_what_is_known_and_leads_to_the_case(
    desk: Desk, overdue: SupervisionPage
) -> None:
    overdue.view.candidate_panel.take_up.click()
    desk.settle()
    assert overdue._stack.currentIndex() == EDITOR
    form = overdue.editor.form
    assert form is not None
    assert form.values()["tickets"] == NUMBERS[0] and form.values()["number"] == "新城运督〔2022〕1号"
    fill(overdue, desk, method="电话督办")
    assert overdue.view.parts.currentIndex() == CASES
    assert overdue.panel.detail is not None and overdue.panel.detail.case.stage is CaseStage.TO_CALL
    assert overdue.panel.next_steps.leading == "phone_call"
    assert overdue.view.places[POOL].text() == "案源库 2"


def test_a_unit_that_is_out_of_use_by_now_is_taken_up_in_the_window_too(desk: Desk, overdue: SupervisionPage) -> None:
    candidate = overdue.view.candidate_panel.candidate
    assert candidate is not None
    units = desk.office.units
    units.change(units.find(candidate.unit).id, active=False, by=CLERK)
    overdue.editor._session.known.load()
    desk.settle()
    overdue.view.candidate_panel.take_up.click()
    desk.settle()
    assert overdue.editor.form is not None
    form = overdue.editor.form
    assert form.values()["unit"] == candidate.unit and candidate.unit not in overdue.editor._session.known.units.fits(
        ""
    )
    fill(overdue, desk, method="电话督办")
    assert overdue.panel.detail is not None and overdue.panel.detail.case.unit == candidate.unit


def test_a_candidate_of_many_words_is_read_whole_in_a_low_window(desk: Desk, overdue: SupervisionPage) -> None:
    panel = overdue.view.candidate_panel
    overdue.window().resize(911, 512)
    assert panel.candidate is not None
    panel.show_candidate(panel.candidate._replace(evidence="单位两次承诺的时间都已过去，仍未答复。" * 30))
    desk.settle()
    cut = [
        label.text()
        for label in panel.area.findChildren(QLabel)
        if label.isVisible() and label.wordWrap() and label.height() < label.heightForWidth(label.width())
    ]
    assert not cut and panel.area.verticalScrollBar().maximum() > 0


def test_declining_asks_for_the_reason_and_keeps_the_matter(desk: Desk, overdue: SupervisionPage) -> None:
    overdue.view.candidate_panel.decline.click()
    desk.settle()
    overdue.editor.view.confirm.click()
    assert overdue._stack.currentIndex() == EDITOR
    fill(overdue, desk, why="单位已在期限内口头报告")
    assert len(overdue.view.pool.records.rows) == 2
    (declined,) = desk.office.supervision.cases(CaseFilter(stages=(CaseStage.DECLINED,)))
    assert declined.ticket_numbers == (NUMBERS[0],)
    overdue.view.ended.setChecked(True)
    assert [row.case.stage for row in overdue.view.cases.records.rows] == [CaseStage.DECLINED]


def test_an_overdue_matter_is_taken_up_by_phone_in_one_form(desk: Desk, overdue: SupervisionPage) -> None:
    panel = overdue.view.candidate_panel
    assert panel.phone.isVisibleTo(panel)
    panel.phone.click()
    desk.settle()
    fill(overdue, desk, caller="王芳", called="沈强", demands="三日内办结")
    assert overdue.panel.detail is not None and overdue.panel.detail.case.stage is CaseStage.TO_REPORT


def test_a_matter_from_above_is_entered_by_hand_and_decided_in_the_pool(desk: Desk, overdue: SupervisionPage) -> None:
    overdue.view.propose.click()
    desk.settle()
    fill(overdue, desk, **{**ABOVE, "tickets": NUMBERS[2]})
    rows = overdue.view.pool.records.rows
    assert rows[0].case_id and rows[0].evidence.startswith("区电视台")
    overdue.view.pool.select_row(0)
    overdue.view.candidate_panel.take_up.click()
    desk.settle()
    fill(overdue, desk, method="书面督办", direct_reason="媒体曝光，影响较大")
    assert overdue.panel.detail is not None and overdue.panel.detail.case.stage is CaseStage.TO_ISSUE


def test_the_ladder_counts_cases_and_narrows_the_list(desk: Desk, overdue: SupervisionPage) -> None:
    open_case(desk, 0, "phone_call")
    open_case(desk, 0, "phone_call", "escalate")
    rungs = overdue.view.ladder.rungs
    assert [rungs[method].count for method in SupervisionMethod] == [1, 1, 0, 0, 0]
    assert len(overdue.view.cases.records.rows) == 2
    rungs[SupervisionMethod.WRITTEN].click()
    assert [row.case.method for row in overdue.view.cases.records.rows] == [SupervisionMethod.WRITTEN]
    rungs[SupervisionMethod.WRITTEN].click()
    assert len(overdue.view.cases.records.rows) == 2


def test_an_overdue_answer_is_told_in_words_and_on_its_rung(desk: Desk, overdue: SupervisionPage) -> None:
    open_case(desk, 0, "phone_call")
    desk.clock.now = datetime(2022, 9, 23, 9, 0)
    overdue.tick()
    desk.settle()
    assert overdue.view.cases.records.rows[0].as_text == "逾期 3 个工作日"
    assert overdue.view.cases.records.index(0, 0).data() == "逾3天", "the column is too narrow for more"
    assert overdue.view.ladder.rungs[SupervisionMethod.PHONE].as_text == "1 件，逾期 1 件"


def test_completion_names_every_exception(desk: Desk, overdue: SupervisionPage) -> None:
    open_case(desk, 0, "phone_call", "report", "case_callback", "site_check", "case_close")
    open_case(desk, 0)
    assert overdue.view.completion.text() == "办结率 50%（2 件中 1 件已结案）"
    overdue.view.completion.click()
    (title, content) = desk.prompts.shown[-1]
    assert title == overdue.view.completion.text()
    assert isinstance(content, QLabel)
    assert "新城运督〔2022〕2号" in content.text() and "1号" not in content.text()


def test_a_blocked_step_says_what_is_missing_and_its_clause(desk: Desk, overdue: SupervisionPage) -> None:
    case_id = open_case(desk, 0, "phone_call", "report")
    overdue.open_at(case_id)
    desk.settle()
    steps = overdue.panel.next_steps
    assert "case_close" not in steps.buttons
    text = " ".join(label.accessibleName() for label in steps.findChildren(QLabel))
    assert "尚未回访市民" in text and "尚未现场核实" in text and "督办二（三）3" in text


def test_a_refused_step_shows_its_reason_beside_the_field(desk: Desk, overdue: SupervisionPage) -> None:
    overdue.open_at(open_case(desk, 0, "phone_call"))
    desk.settle()
    overdue.panel.next_steps.take("escalate")
    desk.settle()
    form = overdue.editor.form
    assert form is not None
    form.set_values({"method": "专题会议督办", "meeting_condition": "重大问题", "reason": "情况复杂"})
    overdue.editor.view.confirm.click()
    desk.settle()
    assert "至少 2 次" in form._rows["method"].fault
    assert overdue._stack.currentIndex() == EDITOR


def test_a_half_filled_form_is_kept_as_a_draft(desk: Desk, overdue: SupervisionPage) -> None:
    case_id = open_case(desk, 0)
    overdue.open_at(case_id)
    desk.settle()
    overdue.panel.next_steps.take("phone_call")
    desk.settle()
    assert overdue.editor.form is not None
    box = overdue.editor.form.editor("demands").findChild(QPlainTextEdit)
    assert box is not None
    box.setPlainText("三日内整改")
    overdue.editor.form.draft_changed.emit("phone_call", overdue.editor.form.values())
    overdue.editor.leave()
    overdue.panel.next_steps.take("phone_call")
    desk.settle()
    assert overdue.editor.form is not None
    assert overdue.editor.form.values()["demands"] == "三日内整改"


def test_history_notice_and_files_of_a_case_are_shown(desk: Desk, overdue: SupervisionPage, tmp_path: Path) -> None:
    case_id = open_case(desk, 0, "phone_call", "escalate", "issue", "deliver")
    overdue.open_at(case_id)
    desk.settle()
    panel = overdue.panel
    panel.show_tab(HISTORY)
    shown = " ".join(label.text() for label in panel.timeline.findChildren(QLabel))
    assert "送达督办通知单" in shown and "第2次" in shown
    panel.show_tab(PAPER)
    desk.settle()
    assert panel._paper is not None and panel._paper.page_count == 1
    panel.show_tab(FILES)
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 a picture")
    panel.attachments.add([photo])
    desk.settle()
    assert panel.attachments.list.count() == 1
    assert panel.detail is not None and panel.detail.case.files == ("督办通知单",)


def test_a_case_leads_to_its_tickets(desk: Desk, overdue: SupervisionPage) -> None:
    overdue.open_at(open_case(desk, 0))
    desk.settle()
    links = [b for b in overdue.panel.findChildren(QPushButton) if b.text().startswith(NUMBERS[0])]
    links[0].click()
    desk.settle()
    assert desk.window.rail.isVisible() and desk.window.stack.page is not overdue


def test_the_page_of_an_office_without_candidates_says_what_will_stand_there(desk: Desk) -> None:
    page = desk.open(SupervisionPage)
    assert page.view.pools.currentWidget() is page.view.no_candidates
    page.view.show_place(CASES)
    assert page.view.lists.currentWidget() is page.view.no_cases
    assert page.view.completion.text() == "办结率 —"


def test_searching_narrows_the_cases(desk: Desk, overdue: SupervisionPage) -> None:
    open_case(desk, 0)
    open_case(desk, 0)
    overdue.view.show_place(CASES)
    overdue.view.search.setText("新海村")
    overdue._show_cases()
    assert [row.case.unit for row in overdue.view.cases.records.rows] == ["新海村"]
    overdue.view.search.setText("没有这样的词")
    overdue._show_cases()
    assert overdue.view.lists.currentWidget() is overdue.view.no_cases


def test_a_supervised_ticket_leads_to_its_case(desk: Desk, overdue: SupervisionPage) -> None:
    case_id = open_case(desk, 0)
    tickets = desk.go(Place.TICKETS, desk.office.tickets.find(NUMBERS[0]))
    assert isinstance(tickets, TicketsPage)
    assert tickets.panel.head.case.text() == "督办中 新城运督〔2022〕1号"
    tickets.panel.head.case.click()
    desk.settle()
    assert desk.window.stack.page is overdue and overdue.panel.case_id == case_id
    desk.go(Place.TICKETS, desk.office.tickets.find(NUMBERS[1]))
    assert tickets.panel.head.case.isHidden()


def test_ctrl_p_prints_the_paper_of_the_case_or_says_why_not(
    desk: Desk, overdue: SupervisionPage, tmp_path: Path
) -> None:
    overdue.print_out()
    assert "选中要打印的那一件" in desk.prompts.message[-1], "in the pool there is nothing to print"
    case = open_case(desk)
    desk.go(Place.SUPERVISION, case)
    overdue.print_out()
    desk.settle()
    assert "还不能打印" in desk.prompts.message[-1], "a supervision by phone has no notice"
    written = {"method": "书面督办", "unsatisfied": True, "lawful": True, "earlier_call": "9月14日电话督办，未果"}
    case = open_case(desk, 0, **written)
    desk.go(Place.SUPERVISION, case)
    desk.prompts.path = tmp_path / "督办通知单.pdf"
    overdue.print_out()
    desk.settle()
    assert desk.prompts.path.stat().st_size > 1000 and desk.prompts.errors == []
