"""One way through every step: which are possible, what is missing, and what a taken step leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic

from hotline_desktop.domain.errors import Blocker, StepRefused
from hotline_desktop.domain.fields import Field, Value, read_values
from hotline_desktop.domain.steps.catalogue import STEPS, STEPS_BY_ID
from hotline_desktop.domain.steps.model import Desk, R, Step
from hotline_desktop.domain.ticket import Entry, Ticket


@dataclass(frozen=True, slots=True)
class Offer(Generic[R]):
    """A step as it stands for a record now; ``blockers`` is empty when it may be taken.

    ``concerns`` is False while nothing has happened that the step would answer to.
    """

    step: Step[R]
    blockers: tuple[Blocker, ...]
    defaults: Mapping[str, Value]
    concerns: bool = True

    @property
    def allowed(self) -> bool:
        """Whether the step may be taken now, given complete values."""
        return not self.blockers


TicketOffer = Offer[Ticket]


def offers(record: R, desk: Desk, steps: Iterable[Step[R]]) -> tuple[Offer[R], ...]:
    """Every step of an existing record in the order of its way, each with what stands against it now."""
    return tuple(
        Offer(step, blockers(step, record, desk), defaults(step, record, desk), _occasion(step, record) is None)
        for step in steps
        if not step.starts
    )


def ticket_offers(ticket: Ticket, desk: Desk) -> tuple[TicketOffer, ...]:
    """Every step of an existing ticket in the order of the way, each with what stands against it now."""
    return offers(ticket, desk, STEPS)


def blockers(step: Step[R], record: R, desk: Desk) -> tuple[Blocker, ...]:
    """What stands against a step now, the stage first, each with its clause."""
    if step.starts:
        return ()
    if record.frozen and not step.thaws:
        return (Blocker(step.clause, record.frozen),)
    found: list[Blocker] = []
    missing = _occasion(step, record)
    if missing is not None:
        found.append(missing)
    if record.stage not in step.stages:
        allowed = "、".join(stage.value for stage in sorted(step.stages, key=_stage_order))
        found.append(Blocker(step.clause, f"须在“{allowed}”阶段办理，现为“{record.stage}”"))
    found.extend(blocker for gate in step.gates if (blocker := gate(record)) is not None)
    found.extend(blocker for desk_gate in step.desk_gates if (blocker := desk_gate(record, desk)) is not None)
    return tuple(found)


def _occasion(step: Step[R], record: R) -> Blocker | None:
    return step.occasion(record) if step.occasion is not None else None


def defaults(step: Step[R], record: R, desk: Desk) -> Mapping[str, Value]:
    """What the step's form starts with."""
    numbers = {f.key: desk.next_numbers[f.sequence] for f in step.fields if f.sequence in desk.next_numbers}
    proposed = {**numbers, **step.defaults(record, desk)}
    return {field.key: _proposed(field, proposed[field.key]) for field in step.fields if field.key in proposed}


def _proposed(field: Field, value: Any) -> Value:
    """The value as the field holds it; what a platform wrote at greater length stands until the step is taken."""
    try:
        return field.read(value)
    except ValueError:
        known: Value = value
        return known


def take(
    step: Step[R], record: R, raw: Mapping[str, object], desk: Desk, *, at: datetime | None = None
) -> tuple[R, Entry]:
    """The record after ``step`` with the values ``raw``, and the history entry it leaves.

    Fields that ``raw`` does not mention take the value proposed at ``at``, which is when it happened where the step has
    no field of its own for that. Raises StepRefused with every blocker at once; the given record is never changed.
    """
    standing = blockers(step, record, desk)
    proposed = defaults(step, record, desk if at is None else replace(desk, now=at))
    values, faults = read_values(step.fields, {**proposed, **_timed(step, at), **raw}, step.clause)
    found = (*standing, *_untimely(step, desk, at), *faults)
    if not found:
        found = step.checks(record, values, desk)
    if found:
        raise StepRefused(step.label, found)
    moment = values.get(step.happened) if step.happened else at
    when = moment if isinstance(moment, datetime) else at or desk.now
    entry = Entry(step.id, when, desk.by, values, step.decide(record, values, desk), recorded_at=desk.now)
    after = step.apply(record, entry)
    numbered = replace(entry, round=after.round_number)
    return step.apply(record, numbered), numbered


def replay(entries: Iterable[Entry], since: Ticket | None = None) -> Ticket:
    """The ticket that a history leads to; ``since`` is the ticket before the first entry, a blank one where None."""
    ticket = since or Ticket()
    for entry in entries:
        ticket = STEPS_BY_ID[entry.step].apply(ticket, entry)
    return ticket


def _untimely(step: Step[Any], desk: Desk, at: datetime | None) -> tuple[Blocker, ...]:
    """A step that has a field of its own for its time checks that field itself."""
    late = at is not None and not step.happened and at > desk.now
    return (Blocker(step.clause, "办理时间晚于现在"),) if late else ()


def _timed(step: Step[Any], at: datetime | None) -> Mapping[str, object]:
    return {step.happened: at} if at is not None and step.happened else {}


def _stage_order(stage: StrEnum) -> int:
    return list(type(stage)).index(stage)
