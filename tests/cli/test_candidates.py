"""``candidates``, ``candidate``, ``do-candidate``."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cli.conftest import NUMBER, Terminal


@pytest.fixture
def overdue(terminal: Terminal) -> Terminal:
    terminal.register(phones="13800010001")
    terminal.done("do", NUMBER, "first_contact", "note=已通话")
    terminal.done("do", NUMBER, "dispatch", "unit=新海村")
    terminal.now = datetime(2022, 9, 15, 9, 0)
    return terminal


def test_a_candidate_is_found_by_its_ticket_and_decided_on(overdue: Terminal) -> None:
    (line,) = overdue.done("candidates", "--json").json
    assert (line["id"], line["stage"], line["ticket_numbers"]) == (0, "待决定", [NUMBER])
    shown = overdue.done("candidate", NUMBER, "--json").json
    assert [entry["step"] for entry in shown["history"]] == ["candidate_found"]
    assert shown["steps"][0]["id"] == "candidate_take_up" and shown["steps"][0]["allowed"]
    answer = overdue.done("do-candidate", NUMBER, "纳入督办", "method=电话督办", "--by", "王芳").out
    assert "案源1（逾期未办结）现为“已纳入督办”" in answer
    assert overdue.done("candidates").out == "共 0 件\n"
    (taken,) = overdue.done("candidates", "--stage", "已纳入督办", "--json").json
    assert overdue.done("candidate", str(taken["id"]), "--json").json["case"] == "新城运督〔2022〕1号"
    assert "督办编号：新城运督〔2022〕1号" in overdue.done("candidate", "案源1").out


def test_what_the_ladder_asks_for_is_asked_of_a_candidate_too(overdue: Terminal) -> None:
    answer = overdue("do-candidate", NUMBER, "candidate_take_up", "method=书面督办")
    assert answer.code == 3 and "书面督办须先经电话督办" in answer.err
    answer = overdue("do-candidate", NUMBER, "candidate_take_up", "method=电话督办", "trigger=重复3次及以上")
    assert answer.code == 2 or "没有“trigger”这一项" in answer.err
    assert overdue.done("cases").out == "共 0 件\n"


def test_a_candidate_that_is_not_there_is_a_refusal(terminal: Terminal) -> None:
    assert "共 0 件" in terminal.done("candidates").out
    assert terminal("candidate", "7").code == 3
    assert "没有“abc”这件案源" in terminal("candidate", "abc").err


def test_a_file_is_added_to_a_candidate_by_its_number(overdue: Terminal) -> None:
    overdue.done("candidate", NUMBER)
    evidence = overdue.data.parent / "照片.txt"
    evidence.write_text("现场", "utf-8")
    overdue.done("attach", "案源1", str(evidence))
    assert overdue.done("candidate", "案源1", "--json").json["attachments"][0]["name"] == "照片.txt"
