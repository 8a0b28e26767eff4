"""Supervision on the command line: the pool, one case, and its steps."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cli.conftest import NUMBER, Terminal

CASE = "新城运督〔2022〕1号"


@pytest.fixture
def overdue(terminal: Terminal) -> Terminal:
    terminal.register(phones="13800010001")
    terminal.done("do", NUMBER, "first_contact", "note=已通话")
    terminal.done("do", NUMBER, "dispatch", "unit=新海村")
    terminal.done("do", NUMBER, "accept", "handler=沈强")
    terminal.now = datetime(2022, 9, 15, 9, 0)
    return terminal


def test_what_is_overdue_stands_in_the_pool_with_its_clause(overdue: Terminal) -> None:
    (found,) = overdue.done("cases", "--pool", "--json").json
    assert found["ticket_numbers"] == [NUMBER]
    assert (found["trigger"], found["clause"], found["unit"]) == ("逾期未办结", "督办二（一）1", "新海村")
    assert "应于 2022-09-14 17:00 前办结" in overdue.done("cases", "--pool").out
    assert len(overdue.done("cases", "--pool", "--unit", "新海村", "--json").json) == 1
    assert overdue.done("cases", "--pool", "--unit", "海虹村", "--json").json == []
    assert overdue.done("cases", "--json").json == []


def test_a_case_is_opened_from_the_pool_and_led_by_phone(overdue: Terminal) -> None:
    message = overdue.done("do-case", NUMBER, "open_case", "督办方式=电话督办", "--by", "王芳", "--json").json
    assert (message["number"], message["stage"], message["trigger"]) == (CASE, "待电话督办", "逾期未办结")
    overdue.done("do-case", CASE, "phone_call", "called=沈强", "demands=三日内办结", "phone=59210201", "--by", "王芳")
    shown = overdue.done("case", NUMBER, "--json").json
    assert (shown["stage"], shown["due"]) == ("待反馈", "2022-09-20T17:00")
    assert [line["step"] for line in shown["history"]] == ["open_case", "phone_call"]
    assert shown["history"][1]["values"]["caller"] == "王芳"
    assert shown["tickets"][0]["caller"] == "赵**"
    report = next(step for step in shown["steps"] if step["id"] == "report")
    assert report["allowed"] and report["clause"] == "督办二（三）2"
    (line,) = overdue.done("cases", "--stage", "待反馈", "--json").json
    assert line["method"] == "电话督办"
    said = overdue.done("case", CASE).out
    assert "督办事由：逾期未办结" in said and "电话督办（王芳，督办二（二）1）" in said and "可以  登记办理反馈" in said


def test_the_pool_tells_of_a_case_that_already_runs_about_the_ticket(overdue: Terminal) -> None:
    message = ("trigger=区、镇领导批示", "source=镇长", "source_on=2022-09-14", "source_text=请督办", "title=路灯不亮")
    overdue.done("do-case", NUMBER, "open_case", "method=电话督办", *message, "reason=领导批示", "--by", "王芳")
    (found,) = overdue.done("cases", "--pool", "--json").json
    assert (found["trigger"], found["running"]) == ("逾期未办结", [CASE])
    assert f"正在 {CASE} 督办" in overdue.done("cases", "--pool").out


def test_a_rung_that_asks_for_more_is_refused(overdue: Terminal) -> None:
    answer = overdue("do-case", NUMBER, "open_case", "method=书面督办")
    assert answer.code == 3 and "书面督办须先经电话督办" in answer.err
    assert overdue.done("cases").out == "共 0 件\n"


def test_a_candidate_is_declined_with_a_reason(overdue: Terminal) -> None:
    assert overdue("do-case", NUMBER, "dismiss").code == 3
    overdue.done("do-case", NUMBER, "dismiss", "why=昨日已口头报结，补录后即结")
    assert overdue.done("cases", "--pool", "--json").json == []
    (kept,) = overdue.done("cases", "--json").json
    assert (kept["stage"], kept["method"], kept["ticket_numbers"]) == ("不予督办", "", [NUMBER])
    assert "电话督办" not in overdue.done("cases").out


def test_an_unknown_case_or_step_is_told(overdue: Terminal) -> None:
    assert overdue("case", "新城运督〔2022〕9号").code == 3
    assert overdue("do-case", NUMBER, "shout").code == 2
