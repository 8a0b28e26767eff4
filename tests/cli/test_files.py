"""Importing and exporting, as people and as scripts read it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import NUMBER, Terminal

ROWS = f"""工单编号,标题,诉求内容,来电人,联系电话,诉求地址,来电时间,工单级别,承办单位
{NUMBER},路灯不亮,海虹小区12号楼前路灯不亮,赵文静,13800010001,海虹小区,2022-09-08 08:50,一般,海虹居委
20220908100002,夜间施工,新海路120弄旁夜间施工,孙立平,13800010002,新海路120弄,2022年9月8日 9:05,紧急,城管中队
,没有编号,这一行没有编号,吴敏,13800010003,红星村,2022-09-08,一般,红星村
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "导出.csv"
    path.write_text(ROWS, "gb18030")
    return path


def test_a_preview_says_what_would_happen_and_writes_nothing(terminal: Terminal, file: Path) -> None:
    message = terminal.done("import", str(file), "--preview", "--json").json
    assert (message["new"], message["updated"], message["unchanged"]) == (2, 0, 0)
    fault = message["faulty"][0]
    assert set(fault) == {"row", "column", "reason"} and fault["row"] == 4
    assert message["batch"] is None
    assert terminal.done("tickets", "--json").json == []


def test_an_import_brings_new_tickets_once(terminal: Terminal, file: Path) -> None:
    assert terminal.done("import", str(file), "--json").json["new"] == 2
    again = terminal.done("import", str(file), "--json").json
    assert (again["new"], again["unchanged"], len(again["faulty"])) == (0, 2, 1)
    numbers = {row["number"] for row in terminal.done("tickets", "--json").json}
    assert numbers == {NUMBER, "20220908100002"}


def test_a_known_ticket_that_says_something_new_is_updated(terminal: Terminal, file: Path) -> None:
    terminal.done("import", str(file))
    file.write_text(ROWS.replace("海虹小区12号楼前路灯不亮", "海虹小区12号楼前路灯全部不亮"), "utf-8")
    message = terminal.done("import", str(file), "--json").json
    assert (message["new"], message["updated"], message["unchanged"]) == (0, 1, 1)
    assert terminal.done("show", NUMBER, "--json").json["content"] == "海虹小区12号楼前路灯全部不亮"


def test_people_read_the_counts_the_units_and_the_faults(terminal: Terminal, file: Path) -> None:
    said = terminal.done("import", str(file)).out
    assert "新工单 2 件，有变化 0 件，无变化 0 件，不导入 1 行" in said
    assert "名册里没有的单位" in said and "城管中队" in said
    assert "第 4 行" in said
    assert "已导入（第 1 批）" in said


def test_history_serves_look_ups_and_not_todays_work(terminal: Terminal, file: Path) -> None:
    terminal.done("import", str(file), "--history")
    rows = terminal.done("tickets", "--json").json
    assert {row["origin"] for row in rows} == {"历史工单"}
    answer = terminal("do", NUMBER, "dispatch", "unit=新海村")
    assert answer.code == 3 and "历史工单" in answer.err


def test_a_file_that_is_not_there_is_trouble_of_the_machine(terminal: Terminal, tmp_path: Path) -> None:
    answer = terminal("import", str(tmp_path / "没有.xlsx"))
    assert answer.code == 4 and "没有.xlsx" in answer.err


def test_a_file_of_another_kind_is_trouble_of_the_file(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "图片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    answer = terminal("import", str(path))
    assert answer.code == 4 and "图片.xlsx" in answer.err


def test_columns_that_nobody_can_place_are_trouble_of_the_file(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "别的.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    answer = terminal("import", str(path))
    assert answer.code == 4 and "不能导入" in answer.err


def test_a_file_without_numbers_is_numbered_by_its_content(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "留言.csv"
    path.write_text("诉求内容,来电时间\n路灯不亮,2022-09-05\n", "utf-8")
    refused = terminal("import", str(path))
    assert refused.code == 4 and "--give-numbers" in refused.err
    assert terminal.done("import", str(path), "--give-numbers", "--json").json["new"] == 1
    again = terminal.done("import", str(path), "--give-numbers")
    assert "没有工单编号，按内容编了" in again.out and again.out.endswith("没有新的内容，没有写入。\n")


def test_an_export_is_masked_unless_it_is_asked_for_in_full(terminal: Terminal, file: Path, tmp_path: Path) -> None:
    terminal.done("import", str(file))
    masked, full = tmp_path / "台账.xlsx", tmp_path / "全部.xlsx"
    assert "已导出 2 件" in terminal.done("export", "tickets", "--out", str(masked)).out
    assert "已记入办理记录" in terminal.done("export", "tickets", "--out", str(full), "--full").out
    assert "赵**" in cells(masked) and "赵文静" not in cells(masked)
    assert "赵文静" in cells(full) and "13800010001" in cells(full)


def test_an_export_to_a_folder_that_is_not_there_is_trouble(terminal: Terminal, tmp_path: Path) -> None:
    terminal.register()
    answer = terminal("export", "tickets", "--out", str(tmp_path / "nowhere" / "台账.xlsx"))
    assert answer.code == 4 and answer.err.strip()


def cells(path: Path) -> set[str]:
    book = openpyxl.load_workbook(path, read_only=True)
    found = {str(value) for row in book.worksheets[0].iter_rows(values_only=True) for value in row if value}
    book.close()
    return found
