"""What each ticket counts for, kept beside it: periods are added up in SQL and no history is replayed for them.

The rows are made from the ticket (domain/statistics/handling.py) and written in the transaction that changes it. Each
measure is one condition here, which counts its number and finds its tickets; domain/statistics/counting.py says what
it means, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from hotline_desktop.domain.statistics.counting import Count, CountedSpan, Measure
from hotline_desktop.domain.statistics.handling import (
    SOLVED,
    TOWN,
    WEIGHTS,
    Ending,
    Handling,
    Lapse,
    LapseKind,
    Outcome,
)
from hotline_desktop.domain.statistics.late import as_counted
from hotline_desktop.domain.terms.options import Grade, Resolution
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.storage import quarters, schema
from hotline_desktop.storage.bulk import insert_rows
from hotline_desktop.storage.codec import day_text, moment_text

_handlings, _lapses = schema.ticket_figures, schema.ticket_lapses
_f, _l = _handlings.c, _lapses.c
_OUTCOME = (_f.unit, _f.contacted, _f.answered, _f.resolution, _f.grade)
_ENDINGS = {Ending.CLOSED: 1, Ending.RETURNED: 2, Ending.MERGED: 3}
_CLOSED = _ENDINGS[Ending.CLOSED]
_NEW, _AGAIN, _HISTORY = 0, 1, 2
_UNSOLVED = tuple(word.value for word, solved in SOLVED.items() if not solved)
_RATES = frozenset(measure for measure in Measure if measure.value.endswith("率"))  # only opened: outcomes count them
_ON_LAPSES = frozenset((Measure.OVERDUE, Measure.LATE_RETURN, Measure.OPEN_OVERDUE))


def add_many(c: Connection, tickets: Iterable[tuple[int, Ticket]]) -> None:
    """The figures of new tickets, each with its id."""
    counted, lapsed = rows_of(c, tickets)
    insert_rows(c, _handlings, counted)
    insert_rows(c, _lapses, lapsed)


def rows_of(
    c: Connection, tickets: Iterable[tuple[int, Ticket]]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The rows of figures and of lapses that these tickets have, each with its id."""
    frozen = quarters.settled(c)
    counted: list[Mapping[str, Any]] = []
    lapsed: list[Mapping[str, Any]] = []
    for ticket_id, ticket in tickets:
        own = as_counted(ticket, frozen)
        counted.extend(_row(ticket_id, place, one) for place, one in enumerate(own.parts))
        lapsed.extend(_lapse_row(ticket_id, place, lapse) for place, lapse in enumerate(own.lapses))
    return counted, lapsed


def change_many(c: Connection, tickets: Sequence[tuple[int, Ticket]]) -> None:
    """Makes the figures what these tickets, as many as one statement may ask for, count for now."""
    ids = [ticket_id for ticket_id, _ticket in tickets]
    for table, rows in zip((_handlings, _lapses), rows_of(c, tickets), strict=True):
        # Most steps change no figure: what is there is looked at before it is written anew.
        changed = _changed(c, table, ids, rows)
        if changed:
            c.execute(delete(table).where(table.c.ticket_id.in_(changed)))
            insert_rows(c, table, [row for row in rows if row["ticket_id"] in changed])


def differing(
    c: Connection, ids: Sequence[int], counted: Sequence[Mapping[str, Any]], lapsed: Sequence[Mapping[str, Any]]
) -> set[int]:
    """Those of the tickets ``ids`` whose rows are not what ``rows_of`` says."""
    return _changed(c, _handlings, ids, counted) | _changed(c, _lapses, ids, lapsed)


def _changed(c: Connection, table: Table, ids: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> set[int]:
    there = {tuple(row) for row in c.execute(_rows_in(table), {"ids": ids})}
    return {row[0] for row in there ^ set(map(itemgetter(*table.c.keys()), rows))}


@cache
def _rows_in(table: Table) -> Select[Any]:
    """The rows of the tickets ``ids``, which every step asks for."""
    return select(table).where(table.c.ticket_id.in_(bindparam("ids", expanding=True)))


def remove_of(c: Connection, ids: Any) -> None:
    """Takes the figures of ``ids``, a query of tickets, out again."""
    c.execute(delete(_handlings).where(_f.ticket_id.in_(ids)))
    c.execute(delete(_lapses).where(_l.ticket_id.in_(ids)))


def counts(c: Connection, span: CountedSpan) -> dict[str, Count]:
    """What the days of ``span`` add up to, by unit; TOWN is the town."""
    numbers: dict[str, dict[Measure, int]] = {}
    for measure in (each for each in Measure if each not in _RATES):
        for unit, number in (row for row in c.execute(_numbers(measure, span)) if row[1]):
            numbers.setdefault(unit, {})[measure] = number
    outcomes = _outcomes(c, span)
    history = _history(c, span)
    return {
        unit: Count(unit, numbers.get(unit, {}), *history.get(unit, (0, 0)), outcomes=tuple(outcomes.get(unit, ())))
        for unit in {*numbers, *outcomes, *history}
    }


def tickets_behind(measure: Measure, unit: str, span: CountedSpan) -> Select[Any]:
    """The query of the ids of the tickets that a number counts; ``unit`` is TOWN for that of the town."""
    if measure in _ON_LAPSES:
        where = _of_lapses(measure, span)
        return select(_l.ticket_id).where(*where, *([] if unit == TOWN else [_l.unit == unit])).distinct()
    if measure is Measure.RECEIVED or measure is Measure.CLOSED:
        return _volume_behind(measure, unit, span)
    return select(_f.ticket_id).where(*_of_handlings(measure, span), _f.unit == unit).distinct()


def _volume_behind(measure: Measure, unit: str, span: CountedSpan) -> Select[Any]:
    """As above for the volumes, which hold what was imported as well; it counts for the town whatever its unit is."""
    whose = or_(_f.unit == TOWN, _f.kind == _HISTORY) if unit == TOWN else _f.unit == unit
    if measure is Measure.RECEIVED:
        where = (*_between(_f.began_on, span), _f.kind != _AGAIN)
    else:
        where = (*_between(_f.counted_on, span), _f.ending == _CLOSED)
    return select(_f.ticket_id).where(*where, whose).distinct()


def request_types(c: Connection, span: CountedSpan) -> dict[str, int]:
    """How many tickets of the town's 受理量 have each 诉求类型; '' are those of which it is not known."""
    tickets = schema.tickets
    came = tickets_behind(Measure.RECEIVED, TOWN, span)
    query = select(tickets.c.request_type, func.count()).where(tickets.c.id.in_(came)).group_by(tickets.c.request_type)
    return {row[0]: row[1] for row in c.execute(query)}


def late_tickets(c: Connection, span: CountedSpan) -> tuple[int, ...]:
    """The tickets of which anything counts in ``span`` that was entered after its quarter was settled (补计)."""
    query = select(_f.ticket_id).where(*_between(_f.late_on, span)).distinct().order_by(_f.ticket_id)
    return tuple(c.execute(query).scalars())


def ids_of_lapses(c: Connection, unit: str, since: date) -> tuple[int, ...]:
    """The tickets on which ``unit`` has a lapse on ``since`` or later, in order of their ids."""
    query = select(_l.ticket_id).where(_l.unit == unit, _l.counted_at >= day_text(since)).distinct()
    return tuple(c.execute(query.order_by(_l.ticket_id)).scalars())


def first_days(c: Connection) -> tuple[str, str]:
    """The first day with a ticket, and the first with one that was handled here; '' where there is none."""
    first = c.execute(select(func.min(_f.began_on)).where(_f.began_on > "")).scalar()
    own = select(func.min(_f.began_on)).where(_f.began_on > "", _f.kind != _HISTORY)
    return first or "", c.execute(own).scalar() or ""


def anything_between(c: Connection, first: date, last: date) -> bool:
    """Whether a ticket came in on one of these days."""
    where = (_f.began_on >= day_text(first), _f.began_on < day_text(last + timedelta(days=1)))
    return c.execute(select(_f.ticket_id).where(*where).limit(1)).scalar() is not None


def _numbers(measure: Measure, span: CountedSpan) -> Select[Any] | Any:
    """The query of a measure's numbers by unit, the town's among them."""
    if measure not in _ON_LAPSES:
        return select(_f.unit, func.count()).where(*_of_handlings(measure, span)).group_by(_f.unit)
    what = func.count(_l.ticket_id.distinct()) if measure is Measure.OPEN_OVERDUE else func.count()
    own = select(_l.unit, what).where(*_of_lapses(measure, span))
    return union_all(own.group_by(_l.unit), select(literal_column("''"), what).where(*_of_lapses(measure, span)))


def _of_handlings(measure: Measure, span: CountedSpan) -> tuple[ColumnElement[bool], ...]:
    """Which parts of tickets ``measure`` counts; the same as counting._measures says."""
    here = _f.kind != _HISTORY
    first, after = day_text(span.first), day_text(span.last + timedelta(days=1))
    ended = _between(_f.counted_on, span)
    closed = (*ended, _f.ending == _CLOSED, here)
    lapsed = (
        _f.lapsed_at != literal_column("''"),
        _f.lapsed_at >= first,
        _f.lapsed_at < moment_text(span.until_after),
    )
    found: dict[Measure, Callable[[], tuple[ColumnElement[bool], ...]]] = {
        Measure.RECEIVED: lambda: (*_between(_f.began_on, span), _f.kind == _NEW),
        Measure.TAKEN_IN: lambda: (*_between(_f.began_on, span), here),
        Measure.OPENING: lambda: (_in_hand(first), _f.began_on < first, _f.began_on > "", here),
        Measure.REMAINING: lambda: (_in_hand(after), _f.began_on < after, _f.began_on > "", here),
        Measure.CLOSED: lambda: closed,
        Measure.LATE: lambda: (*_between(_f.late_on, span), here),
        Measure.RETURNED: lambda: (*ended, _f.ending == _ENDINGS[Ending.RETURNED], here),
        Measure.MERGED: lambda: (*ended, _f.ending == _ENDINGS[Ending.MERGED], here),
        Measure.LAPSED: lambda: lapsed,
        Measure.OF_CONTACT: lambda: (*closed, _f.contacted.is_not(None)),
        Measure.OF_IN_TIME: lambda: (or_(and_(*closed, _f.lapsed_at == ""), and_(*lapsed)),),
        Measure.OF_ANSWERED: lambda: (*closed, _f.answered.is_not(None)),
        Measure.OF_SOLVED: lambda: (*closed, _f.resolution.in_([word.value for word in SOLVED])),
        Measure.OF_SATISFIED: lambda: (*closed, _f.grade.in_([word.value for word in WEIGHTS])),
        Measure.NOT_CONTACTED: lambda: (*closed, _f.contacted == 0),
        Measure.NOT_ANSWERED: lambda: (*closed, _f.answered == 0),
        Measure.NOT_SOLVED: lambda: (*closed, _f.resolution.in_(_UNSOLVED)),
        Measure.NOT_SATISFIED: lambda: (*closed, _f.grade == Grade.UNSATISFIED.value),
    }
    return found[measure]()


def _in_hand(day: str) -> ColumnElement[bool]:
    """Not ended before ``day``."""
    return or_(_f.counted_on == "", _f.counted_on >= day)


def _of_lapses(measure: Measure, span: CountedSpan) -> tuple[ColumnElement[bool], ...]:
    until = moment_text(span.until_after)
    if measure is Measure.OPEN_OVERDUE:
        running = or_(_l.until == "", _l.until >= until)
        return (_l.kind == LapseKind.OVERDUE.value, running, _l.counted_at < until)
    if measure is Measure.LATE_RETURN:
        return (*_between(_l.counted_at, span), _l.kind == LapseKind.LATE_RETURN.value)
    return (_l.counted_at >= day_text(span.first), _l.counted_at < until, _l.kind == LapseKind.OVERDUE.value)


def _between(day: ColumnElement[str], span: CountedSpan) -> tuple[ColumnElement[bool], ...]:
    return day >= day_text(span.first), day < day_text(span.last + timedelta(days=1))


def _outcomes(c: Connection, span: CountedSpan) -> dict[str, list[Outcome]]:
    lapsed = (_f.lapsed_at != "").label("lapsed")
    query = select(*_OUTCOME, lapsed, func.count()).where(*_of_handlings(Measure.CLOSED, span))
    found: dict[str, list[Outcome]] = {}
    for unit, contacted, answered, resolution, grade, missed, number in c.execute(query.group_by(*_OUTCOME, lapsed)):
        outcome = Outcome(
            contacted=_yes(contacted),
            answered=_yes(answered),
            resolution=Resolution(resolution) if resolution else None,
            grade=Grade(grade) if grade else None,
            lapsed=bool(missed),
            count=number,
        )
        found.setdefault(unit, []).append(outcome)
    return found


def _history(c: Connection, span: CountedSpan) -> dict[str, tuple[int, int]]:
    """What was imported as finished elsewhere: how much came in and was closed, by unit."""
    found: dict[str, tuple[int, int]] = {}
    for place, day in enumerate((_f.began_on, _f.counted_on)):
        query = select(_f.unit, func.count()).where(*_between(day, span), _f.kind == _HISTORY).group_by(_f.unit)
        for unit, number in c.execute(query):
            for name in {unit, TOWN}:
                came, went = found.get(name, (0, 0))
                found[name] = (came + number, went) if place == 0 else (came, went + number)
    return found


def _yes(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _plain(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _row(ticket_id: int, place: int, one: Handling) -> Mapping[str, Any]:
    return {
        "ticket_id": ticket_id,
        "place": place,
        "unit": one.unit,
        "began_on": day_text(one.counts_from),
        "counted_on": day_text(one.counts_on),
        "ending": _ENDINGS[one.ending] if one.ending else 0,
        "kind": _HISTORY if one.history else _AGAIN if one.again else _NEW,
        "lapsed_at": moment_text(one.counts_missed),
        "late_on": day_text(one.late_on),
        "contacted": _plain(one.outcome.contacted),
        "answered": _plain(one.outcome.answered),
        "resolution": one.outcome.resolution.value if one.outcome.resolution else "",
        "grade": one.outcome.grade.value if one.outcome.grade else "",
    }


def _lapse_row(ticket_id: int, place: int, lapse: Lapse) -> Mapping[str, Any]:
    row = {"unit": lapse.unit, "kind": lapse.kind.value, "at": moment_text(lapse.at), "until": moment_text(lapse.until)}
    return {"ticket_id": ticket_id, "place": place, **row, "counted_at": moment_text(lapse.counts_at)}
