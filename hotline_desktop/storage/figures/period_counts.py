"""What periods add up to, by few statements: one reads all that ended in the days, one all that began.

What domain/statistics/counting.py derives from an outcome is derived here too, from each group of alike ones; a test
holds the sums and the conditions by which a number finds its tickets (storage/figures/statistics.py) together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, case, func, literal_column, select, union_all

from hotline_desktop.domain.statistics.counting import Count, CountedSpan, Measure, missed_in
from hotline_desktop.domain.statistics.handling import TOWN, Ending, Outcome
from hotline_desktop.domain.terms.options import Grade, Resolution
from hotline_desktop.storage.engines.statements import led
from hotline_desktop.storage.figures.statistics import AGAIN, ENDINGS, HISTORY, Days, conditions, days_of
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import day_text

_f, _l = schema.ticket_figures.c, schema.ticket_lapses.c
_ASKED = Days(bindparam("first"), bindparam("after"), bindparam("until"))
_OF_ENDING = {
    ENDINGS[Ending.CLOSED]: Measure.CLOSED,
    ENDINGS[Ending.RETURNED]: Measure.RETURNED,
    ENDINGS[Ending.MERGED]: Measure.MERGED,
}
_BY_END = "ix_ticket_figures_counted_on"  # holds all that a sum over ends asks for


def counts(c: Connection, spans: Iterable[CountedSpan]) -> dict[CountedSpan, dict[str, Count]]:
    """What the days of each span add up to, by unit; TOWN is the town. Each span, and each day between, once."""
    asked = dict.fromkeys(spans)
    days = {day for span in asked for day in (span.first, _after(span))}
    in_hand = {day: dict(map(tuple, c.execute(_in_hand(), {"day": day_text(day)}))) for day in days}
    return {span: _of_span(c, span, in_hand) for span in asked}


@dataclass(slots=True)
class _Sum:
    """What is added up for one unit, or the town."""

    numbers: dict[Measure, int] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    came_before: int = 0  # of imported history
    closed_before: int = 0

    def add(self, measure: Measure, number: int) -> None:
        """So many more."""
        self.numbers[measure] = self.numbers.get(measure, 0) + number

    def count(self, unit: str) -> Count:
        """As the figures hold it."""
        return Count(unit, self.numbers, self.came_before, self.closed_before, outcomes=tuple(self.outcomes))


class _Sums(dict[str, _Sum]):
    """By unit; there is one for whatever is asked for."""

    def __missing__(self, unit: str) -> _Sum:
        return self.setdefault(unit, _Sum())


class _Ended(NamedTuple):
    """So many alike that ended."""

    unit: str
    contacted: int | None
    answered: int | None
    resolution: str
    grade: str
    missed: int
    ending: int
    kind: int
    number: int


def _of_span(c: Connection, span: CountedSpan, in_hand: Mapping[date, Mapping[str, int]]) -> dict[str, Count]:
    found, asked = _Sums(), days_of(span)._asdict()
    for measure, day in ((Measure.OPENING, span.first), (Measure.REMAINING, _after(span))):
        for unit, number in in_hand[day].items():
            found[unit].add(measure, number)
    for unit, kind, number in c.execute(_begun(), asked):
        _add_begun(found, unit, kind, number)
    for row in c.execute(_ended(), asked):
        _add_ended(found, _Ended(*row))
    for query in (_passed(), _lapsed()):
        for unit, word, number in (row for row in c.execute(query, asked) if row[2]):
            found[unit].add(Measure(word), number)
    return {unit: own.count(unit) for unit, own in found.items()}


def _add_begun(found: _Sums, unit: str, kind: int, number: int) -> None:
    if kind == HISTORY:
        for name in {unit, TOWN}:  # it counts for the town, whatever its unit is
            found[name].came_before += number
        return
    found[unit].add(Measure.TAKEN_IN, number)
    if kind != AGAIN:
        found[unit].add(Measure.RECEIVED, number)


def _add_ended(found: _Sums, row: _Ended) -> None:
    if row.kind == HISTORY:
        for name in {row.unit, TOWN}:
            found[name].closed_before += row.number
        return
    own = found[row.unit]
    if row.ending in _OF_ENDING:
        own.add(_OF_ENDING[row.ending], row.number)
    if row.ending == ENDINGS[Ending.CLOSED]:
        own.outcomes.append(_outcome(row))
        for measure in missed_in(own.outcomes[-1]):
            own.add(measure, row.number)


def _outcome(row: _Ended) -> Outcome:
    return Outcome(
        contacted=_yes(row.contacted),
        answered=_yes(row.answered),
        resolution=Resolution(row.resolution) if row.resolution else None,
        grade=Grade(row.grade) if row.grade else None,
        lapsed=bool(row.missed),
        count=row.number,
    )


def _yes(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _after(span: CountedSpan) -> date:
    """The first day that is none of them."""
    return span.last + timedelta(days=1)


# -- the statements, each made once ------------------------------------------------------------------------------


@cache
def _in_hand() -> Select[Any]:
    """How many each unit had in hand when ``day`` began: opening of the days from it on, rest of those before."""
    day: ColumnElement[str] = bindparam("day")
    begun = (_f.began_on < day, _f.began_on > "", _f.kind != HISTORY)
    ways = (select(_f.unit).where(end, *begun) for end in (_f.counted_on == "", _f.counted_on >= day))
    ours = union_all(*(led(way, schema.ticket_figures, _BY_END) for way in ways)).subquery()
    return select(ours.c.unit, func.count()).group_by(ours.c.unit)


@cache
def _begun() -> Select[Any]:
    between = (_f.began_on >= _ASKED.first, _f.began_on < _ASKED.after)
    return select(_f.unit, _f.kind, func.count()).where(*between).group_by(_f.unit, _f.kind)


@cache
def _ended() -> Select[Any]:
    between = (_f.counted_on >= _ASKED.first, _f.counted_on < _ASKED.after)
    missed = case((_f.lapsed_at != "", 1), else_=0)
    alike = (_f.unit, _f.contacted, _f.answered, _f.resolution, _f.grade, missed.label("missed"), _f.ending, _f.kind)
    query = select(*alike, func.count()).where(*between).group_by(*alike)
    return led(query, schema.ticket_figures, _BY_END)


@cache
def _passed() -> Any:
    """未按时 and 补计: which of the parts missed a deadline in the days, and which were entered late."""
    return union_all(
        *(
            select(_f.unit, literal_column(f"'{measure.value}'"), func.count())
            .where(*conditions(measure, _ASKED))
            .group_by(_f.unit)
            for measure in (Measure.LAPSED, Measure.LATE)
        )
    )


@cache
def _lapsed() -> Any:
    """逾期, 逾期退单 and 在办逾期, of each unit and of the town; the last once a ticket."""
    parts = []
    for measure in (Measure.OVERDUE, Measure.LATE_RETURN, Measure.OPEN_OVERDUE):
        word: ColumnElement[str] = literal_column(f"'{measure.value}'")
        where = conditions(measure, _ASKED)
        what = func.count(_l.ticket_id.distinct()) if measure is Measure.OPEN_OVERDUE else func.count()
        parts += [select(_l.unit, word, what).where(*where).group_by(_l.unit)]
        parts += [select(literal_column(f"'{TOWN}'"), word, what).where(*where)]
    return union_all(*parts)
