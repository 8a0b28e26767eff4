"""延期: asked for in writing before the deadline, leader agreed, with reason, days and legal basis. 规范一（四）."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.entries import DECISION, REQUEST_NUMBER, Request, answered_with, pending_of
from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, Prominence, RuleContext, Within
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Decision, Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import (
    ANSWER_NOTE,
    ASKED_BY,
    DECIDED_AT,
    GRANTED_DAYS,
    OLD_DUE,
    REFUSAL,
    REVIEWER,
    TIMES,
)
from hotline_desktop.domain.ticket.steps.limits import limit_facts, limits_again, limits_of
from hotline_desktop.domain.ticket.steps.model import TicketStep, together
from hotline_desktop.domain.ticket.steps.returns import WITH_UNIT
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Ticket
from hotline_desktop.domain.time.deadline import Deadline, extended
from hotline_desktop.domain.time.deadline.rules import BASIS_UPPER

MOST_DAYS = 365
_EXTENSION = Clause.EXTENSION


def _none_pending(ticket: Ticket) -> Blocker | None:
    if pending_of(ticket.round.extensions) is None:
        return None
    return Blocker(_EXTENSION, "已有一份延期申请待镇城运中心审批")


def _within_cap(ticket: Ticket, context: RuleContext) -> Blocker | None:
    cap, times = context.rules.extension_cap, ticket.round.extended_times
    if not cap or times < cap:
        return None
    return Blocker(_EXTENSION, f"本轮已延期 {times} 次，本中心设定的上限是 {cap} 次")


def _check_in_time(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    limits = ticket.round.limits
    asked, due = ASKED_AT.of(values), limits.due
    if due and limits.spared and not limits.missed:
        due = limits.spared  # the one shown had passed before the unit could ask
    if asked and due and asked > due:
        message = f"办结期限是 {chinese_datetime(due)}，延期须在期限内以书面形式申请；补登的写申请上的时间"
        return (Blocker(_EXTENSION, message, ASKED_AT.key),)
    return ()


def _check_days(_ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    if DAYS.of(values) == 0:
        return (Blocker(_EXTENSION, "延期天数至少为 1 个工作日", "days"),)
    return ()


def _request_defaults(_ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    return {ASKED_AT.key: context.now, "agreed_on": context.now}


def _decide_request(ticket: Ticket, _values: Values, _context: RuleContext) -> Values:
    return {
        OLD_DUE.key: ticket.round.limits.due,
        TIMES.key: ticket.round.extended_times + 1,
        ASKED_BY.key: ticket.unit,
    }


ASKED_AT = Field("asked_at", "书面申请时间", Kind.MOMENT, required=True)
DAYS = Field("days", "延期天数", Kind.NUMBER, required=True, limit=MOST_DAYS, hint="工作日")
EXTENSION_REASON = Field("reason", "延期原因", Kind.LONG_TEXT, required=True, hint="详细说明在规定时间内不能办结的原因")
EXTENSION_BASIS = Field("basis", "有关法律法规的相关依据", Kind.LONG_TEXT, required=True)
EXTENSION_REQUEST = TicketStep(
    id="extension_request",
    label="延期申请",
    clause=_EXTENSION,
    actor=Actor.UNIT,
    stages=frozenset((Stage.IN_PROGRESS,)),  # “承办单位或部门接单后”
    fields=(
        ASKED_AT,
        DAYS,
        EXTENSION_REASON,
        EXTENSION_BASIS,
        Field("leader", "同意的条线分管领导", required=True, limit=40),
        Field("agreed_on", "领导同意日期", Kind.DAY, required=True),
        Field("handler", "经办人", limit=40),
        REQUEST_NUMBER.called(REQUEST_NUMBER.label, sequence="extension"),
    ),
    gates=(_none_pending,),
    context_gates=(_within_cap,),
    checks=together(_check_in_time, _check_days),
    defaults=_request_defaults,
    decide=_decide_request,
    apply=lambda ticket, entry: ticket.with_round(extensions=(*ticket.round.extensions, Request(entry))),
    happened="asked_at",
    builds_on=("dispatch", "redo", "upper_return", "accept"),
    in_turn=("agreed_on", "asked_at"),
    within=Within.BEFORE_DEADLINE,
    follows=(After("unit_contact", "不能按期办结"),),
    group=Group.REQUEST,
    prominence=Prominence.ON_DEMAND,
    paper=OnPaper(PaperKind.EXTENSION),
)


def _request_is_pending(ticket: Ticket) -> Blocker | None:
    if pending_of(ticket.round.extensions) is not None:
        return None
    return Blocker(_EXTENSION, "没有待审批的延期申请")


def _decision_defaults(ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    pending = pending_of(ticket.round.extensions)
    return {DECIDED_AT.key: context.now, REVIEWER.key: context.by, "days": DAYS.of(pending.asked) if pending else None}


def _check_decision(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    pending = pending_of(ticket.round.extensions)
    assert pending is not None
    found: list[Blocker] = []
    if DECISION.of(values) != Decision.GRANTED:
        return tuple(found)
    days, asked, upper = GRANTED_DAYS.of(values), DAYS.of(pending.asked), ticket.facts.upper_limit
    if days is not None and asked is not None and days > asked:
        found.append(Blocker(_EXTENSION, f"批准的天数多于申请的 {asked} 个工作日", "days"))
    ruled = bool(days) and _granted(ticket, values, context).basis == BASIS_UPPER
    if ruled and upper and not UPPER_NOTE.of(values):
        message = f"延期后仍以上级时限 {chinese_datetime(upper)} 为准，须写明上级的意见；上级改了时限的先更正"
        found.append(Blocker(_EXTENSION, message, UPPER_NOTE.key))
    return tuple(found)


def _decide_decision(ticket: Ticket, values: Values, context: RuleContext) -> Values:
    days = GRANTED_DAYS.of(values)
    if DECISION.needed(values) != Decision.GRANTED or days is None:
        return {}
    return {**limit_facts(_granted(ticket, values, context)), OLD_DUE.key: ticket.round.limits.due}


def _granted(ticket: Ticket, values: Values, context: RuleContext) -> Limits:
    """The deadlines once the days of ``values`` are granted; a superior's earlier limit still rules.

    A unit that is judged by another deadline than the one shown, which had passed when it came, has those days there.
    """
    entry = Entry("extension_decision", context.now, context.by, values)
    granted = ticket.with_round(extensions=answered_with(ticket.round.extensions, entry))
    limits, before, days = limits_again(granted, context), ticket.limits, GRANTED_DAYS.of(values)
    if before.missed:
        return limits
    if before.spared is None or not days:
        return replace(limits, spared=None)
    own = extended(Deadline(before.spared, before.provisional), days, context.calendar, context.rules).due
    return replace(limits, spared=own if limits.due is not None and limits.due < own else None)


def _apply_decision(ticket: Ticket, entry: Entry) -> Ticket:
    decided = ticket.with_round(extensions=answered_with(ticket.round.extensions, entry))
    if DECISION.of(entry) != Decision.GRANTED:
        return decided
    return decided.with_round(limits=limits_of(entry))


_GRANTED = ("decision", frozenset((Decision.GRANTED.value,)))


UPPER_NOTE = Field(
    "upper_note", "上级同意的情况", limit=200, shown_when=_GRANTED, hint="延期后超过市、区给的时限的必须填写"
)


EXTENSION_DECISION = TicketStep(
    id="extension_decision",
    label="审批延期",
    clause=_EXTENSION,
    actor=Actor.CENTER,
    right=Right.REVIEW,
    stages=WITH_UNIT,
    fields=(
        DECIDED_AT.called("审批时间"),
        DECISION.called("审批结论"),
        GRANTED_DAYS,
        UPPER_NOTE,
        REFUSAL,
        REVIEWER.called("审批人"),
        ANSWER_NOTE.called("审批意见"),
    ),
    occasion=_request_is_pending,
    checks=together(_check_days, _check_decision),
    defaults=_decision_defaults,
    decide=_decide_decision,
    apply=_apply_decision,
    happened="decided_at",
    builds_on=("extension_request",),
    follows=(After("extension_request", "交镇城运中心"),),
    paper=OnPaper(PaperKind.EXTENSION, answered=True),
    awaited=lambda ticket: pending_of(ticket.round.extensions) is not None,
)
