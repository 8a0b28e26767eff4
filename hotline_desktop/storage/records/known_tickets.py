"""Tickets as an import compares them with the rows of a file: many at once, without their histories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from hotline_desktop.domain.importing.import_diff import Known
from hotline_desktop.domain.ticket.ticket import Facts
from hotline_desktop.storage.engines.packed import unpacking
from hotline_desktop.storage.records import platform_cells
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import of_ids, portions, selecting
from hotline_desktop.storage.tables.codes import LEVELS, ORIGINS, STAGES

_t, _said = schema.tickets, schema.platform_rows
_TEXTS = (
    *("number", "title", "content", "caller", "address", "place", "source", "request_type", "category"),
    *("proposed_unit", "platform_state"),
)
_MOMENTS = ("called_at", "received_at", "upper_limit")
_COLUMNS = [_t.c[name] for name in ("id", *_TEXTS, *_MOMENTS, "phones", "confidential", "level", "stage", "origin")]
# A row is read as the driver gives it: ten thousand of them are.
_ASKED = (
    f"{selecting([*_COLUMNS, _said.c.cells])} LEFT JOIN {_said.name} ON {_said.name}.ticket_id = {_t.name}.id "
    "WHERE number IN ({ids})"
)
_TEXTS_END, _MOMENTS_END = 1 + len(_TEXTS), 1 + len(_TEXTS) + len(_MOMENTS)


def by_number(c: Connection, numbers: Iterable[str]) -> dict[str, Known]:
    """Those of ``numbers`` that the office has, as they stand, each with what the platform said last."""
    unpack = unpacking(c)
    rows = (row for part in portions(numbers) for row in of_ids(c, _ASKED, part))
    return {known.facts.number: known for known in (_known(c, row, unpack) for row in rows)}


def _known(c: Connection, row: Sequence[Any], unpack: Callable[[Any], Any]) -> Known:
    ticket_id = row[0]
    phones, confidential, level, stage, origin, said = row[_MOMENTS_END:]
    facts: dict[str, Any] = dict(zip(_TEXTS, row[1:_TEXTS_END], strict=True))
    for name, text in zip(_MOMENTS, row[_TEXTS_END:_MOMENTS_END], strict=True):
        facts[name] = datetime.fromisoformat(text) if text else None
    facts["phones"] = tuple(phones.split("、")) if phones else ()
    facts["confidential"] = bool(confidential)
    cells = platform_cells.as_read(c, ticket_id, unpack(said))
    return Known(ticket_id, Facts(**facts), LEVELS[level], STAGES[stage], ORIGINS[origin], cells)
