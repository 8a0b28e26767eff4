"""一个工作日内答复市民, settled by a person with a reason where the records do not tell it. 规范一（一）2."""

from __future__ import annotations

from hotline_desktop.domain.records.fields import Field, Values
from hotline_desktop.domain.records.steps import Actor, Group, Prominence, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.ticket.answering import answered_by, hand_overs
from hotline_desktop.domain.ticket.fields import ANSWERED_WITHIN_DAY
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Ticket

_WITH_UNIT_OR_AFTER = frozenset((Stage.IN_PROGRESS, Stage.TO_REVIEW, Stage.TO_CALL_BACK, Stage.CLOSED))
WHY_SETTLED = Field("why", "认定的理由", required=True, limit=200)


def _not_waived(ticket: Ticket) -> Blocker | None:
    return Blocker(Clause.RECEIVE_UNIT, "免联的工单不计一个工作日内答复") if ticket.waived else None


def _check(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    *_earlier, part = hand_overs(ticket.rounds)
    known = answered_by(part, context.now)
    if known is None or known is not ANSWERED_WITHIN_DAY.needed(values):
        return ()
    message = f"现在就是“{'是' if known else '否'}”，不用认定"
    return (Blocker(Clause.RECEIVE_UNIT, message, ANSWERED_WITHIN_DAY.key),)


SETTLE_ANSWER = TicketStep(
    id="settle_answer",
    label="认定一个工作日内答复",
    clause=Clause.RECEIVE_UNIT,
    actor=Actor.CENTER,
    stages=_WITH_UNIT_OR_AFTER,
    fields=(ANSWERED_WITHIN_DAY, WHY_SETTLED),
    gates=(_not_waived,),
    checks=_check,
    apply=lambda ticket, entry: ticket.with_round(settled_answer=entry),
    builds_on=("dispatch", "redo"),
    group=Group.CHANGE,
    prominence=Prominence.ASIDE,
)
