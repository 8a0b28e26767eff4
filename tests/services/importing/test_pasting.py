"""Copied text becomes the fields of new tickets: from a web page, a chat, a document, a sheet; one or several."""

from __future__ import annotations

import pytest

from hotline_desktop.services.office import Office

WEB = """工单编号：20220908100001
来电人: 赵文静
联系电话：138 0001 0001
诉求地址：新海路120弄
来电时间：2022-09-08 08:50
紧急程度：一般工单
来电内容：新海路夜间施工扰民，
每天到十一点以后。
要求停工。"""


def test_labelled_lines_fill_their_fields_and_the_content_goes_on_over_lines(office: Office) -> None:
    (ticket,) = office.pasting.read(WEB)
    assert ticket.values == {
        "number": "20220908100001",
        "caller": "赵文静",
        "phones": "138 0001 0001",
        "address": "新海路120弄",
        "called_at": "2022-09-08 08:50",
        "level": "一般",
        "content": "新海路夜间施工扰民，\n每天到十一点以后。\n要求停工。",
    }
    assert ticket.rest == ()


def test_several_tickets_are_told_apart_by_their_numbers(office: Office) -> None:
    found = office.pasting.read(WEB + "\n\n" + WEB.replace("100001", "100002").replace("赵文静", "孙立平"))
    assert [(one.number, one.values["caller"]) for one in found] == [
        ("20220908100001", "赵文静"),
        ("20220908100002", "孙立平"),
    ]


def test_rows_of_a_sheet_are_tickets(office: Office) -> None:
    rows = (
        "热线编号\t诉求人\t手机\t内容",
        "20220908100001\t赵文静\t13800010001\t路灯不亮",
        "20220908100002\t孙立平\t\t井盖松动",
    )
    text = "\n".join(rows)
    found = office.pasting.read(text)
    assert [(one.number, one.values.get("phones"), one.values["content"]) for one in found] == [
        ("20220908100001", "13800010001", "路灯不亮"),
        ("20220908100002", None, "井盖松动"),
    ]


def test_label_and_value_side_by_side_as_web_pages_copy_them(office: Office) -> None:
    (ticket,) = office.pasting.read("工单编号\t20220908100001\t来电人\t赵文静\n内容\t路灯不亮")
    assert ticket.values == {"number": "20220908100001", "caller": "赵文静", "content": "路灯不亮"}


def test_a_chat_without_labels_is_the_content_with_number_and_phone_picked_out(office: Office) -> None:
    (ticket,) = office.pasting.read("【转】20220908100009 市民来电13800010001反映海虹小区路灯不亮，请处理")
    assert ticket.number == "20220908100009" and ticket.values["phones"] == "13800010001"
    assert "海虹小区路灯不亮" in ticket.values["content"]


TOLD = {"number": "20220908100009", "caller": "赵文静", "phones": "13800010001", "content": "路灯不亮，地址：见上"}


@pytest.mark.parametrize(
    "text",
    [
        "工单编号：20220908100009 来电人：赵文静 联系电话：13800010001 来电内容：路灯不亮，地址：见上",
        "工单编号:20220908100009；来电人:赵文静；联系电话:13800010001；来电内容:路灯不亮，地址：见上",
        "【工单编号】20220908100009【来电人】赵文静【联系电话】13800010001【来电内容】路灯不亮，地址：见上",
        "【工单编号】20220908100009\n【来电人】赵文静 13800010001\n【来电内容】路灯不亮，地址：见上",
    ],
)
def test_labels_side_by_side_or_in_brackets_fill_their_own_fields(office: Office, text: str) -> None:
    (ticket,) = office.pasting.read(text)
    assert (ticket.values, ticket.rest) == (TOLD, ())


def test_what_is_told_twice_is_shown_and_not_dropped(office: Office) -> None:
    (ticket,) = office.pasting.read("来电人：赵文静\n联系电话：13800010001\n来电人：赵文静\n联系电话：13800010002")
    assert ticket.values["phones"] == "13800010001"
    assert (ticket.rest, ticket.again) == ((), ("联系电话：13800010002",))


def test_a_cell_of_several_lines_stays_one_cell(office: Office) -> None:
    rows = (
        '工单编号\t诉求人\t内容\n20220908100001\t赵文静\t"路灯不亮\n说是""两周""了"\n20220908100002\t孙立平\t井盖松动'
    )
    first, second = office.pasting.read(rows)
    assert first.values["content"] == '路灯不亮\n说是"两周"了'
    assert (second.number, second.values["content"]) == ("20220908100002", "井盖松动")


@pytest.mark.parametrize("said", ['"路灯"不亮', '"路灯不亮', '路灯"不亮"'])
def test_marks_in_a_cell_hold_no_rows_together(office: Office, said: str) -> None:
    found = office.pasting.read(f"工单编号\t诉求人\t内容\n20220908100001\t赵文静\t{said}\n20220908100002\t孙立平\t井盖")
    assert [one.values["content"] for one in found] == [said, "井盖"]


@pytest.mark.parametrize("text", ["", "  \n \t\n"])
def test_nothing_is_no_ticket(office: Office, text: str) -> None:
    assert office.pasting.read(text) == ()


def test_what_was_read_can_be_registered_as_it_is(office: Office) -> None:
    (ticket,) = office.pasting.read(WEB)
    done = office.tickets.register(dict(ticket.values), "王芳")
    assert office.tickets.detail(done.id).ticket.facts.phones == ("13800010001",)


def only(office: Office, text: str) -> dict[str, str]:
    (ticket,) = office.pasting.read(text)
    return dict(ticket.values)


@pytest.mark.parametrize(
    "text",
    [
        "1、工单编号：20220908100001\n2、诉求人：赵文静\n3、联系电话：13800010001\n4、诉求内容：路灯不亮",
        "① 工单编号：20220908100001\n② 诉求人：赵文静\n③ 联系电话：13800010001\n④ 诉求内容：路灯不亮",
        "工单编号  20220908100001\n来 电 人  赵文静\n联系电话  13800010001\n诉求内容  路灯不亮",
        "工单编号：20220908100001\n诉求人及电话：赵文静（13800010001）\n诉求内容：路灯不亮",
    ],
)
def test_marks_of_lists_and_spaces_for_colons_do_not_matter(office: Office, text: str) -> None:
    assert only(office, text) == {
        "number": "20220908100001", "caller": "赵文静", "phones": "13800010001", "content": "路灯不亮"
    }  # fmt: skip


def test_what_others_say_in_the_chat_is_no_part_of_the_content(office: Office) -> None:
    (ticket,) = office.pasting.read("王主任  9:30\n诉求人：赵文静 内容：路灯不亮\n李四  9月8日 9:32\n收到")
    assert ticket.values == {"caller": "赵文静", "content": "路灯不亮"}
    assert ticket.rest == ("王主任  9:30", "李四  9月8日 9:32", "收到")


def test_the_handlers_phone_is_not_the_citizens(office: Office) -> None:
    (ticket,) = office.pasting.read("承办人：王五\n联系电话：59210001\n诉求人：赵文静\n联系电话：13800010001")
    assert (ticket.values["phones"], ticket.again) == ("13800010001", ("联系电话：59210001",))


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("2022-09-08 09:30 市民赵文静（13800010001）反映路灯不亮，期限2022-09-13 17:00。", "13800010001"),
        ("李四13900010002占道，市民赵文静13800010001反映。", "13800010001"),
        ("赵文静13800010001说李四13900010002占道", None),
        ("单号13800010001234", None),
    ],
)
def test_a_phone_in_sentences_is_the_citizens_or_nobodys(office: Office, text: str, phone: str | None) -> None:
    assert only(office, text).get("phones") == phone


def test_words_for_nothing_fill_no_field(office: Office) -> None:
    text = "来电人：无\n联系电话：未留\n承办单位：待分派\n上级时限：-\n地址：（空）\n内容：路灯不亮"
    assert only(office, text) == {"content": "路灯不亮"}


@pytest.mark.parametrize(
    ("said", "level"), [("紧急", "紧急"), ("特急件（2小时）", "紧急"), ("非紧急", None), ("不急", None)]
)
def test_a_level_is_what_the_word_says(office: Office, said: str, level: str | None) -> None:
    assert only(office, f"紧急程度：{said}\n内容：路灯不亮").get("level") == level


@pytest.mark.parametrize(("said", "kind"), [("投诉", "投诉"), ("求助类", "求助"), ("非投诉", None)])
def test_a_request_type_is_what_the_word_says(office: Office, said: str, kind: str | None) -> None:
    assert only(office, f"诉求类型：{said}\n内容：路灯不亮").get("request_type") == kind


def test_a_line_of_very_many_dashes_is_read_at_once(office: Office) -> None:
    (found,) = office.pasting.read(f"诉求人：张三丰\n{'-' * 60_000}路灯不亮")
    assert found.values["caller"] == "张三丰" and found.values["content"].endswith("-路灯不亮")
