"""``looks`` and ``retention`` on the command line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.cli.conftest import NUMBER, Terminal


def test_looks_tell_who_saw_names_in_full(terminal: Terminal) -> None:
    terminal.register()
    terminal.done("show", NUMBER, "--full", "--by", "王芳")
    answer = terminal.done("looks", "--json").json
    assert [(one["person"], one["way"]) for one in answer] == [("王芳", "未遮盖")]
    assert terminal.done("looks", "--json", "--person", "李").json == []
    assert "共 1 条" in terminal.done("looks", "--number", NUMBER).out


def test_what_is_due_is_listed_put_on_paper_and_destroyed(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    history = tmp_path / "历史.csv"
    history.write_text("工单编号,来电内容,来电时间\n20100301000001,路灯不亮,2010-03-01 09:00\n", "utf-8")
    terminal.done("import", str(history), "--history")
    due = terminal.done("retention", "--json").json
    assert next((one["kind"], one["count"], one["numbers"]) for one in due) == ("工单", 1, ["20100301000001"])
    plan, proof = tmp_path / "清册.docx", tmp_path / "证明.pdf"
    terminal.done("retention", "--kind", "工单", "--list", str(plan))
    assert plan.read_bytes().startswith(b"PK")
    assert terminal("retention", "--destroy", str(proof)).code == 2
    assert terminal("retention", "--kind", "工单", "--destroy", str(proof), "--reason", "纪要").code == 3
    approved = ("--approved-by", "马主任", "--reason", "会议纪要〔2022〕3号")
    assert "已销毁到期工单 1 件" in terminal.done("retention", "--kind", "工单", "--destroy", str(proof), *approved).out
    assert proof.read_bytes().startswith(b"%PDF")
    assert [one["number"] for one in terminal.done("tickets", "--json").json] == [NUMBER]
    assert terminal.done("verify").code == terminal.done("check").code == 0


def test_nothing_is_due_where_everything_is_kept_for_ever(terminal: Terminal) -> None:
    terminal.done("settings", "set", "keep_tickets=0", "keep_cases=0", "keep_looks=0")
    terminal.now = datetime(2099, 1, 1, 9, 0)
    assert "永久保存" in terminal.done("retention").out
