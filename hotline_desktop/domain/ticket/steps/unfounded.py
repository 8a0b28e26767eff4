"""不属实: the unit's written statement and its filing, which come before the closing. 规范一（五）."""

from __future__ import annotations

from hotline_desktop.domain.records.entries import (
    Request,
    answered_with,
    pending_of,
)
from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, Prominence
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.steps.statements import (
    SIGNED_IN_TURN,
    filing_defaults,
    filing_fields,
    signed_defaults,
    signed_fields,
)
from hotline_desktop.domain.ticket.ticket import Ticket

_UNFOUNDED = Clause.UNFOUNDED
_HANDLED = frozenset((Stage.IN_PROGRESS, Stage.TO_REVIEW, Stage.TO_CALL_BACK))


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
        *signed_fields(),
    ),
    gates=(_unfounded_open,),
    defaults=lambda ticket, context: {**signed_defaults(ticket, context), COMPLAINT.key: ticket.facts.content},
    apply=lambda ticket, entry: ticket.with_round(unfounded=(*ticket.round.unfounded, Request(entry))),
    happened="submitted_on",
    builds_on=("dispatch", "redo", "upper_return", "accept"),
    in_turn=SIGNED_IN_TURN,
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
    fields=filing_fields("unfounded"),
    occasion=_unfounded_pending,
    defaults=filing_defaults,
    apply=lambda ticket, entry: ticket.with_round(unfounded=answered_with(ticket.round.unfounded, entry)),
    happened="filed_on",
    builds_on=("unfounded_statement",),
    follows=(After("unfounded_statement", "交镇城运中心"),),
    paper=OnPaper(PaperKind.UNFOUNDED, answered=True),
    awaited=lambda ticket: pending_of(ticket.round.unfounded) is not None,
)
