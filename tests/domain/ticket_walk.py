"""A ticket that is walked through the rules: a clock that a test sets, and values that make each step complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hotline_desktop.domain.records.engine import take
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.terms.errors import Blocker, StepRefused
from hotline_desktop.domain.ticket.history import replay
from hotline_desktop.domain.ticket.kind import TICKETS
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.domain.time.deadline import TimeRules
from tests.domain.office_year import CALENDAR, at

NUMBER = "20220905100001"
NUMBERS = {
    "transfer": "新热转〔2022〕1号",
    "return": "新热退〔2022〕1号",
    "extension": "新热延〔2022〕1号",
    "unfounded": "新热备〔2022〕1号",
    "unsatisfied": "新热说〔2022〕1号",
}
SIGNED = {"leader": "李伟"}
# What makes a step complete where a test does not say otherwise.
COMPLETE: Mapping[str, Mapping[str, object]] = {
    "register": {"number": NUMBER, "level": "一般", "content": "新海路120弄路灯不亮", "phones": "13800010001"},
    "first_contact": {"note": "路灯共三盏"},
    "exempt": {"exemption": "无需联系", "decided_by": "王芳", "note": "诉求人要求不再来电"},
    "lift_exemption": {"why": "诉求人又要求回复"},
    "dispatch": {"unit": "城管中队"},
    "return_request": {
        "reason": "非本单位职能",
        "detail": "路灯由供电所维护",
        "duty": "三定方案第三条",
        "suggested_unit": "供电所",
        **SIGNED,
    },
    "return_decision": {"decision": "同意"},
    "joint_verification": {"why": "涉及路灯和绿化", "lead": "李伟", **SIGNED},
    "joint_units": {"co_units": "绿化所、供电所", "division": "绿化所修枝，供电所换灯"},
    "extension_request": {"days": 5, "reason": "灯杆须定制", "basis": "《城市照明管理规定》", **SIGNED},
    "extension_decision": {"decision": "同意"},
    "unfounded_statement": {
        "complaint": "路灯不亮",
        "checked_how": "当晚两次到现场",
        "evidence": "路灯正常，有照片",
        "conclusion": "反映情况不属实",
        "answer": "已当面说明",
        **SIGNED,
    },
    "unfounded_filing": {"decision": "准予备案"},
    "answer": {"way": "电话", "recording": "LY001", "content": "已更换灯泡"},
    "explain": {"way": "电话", "reasons": "没有政策依据"},
    "satisfaction": {"grade": "满意"},
    "illegal_building": {
        "owner": "户主某某",
        "address": "新海路120弄1号",
        "built": "2019年3月",
        "area": "36",
        "lawful": "不合法",
        "next_step": "限期自拆",
    },
    "result": {"handling": "更换灯泡", "fact": "属实", "demand": "符合政策法规", "resolution": "实际解决"},
    "review": {"answered": "是", "handled": "是", "verdict": "通过"},
    "callback": {
        "efficiency": "满意",
        "attitude": "满意",
        "outcome": "满意",
        "overall": "满意",
        "matches": "是",
        "verdict": "通过",
    },
    "redo": {"reason": "灯又不亮"},
    "upper_return": {"office": "市热线办", "reason": "市民再次来电，路灯又不亮"},
    "platform_close": {"operator": "沈强"},
    "upper_callback": {"office": "市热线办", "grade": "不满意"},
    "unsatisfied_statement": {"process": "已换灯", "why": "换得慢", "next_steps": "加强巡查", **SIGNED},
    "unsatisfied_filing": {"decision": "准予备案"},
    "settle_answer": {"within_day": "是", "why": "传真回执上有答复时间"},
    "change_level": {"level": "疑难", "why": "须协调多方"},
    "amend": {"why": "补充登记"},
    "merge": {"main_number": "20220905100002", "why": "同一来电登记了两次"},
    "split": {"why": "不是同一件事"},
    "repeat_confirm": {"numbers": "20220801100001、20220701100001", "evidence": "同一电话、同一路灯"},
    "repeat_rule_out": {"numbers": "20220801100001", "why": "不是同一处"},
}
_SHORT = 20  # a history is replayed whole after each of so many steps, a longer one from the step before


@dataclass
class Walk:
    """One ticket with its history. ``do`` takes a step at ``now`` and moves the clock on by nothing."""

    now: datetime = field(default_factory=lambda: at("2022-09-05 09:00"))
    by: str = "王芳"
    rules: TimeRules = field(default_factory=TimeRules)
    ticket: Ticket = field(default_factory=Ticket)
    history: list[Entry] = field(default_factory=list)

    @property
    def context(self) -> RuleContext:
        return RuleContext(self.now, self.by, CALENDAR, self.rules, NUMBERS)

    def do(self, step: str, when: str = "", **values: object) -> Ticket:
        """Takes a step, with complete values where the test gives no other."""
        if when:
            self.now = at(when)
        raw = {**COMPLETE.get(step.removeprefix("correct_"), {}), **values}
        if step.startswith("correct_"):
            raw = {"why_corrected": "写错了", **values}
        before = self.ticket
        self.ticket, entry = take(STEPS_BY_ID[step], before, raw, self.context)
        self.history.append(entry)
        short = len(self.history) <= _SHORT
        assert (replay(self.history) if short else replay([entry], since=before)) == self.ticket
        return self.ticket

    def refused(self, step: str, when: str = "", **values: object) -> tuple[Blocker, ...]:
        """Why a step is refused; the ticket stays what it was."""
        before, entries = self.ticket, len(self.history)
        try:
            self.do(step, when, **values)
        except StepRefused as refusal:
            assert (self.ticket, len(self.history)) == (before, entries)
            return refusal.blockers
        raise AssertionError(f"{step} was not refused")

    def open_to(self, step: str) -> bool:
        """Whether the step may be taken now, given complete values."""
        return next(offer.allowed for offer in TICKETS.offers(self.ticket, self.context) if offer.step.id == step)

    def up_to(self, step: str, **values: Any) -> Ticket:
        """Walks the ordinary way until ``step`` was taken; ``values`` belong to that step."""
        for each in ORDINARY:
            if each not in {entry.step for entry in self.history}:
                self.do(each, **(values if each == step else {}))
            if each == step:
                return self.ticket
        raise AssertionError(f"{step} is not on the ordinary way")


ORDINARY = (
    "register",
    "first_contact",
    "dispatch",
    "accept",
    "answer",
    "satisfaction",
    "result",
    "review",
    "callback",
    "close",
    "sheet_back",
    "platform_close",
    "archive",
)


def said(blockers: tuple[Blocker, ...]) -> str:
    """The messages in one line."""
    return "；".join(blocker.message for blocker in blockers)


def refs(blockers: tuple[Blocker, ...]) -> set[str]:
    """The clauses that the blockers name."""
    return {blocker.clause.ref for blocker in blockers}
