"""``settings`` and ``holidays`` on the command line, and the total time that ``show`` tells."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Terminal


def test_settings_are_listed_and_changed_by_their_keys(terminal: Terminal) -> None:
    assert "ordinary_days" in terminal.done("settings").out
    assert "一般工单天数" in terminal.done("settings", "set", "ordinary_days=4").out
    assert terminal.done("settings", "--json").json["ordinary_days"] == 4
    assert terminal("settings", "set", "nope=1").code == 2
    assert terminal("settings", "set", "ordinary_days=0").code == 3
    assert terminal.done("settings", "--json").json["ordinary_days"] == 4


def test_no_notice_is_listed_before_one_is_entered_and_a_wrong_file_changes_nothing(
    terminal: Terminal, tmp_path: Path
) -> None:
    assert "共 0 份" in terminal.done("holidays").out
    wrong = tmp_path / "通知.txt"
    wrong.write_text("不是放假通知", "utf-8")
    assert terminal("holidays", "add", str(wrong)).code != 0
    assert terminal.done("holidays", "--json").json == []
