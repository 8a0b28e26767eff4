"""A case that goes its way in tests: steps with complete values, a clock that moves, the refusals it meets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from hotline_desktop.domain.records.engine import blockers, take
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.supervision.steps.records import CASE_ATTACH
from hotline_desktop.domain.terms.errors import Blocker, StepRefused
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.domain.time.deadline import TimeRules
from tests.domain.office_year import CALENDAR, at

NUMBER = "新城运督〔2022〕1号"
FILE_NUMBER = "新海督档〔2022〕1号"
RULES = TimeRules()

SOURCE: dict[str, Any] = {
    "trigger": "逾期未办结",
    "tickets": "20220905100001",
    "unit": "城管中队",
    "title": "新海路夜间施工扰民",
    "reason": "应于 2022-09-08 17:00 前办结，至今未办结",
}
ABOVE: dict[str, Any] = {
    **SOURCE,
    "trigger": "上级督办或媒体曝光",
    "source": "区电视台",
    "source_on": "2022-09-08",
    "source_text": "《夏令热线》报道新海路夜间施工",
}
COMPLETE: dict[str, dict[str, Any]] = {
    "propose": SOURCE,
    "open_case": {**SOURCE, "method": "电话督办"},
    "dismiss": {**SOURCE, "why": "单位已在期限内口头报告，登记有误"},
    "take_up": {"method": "电话督办"},
    "decline": {"why": "不属于本镇管辖"},
    "phone_call": {"called": "沈强", "demands": "三日内停工整改并答复市民"},
    "issue": {"issuer": "陈建国"},
    "deliver": {"receiver": "沈强"},
    "site_visit": {
        "place": "新海路120弄",
        "attendance": "城管中队沈强、城运中心王芳",
        "finding": "夜间仍在施工",
        "decision": "当日停工",
    },
    "request": {"leader": "周卫民", "proposal": "请责成限期整改"},
    "instruct": {"decision": "同意", "text": "请城管中队三日内办结"},
    "convene": {"meeting_at": "2022-10-12 14:00", "place": "镇政府三楼会议室", "host": "周卫民"},
    "meeting": {
        "attendance": "城管中队、规建办、城运中心",
        "minutes": "明确由城管中队牵头",
        "duties": "规建办配合核查许可",
    },
    "remind": {"told": "沈强", "note": "请抓紧反馈"},
    "case_extension": {
        "document": "关于延期办理的申请",
        "days": 5,
        "reason": "须等待噪声检测报告",
        "basis": "《噪声污染防治法》",
        "leader": "李伟",
    },
    "case_extension_decision": {"decision": "同意"},
    "report": {
        "fact": "属实",
        "demand": "符合政策法规",
        "outcome": "解决",
        "way": "电话",
        "grade": "满意",
        "points_facts": "夜间施工属实，有现场照片",
        "points_opinion": "已责令停工，依据噪声污染防治法",
        "report_problem": "市民反映夜间施工扰民",
        "report_facts": "施工单位夜间浇筑混凝土",
        "report_opinion": "责令停工并处罚",
        "report_answer": "已电话答复，市民满意",
        "handler": "沈强",
        "signed_by": "李伟",
    },
    "case_callback": {"grade": "满意", "result": "核实属实"},
    "site_check": {"place": "新海路120弄", "finding": "夜间已停工", "result": "核实属实"},
    "send_back": {"reason": "夜间仍有施工"},
    "escalate": {"method": "书面督办", "reason": "电话督办后仍未办结", "unsatisfied": True, "lawful": True},
    "case_close": {
        "conclusion": "已停工整改，市民满意",
        "decided_by": "周卫民",
        "decision_reason": "单位已在现场整改，工单按程序继续办理",
    },
    "case_archive": {},
    "add_tickets": {"tickets": "20220906100002", "why": "同一工地"},
    "amend_case": {"why": "补充情况"},
}


@dataclass
class Walk:
    """One case, its history and the time; every step lets ten minutes pass."""

    now: datetime = field(default_factory=lambda: at("2022-09-09 09:00"))
    case: SupervisionCase = field(default_factory=SupervisionCase)
    entries: list[Entry] = field(default_factory=list)
    tickets: tuple[Ticket, ...] = ()

    @property
    def context(self) -> RuleContext:
        numbers = MappingProxyType({"case": NUMBER, "file": FILE_NUMBER})
        known = {ticket.facts.number: ticket for ticket in self.tickets}
        return RuleContext(
            self.now,
            "王芳",
            CALENDAR,
            RULES,
            numbers,
            tickets=lambda asked: [known[number] for number in asked if number in known],
        )

    def do(self, step: str, **values: object) -> SupervisionCase:
        """Takes a step with complete values, changed by ``values``."""
        given = {**COMPLETE[step], **values}
        self.case, entry = take(CASE_STEPS_BY_ID[step], self.case, given, self.context)
        self.entries.append(entry)
        self.now += timedelta(minutes=10)
        return self.case

    def refused(self, step: str, **values: object) -> tuple[Blocker, ...]:
        """The blockers of a step that must not be possible; the case stays as it is."""
        before = self.case
        try:
            take(CASE_STEPS_BY_ID[step], self.case, {**COMPLETE[step], **values}, self.context)
        except StepRefused as refusal:
            assert self.case == before
            return refusal.blockers
        raise AssertionError(f"{step} was not refused")

    def open_to(self, step: str) -> bool:
        """Whether the step may be taken now."""
        return not blockers(CASE_STEPS_BY_ID[step], self.case, self.context)

    def attach(self, *kinds: str) -> None:
        """Files of these kinds are added to the case."""
        for kind in kinds:
            entry = Entry(CASE_ATTACH.id, self.now, "王芳", {"kind": kind, "name": "附件.jpg"}, recorded_at=self.now)
            self.case = CASE_ATTACH.apply(self.case, entry)
            self.entries.append(entry)

    def notified(self, method: str = "电话督办", **values: object) -> Walk:
        """Opens the case and tells the unit."""
        self.do("open_case", method=method, **values)
        if method == "电话督办":
            self.do("phone_call")
        else:
            self.do("issue")
            self.do("deliver")
        return self

    def checked(self) -> Walk:
        """The unit reports, the centre calls back and looks at the place."""
        self.do("report")
        self.do("case_callback")
        self.do("site_check")
        return self
