"""History of what belongs to the office and not to one ticket: settings, units, notices, imports, exports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from hotline_desktop.storage import schema
from hotline_desktop.storage.codec import dump_words, load_words, moment_text

_t = schema.office_entries


class StoredEntry(NamedTuple):
    """What somebody did; ``before`` and ``after`` in the clerk's words."""

    id: int
    step: str
    at: datetime
    by: str
    before: Mapping[str, str]
    after: Mapping[str, str]


def add(c: Connection, step: str, at: datetime, by: str, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Writes an entry; nobody can change it afterwards."""
    words = {"before": dump_words(before), "after": dump_words(after)}
    c.execute(insert(_t), {"step": step, "at": moment_text(at), "by": by, **words})


def latest(c: Connection, limit: int) -> tuple[StoredEntry, ...]:
    """The last ``limit`` entries, the latest first."""
    rows = c.execute(select(_t).order_by(_t.c.id.desc()).limit(limit))
    return tuple(
        StoredEntry(
            row.id, row.step, datetime.fromisoformat(row.at), row.by, load_words(row.before), load_words(row.after)
        )
        for row in rows
    )
