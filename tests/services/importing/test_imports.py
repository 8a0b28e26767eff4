"""An export comes in as the clerk saw it in the preview, in one piece, and can be taken back until a ticket moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from hotline_desktop.domain.importing.model import (
    BatchState,
    Difference,
    ImportPreview,
    ImportRefused,
    ImportResult,
    RowState,
)
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import Cancelled, NotFound
from hotline_desktop.domain.terms.options import Level, Origin, Stage
from hotline_desktop.services.office import Office
from tests.exchange.tables import HEADERS, save_text, save_xlsx, ticket, tickets_in
from tests.services.desk import CLERK, Clock, Walk
from tests.unit_register import know

Start = Callable[..., Walk]
NO_UNITS = True  # the register is what is looked at
WIDE = {ord(digit): chr(ord(digit) - ord("0") + ord("０")) for digit in "0123456789"}
FIRST, SECOND = "20220905091001", "20220905091002"


@pytest.fixture
def look(office: Office, tmp_path: Path) -> Callable[..., ImportPreview]:
    """Previews rows under HEADERS (or a whole table) as a file: ``look(ticket())``."""

    def preview(*rows: Sequence[object], headers: Sequence[str] = HEADERS, **options: bool) -> ImportPreview:
        path = save_xlsx(tmp_path / "工单导出.xlsx", [headers, *rows])
        return office.imports.preview(office.imports.open(path), **options)  # type: ignore[arg-type]

    return preview


@pytest.fixture
def take(office: Office, look: Callable[..., ImportPreview]) -> Callable[..., ImportResult]:
    """Imports rows under HEADERS."""

    def apply(*rows: Sequence[object], **options: object) -> ImportResult:
        return office.imports.apply(look(*rows, **options), CLERK)

    return apply


Look = Callable[..., ImportPreview]
Take = Callable[..., ImportResult]


def test_preview_writes_nothing(office: Office, look: Look) -> None:
    preview = look(ticket(), ticket(SECOND, 标题="", 来电内容=""), ticket(None))
    assert [len(rows) for rows in (preview.new, preview.changed, preview.unchanged, preview.faulty)] == [1, 0, 0, 2]
    assert (office.tickets.count(), office.imports.batches(), office.units.all()) == (0, (), ())


def test_new_rows_become_tickets_as_the_platform_told_them(office: Office, take: Take) -> None:
    headers = [*HEADERS, "收单时间", "状态", "办理时限", "是否保密", "标签"]
    row = [*ticket(来电时间="2022/9/5 9:10", 紧急程度="特急", 承办单位="城管中队")]
    result = take([*row, "2022年9月5日9时30分", "待派遣", "2022-09-05 20:00", "是", "夜间"], headers=headers)
    detail = office.tickets.detail(office.tickets.find(FIRST))
    facts = detail.ticket.facts
    assert (detail.ticket.origin, detail.ticket.stage, detail.ticket.level) == (
        Origin.IMPORTED, Stage.TO_DISPATCH, Level.URGENT,
    )  # fmt: skip
    assert (facts.title, facts.content, facts.caller, facts.phones) == (
        "路灯不亮", "长江路路灯三天不亮", "张三丰", ("13800010001",),
    )  # fmt: skip
    assert (facts.called_at, facts.received_at) == (datetime(2022, 9, 5, 9, 10), datetime(2022, 9, 5, 9, 30))
    assert (facts.platform_state, facts.upper_limit) == ("待派遣", datetime(2022, 9, 5, 20))
    assert (facts.proposed_unit, facts.confidential) == ("城管中队", True)
    assert detail.ticket.limits.due == datetime(2022, 9, 5, 20)  # the platform's limit is the earlier one
    assert (detail.platform["标签"], detail.platform["办理时限"]) == ("夜间", "2022-09-05 20:00")
    assert (result.new, result.updated, set(result.changes.tickets)) == (1, 0, {detail.id})
    assert [(line.step, line.by) for line in detail.history] == [("register", CLERK)]


def test_same_file_again_says_nothing_new_and_leaves_no_import_behind(office: Office, look: Look, take: Take) -> None:
    take(ticket(), ticket(SECOND))
    again = look(ticket(来电时间=""), ticket(SECOND))
    assert [row.row for row in again.unchanged] == [2, 3]
    assert office.imports.apply(again, CLERK).batch_id == 0
    assert len(office.imports.batches()) == 1


def test_changed_row_shows_what_changes_and_writes_it_into_the_history(office: Office, look: Look, take: Take) -> None:
    take([*ticket(), "待派遣"], headers=[*HEADERS, "状态"])
    headers = [*HEADERS, "状态", "办理描述", "处置计时"]
    preview = look([*ticket(来电内容="已五天不亮"), "处置中", "已联系", "3小时"], headers=headers)
    (row,) = preview.changed
    assert row.changes == (
        Difference("来电内容", "长江路路灯三天不亮", "已五天不亮"),
        Difference("平台状态", "待派遣", "处置中"),
        Difference("办理描述", "", "已联系"),
    )
    result = office.imports.apply(preview, CLERK)
    assert (result.new, result.updated) == (0, 1)
    detail = office.tickets.detail(office.tickets.find(FIRST))
    last = detail.history[-1]
    assert (last.label, last.before["平台状态"], last.after["平台状态"]) == ("导入更新", "待派遣", "处置中")
    assert (last.before["办理描述"], last.after["办理描述"]) == ("", "已联系")
    assert (detail.ticket.facts.content, detail.platform["办理描述"]) == ("已五天不亮", "已联系")


def test_empty_cell_and_other_spelling_are_no_news(look: Look, take: Take) -> None:
    take(ticket(来电时间="2022-09-05 09:10:00", 联系电话="13800010001"))
    again = look(ticket(来电时间="2022年9月5日 9时10分", 联系电话="138 0001 0001", 来电人=""))
    assert len(again.unchanged) == 1


def test_running_column_alone_is_no_news(look: Look, take: Take) -> None:
    headers = [*HEADERS, "处置计时", "序号"]
    take([*ticket(), "1小时", 1], headers=headers)
    assert len(look([*ticket(), "2小时", 7], headers=headers).unchanged) == 1


def test_what_the_office_amended_by_hand_is_kept_and_told(office: Office, look: Look, take: Take) -> None:
    take(ticket())
    office.tickets.do(office.tickets.find(FIRST), "amend", {"caller": "张三峰", "why": "来电核实"}, CLERK)
    same = look(ticket())
    assert (len(same.unchanged), same.unchanged[0].kept) == (1, (Difference("来电人", "张三峰", "张三丰"),))
    changed = look(ticket(来电人="张山", 来电内容="已五天不亮"))
    (row,) = changed.changed
    assert row.kept == (Difference("来电人", "张三峰", "张山"),)
    office.imports.apply(changed, CLERK)
    detail = office.tickets.detail(office.tickets.find(FIRST))
    assert (detail.ticket.facts.caller, detail.ticket.facts.content) == ("张三峰", "已五天不亮")
    assert detail.platform["来电人"] == "张山"
    assert detail.history[-1].values["kept"] == "来电人保留“张三峰”，平台为“张山”"


def test_what_was_registered_by_hand_is_kept_and_only_filled_up(office: Office, walk: Start, look: Look) -> None:
    walked = walk(FIRST, title="")
    (row,) = look(ticket(标题="施工扰民", 来电内容="平台内容", 承办单位="城管中队")).changed
    assert {change.label for change in row.changes} >= {"标题", "拟派单位"}
    assert "来电内容" in {kept.label for kept in row.kept}
    assert row.ticket_id == walked.id


def test_level_follows_the_platform_until_dispatch_and_is_the_offices_afterwards(
    office: Office, look: Look, take: Take, clock: Clock
) -> None:
    headers = [*HEADERS, "收单时间"]
    take([*ticket(), "2022-09-08 09:00"], headers=headers)
    ticket_id = office.tickets.find(FIRST)
    ordinary = office.tickets.summary(ticket_id).due
    take([*ticket(紧急程度="紧急"), "2022-09-08 09:00"], headers=headers)
    urgent = office.tickets.summary(ticket_id)
    assert (urgent.level, urgent.due, ordinary) == (
        Level.URGENT, datetime(2022, 9, 9, 9), datetime(2022, 9, 14, 17),
    )  # fmt: skip
    values = {"unit": "城管中队", "no_contact_reason": "已由市级联系"}
    know(office, "城管中队")
    office.tickets.do(ticket_id, "dispatch", values, CLERK)
    (row,) = look([*ticket(紧急程度="一般"), "2022-09-08 09:00"], headers=headers).rows
    assert Difference("工单级别", "紧急", "一般") in row.kept
    assert "工单级别" not in {change.label for change in row.changes if change.before == "紧急" and row.changes}
    assert office.tickets.summary(ticket_id).level is Level.URGENT


def test_repeated_number_in_one_file_is_taken_once_with_the_reason(look: Look) -> None:
    preview = look(ticket(), ticket(), ticket(来电内容="另一段"), ticket(SECOND))
    assert [row.row for row in preview.new] == [2, 5]
    same, other = preview.faulty
    assert [fault.reason for fault in same.faults] == ["与第 2 行相同，只导入一次"]
    assert [(fault.column, fault.text) for fault in other.faults] == [("来电内容", "另一段")]
    assert "已取第 2 行" in other.faults[0].reason


def test_faulty_first_row_does_not_keep_out_a_later_good_one(look: Look) -> None:
    preview = look(ticket(来电时间="昨天"), ticket(来电时间="2022-09-05"))
    assert ([row.row for row in preview.new], [row.row for row in preview.faulty]) == ([3], [2])


def test_unknown_units_are_listed_and_created_only_with_the_import(office: Office, look: Look) -> None:
    office.units.add("城管中队", by=CLERK)
    headers = [*HEADERS, "协办单位"]
    preview = look(
        [*ticket(承办单位="星村"), "城管中队、规环办"], [*ticket(None, 承办单位="无此单位"), ""], headers=headers
    )
    assert preview.unknown_units == ("星村", "规环办")
    result = office.imports.apply(preview, CLERK, new_units=("星村",))
    assert (result.units, result.changes.units) == (("星村",), True)
    assert set(office.units.names()) == {"城管中队", "星村"}


def test_another_word_for_a_unit_is_that_unit_and_no_new_one(office: Office, look: Look) -> None:
    office.units.add("城市管理行政执法中队", "部门", by=CLERK, aliases="城管中队、城管")
    office.units.add("农业农村办", "部门", by=CLERK, aliases="农办")
    preview = look(ticket(承办单位="城管、农办"), ticket(SECOND, 承办单位=" 城管中队 "))
    assert preview.unknown_units == ()
    assert [(row.data.unit, row.data.co_units) for row in preview.rows] == [
        ("城市管理行政执法中队", ("农业农村办",)),
        ("城市管理行政执法中队", ()),
    ]
    result = office.imports.apply(preview, CLERK)
    assert result.new == 2 and result.units == ()
    again = look(ticket(承办单位="城市管理行政执法中队、农业农村办"))
    assert [row.state for row in again.rows] == [RowState.UNCHANGED], "the same under either word"


def test_several_units_in_one_cell_are_the_answerable_one_and_those_that_help(office: Office, take: Take) -> None:
    result = take(ticket(承办单位="城管中队、规环办"))
    assert set(result.units) == {"城管中队", "规环办"} == set(office.units.names())
    ticket_id = office.tickets.find(office.tickets.page().rows[0].number)
    assert office.tickets.detail(ticket_id).ticket.facts.proposed_unit == "城管中队"


def test_history_can_be_searched_but_is_no_work(office: Office, take: Take) -> None:
    headers = [*HEADERS, "状态", "结案时间"]
    take([*ticket(承办单位="城管中队"), "已结案", "2022-09-07 15:00"], headers=headers, history=True)
    row = office.tickets.page(TicketFilter(search="路灯")).rows[0]
    assert (row.origin, row.stage, row.unit, row.due) == (Origin.HISTORY, Stage.CLOSED, "城管中队", None)
    assert row.closed_at == datetime(2022, 9, 7, 15)
    assert office.tickets.count(TicketFilter(open_only=True)) == 0
    offers = {offer.step.id: offer.allowed for offer in office.tickets.detail(row.id).offers}
    assert not any(offers[step] for step in ("first_contact", "dispatch", "amend", "archive"))


def test_only_what_the_platform_calls_finished_may_come_in_as_history(office: Office, take: Take) -> None:
    headers = [*HEADERS, "状态"]
    rows = [[*ticket(), "已结案"], [*ticket(SECOND), "待结案"]]
    take(*rows, headers=headers, finished_as_history=True)
    origins = {row.number: row.origin for row in office.tickets.page().rows}
    assert origins == {FIRST: Origin.HISTORY, SECOND: Origin.IMPORTED}


def test_state_of_the_platform_does_not_move_the_ticket_but_is_warned_of(office: Office, look: Look) -> None:
    preview = look([*ticket(), "已结案"], headers=[*HEADERS, "状态"])
    assert any("平台状态是已办结" in warning for warning in preview.warnings)
    office.imports.apply(preview, CLERK)
    summary = office.tickets.summary(office.tickets.find(FIRST))
    assert (summary.stage, summary.platform_state) == (Stage.TO_DISPATCH, "已结案")


def test_what_the_table_hides_is_told_before_it_is_taken(office: Office, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (HEADERS, ticket(), ticket(SECOND)):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["E"].hidden = True  # 联系电话
    beside = book.create_sheet("旧数据")
    beside.append(["备忘"])
    beside.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    warnings = office.imports.preview(office.imports.open(tmp_path / "a.xlsx")).warnings
    assert "其中 1 行在表格里被隐藏（例如筛选），也会导入。" in warnings
    assert "“联系电话” 1 列在表格里被隐藏，也会导入；不要的请改选“（只随工单保留原话）”。" in warnings
    assert any("其他工作表没有导入：旧数据（隐藏的）。" in warning for warning in warnings)


def test_unusual_numbers_and_a_column_called_otherwise_are_warned_of(office: Office, tmp_path: Path) -> None:
    rows = [("留言编号", "留言主题", "留言详情"), (24, "积水", "\n\t\t内容\t\n")]
    preview = office.imports.preview(office.imports.open(save_xlsx(tmp_path / "a.xlsx", rows)))
    assert [row.number for row in preview.new] == ["24"]
    assert any("“留言编号”" in warning and "1 个不是通常的14位编号" in warning for warning in preview.warnings)
    assert any("期限从导入时起算" in warning for warning in preview.warnings)


def test_text_longer_than_forms_allow_comes_in_whole_and_the_ticket_can_be_handled(office: Office, take: Take) -> None:
    title, content = "路灯不亮" * 100, "长江路" * 9_000
    result = take(ticket(标题=title, 来电内容=content, 承办单位="单位" * 50))
    ticket_id = office.tickets.find(FIRST)
    facts = office.tickets.detail(ticket_id).ticket.facts
    assert (facts.title, facts.content, facts.proposed_unit) == (title, content, "单位" * 50)
    assert result.units == ()
    know(office, "城管中队", "新海村")
    office.tickets.do(ticket_id, "dispatch", {"unit": "城管中队", "no_contact_reason": "夜间来电"}, CLERK)
    assert office.tickets.summary(ticket_id).unit == "城管中队"


def test_a_ticket_that_came_in_after_today_is_kept_out_with_the_reason(look: Look) -> None:
    slip, today = ticket(FIRST, 来电时间="2023-09-05 09:10"), ticket(SECOND, 来电时间="2022-09-08 23:50")
    preview = look(slip, today)
    assert [row.number for row in preview.new] == [SECOND], "a platform's clock may be minutes ahead"
    (problem,) = preview.faulty[0].problems
    assert (problem.column, problem.reason) == ("来电时间", "晚于今天（2022年9月8日），请核对年份和电脑的日期")


def test_a_limit_before_the_receipt_and_a_closing_to_come_are_left_out(office: Office, take: Take) -> None:
    headers = [*HEADERS, "收单时间", "办理时限", "结案时间"]
    result = take(
        [*ticket(来电时间="2022-09-05 08:00"), "2022-09-05 09:30", "2021-09-06", "2023-01-01"], headers=headers
    )
    ticket_id = office.tickets.find(FIRST)
    assert ticket_id is not None and result.new == 1
    found = office.tickets.detail(ticket_id).ticket
    assert (found.facts.upper_limit, found.limits.due) == (None, datetime(2022, 9, 8, 17))


def test_whole_export_of_a_district_comes_in_without_losing_a_row(office: Office, tmp_path: Path) -> None:
    headers = (
        "案件编号",
        "发现时间",
        "状态",
        "事项名称",
        "案件描述/内容描述",
        "上报地址",
        "联系人",
        "联系电话",
        "主责部门",
        "收单时间",
        "催办",
    )
    names = ("欧阳㛃", "䶮晓明", "孙𬭎", "刘龑", "张志强")
    rows: list[tuple[object, ...]] = []
    for place in range(60):
        at = datetime(2022, 9, 1 + place % 7, 9, place % 60)
        number = f"20220901{place:06}"
        spelled = (at, f"{at:%Y-%m-%d %H:%M:%S}", f"{at:%Y/%m/%d %H:%M}")[place % 3]
        phone = (13800000000 + place, f"１３８０００００{place:03}".translate(WIDE), f"592100{place:02}")[place % 3]
        shown = (number, int(number), f"工单{number}")[place % 3]
        text = f"\n\t\t\u3000第{place}件：来电反映“路灯不亮”"
        name = names[place % 5]
        address = f"新海镇海桥路{place}弄"
        rows.append(
            (shown, spelled, "待派遣", f"标题{place}", text, address, name, phone, "城管中队", spelled, place % 2)
        )
    total = ("合计", None, None, None, None, None, None, None, None, None, 60)
    path = save_xlsx(tmp_path / "导出.xlsx", [["12345热线工单导出"], headers, *rows, total])
    preview = office.imports.preview(office.imports.open(path))
    assert (len(preview.new), preview.faulty, [line.reason for line in preview.dropped]) == (60, (), ["合计行"])
    assert preview.warnings == ("30 件在平台上标为已催单，请优先办理。",)
    office.imports.apply(preview, CLERK)
    for place in range(60):
        facts = office.tickets.detail(office.tickets.find(f"20220901{place:06}")).ticket.facts
        phone = f"021-592100{place:02}" if place % 3 == 2 else f"13800000{place:03}"
        assert (facts.content, facts.caller) == (f"第{place}件：来电反映“路灯不亮”", names[place % 5])
        assert facts.phones == (phone,)
        assert facts.received_at == datetime(2022, 9, 1 + place % 7, 9, place % 60)


# -- columns -------------------------------------------------------------------------------------------


def test_mapping_is_remembered_for_the_next_file_of_its_kind(office: Office, tmp_path: Path) -> None:
    headers = ("甲", "乙", "工单编号")
    first = office.imports.open(save_xlsx(tmp_path / "a.xlsx", [headers, ("路灯不亮", "内容", FIRST)]))
    assert (first.remembered, first.mapping.missing) == (False, (Column.TITLE, Column.CONTENT))
    with pytest.raises(ImportRefused, match="标题"):
        office.imports.preview(first)
    mapping = first.mapping.assign(0, Column.TITLE).assign(1, Column.CONTENT)
    office.imports.apply(office.imports.preview(first, mapping), CLERK)
    other = save_text(tmp_path / "b.csv", [("乙", "工单编号", "甲"), ("内容二", SECOND, "积水")], "gb18030")
    second = office.imports.open(other)
    (row,) = office.imports.preview(second).new
    assert second.remembered
    assert (row.number, row.data.title, row.data.content) == (SECOND, "积水", "内容二")


def test_file_without_numbers_comes_in_only_when_the_clerk_agrees(office: Office, tmp_path: Path) -> None:
    rows = [("序号", "标题", "内容"), (1, "积水", "门前积水"), (2, "噪声", "夜间施工")]
    file = office.imports.open(save_xlsx(tmp_path / "a.xlsx", rows))
    with pytest.raises(ImportRefused, match="工单编号"):
        office.imports.preview(file)
    agreed = file.mapping.number_by_content()
    preview = office.imports.preview(file, agreed)
    assert len(preview.new) == 2
    assert any("按内容编了以 ZB 开头的号" in warning for warning in preview.warnings)
    office.imports.apply(preview, CLERK)
    again = office.imports.open(save_xlsx(tmp_path / "b.xlsx", [rows[0], rows[2], rows[1]]))
    assert again.mapping.numbered
    assert len(office.imports.preview(again).unchanged) == 2


def test_clerk_may_choose_another_sheet_or_row_of_headers(office: Office, tmp_path: Path) -> None:
    others = {"第二批": [["说明"], HEADERS, ticket(SECOND)]}
    path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, ticket(), ticket(SECOND)], others=others)
    assert office.imports.open(path).sheet == "工单"
    other = office.imports.open(path, "第二批")
    assert (other.header_row, [row.number for row in office.imports.preview(other).new]) == (2, [SECOND])
    assert office.imports.open(path, "第二批", header_row=1).headers[0] == "说明"
    for wrong in ({"sheet": "没有"}, {"header_row": 9}):
        with pytest.raises(ImportRefused, match="没有"):
            office.imports.open(path, **wrong)


def test_report_without_texts_updates_known_tickets_and_warns_of_new_ones(
    office: Office, take: Take, tmp_path: Path
) -> None:
    take(ticket())
    rows = [
        ("任务号", "热线12345工单编号", "主责部门", "解决情况"),
        ("R1", FIRST, "星村", "实际解决"),
        ("R2", SECOND, "星村", ""),
    ]
    preview = office.imports.preview(office.imports.open(save_xlsx(tmp_path / "报表.xlsx", rows)))
    assert ([row.number for row in preview.changed], [row.number for row in preview.new]) == ([FIRST], [SECOND])
    assert any("没有标题和来电内容，1 件新工单" in warning for warning in preview.warnings)
    office.imports.apply(preview, CLERK)
    detail = office.tickets.detail(office.tickets.find(FIRST))
    assert (detail.platform["解决情况"], detail.ticket.facts.title) == ("实际解决", "路灯不亮")


def test_short_number_of_another_system_does_not_overwrite_a_ticket(look: Look, take: Take) -> None:
    take(ticket(24, 来电时间="2022-09-01"))
    (same,) = look(ticket(24, 标题="路灯仍不亮", 来电时间="2022-09-01")).rows
    (other,) = look(ticket(24, 标题="噪声", 来电内容="夜间施工", 来电时间="2022-09-07")).rows
    assert (same.state, other.state) == (RowState.CHANGED, RowState.FAULTY)
    assert "已是另一件工单（路灯不亮）" in other.faults[0].reason


def test_a_list_sorted_without_its_numbers_overwrites_no_ticket(look: Look, take: Take) -> None:
    calls: list[dict[str, object]] = [
        {"来电时间": "2022-09-05 09:10"},
        {
            "标题": "噪声",
            "来电内容": "夜间施工",
            "来电人": "李四",
            "联系电话": "13900010002",
            "来电时间": "2022-09-05 10:00",
        },
    ]
    take(ticket(FIRST, **calls[0]), ticket(SECOND, **calls[1]))
    moved = look(ticket(FIRST, **calls[1]), ticket(SECOND, **calls[0]))
    assert [row.state for row in moved.rows] == [RowState.FAULTY] * 2
    assert "排序时没有跟着动" in moved.rows[0].faults[0].reason
    amended = look(ticket(FIRST, **{**calls[1], "联系电话": "13800010001"}))
    assert [row.state for row in amended.rows] == [RowState.CHANGED]


# -- one piece -----------------------------------------------------------------------------------------


def test_import_that_is_stopped_leaves_nothing(office: Office, look: Look) -> None:
    preview = look(*(ticket(f"202209050910{place:02}") for place in range(30)))

    def stop(done: int, total: int) -> None:
        if done >= total // 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        office.imports.apply(preview, CLERK, progress=stop)
    assert (office.tickets.count(), office.imports.batches(), office.units.all()) == (0, (), ())


def test_import_is_refused_when_a_ticket_changed_since_the_preview(office: Office, look: Look, take: Take) -> None:
    preview = look(ticket())
    take(ticket())
    with pytest.raises(ImportRefused, match="请重新预览"):
        office.imports.apply(preview, CLERK)
    assert len(office.imports.batches()) == 1


def test_progress_runs_once_from_start_to_end(office: Office, tmp_path: Path) -> None:
    path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, *(ticket(f"2022090509{place:04}") for place in range(1200))])
    reports: list[float] = []
    office.imports.preview(office.imports.open(path), progress=lambda done, total: reports.append(done / total))
    assert reports == sorted(reports)
    assert reports[0] == 0
    assert reports[-1] < 1


# -- back ----------------------------------------------------------------------------------------------


def test_undo_takes_new_tickets_out_and_sets_known_ones_back(office: Office, look: Look, take: Take) -> None:
    headers = [*HEADERS, "收单时间", "状态"]
    take([*ticket(紧急程度="一般"), "2022-09-08 09:00", "待派遣"], headers=headers)
    ticket_id = office.tickets.find(FIRST)
    before = office.tickets.detail(ticket_id)
    changed = [*ticket(紧急程度="紧急", 来电内容="新内容", 承办单位="星村"), "2022-09-08 08:00", "处置中"]
    result = take(changed, [*ticket(SECOND), "", ""], headers=headers)
    changes = office.imports.undo(result.batch_id, CLERK)
    after = office.tickets.detail(ticket_id)
    assert (after.ticket, after.summary, after.platform) == (before.ticket, before.summary, before.platform)
    assert [line.label for line in after.history] == ["登记工单", "导入更新", "撤销导入更新"]
    assert ticket_id in changes.tickets
    with pytest.raises(NotFound):
        office.tickets.find(SECOND)
    assert office.tickets.count(TicketFilter(search="路灯")) == 1
    assert [batch.state for batch in office.imports.batches()] == [BatchState.UNDONE, BatchState.DONE]
    assert [entry.step for entry in office.settings.history()[:2]] == ["撤销导入", "导入工单"]
    assert len(look(changed, [*ticket(SECOND), "", ""], headers=headers).new) == 1


def test_import_cannot_be_undone_once_one_of_its_tickets_moved_on(office: Office, take: Take, clock: Clock) -> None:
    result = take(ticket(), ticket(SECOND))
    clock.now += timedelta(minutes=10)
    office.tickets.do(office.tickets.find(SECOND), "first_contact", {"note": "已问清"}, CLERK)
    with pytest.raises(ImportRefused, match=rf"{SECOND}（先行联系，2022-09-08 10:30）") as refused:
        office.imports.undo(result.batch_id, CLERK)
    assert FIRST not in str(refused.value)
    assert office.tickets.count() == 2
    assert office.imports.batches()[0].state is BatchState.DONE


def test_import_is_undone_though_the_program_recounted_deadlines_since(office: Office, take: Take) -> None:
    """The office is closed on 9 and 13 September by order after the import: all deadlines move by the program."""
    take(ticket(来电时间="2022-09-08 09:00"))
    ticket_id = office.tickets.find(FIRST)
    result = take(ticket(来电时间="2022-09-08 09:00", 来电内容="新内容", 紧急程度="疑难"), ticket(SECOND))
    office.time.add_notice(office.time.one_day(date(2022, 9, 9), working=False), CLERK)
    office.imports.undo(result.batch_id, CLERK)
    assert office.tickets.count() == 1
    undone = office.tickets.detail(ticket_id).ticket
    assert (undone.facts.content, undone.level) == ("长江路路灯三天不亮", Level.ORDINARY)
    assert undone.limits.due == datetime(2022, 9, 15, 17)  # 14 September without the closed day


def test_new_tickets_that_the_program_recounted_since_go_with_their_import(office: Office, take: Take) -> None:
    result = take(ticket(来电时间="2022-09-08 09:00"), ticket(SECOND, 来电时间="2022-09-08 09:00"))
    office.time.add_notice(office.time.one_day(date(2022, 9, 9), working=False), CLERK)
    assert office.tickets.detail(office.tickets.find(FIRST)).history[-1].label == "重算期限"
    office.imports.undo(result.batch_id, CLERK)
    assert office.tickets.count() == 0
    assert office.ledger.check().whole and office.checkups.check().faults == ()


def test_undo_that_is_stopped_leaves_everything_as_it_was(office: Office, take: Take) -> None:
    take(ticket())
    result = take(ticket(来电内容="新内容"), ticket(SECOND))

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        office.imports.undo(result.batch_id, CLERK, progress=stop)
    assert office.tickets.count() == 2
    assert office.tickets.detail(office.tickets.find(FIRST)).ticket.facts.content == "新内容"
    assert office.imports.batches()[0].state is BatchState.DONE


def test_later_import_of_the_same_ticket_must_be_undone_first(office: Office, take: Take) -> None:
    first = take(ticket())
    second = take(ticket(来电内容="新内容"))
    with pytest.raises(ImportRefused, match="导入更新"):
        office.imports.undo(first.batch_id, CLERK)
    office.imports.undo(second.batch_id, CLERK)
    office.imports.undo(first.batch_id, CLERK)
    assert office.tickets.count() == 0
    with pytest.raises(ImportRefused, match="已经撤销过"):
        office.imports.undo(first.batch_id, CLERK)
    with pytest.raises(NotFound):
        office.imports.undo(99, CLERK)


def test_rows_that_were_not_taken_are_saved_with_reasons_and_come_in_when_mended(
    office: Office, look: Look, tmp_path: Path
) -> None:
    preview = look(
        ticket(), ticket(SECOND, 来电时间="昨天", 联系电话=13800010002), ["合计", None, None, None, None, None, None, 2]
    )
    out = tmp_path / "未导入.xlsx"
    assert office.imports.save_rejects(preview, out) == 2
    file = office.imports.open(out)
    assert file.headers == ("原行号", "不导入的原因", *HEADERS)
    assert file.rows[0][:2] == ["3", "来电时间“昨天”：不是能识别的日期，请写成 2022-09-05 或 2022-09-05 09:10"]
    assert file.rows[1][:2] == ["4", "合计行"]
    mended: list[list[Any]] = [list(file.headers), [*file.rows[0]]]
    mended[1][file.headers.index("来电时间")] = "2022-09-05 09:10"
    (row,) = tickets_in(save_xlsx(tmp_path / "改好.xlsx", mended))
    assert (row.number, row.phones, row.faults) == (SECOND, ("13800010002",), ())
    assert "不导入的原因" not in row.platform


def test_the_case_of_a_numbers_letters_makes_no_other_ticket(office: Office, look: Look, take: Take) -> None:
    take(ticket("sh-2022-01"))
    other = ticket("SH-2022-01", 来电人="李四")
    preview = look(other, ["Sh-2022-01", *other[1:]], ["sH-2022-01", *other[1:]])
    assert [row.state for row in preview.rows] == [RowState.CHANGED, RowState.FAULTY, RowState.FAULTY]
    assert [fault.reason for fault in preview.faulty[0].faults] == ["与第 2 行相同，只导入一次"]
    office.imports.apply(preview, CLERK)
    assert office.tickets.detail(office.tickets.find("SH-2022-01")).ticket.facts.caller == "李四"


@pytest.mark.parametrize("full", [True, False])
def test_the_offices_own_list_brings_nothing_new_when_it_comes_back(office: Office, tmp_path: Path, full: bool) -> None:
    """Neither its limits and stages, nor a masked name, nor a text that a cell could not hold."""
    rows = [HEADERS, ticket(来电内容="长" * 33_000, 来电时间="2022-09-05 09:10"), ticket(SECOND, 来电人="李四")]
    office.imports.apply(office.imports.preview(office.imports.open(save_text(tmp_path / "a.csv", rows))), CLERK)
    office.exports.tickets(TicketFilter(), tmp_path / "list.xlsx", full, CLERK)
    file = office.imports.open(tmp_path / "list.xlsx")
    assert not {Column.UPPER_LIMIT, Column.CLOSED_AT, Column.URGED} & set(file.mapping.columns)
    preview = office.imports.preview(file)
    assert [(row.state, row.changes, row.kept) for row in preview.rows] == [(RowState.UNCHANGED, (), ())] * 2


def test_a_correction_in_the_offices_own_list_is_taken_over(office: Office, take: Take, tmp_path: Path) -> None:
    take(ticket(联系电话="13800010001、59210001"))
    office.exports.tickets(TicketFilter(), tmp_path / "list.xlsx", False, CLERK)
    book = load_workbook(tmp_path / "list.xlsx")
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(2, headers.index("诉求地址") + 1, "东路1号")
    sheet.cell(2, headers.index("联系电话") + 1, "138****0001、13900010002")
    book.save(tmp_path / "list.xlsx")
    (row,) = office.imports.preview(office.imports.open(tmp_path / "list.xlsx")).changed
    assert {(change.label, change.after) for change in row.changes} == {
        ("诉求地址", "东路1号"),
        ("联系电话", "13800010001、13900010002"),
    }


def test_masked_and_cut_texts_of_new_tickets_are_told(office: Office, tmp_path: Path) -> None:
    path = save_text(tmp_path / "a.csv", [HEADERS, ticket(来电内容="长" * 33_000)])
    office.imports.apply(office.imports.preview(office.imports.open(path)), CLERK)
    office.exports.tickets(TicketFilter(), tmp_path / "list.xlsx", False, CLERK)
    office.imports.undo(1, CLERK)
    warnings = office.imports.preview(office.imports.open(tmp_path / "list.xlsx")).warnings
    assert any("遮盖" in warning for warning in warnings)
    assert any("被截断" in warning for warning in warnings)


def test_a_file_of_headers_alone_says_that_nothing_comes_in(look: Look) -> None:
    assert any("没有一件工单" in warning for warning in look().warnings)


def test_headers_that_mean_nothing_are_said_to_be_so(look: Look) -> None:
    with pytest.raises(ImportRefused, match="第 1 行的表头一列也认不出"):
        look(["甲", "乙"], headers=["å·¥å", "ç¼å·"])
