"""The engine of steps, the same for every kind of record: what can be done, what is missing, what a step leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Generic

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.fields import AnyField, Value, Values, read_values
from hotline_desktop.domain.records.order import giving_way, untimely
from hotline_desktop.domain.records.steps import R, RuleContext, Step, Taken, denied
from hotline_desktop.domain.records.unit_references import referred
from hotline_desktop.domain.records.withdrawal import WITHDRAW, withdrawn_places
from hotline_desktop.domain.terms.errors import Blocker, StepRefused


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


def offers(record: R, context: RuleContext, steps: Iterable[Step[R]]) -> tuple[Offer[R], ...]:
    """Every step of an existing record in the order of its way, each with what stands against it now."""
    return tuple(
        Offer(step, blockers(step, record, context), defaults(step, record, context), _occasion(step, record) is None)
        for step in steps
        if not step.starts
    )


def blockers(step: Step[R], record: R, context: RuleContext) -> tuple[Blocker, ...]:
    """What stands against a step now, the stage first, each with its clause."""
    refused = denied(step, context)
    if step.starts:
        return refused
    if record.frozen and not step.thaws:
        return (Blocker(step.clause, record.frozen),)
    found: list[Blocker] = list(refused)
    missing = _occasion(step, record)
    if missing is not None:
        found.append(missing)
    if record.stage not in step.stages:
        found.append(Blocker(step.clause, f"须在“{_in_order(step.stages)}”阶段办理，现为“{record.stage}”"))
    found.extend(blocker for gate in step.gates if (blocker := gate(record)) is not None)
    found.extend(
        blocker for context_gate in step.context_gates if (blocker := context_gate(record, context)) is not None
    )
    return tuple(found)


def _occasion(step: Step[R], record: R) -> Blocker | None:
    return step.occasion(record) if step.occasion is not None else None


def defaults(step: Step[R], record: R, context: RuleContext) -> Mapping[str, Value]:
    """What the step's form starts with."""
    if not step.fields:
        return {}
    numbers = {f.key: context.next_numbers[f.sequence] for f in step.fields if f.sequence in context.next_numbers}
    proposed = {**numbers, **step.defaults(record, context)}
    return {field.key: _proposed(field, proposed[field.key]) for field in step.fields if field.key in proposed}


def _proposed(field: AnyField, value: Any) -> Value:
    """The value as the field holds it; what a platform wrote at greater length stands until the step is taken."""
    try:
        return field.read(value)
    except ValueError:
        known: Value = value
        return known


def take(
    step: Step[R], record: R, raw: Mapping[str, object], context: RuleContext, *, at: datetime | None = None
) -> tuple[R, Entry]:
    """The record after ``step`` with the values ``raw``, and the history entry it leaves.

    Fields that ``raw`` does not mention take the value proposed at ``at``, which is when it happened where the step has
    no field of its own for that. Raises StepRefused with every blocker at once; the given record is never changed.
    """
    standing = blockers(step, record, context)
    proposed = defaults(step, record, context if at is None else replace(context, now=at))
    given = {**_timed(step, at), **raw}
    values, faults = read_values(step.fields, {**giving_way(step, proposed, given), **given}, step.clause)
    if not faults:
        values, faults = referred(step, values, proposed, context)
    found = (*standing, *faults)
    if not found:
        found = (
            *untimely(step, record, values, at, context),
            *step.checks(record, values, context),
            *_unchanged(step, values, proposed),
        )
    if found:
        raise StepRefused(step.label, found)
    when = happened_at(step, values, at or context.now)
    entry = Entry(step.id, when, context.by, values, step.decide(record, values, context), recorded_at=context.now)
    numbered = replace(entry, round=step.apply(record, entry).round_number)
    return step.apply(record, numbered).with_log((*record.log, Taken(step, numbered))), numbered


def happened_at(step: Step[Any], values: Values, otherwise: datetime) -> datetime:
    """The moment that a field of the step says it happened at; ``otherwise`` where none does, or a day alone."""
    moment = values.get(step.happened) if step.happened else None
    return moment if isinstance(moment, datetime) else otherwise


def _unchanged(step: Step[Any], values: Values, proposed: Values) -> tuple[Blocker, ...]:
    """A correction that says what stands there already replaces nothing; its last field is the reason."""
    if not step.rewrites:
        return ()

    def said(value: Value | None) -> Value | None:
        # 否 is an answer where nothing was said; only the facts that are amended are 否 from the start.
        return None if value in (None, "", ()) or (step.amends and value is False) else value

    if any(said(values.get(field.key)) != said(proposed.get(field.key)) for field in step.fields[:-1]):
        return ()
    return (Blocker(step.clause, "填的和现在的记录一样，没有要更正的：把错的一栏改成对的再确认"),)


def replay(blank: R, entries: Iterable[Entry], steps: Mapping[str, Step[R]]) -> R:
    """The record that a history leads to, from ``blank`` on, which may be the record before the first entry.

    What was withdrawn is left out.
    """
    listed = tuple(entries)
    ids = [entry.step for entry in listed]
    if WITHDRAW.id in ids:
        withdrawn = withdrawn_places(ids, steps)
        listed = tuple(
            entry for place, entry in enumerate(listed) if place not in withdrawn and entry.step != WITHDRAW.id
        )
    record, log = blank, list(blank.log)
    for entry in listed:
        step = steps[entry.step]
        record = step.apply(record, entry)
        log.append(Taken(step, entry))
    return record.with_log(tuple(log))


def _timed(step: Step[Any], at: datetime | None) -> Mapping[str, object]:
    return {step.happened: at} if at is not None and step.happened else {}


@cache
def _in_order(stages: frozenset[StrEnum]) -> str:
    """The stages in the order in which a record goes through them; asked of every step of every record looked at."""
    return "、".join(stage.value for stage in sorted(stages, key=_place))


def _place(stage: StrEnum) -> int:
    return list(type(stage)).index(stage)
