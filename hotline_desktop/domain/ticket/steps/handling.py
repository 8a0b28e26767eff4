"""What the unit does (办理): accept, contact, answer, explain, survey, report. 规范一（一）2, 规范一（六）1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import (
    AnswerWay,
    ContactResult,
    ExplanationWay,
    Grade,
    NoContactReason,
    Stage,
)
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import (
    ACCEPTED_AT,
    ANSWER_WAY,
    CONTACT_RESULT,
    DEMAND,
    DONE_AT,
    EXPLANATION_WAY,
    FACT,
    GRADE,
    HANDLER,
    ON_BEHALF,
    RESOLUTION,
    SURVEYED_ON,
)
from hotline_desktop.domain.ticket.gates import (
    UNIT_CLOSING,
    answer_gate,
    answered,
    explanation_due,
    reached,
    unfounded_due,
)
from hotline_desktop.domain.ticket.steps.behalf import behalf_defaults, check_behalf
from hotline_desktop.domain.ticket.steps.intake import CONTACT_FIELDS, CONTACTED_BY, DIALLED
from hotline_desktop.domain.ticket.steps.limits import RETURN_DUE, not_behind
from hotline_desktop.domain.ticket.steps.model import TicketStep, together
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.domain.time.deadline import DeadlineKind, return_due_in_round

_WITH_UNIT = frozenset((Stage.TO_ACCEPT, Stage.IN_PROGRESS))
_IN_PROGRESS = frozenset((Stage.IN_PROGRESS,))
# What arrives on paper with the signed sheet is entered, with its own date, until the ticket is closed.
_ON_PAPER = frozenset((Stage.TO_REVIEW, Stage.TO_CALL_BACK))


def _decide_accept(ticket: Ticket, values: Values, context: RuleContext) -> Values:
    """退单 counts from 接单. 规范一（三）."""
    accepted = ACCEPTED_AT.needed(values)
    handed = ticket.round.handed_on or accepted
    due = return_due_in_round(ticket.level, handed, accepted, context.calendar, context.rules).due
    return {RETURN_DUE.key: not_behind(due, ticket.round.limits.return_due, accepted)}


def _apply_accept(ticket: Ticket, entry: Entry) -> Ticket:
    limits = replace(ticket.round.limits, return_due=RETURN_DUE.of(entry) or ticket.round.limits.return_due)
    return replace(ticket.with_round(accepted=entry, limits=limits), stage=Stage.IN_PROGRESS)


ACCEPT = TicketStep(
    id="accept",
    label="承办单位接单",
    clause=Clause.RECEIVE_UNIT,
    actor=Actor.UNIT,
    stages=frozenset((Stage.TO_ACCEPT,)),
    fields=(
        ACCEPTED_AT,
        HANDLER,
    ),
    defaults=lambda ticket, context: {ACCEPTED_AT.key: context.now},
    decide=_decide_accept,
    apply=_apply_accept,
    happened="accepted_at",
    builds_on=("dispatch", "redo", "upper_return"),
    advances=True,
    leads_to=(Stage.IN_PROGRESS,),
    follows=(
        After("dispatch"),
        After("redo", "再次派单", Clause.CLOSE_CENTER),
        After("upper_return", "再次转交", Clause.CLOSE_CENTER),
    ),
    awaited=lambda ticket: ticket.stage is Stage.TO_ACCEPT,
    task=Task.ACCEPT,
    station="办理",
)


def _unit_contact_defaults(ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    number = ticket.facts.phones[0] if ticket.facts.phones else ""
    behalf = behalf_defaults(ticket, context, CONTACTED_BY.key)
    return {"at": context.now, DIALLED.key: number, CONTACT_RESULT.key: ContactResult.REACHED.value, **behalf}


UNIT_CONTACT = TicketStep(
    id="unit_contact",
    label="单位联系诉求人",
    clause=Clause.RECEIVE_UNIT,
    actor=Actor.UNIT,
    stages=_WITH_UNIT | _ON_PAPER,
    fields=(*CONTACT_FIELDS, ON_BEHALF.called("代为联系")),
    checks=check_behalf(CONTACTED_BY, by_call_alone=True),
    defaults=_unit_contact_defaults,
    apply=lambda ticket, entry: ticket.with_round(contacts=(*ticket.round.contacts, entry)),
    happened="at",
    builds_on=("dispatch", "redo", "upper_return"),
    within=DeadlineKind.ANSWER,
    follows=(After("accept"),),
    group=Group.CONTACT,
    paper=OnPaper(PaperKind.CONTACTS),
)

_BY_CALL = (ANSWER_WAY.key, frozenset((AnswerWay.CALL.value,)))
_BY_LETTER = (ANSWER_WAY.key, frozenset((AnswerWay.LETTER.value,)))
_IN_PERSON = (ANSWER_WAY.key, frozenset((AnswerWay.VISIT.value, AnswerWay.TALK.value)))

_MISSED = (CONTACT_RESULT.key, frozenset((ContactResult.NOT_REACHED.value,)))


def _evidence(key: str, label: str, way: tuple[str, frozenset[str]], hint: str) -> Field[str]:
    """What proves an answer by its way; an attempt that reached nobody has nothing to prove."""
    return Field(key, label, required=True, limit=80, shown_when=way, hidden_when=_MISSED, hint=hint)


def _to_answer(ticket: Ticket) -> bool:
    return ticket.stage is Stage.IN_PROGRESS and not (ticket.waived or answered(ticket))


def _to_survey(ticket: Ticket) -> bool:
    heard = not ticket.waived and answered(ticket)
    return ticket.stage is Stage.IN_PROGRESS and heard and ticket.round.satisfaction is None


def _to_report(ticket: Ticket) -> bool:
    return ticket.stage is Stage.IN_PROGRESS and not (_to_answer(ticket) or _to_survey(ticket))


PROOFS = (
    _evidence("recording", "录音编号", _BY_CALL, "电话答复须全程录音"),
    _evidence("letter", "书面答复文号或名称", _BY_LETTER, "留存书面答复的复印件"),
    _evidence("proof", "签收或照片凭证", _IN_PERSON, "诉求人签字或现场照片"),
)
ANSWERED_BY = Field("answered_by", "答复人", limit=40)
ANSWER_CONTENT = Field("content", "答复内容", Kind.LONG_TEXT, required=True, hint="未联系上的写明经过")
MISSED_REASON = Field("reason", "未联原因", Kind.CHOICE, required=True, options=NoContactReason, shown_when=_MISSED)
ANSWER = TicketStep(
    id="answer",
    label="答复诉求人",
    clause=Clause.CLOSE_UNIT,
    actor=Actor.UNIT,
    stages=_IN_PROGRESS | _ON_PAPER,
    fields=(
        Field("at", "答复时间", Kind.MOMENT, required=True),
        ANSWER_WAY,
        CONTACT_RESULT.called("是否联系上"),
        MISSED_REASON,
        *PROOFS,
        ON_BEHALF,
        ANSWERED_BY,
        ANSWER_CONTENT,
    ),
    checks=check_behalf(ANSWERED_BY, ANSWER_WAY),
    defaults=lambda ticket, context: {
        "at": context.now,
        CONTACT_RESULT.key: ContactResult.REACHED.value,
        **behalf_defaults(ticket, context, ANSWERED_BY.key),
    },
    apply=lambda ticket, entry: ticket.with_round(answers=(*ticket.round.answers, entry)),
    happened="at",
    builds_on=("dispatch", "redo", "upper_return", "accept"),
    follows=(After("unit_contact"),),
    paper=OnPaper(PaperKind.DISPOSAL, answered=True),
    awaited=_to_answer,
    task=Task.HANDLE,
    station="办理",
)


EXPLAINED_BY = Field("explained_by", "说明人", limit=40)


REASONS = Field("reasons", "说明的理由", Kind.LONG_TEXT, required=True)
POLICY = Field("policy", "引用的政策法规", Kind.LONG_TEXT)
REACTION = Field("reaction", "诉求人反应", Kind.LONG_TEXT)
EXPLAIN = TicketStep(
    id="explain",
    label="解释说明",
    clause=Clause.CLOSE_UNIT,
    actor=Actor.UNIT,
    stages=_IN_PROGRESS | _ON_PAPER,
    fields=(
        Field("at", "说明时间", Kind.MOMENT, required=True),
        EXPLANATION_WAY,
        REASONS,
        POLICY,
        REACTION,
        ON_BEHALF.called("代为解释"),
        EXPLAINED_BY,
    ),
    checks=check_behalf(EXPLAINED_BY, EXPLANATION_WAY),
    defaults=lambda ticket, context: {
        "at": context.now,
        EXPLANATION_WAY.key: ExplanationWay.CALL.value,
        **behalf_defaults(ticket, context, EXPLAINED_BY.key),
    },
    apply=lambda ticket, entry: ticket.with_round(explanations=(*ticket.round.explanations, entry)),
    happened="at",
    builds_on=("dispatch", "redo", "upper_return", "accept"),
    follows=(After("answer", "无政策依据、诉求过高"),),
    paper=OnPaper(PaperKind.EXPLANATION),
)


def _check_grade(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """R6.1, R6.3: who was never reached has rated nothing."""
    if reached(ticket) or ticket.waived or GRADE.of(values) in ("", Grade.NOT_RATED):
        return ()
    return (Blocker(Clause.CLOSE_UNIT, f"诉求人一直没有联系上，评价只能是“{Grade.NOT_RATED}”", GRADE.key),)


def _not_called_back(ticket: Ticket) -> Blocker | None:
    """R6.3: a form that comes late is entered until the centre has called, which hears the citizen itself."""
    if ticket.round.callback is None:
        return None
    return Blocker(Clause.CLOSE_UNIT, "已经回访，测评表不再补登，市民的评价以回访为准")


SURVEYOR = Field("surveyor", "回访人", limit=40)
SURVEY_NOTE = Field("note", "备注", Kind.LONG_TEXT)
SATISFACTION = TicketStep(
    id="satisfaction",
    label="满意度测评",
    clause=Clause.CLOSE_UNIT,
    actor=Actor.UNIT,
    stages=_IN_PROGRESS | _ON_PAPER,
    fields=(
        GRADE,
        SURVEYED_ON,
        ON_BEHALF.called("代为测评"),
        SURVEYOR,
        SURVEY_NOTE,
    ),
    gates=(answer_gate, _not_called_back),
    checks=together(_check_grade, check_behalf(SURVEYOR)),
    defaults=lambda ticket, context: {
        SURVEYED_ON.key: context.now,
        **behalf_defaults(ticket, context, SURVEYOR.key),
    },
    apply=lambda ticket, entry: ticket.with_round(surveys=(*ticket.round.surveys, entry)),
    happened=SURVEYED_ON.key,
    builds_on=("dispatch", "redo", "upper_return", "accept", "answer"),
    follows=(After("answer"),),
    paper=OnPaper(PaperKind.SATISFACTION, answered=True),
    awaited=_to_survey,
    task=Task.HANDLE,
    station="办理",
)


def _result_defaults(ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    handler = ticket.round.handler
    if not handler and ticket.round.answers:
        handler = ANSWERED_BY.of(ticket.round.answers[-1])
    return {DONE_AT.key: context.now, HANDLER.key: handler}


def _check_result(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    return tuple(due for due in (explanation_due(ticket, values), unfounded_due(ticket, values)) if due)


def _apply_result(ticket: Ticket, entry: Entry) -> Ticket:
    return replace(ticket.with_round(result=entry, revisions=()), stage=Stage.TO_REVIEW)


REMARKS = Field("remarks", "备注", limit=200)


HANDLING = Field("handling", "承办单位处理情况", Kind.LONG_TEXT, required=True)
FEEDBACK = Field("feedback", "办理情况反馈", Kind.LONG_TEXT)
RESULT = TicketStep(
    id="result",
    label="单位办结反馈",
    clause=Clause.CLOSE_UNIT,
    actor=Actor.UNIT,
    stages=_IN_PROGRESS,
    fields=(
        HANDLING,
        FEEDBACK,
        FACT,
        DEMAND,
        RESOLUTION,
        HANDLER,
        DONE_AT,
        REMARKS,
    ),
    gates=UNIT_CLOSING,
    checks=_check_result,
    defaults=_result_defaults,
    apply=_apply_result,
    happened="done_at",
    builds_on=(
        *("dispatch", "redo", "upper_return", "accept", "return_request", "extension_request"),
        *("answer", "explain", "satisfaction", "unfounded_filing"),
    ),
    advances=True,
    leads_to=(Stage.TO_REVIEW,),
    within=DeadlineKind.TICKET,
    follows=(
        After("satisfaction"),
        After("joint_units", "反馈办理结果", Clause.RECEIVE_UNIT),
        After("extension_decision", "批准的期限内", Clause.EXTENSION),
        After("unfounded_filing", "准予备案", Clause.UNFOUNDED),
        After("explain", "已解释说明"),
        After("illegal_building", "五项齐全", Clause.ILLEGAL_BUILDING),
    ),
    paper=OnPaper(PaperKind.DISPOSAL, answered=True),
    awaited=_to_report,
    task=Task.HANDLE,
    station="办理",
)
