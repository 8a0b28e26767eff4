"""Lines that are no tickets, words that say nothing, and files without numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.importing.made_numbers import numbered_apart
from hotline_desktop.domain.importing.repeated_rows import without_repeats
from hotline_desktop.domain.importing.rows import TicketRow, read_level, read_request_type
from hotline_desktop.domain.records.unit_register import UnitRegister
from hotline_desktop.domain.terms.options import Level, RequestType
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.rows.ticket_rows import read_rows
from hotline_desktop.exchange.sheets.cells import cell_text, without_nothing
from hotline_desktop.services.importing.opening import open_file
from tests.exchange import raw_xlsx
from tests.exchange.tables import (
    ALIASES,
    HEADERS,
    one,
    opened,
    save_text,
    save_xlsx,
    ticket,
    tickets_and_dropped,
    tickets_in,
)

N1, N2, N3 = "20220905091001", "20220905091002", "20220905091003"
CALLS = ("标题", "来电内容", "来电人", "联系电话", "来电时间", "诉求地址", "状态")


def numbered(path: Path) -> list[TicketRow]:
    return tickets_in(path, opened(path).mapping.number_by_content())


@pytest.mark.parametrize("word", ["-", "—", "/", "无", "暂无", "N/A", "null", "NULL", "None", "(空)", "未填写", "不详"])
def test_word_for_nothing_is_a_blank_in_every_column(tmp_path: Path, word: str) -> None:
    headers = (*HEADERS, "协办单位", "诉求大类", "诉求小类", "状态", "村居")
    cells = [N1, "路灯", word, word, word, word, word, word, word, word, word, word, word]
    (row,) = tickets_in(save_text(tmp_path / "a.csv", [headers, cells]))
    assert (row.content, row.caller, row.phones, row.called_at, row.unit, row.co_units) == ("", "", (), None, "", ())
    assert (row.category, row.platform_state, row.place, row.problems) == ("", "", "", ())


@given(st.text(max_size=6))
def test_only_words_for_nothing_are_emptied(text: str) -> None:
    assert without_nothing([f"张{text}"]) == [f"张{text}"]


@pytest.mark.parametrize(
    "word", ["待分派", "未派单", "待定", "暂未分配", "无承办单位", "未知单位", "单位待定", "（无）", "……"]
)
def test_word_for_no_unit_yet_is_no_unit_and_still_a_state(tmp_path: Path, word: str) -> None:
    cells = [*ticket(N1, 承办单位=word), word, word]
    (row,) = tickets_in(save_text(tmp_path / "a.csv", [(*HEADERS, "协办单位", "备注"), cells]))
    assert (row.unit, row.co_units, row.platform["备注"]) == ("", (), word)


def test_a_state_that_names_a_unit_to_come_is_kept(tmp_path: Path) -> None:
    (row,) = tickets_in(save_text(tmp_path / "a.csv", [(*HEADERS, "状态"), [*ticket(N1), "待派单"]]))
    assert row.platform_state == "待派单"


def test_a_ditto_mark_says_what_the_row_above_says(tmp_path: Path) -> None:
    first = ticket(N1, 来电时间="2022-09-05 09:10", 承办单位="城建中心")
    second = ticket(N2, 来电人="同上", 联系电话="〃", 来电时间="同上", 承办单位="同上", 来电内容="同上")
    third = ticket(N3, 来电人="同上", 联系电话="", 承办单位="李家村")
    rows = tickets_in(save_xlsx(tmp_path / "a.xlsx", [HEADERS, first, ["合计", "1"], second, third]))
    assert [row.caller for row in rows] == ["张三丰"] * 3
    assert [row.phones for row in rows] == [("13800010001",), ("13800010001",), ()]
    assert (rows[1].called_at, rows[1].unit, rows[1].content) == (rows[0].called_at, "城建中心", rows[0].content)
    assert [warning.column for warning in rows[1].warnings] == [
        "来电内容",
        "来电人",
        "联系电话",
        "来电时间",
        "承办单位",
    ]
    assert all("按上一行" in warning.reason for row in rows for warning in row.warnings)


@pytest.mark.parametrize("above", [[], [ticket(N3, 来电人="")]])
@pytest.mark.parametrize("mark", ["同上", "〃", "同 上", "如上"])
def test_a_ditto_mark_below_nothing_is_a_blank_that_is_told(
    tmp_path: Path, above: list[list[object]], mark: str
) -> None:
    *_above, row = tickets_in(save_xlsx(tmp_path / "a.xlsx", [HEADERS, *above, ticket(N1, 来电人=mark)]))
    assert (row.caller, [warning.text for warning in row.warnings]) == ("", [mark])
    assert "按空白导入" in row.warnings[0].reason


def test_a_ditto_mark_in_a_column_that_means_nothing_is_no_matter(tmp_path: Path) -> None:
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", [(*HEADERS, "坐席"), [*ticket(N1), "同上"]]))
    assert (row.problems, row.platform["坐席"]) == ((), "同上")


def test_a_ditto_mark_says_nothing_of_the_sheet_before(tmp_path: Path) -> None:
    rows = ([HEADERS, ticket(N1, 来电人="李四")], [HEADERS, ticket(N2, 来电人="同上", 承办单位="〃")])
    path = save_xlsx(tmp_path / "a.xlsx", rows[0], "11月", {"12月": rows[1]})
    file = open_file(read_sheets(path), path, ALIASES, together=("12月",))
    tickets = read_rows(file, file.mapping, ALIASES)[0]
    assert [(row.caller, row.unit) for row in tickets] == [("李四", ""), ("", "")]


@pytest.mark.parametrize("between", ["\n", " ", "\t", "　"])
def test_two_numbers_in_one_cell_are_never_one(tmp_path: Path, between: str) -> None:
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(f"{N1}{between}{N2}")]))
    assert row.number is None
    assert [fault.reason for fault in row.faults] == [f"这里有几个工单编号（{N1}、{N2}），一行只能有一个"]


def test_a_number_that_was_wrapped_in_its_cell_is_whole_again(tmp_path: Path) -> None:
    rows = tickets_in(save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(f"{N1[:8]}\n{N1[8:]}")]))
    assert [row.number for row in rows] == [N1]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("需要保密", True), ("不公开", True), ("不需要保密", False), ("无需保密", False), ("公开", False)],
)
def test_words_that_ask_for_confidence_are_read_without_a_warning(tmp_path: Path, word: str, meant: bool) -> None:
    (row,) = tickets_in(save_text(tmp_path / "a.csv", [(*HEADERS, "是否保密"), [*ticket(N1), word]]))
    assert (row.confidential, row.problems) == (meant, ())


@pytest.mark.parametrize("said", ["统计人数有误", "打印人员态度差", "共3件快递丢失", "备注：路灯不亮", "第3页合同缺失"])
def test_who_says_something_and_left_a_mobile_has_called(tmp_path: Path, said: str) -> None:
    rows = [CALLS, ["", said, "", "13800010001", "", "", ""], ["制表人：王五", "", "", "13900010001", "", "", ""]]
    path = save_xlsx(tmp_path / "a.xlsx", rows)
    tickets, dropped = tickets_and_dropped(path, opened(path).mapping.number_by_content())
    assert [(row.content, row.phones) for row in tickets] == [(said, ("13800010001",))]
    assert [(line.row, line.reason) for line in dropped] == [(3, "表格下方的说明")]


@pytest.mark.parametrize(
    "note",
    [
        "注：以上数据截至11月2日，如有疑问请联系王五",
        "备注：本表由热线办整理",
        "联系人：王五",
        "联系人及电话：王五",
        "如有疑问，请与热线办联系",
        "说明：1、本表工单须于11月5日前反馈",
        "值班人员：王五",
        "※数据来源：12345平台",
    ],
)
@pytest.mark.parametrize("with_number", [True, False])
def test_a_footnote_with_a_mobile_beside_it_is_no_call(tmp_path: Path, note: str, with_number: bool) -> None:
    headers, rows = (
        (HEADERS, [ticket(N1)]) if with_number else (CALLS, [["路灯", "不亮", "", "13800010001", "", "", ""]])
    )
    foot = [note if header == headers[with_number] else "" for header in headers]
    foot[headers.index("联系电话")] = "13900010001"
    path = save_xlsx(tmp_path / "a.xlsx", [headers, *rows, foot])
    file = opened(path)
    tickets, dropped = tickets_and_dropped(path, file.mapping if with_number else file.mapping.number_by_content())
    assert ([row.phones for row in tickets], [line.row for line in dropped]) == ([("13800010001",)], [3])


@pytest.mark.parametrize(
    "said", ["以上情况多次反映无人处理", "如有人来修请先打电话", "联系人不接电话", "此处路灯不亮", "上表弄坏了水管"]
)
def test_a_call_that_begins_like_a_footnote_is_taken(tmp_path: Path, said: str) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [CALLS, ["", said, "", "13800010001", "", "", ""]])
    tickets, dropped = tickets_and_dropped(path, opened(path).mapping.number_by_content())
    assert ([row.content for row in tickets], dropped) == ([said], [])


@pytest.mark.parametrize("header", ["诉求人及联系电话", "姓名/电话", "姓名电话", "联系人（电话）", "来电人"])
def test_a_name_and_its_phone_in_one_cell_are_told_apart(tmp_path: Path, header: str) -> None:
    rows = [["工单编号", "来电内容", header], [N1, "路灯不亮", "张三 13800010001"], [N2, "井盖", "李四（13900010001）"]]
    first, second = tickets_in(save_xlsx(tmp_path / "a.xlsx", rows))
    assert (first.caller, first.phones) == ("张三", ("13800010001",))
    assert (second.caller, second.phones) == ("李四", ("13900010001",))
    assert first.platform[header] == "张三 13800010001"


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u200e", "\u202d", "\u2060", "\u2066", "\xad", "\ufeff", "\ufe0f", "\u061c"]
)
def test_characters_that_are_never_seen_leave_numbers_days_phones_and_names(tmp_path: Path, mark: str) -> None:
    cells = ticket(f"{mark}2022{mark}0905091001", 来电人=f"张{mark}三", 联系电话=f"138{mark}00010001{mark}")
    cells[HEADERS.index("来电时间")] = f"{mark}2022-09-05 09:10"
    cells[HEADERS.index("承办单位")] = f"城建{mark}中心"
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", [HEADERS, cells, [mark]]))
    assert (row.number, row.caller, row.phones, row.unit) == (N1, "张三", ("13800010001",), "城建中心")
    assert row.called_at is not None and row.problems == ()


def test_what_a_list_shows_in_one_line_comes_in_as_one_line(tmp_path: Path) -> None:
    said = {"标题": "路灯\n不亮", "来电人": "张\r\n三", "诉求地址": "新海路\n12号", "来电内容": "第一行\n第二行"}
    headers = [*HEADERS, *(name for name in said if name not in HEADERS)]
    line = dict(zip(HEADERS, ticket(N1), strict=True)) | said
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", [headers, [line[name] for name in headers]]))
    assert (row.title, row.caller, row.address) == ("路灯不亮", "张三", "新海路 12号")
    assert row.content == "第一行\n第二行"


def test_digits_beyond_fifteen_are_warned_of_in_any_column(tmp_path: Path) -> None:
    line = [N1, "路灯", raw_xlsx.number("310115199001012345", "C2"), raw_xlsx.number("3.10115199001012E+17", "D2")]
    sheet = raw_xlsx.sheet([raw_xlsx.row(1, ["工单编号", "标题", "身份证号", "备注"]), raw_xlsx.row(2, line)])
    (row,) = tickets_in(raw_xlsx.save(tmp_path / "a.xlsx", {"工单": sheet}))
    assert [(problem.column, problem.reason[:8]) for problem in row.warnings] == [
        ("身份证号", "数字超过15位，"),
        ("备注", "数字超过15位，"),
    ]
    assert row.platform["身份证号"] == row.platform["备注"] == "310115199001012000"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_number_is_never_written_with_an_exponent(number: float) -> None:
    assert "e" not in cell_text(number).lower()


def test_formula_without_a_value_is_named(tmp_path: Path) -> None:
    lines = [
        [N1, raw_xlsx.formula('"路灯"', "B2"), "内容"],
        [raw_xlsx.formula('"2022"', "A3"), "路灯", "内容"],
        [N3, raw_xlsx.formula('"路灯"', "B4", "路灯"), raw_xlsx.formula("1/0", "C4", "#DIV/0!", "e")],
    ]
    rows = [raw_xlsx.row(n, cells) for n, cells in enumerate([["工单编号", "标题", "来电内容"], *lines], 1)]
    first, second, third = tickets_in(raw_xlsx.save(tmp_path / "a.xlsx", {"工单": raw_xlsx.sheet(rows)}))
    assert (first.title, first.warnings[0].column) == ("", "标题")
    assert "公式还没有算出结果" in first.warnings[0].reason
    assert [fault.reason for fault in second.faults] == ["工单编号是公式，还没有算出结果"]
    assert (third.title, third.content) == ("路灯", "")
    assert "#DIV/0!" in third.warnings[0].reason


@pytest.mark.parametrize(
    "line",
    [
        ["合计", "3"],
        ["城建中心 小计", "2"],
        ["", "总计：", "12件"],
        ["共3件"],
        ["共计 3 件"],
        ["合计（件）", "", "7"],
        ["合计", "", "共3件", "其中紧急1件"],
        ["总数", "3"],
        ["备注：以上为十一月数据"],
        ["注：数据来自平台", "", "制表人：张某"],
        ["制表日期：2022-09-30"],
        ["填表人：王某", "审核人：李某"],
        ["第1页 共3页"],
        ["说明", "本表由系统导出"],
    ],
)
def test_sums_and_notes_are_never_tickets_with_or_without_numbers(tmp_path: Path, line: list[str]) -> None:
    with_number = save_text(tmp_path / "a.csv", [("工单编号", *CALLS), [N1, "路灯", "不亮"], line])
    without = save_text(tmp_path / "b.csv", [CALLS, ["路灯", "不亮", "张三"], line])
    rows, dropped = tickets_and_dropped(with_number)
    assert ([row.number for row in rows], [each.row for each in dropped]) == ([N1], [3])
    rows, dropped = tickets_and_dropped(without, opened(without).mapping.number_by_content())
    assert ([row.title for row in rows], [each.row for each in dropped]) == (["路灯"], [3])


@pytest.mark.parametrize(
    ("title", "content"),
    [
        ("合计多收停车费", "合计多收费30元"),
        ("共管账户", "说明书与实物不符"),
        ("共享单车：乱停", ""),
        ("第一小学：拥堵", ""),
    ],
)
def test_complaint_whose_title_begins_like_a_sum_is_a_ticket(tmp_path: Path, title: str, content: str) -> None:
    path = save_text(tmp_path / "a.csv", [CALLS, [title, content, "张三", "13800138000", "2022-09-05 09:10"]])
    assert [row.title for row in numbered(path)] == [title]
    assert [row.title for row in numbered(save_text(tmp_path / "b.csv", [CALLS, [title, content, "张三"]]))] == [title]


def test_row_without_number_keeps_its_number_while_handling_goes_on(tmp_path: Path) -> None:
    call = ["路灯", "不亮", "张三", "13800138000", "2022-09-05 09:10", "新海路1号"]
    today = save_text(tmp_path / "a.csv", [CALLS, [*call, "处置中"]])
    headers = (*CALLS, "办理情况", "结案时间", "满意度", "案件期限")
    tomorrow = save_text(tmp_path / "b.csv", [headers, [*call, "已结案", "已修", "2022-09-07", "满意", "2022-09-08"]])
    other = save_text(tmp_path / "c.csv", [CALLS, [*call[:5], "新海路2号", "处置中"]])
    numbers = [numbered(path)[0].number for path in (today, tomorrow, other)]
    assert numbers[0] == numbers[1] != numbers[2]


def test_equal_rows_without_numbers_are_told_apart_by_a_suffix(tmp_path: Path) -> None:
    call = ["路灯", "不亮", "张三", "13800138000", "2022-09-05 09:10"]
    first, second, third = numbered(save_text(tmp_path / "a.csv", [CALLS, call, call, call]))
    assert (second.number, third.number) == (f"{first.number}-2", f"{first.number}-3")
    assert not without_repeats([first, second, third], "")[0][2].faults
    assert numbered_apart([]) == []


def test_one_ticket_in_a_row_for_each_unit_is_one_ticket(tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(承办单位="城建中心"), ticket(承办单位="李家村")])
    rows, joined = without_repeats(tickets_in(path), "工单编号", ("承办单位",))
    assert [(row.unit, row.co_units, row.faults) for row in rows] == [("城建中心", ("李家村",), ())]
    assert rows[0].platform["承办单位"] == "城建中心、李家村"
    assert "列为协办单位" in joined[0].reason


def test_lower_unit_counts_and_the_town_itself_never_does(tmp_path: Path) -> None:
    headers = ("工单编号", "标题", "主责部门", "三级主责部门", "协同部门")
    lines = [
        [N1, "a", "新海镇", "城建中心", "新海镇"],
        [N2, "b", "崇明区新海镇人民政府", "", "水务站"],
        [N3, "c", "平安办"],
    ]
    path = save_text(tmp_path / "a.csv", [headers, *lines])
    file = opened(path)
    rows = read_rows(file, file.mapping, ALIASES, "新海镇")[0]
    assert [(row.unit, row.co_units) for row in rows] == [("城建中心", ()), ("", ("水务站",)), ("平安办", ())]


def test_categories_keep_their_levels_and_places_theirs(tmp_path: Path) -> None:
    headers = ("工单编号", "标题", "一级分类", "二级分类", "三级分类", "所属片区", "所属居委", "网格")
    (row,) = tickets_in(
        save_text(tmp_path / "a.csv", [headers, [N1, "a", "城建", "道路", "路灯", "东片", "新海居委", "3号"]])
    )
    assert (row.category, row.place) == ("城建/道路/路灯", "东片/新海居委/3号")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("咨询", RequestType.QUESTION),
        ("求助类", RequestType.HELP),
        ("意见建议", RequestType.SUGGESTION),
        ("投诉工单", RequestType.COMPLAINT),
        ("举报", RequestType.REPORT),
        ("表扬感谢", RequestType.PRAISE),
        ("投\n诉", RequestType.COMPLAINT),
        ("投訴", RequestType.COMPLAINT),
        ("投诉（匿名）", RequestType.COMPLAINT),
        ("投诉/举报", None),
        ("12345工单", None),
    ],
)
def test_what_the_citizen_wants_is_read_from_the_platforms_word(word: str, meant: RequestType | None) -> None:
    assert read_request_type(word) is meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("紧\n急", Level.URGENT),
        ("紧　急", Level.URGENT),
        ("緊急", Level.URGENT),
        ("紧急（24小时）", Level.URGENT),
        ("紧急程度：紧急", Level.URGENT),
        ("特急/紧急", Level.URGENT),
        ("急！", Level.URGENT),
        ("疑难工单（10个工作日）", Level.HARD),
        ("不紧急", None),
        ("一般（紧急）", None),
        ("二级", None),
        ("工单", None),
    ],
)
def test_a_level_is_read_in_any_spelling_and_with_a_remark_but_not_where_two_are_said(
    word: str, meant: Level | None
) -> None:
    assert read_level(word) is meant


def test_request_type_comes_from_the_column_that_says_one(tmp_path: Path) -> None:
    headers = ("工单编号", "标题", "诉求类型", "工单类型")
    first, second = tickets_in(
        save_text(tmp_path / "a.csv", [headers, [N1, "a", "", "投诉"], [N2, "b", "咨询", "求助"]])
    )
    assert (first.request_type, second.request_type) == (RequestType.COMPLAINT, RequestType.QUESTION)


@pytest.mark.parametrize(
    ("cell", "number", "remark"),
    [
        ("20220905091001（重复）", N1, True),
        ("20220905_091001", N1, False),
        ("`20220905091001", N1, False),
        ("２０２２０９０５０９１００１", N1, False),
    ],
)
def test_number_with_a_remark_is_taken_as_meant(tmp_path: Path, cell: str, number: str, remark: bool) -> None:
    row = one(tmp_path, cell, "工单编号")
    assert (row.number, bool(row.warnings)) == (number, remark)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("工单编号,标题\n1,路灯\n2,井".encode()[:-1], 3),
        ("工单编号,标题\n1,路灯\n2,井盖".encode("gb18030")[:-1], 3),
        ("工单编号,标题\n1,路灯\n".encode() + "2,井盖破损\n".encode("gb18030"), 3),
    ],
)
def test_damaged_text_names_its_line(tmp_path: Path, data: bytes, line: int) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(Exception, match=f"第 {line} 行"):
        opened(path)


def test_big5_is_not_read_as_wrong_chinese(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(f"工單編號,標題,來電內容\n{N1},路燈,路燈不亮請派人修\n".encode("big5"))
    (row,) = tickets_in(path)
    assert (row.number, row.title) == (N1, "路燈")


def test_a_row_cut_short_is_refused_where_the_others_are_whole(tmp_path: Path) -> None:
    """The file was not loaded to its end, or a line break stands in a text without quotation marks."""
    lines = [",".join(map(str, line)) for line in (HEADERS, ticket(N1), ticket(N2), [N3, "路灯", "路灯不"])]
    (tmp_path / "a.csv").write_text("\n".join(lines), "utf-8")
    rows = tickets_in(tmp_path / "a.csv")
    assert [row.number for row in rows if not row.faults] == [N1, N2]
    assert [fault.reason[:22] for fault in rows[2].faults] == ["这一行只有 3 格，表头有 8 格，可能内容"]


@pytest.mark.parametrize(
    "line",
    [
        ["一、城建中心（2件）"], ["城建中心"], ["11月2日"], ["2026年11月3日"], ["（完）"], ["END"], ["— 2 —"],
        ["——以下无内容——"], ["单位（盖章）："], ["图例", "红色：逾期", "黄色：临期"], ["", "", "", "", "", "", "一般"],
        ["最大值", "", "", "", "", "", "", "", 3], ["", "", "", "", "", "", "", "", False],
        ["2、联系人：王五，电话13900010001"], ["（1）", "（2）", "（3）", "（4）", "（5）"],
        [1, 2, 3, 4, 5, 6, 7, 8], ["甲", "乙", 1, 2, 3, 4, 5, 6], ["", "", "", "", "", "2022-09-05"],
    ],
)  # fmt: skip
def test_a_line_that_says_nothing_of_a_call_is_no_ticket_and_is_told(tmp_path: Path, line: list[object]) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [(*HEADERS, "完成"), [*ticket(N1), 1], line, [*ticket(N2), 1]])
    tickets, dropped = tickets_and_dropped(path)
    assert ([row.number for row in tickets], [row.faults for row in tickets]) == ([N1, N2], [(), ()])
    assert [(told.row, bool(told.reason)) for told in dropped] == [(3, True)]


@pytest.mark.parametrize(
    "said",
    [{"来电人": "李四"}, {"联系电话": "13900010001"}, {"承办单位": "李家村"}, {"标题": "井盖"}, {"来电内容": "井盖"}],
)
def test_a_line_without_a_number_that_says_something_of_a_call_is_refused(tmp_path: Path, said: dict[str, str]) -> None:
    line = [said.get(header, "") for header in HEADERS]
    rows = tickets_in(save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(N1), line]))
    assert [bool(row.faults) for row in rows] == [False, True]


def test_numbers_that_follow_each_other_in_a_ticket_do_not_count_columns(tmp_path: Path) -> None:
    rows = tickets_in(save_xlsx(tmp_path / "a.xlsx", [("编号", "标题", "来电内容", "来电人"), ["1", "路灯", "2", "3"]]))
    assert [row.number for row in rows] == ["1"]


def test_a_line_of_dashes_below_the_headers_is_blank(tmp_path: Path) -> None:
    lines = [f"| {' | '.join(map(str, cells))} |" for cells in (HEADERS, ["---"] * len(HEADERS), ticket(N1))]
    (tmp_path / "a.txt").write_text("\n".join(lines), "utf-8")
    tickets, dropped = tickets_and_dropped(tmp_path / "a.txt")
    assert ([row.number for row in tickets], dropped) == ([N1], [])


def test_quotation_marks_behind_a_space_quote(tmp_path: Path) -> None:
    lines = [", ".join(HEADERS), ", ".join(f'"{cell}"' for cell in ticket(N1, 来电内容="路灯,不亮"))]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (row,) = tickets_in(tmp_path / "a.csv")
    assert (row.number, row.content, row.problems) == (N1, "路灯,不亮", ())


def test_a_space_before_a_quotation_mark_in_a_text_stays(tmp_path: Path) -> None:
    lines = [HEADERS, ticket(N1, 来电内容='他说, "路灯不亮"'), ticket(N2, 标题=' "急"')]
    rows = tickets_in(save_text(tmp_path / "a.csv", lines))
    assert [row.content for row in rows] == ['他说, "路灯不亮"', "长江路路灯三天不亮"]


@pytest.mark.parametrize("end", [b"\0" * 300, b"\x1a", b"\x1a" * 3])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_what_fills_up_a_file_at_its_end_is_no_text(tmp_path: Path, end: bytes, encoding: str) -> None:
    path = save_text(tmp_path / "a.csv", [HEADERS, ticket(N1)], encoding)
    path.write_bytes(path.read_bytes() + end)
    assert [(row.number, row.caller) for row in tickets_in(path)] == [(N1, "张三丰")]


@pytest.mark.parametrize(
    "header",
    [
        "★工单编号",
        "☆ 工单编号",
        "1.工单编号",
        "1、工单编号",
        "（1）工单编号",
        "①工单编号",
        "[1]工单编号",
        "*1.工单编号",
    ],
)
def test_stars_and_counts_before_a_header_do_not_matter(header: str) -> None:
    assert ALIASES.find(header) == ALIASES.find("工单编号") is not None


def test_digits_that_belong_to_a_header_stay() -> None:
    assert ALIASES.find("12345工单编号") != ALIASES.find("工单编号")
    assert ALIASES.find("12.3") is None


@pytest.mark.parametrize(
    ("cell", "name"),
    [("张 三", "张三"), ("张　　三", "张三"), ("张 三丰", "张 三丰"), ("0", ""), ("张三 李四", "张三 李四")],
)
def test_a_name_spread_to_the_width_of_three_is_whole(tmp_path: Path, cell: str, name: str) -> None:
    assert one(tmp_path, cell, "来电人").caller == name


def test_a_limit_may_say_that_it_is_the_last_moment(tmp_path: Path) -> None:
    for cell in ("2022-09-08 17:00前", "2022年9月8日17时之前", "2022-09-08 17:00前办结", "2022-09-08 17:00(剩2天)"):
        (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", [(*HEADERS, "办结时限"), [*ticket(N1), cell]]))
        assert (row.upper_limit, row.problems) == (datetime(2022, 9, 8, 17, 0), ())


@pytest.mark.parametrize("cell", [f'"{N1}"', f"“{N1}”", f"'{N1}'", f" '{N1}"])
def test_quotation_marks_around_a_number_are_no_part_of_it(tmp_path: Path, cell: str) -> None:
    assert one(tmp_path, cell, "工单编号").number == N1
    assert one(tmp_path, cell.replace(N1, "13800010001"), "联系电话").phones == ("13800010001",)


def test_marks_that_an_export_puts_around_each_text_are_no_part_of_it(tmp_path: Path) -> None:
    marked = [[f"'{cell}" for cell in row] for row in (HEADERS, ticket(N1, 承办单位="城建中心"))]
    formulas = [[f'="{cell}"' for cell in row] for row in (HEADERS, ticket(N1, 承办单位="城建中心"))]
    paths = save_xlsx(tmp_path / "a.xlsx", marked), save_text(tmp_path / "a.csv", formulas)
    rows = [row for path in paths for row in tickets_in(path)]
    told = [(row.number, row.title, row.caller, row.unit, row.phones, row.problems) for row in rows]
    assert told == [(N1, "路灯不亮", "张三丰", "城建中心", ("13800010001",), ())] * 2


@pytest.mark.parametrize("said", ["'急'路灯不亮", '="a"&"b"', "=1+1"])
def test_a_text_that_begins_like_such_a_mark_stays(tmp_path: Path, said: str) -> None:
    (row,) = tickets_in(save_text(tmp_path / "a.csv", [HEADERS, ticket(N1, 来电内容=said)]))
    assert row.content == said


@pytest.mark.parametrize("clock", ["0930", "930", 930, "9:30", "09:30:00", "上午9点半", 0.395833333333333])
def test_a_time_of_day_beside_its_day_is_read_without_a_colon(tmp_path: Path, clock: object) -> None:
    rows = [("工单编号", "标题", "来电日期", "来电时间"), (N1, "路灯", "2022-09-05", clock)]
    assert tickets_in(save_xlsx(tmp_path / "a.xlsx", rows))[0].called_at == datetime(2022, 9, 5, 9, 30)


@pytest.mark.parametrize("word", ["已保密", "信息保密", "匿名", "✔", "☑"])
def test_more_words_for_yes_are_read_without_a_warning(tmp_path: Path, word: str) -> None:
    (row,) = tickets_in(save_text(tmp_path / "a.csv", [(*HEADERS, "是否保密"), [*ticket(N1), word]]))
    assert (row.confidential, row.problems) == (True, ())


@pytest.mark.parametrize("number", [f"【{N1}】", f"({N1})", f"〔{N1}〕", f"[{N1}]"])
def test_brackets_around_a_number_are_no_part_of_it(tmp_path: Path, number: str) -> None:
    assert one(tmp_path, number, "工单编号").number == N1


@pytest.mark.parametrize(
    ("units", "unit"),
    [
        (("崇明区", "新海镇", "城建中心"), "城建中心"),
        (("崇明区", "新海镇", ""), ""),
        (("崇明区", "", ""), "崇明区"),
        (("", "新海镇/城建中心", ""), "城建中心"),
    ],
)
def test_what_stands_above_the_town_is_none_of_its_units(tmp_path: Path, units: tuple[str, ...], unit: str) -> None:
    headers = (*HEADERS[:2], "一级承办单位", "二级承办单位", "三级承办单位")
    file = opened(save_xlsx(tmp_path / "a.xlsx", [headers, [N1, "路灯", *units]]))
    assert read_rows(file, file.mapping, ALIASES, "新海镇")[0][0].unit == unit


def lines_of(path: Path, *lines: list[object], end: str = "\n") -> Path:
    records: list[Sequence[object]] = [HEADERS, *lines]
    path.write_text("\n".join(",".join(map(str, record)) for record in records) + end, "utf-8")
    return path


def test_rows_without_their_last_empty_cells_are_taken(tmp_path: Path) -> None:
    rows = tickets_in(lines_of(tmp_path / "a.csv", ticket(N1)[:5], ticket(N2)[:4], ticket(N3), end=""))
    assert [row.faults for row in rows] == [()] * 3


def test_a_row_without_its_last_empty_cells_is_taken_where_the_others_are_whole(tmp_path: Path) -> None:
    rows = [ticket(f"202209050910{number:02}") for number in range(20)]
    rows[4], rows[9], rows[10], rows[19] = rows[4][:5], rows[9][:4], rows[10][:5], rows[19][:5]
    tickets = tickets_in(lines_of(tmp_path / "a.csv", *rows, ["合计：20件"]))
    assert ([row.faults for row in tickets], tickets[9].caller, tickets[9].phones) == ([()] * 20, "张三丰", ())


@pytest.mark.parametrize("others", [[], [ticket(N3)[:5], ticket("20220905091004")[:4]]])
def test_pieces_of_a_row_that_a_line_break_cut_are_refused(tmp_path: Path, others: list[list[object]]) -> None:
    pieces: list[list[object]] = [ticket(N1)[:3], ["第二行", "张三丰", "13800010001", "", "一般", ""]]
    rows = tickets_in(lines_of(tmp_path / "a.csv", ticket(N2), *pieces, *others, ticket("20220905091005")))
    assert [bool(row.faults) for row in rows] == [False, True, True, *(False for _other in others), False]
    assert "这一行只有 3 格" in rows[1].faults[0].reason


def test_pieces_of_a_row_without_a_number_are_refused_where_they_make_a_whole_one(tmp_path: Path) -> None:
    first = ("路灯", "不亮", "张三", "13800010001", "2022-09-05 09:10")
    lines: list[Sequence[str]] = [CALLS, first, ("井盖", "第一行")]
    lines.append(["第二行", "李四", "13800010002", "2022-09-05 09:10", "长江路", "办理中"])
    (tmp_path / "a.csv").write_text("\n".join(",".join(line) for line in lines) + "\n", "utf-8")
    assert [bool(row.faults) for row in numbered(tmp_path / "a.csv")] == [False, True, True]


def test_quotation_marks_behind_backslashes_are_part_of_the_text(tmp_path: Path) -> None:
    line = f'"{N1}","路灯","他说\\"不亮\\"，快修","张三"'
    (tmp_path / "a.csv").write_text(f'"工单编号","标题","来电内容","来电人"\n{line}\n', "utf-8")
    (row,) = tickets_in(tmp_path / "a.csv")
    assert (row.content, row.caller) == ('他说"不亮"，快修', "张三")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_zero_byte_that_strayed_into_a_text_changes_nothing_else(tmp_path: Path, encoding: str) -> None:
    path = save_text(tmp_path / "a.csv", [HEADERS, ticket(N1), ticket(N2)], encoding)
    path.write_bytes(path.read_bytes().replace("张三丰".encode(encoding), "张三丰".encode(encoding) + b"\0", 1))
    assert [(row.number, row.caller) for row in tickets_in(path)] == [(N1, "张三丰"), (N2, "张三丰")]


@pytest.mark.parametrize(
    ("cell", "unit", "helping"),
    [
        ("城建中心、李家村", "城建中心", ("李家村",)),
        ("主办：城建中心；协办：李家村", "城建中心", ("李家村",)),
        ("协办单位：李家村；主办单位：城建中心", "城建中心", ("李家村",)),
        ("李家村（协办），城建中心（主办）", "城建中心", ("李家村",)),
        ("崇明区/新海镇/城建中心", "城建中心", ()),
        ("上海市崇明区新海镇 > 城建中心", "城建中心", ()),
        ("崇明区-新海镇-城建中心", "城建中心", ()),
        ("新海镇", "", ()),
        ("东区-物业公司", "东区-物业公司", ()),
        ("城建中心(二中队)", "城建中心(二中队)", ()),
        ("规建办（城建、环保），李家村", "规建办（城建、环保）", ("李家村",)),
        ("综合执法队(一中队;二中队)", "综合执法队(一中队;二中队)", ()),
        ("规建办（城建、环保", "规建办（城建", ("环保",)),
        ("主办：城建中心 协办：李家村", "城建中心", ("李家村",)),
        ("协办：李家村、张家村；主办：城建中心", "城建中心", ("李家村", "张家村")),
        ("协办：李家村\n张家村\n主办：城建中心", "城建中心", ("李家村", "张家村")),
        ("协办：李家村、张家村；城建中心", "城建中心", ("李家村", "张家村")),
        ("主办：城建中心、水务站；协办：李家村", "城建中心", ("水务站", "李家村")),
        ("同上", "", ()),
        ("1、城建中心 2、李家村", "城建中心", ("李家村",)),
        ("1.城建中心\n2.李家村", "城建中心", ("李家村",)),
        ("①城建中心②李家村", "城建中心", ("李家村",)),
        ("（1）城建中心；（2）李家村", "城建中心", ("李家村",)),
        ("2号楼居委", "2号楼居委", ()),
        ("城建\n中心", "城建中心", ()),
        ("水务\n管理\r\n站", "水务管理站", ()),
        ("李家村\n村民委员会", "李家村村民委员会", ()),
        ("综合行政\n执法队\n（主办）\n李家\n村", "综合行政执法队", ("李家村",)),
        ("主办：城建\n中心\n协办：李家村", "城建中心", ("李家村",)),
        ("李家\n村、张\n家村", "李家村", ("张家村",)),
        ("新海镇\n城建中心", "城建中心", ()),
        ("李家\n张家", "李家", ("张家",)),
        ("水务\n城管", "水务", ("城管",)),
        ("新海 村", "新海村", ()),
        ("新海镇 城建中心", "城建中心", ()),
        ("李家村（协）、城建中心（主）", "城建中心", ("李家村",)),
        ("3", "", ()),
        ("12345", "", ()),
    ],
)
def test_units_of_a_cell_are_told_by_role_and_level(
    tmp_path: Path, cell: str, unit: str, helping: tuple[str, ...]
) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(N1, 承办单位=cell)])
    file = opened(path)
    ((row,), _dropped) = read_rows(file, file.mapping, ALIASES, "新海镇")
    assert (row.unit, row.co_units) == (unit, helping)


@pytest.mark.parametrize(
    ("cell", "unit", "helping"),
    [
        ("城建中心/李家村", "城建中心", ("李家村",)),
        ("城建中心 李家村", "城建中心", ("李家村",)),
        ("城建中心和城管", "城建中心", ("城管",)),
        ("李家村（协）城建中心（主）", "城建中心", ("李家村",)),
        ("城建中心（牵头）李家村（配合）城管（配合）", "城建中心", ("李家村", "城管")),
        ("协办：李家村/城管；主办：城建中心", "城建中心", ("李家村", "城管")),
        ("城 建 中 心", "城 建 中 心", ()),
        ("李家村一队", "李家村一队", ()),
        ("李家村城管", "李家村城管", ()),
        ("城建中心/王家村", "城建中心/王家村", ()),
        ("农业/农村办", "农业/农村办", ()),
    ],
)
def test_units_of_the_register_are_told_apart_whatever_stands_between(
    tmp_path: Path, cell: str, unit: str, helping: tuple[str, ...]
) -> None:
    file = opened(save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(N1, 承办单位=cell)]))
    register = UnitRegister(("城建中心", "李家村", "农业/农村办"), aliases={"城管": "城管中队"})
    ((row,), _dropped) = read_rows(file, file.mapping, ALIASES, "新海镇", None, register)
    assert (row.unit, row.co_units) == (unit, helping)
