"""``settings`` and ``holidays`` on the command line, and the total time that ``show`` tells."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Terminal


def test_settings_are_listed_and_changed_by_their_keys(terminal: Terminal) -> None:
    assert "ordinary_days" in terminal.done("settings").out
    assert "一般工单天数" in terminal.done("settings", "set", "ordinary_days=4").out
    assert terminal.done("settings", "--json").json["ordinary_days"] == 4
    assert terminal.done("settings", "set", "一般工单天数=4", "镇名=新河镇").out == "已更改：一般工单天数、镇名。\n"
    assert terminal.done("settings", "--json").json["town"] == "新河镇"
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


NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月13日（周六）、2月14日（周日）上班。
"""


def test_a_good_notice_is_entered_told_and_counted_with(terminal: Terminal, tmp_path: Path) -> None:
    good = tmp_path / "通知.txt"
    good.write_text(NOTICE, "gb18030")
    assert terminal.done("holidays", "add", str(good), "--json").json == {"moved": []}
    (one,) = terminal.done("holidays", "--json").json
    assert (one["year"], one["published"], len(one["holidays"])) == (2027, False, 10)
    assert one["makeups"] == ["2027-02-13", "2027-02-14"]
    listed = terminal.done("holidays").out
    assert "2007 年至 2026 年" in listed and "放假 10 天，调休上班 2 天" in listed and "共 1 份" in listed
    assert terminal.done("workdays", "2027-02-05", "2027-02-14", "--json").json["count"] == 3


def test_a_notice_says_which_deadlines_it_moved(terminal: Terminal, tmp_path: Path) -> None:
    terminal.done("do", "20220908100001", "register", "content=路灯不亮")
    storm = tmp_path / "台风.toml"
    storm.write_text('year = 2022\n[[holiday]]\nname = "台风停工"\nfrom = 2022-09-14\nto = 2022-09-14\n', "utf-8")
    answer = terminal.done("holidays", "add", str(storm), "--json").json
    assert answer == {"moved": [{"number": "20220908100001", "old": "2022-09-14 17:00", "new": "2022-09-15 17:00"}]}


def test_office_hours_of_a_date_are_set_told_and_emptied(terminal: Terminal) -> None:
    terminal.done("settings", "set", "hours_changes=2027-06-01起 8:00-11:30，14:00-17:30")
    assert terminal.done("settings", "--json").json["hours_changes"] == "2027-06-01起 8:00-11:30，14:00-17:30"
    assert "2027-06-01 17:30" in terminal.done("deadline", "answer", "2027-05-31T10:00").out
    assert "2027-05-31 17:00" in terminal.done("deadline", "answer", "2027-05-28T10:00").out
    assert terminal("settings", "set", "hours_changes=夏天早半小时").code == 3
    terminal.done("settings", "set", "hours_changes=")
    assert "2027-06-01 17:00" in terminal.done("deadline", "answer", "2027-05-31T10:00").out


def test_years_without_a_notice_are_told_as_such_and_impossible_ones_are_refused(terminal: Terminal) -> None:
    assert "没有公布或没有收录" in terminal.done("workdays", "2005-01-01", "2005-01-31").out
    assert terminal.done("workdays", "2005-01-01", "2005-01-31", "--json").json["provisional"] is True
    assert "暂定" in terminal.done("deadline", "一般", "2006-12-27").out
    for year in ("1949", "9999", "0001"):
        refused = terminal("workdays", f"{year}-01-01", f"{year}-01-31")
        assert refused.code == 2 and "不合理" in refused.err
