"""Fills what is derived from other tables and an upgrade has left empty: figures, candidates, search index, digests."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, exists, func, select, text

from hotline_desktop.domain.terms.progress import Progress, stretch, untold
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.searching import search
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions

_COUNTED, _WHOLE = 8, 10  # as figures and index take their time


class _Filled(NamedTuple):
    """Which of these tables have any row."""

    tickets: bool
    statistics: bool
    candidates: bool
    histories: bool

    @property
    def lacks_statistics(self) -> bool:
        """Every ticket has figures, so that one row tells."""
        return self.tickets and not self.statistics

    @property
    def lacks_histories(self) -> bool:
        """All candidates have one or none has: an upgrade writes them at once."""
        return self.candidates and not self.histories


# Every start asks this: to let it be put together takes longer than to answer it.
_FILLED = text(
    "SELECT EXISTS (SELECT 1 FROM tickets), EXISTS (SELECT 1 FROM ticket_figures), "
    "EXISTS (SELECT 1 FROM candidates), EXISTS (SELECT 1 FROM candidate_entries)"
)


def incomplete(c: Connection) -> bool:
    """Whether there are tickets and no figures or index, reasons to supervise and no candidate, candidates without
    histories, or rows of which it is not known how they should stand.
    """
    filled = _filled(c)
    unfilled = (
        filled.lacks_statistics or filled.lacks_histories or _without_pool(c, filled) or _without_index(c, filled)
    )
    return unfilled or not row_digests.is_begun(c)


def _filled(c: Connection) -> _Filled:
    return _Filled._make(c.execute(_FILLED).one())


def _without_pool(c: Connection, filled: _Filled) -> bool:
    if filled.candidates or filled.histories:  # rows that are gone from beside their histories a repair makes anew
        return False
    alerted = select(schema.tickets.c.id).where(schema.tickets.c.alerts != "").limit(1)
    taken_up = select(exists().select_from(schema.case_tickets))
    return c.execute(alerted).scalar() is not None or bool(c.execute(taken_up).scalar())


def _without_index(c: Connection, filled: _Filled) -> bool:
    return filled.tickets and search.is_empty(c)


def complete(c: Connection, now: datetime | None = None, progress: Progress = untold) -> None:
    """Fills what is missing, as it stands at ``now``; None is the last moment that was recorded.

    ``progress`` is told how far it is, and may raise.
    """
    from hotline_desktop.storage.rebuilding import rebuilding  # few starts follow an upgrade
    from hotline_desktop.storage.records import alerts, candidates

    if _filled(c).lacks_statistics:
        _count(c, stretch(progress, 0, _COUNTED, _WHOLE))
    if _without_index(c, _filled(c)):
        rebuilding.index_anew(c, stretch(progress, _COUNTED, _WHOLE, _WHOLE))
    if _without_pool(c, _filled(c)):
        for kept in alerts.pool_of(c, now or _last_recorded(c)):
            candidates.write_kept(c, kept.found, kept.case_id, kept.declined, now or _last_recorded(c))
    if _filled(c).lacks_histories:
        candidates.write_histories(c, now or _last_recorded(c))
    if not row_digests.is_begun(c):
        row_digests.begin(c)


def _count(c: Connection, progress: Progress) -> None:
    """The figures of every ticket, and what else the rules make of it now."""
    from hotline_desktop.storage.figures import statistics
    from hotline_desktop.storage.rebuilding import rebuilding
    from hotline_desktop.storage.records import tickets

    ids = list(c.execute(select(schema.tickets.c.id).order_by(schema.tickets.c.id)).scalars())
    done = 0
    for part in portions(ids):
        found = dict(tickets.load_each(c, part))
        statistics.change_many(c, list(found.items()))
        rebuilding.work_out_anew(c, found)
        done += len(part)
        progress(done, len(ids))


def _last_recorded(c: Connection) -> datetime:
    entries = schema.ticket_entries.c
    last = c.execute(select(func.max(func.coalesce(entries.recorded_at, entries.at)))).scalar()
    return datetime.fromisoformat(last) if last else datetime.min
