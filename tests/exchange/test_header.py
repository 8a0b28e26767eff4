"""The headers are found under titles and merged cells, and the sheet with the tickets among several."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.exchange.headers.header import table_at
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.rows.ticket_rows import read_rows
from hotline_desktop.exchange.sheets.sheet import column_letter
from tests.exchange.tables import (
    ALIASES,
    HEADERS,
    opened,
    save_text,
    save_xlsx,
    ticket,
    tickets_and_dropped,
    tickets_in,
)


@pytest.mark.parametrize("above", [0, 1, 3, 12])
def test_headers_are_found_under_any_number_of_titles(tmp_path: Path, above: int) -> None:
    titles = [["热线工单导出"], ["导出时间：2022-09-08", None, "标题"], [None]] * 4
    file = opened(save_xlsx(tmp_path / "a.xlsx", [*titles[:above], HEADERS, ticket()]))
    assert file.header_row == above + 1
    assert [row.row for row in read_rows(file, file.mapping, ALIASES)[0]] == [above + 2]


def test_two_rows_of_headers_are_read_as_one(tmp_path: Path) -> None:
    rows = [
        ["工单编号", "标题", "诉求人信息", None, "承办单位"],
        [None, None, "姓名", "联系电话", None],
        ["20220905091001", "路灯不亮", "张三丰", "13800010001", "市政管理所"],
    ]
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", rows))
    assert (row.number, row.title, row.caller, row.phones) == ("20220905091001", "路灯不亮", "张三丰", ("13800010001",))
    assert row.unit == "市政管理所"


def test_line_breaks_stars_and_remarks_in_headers_do_not_matter(tmp_path: Path) -> None:
    rows = [
        ["*工单\n编号", " 标 题", "来电内容（必填）", "联系电话："],
        ["20220905091001", "路灯不亮", "三天", "13800010001"],
    ]
    assert set(opened(save_xlsx(tmp_path / "a.xlsx", rows)).mapping.columns) == {
        Column.NUMBER,
        Column.TITLE,
        Column.CONTENT,
        Column.PHONE,
    }


def test_nameless_and_repeated_headers_become_different(tmp_path: Path) -> None:
    file = opened(save_xlsx(tmp_path / "a.xlsx", [["工单编号", "标题", "电话", "电话", None], [1, "a", "b", "c", "d"]]))
    assert file.headers == ("工单编号", "标题", "电话", "电话（2）", "E列")
    assert file.mapping.columns[Column.PHONE] == (2,)


def test_sheet_with_the_tickets_is_chosen_before_notes_and_empty_forms(tmp_path: Path) -> None:
    others = {"空表": [HEADERS], "工单明细": [HEADERS, ticket(), ticket("20220905091002")]}
    path = save_xlsx(tmp_path / "a.xlsx", [["导出说明"], ["共两件"]], "说明", others)
    assert (opened(path).sheet, opened(path).sheets) == ("工单明细", ("说明", "空表", "工单明细"))


def test_unknown_headers_are_found_for_the_clerk_to_map(tmp_path: Path) -> None:
    rows = [["2022年9月"], ["甲", "乙", "丙"], ["20220905091001", "路灯不亮", "内容"]]
    file = opened(save_xlsx(tmp_path / "a.xlsx", rows))
    assert (file.headers, file.mapping.missing) == (
        ("甲", "乙", "丙"),
        (Column.NUMBER, Column.TITLE, Column.CONTENT),
    )
    mapping = file.mapping.assign(0, Column.NUMBER).assign(2, Column.CONTENT)
    assert mapping.missing == ()
    (row,) = read_rows(file, mapping, ALIASES)[0]
    assert (row.number, row.content, row.platform["乙"]) == ("20220905091001", "内容", "路灯不亮")


def test_clerk_may_say_where_the_headers_stand(tmp_path: Path) -> None:
    (sheet,) = read_sheets(save_xlsx(tmp_path / "a.xlsx", [HEADERS, ["甲"], HEADERS, ticket()]))
    assert table_at(sheet, 2, ALIASES).body == [*sheet.rows[3:]]


def test_sums_phantoms_repeated_headers_and_remarks_are_dropped_and_named(tmp_path: Path) -> None:
    rows = [
        ["序号", *HEADERS],
        [1, *ticket()],
        [2],
        [None, "  ", "\u3000"],
        ["序号", *HEADERS],
        [3, *ticket("20220905091002", 标题="合计金额有误")],
        [None, "合 计", None, None, None, None, None, None, 2],
        ["制表人：王芳"],
        [None],
    ]
    kept, dropped = tickets_and_dropped(save_xlsx(tmp_path / "a.xlsx", rows))
    assert [(row.row, row.title) for row in kept] == [(2, "路灯不亮"), (6, "合计金额有误")]
    assert [(line.row, line.reason) for line in dropped] == [
        (5, "重复的表头"),
        (7, "合计行"),
        (8, "表格下方的说明"),
    ]


def test_sum_in_the_column_of_the_text_is_no_ticket(tmp_path: Path) -> None:
    rows = [["来电内容", "来电人", "工单编号"], ["路灯不亮", "王芳", "20220905091001"], ["合计", "", 1]]
    kept, dropped = tickets_and_dropped(save_xlsx(tmp_path / "a.xlsx", rows))
    assert [row.content for row in kept] == ["路灯不亮"]
    assert [(line.row, line.reason) for line in dropped] == [(3, "合计行")]


def test_row_with_more_cells_than_headers_in_a_text_table_is_faulty(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("工单编号,标题,来电内容\n20220905091001,路灯,三天,不亮\n20220905091002,积水,内容\n", "utf-8")
    long, fine = tickets_in(path)
    assert "没有加引号" in long.faults[0].reason
    assert not fine.problems


def test_columns_without_a_header_in_a_text_table_stay_out(tmp_path: Path) -> None:
    path = save_text(tmp_path / "a.csv", [["工单编号", "标题", ""], ["20220905091001", "路灯", ""]])
    assert opened(path).headers == ("工单编号", "标题")


def test_columns_are_lettered_like_in_excel() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
