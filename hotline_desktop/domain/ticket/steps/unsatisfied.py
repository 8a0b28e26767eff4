"""不满意: what 市、区 heard when they called, the unit's written statement of it, and its filing. 规范一（七）."""

from __future__ import annotations

from dataclasses import replace

from hotline_desktop.domain.records.entries import (
    Request,
    Requests,
    answered_with,
    pending_of,
)
from hotline_desktop.domain.records.fields import Field, Kind, Value, Values
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, Prominence, RuleContext, Within
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Grade, Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import (
    PROVISIONAL,
    STATEMENT_DUE,
    UPPER_GRADE,
    UPPER_OFFICE,
)
from hotline_desktop.domain.ticket.lapses import round_ended
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.steps.statements import (
    SIGNED_IN_TURN,
    filing_defaults,
    filing_fields,
    signed_defaults,
    signed_fields,
)
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.domain.ticket.upper_callbacks import UpperCallback
from hotline_desktop.domain.time.deadline import statement_due

_UNSATISFIED = Clause.UNSATISFIED
_AFTER_RESULT = frozenset((Stage.TO_REVIEW, Stage.TO_CALL_BACK, Stage.CLOSED, Stage.ARCHIVED))
# The statement's own clock runs on while the ticket is out again: it is written and filed wherever the ticket stands.
_EVERY_STAGE = frozenset(Stage)


def _decide_upper(ticket: Ticket, values: Values, context: RuleContext) -> Values:
    called = CALLED_AT.needed(values)
    finished = [turn for turn in ticket.rounds if turn.result is not None]
    asked = [turn.number for turn in finished if (ended := round_ended(turn)) is not None and ended <= called]
    about: dict[str, Value] = {ABOUT_ROUND.key: asked[-1]} if asked and len(finished) > 1 else {}
    if UPPER_GRADE.needed(values) != Grade.UNSATISFIED:
        return about
    due = statement_due(called, context.calendar, context.rules)
    return {**about, STATEMENT_DUE.key: due.due, PROVISIONAL.key: due.provisional}


def _called_about(ticket: Ticket, called: Entry) -> int:
    """The round that the citizen was asked about: the last that had its result when 市、区 called.

    Of one result there is no choice, and earlier programs did not say: while a later round has no result yet, it is
    the last that has one.
    """
    if (about := ABOUT_ROUND.of(called)) is not None:
        return about
    done = (turn.number for turn in reversed(ticket.rounds) if turn.result is not None)
    return ticket.round_number if ticket.stage in _AFTER_RESULT else next(done, ticket.round_number)


def _once_finished(ticket: Ticket) -> Blocker | None:
    """市、区 ask about a result; that of an earlier round may be asked about, or come on paper, while another runs."""
    if ticket.stage in _AFTER_RESULT or any(turn.result is not None for turn in ticket.rounds):
        return None
    return Blocker(_UNSATISFIED, "承办单位还没有办结反馈，市、区没有可回访的办理结果")


def _apply_upper(ticket: Ticket, entry: Entry) -> Ticket:
    called = replace(entry, round=_called_about(ticket, entry))
    return replace(ticket, upper_callbacks=(*ticket.upper_callbacks, UpperCallback(called)))


# What the rules work out where several rounds have a result: which of them the call was about.
ABOUT_ROUND = Field("about_round", "回访的是第几轮", Kind.NUMBER)
UPPER_CALL_NOTE = Field("note", "市民反馈的情况", Kind.LONG_TEXT)
CALLED_AT = Field("at", "回访时间", Kind.MOMENT, required=True)
UPPER_CALLBACK = TicketStep(
    id="upper_callback",
    label="登记市、区回访结果",
    clause=_UNSATISFIED,
    actor=Actor.CENTER,
    stages=_EVERY_STAGE,
    occasion=_once_finished,
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
    about_earlier=True,
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
    stages=_EVERY_STAGE,
    fields=(
        PROCESS,
        WHY_UNSATISFIED,
        NEXT_STEPS,
        *signed_fields(),
    ),
    occasion=_statement_due,
    defaults=signed_defaults,
    apply=_apply_statement,
    happened="submitted_on",
    builds_on=("upper_callback",),
    in_turn=SIGNED_IN_TURN,
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
    stages=_EVERY_STAGE,
    fields=filing_fields("unsatisfied"),
    occasion=_statement_pending,
    defaults=filing_defaults,
    apply=_apply_statement_filing,
    happened="filed_on",
    builds_on=("unsatisfied_statement",),
    follows=(After("unsatisfied_statement", "交镇城运中心"),),
    paper=OnPaper(PaperKind.UNSATISFIED, answered=True),
    awaited=lambda ticket: _statement_pending(ticket) is None,
)
