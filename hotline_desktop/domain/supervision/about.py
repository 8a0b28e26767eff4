"""What a case may say of its tickets: whether they are settled, and whether its report changes their result.

督办二（三）2-3.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from hotline_desktop.domain.records.fields import Values
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.supervision.fields import OUTCOME
from hotline_desktop.domain.terms.options import Resolution, Stage, SupervisionOutcome
from hotline_desktop.domain.ticket.fields import DEMAND, FACT
from hotline_desktop.domain.ticket.ticket import Ticket

# What the report may say beside the ticket's 是否解决 without being a change of the result; the lists are never mapped.
_SAME_RESULT: dict[SupervisionOutcome, frozenset[Resolution]] = {
    SupervisionOutcome.SOLVED: frozenset((Resolution.SOLVED,)),
    SupervisionOutcome.UNSOLVED: frozenset(Resolution) - {Resolution.SOLVED},
    SupervisionOutcome.PARTLY: frozenset(Resolution) - {Resolution.SOLVED, Resolution.UNSOLVED},
    SupervisionOutcome.NOT_DUE: frozenset(Resolution) - {Resolution.SOLVED, Resolution.UNSOLVED},
}
_UNFINISHED = frozenset((Stage.TO_DISPATCH, Stage.TO_ACCEPT, Stage.IN_PROGRESS))


class TicketFate(StrEnum):
    """What becomes of a ticket whose case is closed, in the order in which they are proposed."""

    CLOSED = "已结案"
    ON_ITS_WAY = "按程序继续办理"


def tickets_of(numbers: Iterable[str], context: RuleContext) -> tuple[Ticket, ...]:
    """The tickets of a case as they stand; none where the office was not asked."""
    found = context.tickets(tuple(numbers)) if context.tickets is not None else ()
    return tuple(each for each in found if isinstance(each, Ticket))


def changes_result(report: Values, ticket: Ticket) -> str:
    """How the report differs from what the ticket says, in words; empty where it says the same. 督办二（三）2（3）."""
    said = ticket.round.finding
    if said is None:
        return ""
    resolution, outcome = ticket.round.resolution, OUTCOME.of(report)
    if resolution is not None and outcome and resolution not in _SAME_RESULT[SupervisionOutcome(outcome)]:
        return f"工单 {ticket.facts.number} 办结为“{resolution}”，督办反馈为“{outcome}”"
    for each in (FACT, DEMAND):
        before, after = each.of(said), each.of(report)
        if before and after and before != after:
            return f"工单 {ticket.facts.number} {each.label}原为“{before}”，督办反馈为“{after}”"
    return ""


def fate_text(ticket: Ticket, context: RuleContext) -> str:
    """What becomes of the ticket as it stands: ``20220905100001 已并入 20220905100002，按程序继续办理``."""
    main = _handled_as(ticket, context)
    fate = TicketFate.ON_ITS_WAY if main.stage.is_open and not main.frozen else TicketFate.CLOSED
    merged = f"已并入 {ticket.merged_into}，" if ticket.merged_into else ""
    return f"{ticket.facts.number} {merged}{fate}"


def unfinished(ticket: Ticket, context: RuleContext) -> bool:
    """Whether the unit still owes the ticket's result, or that of the ticket into which it was merged."""
    main = _handled_as(ticket, context)
    return main.stage in _UNFINISHED and not main.frozen


def _handled_as(ticket: Ticket, context: RuleContext) -> Ticket:
    """The ticket in which the matter is handled: the main one once it was merged."""
    mains = tickets_of((ticket.merged_into,), context) if ticket.merged_into else ()
    return mains[0] if mains else ticket
