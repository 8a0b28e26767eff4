"""Scans that wait for a person, because nothing on them says where they belong."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from hotline_desktop.storage import row_digests, schema
from hotline_desktop.storage.codec import moment_text

_t = schema.intake_tray


class TrayEntry(NamedTuple):
    """One waiting scan. ``pages`` are those of the file it came in, as ``2-3``; ``kept`` is its copy's file name."""

    id: int
    name: str
    pages: str
    reason: str
    kept: str
    came_at: datetime


def add(c: Connection, *, name: str, pages: str, reason: str, kept: str, digest: str, at: datetime) -> int:
    """Puts a scan into the tray; its id."""
    row = {"name": name, "pages": pages, "reason": reason, "kept": kept, "digest": digest, "came_at": moment_text(at)}
    tray_id = int(c.execute(insert(_t).returning(_t.c.id), row).scalar_one())
    row_digests.touch(c, _t, [tray_id])
    return tray_id


def waiting(c: Connection) -> tuple[TrayEntry, ...]:
    """What waits, the first that came first."""
    return tuple(_entry(row) for row in c.execute(select(_t).where(_t.c.settled == "").order_by(_t.c.id)))


def find(c: Connection, tray_id: int) -> TrayEntry | None:
    """A scan that waits still."""
    row = c.execute(select(_t).where(_t.c.id == tray_id, _t.c.settled == "")).first()
    return _entry(row) if row is not None else None


def knows(c: Connection, digest: str) -> bool:
    """Whether a scan of the same content waits already."""
    return c.execute(select(_t.c.id).where(_t.c.digest == digest, _t.c.settled == "")).first() is not None


def settle(c: Connection, tray_id: int, what: str) -> None:
    """The scan waits no more; ``what`` says in Chinese what became of it."""
    _settle(c, _t.c.id == tray_id, what)


def settle_same(c: Connection, digest: str, what: str) -> None:
    """Scans of that content wait no more."""
    _settle(c, (_t.c.digest == digest) & (_t.c.settled == ""), what)


def _settle(c: Connection, where: ColumnElement[bool], what: str) -> None:
    row_digests.touch(c, _t, c.execute(select(_t.c.id).where(where)).scalars())
    c.execute(update(_t).where(where), {"settled": what})


def _entry(row: Row[Any]) -> TrayEntry:
    return TrayEntry(row.id, row.name, row.pages, row.reason, row.kept, datetime.fromisoformat(row.came_at))
