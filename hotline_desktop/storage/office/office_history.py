"""The history of the office itself, as far as no ticket has it: settings, units, notices, imports, exports."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import load_texts

_t = schema.office_entries


class StoredEntry(NamedTuple):
    """What somebody did; ``before`` and ``after`` in the clerk's words."""

    id: int
    step: str
    at: datetime
    by: str
    before: Mapping[str, str]
    after: Mapping[str, str]


def latest(c: Connection, limit: int) -> tuple[StoredEntry, ...]:
    """The last ``limit`` entries, the latest first, without those that only hold digests of rows."""
    rows = c.execute(select(_t).where(_t.c.step != row_digests.STEP).order_by(_t.c.id.desc()).limit(limit))
    return tuple(
        StoredEntry(
            row.id, row.step, datetime.fromisoformat(row.at), row.by, load_texts(row.before), load_texts(row.after)
        )
        for row in rows
    )


def newest_of(c: Connection, steps: Collection[str]) -> datetime | None:
    """When one of ``steps`` was taken last; None where none was."""
    at = c.execute(select(_t.c.at).where(_t.c.step.in_(steps)).order_by(_t.c.id.desc()).limit(1)).scalar()
    return datetime.fromisoformat(at) if at else None


def newest_word(c: Connection, step: str, key: str) -> str:
    """What the newest entry of ``step`` that speaks of ``key`` says of it; "" where none does."""
    rows = c.execute(select(_t.c.after).where(_t.c.step == step).order_by(_t.c.id.desc())).scalars()
    return next((texts[key] for texts in map(load_texts, rows) if key in texts), "")
