"""处置流程图: who does what by when, and the clause at each arrow. The regulation names it; its drawing is lost.

It is worked out from the steps themselves, so that it can never disagree with what the program does: pure data, with a
column and a row for each box, for whoever draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from hotline_desktop.domain.records.steps import Actor, Within
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.options import Decision, Filing, Level, Verdict
from hotline_desktop.domain.ticket.chart_places import (
    CENTER_DECIDES,
    CENTER_SIDE,
    CENTER_WAY,
    UNIT_SIDE,
    UNIT_WAY,
    Place,
    is_main,
    places,
)
from hotline_desktop.domain.ticket.progress import awaited
from hotline_desktop.domain.ticket.steps import catalogue
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import DeadlineKind, TimeRules

TITLE = "“12345”市民服务热线工作处置流程图"


class Worker(NamedTuple):
    """A band of the page: who acts in it, and its first and last column."""

    title: str
    first: int
    last: int


LANES = (
    Worker(str(Actor.CENTER), CENTER_SIDE, CENTER_WAY),
    Worker(str(Actor.UNIT), UNIT_WAY, UNIT_SIDE),
    Worker(f"{Actor.CENTER}（审核、审批、备案）", CENTER_DECIDES, CENTER_DECIDES),
)
# What a decision leads to where no arrow of its own is drawn for it.
_OTHERWISE = {Decision.REFUSED: "不同意的，继续办理", Filing.SENT_BACK: "不合要求的，退回补正"}


@dataclass(frozen=True, slots=True)
class Node:
    """A box: who does what by when. ``main`` boxes are passed by every ticket that goes well.

    ``column`` is one of the five of a page, ``row`` counts from the top, 0 first; no two boxes share a place.
    ``decides`` marks a question whose answer says how it goes on, ``otherwise`` is the answer without an arrow.
    """

    id: str
    label: str
    actor: Actor
    when: str
    main: bool
    column: int
    row: int
    decides: bool = False
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one box to the next; ``clause`` is what asks for it, ``label`` the case in which it is taken.

    ``back`` arrows lead up again (退单, 再处置).
    """

    source: str
    target: str
    clause: Clause
    label: str
    back: bool


@dataclass(frozen=True, slots=True)
class FlowChart:
    """The whole chart. ``rows`` is how many rows the boxes take."""

    title: str
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]

    @property
    def rows(self) -> int:
        """How many rows the boxes take."""
        return max(node.row for node in self.nodes) + 1

    def node(self, step_id: str) -> Node:
        """The box of a step; KeyError where it has none."""
        for node in self.nodes:
            if node.id == step_id:
                return node
        raise KeyError(step_id)


def flow_chart(rules: TimeRules, town: str = "") -> FlowChart:
    """The chart of the ticket's way under the office's own limits."""
    drawn = _drawn_steps()
    where = places(drawn)
    order = {step.id: index for index, step in enumerate(drawn)}
    arrows = tuple(
        Arrow(after.step, step.id, after.clause or step.clause, after.when, back=order[after.step] > order[step.id])
        for step in drawn
        for after in step.follows
    )
    return FlowChart(f"{town}{TITLE}", tuple(_node(step, where[step.id], rules) for step in drawn), arrows)


def when_text(step: TicketStep, rules: TimeRules) -> str:
    """By when a step is due, in words; empty where no clock runs. 规范一（二）, 规范一（三）."""
    labels: dict[str, str] = {
        DeadlineKind.TICKET: "、".join(f"{level}{rules.days(level)}" for level in Level) + "个工作日内",
        DeadlineKind.RETURN: "半个工作日内",
        DeadlineKind.ANSWER: "一个工作日内",
        Within.CONTACT: "派单前",
        Within.STATEMENT: f"{rules.statement_days}个工作日内",
        Within.BEFORE_DEADLINE: Within.BEFORE_DEADLINE.value,
    }
    return labels.get(step.within, "")


def stands_at(ticket: Ticket) -> tuple[str, ...]:
    """The boxes that a ticket waits at now: its next steps on the way, and whatever runs beside it."""
    return () if ticket.frozen else tuple(step.id for step in awaited(ticket))


def _drawn_steps() -> tuple[TicketStep, ...]:
    """The steps that follow others or are followed; corrections and the like are no part of the way."""
    followed = {after.step for step in catalogue.STEPS for after in step.follows}
    return tuple(step for step in catalogue.STEPS if step.follows or step.id in followed)


def _node(step: TicketStep, place: Place, rules: TimeRules) -> Node:
    column, row = place
    answers = {option for field in step.fields for option in field.options or ()}
    otherwise = "".join(text for answer, text in _OTHERWISE.items() if answer in answers)
    decides = bool(otherwise) or Verdict.AGAIN in answers
    return Node(step.id, step.label, step.actor, when_text(step, rules), is_main(step), column, row, decides, otherwise)
