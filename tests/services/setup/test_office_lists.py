"""Phrases, categories and shared filters are kept beside the settings, each change in the office's history."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.services.office import Office
from hotline_desktop.services.setup.office_lists import (
    ListKind,
    ListRefused,
    Phrase,
    SavedFilter,
    phrase_of,
    read_saved,
    saved_values,
)
from hotline_desktop.storage.office import settings as settings_table
from tests.services.desk import CLERK, Walk

Start = Callable[..., Walk]


def test_a_list_starts_with_the_programs_own_and_keeps_what_the_office_writes(office: Office) -> None:
    assert any(phrase.label == "答复内容" for phrase in office.lists.phrases())
    office.lists.change(ListKind.PHRASES, "答复内容：已电话答复\n\n 各栏都能用 ", CLERK)
    assert office.lists.phrases() == (Phrase("答复内容", "已电话答复"), Phrase("", "各栏都能用"))
    assert office.settings.history()[0].step == "修改常用语"
    office.lists.change(ListKind.CATEGORIES, "城市管理/占道经营\n城市管理/路灯", CLERK)
    assert office.lists.categories() == ("城市管理/占道经营", "城市管理/路灯")


def test_a_line_with_a_long_start_before_the_colon_is_a_sentence_and_no_label() -> None:
    assert phrase_of("经核实，情况如下：路灯已修") == Phrase("经核实，情况如下", "路灯已修")
    assert phrase_of("接到诉求人反映的情况后立即到现场：路灯已修").label == ""


def test_too_much_is_refused_and_nothing_changed(office: Office) -> None:
    before = office.lists.text(ListKind.PHRASES)
    with pytest.raises(ListRefused, match="没有变动"):
        office.lists.change(ListKind.PHRASES, "长" * 600, CLERK)
    assert office.lists.text(ListKind.PHRASES) == before


def test_a_filter_is_shared_and_read_back_as_it_was(office: Office) -> None:
    filter = TicketFilter(
        search="路灯", stages=(Stage.TO_REVIEW,), levels=(Level.URGENT,), called_from=date(2022, 9, 1), open_only=True
    )
    office.lists.share_filter(SavedFilter("我盯的", filter, CLERK))
    office.lists.share_filter(SavedFilter("我盯的", filter, CLERK))
    assert office.lists.shared_filters() == (SavedFilter("我盯的", filter, CLERK),)
    office.lists.drop_filter("我盯的", CLERK)
    assert office.lists.shared_filters() == ()


@pytest.mark.parametrize(
    "kept", ['{"a": 1}', "[1]", "7", "null", '["x"]', "{", '[{"filter": 5}]', "b\x00", '"x"', r'["\ud800"]']
)
def test_what_another_tool_wrote_in_place_of_a_list_is_passed_over(office: Office, kept: str) -> None:
    mine = SavedFilter("我的", TicketFilter(search="路灯"), CLERK)
    with office._office.db.write() as c:
        settings_table.save(c, {"list:filters": kept, "list:phrases": kept, "list:categories": kept})
    assert office.lists.shared_filters() == () and office.lists.text(ListKind.PHRASES)
    assert office.lists.phrases() and len(office.lists.categories()) <= 1
    office.lists.share_filter(mine)
    assert office.lists.shared_filters() == (mine,)


def test_a_shared_filter_that_only_another_version_can_read_stays_when_others_are_kept(office: Office) -> None:
    mine, other = (SavedFilter(name, TicketFilter(search="路灯"), CLERK) for name in ("我的", "别人的"))
    newer = {"name": "新版的", "by": CLERK, "filter": {"stages": ["还没有的阶段"]}}
    with office._office.db.write() as c:
        settings_table.save(c, {"list:filters": json.dumps([newer, saved_values(other)], ensure_ascii=False)})
    office.lists.share_filter(mine)
    office.lists.drop_filter("别人的", CLERK)
    assert office.lists.shared_filters() == (mine,)
    with office._office.db.read() as c:
        assert json.loads(settings_table.load(c)["list:filters"])[0] == newer


def test_parts_of_a_later_program_are_left_out() -> None:
    kept = saved_values(SavedFilter("x", TicketFilter(search="井盖")))
    assert isinstance(kept["filter"], dict)
    kept["filter"]["of_tomorrow"] = 7
    assert read_saved(kept).filter == TicketFilter(search="井盖")


def test_the_new_conditions_list_what_they_say(office: Office, walk: Start) -> None:
    one = walk("20220908100001", called_at="2022-09-06 08:50", received_at="2022-09-06 09:10", category="路灯")
    walk("20220908100002", exemption="无需联系", decided_by="李伟")
    count = office.tickets.count
    assert count(TicketFilter(called_from=date(2022, 9, 6), called_to=date(2022, 9, 6))) == 1
    assert count(TicketFilter(called_to=date(2022, 9, 7))) == 1
    assert count(TicketFilter(categories=("路灯",))) == 1 and count(TicketFilter(exemptions=("无需联系",))) == 1
    assert count(TicketFilter(number="20220908100001")) == 1 and count(TicketFilter(ids=(one.id,))) == 1
    assert count(TicketFilter(taken_by=CLERK)) == 2 and count(TicketFilter(taken_by="别人")) == 0
    assert [row.number for row in office.tickets.page(TicketFilter(number="20220908100002")).rows] == ["20220908100002"]


def test_a_repeated_caller_brings_name_address_and_secrecy(office: Office, walk: Start) -> None:
    walk("20220908100001", phones="13800010077", caller="赵文静", address="新海路120弄", confidential="是")
    found = office.callers.past("138 0001 0077")
    assert found is not None and found.count == 1
    assert found.values == {"caller": "赵文静", "address": "新海路120弄", "confidential": "是"}
    assert office.callers.past("13899990000") is None and office.callers.past("没有电话") is None
