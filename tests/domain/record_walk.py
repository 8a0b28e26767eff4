"""Records of every kind that wander: any step that is offered, at any time, with complete values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hotline_desktop.domain.records.engine import offers, take
from hotline_desktop.domain.records.fields import Kind
from hotline_desktop.domain.records.steps import Record, RuleContext, Step
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS
from hotline_desktop.domain.supervision.talks import TALK_STEPS, Talk
from hotline_desktop.domain.terms.errors import Blocker, StepRefused
from hotline_desktop.domain.ticket.steps.catalogue import STEPS
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import TimeRules
from tests.domain import case_walk, ticket_walk
from tests.domain.office_year import CALENDAR, at

TALK_COMPLETE: Mapping[str, Mapping[str, object]] = {
    "talk_propose": {"unit": "城管中队", "ground": "推诿敷衍或不作为", "evidence": "逾期退单两次"},
    "talk_decide": {"leader": "周卫民", "decision": "同意", "opinion": "约谈"},
    "talk_notify": {"talk_at": "2022-12-01 09:00", "place": "三楼", "attendants": "沈强", "demands": "说明情况"},
    "talk_hold": {"content": "说明经过", "promise": "立即整改", "improve_by": "2022-12-31"},
    "talk_follow_up": {"finding": "已整改", "result": "已整改"},
}
AGAIN = {"verdict": "退回再处置", "problem": "不到位", "note": "仍有意见"}
# Other words that turn a walk into its side ways, by step; one of them is drawn beside the complete values.
TURNS: Mapping[str, tuple[Mapping[str, object], ...]] = {
    "review": ({}, {"handled": "否", **AGAIN}),
    "callback": ({}, AGAIN),
    "return_decision": ({"late_reason": "确非其职能"}, {"decision": "不同意", "refusal": "属其职责"}),
    "dispatch": ({"unit": "新海村", "note": "协调", "no_contact_reason": "急"}, {"unit": "供电所", "note": "协调"}),
    "site_check": ({}, {"result": "核实不符"}),
    "case_callback": ({}, {"result": "核实不符"}),
    "instruct": ({}, {"decision": "不同意"}),
    "escalate": (
        {},
        {"method": "现场督办", "hard": "须到现场"},
        {"method": "领导派单督办", "condition": "疑难或职能交叉"},
        {"method": "专题会议督办", "meeting_condition": "重大问题"},
    ),
    "open_case": ({}, {"method": "现场督办", "hard": "须到现场"}),
    "talk_follow_up": ({}, {"result": "未整改到位"}),
}


@dataclass(frozen=True)
class Sort:
    """One kind of record: where it begins, its steps, what completes them."""

    name: str
    blank: Record
    steps: tuple[Step[Any], ...]
    start: str
    complete: Mapping[str, Mapping[str, object]]


SORTS = (
    Sort("工单", Ticket(), STEPS, "register", ticket_walk.COMPLETE),
    Sort("督办件", SupervisionCase(), CASE_STEPS, "open_case", case_walk.COMPLETE),
    Sort("约谈", Talk(), TALK_STEPS, "talk_propose", TALK_COMPLETE),
)


@dataclass
class Wandering:
    """A record on its way; ``take`` keeps what the rules let pass and tells what they refuse."""

    sort: Sort
    random: Random
    now: datetime = field(default_factory=lambda: at("2022-09-05 09:00"))
    record: Any = None

    def __post_init__(self) -> None:
        self.record = self.sort.blank
        self.take(next(step for step in self.sort.steps if step.id == self.sort.start))

    @property
    def context(self) -> RuleContext:
        numbers = {**ticket_walk.NUMBERS, "case": case_walk.NUMBER, "file": case_walk.FILE_NUMBER}
        return RuleContext(self.now, "王芳", CALENDAR, TimeRules(), numbers)

    def offered(self) -> list[Step[Any]]:
        """What may be taken now; the steps that lead on stand there three times."""
        allowed = [offer.step for offer in offers(self.record, self.context, self.sort.steps) if offer.allowed]
        return [*allowed, *(step for step in allowed if step.advances for _ in range(2))]

    def values(self, step: Step[Any]) -> dict[str, object]:
        """Complete values of a step, a side way drawn among them."""
        base = step.corrects[0] if step.corrects else step.id
        turn = self.random.choice(TURNS.get(base, ({},)))
        known = {field.key for field in step.fields}
        given = {**self.sort.complete.get(base, {}), **turn, "why_corrected": "写错了"}
        return {key: value for key, value in given.items() if key in known}

    def take(self, step: Step[Any], **values: object) -> tuple[Blocker, ...]:
        """Takes the step, or says why not."""
        try:
            self.record, _entry = take(step, self.record, {**self.values(step), **values}, self.context)
        except StepRefused as refusal:
            return refusal.blockers
        return ()

    def wander(self, count: int, dates: bool = False) -> None:
        """So many tries; where ``dates``, times of the steps are drawn around now, too early and too late ones too."""
        for _ in range(count):
            self.now += timedelta(minutes=self.random.choice((0, 7, 60, 60 * 5, 60 * 24)))
            steps = self.offered()
            if not steps:
                return
            step = self.random.choice(steps)
            self.take(step, **(self.drawn(step) if dates else {}))

    def drawn(self, step: Step[Any]) -> dict[str, object]:
        """A time for some of the step's times."""
        found: dict[str, object] = {}
        for each in step.fields:
            if each.kind in (Kind.MOMENT, Kind.DAY) and self.random.random() < 0.4:
                moment = self.now + timedelta(hours=self.random.randint(-60, 6))
                found[each.key] = moment if each.kind is Kind.MOMENT else moment.date()
        return found


def day(moment: date) -> date:
    """The day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment
