"""Help, wrong usage and exit codes, all in Chinese."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from pathlib import Path
from unicodedata import combining, east_asian_width

import pytest

from hotline_desktop import __version__
from hotline_desktop.cli.argparse_messages import MESSAGES
from hotline_desktop.cli.main import build_parser, main
from hotline_desktop.cli.text import cut, table, width
from tests.cli.conftest import Terminal

COMMANDS = (
    "demo", "import", "tickets", "show", "do", "cases", "case", "do-case",
    "units", "deadline", "workdays", "print", "export", "selftest",
)  # fmt: skip


# What only whoever builds a parser can come to see.
TO_PROGRAMMERS = {
    "%(prog)s: error: %(message)s\n", "%(prog)s: warning: %(message)s\n", "%r is not callable",
    ".__call__() not defined", "argument \"-\" with mode %r", "cannot have multiple subparser arguments",
    "cannot merge actions - two groups are named %r", "conflicting option string: %s", "conflicting option strings: %s",
    "conflicting subparser alias: %s", "conflicting subparser: %s", "dest= is required for options like %r",
    "invalid conflict_resolution value: %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r",
    "mutually exclusive arguments must be optional", "unexpected option string: %s",
    "'required' is an invalid argument for positionals",
}  # fmt: skip


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("restore", ""), "有一项是空的"),  # which would be the latest backup
        (("tickets", "--unit", " "), "--unit 后面的一项是空的"),  # which would be all units
        (("tickets", "--unit="), "--unit 后面的一项是空的"),
        (("ranking", "2022", "3", "--correct", ""), "--correct 后面的一项是空的"),
    ],
)
def test_a_variable_without_a_value_stands_for_nothing(
    terminal: Terminal, arguments: tuple[str, ...], named: str
) -> None:
    terminal.register()
    answer = terminal(*arguments)
    assert answer.code == 2 and named in answer.err and answer.out == ""


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself_in_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*([command] if command else []), "--help"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("用法：hotline-desktop")
    for english in ("usage", "options:", "positional", "show this help"):
        assert english not in said


def test_help_lists_every_command() -> None:
    message = build_parser().format_help()
    assert all(command in message for command in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], "命令 不能是 nonsense，只能是：demo、import"),
        (["tickets", "--colour"], "不认识 --colour"),
        (["tickets", "extra"], "不认识 extra"),
        (["tickets", "--limit"], "--limit 后面要写一个值"),
        (["tickets", "--limit", "0"], "“0”不是大于0的整数"),
        (["tickets", "--stage", "待办"], "“待办”不对，只能是：待派单、待接单"),
        (["tickets", "--light", "红"], "“红”不对，只能是：未到期、临期"),
        (["show"], "缺少 工单编号"),
        (["units", "add"], "缺少 名称。"),
        (["tickets", "--data", ""], "--data 后面的一项是空的"),
        (["export", "tickets", "--out", "list.txt"], "要以 .xlsx 结尾"),
        (["do", "1", "register", "没有等号"], "“没有等号”要写成 项=值"),
        (["do", "1", "register", "title=一", "title=二"], "“title”写了两次"),
        (["do", "1", "register", "title=一", "标题=二"], "“标题”写了两次"),
        (["do", "1", "nosuch"], "没有“nosuch”这个步骤"),
        (["do", "1", "register", "--at", "昨天"], "不是能识别的日期"),
        (["do", "1", "register", "--at", "2022-09-08"], "只写了日期，还要写几点几分"),
        (["deadline", "一般"], "缺少 起算时间"),
        (["deadline", "一般", "瞎写"], "“瞎写”：不是能识别的日期"),
        (["imports", "undo", "9" * 20], "太大，没有这样的数"),
        (["tray", "9" * 20], "太大，没有这样的数"),
        (["tray", "甲"], "“甲”不是大于0的整数"),
        (["backups", "--from", "/没有/这里"], "这个文件夹"),
        (["deadline", "一般", "2022-02-30"], "没有 2022年2月30日 这一天"),
        (["deadline", "一般", "2022-09-05", "--urgent"], "--urgent 只和 half、answer 一起用"),
        (["print", "证明", "1", "--out", "x"], "“证明”不对，只能是：处置单、"),
        (["print", "处置单", "--out", "x"], "缺少 工单编号；要空白表请加 --blank"),
        (["units", "add", "新海村", "tel=1"], "单位没有“tel”这一项，只有：分管领导（leader）、联系人（contact）、"),
        (["units", "add", "新海村", "group=镇"], "“镇”不对，只能是：部门、村居、企业"),
        (["export", "units", "--out", "x.xlsx"], "不能是 units，只能是：tickets"),
        (["looks", "--from", "2026-12-01", "--to", "2026-11-01"], "--from 的日期不能晚于 --to"),
        (["statistics", "2026-11", "--unit", "新海村"], "--unit 和 --tickets 一起写"),
        (["statistics", "2026-11", "--tickets", "逾期", "--out", "x.pdf"], "请去掉 --out"),
        (["ranking", "2026", "3", "--title", "通报"], "和 --out 一起写"),
        (["print", "处置单", "1", "--out", "x", "--own-leaf"], "--own-leaf 和 --one-file 一起写"),
        (["tray", "--drop", "重复"], "要写移出托盘的第几件"),
        (["tray", "1", "--drop", "重复", "--on", "2026-11-01"], "移出托盘不归档"),
        (["restore", "x", "--back"], "--back 撤回上一次恢复"),
        (["cases", "--pool", "--stage", "待反馈"], "--stage 是督办件的阶段，不和 --pool 一起写"),
    ],
)
def test_wrong_usage_says_what_is_wrong_and_does_nothing(
    arguments: list[str], message: str, terminal: Terminal
) -> None:
    answer = terminal(*arguments)
    assert answer.code == 2
    assert message in answer.err and "没有执行" in answer.err
    assert answer.out == "" and not terminal.data.exists()


def test_every_sentence_that_argparse_says_to_people_has_its_chinese() -> None:
    said = set()
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
            said |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    assert len(said) > 20
    assert said - MESSAGES.keys() - TO_PROGRAMMERS == set()


def test_a_translation_asks_for_no_more_than_argparse_gives() -> None:
    for english, chinese in MESSAGES.items():
        asked = (set(re.findall(r"%\((\w+)\)", arguments)) for arguments in (chinese, english))
        assert set.issubset(*asked) and chinese.count("%s") == english.count("%s") + english.count("%r"), english


def test_data_may_stand_before_and_behind_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "a"), "units", "add", "新海村"]) == 0
    assert main(["units", "--data", str(tmp_path / "a")]) == 0
    assert "新海村" in capsys.readouterr().out


def test_fields_may_stand_behind_options(terminal: Terminal) -> None:
    terminal.done("do", "20220908100009", "register", "content=路灯不亮", "--by", "王芳", "caller=赵文静")
    assert terminal.done("show", "20220908100009", "--json").json["caller"] == "赵**"


def test_chinese_takes_two_columns_of_a_terminal() -> None:
    assert width("工单A") == 5
    assert cut("工单编号", 5) == "工单…"
    for character in map(
        chr, (*range(0x1200), *range(0x2000, 0x3200), *range(0x9F00, 0xA100), *range(0xFE00, 0x10000))
    ):
        known = 0 if combining(character) else 2 if east_asian_width(character) in "WF" else 1
        assert (width(character), width(f"工A{character}")) == (known, known + 3)
    assert cut("一行\n两行", 40) == "一行 两行"
    assert table(("甲", "乙"), [("工单", "1"), ("a", "2")]).splitlines() == ["甲    乙", "工单  1", "a     2"]


def test_a_talk_of_a_number_that_nothing_has_is_refused(terminal: Terminal) -> None:
    answer = terminal("talk", "9" * 20)
    assert answer.code == 2 and "太大，没有这样的数" in answer.err


@pytest.mark.parametrize("number", ["0", "9" * 20])
def test_a_candidate_of_a_number_that_nothing_has_is_refused(number: str, terminal: Terminal) -> None:
    answer = terminal("candidate", number)
    assert answer.code == 3 and f"没有“{number}”这件案源" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "\udcff\udcfe"),
        ("units", "add", "\udcb1"),
        ("tickets", "--unit", "\udcb1"),
        ("do", "1", "urge", "a=\udcb1"),
    ],
)
def test_bytes_that_are_no_text_are_wrong_usage(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    answer = terminal(*arguments)
    assert answer.code == 2 and "读不出的字节" in answer.err and "没有执行" in answer.err
