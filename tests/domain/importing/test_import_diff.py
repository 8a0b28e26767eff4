"""What an export brings to a ticket, and that taking it back leaves no trace in what the ticket is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.domain.importing.import_diff import (
    Known,
    import_diff,
    imported_values,
    is_another,
    own_keys,
    registration,
    undone,
    update,
)
from hotline_desktop.domain.importing.model import Difference
from hotline_desktop.domain.importing.repeated_rows import without_repeats
from hotline_desktop.domain.importing.rows import TicketRow, is_finished
from hotline_desktop.domain.records.engine import take
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.terms.options import Level, Origin, Stage
from hotline_desktop.domain.ticket.history import replay
from hotline_desktop.domain.ticket.steps.amendments import AMEND
from hotline_desktop.domain.ticket.steps.handover import DISPATCH
from hotline_desktop.domain.ticket.steps.intake import REGISTER
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar

CONTEXT = RuleContext(datetime(2022, 9, 8, 10, 20), "王芳", WorkCalendar(), TimeRules())
WORDS = st.sampled_from(["", "路灯不亮", "积水", "新海路12号"])
MOMENTS = st.none() | st.datetimes(datetime(2022, 9, 1), datetime(2022, 9, 8)).map(
    lambda at: at.replace(second=0, microsecond=0)
)
ROWS = st.builds(
    TicketRow,
    row=st.just(2),
    number=st.just("20220905091001"),
    title=st.just("标题"),
    content=WORDS,
    caller=WORDS,
    phones=st.sampled_from([(), ("13800010001",), ("13800010001", "021-59210002")]),
    address=WORDS,
    called_at=MOMENTS,
    received_at=MOMENTS,
    upper_limit=MOMENTS,
    level=st.sampled_from([*Level, None]),
    level_word=st.sampled_from(["", "级别"]),
    category=WORDS,
    unit=WORDS,
    platform_state=WORDS,
    confidential=st.booleans(),
    platform=st.dictionaries(st.sampled_from(["标签", "状态", "地址"]), WORDS.filter(bool)),
)
HEADERS = {"标签": "", "状态": "platform_state", "地址": "address"}


def row(**changes: Any) -> TicketRow:
    values: dict[str, Any] = {"row": 2, "number": "20220905091001", "title": "路灯不亮", **changes}
    return TicketRow(**values)


def known(ticket: Ticket, cells: dict[str, str] | None = None) -> Known:
    return Known(7, ticket.facts, ticket.level, ticket.stage, ticket.origin, cells or {})


@given(ROWS, st.booleans())
def test_ticket_made_from_a_row_is_what_its_history_leads_to(read: TicketRow, history: bool) -> None:
    ticket, entry = registration(read, history, CONTEXT)
    assert replay([entry]) == ticket
    assert {key: getattr(ticket.facts, key) for key in imported_values(read)} == imported_values(read)
    assert (ticket.limits.due is None) == history
    assert ticket.stage is (Stage.CLOSED if history else Stage.TO_DISPATCH)


@given(ROWS, ROWS)
def test_taking_an_update_back_gives_the_same_ticket(first: TicketRow, second: TicketRow) -> None:
    before, entry = registration(first, False, CONTEXT)
    diff = import_diff(known(before), second, own_keys([entry]), HEADERS)
    updated, changed = update(before, diff, CONTEXT)
    again, back = undone(before, updated, CONTEXT)
    assert again == before
    assert replay([entry, changed]) == updated
    assert replay([entry, changed, back]) == before


@given(ROWS, ROWS)
def test_second_reading_of_the_same_row_brings_nothing(first: TicketRow, second: TicketRow) -> None:
    before, entry = registration(first, False, CONTEXT)
    diff = import_diff(known(before), second, own_keys([entry]), HEADERS)
    updated, changed = update(before, diff, CONTEXT)
    again = import_diff(known(updated, dict(second.platform)), second, own_keys([entry, changed]), HEADERS)
    assert not again.changed


def test_a_text_kept_in_lines_is_no_news_where_the_file_says_the_same_in_one() -> None:
    before, _entry = registration(row(title="路灯\n不亮", address="新海路\n12号"), False, CONTEXT)
    assert not import_diff(known(before), row(title="路灯不亮", address="新海路 12号"), frozenset(), {}).changed
    assert import_diff(known(before), row(title="路灯亮了", address="新海路 12号"), frozenset(), {}).changed


def test_deadline_follows_a_limit_that_the_platform_gives_later() -> None:
    before, _entry = registration(row(received_at=datetime(2022, 9, 5, 9)), False, CONTEXT)
    limit = datetime(2022, 9, 6, 12)
    later = row(received_at=datetime(2022, 9, 5, 9), upper_limit=limit)
    updated, changed = update(before, import_diff(known(before), later, frozenset(), {}), CONTEXT)
    assert (before.limits.due, updated.limits.due) == (datetime(2022, 9, 8, 17), limit)
    assert changed.values == {"upper_limit": limit}


def test_facts_that_the_office_amended_or_decided_are_its_own() -> None:
    ticket, first = registration(row(caller="张三", address="新海路1号"), False, CONTEXT)
    assert own_keys([first]) == frozenset()
    amended, second = take(AMEND, ticket, {"caller": "张三峰", "why": "核实"}, CONTEXT)
    values = {"unit": "城管中队", "no_contact_reason": "已联系", "level": "紧急"}
    _dispatched, third = take(DISPATCH, amended, values, CONTEXT)
    assert own_keys([first, second]) == {"caller"}
    assert own_keys([first, second, third]) == {"caller", "level"}


def test_everything_registered_by_hand_is_the_offices_own() -> None:
    values = {"number": "20220905091001", "level": "一般", "content": "施工扰民", "caller": "赵文静"}
    ticket, entry = take(REGISTER, Ticket(), values, CONTEXT)
    assert {"content", "caller", "level"} <= own_keys([entry])
    diff = import_diff(known(ticket), row(content="平台内容", address="新海路1号"), own_keys([entry]), {})
    assert set(diff.values) == {"title", "address"}
    assert diff.kept == (Difference("来电内容", "施工扰民", "平台内容"),)


def test_level_is_the_offices_decision_from_dispatch_on_but_not_for_history() -> None:
    ticket, _entry = registration(row(), False, CONTEXT)
    past, _entry = registration(row(), True, CONTEXT)
    urgent = row(level=Level.URGENT, level_word="紧急")
    handed_out = Known(7, ticket.facts, ticket.level, Stage.TO_ACCEPT, Origin.IMPORTED, {})
    assert import_diff(known(ticket), urgent, frozenset(), {}).values == {"level": "紧急"}
    assert import_diff(known(past), urgent, frozenset(), {}).values == {"level": "紧急"}
    assert import_diff(handed_out, urgent, frozenset(), {}).values == {}


def test_words_that_state_a_fact_are_news_only_as_that_fact_or_where_it_is_kept() -> None:
    ticket, _entry = registration(row(address="新海路1号"), False, CONTEXT)
    message = known(ticket, {"地址": "新海路1号", "标签": "夜间"})
    spelled = row(address="新海路1号", platform={"地址": " 新海路 1 号", "标签": "夜间"})
    other = row(address="新海路2号", platform={"地址": "新海路2号", "标签": "噪声"})
    assert not import_diff(message, spelled, frozenset(), HEADERS).changed
    assert import_diff(message, other, frozenset(), HEADERS).cells == (Difference("标签", "夜间", "噪声"),)
    assert [cell.label for cell in import_diff(message, other, frozenset({"address"}), HEADERS).cells] == [
        "地址",
        "标签",
    ]


@pytest.mark.parametrize(
    ("state", "finished"),
    [
        ("已结案", True),
        ("办结", True),
        ("已归档", True),
        ("待结案", False),
        ("未办结", False),
        ("处置中", False),
        ("", False),
    ],
)
def test_platforms_word_for_finished_is_known(state: str, finished: bool) -> None:
    assert is_finished(state) is finished


def test_rows_without_a_number_are_never_the_same() -> None:
    rows, _joined = without_repeats([row(number=None), row(number=None)], "编号")
    assert [one.faults for one in rows] == [(), ()]


CALL = {
    "title": "路灯不亮",
    "content": "新海路12号路灯不亮",
    "caller": "张三",
    "phones": ("13800010001",),
    "called_at": datetime(2022, 9, 5, 9, 10),
}
OTHER_CALL = {
    "title": "噪声",
    "content": "夜间施工",
    "caller": "李四",
    "phones": ("13900010002",),
    "called_at": datetime(2022, 9, 5, 10, 0),
}


def imported(**facts: Any) -> Known:
    ticket, _entry = registration(row(**facts), False, CONTEXT)
    return known(ticket)


@pytest.mark.parametrize(
    ("said", "another"),
    [
        (OTHER_CALL, True),
        ({**OTHER_CALL, "caller": ""}, True),  # four of the five are enough
        ({**OTHER_CALL, "caller": "", "phones": ()}, False),
        ({**OTHER_CALL, "called_at": CALL["called_at"]}, False),
        ({**OTHER_CALL, "called_at": None}, False),  # nothing tells of another call
        ({**OTHER_CALL, "phones": ("138****0001",)}, False),  # the same telephone, masked
        ({**OTHER_CALL, "caller": "张*"}, False),
    ],
)
def test_a_usual_number_stands_for_two_calls_only_where_nothing_of_them_is_alike(
    said: dict[str, Any], another: bool
) -> None:
    assert is_another(imported(**CALL), row(**said)) is another


def test_what_a_clerk_typed_with_a_usual_number_is_that_call_whatever_the_export_says() -> None:
    assert not is_another(replace(imported(**CALL), origin=Origin.ENTERED), row(**OTHER_CALL))
