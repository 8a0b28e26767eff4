"""R6.1 to R8: answering, explaining, closing, calling back, 再处置, statements, illegal buildings."""

from __future__ import annotations

import pytest

from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.ticket.progress import next_task
from hotline_desktop.domain.ticket.reminders import reminders
from hotline_desktop.domain.ticket.steps.building import building_items
from hotline_desktop.domain.ticket.tasks import Task
from tests.domain.office_year import CALENDAR, at
from tests.domain.ticket_walk import Walk, refs, said

BAD = {"verdict": "退回再处置", "problem": "现场仍有问题"}
UNHAPPY = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "不满意")
NO_BASIS = {"demand": "无政策法规依据", "resolution": "解释说明"}


def with_unit(**registered: object) -> Walk:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("register", **registered)
    walk.up_to("accept")
    return walk


def again(reason: str = "灯又不亮") -> Walk:
    """A ticket in its second round, taken on by the unit."""
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("review")
    walk.do("callback", **UNHAPPY, verdict="退回再处置", note=reason)
    walk.do("redo", reason=reason)
    walk.do("accept")
    return walk


# -- R6.1 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "proof"), [("电话", "recording"), ("书面", "letter"), ("上门", "proof"), ("约谈", "proof")]
)
def test_R6_1_every_way_of_answering_leaves_its_evidence(way: str, proof: str) -> None:
    walk = with_unit()
    blockers = walk.refused("answer", way=way, recording="")
    assert [b.field for b in blockers] == [proof] and refs(blockers) == {"规范一（六）1"}
    ticket = walk.do("answer", way=way, **{"recording": "", proof: "凭证一"})
    assert ticket.round.answers[0].get(proof) == "凭证一"


def test_R6_1_a_call_is_a_recorded_one_under_either_name() -> None:
    for word in ("电话", "电话（全程录音）"):
        walk = with_unit()
        assert walk.do("answer", way=word).round.answers[0].get("way") == "电话（全程录音）"
    assert "答复方式" in said(with_unit().refused("answer", way="电"))


def test_R6_1_the_result_is_blocked_without_an_answer() -> None:
    walk = with_unit()
    blockers = walk.refused("result")
    assert refs(blockers) == {"规范一（六）1"}
    assert "答复诉求人" in said(blockers)


def test_R6_1_three_attempts_in_different_half_days_stand_for_an_answer() -> None:
    walk = with_unit()
    missed = {"result": "未联系上", "reason": "始终未接", "content": "无人接听", "recording": ""}
    walk.do("answer", "2022-09-05 10:00", **missed)
    walk.do("answer", "2022-09-05 11:00", **missed)
    walk.do("unit_contact", "2022-09-05 14:00", result="未联系上", reason="始终未接")
    assert "现有 2 次" in said(walk.refused("result"))
    assert not walk.open_to("satisfaction")
    walk.do("answer", "2022-09-06 09:00", **missed)
    assert walk.open_to("satisfaction")
    assert [b.field for b in walk.refused("answer", **{**missed, "reason": ""})] == ["reason"]


# -- R6.2 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"demand": "无政策法规依据", "resolution": "未解决"},
        {"demand": "诉求过高", "resolution": "未解决"},
        {"demand": "符合政策法规", "resolution": "解释说明"},
        {"demand": "符合政策法规", "resolution": "诉求过高"},
    ],
)
def test_R6_2_no_basis_or_too_high_a_demand_is_explained_before_closing(values: dict[str, str]) -> None:
    walk = with_unit()
    walk.do("answer")
    walk.do("satisfaction")
    blockers = walk.refused("result", **values)
    assert refs(blockers) == {"规范一（六）1"} and "解释说明" in said(blockers)
    walk.do("explain")
    assert walk.do("result", **values).stage is Stage.TO_REVIEW


# -- R6.3 -------------------------------------------------------------------------------------------------


def test_R6_3_the_result_is_blocked_without_the_satisfaction_form() -> None:
    walk = with_unit()
    walk.do("answer")
    blockers = walk.refused("result")
    assert refs(blockers) == {"规范一（六）1"} and "满意度测评表" in said(blockers)
    walk.do("satisfaction")
    assert walk.open_to("result")


# -- R6.4, R6.5 -------------------------------------------------------------------------------------------


def test_R6_4_closing_in_the_city_platform_is_recorded_with_date_and_person() -> None:
    walk = Walk()
    walk.up_to("sheet_back")
    assert "城运系统" in said(walk.refused("archive"))
    assert {b.field for b in walk.refused("platform_close", closed_on="", operator="")} == {"closed_on", "operator"}
    ticket = walk.do("platform_close")
    assert ticket.platform_closed_on == walk.now.date()
    assert walk.do("archive").stage is Stage.ARCHIVED


def test_R6_5_archiving_is_blocked_until_the_signed_sheet_is_back() -> None:
    walk = Walk()
    walk.up_to("close")
    walk.do("platform_close")
    blockers = walk.refused("archive")
    assert refs(blockers) == {"规范一（六）1"} and "处置单尚未交回" in said(blockers)
    assert "晚于" in said(walk.refused("sheet_back", signed_on="2022-09-06", received_on="2022-09-05"))
    assert walk.do("sheet_back").sheet_back_on == walk.now.date()
    assert walk.open_to("archive")


def test_R6_5_a_new_round_needs_its_own_signed_sheet() -> None:
    walk = Walk()
    walk.up_to("result")
    walk.do("sheet_back")
    walk.do("review", **BAD)
    assert walk.do("redo").sheet_back_on is None


# -- R6.6, R6.7 -------------------------------------------------------------------------------------------


def test_R6_6_the_centre_reviews_by_a_checklist_before_it_calls_back() -> None:
    walk = Walk()
    walk.up_to("result")
    assert not walk.open_to("callback")
    assert {b.field for b in walk.refused("review", answered="", handled="", verdict="")} == {
        "answered", "handled", "verdict",
    }  # fmt: skip
    assert [b.field for b in walk.refused("review", verdict="退回再处置")] == ["problem"]
    ticket = walk.do("review")
    assert ticket.stage is Stage.TO_CALL_BACK
    assert ticket.round.review is not None and ticket.round.review.get("form_filled") is True


def test_R6_7_the_callback_rates_efficiency_attitude_and_result_apart() -> None:
    walk = Walk()
    walk.up_to("review")
    empty = dict.fromkeys(("efficiency", "attitude", "outcome", "overall", "matches", "verdict"), "")
    assert {b.field for b in walk.refused("callback", **empty)} == set(empty)
    blockers = walk.refused("callback", matches="否")
    assert {b.field for b in blockers} == {"note", "verdict"} and refs(blockers) == {"督办二（一）2"}
    called = walk.do("callback", outcome="一般").round.callback
    assert called is not None and (called.get("efficiency"), called.get("outcome")) == ("满意", "一般")
    assert walk.open_to("close")


def test_R6_7_a_callback_without_a_rating_tells_why() -> None:
    walk = Walk()
    walk.up_to("review")
    unrated = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "未评价")
    blockers = walk.refused("callback", **unrated)
    assert [b.field for b in blockers] == ["note"] and refs(blockers) == {"规范一（六）2"}
    walk.do("callback", **unrated, note="三次联系不上")
    assert walk.open_to("close")


def test_R6_7_a_grade_over_three_that_are_not_given_asks_what_was_said() -> None:
    walk = Walk()
    walk.up_to("review")
    unrated = dict.fromkeys(("efficiency", "attitude", "outcome"), "未评价")
    blockers = walk.refused("callback", **unrated, overall="满意")
    assert [b.field for b in blockers] == ["note"] and refs(blockers) == {"规范一（六）2"}
    assert "互相矛盾" in said(blockers)
    walk.do("callback", **unrated, overall="满意", note="只说总体满意，不愿逐项评价")
    assert walk.open_to("close")


def test_R6_7_no_closing_without_a_callback() -> None:
    walk = Walk()
    walk.up_to("review")
    assert next_task(walk.ticket) is Task.CALL_BACK
    assert "尚未回访" in said(walk.refused("close"))


# -- R6.8 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", ["answered", "handled"])
def test_R6_8_what_is_badly_handled_does_not_pass_the_review(check: str) -> None:
    walk = Walk()
    walk.up_to("result")
    blockers = walk.refused("review", **{check: "否"})
    assert [b.field for b in blockers] == ["verdict"] and refs(blockers) == {"规范一（六）2"}
    assert next_task(walk.do("review", **{check: "否"}, **BAD)) is Task.REDO


@pytest.mark.parametrize(
    "ratings", [{"overall": "不满意"}, {**dict.fromkeys(("efficiency", "attitude", "outcome"), "不满意")}]
)
def test_R6_8_an_unsatisfied_citizen_sends_the_ticket_out_again(ratings: dict[str, str]) -> None:
    walk = Walk()
    walk.up_to("review")
    blockers = walk.refused("callback", **ratings)
    assert [b.field for b in blockers] == ["verdict"] and refs(blockers) == {"规范一（六）2"}
    walk.do("callback", **ratings, verdict="退回再处置", note="还是不亮")
    assert not walk.open_to("close") and walk.open_to("redo")


def test_R6_8_the_next_round_has_its_number_reason_and_a_new_clock_and_leaves_the_first_unchanged() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("review")
    walk.do("callback", **UNHAPPY, verdict="退回再处置", note="还是不亮")
    first = walk.ticket.round
    ticket = walk.do("redo", "2022-09-08 10:00", reason="还是不亮")
    assert (ticket.round_number, ticket.round.reason, ticket.stage) == (2, "还是不亮", Stage.TO_ACCEPT)
    assert ticket.limits.due == at("2022-09-14 17:00")
    walk.do("accept")
    walk.do("answer")
    assert walk.ticket.rounds[0] == first


def test_R6_8_only_what_failed_goes_out_again() -> None:
    walk = Walk()
    walk.up_to("callback")
    assert refs(walk.refused("redo")) == {"规范一（六）2"}


# -- R6.9, R6.10 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["书面", "上门"])
def test_R6_9_the_second_explanation_is_by_phone_or_talk(way: str) -> None:
    walk = again()
    walk.do("answer")
    walk.do("satisfaction", grade="不满意")
    walk.do("explain", way=way)
    blockers = walk.refused("result", **NO_BASIS)
    assert refs(blockers) == {"规范一（六）2"} and "电话或约谈" in said(blockers)
    walk.do("explain", way="约谈")
    assert walk.do("result", **NO_BASIS).stage is Stage.TO_REVIEW


def test_R6_10_an_unsatisfied_citizen_does_not_block_for_ever() -> None:
    walk = again()
    walk.do("answer")
    walk.do("satisfaction", grade="不满意")
    walk.do("explain")
    walk.do("result", **NO_BASIS)
    walk.do("review")
    blockers = walk.refused("callback", **UNHAPPY)
    assert [b.field for b in blockers] == ["note"], "the complete procedure is told"
    walk.do("callback", **UNHAPPY, note="已两次解释说明，流程到位")
    assert walk.do("close").stage is Stage.CLOSED


# -- waivers ----------------------------------------------------------------------------------------------


def test_R1_1_a_waiver_covers_answer_form_explanation_and_callback() -> None:
    walk = with_unit()
    walk.do("exempt")
    walk.do("result", **NO_BASIS)
    walk.do("review", answered="否")
    assert next_task(walk.ticket) is Task.CLOSE
    assert walk.do("close").stage is Stage.CLOSED


def test_R1_1_secrecy_waives_only_where_there_is_no_way_to_reach_the_citizen() -> None:
    reachable = with_unit()
    reachable.do("exempt", exemption="信息保密")
    assert not reachable.ticket.waived
    assert refs(reachable.refused("result")) == {"规范一（六）1"}
    nameless = with_unit(phones="")
    nameless.do("exempt", exemption="信息保密")
    assert nameless.ticket.waived
    assert nameless.do("result").stage is Stage.TO_REVIEW


# -- R7 ---------------------------------------------------------------------------------------------------


def test_R7_a_bad_callback_from_above_asks_for_a_statement_within_three_working_days() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("close")
    ticket = walk.do("upper_callback", "2022-09-08 10:00")
    assert ticket.pending == ("不满意待说明",)
    assert ticket.upper_callbacks[0].statement_due == at("2022-09-14 17:00")
    (found,) = reminders(ticket, at("2022-09-15 09:00"), CALENDAR, walk.rules)
    assert found.clause.ref == "规范一（七）" and "已过期限" in found.message


def test_R7_archiving_is_blocked_until_the_statement_is_filed() -> None:
    walk = Walk()
    walk.up_to("platform_close")
    walk.do("upper_callback")
    blockers = walk.refused("archive")
    assert refs(blockers) == {"规范一（七）"}
    empty = dict.fromkeys(("process", "why", "next_steps", "leader", "signed_on"), "")
    assert {b.field for b in walk.refused("unsatisfied_statement", **empty)} == set(empty)
    assert walk.do("unsatisfied_statement").pending == ("不满意待备案",)
    assert not walk.open_to("archive")
    filed = walk.do("unsatisfied_filing").upper_callbacks[0]
    assert filed.filed and filed.statements[0].number == "新热说〔2022〕1号"
    assert walk.do("archive").stage is Stage.ARCHIVED


def test_R7_a_satisfied_callback_from_above_asks_for_nothing() -> None:
    walk = Walk()
    walk.up_to("close")
    assert walk.do("upper_callback", grade="满意").pending == ()
    assert "不需要情况说明" in said(walk.refused("unsatisfied_statement"))


def test_R7_a_statement_sent_back_is_written_again() -> None:
    walk = Walk()
    walk.up_to("close")
    walk.do("upper_callback")
    walk.do("unsatisfied_statement")
    walk.do("unsatisfied_filing", decision="退回补正", problem="没有下一步措施")
    assert walk.ticket.pending == ("不满意待说明",)
    walk.do("unsatisfied_statement")
    assert walk.do("unsatisfied_filing").pending == ()


# -- R8 ---------------------------------------------------------------------------------------------------


ITEMS = ("owner", "address", "built", "area")


@pytest.fixture
def building() -> Walk:
    walk = with_unit(illegal_building="是", content="楼顶违法搭建")
    walk.do("answer")
    walk.do("satisfaction")
    return walk


def test_R8_an_illegal_building_is_closed_only_with_its_five_items(building: Walk) -> None:
    blockers = building.refused("result")
    assert refs(blockers) == {"规范一（八）"}
    missing = building.refused("illegal_building", **dict.fromkeys(ITEMS, ""))
    assert {b.field for b in missing} == set(ITEMS)
    assert [b.field for b in building.refused("illegal_building", lawful="")] == ["lawful"]
    building.do("illegal_building")
    assert building.do("result").stage is Stage.TO_REVIEW


@pytest.mark.parametrize(
    ("lawful", "asked"), [("合法", "basis"), ("不合法", "next_step"), ("无法查明", "lawful_unknown")]
)
def test_R8_lawful_tells_its_basis_and_unlawful_what_comes_next(building: Walk, lawful: str, asked: str) -> None:
    said_of = {"lawful": lawful, "next_step": ""}
    assert [b.field for b in building.refused("illegal_building", **said_of)] == [asked]
    building.do("illegal_building", **{**said_of, asked: "写明的内容"})
    assert building.ticket.building is not None
    assert "写明的内容" in dict(building_items(building.ticket.building))["是否合法"]


@pytest.mark.parametrize("item", ITEMS)
def test_R8_what_cannot_be_found_out_counts_with_its_reason(building: Walk, item: str) -> None:
    building.do("illegal_building", **{item: "", f"{item}_unknown": "户主多年不在"})
    assert building.ticket.building is not None
    message = [text for _label, text in building_items(building.ticket.building)]
    assert "无法查明（户主多年不在）" in message


@pytest.mark.parametrize("area", ["约三十平", "38-40", "38.", "-5", "很大"])
def test_R8_the_built_area_is_a_number_of_square_metres(building: Walk, area: str) -> None:
    blockers = building.refused("illegal_building", area=area)
    assert [b.field for b in blockers] == ["area"] and refs(blockers) == {"规范一（八）"}


@pytest.mark.parametrize("area", ["38", "38.5", "３８．５", "38.5㎡", "38 平方米"])
def test_R8_the_built_area_may_have_decimals_and_its_unit(building: Walk, area: str) -> None:
    assert building.do("illegal_building", area=area).building is not None


def test_R8_a_ticket_marked_late_is_still_not_closed_without_the_items() -> None:
    walk = Walk()
    walk.up_to("callback")
    walk.do("amend", illegal_building="是", content="楼顶违法搭建")
    assert refs(walk.refused("close")) == {"规范一（八）"}
    walk.do("illegal_building")
    assert walk.do("close").stage is Stage.CLOSED


def test_R8_a_complaint_that_speaks_of_building_reminds_of_the_mark() -> None:
    walk = with_unit(content="邻居在楼顶违章搭建阳光房")
    assert [r.clause.ref for r in reminders(walk.ticket, walk.now, CALENDAR, walk.rules)] == ["规范一（八）"]
    walk.do("amend", content="邻居在楼顶违章搭建阳光房", illegal_building="是")
    assert reminders(walk.ticket, walk.now, CALENDAR, walk.rules) == ()


# -- times in their order -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "what"), [("unit_contact", "转交时间"), ("answer", "接单时间"), ("explain", "接单时间")]
)
def test_R6_1_what_the_unit_does_comes_after_the_ticket_came_to_it(step: str, what: str) -> None:
    walk = with_unit()
    walk.now = at("2022-09-06 10:00")
    assert f"早于{what}" in said(walk.refused(step, at="2022-09-05 09:00"))
    walk.do(step, at="2022-09-05 09:20")


def test_R6_3_who_was_never_reached_has_rated_nothing() -> None:
    walk = with_unit()
    missed = {"result": "未联系上", "reason": "始终未接", "content": "无人接听", "recording": ""}
    for when in ("2022-09-05 10:00", "2022-09-05 14:00", "2022-09-06 10:00"):
        walk.do("answer", when, **missed)
    blockers = walk.refused("satisfaction", grade="满意")
    assert "只能是“未评价”" in said(blockers) and refs(blockers) == {"规范一（六）1"}
    assert walk.do("satisfaction", grade="未评价").round.satisfaction is not None


def test_R6_6_the_callback_and_the_closing_come_after_the_units_result() -> None:
    walk = with_unit()
    walk.now = at("2022-09-06 10:00")
    walk.up_to("review")
    assert "早于“结案审核”的时间" in said(walk.refused("callback", at="2022-09-06 09:00"))
    walk.do("callback")
    assert "早于回访时间" in said(walk.refused("close", closed_at="2022-09-06 09:00"))
    walk.do("close")
    assert "早于办结时间" in said(walk.refused("sheet_back", signed_on="2022-09-05"))
