"""Links cases to their tickets, each with the round that the ticket was in when the case came to name it.

A step links what it names; a repair links anew, with the rounds that the histories tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, literal, select, update

from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.kinds import CASES
from hotline_desktop.domain.ticket.history import replay
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.storage.records import histories, tickets
from hotline_desktop.storage.tables import schema

_links, _tickets = schema.case_tickets, schema.tickets


def ticket_ids(c: Connection, case_id: int) -> tuple[int, ...]:
    """The tickets that a case concerns and that the office has, in the order in which they came to the office."""
    found = c.execute(select(_links.c.ticket_id).where(_links.c.case_id == case_id).order_by(_links.c.ticket_id))
    return tuple(found.scalars())


def link(c: Connection, case_id: int, concerned: SupervisionCase) -> None:
    """Makes the links of a case to the tickets that it names and that the office has, in the rounds they are in."""
    named = set(tickets.known(c, concerned.ticket_numbers).values())
    linked = set(ticket_ids(c, case_id))
    if linked - named:
        c.execute(delete(_links).where(_links.c.case_id == case_id, _links.c.ticket_id.in_(linked - named)))
    if named - linked:
        now = select(literal(case_id), _tickets.c.id, _tickets.c.round)
        new = now.where(_tickets.c.id.in_(named - linked)).order_by(_tickets.c.id)
        c.execute(insert(_links).from_select(["case_id", "ticket_id", "round"], new))


def are_as_told(c: Connection, case_id: int, concerned: SupervisionCase) -> bool:
    """Whether the links are those that the histories tell, in rounds that they allow."""
    named = tickets.known(c, concerned.ticket_numbers)
    rows = c.execute(select(_links.c.ticket_id, _links.c.round).where(_links.c.case_id == case_id))
    rounds: dict[int, int] = {row.ticket_id: row.round for row in rows}
    if set(rounds) != set(named.values()):
        return False
    told = _told(c, case_id, named)
    return all(round in told[ticket_id] for ticket_id, round in rounds.items() if ticket_id in told)


def link_anew(c: Connection, case_id: int, concerned: SupervisionCase) -> None:
    """As ``link``, each in the round in which it was when the case came to name it."""
    link(c, case_id, concerned)
    told = _told(c, case_id, tickets.known(c, concerned.ticket_numbers))
    for ticket_id, rounds in told.items():
        where = (_links.c.case_id == case_id, _links.c.ticket_id == ticket_id, _links.c.round.not_in(rounds))
        c.execute(update(_links).where(*where), {"round": rounds[-1]})


class _Naming(NamedTuple):
    """The entry by which a case came to name some tickets, which it did not name before, and the numbers of them."""

    entry: Entry
    numbers: frozenset[str]


def _told(c: Connection, case_id: int, named: dict[str, int]) -> dict[int, Sequence[int]]:
    """Of each ticket the rounds in which it may have been linked: one, or both where it changed in that minute.

    Nothing of a ticket that came to the office after the case had named it.
    """
    namings = _namings(histories.entries(c, schema.case_entries, case_id))
    found: dict[int, Sequence[int]] = {}
    for number, ticket_id in named.items():
        entry = next((each.entry for each in reversed(namings) if number in each.numbers), None)
        own = tickets.entries(c, ticket_id)
        if entry is not None and own and _recorded(own[0]) <= _recorded(entry):
            found[ticket_id] = _rounds_at(own, entry)
    return found


def _namings(entries: Iterable[Entry]) -> list[_Naming]:
    listed = tuple(entries)
    before: frozenset[str] = frozenset()
    found = []
    for count, entry in enumerate(listed, start=1):
        now = frozenset(CASES.replay(listed[:count]).ticket_numbers)
        if now - before:
            found.append(_Naming(entry, now - before))
        before = now
    return found


def _rounds_at(own: Sequence[Entry], entry: Entry) -> Sequence[int]:
    """The rounds of a ticket just before and at the end of the minute in which an entry of a case was recorded."""
    minute = _recorded(entry)
    before = [each for each in own if _recorded(each) < minute]
    at_its_end = [each for each in own if _recorded(each) <= minute]
    return sorted({replay(each).round.number for each in (before, at_its_end) if each})


def _recorded(entry: Entry) -> datetime:
    return entry.recorded_at or entry.at
