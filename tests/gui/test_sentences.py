"""A ticket's history in sentences, as 办理 and 经过 tell it."""

from __future__ import annotations

from collections.abc import Callable

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.gui.records.panel.sentences import run_on, sentence
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


def test_what_was_written_ends_without_its_stop_where_the_sentence_goes_on(desk: Desk, register: Register) -> None:
    ticket = register()
    desk.office.tickets.do(ticket, "urge", {"note": "诉求人再次来电。"}, CLERK)
    line = desk.office.tickets.detail(ticket).history[-1]
    assert sentence(line, step_of(line.step)).endswith("登记催单：诉求人再次来电")


def test_the_same_word_chosen_twice_is_told_with_what_it_is_said_of(desk: Desk, register: Register) -> None:
    ticket = register()
    desk.office.tickets.do(ticket, "urge", {"note": "请尽快"}, CLERK)
    line = desk.office.tickets.detail(ticket).history[-1]
    callback = step_of("callback")
    assert callback is not None
    answers = {"overall": "满意", "attitude": "不满意", "outcome": "不满意"}
    told = sentence(line._replace(step="callback", label="回访", values=answers), callback)
    assert told.endswith("回访：办理态度不满意，办理结果不满意，总体评价满意")


def test_a_figure_is_told_with_what_it_counts(desk: Desk, register: Register) -> None:
    ticket = register()
    desk.office.tickets.do(ticket, "urge", {"note": "请尽快"}, CLERK)
    line, step = desk.office.tickets.detail(ticket).history[-1], step_of("extension_request")
    asked: dict[str, Value] = {"days": 3, "reason": "须市政部门配合"}
    told = sentence(line._replace(step="extension_request", label="延期申请", values=asked), step)
    assert told.endswith("延期申请：延期天数 3，须市政部门配合")


def test_a_sentence_among_names_that_are_told_with_their_labels_stands_by_itself(
    desk: Desk, register: Register
) -> None:
    ticket = register()
    desk.office.tickets.do(ticket, "dispatch", {"unit": "新海村", "no_contact_reason": "诉求已清楚"}, CLERK)
    desk.office.tickets.do(ticket, "accept", {}, CLERK)
    joint = {"leader": "周建国", "why": "涉及站亭和道路", "lead": "周建国"}
    desk.office.tickets.do(ticket, "joint_verification", joint, CLERK)
    line = desk.office.tickets.detail(ticket).history[-1]
    told = sentence(line, step_of(line.step))
    assert told.endswith("联合处置核实：核实的条线分管领导周建国，涉及站亭和道路，牵头的分管领导周建国")


def test_one_record_in_a_line_runs_on_behind_texts_that_end_in_a_stop() -> None:
    assert run_on(["现场已整改到位，未见反弹。", "", "核实结论：核实属实；", "核实人：王芳。"]) == (
        "现场已整改到位，未见反弹，核实结论：核实属实，核实人：王芳。"
    )
