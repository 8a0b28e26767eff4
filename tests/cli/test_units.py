"""The register of units."""

from __future__ import annotations

from tests.cli.conftest import Terminal


def test_a_unit_is_added_and_listed(terminal: Terminal) -> None:
    terminal.done("units", "add", "新海村", "leader=沈强", "contact=陈阿根", "phone=59210201", "group=村居")
    assert terminal.done("units", "--json").json == [
        {
            "name": "新海村",
            "group": "村居",
            "leader": "沈强",
            "contact": "陈阿根",
            "phone": "021-59210201",
            "active": True,
            "aliases": [],
        }
    ]
    said = terminal.done("units").out
    assert "新海村  村居  沈强" in said and said.endswith("共 1 个单位\n")


def test_what_a_unit_has_is_named_in_chinese_as_well(terminal: Terminal) -> None:
    terminal.done("units", "add", "新海村", "分管领导=沈\\n强", "电话=59210201", "类别=企业")
    (unit,) = terminal.done("units", "--json").json
    assert (unit["leader"], unit["phone"], unit["group"]) == ("沈强", "021-59210201", "企业")


def test_a_name_is_given_once(terminal: Terminal) -> None:
    terminal.done("units", "add", "城管中队")
    answer = terminal("units", "add", "城管中队")
    assert answer.code == 3 and "已经有叫“城管中队”的单位" in answer.err


def test_an_office_without_units_says_so(terminal: Terminal) -> None:
    assert terminal.done("units").out == "共 0 个单位\n"
    assert terminal.done("units", "--json").json == []
