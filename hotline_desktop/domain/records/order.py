"""The order of time: one rule for every step of every kind of record.

Nothing that happened is dated in the future, before the record's matter came in, or before the newest entry that it
builds on; what is planned does not lie before the step that plans it. Days are compared as days. Only a step that is
being taken is checked: what was recorded before stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import combinations
from typing import Any

from hotline_desktop.domain.records.fields import AnyField, Tense, Values
from hotline_desktop.domain.records.steps import Bound, R, Record, RuleContext, Step, Taken
from hotline_desktop.domain.terms.dates import chinese_date, chinese_datetime, day_of
from hotline_desktop.domain.terms.errors import Blocker

_NOW = "办理时间"


def standing(log: Sequence[Taken]) -> list[Taken]:
    """The entries that count, in order: a correction stands in the place of what it corrects."""
    found: list[Taken] = []
    for taken in log:
        place = _corrected(found, taken.step) if taken.step.corrects else None
        if place is None:
            found.append(taken)
        else:
            found[place] = taken
    return found


def untimely(
    step: Step[R], record: R, values: Values, at: datetime | None, context: RuleContext
) -> tuple[Blocker, ...]:
    """What the order of time has against ``step`` with these values; ``at`` is when it is said to have happened."""
    found = (
        blocker
        for each in (
            _future(step, values, at, context),
            _too_early(step, record, values, at or context.now),
            _out_of_turn(step, values),
            _planned_too_early(step, values, at or context.now),
            _after_what_follows(step, record, values),
        )
        for blocker in each
    )
    by_field: dict[str, Blocker] = {}
    for blocker in found:
        by_field.setdefault(blocker.field, blocker)  # one sentence for a time is enough
    return tuple(by_field.values())


def out_of_order(record: Record) -> tuple[str, ...]:
    """What lies before something that it builds on, in words: old records, and those of a clock that stood wrong."""
    known, found = standing(record.log), []
    for place, taken in enumerate(known):
        earlier = [each for each in known[:place] if set(each.ids) & set(taken.step.builds_on)]
        bounds = _built_on(taken.step, [_bound(each) for each in earlier if not each.step.starts])
        if record.began is not None and taken.step.builds_on:
            bounds.insert(0, record.began)
        missed = _missed(bounds, taken.happened)
        if missed is not None:
            found.append(f"“{taken.step.label}”（{_moment_text(taken.happened)}）早于{missed}")
    return tuple(found)


def giving_way(step: Step[Any], proposed: Values, given: Mapping[str, object]) -> Values:
    """The proposed values; one that lies after a later time that was entered is set to that time."""
    fields, found = {field.key: field for field in step.fields}, dict(proposed)
    latest: date | None = None
    for key in reversed(step.in_turn):
        moment = found.get(key)
        if key in given:
            latest = _read(fields[key], given[key]) or latest
        elif latest is not None and isinstance(moment, date) and before(latest, moment):
            found[key] = fields[key].read(latest)
    return found


def before(first: date, second: date) -> bool:
    """Whether ``first`` lies before ``second``; where either is a day, the days decide."""
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first < second
    return day_of(first) < day_of(second)


def first_happened(record: Record) -> Bound | None:
    """The earliest time that a record of what happened says; None where nothing was recorded but the beginning."""
    dated = [taken for taken in standing(record.log) if taken.step.happened and not taken.step.starts]
    first = min(dated, key=lambda taken: _moment(taken.happened), default=None)
    return _bound(first) if first is not None else None


def _read(field: AnyField, raw: object) -> date | None:
    try:
        moment = field.read(raw)
    except ValueError:
        return None
    return moment if isinstance(moment, date) else None


def _future(step: Step[Any], values: Values, at: datetime | None, context: RuleContext) -> Iterator[Blocker]:
    for field, moment in _times(step, values, Tense.PAST):
        if before(context.now, moment):
            yield Blocker(field.clause or step.clause, f"“{field.label}”晚于现在", field.key)
    own = isinstance(values.get(step.happened), datetime)
    if at is not None and not own and at > context.now:
        yield Blocker(step.clause, f"{_NOW}晚于现在")


def _too_early(step: Step[R], record: R, values: Values, when: datetime) -> Iterator[Blocker]:
    bounds = _bounds(step, record)
    for field, moment in _times(step, values, Tense.PAST):
        missed = _missed(bounds, moment)
        if missed is not None:
            yield Blocker(field.clause or step.clause, f"“{field.label}”早于{missed}", field.key)
    began = () if step.starts or record.began is None else (record.began,)
    missed = None if values.get(step.happened) else _missed((*began, *bounds), when)
    if missed is not None:
        yield Blocker(step.clause, f"{_NOW}早于{missed}；电脑时间不对的请先校准")


def _out_of_turn(step: Step[Any], values: Values) -> Iterator[Blocker]:
    labels = {field.key: field.label for field in step.fields}
    dated = [(key, value) for key in step.in_turn if isinstance(value := values.get(key), date)]
    for (key, first), (later, second) in combinations(dated, 2):
        if before(second, first):
            yield Blocker(step.clause, f"“{labels[key]}”晚于“{labels[later]}”", key)


def _planned_too_early(step: Step[Any], values: Values, when: datetime) -> Iterator[Blocker]:
    given = values.get(step.happened)
    set_at = given if isinstance(given, date) else when
    for field, moment in _times(step, values, Tense.PLANNED):
        if before(moment, set_at):
            message = f"“{field.label}”早于“{step.label}”的时间（{_moment_text(set_at)}）"
            yield Blocker(field.clause or step.clause, message, field.key)


def _after_what_follows(step: Step[R], record: R, values: Values) -> Iterator[Blocker]:
    """Refuses a correction that would date an entry after one that was built on it since.

    What happened before it as it stands was not: it is about an earlier one.
    """
    moment, known = values.get(step.happened), standing(record.log)
    place = _corrected(known, step)
    if place is None or not isinstance(moment, date):
        return
    for taken in known[place + 1 :]:
        if not set(taken.step.builds_on) & set(known[place].ids) or before(taken.happened, known[place].happened):
            continue
        if before(taken.happened, moment):
            label = next(field.label for field in step.fields if field.key == step.happened)
            yield Blocker(step.clause, f"“{label}”晚于{_bound(taken).as_text}", step.happened)
            return


def _bounds(step: Step[R], record: R) -> list[Bound]:
    """Every time that ``step`` may not be dated before; of a correction those from before what it corrects.

    A step that builds on nothing, as an amended registration does, is not bound by the beginning either.
    """
    known = standing(record.log)
    place = _corrected(known, step)
    built_on = [
        _bound(taken)
        for taken in known[:place]
        if not taken.step.starts and any(id in step.builds_on for id in taken.ids)
    ]
    built_on = _built_on(step, built_on)
    return [record.began, *built_on] if record.began is not None and step.builds_on else built_on


def _built_on(step: Step[Any], bounds: list[Bound]) -> list[Bound]:
    """Those of ``bounds`` that bind the step: all, or the first alone where it may be about an earlier record."""
    return sorted(bounds, key=lambda bound: _moment(bound.moment))[:1] if step.about_earlier else bounds


def _corrected(known: Sequence[Taken], step: Step[Any]) -> int | None:
    """The place of the record that a correction replaces: the newest one of those steps."""
    places = (place for place in range(len(known) - 1, -1, -1) if set(known[place].ids) & set(step.corrects))
    return next(places, None) if step.corrects else None


def _missed(bounds: Sequence[Bound], moment: date) -> str | None:
    missed = [bound for bound in bounds if before(moment, bound.moment)]
    return max(reversed(missed), key=lambda bound: _moment(bound.moment)).as_text if missed else None


def _bound(taken: Taken) -> Bound:
    step = taken.step
    given = taken.entry.values.get(step.happened) is not None
    own = [field.label for field in step.fields if given and field.key == step.happened]
    text = f"{own[0]}（{step.label}，" if own else f"“{step.label}”的时间（"
    return Bound(taken.happened, f"{text}{_moment_text(taken.happened)}）")


def _times(step: Step[Any], values: Values, tense: Tense) -> Iterator[tuple[AnyField, date]]:
    for field in step.fields:
        moment = values.get(field.key)
        if field.tense is tense and isinstance(moment, date):
            yield field, moment


def _moment_text(moment: date) -> str:
    return chinese_datetime(moment) if isinstance(moment, datetime) else chinese_date(moment)


def _moment(moment: date) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())
