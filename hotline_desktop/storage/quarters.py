"""Rankings as they were printed, and many tickets read at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, insert, select

from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.ticket.history import replay
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.storage import histories, schema
from hotline_desktop.storage.bulk import portions
from hotline_desktop.storage.codec import moment_text

_entries, _q = schema.ticket_entries, schema.quarters


class Frozen(NamedTuple):
    """A ranking as it was printed: its figures as text, when, and by whom."""

    figures: str
    at: datetime
    by: str


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
