"""退单: outside the unit's duty, leader approved, within half a working day, with the reason. 规范一（三）.

Only the centre moves a ticket, and only by granting a 退单: the first unit stays on record for good (首接责任制).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from hotline_desktop.domain.records.entries import DECISION, REQUEST_NUMBER, Request, answered_with, pending_of
from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, Prominence, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Decision, ReturnReason, Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import (
    ANSWER_NOTE,
    ASKED_BY,
    DECIDED_AT,
    LATE,
    REFUSAL,
    REVIEWER,
    SUGGESTED_UNIT,
)
from hotline_desktop.domain.ticket.steps.limits import RETURN_DUE, limit_facts, limits_from, limits_of
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.domain.time.deadline import DeadlineKind

WITH_UNIT = frozenset((Stage.TO_ACCEPT, Stage.IN_PROGRESS))
ENDED_BY_RETURN = "因退单终止"
_RETURN = Clause.RETURN


def is_late(ticket: Ticket, asked_at: datetime) -> bool:
    """Whether a 退单 asked for at ``asked_at`` comes after the half working day (逾期退单)."""
    due = ticket.round.limits.return_due
    return due is not None and asked_at > due


def _none_pending(ticket: Ticket) -> Blocker | None:
    if pending_of(ticket.round.returns) is None:
        return None
    return Blocker(_RETURN, "已有一份退单申请待镇城运中心审核")


def _request_defaults(_ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    return {ASKED_AT.key: context.now, "approved_on": context.now}


def _decide_request(ticket: Ticket, values: Values, _context: RuleContext) -> Values:
    asked = ASKED_AT.needed(values)
    return {LATE.key: is_late(ticket, asked), RETURN_DUE.key: ticket.round.limits.return_due, ASKED_BY.key: ticket.unit}


def _apply_request(ticket: Ticket, entry: Entry) -> Ticket:
    return ticket.with_round(returns=(*ticket.round.returns, Request(entry)))


def _check_suggested(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    """R3: a unit that gives a ticket back names another one. 规范一（三）."""
    if not context.same_unit(SUGGESTED_UNIT.of(values), ticket.unit):
        return ()
    return (Blocker(_RETURN, "建议承办单位就是本单位，请写应当承办的单位", SUGGESTED_UNIT.key),)


ASKED_AT = Field("asked_at", "申请时间", Kind.MOMENT, required=True)
RETURN_REASON = Field("reason", "退单原因", Kind.CHOICE, required=True, options=ReturnReason)
DETAIL = Field("detail", "退单理由", Kind.LONG_TEXT, required=True, hint="写明核实的情况，为什么不属于本单位")
DUTY = Field("duty", "职责依据", Kind.LONG_TEXT, required=True, hint="三定方案、权责清单、辖区界线等")
RETURN_REQUEST = TicketStep(
    id="return_request",
    label="退单申请",
    clause=_RETURN,
    actor=Actor.UNIT,
    stages=WITH_UNIT,
    fields=(
        ASKED_AT,
        RETURN_REASON,
        DETAIL,
        DUTY,
        SUGGESTED_UNIT,
        Field("leader", "批准的条线分管领导", required=True, limit=40),
        Field("approved_on", "领导批准日期", Kind.DAY, required=True),
        Field("handler", "经办人", limit=40),
        REQUEST_NUMBER.called(REQUEST_NUMBER.label, sequence="return"),
    ),
    gates=(_none_pending,),
    checks=_check_suggested,
    defaults=_request_defaults,
    decide=_decide_request,
    apply=_apply_request,
    happened="asked_at",
    builds_on=("dispatch", "redo", "upper_return", "accept"),
    in_turn=("approved_on", "asked_at"),
    within=DeadlineKind.RETURN,
    follows=(After("accept", "不属本单位职责"),),
    group=Group.REQUEST,
    prominence=Prominence.ON_DEMAND,
    paper=OnPaper(PaperKind.RETURN),
)


def _request_is_pending(ticket: Ticket) -> Blocker | None:
    if pending_of(ticket.round.returns) is not None:
        return None
    return Blocker(_RETURN, "没有待审核的退单申请")


def _check_decision(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    pending = pending_of(ticket.round.returns)
    assert pending is not None
    found = []
    granted = DECISION.of(values) == Decision.GRANTED
    if granted and LATE.of(pending.asked) and not LATE_REASON.of(values):
        found.append(Blocker(_RETURN, "申请超过半个工作日，是逾期退单，受理的须写明原因", LATE_REASON.key))
    return tuple(found)


def _decide_decision(ticket: Ticket, values: Values, context: RuleContext) -> Values:
    """Planned deadlines until the next hand-over, which starts the new clock."""
    if DECISION.needed(values) != Decision.GRANTED:
        return {}
    decided = DECIDED_AT.needed(values)
    return limit_facts(limits_from(ticket.level, decided, ticket.facts.upper_limit, context))


def _apply_decision(ticket: Ticket, entry: Entry) -> Ticket:
    decided = ticket.with_round(returns=answered_with(ticket.round.returns, entry))
    if DECISION.of(entry) != Decision.GRANTED:
        return decided
    rounds = (*decided.rounds[:-1], decided.rounds[-1].ended(entry, ENDED_BY_RETURN))
    return replace(decided, rounds=rounds, stage=Stage.TO_DISPATCH, planned=limits_of(entry))


LATE_REASON = Field(
    "late_reason",
    "受理逾期退单的原因",
    Kind.LONG_TEXT,
    shown_when=("decision", frozenset((Decision.GRANTED.value,))),
    hint="超过半个工作日才申请的必须填写",
)


RETURN_DECISION = TicketStep(
    id="return_decision",
    label="审核退单",
    clause=_RETURN,
    actor=Actor.CENTER,
    right=Right.REVIEW,
    stages=WITH_UNIT,
    fields=(
        DECIDED_AT,
        DECISION,
        LATE_REASON,
        REFUSAL.called(REFUSAL.label, hint="时限一直在走，不因申请退单而停"),
        REVIEWER,
        ANSWER_NOTE,
    ),
    occasion=_request_is_pending,
    checks=_check_decision,
    defaults=lambda _ticket, context: {DECIDED_AT.key: context.now, REVIEWER.key: context.by},
    decide=_decide_decision,
    apply=_apply_decision,
    happened="decided_at",
    builds_on=("return_request",),
    leads_to=(Stage.TO_DISPATCH,),
    follows=(After("return_request", "交镇城运中心"),),
    paper=OnPaper(PaperKind.RETURN, answered=True),
    awaited=lambda ticket: pending_of(ticket.round.returns) is not None,
)
