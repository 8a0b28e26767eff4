"""Tickets near another one, for repeats and suggestions: quick at a hundred thousand tickets, judged elsewhere.

Phones, address and quoted numbers are looked up as they are. Of the content only rare words are: what many tickets
say leads to no one, and a bounded count tells which words those are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from hotline_desktop.storage import schema, search
from hotline_desktop.storage.codec import moment_from

COMMON = 300  # a word that more tickets hold tells nothing
_RAREST = 10
_OF_EACH = 200
_MOST = 120
_t = schema.tickets.c


class Neighbour(NamedTuple):
    """What is compared of a ticket."""

    id: int
    number: str
    phones: tuple[str, ...]
    address: str
    text: str
    unit: str
    received_at: datetime | None


def near(c: Connection, exact: Iterable[str], phrases: Iterable[str], pieces: Iterable[str]) -> tuple[Neighbour, ...]:
    """Tickets that hold one of the texts ``exact`` whole, or rare ones of ``phrases``; the nearest first.

    The shorter ``pieces`` are looked up where too few phrases are rare.
    """
    hits: Counter[int] = Counter()
    for wanted in exact:
        for ticket_id in _holding(c, wanted):
            hits[ticket_id] += _RAREST
    rare = _rarest(c, phrases)
    for word in rare if len(rare) >= _RAREST // 2 else (*rare, *_rarest(c, pieces)):
        hits.update(_holding(c, word))
    return _rows(c, [ticket_id for ticket_id, _hits in hits.most_common(_MOST)])


def _rarest(c: Connection, words: Iterable[str]) -> list[str]:
    counted = [(search.count(c, word, COMMON + 1), word) for word in sorted(set(words))]
    return [word for count, word in sorted(counted) if 0 < count <= COMMON][:_RAREST]


def _holding(c: Connection, wanted: str) -> list[int]:
    """The latest tickets that hold ``wanted``."""
    found = select(_t.id).where(search.matching(wanted)).order_by(_t.id.desc()).limit(_OF_EACH)
    return list(c.execute(found).scalars())


def _rows(c: Connection, ids: list[int]) -> tuple[Neighbour, ...]:
    columns = (_t.id, _t.number, _t.phones, _t.address, _t.title, _t.content, _t.unit, _t.received_at, _t.called_at)
    found = {row.id: row for row in c.execute(select(*columns).where(_t.id.in_(ids)))}
    return tuple(
        Neighbour(
            row.id,
            row.number,
            tuple(row.phones.split("、")) if row.phones else (),
            row.address,
            f"{row.title}\n{row.content}".strip(),
            row.unit,
            moment_from(row.received_at or row.called_at),
        )
        for row in (found[ticket_id] for ticket_id in ids)
    )
