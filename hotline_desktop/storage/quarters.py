"""The quarter's figures: the tickets and returns they are counted from, and rankings as they were printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, insert, or_, select

from hotline_desktop.domain.options import Origin
from hotline_desktop.domain.quarters import Quarter
from hotline_desktop.domain.steps.engine import replay
from hotline_desktop.domain.ticket import Ticket
from hotline_desktop.storage import histories, schema
from hotline_desktop.storage.codec import day_text, moment_text
from hotline_desktop.storage.codes import ORIGIN_CODES
from hotline_desktop.storage.tickets import portions

_t, _entries, _q = schema.tickets.c, schema.ticket_entries, schema.quarters


class Frozen(NamedTuple):
    """A ranking as it was printed: its figures as text, when, and by whom."""

    figures: str
    at: datetime
    by: str


def ticket_ids(c: Connection, first: date, last: date) -> tuple[int, ...]:
    """Tickets that were alive at some time from ``first`` to ``last``, history left out."""
    after = day_text(last + timedelta(days=1))
    where = (
        _t.origin != ORIGIN_CODES[Origin.HISTORY],
        _t.handed_on != "",
        or_(_t.received_at == "", _t.received_at < after),
        or_(_t.closed_at == "", _t.closed_at >= day_text(first)),
    )
    return tuple(c.execute(select(_t.id).where(*where).order_by(_t.id)).scalars())


def returned_ids(c: Connection) -> tuple[int, ...]:
    """Tickets that some unit asked to send back (退单), wherever they are now."""
    asked = select(_entries.c.ticket_id).where(_entries.c.step == "return_request").distinct()
    return tuple(c.execute(asked.order_by(_entries.c.ticket_id)).scalars())


def each_ticket(c: Connection, ids: tuple[int, ...]) -> Iterator[Ticket]:
    """The tickets in the order of their ids, many histories read at once."""
    for part in portions(ids):
        rows = c.execute(
            select(_entries).where(_entries.c.ticket_id.in_(part)).order_by(_entries.c.ticket_id, _entries.c.sequence)
        )
        for _ticket_id, own in groupby(rows, key=lambda row: row.ticket_id):
            yield replay(histories.entry_of(row) for row in own)


def frozen(c: Connection, quarter: Quarter) -> Frozen | None:
    """The ranking of ``quarter`` as it was printed; None where it was not."""
    row = c.execute(select(_q).where(*_key(quarter))).first()
    return Frozen(row.figures, datetime.fromisoformat(row.frozen_at), row.frozen_by) if row is not None else None


def freeze(c: Connection, quarter: Quarter, figures: str, at: datetime, by: str) -> None:
    """Keeps the ranking of ``quarter``, which must not be frozen yet."""
    row = {**quarter._asdict(), "figures": figures, "frozen_at": moment_text(at), "frozen_by": by}
    c.execute(insert(_q), row)


def _key(quarter: Quarter) -> tuple[ColumnElement[bool], ...]:
    return (
        _q.c.year == quarter.year,
        _q.c.number == quarter.number,
        _q.c.first_month == quarter.first_month,
    )
