"""The centre judges a result: review, callback, sending out again (审核、回访、再处置). 规范一（六）2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, After, OnPaper, RuleContext
from hotline_desktop.domain.terms.blank_words import says_nothing
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import ContactResult, DemandFinding, Grade, Resolution, Stage, Verdict
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import (
    CONTACT_RESULT,
    DECIDED_BY,
    DEMAND,
    HANDED_ON,
    PROBLEM,
    REDO_REASON,
    UNIT,
    VERDICT,
)
from hotline_desktop.domain.ticket.gates import (
    explanation_gate,
    failed_gate,
    result_gate,
    review_gate,
)
from hotline_desktop.domain.ticket.steps.handover import apply_handover, decide_handover
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.tasks import Task
from hotline_desktop.domain.ticket.ticket import Entry, Ticket

_AGAIN = (VERDICT.key, frozenset((Verdict.AGAIN.value,)))


def _to_send_out_again(ticket: Ticket) -> bool:
    return ticket.stage in (Stage.TO_REVIEW, Stage.TO_CALL_BACK) and ticket.round.failed


def to_call_back(ticket: Ticket) -> bool:
    """Whether the citizen is still to be called back: nobody was, and contact was not waived."""
    heard = ticket.round.callback is not None or ticket.waived
    return ticket.stage is Stage.TO_CALL_BACK and not (ticket.round.failed or heard)


def _apply_review(ticket: Ticket, entry: Entry) -> Ticket:
    return reviewed(ticket.with_round(reviews=(*ticket.round.reviews, entry)))


def reviewed(ticket: Ticket) -> Ticket:
    """The ticket at the stage to which its reviews lead."""
    return replace(ticket, stage=Stage.TO_REVIEW if ticket.round.failed else Stage.TO_CALL_BACK)


def _check_review(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """R6.8: what is not answered or not handled well goes out again."""
    if VERDICT.of(values) == Verdict.AGAIN:
        return ()
    found = []
    if ANSWERED.of(values) is False and not ticket.waived:
        found.append(Blocker(Clause.CLOSE_CENTER, "没有按规定答复诉求人的，结论应为“退回再处置”", VERDICT.key))
    if HANDLED.of(values) is False:
        found.append(Blocker(Clause.CLOSE_CENTER, "工单处置不到位的，结论应为“退回再处置”", VERDICT.key))
    doubtful = [each.label for each in (EVIDENCE, EXPLAINED, FORM_FILLED) if each.of(values) is False]
    if doubtful and not ticket.waived and says_nothing(REVIEW_NOTE.of(values)):
        message = f"“{'、'.join(doubtful)}”为否而审核通过的，须写明理由"
        found.append(Blocker(Clause.CLOSE_CENTER, message, REVIEW_NOTE.key))
    return tuple(found)


def _review_defaults(ticket: Ticket, _context: RuleContext) -> Mapping[str, object]:
    """The part of the checklist that the record itself can answer."""
    turn = ticket.round
    due = explanation_gate(replace(ticket, rounds=(*ticket.rounds[:-1], replace(turn, explanations=()))))
    return {
        EVIDENCE.key: any(CONTACT_RESULT.of(entry) == ContactResult.REACHED for entry in turn.answers),
        FORM_FILLED.key: turn.satisfaction is not None,
        **({EXPLAINED.key: bool(turn.explanations)} if due else {}),
    }


REVIEWED_AT = Field("reviewed_at", "审核时间", Kind.MOMENT, hint="补登的写纸上的时间，不填就是现在")
ANSWERED = Field("answered", "已按规定答复诉求人", Kind.YES_NO, required=True)
HANDLED = Field("handled", "处理情况清楚、处置到位", Kind.YES_NO, required=True)
REVIEW_NOTE = Field("note", "审核意见", Kind.LONG_TEXT)
EVIDENCE = Field("evidence", "答复凭证齐全", Kind.YES_NO)
EXPLAINED = Field("explained", "解释说明到位", Kind.YES_NO, hint="无政策依据、诉求过高的才填")
FORM_FILLED = Field("form_filled", "满意度测评表已填写", Kind.YES_NO)
REVIEW = TicketStep(
    id="review",
    label="结案审核",
    clause=Clause.CLOSE_CENTER,
    actor=Actor.CENTER,
    right=Right.REVIEW,
    stages=frozenset((Stage.TO_REVIEW,)),
    fields=(
        REVIEWED_AT,
        ANSWERED,
        EVIDENCE,
        EXPLAINED,
        FORM_FILLED,
        HANDLED,
        VERDICT,
        PROBLEM.called(PROBLEM.label, shown_when=_AGAIN),
        REVIEW_NOTE,
    ),
    gates=(result_gate,),
    checks=_check_review,
    defaults=_review_defaults,
    apply=_apply_review,
    happened="reviewed_at",
    builds_on=("result",),
    advances=True,
    leads_to=(Stage.TO_CALL_BACK,),
    follows=(After("result"),),
    paper=OnPaper(PaperKind.REVIEW),
    awaited=lambda ticket: ticket.stage is Stage.TO_REVIEW and not ticket.round.failed,
    task=Task.REVIEW,
    station="审核",
)


def _check_callback(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    found = []
    if MATCHES.of(values) is False and says_nothing(CALLBACK_NOTE.of(values)):
        found.append(Blocker(Clause.SUPERVISE_FALSE, "回访结果与反馈不符的，须写明不符之处", CALLBACK_NOTE.key))
    if OVERALL.of(values) == Grade.NOT_RATED and says_nothing(CALLBACK_NOTE.of(values)):
        found.append(
            Blocker(Clause.CLOSE_CENTER, "诉求人没有评价的，须写明原因，例如多次联系不上、拒绝评价", CALLBACK_NOTE.key)
        )
    if _graded_as_a_whole_only(values) and says_nothing(CALLBACK_NOTE.of(values)):
        message = "三项都未评价而总体有评价的，互相矛盾，须写明情况"
        found.append(Blocker(Clause.CLOSE_CENTER, message, CALLBACK_NOTE.key))
    if VERDICT.of(values) == Verdict.PASSED:
        found.extend(_check_false(ticket, values))
        if _is_heard_unsatisfied(ticket, values):
            found.extend(_check_unsatisfied(ticket, values))
    return tuple(found)


def _check_false(ticket: Ticket, values: Values) -> tuple[Blocker, ...]:
    """R6.8, R9.2: what contradicts the unit's report goes out again; later only a named leader lets it pass."""
    if MATCHES.of(values) is not False:
        return ()
    if ticket.round.number == 1:
        message = "回访结果与反馈不符的，结论应为“退回再处置”"
        return (Blocker(Clause.SUPERVISE_FALSE, message, VERDICT.key),)
    if not DECIDED_BY.of(values):
        return (
            Blocker(Clause.SUPERVISE_FALSE, "再处置后仍与反馈不符而通过的，须由领导决定并写明姓名", DECIDED_BY.key),
        )
    return ()


def _graded_as_a_whole_only(values: Values) -> bool:
    three = {each.of(values) for each in RATINGS}
    return three == {Grade.NOT_RATED} and OVERALL.of(values) not in ("", Grade.NOT_RATED)


def is_unsatisfied(values: Values) -> bool:
    """Whether a callback heard 不满意: overall, or on efficiency, attitude and result alike."""
    three = [each.of(values) for each in RATINGS]
    return OVERALL.of(values) == Grade.UNSATISFIED or all(grade == Grade.UNSATISFIED for grade in three)


def _is_heard_unsatisfied(ticket: Ticket, values: Values) -> bool:
    """不满意 to the centre; where the citizen told it nothing, what the form or 市、区 heard stands. 规范一（六）2."""
    if is_unsatisfied(values) or any(
        c.unsatisfied and c.called.round == ticket.round.number for c in ticket.upper_callbacks
    ):
        return True
    return OVERALL.of(values) == Grade.NOT_RATED and ticket.round.grade is Grade.UNSATISFIED


def _check_unsatisfied(ticket: Ticket, values: Values) -> tuple[Blocker, ...]:
    """R6.8, R6.10: the first time it goes out again; afterwards the complete procedure may close it."""
    if ticket.round.number == 1:
        message = "市民反馈不满意的工单须再次派单，结论应为“退回再处置”"
        return (Blocker(Clause.CLOSE_CENTER, message, VERDICT.key),)
    if says_nothing(CALLBACK_NOTE.of(values)):
        return (Blocker(Clause.CLOSE_CENTER, "市民仍不满意而结案的，须写明办理流程已到位的情况", CALLBACK_NOTE.key),)
    lawful = DEMAND.of(ticket.round.finding) == DemandFinding.LAWFUL
    if lawful and ticket.round.resolution is Resolution.UNSOLVED and not DECIDED_BY.of(values):
        message = "诉求合理合法、没有解决、市民又不满意的，应再次派单或列入督办；要结案须由领导决定并写明姓名"
        return (Blocker(Clause.CLOSE_CENTER, message, DECIDED_BY.key),)
    return ()


CALLBACK_NOTE = Field("note", "回访记录", Kind.LONG_TEXT)
MATCHES = Field("matches", "与单位反馈相符", Kind.YES_NO, required=True, clause=Clause.SUPERVISE_FALSE)
OVERALL = Field("overall", "总体评价", Kind.CHOICE, required=True, options=Grade)
EFFICIENCY = Field("efficiency", "办理效率", Kind.CHOICE, required=True, options=Grade)
ATTITUDE = Field("attitude", "办理态度", Kind.CHOICE, required=True, options=Grade)
OUTCOME = Field("outcome", "办理结果", Kind.CHOICE, required=True, options=Grade)
RATINGS = (EFFICIENCY, ATTITUDE, OUTCOME)
CALLBACK = TicketStep(
    id="callback",
    label="回访",
    clause=Clause.CLOSE_CENTER,
    actor=Actor.CENTER,
    stages=frozenset((Stage.TO_CALL_BACK,)),
    fields=(
        Field("at", "回访时间", Kind.MOMENT, required=True),
        EFFICIENCY,
        ATTITUDE,
        OUTCOME,
        OVERALL,
        MATCHES,
        VERDICT.called("回访结论"),
        CALLBACK_NOTE,
        DECIDED_BY,
    ),
    gates=(review_gate,),
    checks=_check_callback,
    defaults=lambda ticket, context: {"at": context.now},
    apply=lambda ticket, entry: ticket.with_round(callbacks=(*ticket.round.callbacks, entry)),
    happened="at",
    builds_on=("result", "review"),
    follows=(After("review", "通过", ordinary=True),),
    paper=OnPaper(PaperKind.REVIEW),
    awaited=to_call_back,
    task=Task.CALL_BACK,
    station="回访",
)


def _redo_defaults(ticket: Ticket, context: RuleContext) -> Mapping[str, object]:
    last = ticket.round.callback or ticket.round.review
    reason = (PROBLEM.of(last) or CALLBACK_NOTE.of(last)) if last else ""
    return {UNIT.key: context.unit_now(ticket.unit), HANDED_ON.key: context.now, REDO_REASON.key: reason}


def check_same_unit(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    """首接责任制: who had the ticket gets it again. 规范一（一）1."""
    if context.same_unit(UNIT.of(values), ticket.unit):
        return ()
    message = f"首接责任制：再处置仍由“{ticket.unit}”办理，改派须先退单"
    return (Blocker(Clause.RECEIVE_CENTER, message, UNIT.key),)


REDO = TicketStep(
    id="redo",
    label="再处置",
    clause=Clause.CLOSE_CENTER,
    actor=Actor.CENTER,
    stages=frozenset((Stage.TO_REVIEW, Stage.TO_CALL_BACK)),
    fields=(
        UNIT.called("再次转交单位"),
        HANDED_ON,
        REDO_REASON,
    ),
    gates=(failed_gate,),
    checks=check_same_unit,
    defaults=_redo_defaults,
    decide=decide_handover,
    apply=apply_handover,
    happened="handed_on",
    builds_on=("result", "review", "callback"),
    advances=True,
    leads_to=(Stage.TO_ACCEPT,),
    follows=(
        After("review", "退回再处置"),
        After("callback", "不满意"),
    ),
    paper=OnPaper(PaperKind.DISPOSAL),
    awaited=_to_send_out_again,
    task=Task.REDO,
)
