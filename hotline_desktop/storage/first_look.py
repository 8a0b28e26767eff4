"""What is asked before the database library is loaded: the first page of the window, the first rows of a command.

The statements are those of the program's own queries. An engine keeps them as text (see its ``prepared`` module), so
that a look needs nothing but the engine itself; a test holds the texts against these.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.supervision.case import CaseFilter, CaseStage
from hotline_desktop.domain.time.deadline import LightBounds
from hotline_desktop.storage.office import notices
from hotline_desktop.storage.papers import papers
from hotline_desktop.storage.records import cases, pool, ticket_queries
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.row_values import bound_text

# Stand where the number of rows and the number of a ticket come in.
_ROWS, _NUMBER = 987_654_321, "工单编号"
# Stand in the statements where the moments of a look come in, under these names; ``minute`` is ``now`` to the minute.
_MOMENTS = {
    name: datetime(1, 1, 1, 0, place)
    for place, name in enumerate(("now", "tomorrow", "near_until", "urgent_near_until", "minute"), start=1)
}


def stand_ins() -> dict[str, str]:
    """What stands in the statements for each value that a look brings, by its name."""
    return {
        **{name: f"'{bound_text(moment)}'" for name, moment in _MOMENTS.items()},
        "rows": str(_ROWS),
        "number": f"'{_NUMBER}'",
    }


def statements(counted: Sequence[TicketFilter]) -> dict[str, Select[Any]]:
    """What a look asks, by name; ``counted`` are the filters whose tickets the day counts."""
    bounds = LightBounds(**{name: _MOMENTS[name] for name in LightBounds._fields})
    return {
        "settings": select(schema.settings.c.key, schema.settings.c.value),
        "notices": notices.listed(),
        "any": select(schema.tickets.c.id).limit(1),
        "day": ticket_queries.counting(counted, bounds),
        "awaited": papers.counting_awaited(),
        "candidates": pool.counting_events(bound_text(_MOMENTS["minute"])),
        "repeats": pool.listed_repeats(),
        "pool": cases.counting(CaseFilter(stages=(CaseStage.POOL,))),
        "cases": cases.counting(CaseFilter(open_only=True)),
        "first": ticket_queries.first(_ROWS),
        "numbered": ticket_queries.numbered(_NUMBER),
        "first_open": ticket_queries.first_open(bounds, _ROWS),
    }
