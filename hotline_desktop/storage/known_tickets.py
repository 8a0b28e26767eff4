"""Tickets as an import compares them with the rows of a file: many at once, without their histories."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from hotline_desktop.domain.importing.import_diff import Known
from hotline_desktop.domain.ticket.ticket import Facts
from hotline_desktop.storage import platform_cells, schema
from hotline_desktop.storage.codes import LEVELS, ORIGINS, STAGES

_t, _said = schema.tickets, schema.platform_rows
_TEXTS = (
    *("number", "title", "content", "caller", "address", "place", "source", "request_type", "category"),
    *("proposed_unit", "platform_state"),
)
_MOMENTS = ("called_at", "received_at", "upper_limit")
_COLUMNS = [_t.c[name] for name in ("id", *_TEXTS, *_MOMENTS, "phones", "confidential", "level", "stage", "origin")]
_AT_ONCE = 500  # values that one statement asks for


def by_number(c: Connection, numbers: Iterable[str]) -> dict[str, Known]:
    """Those of ``numbers`` that the office has, as they stand, each with what the platform said last."""
    listed, found = list(numbers), {}
    joined = select(*_COLUMNS, _said.c.cells).outerjoin(_said, _said.c.ticket_id == _t.c.id)
    for start in range(0, len(listed), _AT_ONCE):
        for row in c.execute(joined.where(_t.c.number.in_(listed[start : start + _AT_ONCE]))):
            found[row.number] = _known(c, row._mapping)
    return found


def _known(c: Connection, row: RowMapping) -> Known:
    facts: dict[str, Any] = {name: row[name] for name in _TEXTS}
    facts |= {name: datetime.fromisoformat(row[name]) if row[name] else None for name in _MOMENTS}
    facts["phones"] = tuple(row["phones"].split("、")) if row["phones"] else ()
    facts["confidential"] = bool(row["confidential"])
    cells = platform_cells.as_read(c, row["id"], row["cells"])
    return Known(row["id"], Facts(**facts), LEVELS[row["level"]], STAGES[row["stage"]], ORIGINS[row["origin"]], cells)
