"""What an upgrade leaves to be filled: figures, pool and search index, made from the tickets, candidates' histories."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from hotline_desktop.storage import alerts, candidates, rebuilding, row_digests, schema, search, statistics, tickets
from hotline_desktop.storage.bulk import portions


def incomplete(c: Connection) -> bool:
    """Whether there are tickets and no figures or index, reasons to supervise and no candidate, candidates without
    histories, or rows of which it is not known how they should stand.
    """
    unfilled = _without_statistics(c) or _without_pool(c) or _without_histories(c) or _without_index(c)
    return unfilled or not row_digests.is_begun(c)


def _without_statistics(c: Connection) -> bool:
    """Every ticket has figures, so that one row tells."""
    return _nothing(c, schema.ticket_figures.c.ticket_id) and not _nothing(c, schema.tickets.c.id)


def _without_pool(c: Connection) -> bool:
    if not _nothing(c, schema.candidates.c.id):
        return False
    alerted = select(schema.tickets.c.id).where(schema.tickets.c.alerts != "").limit(1)
    return c.execute(alerted).scalar() is not None or not _nothing(c, schema.case_tickets.c.case_id)


def _without_histories(c: Connection) -> bool:
    """All candidates have one or none has: an upgrade writes them at once."""
    none = _nothing(c, schema.candidate_entries.c.candidate_id)
    return none and not _nothing(c, schema.candidates.c.id)


def _without_index(c: Connection) -> bool:
    return search.is_empty(c) and not _nothing(c, schema.tickets.c.id)


def _nothing(c: Connection, column: ColumnElement[int]) -> bool:
    return c.execute(select(column).limit(1)).scalar() is None


def complete(c: Connection, now: datetime | None = None) -> None:
    """Fills what is missing, as it stands at ``now``; None is the last moment that was recorded."""
    if _without_statistics(c):
        t = schema.tickets.c.id
        for part in portions(list(c.execute(select(t).order_by(t)).scalars())):
            statistics.change_many(c, list(tickets.load_each(c, part)))
    if _without_index(c):
        rebuilding.index_anew(c)
    if _without_pool(c):
        for kept in alerts.pool_of(c, now or _last_recorded(c)):
            candidates.write_kept(c, kept.found, kept.case_id, kept.declined, now or _last_recorded(c))
    if _without_histories(c):
        candidates.write_histories(c, now or _last_recorded(c))
    if not row_digests.is_begun(c):
        row_digests.begin(c)


def _last_recorded(c: Connection) -> datetime:
    last = c.execute(select(func.max(schema.ticket_entries.c.recorded_at))).scalar()
    return datetime.fromisoformat(last) if last else datetime.min
