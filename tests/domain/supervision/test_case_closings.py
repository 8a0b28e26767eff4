"""What keeps a supervised matter from ending while something of it is not settled. 督办二（三）2-3."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from hotline_desktop.domain.papers.catalogue import CASE_PAPERS
from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.reminders import reminders
from tests.domain import ticket_walk
from tests.domain.case_walk import COMPLETE, Walk
from tests.domain.office_year import CALENDAR, at
from tests.domain.record_walk import SORTS, Wandering
from tests.domain.ticket_walk import NUMBER, refs, said

NOBODY_DECIDED = {"decided_by": "", "decision_reason": ""}
UNSOLVED = {"outcome": "未解决", "grade": "不满意"}


def about(step: str, **result: object) -> Walk:
    """A case about a ticket that has come as far as ``step``."""
    ticket = ticket_walk.Walk()
    ticket.up_to("accept")
    if result.pop("waived", False):
        ticket.do("exempt")
    ticket.up_to(step, **(result if step == "result" else {}))
    return Walk(tickets=(ticket.ticket,))


# -- 结案 --------------------------------------------------------------------------------------------------------


def test_r13_closing_says_what_becomes_of_each_ticket() -> None:
    walk = about("close").notified().checked()
    assert "没有写工单" in said(walk.refused("case_close", fates="办完了"))
    case = walk.do("case_close", **NOBODY_DECIDED)
    assert case.stage is CaseStage.CLOSED and walk.entries[-1].values["fates"] == f"{NUMBER} 已结案"


def test_r13_a_ticket_that_the_unit_has_not_finished_needs_a_leader_with_a_reason() -> None:
    walk = about("accept").notified().checked()
    blockers = walk.refused("case_close", **NOBODY_DECIDED)
    assert [b.field for b in blockers] == ["decided_by"] and refs(blockers) == {"督办二（三）3"}
    assert [b.field for b in walk.refused("case_close", decision_reason="")] == ["decision_reason"]
    walk.do("case_close")
    assert walk.entries[-1].values["fates"] == f"{NUMBER} 按程序继续办理"


def test_r13_a_ticket_that_was_merged_is_settled_where_its_main_one_is() -> None:
    main, merged = ticket_walk.Walk(), ticket_walk.Walk()
    main.up_to("accept")
    main.ticket = main.ticket.with_facts(number="20220905100002")
    merged.up_to("accept")
    merged.do("merge", main_number="20220905100002")
    walk = Walk(tickets=(merged.ticket, main.ticket)).notified().checked()
    assert "20220905100002 单位还没有办结" in said(walk.refused("case_close", **NOBODY_DECIDED))
    walk.tickets = (merged.ticket, replace(main.ticket, stage=Stage.CLOSED))
    walk.do("case_close", **NOBODY_DECIDED)
    assert walk.entries[-1].values["fates"] == f"{NUMBER} 已并入 20220905100002，已结案"


@pytest.mark.parametrize("heard", [{"grade": "不满意"}, {"grade": "满意"}])
def test_r13_a_lawful_matter_unsolved_with_an_unsatisfied_citizen_does_not_end_by_a_note(heard: dict[str, str]) -> None:
    walk = about("close")
    walk.notified()
    walk.do("report", **UNSOLVED, changed="是", reanswered_at=walk.now, reanswer="电话", resolution="未解决")
    walk.do("case_callback", **heard)
    walk.do("site_check")
    assert "市民又不满意" in said(walk.refused("case_close", **NOBODY_DECIDED))
    assert walk.open_to("escalate")
    assert walk.do("case_close").stage is CaseStage.CLOSED


def test_r13_a_failed_site_check_stands_until_the_unit_worked_on_it_again() -> None:
    walk = about("close").notified()
    walk.do("report")
    walk.do("case_callback")
    walk.do("site_check", result="核实不符")
    walk.do("site_check", result="核实属实")
    assert "核实不符" in said(walk.refused("case_close"))
    walk.do("send_back")
    walk.do("phone_call")
    assert not walk.open_to("case_close")
    assert walk.checked().do("case_close").stage is CaseStage.CLOSED


# -- 回访 --------------------------------------------------------------------------------------------------------


def test_r13_a_citizen_who_can_be_reached_is_called_back() -> None:
    walk = about("close").notified()
    walk.do("report")
    exempt = {"reach": "免联系", "exempt_reason": "不必打扰"}
    blockers = walk.refused("case_callback", **exempt)
    assert [b.field for b in blockers] == ["reach"] and NUMBER in said(blockers)


def test_r13_a_citizen_whose_ticket_waives_contact_is_not_called_back() -> None:
    walk = about("close", waived=True).notified()
    walk.do("report")
    walk.do("case_callback", reach="免联系", exempt_reason="工单已登记免联")
    walk.do("site_check")
    assert walk.do("case_close").stage is CaseStage.CLOSED


def test_r13_unsatisfied_beside_a_report_of_satisfied_is_told() -> None:
    walk = about("close").notified()
    walk.do("report", grade="满意")
    assert [b.field for b in walk.refused("case_callback", grade="不满意")] == ["note"]
    walk.do("case_callback", grade="不满意", note="嫌时间长，事情已解决")
    assert not walk.case.measure.failed


# -- 办理结果变更 -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ticket", "report"),
    [
        ({"resolution": "实际解决"}, {"outcome": "未解决"}),
        ({"resolution": "实际解决"}, {"outcome": "部分解决"}),
        ({"resolution": "未解决"}, {"outcome": "解决"}),
        ({"resolution": "解释说明"}, {"outcome": "解决"}),
        ({"resolution": "实际解决"}, {"fact": "不属实"}),
        ({"resolution": "实际解决"}, {"demand": "诉求过高"}),
    ],
)
def test_r12_a_result_that_differs_from_the_tickets_is_answered_to_the_citizen_again(
    ticket: dict[str, object], report: dict[str, object]
) -> None:
    own = ticket_walk.Walk()
    own.up_to("answer")
    own.do("explain")
    own.up_to("result", **ticket)
    walk = Walk(tickets=(own.ticket,)).notified()
    blockers = walk.refused("report", **report)
    assert {b.field for b in blockers} == {"changed"} and refs(blockers) == {"督办二（三）2"}
    answered = {**report, "changed": "是", "reanswered_at": walk.now, "reanswer": "电话重新答复"}
    assert [b.field for b in walk.refused("report", **answered)] == ["resolution"]
    against = "实际解决" if report.get("outcome") == "未解决" else "未解决"
    if report.get("outcome", "解决") in ("未解决", "解决"):
        assert "互相矛盾" in said(walk.refused("report", **answered, resolution=against))
    assert walk.do("report", **answered, resolution="解释说明").report is not None


def test_r12_the_same_result_in_other_words_asks_for_no_new_answer() -> None:
    own = ticket_walk.Walk()
    own.up_to("answer")
    own.do("explain")
    own.up_to("result", resolution="解释说明")
    walk = Walk(tickets=(own.ticket,)).notified()
    assert walk.do("report", outcome="不应解决").report is not None


# -- 纳入督办的时间 -----------------------------------------------------------------------------------------------


def test_r16_3_a_matter_taken_up_on_paper_is_dated_by_the_paper() -> None:
    walk = about("close")
    values = {**COMPLETE["open_case"], "event": "2022-09-08 17:00"}
    assert "案源发生时间" in said(walk.refused("open_case", **values, taken_at="2022-09-08 16:00"))
    assert "晚于现在" in said(walk.refused("open_case", taken_at="2022-09-30 09:00"))
    case = walk.do("open_case", **values, taken_at="2022-09-08 18:00")
    assert case.opened_at == at("2022-09-08 18:00")
    assert "早于" in said(walk.refused("phone_call", at="2022-09-08 17:30"))
    walk.do("phone_call", at="2022-09-08 18:10")


# -- 专题会议、约谈 ------------------------------------------------------------------------------------------------


def test_r10_5_one_way_again_and_again_is_no_repeated_supervision() -> None:
    walk = about("accept").notified()
    walk.do("report")
    walk.do("case_callback", result="核实不符")
    walk.do("send_back")
    walk.do("phone_call")
    walk.do("report")
    meeting = {"method": "专题会议督办", "meeting_condition": "重大问题"}
    assert "现有 1 次" in said(walk.refused("escalate", **meeting))
    walk.do("escalate")
    walk.do("issue")
    walk.do("deliver")
    walk.do("report")
    assert walk.do("escalate", **meeting).stage is CaseStage.TO_REQUEST


def test_r15_what_was_found_wanting_is_looked_at_again_on_a_later_day() -> None:
    talk = next(sort for sort in SORTS if sort.name == "约谈")
    wandering = Wandering(talk, Random(1))
    steps = {step.id: step for step in talk.steps}
    for step in ("talk_decide", "talk_notify"):
        assert wandering.take(steps[step]) == ()
    wandering.now = at("2022-12-01 09:00")
    assert wandering.take(steps["talk_hold"]) == ()
    wanting = {"result": "未整改到位", "finding": "仍未整改"}
    assert wandering.take(steps["talk_follow_up"], **wanting) == ()
    (refused,) = wandering.take(steps["talk_follow_up"], result="已整改")
    assert refused.field == "checked_on" and "核查日期应在其后" in refused.message
    wandering.now = at("2022-12-05 09:00")
    assert wandering.take(steps["talk_follow_up"], result="已整改") == ()


def test_r10_1_a_failed_review_reminds_of_the_call() -> None:
    ticket = ticket_walk.Walk()
    ticket.up_to("result")
    ticket.do("review", handled="否", verdict="退回再处置", problem="没有到现场")
    found = reminders(ticket.ticket, ticket.now, CALENDAR, ticket.rules)
    assert [(each.clause.ref, "电话督办" in each.message) for each in found] == [("督办二（二）1", True)]


def test_r1_4_a_ticket_nobody_takes_on_is_reminded_of_after_half_a_working_day() -> None:
    ticket = ticket_walk.Walk(now=at("2022-09-05 09:10"))
    ticket.up_to("dispatch")
    assert reminders(ticket.ticket, at("2022-09-05 14:10"), CALENDAR, ticket.rules) == ()
    (found,) = reminders(ticket.ticket, at("2022-09-05 14:11"), CALENDAR, ticket.rules)
    assert "还没有接单" in found.message and found.clause.ref == "规范一（一）2"


def test_no_request_for_more_time_goes_out_to_be_filled_in_once_the_case_is_closed() -> None:
    walk = about("close").notified().checked()
    standing = CASE_PAPERS[PaperKind.CASE_EXTENSION].standing
    assert standing(walk.case, "待填") == ()
    (refused,) = standing(walk.do("case_close", **NOBODY_DECIDED), "待填")
    assert "已经结案，不能再提出" in refused.message
