"""Which tickets a register or a ledger is made from, found by step or by the day they came in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.records.projection import SUMMARY_COLUMNS
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import streamed
from hotline_desktop.storage.tables.codec import day_text
from hotline_desktop.storage.tables.row_values import summaries

_t, _entries, _case_entries = schema.tickets.c, schema.ticket_entries.c, schema.case_entries.c
# The step that makes an entry in the register of each sequence, and the one that numbers it.
_NUMBERED = {
    "return": ("return_request", "return_request"),
    "extension": ("extension_request", "extension_request"),
    "unfounded": ("unfounded_statement", "unfounded_filing"),
    "unsatisfied": ("unsatisfied_statement", "unsatisfied_filing"),
}
# When a ticket came in: its receipt, else the call, else the moment it was written down.
_WRITTEN = (
    select(_entries.at)
    .where(_entries.ticket_id == _t.id, _entries.sequence == 1)
    .correlate(schema.tickets)
    .scalar_subquery()
)
_CAME: ColumnElement[Any] = func.coalesce(func.nullif(_t.received_at, ""), func.nullif(_t.called_at, ""), _WRITTEN)


def ids_with_step(c: Connection, step: str, since: date) -> tuple[int, ...]:
    """The tickets on which a unit's request, ``step``, was recorded on ``since`` or later, in order of their ids."""
    asked = select(_entries.ticket_id).where(schema.REQUESTED, _entries.step == step, _entries.at >= day_text(since))
    return tuple(c.execute(asked.distinct().order_by(_entries.ticket_id)).scalars())


def given_number(c: Connection, sequence: str, number: str) -> tuple[int, ...]:
    """The tickets on whose requests that number of a register (备案登记簿) stands, whatever the case of its letters.

    Cases, which ask for extensions too, stand there with their ids below zero.
    """
    asked, filed = _NUMBERED[sequence]
    own = _entries.ticket_id.in_(select(_entries.ticket_id).where(schema.REQUESTED, _entries.step == asked))
    where = (schema.REQUESTED, _entries.step == asked) if asked == filed else (own, _entries.step == filed)
    named = func.lower(statements_of(c).json_text(_entries["values"], "number"))
    found = tuple(c.execute(select(_entries.ticket_id).where(*where, named == number.lower())).scalars())
    return (*found, *(-case_id for case_id in _cases_with(c, number))) if sequence == "extension" else found


def _cases_with(c: Connection, number: str) -> tuple[int, ...]:
    named = func.lower(statements_of(c).json_text(_case_entries["values"], "number"))
    where = (_case_entries.step == "case_extension", named == number.lower())
    return tuple(c.execute(select(_case_entries.case_id).where(*where)).scalars())


def cases_with_extensions(c: Connection, since: date) -> tuple[int, ...]:
    """The cases in which more time was asked for on ``since`` or later, in order of their ids."""
    asked = (_case_entries.step == "case_extension", _case_entries.at >= day_text(since))
    return tuple(
        c.execute(select(_case_entries.case_id).where(*asked).distinct().order_by(_case_entries.case_id)).scalars()
    )


def count_received(c: Connection, first: date, last: date) -> int:
    """How many tickets came in from ``first`` to ``last``."""
    counted = select(func.count()).select_from(schema.tickets).where(*_between(first, last))
    return int(c.execute(counted).scalar_one())


def received(c: Connection, first: date, last: date, limit: int | None = None) -> Iterator[TicketSummary]:
    """The tickets that came in from ``first`` to ``last`` in that order, a few at a time in memory; to be used up
    inside the transaction.
    """
    statement = select(*SUMMARY_COLUMNS).where(*_between(first, last)).order_by(_CAME, _t.id).limit(limit)
    for part in streamed(c, statement):
        yield from summaries(part)


def _between(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    return (day_text(first) <= _CAME, day_text(last + timedelta(days=1)) > _CAME)
