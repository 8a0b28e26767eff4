"""R3 to R5: the three written requests of a unit to the centre, 退单, 延期, 不属实."""

from __future__ import annotations

from typing import Any

import pytest

from hotline_desktop.domain.records.engine import defaults
from hotline_desktop.domain.terms.options import ReturnReason, Stage
from hotline_desktop.domain.ticket.reminders import reminders
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.time.deadline import TimeRules
from tests.domain.office_year import CALENDAR, at
from tests.domain.ticket_walk import Walk, refs, said


def handed_over(when: str = "2022-09-05 09:10", **rules: Any) -> Walk:
    """A ticket at the unit since ``when``, not yet taken on."""
    walk = Walk(now=at(when), rules=TimeRules(**rules))
    walk.up_to("dispatch")
    return walk


def taken_on(**rules: Any) -> Walk:
    walk = handed_over(**rules)
    walk.do("accept")
    return walk


def test_R4_an_extension_is_asked_for_by_the_unit_that_took_the_ticket_on() -> None:
    blockers = handed_over().refused("extension_request")
    assert refs(blockers) == {"规范一（四）"} and "待接单" in said(blockers)


# -- R3 ---------------------------------------------------------------------------------------------------


def test_R3_a_return_needs_reason_free_text_duty_unit_and_the_leaders_approval() -> None:
    walk = taken_on()
    empty = dict.fromkeys(("reason", "detail", "duty", "suggested_unit", "leader", "approved_on"), "")
    blockers = walk.refused("return_request", **empty)
    assert {blocker.field for blocker in blockers} == set(empty)
    assert refs(blockers) == {"规范一（三）"}
    assert "只能是" in said(walk.refused("return_request", reason="太忙"))
    assert [r.value for r in ReturnReason] == [
        "非本单位职能", "非本单位辖区", "非热线受理范围", "工单要素不全", "不当重复派单", "其他",
    ]  # fmt: skip


def test_R3_a_return_within_half_a_working_day_is_in_time() -> None:
    walk = handed_over()
    ticket = walk.do("return_request", "2022-09-05 14:10")
    assert ticket.returns[0].asked.get("late") is False
    assert ticket.pending == ("退单待审",)
    assert ticket.returns[0].number == "新热退〔2022〕1号"
    assert "待镇城运中心审核" in said(walk.refused("return_request"))


def test_R3_return_after_half_a_working_day_is_marked_late_and_needs_a_reason() -> None:
    walk = handed_over()
    ticket = walk.do("return_request", "2022-09-05 14:11")
    assert ticket.returns[0].asked.get("late") is True
    (found,) = reminders(ticket, walk.now, CALENDAR, walk.rules)
    assert "逾期退单" in found.message and found.clause.ref == "规范一（三）"
    blockers = walk.refused("return_decision")
    assert [b.field for b in blockers] == ["late_reason"] and refs(blockers) == {"规范一（三）"}
    assert walk.do("return_decision", late_reason="确非其职能").stage is Stage.TO_DISPATCH


def test_R3_the_half_day_counts_from_the_units_receipt() -> None:
    walk = handed_over()
    ticket = walk.do("accept", accepted_at="2022-09-05 11:00", when="2022-09-05 11:00")
    assert ticket.limits.return_due == at("2022-09-05 16:00")
    assert walk.do("return_request", "2022-09-05 15:30").returns[0].asked.get("late") is False


def test_R3_an_office_may_count_the_half_day_from_a_late_receipt() -> None:
    walk = handed_over()
    walk.rules = TimeRules(receipt_bound=False)
    ticket = walk.do("accept", accepted_at="2022-09-08 09:00", when="2022-09-08 09:00")
    assert ticket.limits.return_due == at("2022-09-08 14:00")


def test_R3_a_granted_return_goes_to_another_unit_with_a_new_clock_and_the_total_time_stays_visible() -> None:
    walk = taken_on()
    walk.do("return_request")
    walk.do("return_decision", "2022-09-05 11:00")
    assert (walk.ticket.unit, walk.ticket.pending) == ("", ())
    blockers = walk.refused("dispatch", "2022-09-06 10:00", unit="城管中队")
    assert "须转交别的单位" in said(blockers) and refs(blockers) == {"规范一（三）"}
    ticket = walk.do("dispatch", unit="供电所")
    assert (ticket.round.handed_on, ticket.limits.due) == (at("2022-09-06 10:00"), at("2022-09-09 17:00"))
    assert ticket.first_handed_on == at("2022-09-05 09:10")
    assert ticket.round_number == 1, "moving a ticket to the right unit is no 再处置"
    assert [request.asked.get("unit") for request in ticket.returns] == ["城管中队"]


def test_R3_the_suggested_unit_is_proposed_for_the_next_dispatch() -> None:
    walk = taken_on()
    walk.do("return_request")
    walk.do("return_decision")
    assert defaults(STEPS_BY_ID["dispatch"], walk.ticket, walk.context)["unit"] == "供电所"


def test_R3_a_unit_that_returned_it_before_gets_it_back_only_with_a_reason() -> None:
    walk = taken_on()
    for unit in ("供电所", "绿化所"):
        walk.do("return_request", suggested_unit=unit)
        walk.do("return_decision", late_reason="确非其职能")
        walk.do("dispatch", unit=unit)
    walk.do("return_request", suggested_unit="城管中队")
    walk.do("return_decision", late_reason="确非其职能")
    assert [b.field for b in walk.refused("dispatch", unit="城管中队")] == ["note"]
    assert walk.do("dispatch", unit="城管中队", note="经协调由首接单位办理").unit == "城管中队"
    assert len(walk.ticket.returns) == 3


def test_R3_a_refused_return_never_stopped_the_clock() -> None:
    walk = taken_on()
    limits = walk.ticket.limits
    walk.do("return_request")
    assert walk.ticket.limits == limits
    assert [b.field for b in walk.refused("return_decision", decision="不同意")] == ["refusal"]
    ticket = walk.do("return_decision", decision="不同意", refusal="属其职责")
    assert (ticket.limits, ticket.unit, ticket.stage) == (limits, "城管中队", Stage.IN_PROGRESS)
    assert [request.granted for request in ticket.returns] == [False]
    assert walk.open_to("return_request"), "a better founded one may follow"


def test_R3_a_pending_return_stands_against_the_units_result() -> None:
    walk = taken_on()
    walk.do("answer")
    walk.do("satisfaction")
    walk.do("return_request")
    assert "退单申请待镇城运中心审核" in said(walk.refused("result"))


# -- R4 ---------------------------------------------------------------------------------------------------


def test_R4_an_extension_needs_writing_days_reason_legal_basis_and_the_leader() -> None:
    walk = taken_on()
    empty = dict.fromkeys(("asked_at", "days", "reason", "basis", "leader", "agreed_on"), "")
    blockers = walk.refused("extension_request", **empty)
    assert {blocker.field for blocker in blockers} == set(empty)
    assert refs(blockers) == {"规范一（四）"}
    assert "至少为 1" in said(walk.refused("extension_request", days=0))


def test_R4_an_extension_is_asked_for_before_the_deadline() -> None:
    walk = taken_on()
    assert walk.ticket.limits.due == at("2022-09-08 17:00")
    blockers = walk.refused("extension_request", "2022-09-08 17:01")
    assert "须在期限内以书面形式申请" in said(blockers)
    assert walk.do("extension_request", "2022-09-08 17:00").pending == ("延期待批",)


def test_R4_a_granted_extension_moves_the_deadline_by_working_days() -> None:
    walk = taken_on()
    ticket = walk.do("extension_request", days=5)
    assert ticket.limits.due == at("2022-09-08 17:00"), "asking moves nothing"
    ticket = walk.do("extension_decision")
    assert (ticket.limits.due, ticket.limits.basis) == (at("2022-09-16 17:00"), "办理规范（四）")
    assert ticket.limits.answer_due == at("2022-09-06 17:00")


def test_R4_the_centre_may_grant_fewer_days_but_not_more() -> None:
    walk = taken_on()
    walk.do("extension_request", days=5)
    assert "多于申请" in said(walk.refused("extension_decision", days=6))
    assert walk.do("extension_decision", days=1).limits.due == at("2022-09-09 17:00")


def test_R4_a_refused_extension_leaves_the_deadline() -> None:
    walk = taken_on()
    walk.do("extension_request")
    assert [b.field for b in walk.refused("extension_decision", decision="不同意")] == ["refusal"]
    ticket = walk.do("extension_decision", decision="不同意", refusal="理由不足")
    assert (ticket.limits.due, ticket.pending) == (at("2022-09-08 17:00"), ())


def test_R4_several_extensions_are_counted_up_to_the_cap() -> None:
    walk = taken_on(extension_cap=2)
    for times in (1, 2):
        walk.do("extension_request", days=1)
        assert walk.ticket.round.extensions[-1].asked.get("times") == times
        walk.do("extension_decision")
    assert walk.ticket.limits.due == at("2022-09-13 17:00")
    assert not walk.open_to("extension_request")
    assert "上限是 2 次" in said(walk.refused("extension_request"))


def test_R4_an_extension_beyond_the_limit_from_above_needs_their_consent() -> None:
    walk = taken_on()
    walk.do("amend", upper_limit="2022-09-08 12:00", content="路灯不亮")
    walk.do("extension_request", days=5)
    assert [b.field for b in walk.refused("extension_decision")] == ["upper_note"]
    assert walk.do("extension_decision", upper_note="区热线办要求仍按原时限").limits.due == at("2022-09-08 12:00")
    assert walk.ticket.limits.basis == "上级时限"
    assert walk.do("amend", upper_limit="").limits.due == at("2022-09-16 17:00")


def test_R4_a_pending_extension_stands_against_the_units_result() -> None:
    walk = taken_on()
    walk.do("answer")
    walk.do("satisfaction")
    walk.do("extension_request")
    assert "延期申请待镇城运中心审批" in said(walk.refused("result"))


# -- R5 ---------------------------------------------------------------------------------------------------


@pytest.fixture
def answered() -> Walk:
    walk = taken_on()
    walk.do("answer")
    walk.do("satisfaction")
    return walk


def test_R5_unfounded_is_not_closed_before_the_statement_is_filed(answered: Walk) -> None:
    blockers = answered.refused("result", fact="不属实")
    assert refs(blockers) == {"规范一（五）"}
    answered.do("unfounded_statement")
    assert answered.ticket.pending == ("不属实待备案",)
    assert "待镇城运中心审核备案" in said(answered.refused("result", fact="不属实"))
    answered.do("unfounded_filing")
    assert answered.do("result", fact="不属实").stage is Stage.TO_REVIEW


def test_R5_a_statement_tells_complaint_check_evidence_conclusion_answer_and_is_signed(answered: Walk) -> None:
    empty = dict.fromkeys(("complaint", "checked_how", "evidence", "conclusion", "answer", "leader", "signed_on"), "")
    blockers = answered.refused("unfounded_statement", **empty)
    assert {b.field for b in blockers} == set(empty) and refs(blockers) == {"规范一（五）"}


def test_R5_the_filing_has_number_date_and_reviewer(answered: Walk) -> None:
    answered.do("unfounded_statement")
    empty = dict.fromkeys(("number", "filed_on", "reviewer"), "")
    assert {b.field for b in answered.refused("unfounded_filing", **empty)} == set(empty)
    answered.do("unfounded_filing")
    filed = answered.ticket.round.unfounded_filed
    assert filed is not None and filed.decided is not None
    assert (filed.number, filed.decided.get("reviewer")) == ("新热备〔2022〕1号", "王芳")


def test_R5_a_statement_that_was_sent_back_is_no_filing(answered: Walk) -> None:
    answered.do("unfounded_statement")
    assert [b.field for b in answered.refused("unfounded_filing", decision="退回补正")] == ["problem"]
    answered.do("unfounded_filing", decision="退回补正", problem="缺照片")
    assert answered.ticket.pending == ()
    assert refs(answered.refused("result", fact="不属实")) == {"规范一（五）"}
    answered.do("unfounded_statement")
    answered.do("unfounded_filing")
    assert answered.do("result", fact="不属实").round.result is not None


def test_R5_a_result_corrected_to_unfounded_needs_the_filing_too(answered: Walk) -> None:
    answered.do("result")
    assert refs(answered.refused("correct_result", fact="不属实")) == {"规范一（五）"}
    answered.do("unfounded_statement")
    answered.do("unfounded_filing")
    assert answered.do("correct_result", fact="不属实").round.result is not None
