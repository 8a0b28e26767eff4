"""Tables as offices make them by hand: merged cells, two people side by side, headers in two rows, stray cells."""

import sys
from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.importing.model import ImportRefused
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.exchange.opening import reader
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.sheets.sheet import ReadError
from tests.exchange import raw_xlsx
from tests.exchange.tables import (
    ALIASES,
    HEADERS,
    Row,
    opened,
    save_text,
    save_xlsx,
    ticket,
    tickets_and_dropped,
    tickets_in,
)

N1, N2, N3 = "20220905091001", "20220905091002", "20220905091003"


def book(path: Path, rows: list[list[str]], *ranges: str) -> Path:
    lines = [raw_xlsx.row(number, cells) for number, cells in enumerate(rows, 1)]
    return raw_xlsx.save(path, {"工单": raw_xlsx.sheet(lines, raw_xlsx.merged(*ranges) if ranges else "")})


def test_a_cell_merged_over_several_rows_is_the_value_of_each(tmp_path: Path) -> None:
    headers = ["工单编号", "标题", "来电人", "联系电话", "来电时间"]
    rows = [
        headers,
        [N1, "路灯", "张三", "13800138000", "2022-09-05 09:10"],
        [N2, "井盖", "", "", ""],
        [N3, "垃圾", "", "13900139000", ""],
    ]
    path = book(tmp_path / "a.xlsx", rows, "C2:C4", "D2:D3", "E2:E4")
    message = [(row.caller, row.phones, f"{row.called_at:%d %H:%M}") for row in tickets_in(path)]
    same, other = ("张三", ("13800138000",), "05 09:10"), ("张三", ("13900139000",), "05 09:10")
    assert message == [same, same, other]


def test_html_and_xml_tables_merge_downwards_too(tmp_path: Path) -> None:
    html = tmp_path / "a.xls"
    html.write_text(
        "<html><table><tr><th>工单编号<th>标题<th>来电人<th>联系电话</tr>"
        f"<tr><td>{N1}<td>路灯<td rowspan=2>张三<td>13800138000</tr><tr><td>{N2}<td>井盖<td>13900139000</tr></table>",
        "utf-8",
    )
    xml = tmp_path / "b.xls"
    xml.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="工单"><Table>'
        + "".join(f"<Row>{cells}</Row>" for cells in _xml_rows())
        + "</Table></Worksheet></Workbook>",
        "utf-8",
    )
    expected = [("张三", ("13800138000",)), ("张三", ("13900139000",))]
    assert [(row.caller, row.phones) for row in tickets_in(html)] == expected
    assert [(row.caller, row.phones) for row in tickets_in(xml)] == expected


def _xml_rows() -> list[str]:
    def cell(word: str, attributes: str = "") -> str:
        return f'<Cell{attributes}><Data ss:Type="String">{word}</Data></Cell>'

    return [
        "".join(map(cell, ("工单编号", "标题", "来电人", "联系电话"))),
        cell(N1) + cell("路灯") + cell("张三", ' ss:MergeDown="1"') + cell("13800138000"),
        cell(N2) + cell("井盖") + cell("13900139000"),
    ]


def test_a_note_merged_over_the_whole_width_is_one_line(tmp_path: Path) -> None:
    rows = [["工单编号", "标题"], [N1, "路灯"], ["备注：以上数据来自平台", ""], ["", ""]]
    assert len(opened(book(tmp_path / "a.xlsx", rows, "A3:B4")).rows) == 2


GROUPED: list[list[Row]] = [
    # 诉求人 left of 承办人, and the other way round
    [["", "", "诉求人", "", "承办人", ""], ["工单编号", "标题", "姓名", "电话", "姓名", "电话"]],
    [["", "", "承办人", "", "诉求人", ""], ["工单编号", "标题", "姓名", "电话", "姓名", "电话"]],
]


@pytest.mark.parametrize(("heads", "mine"), [(GROUPED[0], (2, 3)), (GROUPED[1], (4, 5))])
def test_groups_above_the_headers_tell_whose_name_and_phone_it_is(
    tmp_path: Path, heads: list[Row], mine: tuple[int, int]
) -> None:
    body = [[N1, "路灯", "张三", "13800138000", "李四", "13900139000"], [N2, "井盖", "", "", "", ""]]
    theirs = 6 - mine[0]
    body[1][theirs], body[1][theirs + 1] = "王五", "13700137000"
    for path in (
        save_text(tmp_path / "a.csv", [*heads, *body]),
        book(tmp_path / "a.xlsx", [*map(list, heads), *body], "C1:D1", "E1:F1"),  # type: ignore[list-item]
    ):
        first, second = tickets_in(path)
        assert (first.caller, *first.phones) == (body[0][mine[0]], body[0][mine[1]])
        assert (second.caller, second.phones) == ("", ())


def test_headers_in_two_rows_are_joined_where_one_is_merged_over_both(tmp_path: Path) -> None:
    rows = [
        ["工单编号", "标题", "诉求人", "", "承办人", "", "来电时间"],
        ["", "", "姓名", "手机号", "姓名", "手机号", ""],
        [N1, "路灯", "", "", "王科长", "13900139000", "2022-09-05 09:10"],
    ]
    path = book(tmp_path / "a.xlsx", rows, "A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2")
    file = opened(path)
    assert file.headers[2:6] == ("诉求人姓名", "诉求人手机号", "承办人姓名", "承办人手机号")
    (row,) = tickets_in(path)
    assert (row.caller, row.phones, row.platform["承办人姓名"]) == ("", (), "王科长")
    assert row.called_at is not None


def test_titles_above_groups_and_words_behind_them_do_not_matter(tmp_path: Path) -> None:
    rows = [
        ["新海镇12345工单一览表"],
        ["基本信息", "", "诉求人信息", "", "承办人信息", ""],
        ["工单编号", "标题", "姓名", "联系电话", "姓名", "联系电话"],
        [N1, "路灯", "张三", "13800138000", "李四", "13900139000"],
    ]
    file = opened(save_text(tmp_path / "a.csv", rows))
    assert file.headers[2:5] == ("诉求人姓名", "诉求人联系电话", "承办人姓名")
    (row,) = tickets_in(save_text(tmp_path / "a.csv", rows))
    assert (row.caller, row.phones) == ("张三", ("13800138000",))


@pytest.mark.parametrize(
    ("headers", "caller", "phone"),
    [
        ("工单编号 标题 姓名 电话 承办单位 姓名 电话", (2,), (3,)),
        ("工单编号 标题 承办人 联系电话 诉求人 联系电话", (4,), (5,)),
        ("工单编号 标题 诉求人 联系电话 承办人 联系电话", (2,), (3,)),
        ("工单编号 标题 来电人 承办人电话 被投诉人电话 联系电话（承办人）", (2,), None),
        ("工单编号 标题 姓名 电话 姓名 电话", None, None),
        ("工单编号 标题 联系电话 联系电话", None, (2,)),
        ("工单编号 标题 承办单位 联系人 联系电话", (3,), (4,)),
        ("工单编号 标题 诉求人姓名 诉求人的手机号 承办人姓名 承办人手机号", (2,), (3,)),
    ],
)
def test_of_two_people_in_one_table_only_the_citizen_is_the_caller(
    tmp_path: Path, headers: str, caller: tuple[int, ...] | None, phone: tuple[int, ...] | None
) -> None:
    text = headers.split()
    columns = opened(save_text(tmp_path / "a.csv", [text, [N1, "路灯", *["x"] * (len(text) - 2)]])).mapping.columns
    assert (columns.get(Column.CALLER), columns.get(Column.PHONE)) == (caller, phone)


@pytest.mark.parametrize("far", ["XFD1048576", "AZZ900000", "ZZ1000000"])
def test_a_small_file_that_claims_a_giant_range_is_refused_at_once(tmp_path: Path, far: str) -> None:
    line = raw_xlsx.row(2, [N1, "路灯", raw_xlsx.text("x", far)])
    path = raw_xlsx.save(tmp_path / "a.xlsx", {"工单": raw_xlsx.sheet([raw_xlsx.row(1, ["工单编号", "标题"]), line])})
    with pytest.raises(ReadError, match=f"工作表“工单”一直用到了 {far} 单元格.*没有改动任何数据"):
        read_sheets(path)


def test_a_stray_cell_in_the_last_row_is_no_trouble(tmp_path: Path) -> None:
    rows = [raw_xlsx.row(1, ["工单编号", "标题"]), raw_xlsx.row(2, [N1, "路灯"]), raw_xlsx.row(1_048_576, ["", " "])]
    (row,) = tickets_in(raw_xlsx.save(tmp_path / "a.xlsx", {"工单": raw_xlsx.sheet(rows)}))
    assert row.number == N1


def test_html_that_claims_millions_of_merged_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text("<table>" + "<tr><td rowspan=1000 colspan=1000>x</td></tr>" * 50 + "</table>", "utf-8")
    with pytest.raises(ReadError, match="内存超过了上限"):
        read_sheets(path)


def test_a_file_that_kills_its_reader_is_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    good = save_xlsx(tmp_path / "good.xlsx", [HEADERS, ticket()])
    assert len(read_sheets(good)) == 1
    child = reader._READERS._child
    assert child is not None
    child.kill()
    child.wait()
    assert len(read_sheets(good)) == 1  # a new one is started
    child = reader._READERS._child
    assert child is not None and child.stdin is not None
    child.stdin.write(b"no question")
    child.stdin.flush()
    child.wait(10)
    assert len(read_sheets(good)) == 1


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system does not show what processes are given")
def test_the_reader_never_tells_where_it_ran_out_of_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telling it takes memory, for which a compiled reader that has none left waits until it is ended."""
    monkeypatch.setenv("RUST_BACKTRACE", "1")
    readers = reader._Readers()
    readers.read(save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket()]))
    assert readers._child is not None
    given = Path(f"/proc/{readers._child.pid}/environ").read_bytes().split(b"\0")
    readers.close()
    assert [each for each in given if each.startswith(b"RUST_BACKTRACE")] == [b"RUST_BACKTRACE=0"]


def test_where_no_process_can_be_started_files_are_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = save_xlsx(tmp_path / "good.xlsx", [HEADERS, ticket()])
    for executable in ("", "/bin/false", str(tmp_path / "nothing")):
        monkeypatch.setattr(sys, "executable", executable)
        readers = reader._Readers()
        assert len(readers.read(good)) == 1
        assert readers._child is None


def test_columns_known_as_somebody_elses_are_known() -> None:
    assert all(map(ALIASES.knows, ("承办人姓名", "被投诉人", "案件大类代码", "立案部门名称")))
    assert not any(map(ALIASES.find, ("承办人姓名", "被投诉人", "案件大类代码", "立案部门名称")))


GROUPS = (
    ["工单编号", "诉求人信息", "", "", "", "受理信息", "", "办理信息", "", "", "回访信息", ""],
    ["", "姓名", "联系电话", "诉求地址", "来电时间", "时间", "人员", "单位", "时间", "电话", "内容", "满意度"],
)
BELOW_GROUPS = [
    *("20220905091001", "张三丰", "13800010001", "东路1号", "2022-09-05 09:10", "2022-09-05 10:00", "5号"),
    *("城建中心", "2022-09-06 09:00", "59210001", "市民说已经修好", "满意"),
]


def test_what_a_group_above_tells_of_is_not_taken_for_the_call(tmp_path: Path) -> None:
    rows = [[*GROUPS[0], "诉求", ""], [*GROUPS[1], "内容", "类型"], [*BELOW_GROUPS, "路灯不亮", "求助"]]
    (row,) = tickets_in(book(tmp_path / "a.xlsx", rows, "A1:A2", "B1:E1", "F1:G1", "H1:J1", "K1:L1", "M1:N1"))
    assert (row.caller, row.phones, row.address, row.content) == ("张三丰", ("13800010001",), "东路1号", "路灯不亮")
    assert (row.called_at, row.received_at) == (datetime(2022, 9, 5, 9, 10), datetime(2022, 9, 5, 10))
    assert (row.unit, row.satisfaction) == ("城建中心", "满意")
    assert (row.platform["办理时间"], row.platform["办理电话"]) == ("2022-09-06 09:00", "59210001")


FORM = (
    ["工单编号", "20220905091001", "来电时间", "2022-09-05 09:10"],
    ["来电人", "张三丰", "联系电话", "13800010001"],
    ["标题", "路灯不亮"],
    ["来电内容", "长江路路灯三天不亮"],
    ["承办单位", "城建中心"],
)


LABELLED = [[f"{label}：{text}"] for label, text, *_rest in FORM]


@pytest.mark.parametrize("rows", [FORM, [row[:2] for row in FORM], [["热线工单"], *FORM], LABELLED])
def test_a_form_of_one_ticket_is_no_list_and_says_what_to_do(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(ImportRefused, match=r"竖排的表.*粘贴工单.*转置"):
        opened(save_xlsx(tmp_path / "a.xlsx", rows))


def test_a_list_whose_texts_are_words_for_columns_is_no_form(tmp_path: Path) -> None:
    words = ["标题", "来电人", "联系电话", "来电内容", "承办单位"]
    rows = [["标题", "来电内容", "工单编号"], *([word, word, f"2022090509100{i}"] for i, word in enumerate(words))]
    assert len(tickets_in(save_xlsx(tmp_path / "a.xlsx", rows))) == len(words)


def test_rows_under_other_headers_are_never_read_by_the_first_ones(tmp_path: Path) -> None:
    other = ["工单编号", "来电人", "标题", "来电内容", "联系电话"]
    again = ["20220905091002", "李四", "井盖", "井盖破损", "13900010001"]
    rows = [HEADERS, ticket(), other, again, HEADERS, ticket("20220905091003")]
    read, dropped = tickets_and_dropped(save_xlsx(tmp_path / "a.xlsx", rows))
    assert [(row.number, bool(row.faults)) for row in read] == [
        ("20220905091001", False), ("20220905091002", True), ("20220905091003", False),
    ]  # fmt: skip
    assert "第 3 行又是一行表头" in read[1].faults[0].reason
    assert [line.reason for line in dropped] == ["另一张表的表头", "重复的表头"]


def test_another_table_beside_the_tickets_fills_no_gap_in_them(tmp_path: Path) -> None:
    rows = [
        [*HEADERS, None, "承办单位", "件数"],
        [*ticket(N1, 承办单位=""), None, "城建中心", 2],
        [*ticket(N2, 承办单位="水务站"), None, "李家村", 1],
    ]
    path = save_xlsx(tmp_path / "a.xlsx", rows)
    assert [(row.unit, "件数" in row.platform) for row in tickets_in(path)] == [("", False), ("水务站", False)]
    assert opened(path).left_out == ("右边从 J 列开始的表（承办单位、件数）",)


def test_a_blank_column_between_the_tickets_own_columns_parts_nothing(tmp_path: Path) -> None:
    path = save_xlsx(
        tmp_path / "a.xlsx", [[*HEADERS, None, "诉求地址", "来源"], [*ticket(N1), None, "长江路1号", "电话"]]
    )
    (row,) = tickets_in(path)
    assert (row.address, row.source, opened(path).left_out) == ("长江路1号", "电话", ())


def test_tickets_beside_and_above_the_chosen_table_are_told(tmp_path: Path) -> None:
    beside = [[*HEADERS, *HEADERS], [*ticket(N1), *ticket(N2)]]
    assert opened(save_xlsx(tmp_path / "a.xlsx", beside)).left_out == (f"右边从 I 列开始的表（{'、'.join(HEADERS)}）",)
    twice = [[*HEADERS, "工单编号"], [*ticket(N1), N1]]
    assert opened(save_xlsx(tmp_path / "b.xlsx", twice)).left_out == ()
    above = [["工单编号", "来电内容"], [N1, "路灯"], [N2, "井盖"], [], HEADERS, ticket("20220905091003")]
    file = opened(save_xlsx(tmp_path / "c.xlsx", above))
    assert (file.header_row, file.left_out) == (5, ("表头上面有工单编号的 2 行（第 2、3 行）",))


def test_the_sheet_with_calls_is_chosen_before_a_longer_one_of_figures(tmp_path: Path) -> None:
    figures = [("序号", "承办单位", "件数"), *((place, "城建中心", 3) for place in range(30))]
    path = save_xlsx(tmp_path / "a.xlsx", figures, "汇总", {"明细": [HEADERS, ticket(N1)]})
    assert opened(path).sheet == "明细"


@pytest.mark.parametrize("above", [45, 400])
def test_headers_below_pages_of_instructions_are_found(tmp_path: Path, above: int) -> None:
    lines = [[f"{place}、请各单位按时填报"] for place in range(above)]
    path = save_xlsx(tmp_path / "a.xlsx", [*lines, HEADERS, ticket(N1)])
    assert (opened(path).header_row, len(tickets_in(path))) == (above + 1, 1)
