"""Which unit a ticket most likely belongs to, from what similar tickets were given to. 规范一（一）1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from hotline_desktop.domain.repeats.similarity import Weighed, pieces, same_place, weights

ALIKE = 0.3
ONE_YEAR = timedelta(days=365)


class PastTicket(NamedTuple):
    """A ticket that a unit handled: what it was about, where, who had it at the end, and when it came in."""

    text: str
    address: str
    unit: str
    received_at: datetime


class Suggestion(NamedTuple):
    """A unit, how many of the ``alike`` tickets it handled, and that in words."""

    unit: str
    handled: int
    alike: int
    reason: str


def suggest_units(
    text: str,
    address: str,
    past: Iterable[PastTicket],
    now: datetime,
    most: int = 3,
    weight: Mapping[str, float] | None = None,
) -> tuple[Suggestion, ...]:
    """The units that handled tickets of the last year with similar content, or about the same address.

    Most likely first; empty where nothing is alike. ``text`` is title and content of the new ticket;
    ``weight`` says how telling pieces are in the office (``similarity.py``), where ``past`` is not all of it.
    """
    recent = [ticket for ticket in past if ticket.unit and now - ONE_YEAR <= ticket.received_at <= now]
    if weight is None:
        weight = weights(pieces(ticket.text) for ticket in recent)
    asked = Weighed(pieces(text), weight)
    alike = [
        ticket.unit
        for ticket in recent
        if asked.may_reach(ALIKE, ticket.text) and asked.overlap(pieces(ticket.text)) >= ALIKE
    ]
    if alike:
        return _most_frequent(alike, "同类", most)
    there = [ticket.unit for ticket in recent if same_place(address, ticket.address)]
    return _most_frequent(there, "同一地址", most)


def _most_frequent(units: list[str], what: str, most: int) -> tuple[Suggestion, ...]:
    counts = sorted(Counter(units).items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Suggestion(unit, count, len(units), f"近一年{what} {len(units)} 件，{count} 件由{unit}办理")
        for unit, count in counts[:most]
    )
