"""Tables that are made from the tickets alone: filled anew where an upgrade, or a broken-off one, left them empty."""

from __future__ import annotations

from sqlalchemy import Connection, select

from hotline_desktop.storage import schema, statistics, tickets
from hotline_desktop.storage.bulk import portions


def incomplete(c: Connection) -> bool:
    """Whether there are tickets and no figures. Every ticket has some, so that one row tells."""
    t, f = schema.tickets.c.id, schema.ticket_figures.c.ticket_id
    empty = c.execute(select(f).limit(1)).scalar() is None
    return empty and c.execute(select(t).limit(1)).scalar() is not None


def complete(c: Connection) -> None:
    """Fills the figures of every ticket where there are none."""
    t = schema.tickets.c.id
    if incomplete(c):
        for part in portions(list(c.execute(select(t).order_by(t)).scalars())):
            statistics.change_many(c, list(tickets.load_each(c, part)))
