"""A step that is still being typed, taken on a copy of its record: what a paper would show (草稿)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hotline_desktop.domain.records.engine import defaults, happened_at, take
from hotline_desktop.domain.records.fields import NO_VALUES, Value, Values
from hotline_desktop.domain.records.steps import R, RuleContext, Step
from hotline_desktop.domain.terms.errors import StepRefused
from hotline_desktop.domain.ticket.ticket import Entry


@dataclass(frozen=True, slots=True)
class Draft:
    """A step that is being typed, and what its fields hold so far."""

    step_id: str
    values: Mapping[str, object]


def drafted(step: Step[R], record: R, raw: Mapping[str, object], context: RuleContext) -> R:
    """The record as it would be after ``step``. What is not valid yet counts as not typed.

    The record itself where too little is known to say more. Nothing of this is ever written down.
    """
    try:
        return take(step, record, raw, context)[0]
    except StepRefused:
        values = {**defaults(step, record, context), **_readable(step, raw)}
    try:
        facts = step.decide(record, values, context)
    except (KeyError, AssertionError, ValueError):  # a value that the rules work with is still missing
        facts = NO_VALUES
    when = happened_at(step, values, context.now)
    try:
        return step.apply(record, Entry(step.id, when, context.by, values, facts, record.round_number, context.now))
    except (KeyError, AssertionError, ValueError):
        return record


def _readable(step: Step[R], raw: Mapping[str, object]) -> Values:
    """The typed values that can be read; a field that was emptied is empty."""
    read: dict[str, Value] = {}
    for field in step.fields:
        if field.key not in raw:
            continue
        try:
            read[field.key] = field.read(raw[field.key])
        except ValueError:
            continue
    return read
