"""Visits, the leader's order and meetings: each leaves its record and paper. 督办二（二）3-5."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.entries import DECISION
from hotline_desktop.domain.records.fields import Field, Kind, Tense, Values
from hotline_desktop.domain.records.order import before
from hotline_desktop.domain.records.steps import Actor, OnPaper, RuleContext
from hotline_desktop.domain.supervision.case import CaseStage, SupervisionCase
from hotline_desktop.domain.supervision.fields import LEADER_LIMIT, LIMIT_DAYS, NOTIFIED_ON
from hotline_desktop.domain.supervision.steps.ladder import LEADER_CONDITION, MEETING_CONDITION
from hotline_desktop.domain.supervision.steps.model import (
    OPENING,
    CaseStep,
    at_least_one_day,
    clock_facts,
    days_of,
    entry_days,
)
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Decision, SupervisionMethod
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.ticket import Entry


def _decide_held(case: SupervisionCase, values: Values, context: RuleContext) -> Values:
    moment = HELD_AT.needed(values)
    return clock_facts(moment, days_of(values, case), context, case)


def _apply_held(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    return case.with_unit_notified(entry, record=entry, limit_days=entry_days(entry, case))


HELD_AT = Field("at", "到场时间", Kind.MOMENT, required=True)


SITE = Field("place", "地点", required=True, limit=120)
ATTENDANCE = Field("attendance", "到场单位和人员", Kind.LONG_TEXT, required=True)
FINDING = Field("finding", "现场核实情况", Kind.LONG_TEXT, required=True)
AGREED = Field("decision", "商定的处理意见", Kind.LONG_TEXT, required=True)
SITE_VISIT = CaseStep(
    id="site_visit",
    label="现场督办",
    clause=Clause.ON_SITE,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.TO_VISIT,)),
    fields=(
        HELD_AT,
        SITE,
        ATTENDANCE,
        FINDING,
        AGREED,
        LIMIT_DAYS,
    ),
    checks=lambda _case, values, _context: at_least_one_day(values, Clause.ON_SITE),
    defaults=lambda case, context: {HELD_AT.key: context.now, LIMIT_DAYS.key: case.limit_days},
    decide=_decide_held,
    apply=_apply_held,
    happened="at",
    builds_on=OPENING,
    advances=True,
    paper=OnPaper(PaperKind.SITE_RECORD),
    awaited=lambda case: case.stage is CaseStage.TO_VISIT,
)


def _request_defaults(case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    opened = case.measure.opened
    condition = (LEADER_CONDITION.of(opened) or MEETING_CONDITION.of(opened)) if opened else ""
    return {REQUESTED_ON.key: context.now, MATTER.key: f"{condition}。{case.reason}" if condition else case.reason}


def _apply_request(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    return replace(case.with_measure(requests=(*case.measure.requests, entry)), stage=CaseStage.TO_APPROVE)


REQUESTED_OF = Field("leader", "呈报对象", required=True, limit=40)
REQUESTED_ON = Field("requested_on", "呈报日期", Kind.DAY, required=True)


MATTER = Field("matter", "情形和办理经过", Kind.LONG_TEXT, required=True)
PROPOSAL = Field("proposal", "督办建议", Kind.LONG_TEXT, required=True)
REQUEST = CaseStep(
    id="request",
    label="呈报镇主要领导",
    clause=Clause.BY_LEADER,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.TO_REQUEST,)),
    fields=(
        REQUESTED_OF,
        REQUESTED_ON,
        MATTER,
        PROPOSAL,
    ),
    defaults=_request_defaults,
    apply=_apply_request,
    happened="requested_on",
    builds_on=(*OPENING, "instruct"),
    advances=True,
    paper=OnPaper(PaperKind.LEADER_REQUEST),
    awaited=lambda case: case.stage is CaseStage.TO_REQUEST,
)


def _instruct_defaults(case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    leader = REQUESTED_OF.of(case.measure.request)
    return {REQUESTED_OF.key: leader, INSTRUCTED_ON.key: context.now, LIMIT_DAYS.key: case.limit_days}


def _apply_instruct(case: SupervisionCase, entry: Entry) -> SupervisionCase:
    instructed = case.with_measure(instructions=(*case.measure.instructions, entry), limit_days=entry_days(entry, case))
    if DECISION.of(entry) == Decision.REFUSED:
        return replace(instructed, stage=CaseStage.TO_REQUEST)
    meeting = case.method is SupervisionMethod.MEETING
    return replace(instructed, stage=CaseStage.TO_MEET if meeting else CaseStage.TO_ISSUE)


def _check_instruct(_case: SupervisionCase, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """A limit is what the instruction gives; one before its own day is none. 督办二（一）6."""
    days, limit = at_least_one_day(values, Clause.BY_LEADER), LEADER_LIMIT.of(values)
    if limit is None or not before(limit, INSTRUCTED_ON.needed(values)):
        return days
    message = f"“{LEADER_LIMIT.label}”早于“{INSTRUCTED_ON.label}”"
    return (*days, Blocker(Clause.BY_LEADER, message, LEADER_LIMIT.key))


INSTRUCTED_ON = Field("instructed_on", "批示日期", Kind.DAY, required=True)
INSTRUCTION = Field("text", "批示内容", Kind.LONG_TEXT, required=True)
INSTRUCT = CaseStep(
    id="instruct",
    label="登记领导批示",
    clause=Clause.BY_LEADER,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.TO_APPROVE,)),
    fields=(
        Field("leader", "批示领导", required=True, limit=40),
        INSTRUCTED_ON,
        DECISION.called("是否同意"),
        INSTRUCTION,
        LIMIT_DAYS,
        LEADER_LIMIT,
    ),
    checks=_check_instruct,
    defaults=_instruct_defaults,
    apply=_apply_instruct,
    happened="instructed_on",
    builds_on=("request",),
    advances=True,
    paper=OnPaper(PaperKind.LEADER_REQUEST),
    awaited=lambda case: case.stage is CaseStage.TO_APPROVE,
)


MEETING_AT = Field("meeting_at", "会议时间", Kind.MOMENT, required=True, tense=Tense.PLANNED)
INVITED = Field("units", "参会单位和人员", Kind.LONG_TEXT, required=True)


MEETING_PLACE = Field("place", "会议地点", required=True, limit=120)
HOST = Field("host", "召集人", required=True, limit=40)
TOPIC = Field("topic", "议题", Kind.LONG_TEXT, required=True)
CONVENE = CaseStep(
    id="convene",
    label="通知开会",
    clause=Clause.BY_MEETING,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.TO_MEET,)),
    fields=(
        MEETING_AT,
        MEETING_PLACE,
        HOST,
        INVITED,
        TOPIC,
        NOTIFIED_ON,
    ),
    defaults=lambda case, context: {NOTIFIED_ON.key: context.now, INVITED.key: case.unit, TOPIC.key: case.title},
    apply=lambda case, entry: case.with_measure(convenings=(*case.measure.convenings, entry)),
    happened="notified_on",
    builds_on=(*OPENING, "instruct"),
    paper=OnPaper(PaperKind.MEETING_NOTICE),
    awaited=lambda case: case.stage is CaseStage.TO_MEET and case.measure.convened is None,
)


def convened_gate(case: SupervisionCase) -> Blocker | None:
    """R10.5: a meeting is called before it is held. 督办二（二）5, （三）2（8）."""
    return None if case.measure.convened else Blocker(Clause.BY_MEETING, "尚未登记会议通知")


def _meeting_defaults(case: SupervisionCase, context: RuleContext) -> Mapping[str, object]:
    called = case.measure.convened
    known = {each.key: each.of(called) for each in (MEETING_PLACE, HOST)} if called else {}
    held = min(MEETING_AT.of(called) or context.now, context.now)
    return {HELD_AT.key: held, LIMIT_DAYS.key: case.limit_days, **known}


MINUTES = Field("minutes", "会议议定事项", Kind.LONG_TEXT, required=True)
DUTIES = Field("duties", "责任分工", Kind.LONG_TEXT, required=True)
MEETING = CaseStep(
    id="meeting",
    label="登记会议纪要",
    clause=Clause.BY_MEETING,
    actor=Actor.CENTER,
    stages=frozenset((CaseStage.TO_MEET,)),
    fields=(
        Field("at", "开会时间", Kind.MOMENT, required=True),
        MEETING_PLACE.called("地点"),
        HOST.called("主持人"),
        ATTENDANCE.called("签到单位和人员"),
        MINUTES,
        DUTIES,
        LIMIT_DAYS,
    ),
    gates=(convened_gate,),
    checks=lambda _case, values, _context: at_least_one_day(values, Clause.BY_MEETING),
    defaults=_meeting_defaults,
    decide=_decide_held,
    apply=_apply_held,
    happened="at",
    builds_on=(*OPENING, "instruct", "convene"),
    advances=True,
    paper=OnPaper(PaperKind.MEETING_MINUTES),
    awaited=lambda case: case.stage is CaseStage.TO_MEET and case.measure.convened is not None,
)
