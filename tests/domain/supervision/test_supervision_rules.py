"""The rules of supervision, one test or more for each: R10.1 to R14, R16.3 and R16.4."""

from __future__ import annotations

import pytest

from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.supervision.elements import missing_elements
from hotline_desktop.domain.supervision.steps.catalogue import replay_case
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import SupervisionMethod
from tests.domain.case_walk import ABOVE, NUMBER, SOURCE, Walk
from tests.domain.office_year import at


def said(blockers: object) -> str:
    return "；".join(blocker.message for blocker in blockers)  # type: ignore[attr-defined]


# -- R9.5, R9.6, R16.3: the pool --------------------------------------------------------------------------


@pytest.mark.parametrize("trigger", ["上级督办或媒体曝光", "区、镇领导批示"])
def test_r9_5_and_r9_6_come_by_hand_with_source_date_and_text(trigger: str) -> None:
    walk = Walk()
    missing = walk.refused("propose", trigger=trigger)
    assert {blocker.field for blocker in missing} == {"source", "source_on", "source_text"}
    case = walk.do("propose", **{**ABOVE, "trigger": trigger})
    assert (case.stage, case.source) == (CaseStage.POOL, "区电视台")
    assert case.source_on == at("2022-09-08").date()
    assert case.trigger_clause.ref in ("督办二（一）5", "督办二（一）6")


def test_r16_3_a_candidate_is_taken_up_or_declined_with_a_reason_and_stays() -> None:
    walk = Walk()
    walk.do("propose")
    assert walk.open_to("take_up") and walk.open_to("decline")
    assert [b.field for b in walk.refused("decline", why="")] == ["why"]
    declined = walk.do("decline")
    assert declined.stage is CaseStage.DECLINED
    assert declined.declined is not None and declined.declined.get("why") == "不属于本镇管辖"
    assert not declined.stage.is_open
    again = walk.do("take_up")
    assert (again.stage, again.declined) == (CaseStage.TO_CALL, None)


def test_r16_3_one_case_may_hold_several_tickets() -> None:
    walk = Walk()
    case = walk.do("open_case", tickets="20220905100001、20220905100002、20220905100001")
    assert case.ticket_numbers == ("20220905100001", "20220905100002")
    assert walk.do("add_tickets").ticket_numbers[-1] == "20220906100002"
    assert "已在本件中" in said(walk.refused("add_tickets"))


# -- R10: the ladder --------------------------------------------------------------------------------------


def test_r10_1_a_phone_supervision_leaves_a_call_record_and_starts_the_clock() -> None:
    walk = Walk()
    walk.do("open_case")
    missing = walk.refused("phone_call", called="", demands="")
    assert {b.field for b in missing} == {"called", "demands"}
    case = walk.do("phone_call", at="2022-09-09 09:00")
    assert case.calls[0].get("called") == "沈强"
    assert (case.stage, case.due) == (CaseStage.TO_REPORT, at("2022-09-15 17:00"))


def test_r10_2_written_supervision_asks_for_the_earlier_call() -> None:
    walk = Walk()
    refused = walk.refused("open_case", method="书面督办", unsatisfied=True, lawful=True)
    assert [(b.clause, b.field) for b in refused] == [(Clause.BY_NOTICE, "earlier_call")]
    message = walk.do(
        "open_case", method="书面督办", unsatisfied=True, lawful=True, earlier_call="9月8日15时电话告知沈强，限次日答复"
    )
    assert message.stage is CaseStage.TO_ISSUE


def test_r10_2_written_supervision_needs_an_unsatisfied_citizen_with_a_reasonable_demand() -> None:
    walk = Walk().notified()
    refused = walk.refused("escalate", unsatisfied=False, lawful=False)
    assert {b.field for b in refused} == {"unsatisfied", "lawful"}
    assert walk.do("escalate").stage is CaseStage.TO_ISSUE


def test_r10_2_matters_from_above_may_go_straight_to_a_notice_with_a_reason() -> None:
    walk = Walk()
    assert walk.refused("open_case", **ABOVE, method="书面督办")
    case = walk.do("open_case", **ABOVE, method="书面督办", direct_reason="媒体曝光，影响较大")
    assert case.method is SupervisionMethod.WRITTEN
    ordinary = Walk().refused("open_case", method="书面督办", direct_reason="情况紧急")
    assert [b.field for b in ordinary] == ["direct_reason"]


def test_r10_3_a_visit_leaves_record_and_attendance_and_asks_for_photos_before_and_after() -> None:
    walk = Walk()
    assert [b.field for b in walk.refused("open_case", method="现场督办")] == ["hard"]
    walk.do("open_case", method="现场督办", hard="两家单位界线不清")
    assert [b.field for b in walk.refused("site_visit", attendance="")] == ["attendance"]
    case = walk.do("site_visit")
    assert case.measure.record is not None and case.due is not None
    assert "督办前现场、处理后现场" in said(walk.refused("report"))
    walk.attach("督办前现场")
    assert "处理后现场" in said(walk.refused("report"))
    walk.attach("处理后现场")
    assert walk.do("report").stage is CaseStage.TO_VERIFY


def test_r10_4_the_leader_orders_after_a_request_that_names_the_condition() -> None:
    walk = Walk()
    assert [b.field for b in walk.refused("open_case", method="领导派单督办")] == ["condition"]
    walk.do("open_case", method="领导派单督办", condition="不作为、慢作为")
    assert not walk.open_to("issue")
    requested = walk.do("request")
    assert requested.measure.request is not None
    assert str(requested.measure.request.get("matter")).startswith("不作为、慢作为。")
    instructed = walk.do("instruct")
    assert instructed.stage is CaseStage.TO_ISSUE
    assert instructed.measure.instruction is not None and instructed.measure.instruction.get("text")


def test_r10_4_a_request_that_the_leader_refused_may_be_made_again_or_given_up() -> None:
    walk = Walk().notified()
    walk.do("escalate", method="领导派单督办", condition="市民反复来电诉求")
    walk.do("request")
    assert walk.do("instruct", decision="不同意").stage is CaseStage.TO_REQUEST
    assert walk.open_to("request")
    assert walk.do("escalate", method="书面督办").stage is CaseStage.TO_ISSUE


def test_r10_5_a_meeting_comes_after_at_least_two_supervisions() -> None:
    walk = Walk().notified()
    refused = walk.refused("escalate", method="专题会议督办", meeting_condition="历史遗留问题")
    assert "现有 0 次" in said(refused)
    walk.do("escalate")
    walk.do("issue")
    walk.do("deliver")
    assert "现有 0 次" in said(walk.refused("escalate", method="专题会议督办", meeting_condition="历史遗留问题"))
    walk.now = at("2022-09-16 09:00")
    case = walk.do("escalate", method="专题会议督办", meeting_condition="历史遗留问题")
    assert (case.stage, case.notice_count) == (CaseStage.TO_REQUEST, 2)


def test_r10_5_a_meeting_leaves_request_notice_sign_in_and_minutes() -> None:
    walk = Walk().notified()
    for step in ("escalate", "issue", "deliver"):
        walk.do(step)
    walk.now = at("2022-09-20 09:00")
    walk.do("escalate", method="专题会议督办", meeting_condition="重大问题")
    walk.do("request")
    walk.do("instruct")
    assert "会议通知" in said(walk.refused("meeting"))
    walk.do("convene")
    case = walk.do("meeting")
    assert case.measure.convened is not None and case.measure.record is not None
    assert "会议通知、签到单、会议纪要" in said(walk.refused("report"))
    walk.attach("会议通知", "签到单", "会议纪要")
    assert walk.do("report").stage is CaseStage.TO_VERIFY


def test_the_ladder_is_climbed_and_goes_down_only_where_a_named_leader_wants_it() -> None:
    walk = Walk().notified()
    walk.do("escalate")
    walk.do("issue")
    walk.do("deliver")
    (lower,) = walk.refused("escalate", method="电话督办")
    assert "哪位领导" in lower.message and lower.field == "ordered_by"
    assert "退回重新办理" in said(walk.refused("escalate", method="书面督办"))
    site = {"method": "现场督办", "hard": "两家单位界线不清"}
    walk.do("escalate", **site)
    assert walk.do("escalate", method="电话督办", ordered_by="周卫民").stage is CaseStage.TO_CALL
    assert "reason" in {b.field for b in walk.refused("escalate", method="电话督办", ordered_by="周卫民", reason="")}


def test_a_lower_rung_by_a_leaders_order_never_counts_towards_the_meeting() -> None:
    walk = Walk().notified()
    walk.now = at("2022-09-16 09:00")
    walk.do("escalate", method="电话督办", ordered_by="周卫民")
    walk.do("phone_call")
    walk.now = at("2022-09-26 09:00")
    meeting = {"method": "专题会议督办", "meeting_condition": "重大问题"}
    assert "现有 1 次" in said(walk.refused("escalate", **meeting))


# -- R11: the notice --------------------------------------------------------------------------------------


def test_r11_a_notice_is_not_sent_before_its_issuer_and_date_are_recorded() -> None:
    walk = Walk().notified()
    walk.do("escalate")
    assert not walk.open_to("deliver")
    assert "尚未签发" in said(walk.refused("deliver"))
    assert [b.field for b in walk.refused("issue", issuer="")] == ["issuer"]
    case = walk.do("issue")
    assert (case.number, case.measure.issuer) == (NUMBER, "陈建国")
    assert walk.open_to("deliver")


def test_r11_the_clock_starts_at_receipt_and_runs_three_working_days() -> None:
    walk = Walk(now=at("2022-09-09 16:00")).notified()
    walk.do("escalate")
    walk.do("issue")
    walk.now = at("2022-09-13 10:00")
    case = walk.do("deliver", channel="传真", sent_at="2022-09-09 16:40", received_at="2022-09-13 09:00")
    assert case.due == at("2022-09-16 17:00")  # 中秋节 9月10日至12日不计
    assert (case.measure.channel, case.measure.receiver) == ("传真", "沈强")
    assert case.measure.received_at == at("2022-09-13 09:00")


def test_r11_a_notice_is_received_after_it_was_sent_and_sent_after_it_was_issued() -> None:
    walk = Walk().notified()
    walk.do("escalate")
    walk.do("issue")
    early = walk.refused("deliver", sent_at="2022-09-08 09:00", received_at="2022-09-07 09:00")
    assert {b.field for b in early} == {"sent_at", "received_at"}


def test_the_second_notice_of_a_case_keeps_its_number() -> None:
    walk = Walk().notified()
    for step in ("escalate", "issue", "deliver", "report"):
        walk.do(step)
    walk.do("case_callback", result="核实不符", grade="不满意")
    walk.do("send_back")
    assert walk.do("issue").number == NUMBER


# -- R12: the unit's report -------------------------------------------------------------------------------

EIGHT = {
    "fact", "demand", "outcome", "way", "grade", "points_facts", "points_opinion",
    "report_problem", "report_facts", "report_opinion", "report_answer", "signed_by",
}  # fmt: skip


def test_r12_the_report_has_the_eight_items_and_the_report_in_four_parts() -> None:
    walk = Walk().notified()
    refused = walk.refused("report", **dict.fromkeys(EIGHT))
    assert {b.field for b in refused} == EIGHT
    case = walk.do("report")
    assert case.people == ("沈强", "李伟")
    assert case.report is not None and case.reported_at is not None


def test_r12_a_changed_result_demands_a_new_answer_to_the_citizen() -> None:
    walk = Walk().notified()
    refused = walk.refused("report", changed=True)
    assert {b.field for b in refused} == {"reanswered_at", "reanswer"}
    case = walk.do("report", changed=True, reanswered_at="2022-09-09 09:20", reanswer="电话重新回复")
    assert case.report is not None and case.report.get("reanswer") == "电话重新回复"


def test_r12_a_result_that_differs_from_the_last_report_is_a_changed_result() -> None:
    walk = Walk().notified()
    walk.do("report", outcome="未解决")
    walk.do("case_callback", result="核实不符", grade="不满意")
    walk.do("send_back")
    walk.do("phone_call")
    assert [b.field for b in walk.refused("report", outcome="解决")] == ["changed"]
    assert walk.do("report", outcome="解决", changed=True, reanswered_at=walk.now, reanswer="上门答复").report


# -- R13: the centre's check ------------------------------------------------------------------------------


def test_r13_callback_and_site_check_are_both_needed_before_closing() -> None:
    walk = Walk().notified()
    walk.do("report")
    assert {b.message for b in walk.refused("case_close")} == {
        "尚未回访市民",
        "尚未现场核实（无实际现场的须写明理由）",
    }
    walk.do("case_callback")
    assert "现场核实" in said(walk.refused("case_close"))
    walk.do("site_check")
    case = walk.do("case_close")
    assert (case.stage, case.closed_at is not None) == (CaseStage.CLOSED, True)


def test_r13_a_matter_without_a_place_needs_the_reason_instead() -> None:
    walk = Walk().notified()
    walk.do("report")
    walk.do("case_callback")
    assert [b.field for b in walk.refused("site_check", way="无实际现场")] == ["no_site_reason"]
    walk.do("site_check", way="无实际现场", no_site_reason="咨询政策，无现场")
    assert walk.do("case_close").stage is CaseStage.CLOSED


def test_r13_what_is_not_confirmed_goes_back_to_the_unit_or_up_the_ladder() -> None:
    walk = Walk().notified()
    walk.do("report")
    walk.do("case_callback", result="核实不符", grade="不满意")
    walk.do("site_check")
    assert "退回重新办理或上升" in said(walk.refused("case_close"))
    assert walk.open_to("send_back") and walk.open_to("escalate")
    case = walk.do("send_back")
    assert (case.stage, case.round_number) == (CaseStage.TO_CALL, 2)
    assert case.measures[0].report is not None


def test_r13_a_confirmed_report_is_not_sent_back() -> None:
    walk = Walk().notified().checked()
    assert not walk.open_to("send_back")


def test_r13_three_attempts_in_different_half_days_stand_for_the_callback() -> None:
    walk = Walk().notified()
    walk.do("report")
    walk.do("site_check")
    for moment in ("2022-09-09 10:30", "2022-09-09 14:00", "2022-09-13 09:30"):
        assert not walk.open_to("case_close")
        walk.now = at(moment)
        walk.do("case_callback", reach="未联系上")
    assert walk.open_to("case_close")


# -- R14: extension ---------------------------------------------------------------------------------------

FIVE = {"document", "days", "reason", "basis", "leader", "agreed_on"}


def test_r14_an_extension_needs_all_that_the_clause_names() -> None:
    walk = Walk().notified()
    assert {b.field for b in walk.refused("case_extension", **dict.fromkeys(FIVE))} == FIVE
    walk.do("case_extension")
    assert "待批" in said(walk.refused("report"))
    old = walk.case.due
    case = walk.do("case_extension_decision")
    assert (old, case.due) == (at("2022-09-15 17:00"), at("2022-09-22 17:00"))
    assert walk.open_to("report")


def test_r14_an_extension_is_asked_for_before_the_deadline() -> None:
    walk = Walk().notified()
    walk.now = at("2022-09-15 17:01")
    (late,) = walk.refused("case_extension")
    assert late.field == "asked_at" and "2022年9月15日17:00" in late.message and "写申请上的时间" in late.message
    walk.now = at("2022-09-15 17:00")
    walk.do("case_extension")


def test_r14_an_extension_is_agreed_to_and_decided_on_days_that_have_come() -> None:
    walk = Walk().notified()
    assert [b.field for b in walk.refused("case_extension", agreed_on="2022-09-20")] == ["agreed_on"]
    assert "asked_at" in {b.field for b in walk.refused("case_extension", asked_at="2022-09-08 09:00")}
    walk.do("case_extension")
    for day in ("2022-09-20", "2022-09-08"):
        assert [b.field for b in walk.refused("case_extension_decision", decided_on=day)] == ["decided_on"]


def test_nothing_that_follows_the_notice_lies_before_it_or_ahead_of_now() -> None:
    walk = Walk().notified()
    for moment in ("2022-09-08 09:00", "2022-09-20 09:00"):
        assert [b.field for b in walk.refused("remind", at=moment)] == ["at"]
    assert [b.field for b in walk.refused("report", signed_on="2022-09-20")] == ["signed_on"]
    walk.checked()
    for moment in ("2022-09-08 09:00", "2022-09-20 09:00"):
        assert [b.field for b in walk.refused("case_close", closed_at=moment)] == ["closed_at"]
    assert walk.do("case_close").stage is CaseStage.CLOSED


def test_r14_a_refused_extension_leaves_the_deadline() -> None:
    walk = Walk().notified()
    walk.do("case_extension")
    assert walk.do("case_extension_decision", decision="不同意", refusal="材料齐全").due == at("2022-09-15 17:00")


# -- R16.4: the case file ---------------------------------------------------------------------------------


def test_r16_4_archiving_asks_for_every_one_of_the_seven_elements() -> None:
    walk = Walk()
    assert missing_elements(walk.case) == (
        "事项名称", "工单编号", "基本情况", "承办单位和人员", "督办方式及过程", "办理结果", "相关凭证",
    )  # fmt: skip
    walk.notified().checked()
    walk.do("case_close")
    assert "相关凭证" in said(walk.refused("case_archive"))
    walk.attach("督办通知单")
    archived = walk.do("case_archive")
    assert (archived.stage, missing_elements(archived)) == (CaseStage.ARCHIVED, ())
    assert archived.frozen


def test_replaying_a_whole_history_gives_the_same_case() -> None:
    walk = Walk().notified()
    for step in ("remind", "case_extension", "case_extension_decision", "escalate", "issue", "deliver"):
        walk.do(step)
    walk.checked()
    walk.do("case_close")
    walk.attach("督办通知单", "录音")
    walk.do("case_archive") if walk.open_to("case_archive") else None
    assert replay_case(walk.entries) == walk.case


def test_the_same_source_can_be_dismissed_at_once() -> None:
    walk = Walk()
    case = walk.do("dismiss", **SOURCE)
    assert case.stage is CaseStage.DECLINED
    assert case.ticket_numbers == ("20220905100001",)
