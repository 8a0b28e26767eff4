"""``import`` with sheets, headers and columns named by hand, and imports listed and taken back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from tests.cli.conftest import Terminal
from tests.exchange.tables import HEADERS, save_text, save_xlsx, ticket

N1, N2, N3 = "20220905091001", "20220905091002", "20220905091003"


@pytest.fixture
def months(tmp_path: Path) -> Path:
    others = {"10月": [HEADERS, ticket(N2), ticket(N3)], "说明": [["填表说明"], ["每日导出"]]}
    return save_xlsx(tmp_path / "按月.xlsx", [HEADERS, ticket(N1)], "9月", others)


def test_several_sheets_are_offered_and_taken_together(terminal: Terminal, months: Path) -> None:
    offered = terminal.done("import", str(months), "--preview", "--json").json
    assert any("9月" in warning and "一起导入" in warning for warning in offered["warnings"])
    answer = terminal.done("import", str(months), "--sheet", "全部", "--json").json
    assert (answer["new"], answer["sheets"]) == (3, ["10月", "9月"])
    assert terminal.done("import", str(months), "--sheet", "9月", "--json").json["unchanged"] == 1


def test_sheets_are_named_one_by_one_and_a_wrong_name_is_told(terminal: Terminal, months: Path) -> None:
    both = terminal.done("import", str(months), "--sheet", "9月", "--sheet", "10月", "--preview", "--json").json
    assert (both["new"], both["sheets"]) == (3, ["9月", "10月"])
    wrong = terminal("import", str(months), "--sheet", "11月")
    assert wrong.code == 4 and "9月、10月、说明" in wrong.err
    unlike = terminal("import", str(months), "--sheet", "9月", "--sheet", "说明")
    assert unlike.code == 4 and "表头" in unlike.err


def test_a_refused_row_of_another_sheet_says_where_it_stands(terminal: Terminal, tmp_path: Path) -> None:
    others = {"10月": [HEADERS, ticket(N1, 标题="别的"), ticket("")]}
    path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(N1)], "9月", others)
    answer = terminal.done("import", str(path), "--sheet", "9月", "--sheet", "10月", "--json").json
    first, second = answer["rows_refused"]
    assert (first["sheet"], first["row"], first["number"]) == ("10月", 2, N1)
    assert "工作表“9月”第 2 行" in first["reason"]
    assert (second["row"], second["number"]) == (3, None)


def test_one_line_for_each_refused_row_however_many_cells_are_wrong(terminal: Terminal, tmp_path: Path) -> None:
    bad = ticket("沪〔1〕", 标题="", 来电内容="", 来电时间="昨天")
    path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(N1), bad])
    answer = terminal.done("import", str(path), "--json").json
    assert [row["row"] for row in answer["rows_refused"]] == [3]
    assert len(answer["faulty"]) == 3
    assert "13月" not in answer["rows_refused"][0]["reason"]


def test_reasons_and_reminders_are_told_to_their_end(terminal: Terminal, tmp_path: Path) -> None:
    odd = ticket(N2, 联系电话="123456", 来电时间="2022-09-05 09:10")
    path = save_text(tmp_path / "a.csv", [HEADERS, ticket(N1), odd, ticket("2.02211E+13")])
    said = terminal.done("import", str(path), "--preview").out
    assert "第 3 行  联系电话  号码不常见，按原样保留\n" in said
    assert "原来的数字已丢失，请把这一列设为文本后重新导出\n" in said and "…" not in said


def test_columns_are_taken_as_the_command_line_says(terminal: Terminal, tmp_path: Path) -> None:
    rows = [["导出"], ["单子", "说的事", "谁", "电话"], [N1, "路灯不亮", "张三", "13800138000"]]
    path = save_text(tmp_path / "a.csv", rows)
    named = ("单子=工单编号", "B=来电内容", "谁=CALLER", "电话=")
    arguments = ("--header-row", "2", *(word for pair in named for word in ("--map", pair)))
    assert terminal.done("import", str(path), *arguments, "--json").json["new"] == 1
    (row,) = terminal.done("tickets", "--full", "--json").json
    assert (row["number"], row["content"], row["caller"], row["phone"]) == (N1, "路灯不亮", "张三", "")
    assert "没有“无此列”" in terminal("import", str(path), *arguments[:2], "--map", "无此列=标题").err
    assert "没有“甲”这一项" in terminal("import", str(path), *arguments[:2], "--map", "B=甲").err
    assert terminal("import", str(path), "--map", "B").code == 2


def test_consent_of_a_script_is_no_consent_of_the_clerk(terminal: Terminal, tmp_path: Path) -> None:
    path = save_text(tmp_path / "a.csv", [["标题", "来电内容", "甲"], ["路灯", "路灯不亮", "x"]])
    assert terminal.done("import", str(path), "--give-numbers", "--map", "甲=来电人", "--json").json["new"] == 1
    assert terminal("import", str(path)).code == 4
    office = terminal.office()
    opened = office.imports.open(path)
    office.close()
    assert not opened.remembered
    assert not opened.mapping.numbered


def test_imports_are_listed_and_taken_back(terminal: Terminal, tmp_path: Path) -> None:
    assert "还没有导入过" in terminal.done("imports").out
    batch = terminal.done("import", str(save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(N1)])), "--json").json["batch"]
    (listed,) = terminal.done("imports", "--json").json
    assert (listed["batch"], listed["new"], listed["state"]) == (batch, 1, "已导入")
    assert "已撤销" in terminal.done("imports", "undo", str(batch)).out
    assert terminal.done("tickets", "--json").json == []
    assert terminal.done("imports", "--json").json[0]["state"] == "已撤销"
    assert terminal("imports", "undo", str(batch)).code == 4
    assert terminal("imports", "undo", "99").code == 3
    assert terminal("imports", "undo").code == 2


def test_reading_goes_on_while_another_process_writes(terminal: Terminal, tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(N1)])
    terminal.done("import", str(path))
    database = SqliteDatabase.open(terminal.data / "hotline.db")
    held, done = threading.Event(), threading.Event()

    def write() -> None:
        with database.write() as c:
            c.exec_driver_sql("UPDATE tickets SET urges = urges")
            held.set()
            done.wait(30)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert held.wait(10)
        assert len(terminal.done("tickets", "--json").json) == 1
        assert terminal.done("show", N1, "--json").json["number"] == N1
        assert terminal.done("imports", "--json").json[0]["new"] == 1
    finally:
        done.set()
        writer.join()
        database.close()
