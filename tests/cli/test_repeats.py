"""Possible repeats of a ticket on the command line, masked as everywhere."""

from __future__ import annotations

from tests.cli.conftest import NUMBER, Terminal

OTHER = "20220908100002"
AGAIN = "海虹小区12号楼前路灯还是不亮，已一周，请致电13800010001"


def test_scripts_get_candidates_with_masked_evidence(terminal: Terminal) -> None:
    terminal.register()
    terminal.register(OTHER, content=AGAIN)
    message = terminal.done("repeats", NUMBER, "--json").json
    (candidate,) = message["candidates"]
    assert candidate["number"] == OTHER and candidate["reason"].startswith("同一电话、内容相似 ")
    phone, content = candidate["evidence"]
    assert phone == {"sign": "同一电话", "here": "138****0001", "there": "138****0001"}
    assert 0.3 <= content["share"] <= 1 and "13800010001" not in content["there"]
    assert message["group"] == [] and message["units"] == []


def test_people_read_group_candidates_and_suggested_units(terminal: Terminal) -> None:
    terminal.register()
    terminal.register(OTHER, content=AGAIN)
    terminal.register("20220908100003", content=AGAIN)
    terminal.done("do", OTHER, "dispatch", "unit=新海村", "no_contact_reason=诉求人要求直接处理")
    terminal.done("do", NUMBER, "repeat_confirm", f"numbers={OTHER}", "evidence=同一电话")
    said = terminal.done("repeats", NUMBER).out
    assert f"已确认的重复工单（2 件）：{NUMBER}、{OTHER}" in said
    assert "可能重复的工单（1 件）" in said and "20220908100003" in said
    assert "建议单位：新海村（近一年同类 1 件，1 件由新海村办理）" in said


def test_a_ticket_without_anything_alike_says_so(terminal: Terminal) -> None:
    terminal.register()
    assert terminal.done("repeats", NUMBER).out == "没有找到别的可能重复的工单。\n"
    assert terminal("repeats", "999").code == 3
