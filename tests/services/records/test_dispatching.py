"""Several tickets dispatched at once: all of them or none, each with its own number and level."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hotline_desktop.domain.terms.errors import Cancelled, StepRefused
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]


def test_several_tickets_go_to_one_unit_each_with_its_own_number_and_level(office: Office, walk: Start) -> None:
    first = walk("20220908100001", level="紧急").do("first_contact", note="已问清位置")
    second = walk("20220908100002", level="一般")
    values = {"unit": "新海村", "no_contact_reason": "来电人要求不联系", "level": None}
    steps: list[tuple[int, int]] = []
    done = office.tickets.dispatch_many(
        (second.id, first.id), values, CLERK, lambda place, total: steps.append((place, total))
    )
    assert done.ids == (second.id, first.id) and done.changes.tickets == {first.id, second.id}
    assert steps == [(0, 2), (1, 2)]
    tickets = [office.tickets.detail(walked.id).ticket for walked in (second, first)]
    assert [ticket.transfer_number for ticket in tickets] == ["新热转〔2022〕1号", "新热转〔2022〕2号"]
    assert [ticket.level for ticket in tickets] == [Level.ORDINARY, Level.URGENT]
    assert [ticket.no_contact_reason for ticket in tickets] == ["来电人要求不联系", ""]
    assert {ticket.unit for ticket in tickets} == {"新海村"}


def test_a_chosen_level_holds_for_all(office: Office, walk: Start) -> None:
    ids = [walk(f"2022090810000{n}").do("first_contact", note="已问清").id for n in (1, 2)]
    office.tickets.dispatch_many(ids, {"unit": "新海村", "level": "紧急"}, CLERK)
    assert {office.tickets.summary(one).level for one in ids} == {Level.URGENT}


def test_nothing_is_dispatched_where_one_ticket_lacks_something_and_its_number_is_named(
    office: Office, walk: Start
) -> None:
    ready = walk("20220908100001").do("first_contact", note="已问清位置")
    lacking = walk("20220908100002")
    gone = walk("20220908100003").to_unit()
    with pytest.raises(StepRefused) as caught:
        office.tickets.dispatch_many((ready.id, lacking.id, gone.id), {"unit": "老坝村"}, CLERK)
    message = str(caught.value)
    assert "工单 20220908100002：派单前没有先行联系" in message and "规范一" in message
    assert "工单 20220908100003：须在“待派单”阶段办理" in message and "20220908100001" not in message
    assert [blocker.field for blocker in caught.value.blockers] == ["no_contact_reason", ""]
    assert office.tickets.summary(ready.id).stage is Stage.TO_DISPATCH
    office.tickets.dispatch_many((ready.id,), {"unit": "新海村"}, CLERK)
    assert office.tickets.detail(ready.id).ticket.transfer_number == "新热转〔2022〕2号"


def test_what_all_lack_is_told_once(office: Office, walk: Start) -> None:
    ids = [walk(f"2022090810000{n}").do("first_contact", note="已问清").id for n in (1, 2)]
    with pytest.raises(StepRefused) as caught:
        office.tickets.dispatch_many(ids, {"unit": ""}, CLERK)
    assert [blocker.message for blocker in caught.value.blockers] == ["2 件工单都是：缺少“转交承办单位”"]


def test_stopping_amid_them_leaves_all_where_they_were(office: Office, walk: Start) -> None:
    ids = [walk(f"2022090810000{n}").do("first_contact", note="已问清").id for n in (1, 2)]

    def stop_at_second(place: int, _total: int) -> None:
        if place:
            raise Cancelled

    with pytest.raises(Cancelled):
        office.tickets.dispatch_many(ids, {"unit": "新海村"}, CLERK, stop_at_second)
    assert {office.tickets.summary(one).stage for one in ids} == {Stage.TO_DISPATCH}


def test_what_cannot_be_dispatched_is_sorted_out_with_the_reason(office: Office, walk: Start, clock: Clock) -> None:
    ready = walk("20220908100001").do("first_contact", note="已问清位置")
    lacking, gone = walk("20220908100002"), walk("20220908100003").to_unit()
    found = office.tickets.to_dispatch((ready.id, gone.id, lacking.id), CLERK)
    assert [row.id for row in found.tickets] == [ready.id, lacking.id]
    assert found.uncontacted == {lacking.id}
    assert len(found.left_out) == 1
    assert found.left_out[0].startswith("20220908100003：须在“待派单”阶段办理，现为“待接单”（规范")
    assert found.defaults == {"handed_on": clock.now}
