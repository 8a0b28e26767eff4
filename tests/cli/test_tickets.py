"""The list, one ticket and its steps, as people and as scripts read them."""

from __future__ import annotations

from datetime import datetime

import pytest

from hotline_desktop.app import CannotOpen
from tests.cli.conftest import NUMBER, Terminal

ROW_KEYS = (
    "number", "level", "stage", "round", "light", "due", "unit", "caller", "phone", "address", "title", "content",
)  # fmt: skip


@pytest.fixture
def filled(terminal: Terminal) -> Terminal:
    terminal.register()
    terminal.register("20220908100002", level="紧急", content="燃气管道旁违规动火，请致电13800010002", caller="孙立平")
    terminal.register("20220905100003", received_at="2022-09-05 09:10", called_at="2022-09-05 09:00")
    return terminal


def test_an_office_without_tickets_is_an_empty_list(terminal: Terminal) -> None:
    assert terminal.done("tickets", "--json").json == []
    assert terminal.done("tickets").out == "共 0 件\n"


def test_scripts_get_stable_keys_with_names_and_phones_masked(filled: Terminal) -> None:
    rows = filled.done("tickets", "--json").json
    assert [row["number"] for row in rows] == ["20220905100003", "20220908100002", NUMBER]
    assert all(set(ROW_KEYS) <= set(row) for row in rows)
    row = rows[-1]
    assert (row["level"], row["stage"], row["round"], row["light"]) == ("一般", "待派单", 1, "未到期")
    assert (row["due"], row["caller"], row["phone"]) == ("2022-09-14T17:00", "赵**", "138****0001")
    assert rows[0]["light"] == "今日到期"
    assert "13800010002" not in rows[1]["content"] and "138****0002" in rows[1]["content"]


def test_the_filters_narrow_the_list(filled: Terminal) -> None:
    def numbers(*arguments: str) -> list[str]:
        return [row["number"] for row in filled.done("tickets", "--json", *arguments).json]

    assert numbers("--search", "动火") == ["20220908100002"]
    assert numbers("--search", "0003") == ["20220905100003"]
    assert numbers("--light", "今日到期") == ["20220905100003"]
    assert numbers("--stage", "办理中") == []
    assert numbers("--limit", "2") == ["20220905100003", "20220908100002"]
    filled.done("do", NUMBER, "dispatch", "unit=新海村", "no_contact_reason=诉求人要求直接处理")
    assert numbers("--unit", "新海村") == numbers("--stage", "待接单") == [NUMBER]
    asking = (("tickets",), ("cases",), ("cases", "--pool"), ("statistics", "2022-09", "--tickets", "转入"))
    for command in asking:
        slip = filled(*command, "--unit", "新诲村")
        assert slip.code == 2 and "名册里没有“新诲村”这个单位，是不是 新海村，也没有它的" in slip.err


def test_people_get_a_table_and_the_count(filled: Terminal) -> None:
    lines = filled.done("tickets", "--limit", "1").out.splitlines()
    assert lines[0].split() == ["工单编号", "级别", "阶段", "期限", "办结期限", "承办单位", "来电人", "诉求"]
    assert "20220905100003" in lines[1] and "今日到期，17:00 前" in lines[1]
    assert lines[-1] == "共 3 件，列出 1 件"


def test_many_tickets_are_listed_over_all_pages(terminal: Terminal) -> None:
    office = terminal.office()
    for number in range(205):
        office.tickets.register({"number": f"2022090820{number:04d}", "content": "路灯不亮"}, "王芳")
    office.close()
    rows = terminal.done("tickets", "--json").json
    assert len({row["number"] for row in rows}) == 205
    assert len(terminal.done("tickets", "--json", "--limit", "201").json) == 201


def test_names_in_full_are_shown_on_demand_and_written_down(filled: Terminal) -> None:
    rows = filled.done("tickets", "--json", "--full", "--by", "王芳").json
    assert (rows[-1]["caller"], rows[-1]["phone"]) == ("赵文静", "13800010001")
    shown = filled.done("show", NUMBER, "--json", "--full", "--by", "王芳").json
    assert shown["caller"] == "赵文静" and "赵文静" in str(shown["history"])
    office = filled.office()
    noted = [(line.step, line.by) for line in office.settings.history()]
    office.close()
    assert noted[:2] == [(f"未遮盖：命令行查看工单 {NUMBER}", "王芳"), ("未遮盖：命令行列出工单", "王芳")]


def test_a_confidential_caller_stays_hidden_without_full(terminal: Terminal) -> None:
    terminal.register(confidential="是", content="赵文静反映路灯不亮，请回电13800010001")
    row = terminal.done("tickets", "--json").json[0]
    assert (row["caller"], row["phone"]) == ("（保密）", "（保密）")
    assert row["content"] == "（保密）反映路灯不亮，请回电（保密）"
    assert "赵" not in terminal.done("tickets").out
    for answer in (terminal.done("show", NUMBER, "--json"), terminal.done("show", NUMBER)):
        assert "赵" not in answer.out and "138" not in answer.out
    shown = terminal.done("show", NUMBER, "--json", "--full").json
    assert (shown["caller"], shown["phone"]) == ("赵文静", "13800010001")


def test_one_ticket_comes_with_history_and_steps(filled: Terminal) -> None:
    shown = filled.done("show", NUMBER, "--json").json
    assert set(ROW_KEYS) <= set(shown)
    assert [(line["step"], line["label"], line["by"]) for line in shown["history"]] == [
        ("register", "登记工单", "王芳")
    ]
    assert "赵文静" not in str(shown) and "13800010001" not in str(shown)
    steps = {step["id"]: step for step in shown["steps"]}
    assert steps["dispatch"]["allowed"] and steps["dispatch"]["blockers"] == []
    assert steps["dispatch"]["clause"] == "规范一（一）1"
    unit = next(field for field in steps["dispatch"]["fields"] if field["key"] == "unit")
    assert (unit["label"], unit["kind"], unit["required"]) == ("转交承办单位", "unit", True)
    assert not steps["close"]["allowed"]
    blocker = steps["close"]["blockers"][0]
    assert set(blocker) == {"clause", "message"} and blocker["clause"] == "规范一（六）2"


def test_one_ticket_reads_as_text(filled: Terminal) -> None:
    said = filled.done("show", NUMBER).out
    assert "工单编号：20220908100001" in said and "来电人：赵**" in said
    assert "登记工单（王芳，规范一（一）1）" in said
    assert "可以  派单（dispatch，规范一（一）1）  要填：转交承办单位" in said
    assert "可以  登记免联（exempt，规范一（一）1）  要填：免联原因（信息保密／无需联系）、决定人、说明" in said
    assert "现在的阶段不办：承办单位接单" in said


def test_a_ticket_is_taken_from_the_call_to_the_archive(terminal: Terminal) -> None:
    terminal.register()
    grades = [f"{key}=满意" for key in ("efficiency", "attitude", "outcome", "overall")]
    way = (
        ("first_contact", "note=已通话"),
        ("派单", "转交承办单位=新海村"),
        ("accept", "handler=沈强"),
        ("answer", "way=电话", "recording=LY-1", "content=已修复"),
        ("satisfaction", "grade=满意"),
        ("result", "handling=更换灯泡", "fact=属实", "demand=符合政策法规", "resolution=实际解决"),
        ("review", "answered=是", "handled=是", "verdict=通过"),
        ("callback", *grades, "matches=是", "verdict=通过"),
        ("close",),
        ("platform_close", "operator=沈强"),
        ("sheet_back",),
    )
    for step, *values in way:
        terminal.done("do", NUMBER, step, *values, "--by", "李伟")
    message = terminal.done("do", NUMBER, "archive", "--json", "--by", "李伟").json
    assert message["stage"] == "已归档" and message["unit"] == "新海村"
    assert message["history"][-1]["step"] == "archive" and message["history"][-1]["by"] == "李伟"


def test_a_step_that_the_rules_refuse_changes_nothing(filled: Terminal) -> None:
    answer = filled("do", NUMBER, "close", "--json")
    assert answer.code == 3
    assert "不能办理“结案”" in answer.err
    assert answer.json["blockers"][0]["clause"] == "规范一（六）2"
    assert filled.done("show", NUMBER, "--json").json["stage"] == "待派单"


def test_every_missing_field_is_named_at_once(filled: Terminal) -> None:
    answer = filled("do", NUMBER, "exempt")
    assert answer.code == 3
    for label in ("免联原因", "决定人", "说明"):
        assert f"缺少“{label}”" in answer.err


def test_a_mistyped_field_is_refused_and_not_dropped(filled: Terminal) -> None:
    answer = filled("do", NUMBER, "dispatch", "unti=新海村")
    assert answer.code == 3 and "没有“unti”这一项，这一步能填的是：转交承办单位、" in answer.err


def test_the_time_given_is_when_it_happened(terminal: Terminal) -> None:
    terminal.register(received_at="2022-09-08 09:00")
    terminal.done("do", NUMBER, "urge", "--at", "2022年9月8日 10:05")
    line = terminal.done("show", NUMBER, "--json").json["history"][-1]
    assert (line["at"], line["recorded_at"]) == ("2022-09-08T10:05", "2022-09-08T10:20")


def test_a_ticket_that_is_not_there_is_a_refusal(terminal: Terminal) -> None:
    answer = terminal("show", "404")
    assert answer.code == 3 and "没有编号为“404”的工单" in answer.err


def test_a_number_is_registered_once(filled: Terminal) -> None:
    answer = filled("do", NUMBER, "register", "content=又一次")
    assert answer.code == 3 and "已经登记过" in answer.err


def test_line_breaks_can_be_typed(terminal: Terminal) -> None:
    terminal.register(content="第一行\\n第二行")
    assert terminal.done("show", NUMBER, "--json").json["content"] == "第一行\n第二行"


def test_who_does_it_is_the_name_at_the_machine(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("no such user")

    monkeypatch.setattr("getpass.getuser", lambda: "clerk7")
    terminal.done("do", NUMBER, "register", "content=路灯不亮")
    monkeypatch.setattr("getpass.getuser", nobody)
    terminal.done("do", NUMBER, "urge")
    assert [line["by"] for line in terminal.done("show", NUMBER, "--json").json["history"]] == ["clerk7", "命令行"]


def test_lights_follow_the_clock(filled: Terminal) -> None:
    filled.now = datetime(2022, 9, 9, 9, 0)
    rows = filled.done("tickets", "--json", "--light", "逾期").json
    assert [row["number"] for row in rows] == ["20220905100003"]
    assert rows[0]["light_text"].startswith("逾期")
    assert (filled.data / "hotline.db").exists()


def test_what_is_told_at_a_first_look_is_what_the_opened_office_tells(
    filled: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (
        *(("tickets",), ("tickets", "--limit", "1"), ("tickets", "--limit", "2", "--json"), ("tickets", "--json")),
        *(("show", NUMBER), ("show", f" {NUMBER}.0"), ("show", "20220908100002", "--clauses")),
    )
    looked = [filled.done(*arguments).out for arguments in asked]
    monkeypatch.setattr("hotline_desktop.cli.commands.tickets.look_in", lambda *_asked: None)
    assert [filled.done(*arguments).out for arguments in asked] == looked


def test_the_first_rows_are_written_before_an_office_that_cannot_be_opened(
    filled: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_asked: object) -> None:
        raise CannotOpen("打不开数据文件夹。")

    monkeypatch.setattr("hotline_desktop.cli.session.open_office_in", fails)
    run = filled("tickets", "--limit", "1")
    assert run.code == 4 and "20220905100003" in run.out and "打不开" in run.err
    assert filled("show", NUMBER).out.startswith(f"工单编号：{NUMBER}\n")
