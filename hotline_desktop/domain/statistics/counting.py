"""What a period adds up to, for the town and for each unit: the one definition behind every figure. 督办二（五）2.

Every number is a :class:`Measure`: which parts of which tickets it counts stands in ``counts`` here and, for a million
tickets, in ``storage/figures``: ``period_counts.py`` (sums) and ``statistics.py`` (conditions). A test holds these
together. What a number opens is what it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from hotline_desktop.domain.statistics.handling import TOWN, Ending, Handling, Lapse, LapseKind, Outcome
from hotline_desktop.domain.statistics.rates import Rate, tally
from hotline_desktop.domain.terms.dates import day_of


class Measure(StrEnum):
    """A number of the figures that opens its tickets; the value is its word on screen and on paper.

    Those that are called by a rate are the tickets that it is counted from.
    """

    RECEIVED = "受理量"
    OPENING = "期初在办"
    TAKEN_IN = "转入"
    CLOSED = "结案"
    RETURNED = "退单转出"
    MERGED = "并单"
    REMAINING = "期末在办"
    OPEN_OVERDUE = "在办逾期"
    LATE = "补计"
    LAPSED = "未按时"
    NOT_CONTACTED = "未先行联系"
    NOT_ANSWERED = "未及时答复"
    NOT_SOLVED = "未实际解决"
    NOT_SATISFIED = "不满意"
    OVERDUE = "逾期"
    LATE_RETURN = "逾期退单"
    OF_CONTACT = "先行联系率"
    OF_IN_TIME = "按时办结率"
    OF_ANSWERED = "及时答复率"
    OF_SOLVED = "实际解决率"
    OF_SATISFIED = "满意率"


class CountedSpan(NamedTuple):
    """The days from ``first`` to ``last``, both included, as they stand at ``now``: what lies ahead has not passed."""

    first: date
    last: date
    now: datetime

    def holds(self, day: date | None) -> bool:
        """Whether ``day`` is one of the days."""
        plain = day_of(day)
        return plain is not None and self.first <= plain <= self.last

    @property
    def until_after(self) -> datetime:
        """Deadlines before this moment were missed by the end of the days; a deadline's own minute is still in time."""
        end = datetime.combine(self.last + timedelta(days=1), time.min)
        return min(self.now, end)

    def passed(self, moment: datetime | None) -> bool:
        """Whether ``moment`` lies in the days and has passed."""
        return moment is not None and moment.date() >= self.first and moment < self.until_after


@dataclass(frozen=True, slots=True)
class Count:
    """What one unit, or the town, has in a period.

    ``numbers`` are of what is handled here; imported history stands apart, because it counts in volumes alone.
    """

    unit: str = TOWN
    numbers: Mapping[Measure, int] = field(default_factory=dict)
    history_received: int = 0
    history_closed: int = 0
    supervised: int = 0
    outcomes: tuple[Outcome, ...] = ()

    def of(self, measure: Measure) -> int:
        """The number of that measure."""
        return self.numbers.get(measure, 0)

    @property
    def had_tickets(self) -> bool:
        """Whether the unit had anything to do, or anything held against it."""
        return any(self.numbers.values()) or bool(self.supervised)

    @property
    def in_time(self) -> Rate:
        """按时办结率: in time of what was closed without a lapse, and of what missed a deadline in the period."""
        kept = sum(outcome.count for outcome in self.outcomes if not outcome.lapsed)
        rate = Rate().plus(True, kept) if kept else Rate()
        return rate.plus(False, self.of(Measure.LAPSED)) if self.of(Measure.LAPSED) else rate

    @property
    def contact(self) -> Rate:
        """先行联系率."""
        return tally(self.outcomes, lambda outcome: outcome.contacted)

    @property
    def answered(self) -> Rate:
        """及时答复率."""
        return tally(self.outcomes, lambda outcome: outcome.answered)

    @property
    def solved(self) -> Rate:
        """实际解决率."""
        return tally(self.outcomes, lambda outcome: outcome.solved)

    @property
    def satisfied(self) -> Rate:
        """满意率."""
        return tally(self.outcomes, lambda outcome: outcome.satisfied)

    def lapse(self, kind: LapseKind) -> int:
        """How often the unit lapsed in that way."""
        if kind is LapseKind.SUPERVISED:
            return self.supervised
        return self.of(Measure.OVERDUE if kind is LapseKind.OVERDUE else Measure.LATE_RETURN)


def counts(found: Iterable[Handling], lapsed: Iterable[Lapse], span: CountedSpan) -> dict[str, Count]:
    """The counts of ``span`` by unit; TOWN is the town, by its tickets."""
    result: dict[str, dict[Measure, int]] = {}
    outcomes: dict[str, list[Outcome]] = {}
    history: dict[str, list[int]] = {}
    listed = tuple(lapsed)
    for one in found:
        if one.history:
            for unit in {one.unit, TOWN}:
                own = history.setdefault(unit, [0, 0])
                own[0] += span.holds(one.began_on)
                own[1] += span.holds(one.ended_at)
            continue
        for measure in _measures(one, span):
            _add(result, one.unit, measure)
        if one.ending is Ending.CLOSED and span.holds(one.counts_on):
            outcomes.setdefault(one.unit, []).append(one.outcome)
    _add_lapses(result, listed, span)
    units = {*result, *outcomes, *history}
    return {
        unit: Count(
            unit,
            result.get(unit, {}),
            history.get(unit, [0, 0])[0],
            history.get(unit, [0, 0])[1],
            outcomes=tuple(outcomes.get(unit, ())),
        )
        for unit in units
    }


def under_one_name(found: Mapping[str, Count], names: Mapping[str, str]) -> dict[str, Count]:
    """The counts with those of a unit's earlier names, and of its aliases, under the name that it has now.

    A unit does not leave what it was judged by behind with its old name.
    """
    result: dict[str, Count] = {}
    for unit, own in found.items():
        name = names.get(unit, unit)
        result[name] = _together(name, result[name], own) if name in result else replace(own, unit=name)
    return result


def _together(unit: str, one: Count, other: Count) -> Count:
    numbers = {measure: one.of(measure) + other.of(measure) for measure in {*one.numbers, *other.numbers}}
    return Count(
        unit,
        numbers,
        one.history_received + other.history_received,
        one.history_closed + other.history_closed,
        one.supervised + other.supervised,
        (*one.outcomes, *other.outcomes),
    )


def with_supervised(found: Mapping[str, Count], supervised: Mapping[str, int]) -> dict[str, Count]:
    """The counts with the cases that were taken up against each unit; the town has their sum."""
    units = {*found, *supervised, *([TOWN] if supervised else [])}
    whole = sum(supervised.values())
    return {
        unit: replace(found.get(unit, Count(unit)), supervised=whole if unit == TOWN else supervised.get(unit, 0))
        for unit in units
    }


def _add(result: dict[str, dict[Measure, int]], unit: str, measure: Measure) -> None:
    own = result.setdefault(unit, {})
    own[measure] = own.get(measure, 0) + 1


def _add_lapses(result: dict[str, dict[Measure, int]], lapsed: Iterable[Lapse], span: CountedSpan) -> None:
    """逾期 and 逾期退单 by their moment; the town has each of them too. 在办逾期 once a ticket."""
    open_ones: set[tuple[str, str]] = set()
    for lapse in lapsed:
        overdue = lapse.kind is LapseKind.OVERDUE
        if span.passed(lapse.counts_at) if overdue else span.holds(lapse.counts_at):
            measure = Measure.OVERDUE if overdue else Measure.LATE_RETURN
            _add(result, lapse.unit, measure)
            _add(result, TOWN, measure)
        still = lapse.until is None or lapse.until >= span.until_after
        if overdue and lapse.counts_at < span.until_after and still:
            open_ones |= {(lapse.unit, lapse.what), (TOWN, lapse.what)}
    for unit, _number in open_ones:
        _add(result, unit, Measure.OPEN_OVERDUE)


def _measures(one: Handling, span: CountedSpan) -> Iterable[Measure]:
    """Every measure that counts this part."""
    ended, began = one.counts_on, one.counts_from
    if span.holds(began):
        yield from (Measure.TAKEN_IN,) if one.again else (Measure.RECEIVED, Measure.TAKEN_IN)
    if began is not None and began < span.first and (ended is None or ended >= span.first):
        yield Measure.OPENING
    if began is not None and began <= span.last and (ended is None or ended > span.last):
        yield Measure.REMAINING
    if span.passed(one.counts_missed):
        yield from (Measure.LAPSED, Measure.OF_IN_TIME)
    if span.holds(one.late_on):
        yield Measure.LATE
    if not span.holds(ended):
        return
    if one.ending is Ending.RETURNED:
        yield Measure.RETURNED
    elif one.ending is Ending.MERGED:
        yield Measure.MERGED
    elif one.ending is Ending.CLOSED:
        yield Measure.CLOSED
        yield from _rated(one.outcome)


def _rated(outcome: Outcome) -> Iterable[Measure]:
    """The rates that a closed part counts in, and those in which it stands on the wrong side."""
    yield from (counted for value, counted, _missed in _judged(outcome) if value is not None)
    yield from missed_in(outcome)
    if not outcome.lapsed:
        yield Measure.OF_IN_TIME


def missed_in(outcome: Outcome) -> Iterable[Measure]:
    """What a closed part with that outcome counts in on the wrong side of a rate."""
    return (missed for value, _counted, missed in _judged(outcome) if value is not None and not value)


def _judged(outcome: Outcome) -> tuple[tuple[bool | Fraction | None, Measure, Measure], ...]:
    """What each rate makes of it, with the measure of what counts in the rate and that of what missed it."""
    return (
        (outcome.contacted, Measure.OF_CONTACT, Measure.NOT_CONTACTED),
        (outcome.answered, Measure.OF_ANSWERED, Measure.NOT_ANSWERED),
        (outcome.solved, Measure.OF_SOLVED, Measure.NOT_SOLVED),
        (outcome.satisfied, Measure.OF_SATISFIED, Measure.NOT_SATISFIED),
    )
