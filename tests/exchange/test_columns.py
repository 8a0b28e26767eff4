"""Headers of different systems are recognised from a table that a town can extend; the clerk has the last word."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_desktop.domain.importing.model import ColumnMapping
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.exchange.headers.aliases import ColumnsFileError, load_aliases
from hotline_desktop.exchange.headers.columns import from_names, propose_mapping, signature, telling_headers
from tests.exchange.tables import ALIASES, PROJECT

DISTRICT = (
    "案件编号,原编号,案件来源/信息来源,工单类型,发现时间,状态,事项类别,事项大类,事项小类,事项名称,事项标签,案件描述/内容描述,"
    "上报地址,实际地址,联系人,联系电话,所属街道,主责部门,协同部门,办理描述,结案时间,结案期限(是否超时),收单时间,紧急程度,派遣时间"
)
TOWN = (
    "任务号,受理时间,热线12345工单编号,热线12345工单类型,热线12345工单是否重复,热线12345重复工单号,主责部门,先行联系,"
    "解决情况"
)


def proposed(headers: str) -> dict[Column, tuple[str, ...]]:
    names = tuple(headers.split(","))
    mapping = propose_mapping(names, ALIASES)
    return {column: tuple(names[place] for place in places) for column, places in mapping.columns.items()}


def test_columns_of_a_district_export_are_recognised() -> None:
    found = proposed(DISTRICT)
    assert found[Column.NUMBER] == ("案件编号",)
    assert found[Column.TITLE] == ("事项名称",)
    assert found[Column.CONTENT] == ("案件描述/内容描述",)
    assert found[Column.ADDRESS] == ("上报地址", "实际地址")
    assert found[Column.UPPER_LIMIT] == ("结案期限(是否超时)",)
    assert found[Column.CALLED_AT] == ("发现时间",)
    assert found[Column.RECEIVED_AT] == ("收单时间",)


def test_hotline_number_is_preferred_to_a_task_number_and_never_filled_from_it() -> None:
    assert proposed(TOWN)[Column.NUMBER] == ("热线12345工单编号",)


def test_headers_that_only_their_brackets_tell_apart_are_told_apart() -> None:
    found = proposed("工单编号,标题,诉求人（姓名）,诉求人（电话）,诉求人（地址）")
    assert (found[Column.CALLER], found[Column.PHONE]) == (("诉求人（姓名）",), ("诉求人（电话）",))
    assert found[Column.ADDRESS] == ("诉求人（地址）",)


@pytest.mark.parametrize("header", ["联系人（电话）", "来电人（必填）"])
def test_a_remark_in_brackets_behind_the_only_name_is_no_other_column(header: str) -> None:
    assert proposed(f"工单编号,标题,{header},来电时间（必填）")[Column.CALLER] == (header,)


def test_several_telephones_with_numbers_are_all_taken() -> None:
    found = proposed("工单编号,标题,联系电话3,联系电话1,联系电话2,手机号一,标题1")
    assert set(found[Column.PHONE]) == {"联系电话1", "联系电话2", "联系电话3", "手机号一"}
    assert "标题1" not in found[Column.TITLE]


@pytest.mark.parametrize("header", ["来电时间：年/月/日", "来电时间:", "来电时间：YYYY-MM-DD HH:mm"])
def test_how_a_column_is_to_be_filled_in_is_no_part_of_its_header(header: str) -> None:
    assert proposed(f"工单编号,标题,{header}")[Column.CALLED_AT] == (header,)


def test_the_first_of_several_units_answers_and_the_others_help() -> None:
    found = proposed("工单编号,标题,承办单位1,承办单位2,承办单位3")
    assert (found[Column.UNIT], found[Column.CO_UNITS]) == (("承办单位1",), ("承办单位2", "承办单位3"))


def test_a_header_in_two_languages_is_known() -> None:
    found = proposed("工单编号 Ticket No.,标题Title,来电人(Name),联系电话 Phone,来电时间/Time,诉求大类code")
    assert [found[each] for each in (Column.NUMBER, Column.TITLE, Column.PHONE)] == [
        ("工单编号 Ticket No.",), ("标题Title",), ("联系电话 Phone",),
    ]  # fmt: skip
    assert (found[Column.CALLED_AT], Column.MAIN_CATEGORY in found) == (("来电时间/Time",), False)


@pytest.mark.parametrize(
    "text",
    ["来电" + "9" * 30_000, "一二三" * 10_000, "(" * 30_000, "来电" + "a" * 30_000 + "!", "联系电话" + "(a" * 10_000],
)
def test_a_text_of_thousands_of_characters_is_no_header(text: str) -> None:
    assert propose_mapping(("工单编号", text), ALIASES).columns.keys() == {Column.NUMBER}


def test_people_of_a_call_are_known_by_more_words() -> None:
    assert proposed("orderNo,title,callerName,callerPhone,createTime")[Column.PHONE] == ("callerPhone",)
    assert proposed("工单编号,标题,来电人员,承办人员")[Column.CALLER] == ("来电人员",)


def test_report_without_any_text_is_complete_as_it_is() -> None:
    report = propose_mapping(TOWN.split(","), ALIASES)
    assert (report.textless, report.missing) == (True, ())
    unknown = propose_mapping([*TOWN.split(","), "甲"], ALIASES)
    assert (unknown.textless, unknown.missing) == (False, (Column.TITLE, Column.CONTENT))


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("工单编号", Column.NUMBER),
        (" * 工 单 编 号：", Column.NUMBER),
        ("12345工单编号(必填)", Column.NUMBER),
        ("市民服务热线工单编号", Column.NUMBER),
        ("诉求内容【正文】", Column.CONTENT),
        ("联系电话２", Column.PHONE),
        ("TEL", Column.PHONE),
        ("聯繫電話", Column.PHONE),
        ("簽收時間", Column.RECEIVED_AT),
        ("轉辦單位", Column.UNIT),
        ("諮詢內容", Column.CONTENT),
        ("诉求人及联系电话", Column.CALLER),
        ("姓名、电话", Column.CALLER),
        ("诉求人电话", Column.PHONE),
        ("承办人及电话", None),
        ("受理单位及时间", None),
        ("序号", None),
        ("备注", None),
        ("甲乙丙", None),
    ],
)
def test_header_is_read_without_what_does_not_matter(header: str, column: Column | None) -> None:
    found = ALIASES.find(header)
    assert (found[0] if found else None) is column


def test_assigning_a_header_takes_it_from_its_other_column_and_puts_it_first() -> None:
    mapping = propose_mapping(("工单编号", "标题", "备注", "联系电话"), ALIASES)
    changed = mapping.assign(2, Column.PHONE).assign(1, Column.CONTENT)
    assert dict(changed.columns) == {Column.NUMBER: (0,), Column.PHONE: (2, 3), Column.CONTENT: (1,)}
    assert changed.column_of(2) is Column.PHONE
    assert changed.assign(2, None).column_of(2) is None
    assert changed.assign(3, Column.NUMBER).columns[Column.NUMBER] == (3,)
    assert mapping.columns[Column.TITLE] == (1,)


def test_consent_to_made_numbers_ends_when_a_number_column_is_named() -> None:
    mapping = propose_mapping(("甲", "标题"), ALIASES).number_by_content()
    assert (mapping.numbered, mapping.missing) == (True, ())
    assert not mapping.assign(0, Column.NUMBER).numbered
    assert not mapping.number_by_content(False).numbered
    assert not propose_mapping(("工单编号",), ALIASES).number_by_content().numbered


@pytest.mark.parametrize(
    "mapping",
    [
        propose_mapping(("工单编号", "标题", "电话", "电话（2）"), ALIASES),
        propose_mapping(("甲", "标题"), ALIASES).number_by_content(),
        propose_mapping(TOWN.split(","), ALIASES),
    ],
)
def test_remembered_mapping_is_the_same_again(mapping: ColumnMapping) -> None:
    assert from_names(mapping.headers, mapping.as_names()) == mapping


def test_remembered_mapping_fits_other_spaces_and_ignores_what_is_gone() -> None:
    names = propose_mapping(("工单编号", "标题", "电话"), ALIASES).as_names()
    again = from_names(("标 题", "工单编号*"), {**names, "OLD_COLUMN": ["标题"]})
    assert dict(again.columns) == {Column.NUMBER: (1,), Column.TITLE: (0,)}


def test_kind_of_file_is_told_by_its_headers_whatever_their_order() -> None:
    assert signature(("工单编号", "标题")) == signature(("标 题", "工单编号："))
    assert signature(("工单编号", "标题")) != signature(("工单编号", "标题", "内容"))


def test_number_line_number_and_running_time_are_no_news() -> None:
    mapping = propose_mapping(("序号", "工单编号", "地址", "处置计时", "甲"), ALIASES)
    assert telling_headers(mapping, ALIASES) == {"地址": "address", "甲": ""}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[TITLE]", "[TITEL]", "TITLE.headers 不对：须是一列文字"),
        ('"原编号"', '"工单编号"', "已经属于“工单编号”"),
        ("[kept]", "[extra]\nheaders = []\n[kept]", "没有这一栏"),
        ("[NUMBER]", "[NUMBER", "不能读取"),
    ],
)
def test_wrong_table_of_headers_is_refused_with_file_key_and_reason(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    text = (PROJECT / "resources" / "columns.toml").read_text("utf-8")
    path = tmp_path / "columns.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ColumnsFileError, match=reason) as refused:
        load_aliases(path)
    assert "columns.toml" in str(refused.value)


def test_missing_table_of_headers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnsFileError, match="不能读取"):
        load_aliases(tmp_path / "columns.toml")
