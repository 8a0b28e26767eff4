"""One way through every step: which are possible, what is missing, and what a taken step leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hotline_desktop.domain.errors import Blocker, StepRefused
from hotline_desktop.domain.fields import Field, Value, read_values
from hotline_desktop.domain.options import Origin
from hotline_desktop.domain.steps.catalogue import STEPS, STEPS_BY_ID
from hotline_desktop.domain.steps.model import Desk, Step
from hotline_desktop.domain.ticket import Entry, Ticket


@dataclass(frozen=True, slots=True)
class Offer:
    """A step as it stands for a ticket now; ``blockers`` is empty when it may be taken."""

    step: Step
    blockers: tuple[Blocker, ...]
    defaults: Mapping[str, Value]

    @property
    def allowed(self) -> bool:
        """Whether the step may be taken now, given complete values."""
        return not self.blockers


def offers(ticket: Ticket, desk: Desk) -> tuple[Offer, ...]:
    """Every step of an existing ticket in the order of the way, each with what stands against it now."""
    steps = (step for step in STEPS if not step.starts)
    return tuple(Offer(step, blockers(step, ticket), defaults(step, ticket, desk)) for step in steps)


def blockers(step: Step, ticket: Ticket) -> tuple[Blocker, ...]:
    """What stands against a step now, the stage first, each with its clause."""
    if ticket.origin is Origin.HISTORY and not step.starts:
        return (Blocker(step.clause, "历史工单只供查询，不再办理"),)
    found: list[Blocker] = []
    if not step.starts and ticket.stage not in step.stages:
        allowed = "、".join(stage.value for stage in sorted(step.stages, key=_stage_order))
        found.append(Blocker(step.clause, f"须在“{allowed}”阶段办理，本单现为“{ticket.stage}”"))
    found.extend(blocker for gate in step.gates if (blocker := gate(ticket)) is not None)
    return tuple(found)


def defaults(step: Step, ticket: Ticket, desk: Desk) -> Mapping[str, Value]:
    """What the step's form starts with."""
    proposed = step.defaults(ticket, desk)
    return {field.key: field.read(proposed[field.key]) for field in step.fields if field.key in proposed}


def take(
    step: Step, ticket: Ticket, raw: Mapping[str, object], desk: Desk, *, at: datetime | None = None
) -> tuple[Ticket, Entry]:
    """The ticket after ``step`` with the values ``raw``, and the history entry it leaves.

    Fields that ``raw`` does not mention take their proposed value. ``at`` is when it happened where the step has no
    field of its own for that. Raises StepRefused with every blocker at once; the given ticket is never changed.
    """
    standing = blockers(step, ticket)
    values, faults = read_values(step.fields, {**defaults(step, ticket, desk), **_timed(step, at), **raw}, step.clause)
    found = (*standing, *faults)
    if not found:
        found = step.checks(ticket, values, desk)
    if found:
        raise StepRefused(step.label, found)
    moment = values.get(step.happened) if step.happened else at
    when = moment if isinstance(moment, datetime) else at or desk.now
    entry = Entry(step.id, when, desk.by, values, step.decide(ticket, values, desk), recorded_at=desk.now)
    after = step.apply(ticket, entry)
    numbered = Entry(entry.step, entry.at, entry.by, entry.values, entry.facts, after.round.number, desk.now)
    return step.apply(ticket, numbered), numbered


def replay(entries: Iterable[Entry]) -> Ticket:
    """The ticket that a history leads to."""
    ticket = Ticket()
    for entry in entries:
        ticket = STEPS_BY_ID[entry.step].apply(ticket, entry)
    return ticket


def _timed(step: Step, at: datetime | None) -> Mapping[str, object]:
    return {step.happened: at} if at is not None and step.happened else {}


def _stage_order(stage: object) -> int:
    return list(type(stage)).index(stage)  # type: ignore[call-overload, no-any-return]


def field_of(step: Step, key: str) -> Field | None:
    """The field of ``step`` with that key."""
    return next((field for field in step.fields if field.key == key), None)
