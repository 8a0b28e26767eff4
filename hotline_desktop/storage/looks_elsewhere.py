"""Full names and phones that left by paper or file: what prints and the office's history know of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from hotline_desktop.storage import schema

_papers, _office = schema.printed_papers, schema.office_entries
_UNMASKED, _EXPORTED = "未遮盖：", "完整导出"


class Elsewhere(NamedTuple):
    """Who, when, in which way and what."""

    at: datetime
    person: str
    way: str
    what: str


def between(c: Connection, first: date, last: date, most: int) -> tuple[Elsewhere, ...]:
    """Those of the days from ``first`` to ``last``."""
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
