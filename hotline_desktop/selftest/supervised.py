"""A ticket of the self-test's own office goes up the whole ladder of supervision, and another one comes back.

They fill the papers that no ticket of the example office has.
"""

from __future__ import annotations

from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.selftest.bench import CLERK, SECOND_NUMBER, UNIT, Bench, expect
from hotline_desktop.system.clock import now

_SOURCE: dict[str, object] = {
    "trigger": "上级督办或媒体曝光",
    "tickets": SECOND_NUMBER,
    "unit": UNIT,
    "title": "新海路120弄夜间施工扰民",
    "reason": "媒体报道后须从速核实",
    "source": "区电视台",
    "source_on": "2022-09-08",
    "source_text": "报道新海路夜间施工",
    "method": SupervisionMethod.PHONE.value,
}
_UNSOLVED: dict[str, object] = {"unsatisfied": True, "lawful": True, "reason": "督办后仍未解决，市民不满意"}
_REPORT: dict[str, object] = {
    "fact": "属实",
    "demand": "符合政策法规",
    "outcome": "未解决",
    "way": "电话",
    "grade": "不满意",
    "points_facts": "夜间施工属实，有现场照片",
    "points_opinion": "已要求停工整改",
    "report_problem": "市民反映夜间施工扰民",
    "report_facts": "施工单位夜间浇筑混凝土",
    "report_opinion": "责令停工",
    "report_answer": "已电话答复，市民仍有意见",
    "handler": "毛琳",
    "signed_by": "李伟",
}
_LADDER: tuple[tuple[str, dict[str, object]], ...] = (
    ("phone_call", {"called": "毛琳", "demands": "三日内停工整改并答复市民"}),
    ("report", _REPORT),
    ("escalate", {**_UNSOLVED, "method": SupervisionMethod.ON_SITE.value, "hard": "工地与小区的界线要现场核实"}),
    (
        "site_visit",
        {"place": "新海路120弄", "attendance": "海虹居委毛琳", "finding": "夜间仍在施工", "decision": "当日停工"},
    ),
    ("escalate", {**_UNSOLVED, "method": SupervisionMethod.LEADER.value, "condition": "市民不满意或应解决未解决"}),
    ("request", {"leader": "周卫民", "matter": "现场督办后仍夜间施工", "proposal": "请责成限期整改"}),
    ("instruct", {"decision": "同意", "text": "请三日内办结"}),
    ("issue", {"issuer": "陈建国"}),
    ("deliver", {"receiver": "毛琳"}),
    (
        "case_extension",
        {
            "document": "关于延期办理的申请",
            "days": 5,
            "reason": "须等待噪声检测报告",
            "basis": "《中华人民共和国噪声污染防治法》",
            "leader": "李伟",
        },
    ),
    ("case_extension_decision", {"decision": "同意"}),
    ("report", _REPORT),
    ("escalate", {**_UNSOLVED, "method": SupervisionMethod.MEETING.value, "meeting_condition": "特殊复杂问题"}),
    ("request", {"leader": "周卫民", "matter": "多次督办未能解决", "proposal": "请召开专题会议"}),
    ("instruct", {"decision": "同意", "text": "请召开专题会议研究"}),
    (
        "convene",
        {"place": "镇政府三楼会议室", "host": "周卫民", "units": "海虹居委、城管中队", "topic": "夜间施工的整改"},
    ),
    (
        "meeting",
        {"attendance": "海虹居委、城管中队", "minutes": "明确由海虹居委牵头", "duties": "城管中队配合夜间巡查"},
    ),
)
_STATEMENT = {
    "process": "已更换灯泡三只，电话答复市民",
    "why": "市民认为修复太慢",
    "next_steps": "每月巡查一次路灯",
    "leader": "李伟",
}


def ladder(bench: Bench) -> str:
    """From the call to the meeting; what the unit says about a citizen who is not satisfied."""
    office, ticket = bench.office, bench.office.tickets.find(SECOND_NUMBER)
    office.tickets.do(ticket, "first_contact", {}, CLERK)
    office.tickets.do(ticket, "dispatch", {"unit": UNIT}, CLERK)
    case_id = office.supervision.start("open_case", _SOURCE, CLERK).id
    for step, values in _LADDER:
        moment = {"meeting_at": now()} if step == "convene" else {}
        office.supervision.do(case_id, step, {**values, **moment}, CLERK)
    expect(office.supervision.detail(case_id).case.method, SupervisionMethod.MEETING, "督办方式")
    office.tickets.do(bench.ticket(), "upper_callback", {"office": "市热线办", "grade": "不满意"}, CLERK)
    office.tickets.do(bench.ticket(), "unsatisfied_statement", _STATEMENT, CLERK)
    office.tickets.do(bench.ticket(), "unsatisfied_filing", {"decision": "准予备案"}, CLERK)
    return f"督办 {len(_LADDER)} 步，从电话督办到专题会议"
