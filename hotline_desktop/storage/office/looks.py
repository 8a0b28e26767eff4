"""Who looked at what in full: one row for a person, a record and a day.

Full names and phones that left by paper or file are known by the prints and by the office's history.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, or_, select, tuple_

from hotline_desktop.domain.terms.keeping import Look
from hotline_desktop.domain.terms.text import without_nul
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import insert_rows
from hotline_desktop.storage.tables.codec import moment_text

_t = schema.looks


def add(c: Connection, looks: Iterable[Look]) -> int:
    """Writes down those that are new for their day; how many."""
    first = {
        (f"{look.at:%Y-%m-%d}", without_nul(look.person), look.kind, without_nul(look.number)): look.at
        for look in reversed(list(looks))
    }
    columns = tuple_(_t.c.day, _t.c.person, _t.c.kind, _t.c.number)
    known = set(map(tuple, c.execute(select(*columns.clauses).where(columns.in_(list(first))))))
    new = [(key, at) for key, at in first.items() if key not in known]
    names = ("day", "person", "kind", "number")
    insert_rows(c, _t, [{**dict(zip(names, key, strict=True)), "at": moment_text(at)} for key, at in new])
    row_digests.touch(c, _t, {key[0] for key, _at in new})
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
    goes = _t.c.day < day.isoformat()
    row_digests.touch(c, _t, c.execute(select(_t.c.day).where(goes).distinct()).scalars())
    c.execute(delete(_t).where(goes))


_papers, _office = schema.printed_papers, schema.office_entries
_UNMASKED, _EXPORTED = "未遮盖：", "完整导出"


class Elsewhere(NamedTuple):
    """Who, when, in which way and what."""

    at: datetime
    person: str
    way: str
    what: str


def elsewhere(c: Connection, first: date, last: date, most: int) -> tuple[Elsewhere, ...]:
    """What left on the days from ``first`` to ``last``, the latest first."""
    span = first.isoformat(), f"{last.isoformat()}T23:59"
    printed = select(_papers).where(_papers.c.printed_at.between(*span)).order_by(_papers.c.id.desc()).limit(most)
    unmasked = or_(*(_office.c.step.startswith(start, autoescape=True) for start in (_UNMASKED, _EXPORTED)))
    query = select(_office).where(_office.c.at.between(*span), unmasked).order_by(_office.c.id.desc()).limit(most)
    found = [
        Elsewhere(datetime.fromisoformat(row.printed_at), row.printed_by, "打印", f"{row.kind} {row.number}")
        for row in c.execute(printed)
    ]
    for row in c.execute(query):
        way, what = ("未遮盖", row.step.removeprefix(_UNMASKED)) if _UNMASKED in row.step else ("导出", row.step)
        found.append(Elsewhere(datetime.fromisoformat(row.at), row.by, way, what))
    return tuple(found)
