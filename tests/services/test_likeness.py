"""Tickets alike are found with their evidence, and the units that handled such tickets are proposed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotline_desktop.domain.errors import NotFound
from hotline_desktop.domain.repeats import Sign
from hotline_desktop.domain.ticket import Facts
from hotline_desktop.services.office import Office
from tests.services.desk import Walk

Start = Callable[..., Walk]
NOISE = "海虹小区旁工地夜间浇筑混凝土，噪声很大，影响老人休息"
LAMPS = "星村公路北侧三盏路灯损坏不亮，晚间骑车危险"


def signs(office: Office, ticket_id: int) -> dict[str, set[Sign]]:
    return {repeat.number: {each.sign for each in repeat.evidence} for repeat in office.likeness.repeats(ticket_id)}


def test_phone_address_content_and_quoted_numbers_each_lead_to_a_repeat(office: Office, walk: Start) -> None:
    walk("20220908100001", content=LAMPS, phones="13800010001", address="星村公路88号")
    walk("20220908100002", content="河道漂浮物", phones="13900020002", address="新海路120弄12号")
    walk("20220908100003", content=NOISE, phones="13900030003", address="海虹路5号")
    walk("20220908100004", content="别的事情", phones="13900040004", address="别处7号")
    new = walk(
        "20220908100009",
        content=f"{NOISE}，此前已反映，工单20220908100004",
        phones="13800010001",
        address="新海路120弄12号",
    )
    assert signs(office, new.id) == {
        "20220908100001": {Sign.PHONE},
        "20220908100002": {Sign.ADDRESS},
        "20220908100003": {Sign.CONTENT},
        "20220908100004": {Sign.QUOTED},
    }


def test_what_a_person_decided_is_not_asked_again(office: Office, walk: Start) -> None:
    walk("20220908100001", content=NOISE)
    walk("20220908100002", content=NOISE)
    new = walk("20220908100003", content=NOISE)
    assert signs(office, new.id).keys() == {"20220908100001", "20220908100002"}
    new.do("repeat_confirm", numbers="20220908100001", evidence="同一工地").do(
        "repeat_rule_out", numbers="20220908100002", why="另一处工地"
    )
    assert signs(office, new.id) == {}


def test_repeats_are_found_while_a_ticket_is_entered(office: Office, walk: Start) -> None:
    walk("20220908100001", content=NOISE, phones="13800010001")
    found = office.likeness.repeats_of(Facts(content="又是工地夜间浇筑混凝土噪声", phones=("13800010001",)))
    assert [repeat.number for repeat in found] == ["20220908100001"]
    assert office.likeness.repeats_of(Facts(content="完全不同的一件小事")) == ()


def test_units_that_handled_what_is_alike_are_proposed_with_the_reason(office: Office, walk: Start) -> None:
    for last in range(1, 4):
        walk(f"2022090810000{last}", content=NOISE, address=f"海虹路{last}号").to_unit("城管中队")
    walk("20220908100005", content=NOISE, address="海虹路9号").to_unit("新海村")
    new = walk("20220908100009", content=NOISE, address="海虹路77号")
    first, second = office.likeness.units(new.id)
    assert (first.unit, first.handled, first.alike) == ("城管中队", 3, 4)
    assert first.reason == "近一年同类 4 件，3 件由城管中队办理" and second.unit == "新海村"
    assert office.likeness.units(walk("20220908100010", content=LAMPS, address="远处1号").id) == ()


def test_an_unknown_ticket_is_told(office: Office) -> None:
    with pytest.raises(NotFound):
        office.likeness.repeats(4711)
