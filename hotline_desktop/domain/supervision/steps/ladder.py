"""督办方式 as a ladder: what each rung asks for, going up, and back to the unit. 督办二（二）1-5."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, Prominence, RuleContext
from hotline_desktop.domain.supervision.case import OPEN_STAGES, CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.fields import LIMIT_DAYS
from hotline_desktop.domain.supervision.options import LADDER, LeaderCondition, MeetingCondition
from hotline_desktop.domain.supervision.steps.model import OPENING, TELLING, CaseStep, at_least_one_day
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.domain.ticket.ticket import Entry

EARLIER_BEFORE_MEETING = 2


def _when(method: SupervisionMethod) -> tuple[str, frozenset[str]]:
    return "method", frozenset((method.value,))


_WRITTEN = _when(SupervisionMethod.WRITTEN)

# What each rung asks for; only the fields of the chosen method are shown.


METHOD = Field("method", "督办方式", Kind.CHOICE, required=True, options=SupervisionMethod)
UNSATISFIED = Field("unsatisfied", "市民仍不满意或仍未办结", Kind.YES_NO, shown_when=_WRITTEN, clause=Clause.BY_NOTICE)
LAWFUL = Field("lawful", "诉求合理合法", Kind.YES_NO, shown_when=_WRITTEN, clause=Clause.BY_NOTICE)
EARLIER_CALL = Field(
    "earlier_call",
    "此前的电话督办",
    Kind.LONG_TEXT,
    shown_when=_WRITTEN,
    hint="何时、对谁、提了什么要求；本件已登记电话督办的不填",
    clause=Clause.BY_NOTICE,
)


DIRECT_REASON = Field(
    "direct_reason",
    "直接书面督办的理由",
    Kind.LONG_TEXT,
    shown_when=_WRITTEN,
    hint="只有上级督办、媒体曝光、领导批示的事项可以不经电话督办",
    clause=Clause.BY_NOTICE,
)


LEADER_CONDITION = Field(
    "condition",
    "报领导派单的情形",
    Kind.CHOICE,
    required=True,
    options=LeaderCondition,
    shown_when=_when(SupervisionMethod.LEADER),
    clause=Clause.BY_LEADER,
)


MEETING_CONDITION = Field(
    "meeting_condition",
    "须开专题会议的情形",
    Kind.CHOICE,
    required=True,
    options=MeetingCondition,
    shown_when=_when(SupervisionMethod.MEETING),
    clause=Clause.BY_MEETING,
)
METHOD_FIELDS = (
    METHOD,
    UNSATISFIED,
    LAWFUL,
    EARLIER_CALL,
    DIRECT_REASON,
    Field(
        "hard",
        "需现场核实解决的疑难复杂之处",
        Kind.LONG_TEXT,
        required=True,
        shown_when=_when(SupervisionMethod.ON_SITE),
        clause=Clause.ON_SITE,
    ),
    LEADER_CONDITION,
    MEETING_CONDITION,
    LIMIT_DAYS,
)


def method_defaults(_case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    """The office's usual limit."""
    return {LIMIT_DAYS.key: context.supervision_days}


def method_blockers(case: SupervisionCase, values: Values, now: datetime) -> tuple[Blocker, ...]:
    """What the chosen rung still asks for. ``case`` knows its trigger and what was done before. 督办二（二）."""
    method = SupervisionMethod(METHOD.needed(values))
    found = list(at_least_one_day(values, Clause.NOTICE_SENT))
    if method is SupervisionMethod.WRITTEN:
        found.extend(_written_blockers(case, values))
    finished = case.ways_finished(now)
    if method is SupervisionMethod.MEETING and finished < EARLIER_BEFORE_MEETING:
        counted = "单位已反馈或时限已过的才算，同一方式只算一次"
        counted_text = f"（至少 {EARLIER_BEFORE_MEETING} 次）未能解决，现有 {finished} 次（{counted}）"
        found.append(Blocker(Clause.BY_MEETING, f"专题会议督办须先经多次督办{counted_text}", METHOD.key))
    return tuple(found)


def _written_blockers(case: SupervisionCase, values: Values) -> list[Blocker]:
    if DIRECT_REASON.of(values):
        if case.from_above:
            return []
        message = "只有上级督办、媒体曝光、领导批示的事项可以直接书面督办"
        return [Blocker(Clause.BY_NOTICE, message, DIRECT_REASON.key)]
    found = []
    if not case.calls and not EARLIER_CALL.of(values):
        also = "；或写明直接书面督办的理由" if case.from_above else ""
        message = f"书面督办须先经电话督办：请写明此前的电话督办，或先办电话督办{also}"
        found.append(Blocker(Clause.BY_NOTICE, message, EARLIER_CALL.key))
    if not UNSATISFIED.of(values):
        found.append(Blocker(Clause.BY_NOTICE, "经电话督办市民仍不满意的，才书面督办", UNSATISFIED.key))
    if not LAWFUL.of(values):
        found.append(Blocker(Clause.BY_NOTICE, "诉求合理合法的，才书面督办", LAWFUL.key))
    return found


ORDERED_BY = Field(
    "ordered_by",
    "要求用此方式的领导",
    limit=40,
    hint="再用同一方式，或改用较低的方式时填写，例如会议以后领导要求到现场督办",
)


def _check_escalate(case: SupervisionCase, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    """R10: the ladder rises; the same or a lower rung again only where a named leader wants it, with the reason."""
    method = SupervisionMethod(METHOD.needed(values))
    rung, now = LADDER.index(method), case.rung
    if rung <= now and not ORDERED_BY.of(values):
        again = "；核实不符的用“退回重新办理”" if rung == now else ""
        message = f"已经{LADDER[now]}，督办方式往上走：再用“{method}”的，须写明是哪位领导要求的{again}"
        return (Blocker(Clause.RECORD, message, ORDERED_BY.key),)
    received = case.measure.received_at is not None
    if not received and method is case.method and case.stage is not CaseStage.TO_REQUEST:
        return (Blocker(Clause.RECORD, f"现在就是“{method}”", METHOD.key),)
    return method_blockers(case, values, context.now)


_ASKED = ("request", "instruct", "issue", "convene", "case_extension", "case_extension_decision")
ESCALATE = CaseStep(
    id="escalate",
    label="上升督办方式",
    clause=Clause.RECORD,
    actor=Actor.CENTER,
    stages=OPEN_STAGES,
    fields=(*METHOD_FIELDS, Field("reason", "上升的原因", Kind.LONG_TEXT, required=True), ORDERED_BY),
    checks=_check_escalate,
    defaults=method_defaults,
    apply=lambda case, entry: case.begun(SupervisionMethod(METHOD.of(entry)), entry),
    builds_on=(*OPENING, *TELLING, *_ASKED, "report", "case_callback", "site_check"),
    prominence=Prominence.ASIDE,
)


def failed_gate(case: SupervisionCase) -> Blocker | None:
    """R13: only what the centre's check did not confirm goes back. 督办二（三）3."""
    if case.measure.failed:
        return None
    return Blocker(Clause.NOTICE_VERIFIED, "回访或现场核实结论为“核实不符”的，才退回重新办理")


_AGAIN_STAGES = {
    SupervisionMethod.PHONE: CaseStage.TO_CALL,
    SupervisionMethod.WRITTEN: CaseStage.TO_ISSUE,
    SupervisionMethod.ON_SITE: CaseStage.TO_VISIT,
    SupervisionMethod.LEADER: CaseStage.TO_ISSUE,
    SupervisionMethod.MEETING: CaseStage.TO_MEET,
}


def _apply_send_back(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    """The same method once more; what the leader ordered stands."""
    earlier = case.measure
    begun = case.begun(case.method, entry).with_measure(standing_order=(earlier.request, earlier.instruction))
    return replace(begun, stage=_AGAIN_STAGES[case.method])


SEND_BACK = CaseStep(
    id="send_back",
    label="退回重新办理",
    clause=Clause.NOTICE_VERIFIED,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.TO_VERIFY,)),
    fields=(Field("reason", "退回原因", Kind.LONG_TEXT, required=True), LIMIT_DAYS),
    occasion=failed_gate,
    checks=lambda _case, values, _context: at_least_one_day(values, Clause.NOTICE_SENT),
    defaults=method_defaults,
    apply=_apply_send_back,
    builds_on=("case_callback", "site_check"),
    advances=True,
    awaited=lambda case: case.stage is CaseStage.TO_VERIFY and case.measure.failed,
)
