"""Every way to end a matter, and what keeps each from ending what is not settled. 规范一（六）, 督办二（三）3."""

from typing import Any

import pytest

from hotline_desktop.domain.terms.options import Stage
from tests.domain.office_year import at
from tests.domain.ticket_walk import Walk, refs, said

AGAIN = {"verdict": "退回再处置", "note": "市民说没有人来过"}
UNSATISFIED = {"efficiency": "不满意", "attitude": "不满意", "outcome": "不满意", "overall": "不满意"}
NOT_RATED = {"efficiency": "未评价", "attitude": "未评价", "outcome": "未评价", "overall": "未评价", "note": "联系不上"}


def second_round(**result: Any) -> Walk:
    """A ticket in its second round, ready for the callback."""
    walk = Walk()
    walk.up_to("review")
    walk.do("callback", **UNSATISFIED, **AGAIN)
    walk.do("redo")
    for step in ("accept", "answer", "explain", "satisfaction"):
        walk.do(step)
    walk.do("result", **result)
    walk.do("review")
    return walk


# -- 免联 --------------------------------------------------------------------------------------------------------


def test_a_callback_that_sends_out_again_is_not_waived_away() -> None:
    walk = Walk()
    walk.up_to("review")
    walk.do("callback", **UNSATISFIED, **AGAIN)
    assert "不能再改为免联" in said(walk.refused("exempt"))
    assert not walk.open_to("close") and walk.open_to("redo")


def test_a_citizen_who_was_reached_is_not_made_unreachable_by_emptying_the_phone() -> None:
    walk = Walk()
    walk.do("register", exemption="信息保密", decided_by="王芳")
    for step in ("first_contact", "dispatch", "accept", "answer"):
        walk.do(step)
    blockers = walk.refused("amend", phones="", content="路灯不亮")
    assert [b.field for b in blockers] == ["phones"] and refs(blockers) == {"规范一（一）1"}


def test_a_citizen_whom_only_the_centre_asked_may_still_want_no_more_calls() -> None:
    walk = Walk()
    walk.up_to("accept")
    assert walk.do("exempt").waived


# -- 测评和回访 ---------------------------------------------------------------------------------------------------


def test_a_grade_of_one_who_turns_out_never_reached_stands_against_the_result() -> None:
    walk = Walk()
    walk.up_to("satisfaction")
    missed = {"way": "电话", "result": "未联系上", "reason": "始终未接", "content": "未接"}
    walk.do("correct_answer", **missed)
    walk.do("answer", "2022-09-05 14:00", **missed)
    walk.do("answer", "2022-09-06 09:00", **missed)
    assert "只能是“未评价”" in said(walk.refused("result"))
    walk.do("correct_satisfaction", grade="未评价")
    assert walk.do("result").stage is Stage.TO_REVIEW


def test_the_form_speaks_for_a_citizen_whom_the_callback_did_not_reach() -> None:
    walk = Walk()
    walk.up_to("answer")
    walk.do("satisfaction", grade="不满意")
    walk.up_to("review")
    blockers = walk.refused("callback", **NOT_RATED)
    assert "退回再处置" in said(blockers) and refs(blockers) == {"规范一（六）2"}
    walk.do("callback", **NOT_RATED | AGAIN)
    assert walk.open_to("redo") and not walk.open_to("close")


def test_a_lawful_matter_unsolved_with_an_unsatisfied_citizen_is_closed_by_a_named_leader_only() -> None:
    walk = second_round(resolution="未解决")
    said_so = {**UNSATISFIED, "note": "流程已到位"}
    assert [b.field for b in walk.refused("callback", **said_so)] == ["decided_by"]
    walk.do("callback", **said_so, decided_by="周卫民")
    assert walk.do("close").stage is Stage.CLOSED


def test_unsatisfied_from_above_before_the_closing_sends_the_ticket_out_again() -> None:
    walk = Walk()
    walk.up_to("callback")
    walk.do("upper_callback")
    assert not walk.open_to("close")
    assert "市、区回访" in said(walk.refused("close"))
    assert walk.do("redo").round.number == 2


def test_unsatisfied_from_above_in_a_later_round_is_closed_by_a_named_leader_only() -> None:
    walk = second_round()
    walk.do("callback")
    walk.do("upper_callback")
    assert "由哪位领导决定" in said(walk.refused("close"))
    walk.do("callback", decided_by="周卫民", note="流程已到位")
    assert walk.do("close").stage is Stage.CLOSED


# -- 不属实 ------------------------------------------------------------------------------------------------------


def test_a_filed_unfounded_statement_holds_in_later_rounds_until_the_finding_changes() -> None:
    walk = Walk()
    walk.up_to("satisfaction")
    walk.do("unfounded_statement")
    walk.do("unfounded_filing")
    walk.do("result", fact="不属实")
    walk.do("review", handled="否", verdict="退回再处置", problem="没有拍照")
    walk.do("redo")
    for step in ("accept", "answer", "satisfaction"):
        walk.do(step)
    assert "已经备案" in said(walk.refused("unfounded_statement"))
    walk.do("result", fact="不属实")
    walk.do("correct_result", fact="属实")
    walk.do("review", handled="否", verdict="退回再处置", problem="没有拍照")
    walk.do("redo")
    for step in ("accept", "answer", "satisfaction"):
        walk.do(step)
    assert refs(walk.refused("result", fact="不属实")) == {"规范一（五）"}


# -- 随签字的纸迟到的记录 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["unit_contact", "answer", "explain"])
@pytest.mark.parametrize("until", ["result", "callback"])
def test_what_comes_with_the_signed_sheet_is_entered_with_its_own_date_until_the_closing(step: str, until: str) -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to(until)
    walk.now = at("2022-09-07 10:00")
    ticket = walk.do(step, at="2022-09-05 09:30")
    assert walk.history[-1].at == at("2022-09-05 09:30") and walk.history[-1].recorded_at == walk.now
    assert ticket.finished_at == at("2022-09-05 09:10")
    assert "早于" in said(walk.refused(step, at="2022-09-05 09:00"))
    walk.up_to("close")
    assert not walk.open_to(step)


def test_a_review_is_dated_by_its_paper_and_by_now_where_nothing_is_told() -> None:
    walk = Walk(now=at("2022-09-05 09:10"))
    walk.up_to("result")
    walk.now = at("2022-09-07 10:00")
    assert "早于" in said(walk.refused("review", reviewed_at="2022-09-05 09:00"))
    walk.do("review", reviewed_at="2022-09-06 09:00", handled="否", verdict="退回再处置", problem="没有到现场")
    assert walk.history[-1].at == at("2022-09-06 09:00")
    walk.do("correct_review", reviewed_at="")
    assert walk.history[-1].at == at("2022-09-07 10:00")


# -- 违法建筑 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ({"area": "0"}, "area"),
        ({"area": "０.0 平方米"}, "area"),
        ({"built": "2023年1月"}, "built"),
        ({"built": "2022年10月"}, "built"),
        ({"built": "约 9999 年"}, "built"),
        ({"built": "0019-03"}, "built"),
    ],
)
def test_R8_an_area_of_nothing_and_a_time_to_come_are_refused(items: dict[str, str], field: str) -> None:
    walk = Walk()
    walk.do("register", illegal_building="是")
    walk.up_to("accept")
    blockers = walk.refused("illegal_building", **items)
    assert [b.field for b in blockers] == [field] and refs(blockers) == {"规范一（八）"}


@pytest.mark.parametrize("built", ["2022年9月", "上世纪80年代", "2019.3", "1998至2003年"])
def test_R8_a_time_of_building_may_be_told_in_words(built: str) -> None:
    walk = Walk()
    walk.do("register", illegal_building="是")
    walk.up_to("accept")
    assert walk.do("illegal_building", built=built).building is not None
