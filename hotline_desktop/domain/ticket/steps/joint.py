"""多部门联合处置: the leader verifies first, then other units help; one unit stays answerable. 规范一（一）2."""

from __future__ import annotations

from hotline_desktop.domain.records.fields import Field, Kind, Values
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, Prominence, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import CO_UNITS, VERIFIED_ON
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Ticket

_JOINT = Clause.RECEIVE_UNIT
_IN_PROGRESS = frozenset((Stage.IN_PROGRESS,))


WHY_JOINT = Field("why", "需多部门联合处置的理由", Kind.LONG_TEXT, required=True)
JOINT_VERIFICATION = TicketStep(
    id="joint_verification",
    label="联合处置核实",
    clause=_JOINT,
    actor=Actor.UNIT,
    stages=_IN_PROGRESS,
    fields=(
        Field("leader", "核实的条线分管领导", required=True, limit=40),
        VERIFIED_ON,
        WHY_JOINT,
        Field("lead", "牵头的分管领导", required=True, limit=40, hint="由首接单位分管领导牵头协调"),
    ),
    defaults=lambda _ticket, context: {VERIFIED_ON.key: context.now},
    apply=lambda ticket, entry: ticket.with_round(verifications=(*ticket.round.verifications, entry)),
    happened="verified_on",
    builds_on=("dispatch", "redo", "upper_return", "accept"),
    follows=(After("accept", "需多部门联合"),),
    group=Group.REQUEST,
    prominence=Prominence.ON_DEMAND,
    paper=OnPaper(PaperKind.JOINT),
)


def _verified(ticket: Ticket) -> Blocker | None:
    if ticket.round.verification is not None:
        return None
    return Blocker(_JOINT, "需多部门联合处置的，首接单位须先报条线分管领导核实")


def _check_units(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    if any(context.same_unit(unit, ticket.unit) for unit in CO_UNITS.of(values)):
        return (Blocker(_JOINT, f"“{ticket.unit}”是牵头的首接单位，不列为协办单位", CO_UNITS.key),)
    return ()


DIVISION = Field("division", "任务分工", Kind.LONG_TEXT, required=True)
COORDINATION = Field("meeting", "协调情况", Kind.LONG_TEXT)
JOINT_UNITS = TicketStep(
    id="joint_units",
    label="确定协办单位",
    clause=_JOINT,
    actor=Actor.UNIT,
    stages=_IN_PROGRESS,
    fields=(
        CO_UNITS,
        DIVISION,
        COORDINATION,
    ),
    gates=(_verified,),
    checks=_check_units,
    defaults=lambda ticket, _context: {CO_UNITS.key: ticket.round.co_units} if ticket.round.co_units else {},
    apply=lambda ticket, entry: ticket.with_round(joints=(*ticket.round.joints, entry)),
    builds_on=("joint_verification",),
    follows=(After("joint_verification", "领导核实后"),),
    group=Group.REQUEST,
    prominence=Prominence.ON_DEMAND,
    paper=OnPaper(PaperKind.JOINT),
)
