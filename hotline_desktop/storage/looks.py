"""Who looked at what in full: one row for a person, a record and a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, select, tuple_

from hotline_desktop.domain.terms.keeping import Look
from hotline_desktop.storage import schema
from hotline_desktop.storage.bulk import insert_rows
from hotline_desktop.storage.codec import moment_text

_t = schema.looks


def add(c: Connection, looks: Iterable[Look]) -> int:
    """Writes down those that are new for their day; how many."""
    first = {(f"{look.at:%Y-%m-%d}", look.person, look.kind, look.number): look.at for look in reversed(list(looks))}
    columns = tuple_(_t.c.day, _t.c.person, _t.c.kind, _t.c.number)
    known = set(map(tuple, c.execute(select(*columns.clauses).where(columns.in_(list(first))))))
    new = [(key, at) for key, at in first.items() if key not in known]
    names = ("day", "person", "kind", "number")
    insert_rows(c, _t, [{**dict(zip(names, key, strict=True)), "at": moment_text(at)} for key, at in new])
    return len(new)


def between(c: Connection, first: date, last: date, most: int) -> tuple[Look, ...]:
    """Those of the days from ``first`` to ``last``, the latest first."""
    where = _t.c.day.between(first.isoformat(), last.isoformat())
    rows = c.execute(select(_t).where(where).order_by(_t.c.at.desc(), _t.c.person, _t.c.number).limit(most))
    return tuple(Look(datetime.fromisoformat(row.at), row.person, row.kind, row.number) for row in rows)


def count_before(c: Connection, day: date) -> int:
    """How many are older than ``day``."""
    return int(c.execute(select(func.count()).select_from(_t).where(_t.c.day < day.isoformat())).scalar_one())


def remove_before(c: Connection, day: date) -> None:
    """Takes those older than ``day`` away."""
    c.execute(delete(_t).where(_t.c.day < day.isoformat()))
