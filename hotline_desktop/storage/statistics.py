"""What each ticket counts for, kept beside it: periods are added up in SQL and no history is replayed for them.

The rows are made from the ticket (domain/figures/indicators.py) and written in the transaction that changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select

from hotline_desktop.domain.statistics.indicators import Deduction, DeductionKind, Handled, deductions, handled
from hotline_desktop.domain.terms.options import Grade, Resolution
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.storage import schema
from hotline_desktop.storage.bulk import insert_rows
from hotline_desktop.storage.codec import day_text

_figures, _lapses = schema.ticket_figures, schema.ticket_lapses
_f, _l = _figures.c, _lapses.c
_OUTCOME = (_f.unit, _f.contacted, _f.in_time, _f.answered, _f.resolution, _f.grade)


def add_many(c: Connection, tickets: Iterable[tuple[int, Ticket]]) -> None:
    """The figures of new tickets, each with its id; most count for nobody yet and leave none."""
    counted, lapsed = [], []
    for ticket_id, ticket in tickets:
        counted.extend(_figure_rows(ticket_id, ticket))
        lapsed.extend(_lapse_rows(ticket_id, ticket))
    insert_rows(c, _figures, counted)
    insert_rows(c, _lapses, lapsed)


def change_many(c: Connection, tickets: Sequence[tuple[int, Ticket]]) -> None:
    """Makes the figures what these tickets, as many as one statement may ask for, count for now."""
    remove_of(c, [ticket_id for ticket_id, _ticket in tickets])
    add_many(c, tickets)


def remove(c: Connection, counted: ColumnElement[bool], lapsed: ColumnElement[bool]) -> None:
    """Takes figures and lapses out again, those that each condition holds of."""
    c.execute(delete(_figures).where(counted))
    c.execute(delete(_lapses).where(lapsed))


def remove_of(c: Connection, ids: Any) -> None:
    """Takes the figures of ``ids``, a query of tickets, out again."""
    remove(c, _f.ticket_id.in_(ids), _l.ticket_id.in_(ids))


def counted(c: Connection, first: date, last: date) -> tuple[Handled, ...]:
    """Everything that was received or closed from ``first`` to ``last``; each line stands for all that are alike.

    Lines of what was received say only that; lines of what was closed carry the outcome, on the first day.
    """
    came = select(_f.unit, func.count()).where(*_between(_f.received_on, first, last)).group_by(_f.unit)
    ended = select(*_OUTCOME, func.count()).where(*_between(_f.closed_on, first, last)).group_by(*_OUTCOME)
    received = [Handled("", unit, first, None, count=number) for unit, number in c.execute(came)]
    return (*received, *(_closed(row, first) for row in c.execute(ended)))


def lapses(c: Connection, first: date, last: date) -> tuple[Deduction, ...]:
    """逾期 and 逾期退单 from ``first`` to ``last``; each line stands for all that are alike, on the first day."""
    wanted = select(_l.unit, _l.kind, func.count()).where(*_between(_l.on, first, last)).group_by(_l.unit, _l.kind)
    return tuple(Deduction(unit, DeductionKind(kind), first, "", number) for unit, kind, number in c.execute(wanted))


def request_types(c: Connection, first: date, last: date) -> dict[str, int]:
    """How many tickets were received from ``first`` to ``last``, by 诉求类型; '' are those of which it is not known."""
    tickets = schema.tickets
    came = select(_f.ticket_id).where(*_between(_f.received_on, first, last))
    wanted = select(tickets.c.request_type, func.count()).where(tickets.c.id.in_(came)).group_by(tickets.c.request_type)
    return {row[0]: row[1] for row in c.execute(wanted)}


def ids_of_lapses(c: Connection, unit: str, since: date) -> tuple[int, ...]:
    """The tickets on which ``unit`` lapsed on ``since`` or later, in order of their ids."""
    wanted = select(_l.ticket_id).where(_l.unit == unit, _l.on >= day_text(since)).distinct()
    return tuple(c.execute(wanted.order_by(_l.ticket_id)).scalars())


def _between(day: ColumnElement[str], first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return day >= day_text(first), day < day_text(last + timedelta(days=1))


def _closed(row: Sequence[Any], day: date) -> Handled:
    unit, contacted, in_time, answered, resolution, grade, number = row
    return Handled(
        number="",
        unit=unit,
        received_on=None,
        closed_on=day,
        contacted=_yes(contacted),
        in_time=_yes(in_time),
        answered=_yes(answered),
        resolution=Resolution(resolution) if resolution else None,
        grade=Grade(grade) if grade else None,
        count=number,
    )


def _yes(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _plain(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _figure_rows(ticket_id: int, ticket: Ticket) -> list[Mapping[str, Any]]:
    line = handled(ticket)
    if line is None:
        return []
    row = {
        "ticket_id": ticket_id,
        "unit": line.unit,
        "received_on": day_text(line.received_on),
        "closed_on": day_text(line.closed_on),
        "contacted": _plain(line.contacted),
        "in_time": _plain(line.in_time),
        "answered": _plain(line.answered),
        "resolution": line.resolution.value if line.resolution else "",
        "grade": line.grade.value if line.grade else "",
    }
    return [row]


def _lapse_rows(ticket_id: int, ticket: Ticket) -> list[Mapping[str, Any]]:
    return [
        {"ticket_id": ticket_id, "place": place, "unit": lapse.unit, "kind": lapse.kind.value, "on": day_text(lapse.on)}
        for place, lapse in enumerate(deductions(ticket))
    ]
