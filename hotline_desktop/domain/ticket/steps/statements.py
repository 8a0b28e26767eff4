"""Written statements that the centre files (备案): 不属实情况说明 and 不满意情况说明. 规范一（五）, 规范一（七）."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.entries import (
    DECISION,
    REQUEST_NUMBER,
    Request,
    Requests,
    answered_with,
    pending_of,
)
from hotline_desktop.domain.records.fields import AnyField, Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, Prominence, RuleContext, Within
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Filing, Grade, Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import (
    ANSWER_NOTE,
    FILED_ON,
    PROBLEM,
    PROVISIONAL,
    REVIEWER,
    STATEMENT_DUE,
    UPPER_GRADE,
    UPPER_OFFICE,
)
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.domain.ticket.upper_callbacks import UpperCallback
from hotline_desktop.domain.time.deadline import statement_due

_UNFOUNDED, _UNSATISFIED = Clause.UNFOUNDED, Clause.UNSATISFIED
_HANDLED = frozenset((Stage.IN_PROGRESS, Stage.TO_REVIEW, Stage.TO_CALL_BACK))
_AFTER_RESULT = frozenset((Stage.TO_REVIEW, Stage.TO_CALL_BACK, Stage.CLOSED, Stage.ARCHIVED))


_SIGNED_IN_TURN = ("signed_on", "submitted_on")


LEADER = Field("leader", "签字确认的条线分管领导", required=True, limit=40)
SUBMITTED_ON = Field("submitted_on", "交镇城运中心日期", Kind.DAY, required=True)


def _signed_fields() -> tuple[AnyField, ...]:
    return (
        LEADER,
        Field("signed_on", "领导签字日期", Kind.DAY, required=True),
        SUBMITTED_ON,
        Field("handler", "经办人", limit=40),
    )


def _signed_defaults(_ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    return {"signed_on": context.now, SUBMITTED_ON.key: context.now}


def _filing_fields(sequence: str) -> tuple[AnyField, ...]:
    filed = ("decision", frozenset((Filing.FILED.value,)))
    sent_back = ("decision", frozenset((Filing.SENT_BACK.value,)))
    return (
        DECISION.called(DECISION.label, options=Filing),
        REQUEST_NUMBER.called("备案编号", required=True, shown_when=filed, sequence=sequence),
        FILED_ON,
        REVIEWER,
        PROBLEM.called("退回补正的原因", shown_when=sent_back),
        ANSWER_NOTE,
    )


def _filing_defaults(_ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    return {FILED_ON.key: context.now, REVIEWER.key: context.by}


# --- 不属实 (规范一（五）)


def _unfounded_open(ticket: Ticket) -> Blocker | None:
    if pending_of(ticket.round.unfounded) is not None:
        return Blocker(_UNFOUNDED, "已有一份不属实情况说明待镇城运中心审核备案")
    if ticket.unfounded_filed is not None:
        return Blocker(_UNFOUNDED, "不属实情况说明已经备案")
    return None


COMPLAINT = Field("complaint", "反映情况", Kind.LONG_TEXT, required=True)
CHECKED_HOW = Field("checked_how", "核实经过", Kind.LONG_TEXT, required=True, hint="何时、何人、用什么方法核实")
UNFOUNDED_EVIDENCE = Field("evidence", "查明的事实和证据", Kind.LONG_TEXT, required=True)
CONCLUSION = Field("conclusion", "认定结论", Kind.LONG_TEXT, required=True)
CITIZEN_ANSWER = Field("answer", "向诉求人说明的情况", Kind.LONG_TEXT, required=True)
UNFOUNDED_STATEMENT = TicketStep(
    id="unfounded_statement",
    label="提交不属实情况说明",
    clause=_UNFOUNDED,
    actor=Actor.UNIT,
    stages=_HANDLED,
    fields=(
        COMPLAINT,
        CHECKED_HOW,
        UNFOUNDED_EVIDENCE,
        CONCLUSION,
        CITIZEN_ANSWER,
        *_signed_fields(),
    ),
    gates=(_unfounded_open,),
    defaults=lambda ticket, context: {**_signed_defaults(ticket, context), COMPLAINT.key: ticket.facts.content},
    apply=lambda ticket, entry: ticket.with_round(unfounded=(*ticket.round.unfounded, Request(entry))),
    happened="submitted_on",
    builds_on=("dispatch", "redo", "upper_return", "accept"),
    in_turn=_SIGNED_IN_TURN,
    follows=(After("unit_contact", "反映情况不属实"),),
    group=Group.REQUEST,
    prominence=Prominence.ON_DEMAND,
    paper=OnPaper(PaperKind.UNFOUNDED),
)


def _unfounded_pending(ticket: Ticket) -> Blocker | None:
    if pending_of(ticket.round.unfounded) is not None:
        return None
    return Blocker(_UNFOUNDED, "没有待备案的不属实情况说明")


UNFOUNDED_FILING = TicketStep(
    id="unfounded_filing",
    label="不属实审核备案",
    clause=_UNFOUNDED,
    actor=Actor.CENTER,
    right=Right.REVIEW,
    stages=_HANDLED,
    fields=_filing_fields("unfounded"),
    occasion=_unfounded_pending,
    defaults=_filing_defaults,
    apply=lambda ticket, entry: ticket.with_round(unfounded=answered_with(ticket.round.unfounded, entry)),
    happened="filed_on",
    builds_on=("unfounded_statement",),
    follows=(After("unfounded_statement", "交镇城运中心"),),
    paper=OnPaper(PaperKind.UNFOUNDED, answered=True),
    awaited=lambda ticket: pending_of(ticket.round.unfounded) is not None,
)


# --- 不满意 (规范一（七）)


def _decide_upper(_ticket: Ticket, values: Values, context: RuleContext) -> Values:
    called = CALLED_AT.needed(values)
    if UPPER_GRADE.needed(values) != Grade.UNSATISFIED:
        return {}
    due = statement_due(called, context.calendar, context.rules)
    return {STATEMENT_DUE.key: due.due, PROVISIONAL.key: due.provisional}


def _apply_upper(ticket: Ticket, entry: Entry) -> Ticket:
    return replace(ticket, upper_callbacks=(*ticket.upper_callbacks, UpperCallback(entry)))


UPPER_CALL_NOTE = Field("note", "市民反馈的情况", Kind.LONG_TEXT)
CALLED_AT = Field("at", "回访时间", Kind.MOMENT, required=True)
UPPER_CALLBACK = TicketStep(
    id="upper_callback",
    label="登记市、区回访结果",
    clause=_UNSATISFIED,
    actor=Actor.CENTER,
    stages=_AFTER_RESULT,
    fields=(
        CALLED_AT,
        UPPER_OFFICE,
        UPPER_GRADE,
        UPPER_CALL_NOTE,
    ),
    defaults=lambda _ticket, context: {CALLED_AT.key: context.now},
    decide=_decide_upper,
    apply=_apply_upper,
    happened="at",
    builds_on=("result",),
    follows=(After("close", "市、区热线办回访"),),
    group=Group.CONTACT,
    prominence=Prominence.ON_DEMAND,
)


def open_callback(ticket: Ticket) -> UpperCallback | None:
    """The first 不满意 callback from above whose statement is not filed yet."""
    return next((callback for callback in ticket.upper_callbacks if callback.open), None)


def _with_statements(ticket: Ticket, statements: Requests) -> Ticket:
    """The ticket with the statements of its first open callback replaced."""
    mine = open_callback(ticket)
    changed = tuple(
        replace(callback, statements=statements) if callback is mine else callback
        for callback in ticket.upper_callbacks
    )
    return replace(ticket, upper_callbacks=changed)


def _statement_due(ticket: Ticket) -> Blocker | None:
    mine = open_callback(ticket)
    if mine is None:
        return Blocker(_UNSATISFIED, "没有市、区回访不满意的记录，不需要情况说明")
    if pending_of(mine.statements) is not None:
        return Blocker(_UNSATISFIED, "不满意情况说明已提交，待镇城运中心备案")
    return None


def _apply_statement(ticket: Ticket, entry: Entry) -> Ticket:
    mine = open_callback(ticket)
    assert mine is not None
    return _with_statements(ticket, (*mine.statements, Request(entry)))


PROCESS = Field("process", "工单办理经过", Kind.LONG_TEXT, required=True)
WHY_UNSATISFIED = Field("why", "市民不满意的原因", Kind.LONG_TEXT, required=True)
NEXT_STEPS = Field("next_steps", "下一步措施", Kind.LONG_TEXT, required=True)
UNSATISFIED_STATEMENT = TicketStep(
    id="unsatisfied_statement",
    label="提交不满意情况说明",
    clause=_UNSATISFIED,
    actor=Actor.UNIT,
    stages=_AFTER_RESULT,
    fields=(
        PROCESS,
        WHY_UNSATISFIED,
        NEXT_STEPS,
        *_signed_fields(),
    ),
    occasion=_statement_due,
    defaults=_signed_defaults,
    apply=_apply_statement,
    happened="submitted_on",
    builds_on=("upper_callback",),
    in_turn=_SIGNED_IN_TURN,
    within=Within.STATEMENT,
    follows=(After("upper_callback", "不满意"),),
    paper=OnPaper(PaperKind.UNSATISFIED),
    awaited=lambda ticket: _statement_due(ticket) is None,
)


def _statement_pending(ticket: Ticket) -> Blocker | None:
    mine = open_callback(ticket)
    if mine is not None and pending_of(mine.statements) is not None:
        return None
    return Blocker(_UNSATISFIED, "没有待备案的不满意情况说明")


def _apply_statement_filing(ticket: Ticket, entry: Entry) -> Ticket:
    mine = open_callback(ticket)
    assert mine is not None
    return _with_statements(ticket, answered_with(mine.statements, entry))


UNSATISFIED_FILING = TicketStep(
    id="unsatisfied_filing",
    label="不满意情况说明备案",
    clause=_UNSATISFIED,
    actor=Actor.CENTER,
    right=Right.REVIEW,
    stages=_AFTER_RESULT,
    fields=_filing_fields("unsatisfied"),
    occasion=_statement_pending,
    defaults=_filing_defaults,
    apply=_apply_statement_filing,
    happened="filed_on",
    builds_on=("unsatisfied_statement",),
    follows=(After("unsatisfied_statement", "交镇城运中心"),),
    paper=OnPaper(PaperKind.UNSATISFIED, answered=True),
    awaited=lambda ticket: _statement_pending(ticket) is None,
)
