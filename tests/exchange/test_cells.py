"""Cells are read by what their column means: numbers stay whole, every spelling of a date counts, nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.importing.rows import Column, Severity
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.terms.text import without_format_characters, without_nul
from hotline_desktop.exchange.sheets.cells import cell_text, read_cell_moment, read_noted_moment, read_number
from tests.exchange.tables import HEADERS, one, save_text, save_xlsx, ticket, tickets_in


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (20220905091001, "20220905091001"),
        (20220905091001.0, "20220905091001"),
        ("20220905091001", "20220905091001"),
        ("20220905091001.0", "20220905091001"),
        ("２０２２０９０５０９１００１", "20220905091001"),
        ("'20220905091001", "20220905091001"),
        ('="00220905091001"', "00220905091001"),
        ("\t 2022 0905 0910 01 \n", "20220905091001"),
        ("工单20220905091001", "20220905091001"),
        ("工单编号：20220905091001", "20220905091001"),
        ("No.20220905091001", "20220905091001"),
        ("#20220905091001", "20220905091001"),
        ("20220905091001号", "20220905091001"),
        ("SH—2022–7", "SH-2022-7"),
        ("1E5", "1E5"),
        ("24", "24"),
    ],
)
def test_ticket_number_is_read_whatever_the_spreadsheet_made_of_it(cell: str | float, number: str) -> None:
    assert read_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2.02209E+13", "科学计数"),
        (2.0220905091001e15, "超过15位"),
        (12.5, "不是整数"),
        (datetime(2022, 9, 5), "列对错了"),
        ("新热〔2022〕1号", "只能用数字"),
        ("1" * 31, "最多 30"),
        ("", "没有工单编号"),
    ],
)
def test_number_that_lost_digits_or_is_none_is_refused(cell: str | float | datetime, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_number(cell)


@given(st.integers(min_value=10**13, max_value=10**14 - 1))
def test_number_survives_being_stored_as_a_quantity(number: int) -> None:
    assert read_number(float(number)) == read_number(str(number)) == read_number(f"{number}.0") == str(number)


SPELLINGS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y.%m.%d %H:%M",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日%H时%M分",
    "%Y-%m-%dT%H:%M:%S",
    "%Y%m%d%H%M%S",
)


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2060, 12, 31)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    st.sampled_from(SPELLINGS),
)
def test_every_spelling_of_a_moment_is_that_moment(moment: datetime, spelling: str) -> None:
    assert read_cell_moment(moment.strftime(spelling)).at == moment
    assert read_cell_moment(moment).at == moment
    serial = (moment - datetime(1899, 12, 30)).total_seconds() / 86400
    assert read_cell_moment(serial).at == moment


@pytest.mark.parametrize("text", ["44809.5", "'44809.5", '="44809.5"', "2022-09-05 12:00"])
def test_serial_number_written_out_as_text_is_its_day_and_time(text: str) -> None:
    assert read_cell_moment(text).at == datetime(2022, 9, 5, 12, 0)


def test_remark_behind_a_limit_is_left_out_of_it() -> None:
    assert read_noted_moment("2022-09-08 17:00(未超时)").at == datetime(2022, 9, 8, 17)
    with pytest.raises(ValueError, match="不是能识别的日期"):
        read_noted_moment("已超时(2天)")


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_trimming_takes_only_padding_at_the_ends(text: str) -> None:
    trimmed, text = cell_text(text), without_nul(text)
    assert trimmed in text
    rest = text.replace(trimmed, "", 1)
    assert not without_format_characters(rest).strip(" \t\r\n\v\f\u3000\xa0\ufeff\u200b")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13800010001.0, "13800010001"),
        (2.5, "2.5"),
        (True, "是"),
        (datetime(2022, 9, 5, 9, 10), "2022-09-05 09:10:00"),
        (datetime(2022, 9, 5), "2022-09-05"),
        (date(2022, 9, 5), "2022-09-05"),
        (time(9, 10), "09:10:00"),
        ("\n\t\t\u3000\u3000内容\u3000第二段 \xa0", "内容\u3000第二段"),
    ],
)
def test_cell_reads_as_a_clerk_would_read_it(cell: object, text: str) -> None:
    assert cell_text(cell) == text  # type: ignore[arg-type]


def test_day_that_cannot_be_read_keeps_the_row_out_and_says_why(tmp_path: Path) -> None:
    row = one(tmp_path, "5/9/22", "来电时间")
    assert row.called_at is None
    (fault,) = row.faults
    assert (fault.row, fault.column, fault.text) == (2, "来电时间", "5/9/22")
    assert "先后不能确定" in fault.reason


@pytest.mark.parametrize(
    "headers",
    [
        ("来电日期", "来电时间"),
        ("日期", "时间"),
        ("受理日期", "受理时间"),
        ("登记日期", "时间"),
        ("来电日期", "来电时刻"),
        ("来电年月日", "来电时分"),
        ("日期", "几点"),
    ],
)
@pytest.mark.parametrize("cells", [("2022-09-05", "下午3:30"), (date(2022, 9, 5), time(15, 30)), (44809, 0.6458333)])
def test_a_day_and_its_time_in_two_columns_are_one_moment(
    tmp_path: Path, headers: tuple[str, str], cells: tuple[object, object]
) -> None:
    rows = [("工单编号", "来电内容", *headers), ("20220905091001", "路灯不亮", *cells)]
    for order in (rows, [(*row[:2], row[3], row[2]) for row in rows]):
        (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", order))
        assert (row.called_at or row.received_at) == datetime(2022, 9, 5, 15, 30)
        assert row.problems == () == tuple(row.date_only)


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (("年", "月", "日", "时间"), (2022, 9, 5, "15:30")),
        (("时间", "日", "月", "年"), (time(15, 30), "5日", "9月", "2022年")),
        (("来电年份", "来电月份", "来电日", "来电时", "来电分"), ("2022", "09", 5.0, 15, 30)),
        (("年", "月", "日", "来电时间"), ("同上", "同上", 5, "15:30")),
    ],
)
def test_a_day_in_three_columns_is_one_day(tmp_path: Path, headers: Sequence[str], told: Sequence[object]) -> None:
    above = ("20220905091000", "井盖", *(2022, 9, 4, "9:00", "")[: len(told)])
    rows = [("工单编号", "来电内容", *headers), ("20220905091001", "路灯不亮", *told)]
    if "同上" in told:
        rows.insert(1, above)
    row = tickets_in(save_xlsx(tmp_path / "a.xlsx", rows))[-1]
    assert (row.called_at, row.faults) == (datetime(2022, 9, 5, 15, 30), ())


def test_a_day_in_three_columns_that_is_none_keeps_the_row_out(tmp_path: Path) -> None:
    rows = [("工单编号", "来电内容", "年", "月", "日"), (1, "路灯", 2022, 9, 31), (2, "路灯", 2022, "", 5)]
    first, second = tickets_in(save_xlsx(tmp_path / "a.xlsx", rows))
    assert ("没有 2022年9月31日" in first.faults[0].reason, second.faults[0].text) == (True, "2022")


def test_a_time_does_not_join_the_day_of_something_else(tmp_path: Path) -> None:
    rows = [("工单编号", "来电内容", "来电日期", "发生时间"), ("20220905091001", "路灯不亮", "2022-09-05", "15:30")]
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", rows))
    assert row.called_at == datetime(2022, 9, 5)


@pytest.mark.parametrize("cell", ["0000-00-00 00:00:00", "1900-01-00", 0, "1970-01-01 08:00:00"])
def test_no_moment_of_a_database_is_a_blank(tmp_path: Path, cell: str | float) -> None:
    row = one(tmp_path, cell, "来电时间")
    assert (row.called_at, row.problems) == (None, ())


def test_limit_that_cannot_be_read_is_only_told_and_kept_as_the_platform_said_it(tmp_path: Path) -> None:
    headers = [*HEADERS, "办理时限"]
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", [headers, [*ticket(), "尽快"]]))
    assert (row.upper_limit, row.platform["办理时限"]) == (None, "尽快")
    assert [(p.column, p.severity) for p in row.problems] == [("办理时限", Severity.WARNING)]


def test_limit_without_a_time_ends_with_its_day(tmp_path: Path) -> None:
    headers = [*HEADERS, "办理时限"]
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", [headers, [*ticket(), "2022-09-08"]]))
    assert row.upper_limit == datetime(2022, 9, 8, 23, 59)
    assert row.date_only == {Column.UPPER_LIMIT}


def test_unknown_level_comes_in_as_ordinary_with_a_warning(tmp_path: Path) -> None:
    row = one(tmp_path, "三星", "紧急程度")
    assert (row.level, row.level_word, row.faults) == (None, "三星", ())
    assert "按“一般”导入" in row.warnings[0].reason
    assert one(tmp_path, "特急件", "紧急程度").level is Level.URGENT


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        (13800010001, ("13800010001",)),
        ("１３８０００１０００１", ("13800010001",)),
        ("138-0001-0001 / 59210002", ("13800010001", "021-59210002")),
        (59210002, ("021-59210002",)),
        ("无", ()),
    ],
)
def test_phones_are_numbers_of_people_and_not_quantities(
    tmp_path: Path, cell: str | float, phones: tuple[str, ...]
) -> None:
    assert one(tmp_path, cell, "联系电话").phones == phones


def test_phone_that_lost_digits_is_told_and_not_invented(tmp_path: Path) -> None:
    (row,) = tickets_in(save_text(tmp_path / "a.csv", [HEADERS, ticket(联系电话="1.38E+10")]))
    assert row.phones == ()
    assert "科学计数" in row.warnings[0].reason


def test_confidentiality_in_doubt_counts_as_confidential(tmp_path: Path) -> None:
    headers = [*HEADERS, "是否保密"]
    text = {"是": True, "否": False, "": False, "1": True, "不保\n密": False, "不公布": True}
    rows = [[*ticket(f"2022090509100{place}"), word] for place, word in enumerate(text)]
    found = tickets_in(save_xlsx(tmp_path / "a.xlsx", [headers, *rows]))
    assert [row.confidential for row in found] == list(text.values())
    assert [len(row.warnings) for row in found] == [0, 0, 0, 0, 0, 1]


def test_missing_number_and_missing_text_are_each_named(tmp_path: Path) -> None:
    (row,) = tickets_in(save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(None, 标题="", 来电内容="  ")]))
    assert [(fault.column, fault.reason) for fault in row.faults] == [
        ("来电内容", "没有标题，也没有来电内容"),
        ("工单编号", "没有工单编号"),
    ]


def test_error_of_a_formula_in_a_text_table_counts_as_empty(tmp_path: Path) -> None:
    (row,) = tickets_in(save_text(tmp_path / "a.csv", [HEADERS, ticket(来电时间="#N/A", 标题="#REF!")]))
    assert (row.called_at, row.title, row.faults) == (None, "", ())
    assert [warning.column for warning in row.warnings] == ["标题", "来电时间"]


def test_ticket_without_a_number_is_numbered_by_what_it_says(tmp_path: Path) -> None:
    headers = ("留言人", "留言主题", "留言时间")
    rows = [("赵六", "积水", "2022-09-05 10:00"), ("钱七", "噪声", None)]
    from tests.exchange.tables import opened

    first = opened(save_xlsx(tmp_path / "a.xlsx", [headers, *rows]))
    assert first.mapping.missing == (Column.NUMBER,)
    agreed = first.mapping.number_by_content()
    forwards = [row.number for row in tickets_in(first.path, agreed)]
    backwards = [row.number for row in tickets_in(save_xlsx(tmp_path / "b.xlsx", [headers, *rows[::-1]]), agreed)]
    assert agreed.missing == ()
    assert forwards == backwards[::-1]
    assert str(forwards[0]).startswith("ZB20220905-")
    assert len(set(forwards)) == 2
