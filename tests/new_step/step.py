"""A step that a town might add: the unit looks at the place together with the citizen before it reports.

It is one datum. What it changes is that it was taken, which the record's log keeps.
"""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.records.steps import Actor, After, Group, OnPaper, Prominence
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.kind import TICKETS
from hotline_desktop.domain.ticket.steps.catalogue import STEPS, STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.handling import ANSWER
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.gui.records.steps.step_icons import STEP_ICONS
from tests.domain import ticket_walk
from tests.walks import values

LOOKED_AT = Field("looked_at", "踏看时间", Kind.MOMENT, required=True)
WHO = Field("who", "到场人员", Kind.NAMES, required=True, limit=40)
FOUND = Field("found", "踏看情况", Kind.LONG_TEXT, required=True)


def looked(ticket: Ticket) -> bool:
    """Whether the place was looked at."""
    return any(LOOK.id in taken.ids for taken in ticket.log)


def _once(ticket: Ticket) -> Blocker | None:
    return Blocker(Clause.CLOSE_UNIT, "已经踏看过现场") if looked(ticket) else None


LOOK = TicketStep(
    id="look_together",
    label="会同踏看现场",
    clause=Clause.CLOSE_UNIT,
    actor=Actor.UNIT,
    stages=frozenset((Stage.IN_PROGRESS,)),
    fields=(LOOKED_AT, WHO, FOUND),
    gates=(_once,),
    defaults=lambda _ticket, context: {LOOKED_AT.key: context.now},
    apply=lambda ticket, _entry: ticket,
    happened=LOOKED_AT.key,
    builds_on=("dispatch", "redo", "accept"),
    follows=(After("answer", "需踏看现场"),),
    group=Group.REQUEST,
    prominence=Prominence.ON_DEMAND,
    paper=OnPaper(PaperKind.CONTACTS),
)
VALUES = {WHO.key: "沈强、赵文静", FOUND.key: "路灯三盏不亮，线路老化"}


def _unchecked(ticket: Ticket) -> bool:
    return looked(ticket) and not any("look_checked" in taken.ids for taken in ticket.log)


BACK: TicketStep = TicketStep(
    id="look_checked",
    label="核对踏看情况",
    clause=Clause.CLOSE_CENTER,
    actor=Actor.CENTER,
    stages=frozenset((Stage.IN_PROGRESS,)),
    fields=(Field("checked_on", "核对日期", Kind.DAY, required=True),),
    defaults=lambda _ticket, context: {"checked_on": context.now},
    apply=lambda ticket, _entry: ticket,
    happened="checked_on",
    builds_on=(LOOK.id,),
    follows=(After(LOOK.id, "交镇城运中心"),),
    occasion=lambda ticket: None if looked(ticket) else Blocker(Clause.CLOSE_CENTER, "没有踏看现场的记录"),
    awaited=_unchecked,
)


def register(patch: pytest.MonkeyPatch) -> None:
    """Adds both behind 答复诉求人: the catalogue, a row of icons and the values of tests, and nothing else."""
    place = STEPS.index(ANSWER) + 1
    longer = (*STEPS[:place], LOOK, BACK, *STEPS[place:])
    for module in [each for each in sys.modules.values() if isinstance(each, ModuleType)]:
        for name, value in list(vars(module).items()):
            if value is STEPS:
                patch.setattr(module, name, longer)
            elif isinstance(value, dict) and value is not STEPS_BY_ID and value.get(ANSWER.id) is ANSWER:
                patch.setitem(value, LOOK.id, LOOK)
                patch.setitem(value, BACK.id, BACK)
    patch.setitem(vars(TICKETS), "steps", longer)
    patch.setitem(vars(TICKETS), "going_on", {step.id: step for step in longer if not step.starts})
    for step in (LOOK, BACK):
        patch.setitem(STEPS_BY_ID, step.id, step)
        patch.setitem(STEP_ICONS, step.id, "map-pin")
    patch.setitem(ticket_walk.COMPLETE, LOOK.id, VALUES)
    patch.setattr(values, "COMPLETE", {**values.COMPLETE, LOOK.id: VALUES})
