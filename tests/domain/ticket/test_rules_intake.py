"""R1.1 to R2: receiving, dispatching, joint handling, time limits, one test or more for each rule."""

from __future__ import annotations

from datetime import datetime

import pytest

from hotline_desktop.domain.repeats.suggestions import PastTicket, suggest_units
from hotline_desktop.domain.terms.options import Exemption, Level, Stage
from hotline_desktop.domain.ticket.progress import next_task
from hotline_desktop.domain.ticket.reminders import reminders
from hotline_desktop.domain.ticket.tasks import Task
from tests.domain.office_year import CALENDAR, at
from tests.domain.ticket_walk import Walk, refs, said


def reminded(walk: Walk) -> str:
    return "；".join(r.message for r in reminders(walk.ticket, walk.now, CALENDAR, walk.rules))


# -- R1.1 -------------------------------------------------------------------------------------------------


def test_R1_1_dispatch_without_a_contact_asks_for_a_reason_and_is_marked() -> None:
    walk = Walk()
    walk.do("register")
    assert next_task(walk.ticket) is Task.CONTACT
    blockers = walk.refused("dispatch")
    assert refs(blockers) == {"规范一（一）1"}
    assert [blocker.field for blocker in blockers] == ["no_contact_reason"]
    ticket = walk.do("dispatch", no_contact_reason="来电人要求立即到场")
    assert ticket.contact_skipped and ticket.no_contact_reason == "来电人要求立即到场"


def test_R1_1_a_failed_contact_needs_its_reason_from_the_list() -> None:
    walk = Walk()
    walk.do("register")
    assert [b.field for b in walk.refused("first_contact", result="未联系上")] == ["reason"]
    assert "只能是" in said(walk.refused("first_contact", result="未联系上", reason="不想接"))
    ticket = walk.do("first_contact", result="未联系上", reason="始终未接")
    assert ticket.center_contacts[0].get("reason") == "始终未接"
    assert not walk.do("dispatch").contact_skipped


@pytest.mark.parametrize("reason", list(Exemption))
def test_R1_1_an_exemption_stands_for_the_contact_and_says_who_decided(reason: Exemption) -> None:
    walk = Walk()
    walk.do("register")
    assert {b.field for b in walk.refused("exempt", exemption=reason.value, decided_by="", note="")} == {
        "decided_by",
        "note",
    }
    ticket = walk.do("exempt", exemption=reason.value)
    assert ticket.waiver is not None and ticket.waiver.get("decided_by") == "王芳"
    assert next_task(ticket) is Task.DISPATCH
    assert not walk.do("dispatch").contact_skipped
    again = walk.refused("exempt", exemption=reason.value)
    assert "先取消免联" in said(again) and refs(again) == {"规范一（一）1"}
    assert walk.do("lift_exemption").exemption is None
    assert walk.do("exempt", exemption=reason.value).exemption is reason


def test_R1_1_after_half_a_working_day_the_missing_contact_is_reminded_of() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.do("register")
    walk.now = at("2022-09-05 14:10")
    assert reminded(walk) == ""
    walk.now = at("2022-09-05 14:11")
    (found,) = reminders(walk.ticket, walk.now, CALENDAR, walk.rules)
    assert (found.clause.ref, found.since) == ("规范一（一）1", at("2022-09-05 14:10"))
    walk.do("first_contact")
    assert reminded(walk) == ""


# -- R1.2 -------------------------------------------------------------------------------------------------


def past(text: str, unit: str, when: str = "2022-03-01 09:00", address: str = "北沿公路1号") -> PastTicket:
    return PastTicket(text, address, unit, at(when))


NOW = datetime(2022, 9, 5, 9, 0)


def test_R1_2_units_are_suggested_from_similar_tickets_with_the_reason_shown() -> None:
    rows = [past("小区门口路灯不亮", "城管中队")] * 5 + [past("路灯不亮，夜间看不见", "新海村")] * 2
    rows += [past("夜间施工噪音扰民", "环保办")] * 20
    first, second = suggest_units("新海路路灯不亮", "", rows, NOW)
    assert first.reason == "近一年同类 7 件，5 件由城管中队办理"
    assert (second.unit, second.handled, second.alike) == ("新海村", 2, 7)


def test_R1_2_tickets_older_than_a_year_and_without_a_unit_suggest_nothing() -> None:
    rows = [past("路灯不亮", "城管中队", "2021-09-01 09:00"), past("路灯不亮", "")]
    assert suggest_units("路灯不亮", "", rows, NOW) == ()


def test_R1_2_where_nothing_is_alike_the_same_address_speaks() -> None:
    rows = [past("夜间施工噪音扰民", "环保办", address="崇明区新海镇新海路120弄6号")]
    (found,) = suggest_units("宠物无人看管", "新海路120弄", rows, NOW)
    assert found.reason == "近一年同一地址 1 件，1 件由环保办办理"


def test_R1_2_a_dispatch_takes_the_next_transfer_number_and_the_proposed_unit() -> None:
    walk = Walk()
    walk.do("register", proposed_unit="新海村")
    walk.do("first_contact")
    ticket = walk.do("dispatch", unit="新海村")
    assert (ticket.unit, ticket.transfer_number) == ("新海村", "新热转〔2022〕1号")


# -- R1.3 -------------------------------------------------------------------------------------------------


def test_R1_3_the_first_unit_is_kept_and_only_a_granted_return_moves_a_ticket() -> None:
    walk = Walk()
    walk.up_to("accept")
    assert not walk.open_to("dispatch")
    assert "待派单" in said(walk.refused("dispatch", unit="供电所"))
    walk.do("return_request")
    walk.do("return_decision")
    assert walk.ticket.stage is Stage.TO_DISPATCH and walk.ticket.unit == ""
    ticket = walk.do("dispatch", unit="供电所")
    assert (ticket.first_unit, ticket.unit) == ("城管中队", "供电所")


def test_R1_3_a_failed_ticket_goes_out_again_to_the_same_unit() -> None:
    walk = Walk()
    walk.up_to("review", verdict="退回再处置", problem="灯又灭了")
    blockers = walk.refused("redo", unit="供电所")
    assert "首接责任制" in said(blockers) and refs(blockers) == {"规范一（一）1"}
    assert walk.do("redo").unit == "城管中队"


# -- R1.4 -------------------------------------------------------------------------------------------------


def test_R1_4_the_unit_contacts_the_citizen_and_is_reminded_after_one_working_day() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("accept")
    assert walk.ticket.limits.answer_due == at("2022-09-06 17:00")
    walk.now = at("2022-09-06 17:01")
    assert "还没有与诉求人联系上" in reminded(walk)
    walk.do("unit_contact", at="2022-09-06 16:00")
    assert reminded(walk) == ""
    assert len(walk.ticket.round.contacts) == 1


# -- R1.5 -------------------------------------------------------------------------------------------------


def test_R1_5_co_units_come_only_after_the_leader_verified() -> None:
    walk = Walk()
    walk.up_to("accept")
    blockers = walk.refused("joint_units")
    assert refs(blockers) == {"规范一（一）2"} and "条线分管领导核实" in said(blockers)
    assert {b.field for b in walk.refused("joint_verification", leader="", lead="", why="")} == {
        "leader",
        "lead",
        "why",
    }
    walk.do("joint_verification")
    assert "不列为协办单位" in said(walk.refused("joint_units", co_units="城管中队、绿化所"))
    due = walk.ticket.limits.due
    ticket = walk.do("joint_units")
    assert ticket.round.co_units == ("绿化所", "供电所")
    assert (ticket.unit, ticket.limits.due) == ("城管中队", due), "one answerable unit, one clock"


# -- R2 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "due", "return_due"),
    [
        (Level.URGENT, "2022-09-06 09:10", "2022-09-05 14:10"),
        (Level.ORDINARY, "2022-09-08 17:00", "2022-09-05 14:10"),
        (Level.HARD, "2022-09-20 17:00", "2022-09-05 14:10"),
    ],
)
def test_R2_the_level_set_at_dispatch_gives_the_deadline(level: Level, due: str, return_due: str) -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.do("register")
    walk.do("first_contact")
    ticket = walk.do("dispatch", level=level.value)
    assert (ticket.level, ticket.limits.due, ticket.limits.return_due) == (level, at(due), at(return_due))
    assert ticket.limits.basis == "办理规范（二）"


def test_R2_a_change_of_level_needs_a_reason_and_counts_from_the_original_hand_over() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("accept")
    walk.now = at("2022-09-07 10:00")
    assert [b.field for b in walk.refused("change_level", why="")] == ["why"]
    assert "已是" in said(walk.refused("change_level", level="一般"))
    assert walk.do("change_level").limits.due == at("2022-09-20 17:00")
    assert walk.do("change_level", level="紧急").limits.due == at("2022-09-06 09:10")


def test_R2_a_change_of_level_keeps_what_was_granted_as_extension() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("accept")
    walk.do("extension_request", days=2)
    walk.do("extension_decision")
    assert walk.ticket.limits.due == at("2022-09-13 17:00")
    ticket = walk.do("change_level")
    assert (ticket.limits.due, ticket.limits.basis) == (at("2022-09-22 17:00"), "办理规范（四）")


def test_R2_an_earlier_limit_from_above_rules_and_says_so() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.do("register")
    walk.do("first_contact")
    ticket = walk.do("dispatch", upper_limit="2022-09-07 12:00")
    assert (ticket.limits.due, ticket.limits.basis) == (at("2022-09-07 12:00"), "上级时限")
    ticket = walk.do("amend", upper_limit="2022-09-30 12:00", content="路灯不亮")
    assert (ticket.limits.due, ticket.limits.basis) == (at("2022-09-08 17:00"), "办理规范（二）")


def test_R2_a_limit_from_above_at_the_very_minute_of_the_hand_over_rules_nothing_and_is_told() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.do("register")
    walk.do("first_contact")
    ticket = walk.do("dispatch", "2022-09-05 09:20", handed_on="2022-09-05 09:20", upper_limit="2022-09-05 09:20")
    assert (ticket.limits.due, ticket.limits.basis) == (at("2022-09-08 17:00"), "办理规范（二）")
    assert "上级时限 2022年9月5日9:20" in reminded(walk)


@pytest.mark.parametrize("key", ["called_at", "received_at"])
def test_R1_1_nobody_has_called_tomorrow(key: str) -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    assert "晚于现在" in said(walk.refused("register", **{key: "2022-09-06 09:00"}))
