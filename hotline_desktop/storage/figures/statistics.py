"""What each ticket counts for, kept beside it: periods are added up in SQL and no history is replayed for them.

The rows are made from the ticket (domain/statistics/handling.py) and written in the transaction that changes it. Each
measure is one condition here, which finds its tickets; domain/statistics/counting.py says what it means,
period_counts.py adds periods up, and a test holds the three together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

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
)

from hotline_desktop.domain.records.steps import Taken
from hotline_desktop.domain.records.withdrawal import WITHDRAW
from hotline_desktop.domain.statistics.counting import CountedSpan, Measure
from hotline_desktop.domain.statistics.handling import (
    SOLVED,
    TOWN,
    WEIGHTS,
    Ending,
    Handling,
    Lapse,
    LapseKind,
)
from hotline_desktop.domain.statistics.late import as_counted
from hotline_desktop.domain.terms.options import Grade
from hotline_desktop.domain.ticket.kind import TICKETS
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.storage.figures import quarters
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import insert_rows, of_ids, selecting
from hotline_desktop.storage.tables.codec import day_text, moment_text

_handlings, _lapses = schema.ticket_figures, schema.ticket_lapses
_f, _l = _handlings.c, _lapses.c
ENDINGS = {Ending.CLOSED: 1, Ending.RETURNED: 2, Ending.MERGED: 3}
_CLOSED = ENDINGS[Ending.CLOSED]
NEW, AGAIN, HISTORY = 0, 1, 2
_UNSOLVED = tuple(word.value for word, solved in SOLVED.items() if not solved)
_NONE: Mapping[int, Entry] = {}
_ON_LAPSES = frozenset((Measure.OVERDUE, Measure.LATE_RETURN, Measure.OPEN_OVERDUE))


class Days(NamedTuple):
    """The bounds of some days in statements, as texts or as parameters: ``after`` is the first day behind them.

    ``until`` is the moment before which a deadline was missed by their end.
    """

    first: Any
    after: Any
    until: Any


def days_of(span: CountedSpan) -> Days:
    """The bounds of ``span``."""
    return Days(day_text(span.first), day_text(span.last + timedelta(days=1)), moment_text(span.until_after))


def add_many(c: Connection, tickets: Iterable[tuple[int, Ticket]], newest: Mapping[int, Entry] = _NONE) -> None:
    """The figures of new tickets, each with its id; ``newest`` are entries that may not stand in their logs yet."""
    counted, lapsed = rows_of(c, tickets, newest)
    insert_rows(c, _handlings, counted)
    insert_rows(c, _lapses, lapsed)


def rows_of(
    c: Connection, tickets: Iterable[tuple[int, Ticket]], newest: Mapping[int, Entry] = _NONE
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The rows of figures and of lapses that these tickets have, each with its id; ``newest`` as for ``add_many``."""
    frozen = quarters.settled(c)
    counted: list[Mapping[str, Any]] = []
    lapsed: list[Mapping[str, Any]] = []
    for ticket_id, ticket in tickets:
        # When something was written down matters only beside quarters that are settled.
        own = as_counted(_logged(ticket, newest.get(ticket_id)) if frozen else ticket, frozen)
        counted.extend(_row(ticket_id, place, one) for place, one in enumerate(own.parts))
        lapsed.extend(_lapse_row(ticket_id, place, lapse) for place, lapse in enumerate(own.lapses))
    return counted, lapsed


def _logged(ticket: Ticket, entry: Entry | None) -> Ticket:
    """The ticket with its newest entry in its log, where the caller has left it out."""
    if entry is None or entry.step == WITHDRAW.id or (ticket.log and ticket.log[-1].entry is entry):
        return ticket
    return ticket.with_log((*ticket.log, Taken(TICKETS.by_id[entry.step], entry)))


def change_many(c: Connection, tickets: Sequence[tuple[int, Ticket]], newest: Mapping[int, Entry] = _NONE) -> None:
    """Makes the figures what these tickets, as many as one statement may ask for, count for now."""
    if not tickets:
        return
    ids = [ticket_id for ticket_id, _ticket in tickets]
    for table, rows in zip((_handlings, _lapses), rows_of(c, tickets, newest), strict=True):
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
    there = {tuple(row) for row in of_ids(c, _rows_in(table), ids)}
    return {row[0] for row in there ^ set(map(itemgetter(*table.c.keys()), rows))}


@cache
def _rows_in(table: Table) -> str:
    """The rows of some tickets, which every step asks for."""
    return f"{selecting(table.c)} WHERE ticket_id IN ({{ids}})"


def remove_of(c: Connection, ids: Any) -> None:
    """Takes the figures of ``ids``, a query of tickets, out again."""
    c.execute(delete(_handlings).where(_f.ticket_id.in_(ids)))
    c.execute(delete(_lapses).where(_l.ticket_id.in_(ids)))


def tickets_behind(measure: Measure, unit: str, span: CountedSpan) -> Select[Any]:
    """The query of the ids of the tickets that a number counts; ``unit`` is TOWN for that of the town."""
    if measure in _ON_LAPSES:
        where = _of_lapses(measure, days_of(span))
        return select(_l.ticket_id).where(*where, *([] if unit == TOWN else [_l.unit == unit])).distinct()
    if measure is Measure.RECEIVED or measure is Measure.CLOSED:
        return _volume_behind(measure, unit, days_of(span))
    return select(_f.ticket_id).where(*_of_handlings(measure, days_of(span)), _f.unit == unit).distinct()


def _volume_behind(measure: Measure, unit: str, days: Days) -> Select[Any]:
    """As above for the volumes, which hold what was imported as well; it counts for the town whatever its unit is."""
    whose = or_(_f.unit == TOWN, _f.kind == HISTORY) if unit == TOWN else _f.unit == unit
    if measure is Measure.RECEIVED:
        where = (*_between(_f.began_on, days), _f.kind != AGAIN)
    else:
        where = (*_between(_f.counted_on, days), _f.ending == _CLOSED)
    return select(_f.ticket_id).where(*where, whose).distinct()


def request_types(c: Connection, span: CountedSpan) -> dict[str, int]:
    """How many tickets of the town's 受理量 have each 诉求类型; '' are those of which it is not known."""
    tickets = schema.tickets
    came = tickets_behind(Measure.RECEIVED, TOWN, span)
    query = select(tickets.c.request_type, func.count()).where(tickets.c.id.in_(came)).group_by(tickets.c.request_type)
    return {row[0]: row[1] for row in c.execute(query)}


def late_tickets(c: Connection, span: CountedSpan) -> tuple[int, ...]:
    """The tickets of which anything counts in ``span`` that was entered after its quarter was settled (补计)."""
    query = select(_f.ticket_id).where(*_late(days_of(span))).distinct().order_by(_f.ticket_id)
    return tuple(c.execute(query).scalars())


def ids_of_lapses(c: Connection, unit: str, since: date) -> tuple[int, ...]:
    """The tickets on which ``unit`` has a lapse on ``since`` or later, in order of their ids."""
    query = select(_l.ticket_id).where(_l.unit == unit, _l.counted_at >= day_text(since)).distinct()
    return tuple(c.execute(query.order_by(_l.ticket_id)).scalars())


def first_days(c: Connection) -> tuple[str, str]:
    """The first day with a ticket, and the first with one that was handled here; '' where there is none."""
    first = c.execute(select(func.min(_f.began_on)).where(_f.began_on > "")).scalar()
    own = select(func.min(_f.began_on)).where(_f.began_on > "", _f.kind != HISTORY)
    return first or "", c.execute(own).scalar() or ""


def months_with_tickets(c: Connection, first: date, last: date) -> set[date]:
    """The first days of the months from that of ``first`` to that of ``last`` in which a ticket came in."""
    return {date.fromisoformat(f"{day[:7]}-01") for day in c.execute(_months(), _month_bounds(first, last)).scalars()}


def _month_bounds(first: date, last: date) -> dict[str, str]:
    return {"first": f"{day_text(first)[:7]}-00", "last": f"{day_text(last)[:7]}-99"}


@cache
def _months() -> Select[Any]:
    """The first day with a ticket in each month, found by one index look-up a month, however many tickets there are."""
    last: ColumnElement[str] = bindparam("last")
    begun = _f.began_on
    first = select(func.min(begun).label("day")).where(begun >= bindparam("first"), begun < last)
    found = first.cte("months", recursive=True)
    following = select(func.min(begun)).where(begun > func.substr(found.c.day, 1, 7) + "-99", begun < last)
    found = found.union_all(select(following.scalar_subquery()).where(found.c.day.is_not(None)))
    return select(found.c.day).where(found.c.day.is_not(None))


def conditions(measure: Measure, days: Days) -> tuple[ColumnElement[bool], ...]:
    """Which rows ``measure`` counts: of the lapses, or of the parts of tickets."""
    return _of_lapses(measure, days) if measure in _ON_LAPSES else _of_handlings(measure, days)


def _of_handlings(measure: Measure, days: Days) -> tuple[ColumnElement[bool], ...]:
    """Which parts of tickets ``measure`` counts; the same as counting._measures says."""
    here = _f.kind != HISTORY
    first, after = days.first, days.after
    ended = _between(_f.counted_on, days)
    closed = (*ended, _f.ending == _CLOSED, here)
    lapsed = (
        _f.lapsed_at != literal_column("''"),
        _f.lapsed_at >= first,
        _f.lapsed_at < days.until,
    )
    found: dict[Measure, Callable[[], tuple[ColumnElement[bool], ...]]] = {
        Measure.RECEIVED: lambda: (*_between(_f.began_on, days), _f.kind == NEW),
        Measure.TAKEN_IN: lambda: (*_between(_f.began_on, days), here),
        Measure.OPENING: lambda: (_in_hand(first), _f.began_on < first, _f.began_on > "", here),
        Measure.REMAINING: lambda: (_in_hand(after), _f.began_on < after, _f.began_on > "", here),
        Measure.CLOSED: lambda: closed,
        Measure.LATE: lambda: (*_late(days), here),
        Measure.RETURNED: lambda: (*ended, _f.ending == ENDINGS[Ending.RETURNED], here),
        Measure.MERGED: lambda: (*ended, _f.ending == ENDINGS[Ending.MERGED], here),
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


def _of_lapses(measure: Measure, days: Days) -> tuple[ColumnElement[bool], ...]:
    until = days.until
    if measure is Measure.OPEN_OVERDUE:
        running = or_(_l.until == "", _l.until >= until)
        return (_l.kind == LapseKind.OVERDUE.value, running, _l.counted_at < until)
    if measure is Measure.LATE_RETURN:
        return (*_between(_l.counted_at, days), _l.kind == LapseKind.LATE_RETURN.value)
    return (_l.counted_at >= days.first, _l.counted_at < until, _l.kind == LapseKind.OVERDUE.value)


def _late(days: Days) -> tuple[ColumnElement[bool], ...]:
    """Entered late, on one of the days; by the index of those few."""
    return _f.late_on != literal_column("''"), *_between(_f.late_on, days)


def _between(day: ColumnElement[str], days: Days) -> tuple[ColumnElement[bool], ...]:
    return day >= days.first, day < days.after


def _plain(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _row(ticket_id: int, place: int, one: Handling) -> Mapping[str, Any]:
    return {
        "ticket_id": ticket_id,
        "place": place,
        "unit": one.unit,
        "began_on": day_text(one.counts_from),
        "counted_on": day_text(one.counts_on),
        "ending": ENDINGS[one.ending] if one.ending else 0,
        "kind": HISTORY if one.history else AGAIN if one.again else NEW,
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
