"""The one place where a record becomes a paper or a line of a register: no text of it passes by the filter.

Builders put down what the record says. What may not leave the centre is taken out here, field by field, and a field
that is added later is filtered as well. 规范一（一）1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from hotline_desktop.domain.papers.supervision_values import CaseHead, SignerRow
from hotline_desktop.domain.records.summaries import HIDDEN, TicketSummary
from hotline_desktop.domain.terms.personal_traces import personal_traces
from hotline_desktop.domain.ticket.masking import listing, withheld_people
from hotline_desktop.domain.ticket.ticket import Ticket

Record = TypeVar("Record")
# Names of the office's registers and its tickets' numbers: nobody can type a citizen into them.
_OFFICIAL = frozenset(("town", "center", "unit", "to_unit", "ticket", "tickets"))
# The ones that hold the citizen alone. On papers of supervision 督办人 and the unit's telephone have these names.
_CITIZEN = frozenset(("caller", "phone"))
_NO_CITIZEN = (CaseHead, SignerRow)


def released(record: Record, tickets: Sequence[Ticket], kept: frozenset[str]) -> Record:
    """``record`` about ``tickets`` as it may leave the centre. ``kept`` are digits of the office's own telephones."""
    people = withheld_people(tickets)
    if people is None:
        return record
    own = kept | {"".join(filter(str.isdigit, ticket.facts.number)) for ticket in tickets}
    return _filtered(record, lambda text: people.withheld(text, own), hide_citizen=True)


def listed(record: Record, tickets: Sequence[Ticket | TicketSummary], full: bool) -> Record:
    """``record``, a line of a register about ``tickets``, with names and numbers masked unless ``full``."""
    return _filtered(record, listing(tickets, full), hide_citizen=False)


def traces_in(record: Any, tickets: Sequence[Ticket]) -> tuple[str, ...]:
    """What of a released record about confidential tickets may still tell of a citizen."""
    people = withheld_people(tickets)
    return () if people is None else personal_traces(texts_of(record), people)


def _filtered(record: Record, text: Callable[[str], str], hide_citizen: bool) -> Record:
    known: Any = record
    changes: dict[str, Any] = {}
    for field in fields(known):
        value = getattr(known, field.name)
        if isinstance(value, tuple):
            changes[field.name] = tuple(_filtered(row, text, hide_citizen) for row in value)
        elif isinstance(value, str) and not _official(known, field.name):
            hidden = hide_citizen and field.name in _CITIZEN and not isinstance(known, _NO_CITIZEN)
            changes[field.name] = HIDDEN if hidden else text(value)
    filtered: Record = replace(known, **changes)
    return filtered


def _official(record: object, name: str) -> bool:
    """Whether nobody can have typed a citizen there; who signs in is taken from a text."""
    return name in _OFFICIAL and not isinstance(record, SignerRow)


def texts_of(record: Any) -> Iterator[str]:
    """Every text of a record and of its rows, the office's own names left out."""
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, tuple):
            for row in value:
                yield from texts_of(row)
        elif isinstance(value, str) and not _official(record, field.name):
            yield value
