"""Notices of working days that the office entered, as the text that can be read back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select

from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.tables import row_values, schema
from hotline_desktop.storage.tables.codec import moment_text
from hotline_desktop.storage.tables.once import forget, once
from hotline_desktop.storage.tables.row_values import StoredNotice

_t = schema.notices


def listed() -> Select[Any]:
    """Every notice, the one that was entered first first."""
    return select(_t.c.id, _t.c.year, _t.c.text, _t.c.added_at, _t.c.added_by).order_by(_t.c.id)


def all(c: Connection) -> tuple[StoredNotice, ...]:
    """Every notice, the one that was entered first first. Read once in a transaction."""
    return once(c, _t.name, lambda: _all(c))


def _all(c: Connection) -> tuple[StoredNotice, ...]:
    with statements_of(c).lenient(c):  # one spoiled notice closes no office
        return row_values.notices(c.execute(listed()).all())


def add(c: Connection, year: int, text: str, at: datetime, by: str) -> int:
    """Keeps a notice; its id."""
    forget(c, _t.name)
    row = {"year": year, "text": text, "added_at": moment_text(at), "added_by": by}
    notice_id = int(c.execute(insert(_t).returning(_t.c.id), row).scalar_one())
    row_digests.touch(c, _t, [notice_id])
    return notice_id


def remove(c: Connection, notice_id: int) -> None:
    """Takes a notice back; that it was there, the office's history says."""
    forget(c, _t.name)
    row_digests.touch(c, _t, [notice_id])
    c.execute(delete(_t).where(_t.c.id == notice_id))
