"""Tickets: what happened to them, as entries, and the row that those entries add up to.

Functions run inside the caller's transaction; entry, row, search index, marks and figures change together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import compress
from operator import itemgetter, ne
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    true,
)

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.statistics.handling import leaves_figures
from hotline_desktop.domain.terms.options import Origin
from hotline_desktop.domain.ticket.kind import TICKETS
from hotline_desktop.domain.ticket.steps.intake import REGISTER
from hotline_desktop.domain.ticket.steps.records import IMPORT_UNDO, IMPORT_UPDATE, RECOUNT
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.figures import statistics
from hotline_desktop.storage.records import candidates, histories, platform_cells, pool
from hotline_desktop.storage.records.projection import SUMMARY_COLUMNS, project
from hotline_desktop.storage.records.records import Recorded, Records, RowLost, Rows
from hotline_desktop.storage.searching import match_keys, search
from hotline_desktop.storage.searching.pieces import FIELDS
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import insert_rows, of_ids, portions, selecting, update_rows
from hotline_desktop.storage.tables.codec import moment_text
from hotline_desktop.storage.tables.codes import ORIGIN_CODES
from hotline_desktop.storage.tables.row_values import summaries

NewTicket = tuple[Ticket, Entry, Mapping[str, str]]

_tickets, _entries = schema.tickets, schema.ticket_entries
_NO_GOING_ON = (REGISTER.id, IMPORT_UPDATE.id, IMPORT_UNDO.id, RECOUNT.id)
_updates = schema.import_updates
_LETTER = re.compile("[A-Za-z]")
_BEFORE_LETTERS = re.compile(r"[\W\d_]*")
_BEHIND_ALL = "\U0010ffff"
_FEW_LETTERED = 20  # more of them are looked for among all
_BY_IDS = select(*SUMMARY_COLUMNS).where(_tickets.c.id.in_(bindparam("ids", expanding=True)))
_BY_ID = select(*SUMMARY_COLUMNS).where(_tickets.c.id == bindparam("id"))
_ADDED = select(_tickets.c.number, _tickets.c.id).where(_tickets.c.id > bindparam("last"))
_LOOKED_UP_BY = frozenset((*FIELDS, *match_keys.FIELDS))  # what index and marks are made from
_HAVING = select(_entries.c.ticket_id).where(
    _entries.c.ticket_id.in_(bindparam("ids", expanding=True)),
    _entries.c.step.in_(bindparam("steps", expanding=True)),
)
_SEARCHED = tuple(_tickets.c[field] for field in FIELDS)


def is_empty(c: Connection) -> bool:
    """Whether there is no ticket at all."""
    return c.execute(select(schema.tickets.c.id).limit(1)).first() is None


def add(
    c: Connection,
    ticket: Ticket,
    entry: Entry,
    *,
    cells: Mapping[str, str] | None = None,
    batch_id: int | None = None,
) -> int:
    """A new ticket with its first entry; its id. ``cells`` is what the platform said. Its number must be new."""
    ticket_id = RECORDS.add(c, ticket, entry, batch_id=batch_id)
    if cells:
        platform_cells.add_many(c, [(ticket_id, cells, entry.values)])
    return ticket_id


def add_many(c: Connection, items: Iterable[NewTicket], batch_id: int | None) -> tuple[int, ...]:
    """Many new tickets, each with its first entry and what the platform said; their ids in the same order."""
    listed = tuple(items)
    if not listed:
        return ()
    rows = [project(ticket) for ticket, _entry, _said in listed]
    last = c.execute(select(func.max(_tickets.c.id))).scalar() or 0
    insert_rows(c, _tickets, [{**row, "batch_id": batch_id} for row in rows])
    by_number = {row.number: row.id for row in c.execute(_ADDED, {"last": last})}
    ids = tuple(by_number[row["number"]] for row in rows)
    if (c.execute(select(func.max(_entries.c.ticket_id))).scalar() or 0) >= min(ids):
        raise RowLost(TICKETS.word)
    owned = list(zip(ids, listed, strict=True))
    chain.write(c, _entries, [histories.entry_line(id_, 1, entry) for id_, (_ticket, entry, _said) in owned])
    platform_cells.add_many(c, ((id_, said, entry.values) for id_, (_ticket, entry, said) in owned))
    search.add_many(c, zip(ids, rows, strict=True))
    match_keys.add_many(c, zip(ids, rows, strict=True))
    statistics.add_many(c, ((id_, item[0]) for id_, item in owned), {id_: item[1] for id_, item in owned})
    return ids


def _rewrite(c: Connection, rows: Rows) -> None:
    """Makes the rows of these tickets, by id, what ``rows`` say, and index and marks with them."""
    if not rows:
        return
    names = tuple(next(iter(rows.values())))
    searched = [(name, names.index(name)) for name in _LOOKED_UP_BY]
    stored = {ticket_id: kept for ticket_id, *kept in of_ids(c, _stored(names), list(rows))}
    changes: list[tuple[int, Mapping[str, Any]]] = []
    told: list[tuple[int, Mapping[str, Any], Mapping[str, Any]]] = []
    for ticket_id, row in rows.items():
        kept = stored[ticket_id]
        values = row.values()
        changed = dict(compress(zip(names, values, strict=True), map(ne, values, kept)))
        if changed:
            changes.append((ticket_id, changed))
            if not _LOOKED_UP_BY.isdisjoint(changed):
                told.append((ticket_id, {name: kept[place] for name, place in searched}, row))
    update_rows(c, _tickets, changes)
    told.sort(key=itemgetter(0))
    search.change_many(c, told)
    match_keys.change_many(c, told)


@cache
def _stored(names: tuple[str, ...]) -> str:
    """These columns of some rows, each with its id."""
    return f"{selecting([_tickets.c.id, *(_tickets.c[name] for name in names)])} WHERE id IN ({{ids}})"


def _beside(c: Connection, ticket_id: int, ticket: Ticket, entry: Entry) -> None:
    """Writes the index entries, match keys and figures of a new ticket."""
    row = project(ticket)
    search.add(c, ticket_id, row)
    match_keys.add(c, ticket_id, row)
    statistics.add_many(c, [(ticket_id, ticket)], {ticket_id: entry})


def _before(c: Connection, part: Sequence[Recorded]) -> None:
    """Writes the candidates that passed deadlines brought, before a step of the same transaction. 督办二（五）3."""
    candidates.before_step(c, [item.id for item in part], max(item.entry.recorded_at or item.entry.at for item in part))


def _after(c: Connection, part: Sequence[Recorded]) -> None:
    counted = [item for item in part if not leaves_figures(item.entry)]
    statistics.change_many(c, [(item.id, item.after) for item in counted], {item.id: item.entry for item in counted})
    candidates.after_steps(c, [(item.id, item.after, item.entry) for item in part])


RECORDS: Records[Ticket] = Records(
    TICKETS, _tickets, _entries, project, added=_beside, rewrite=_rewrite, before=_before, after=_after
)
record, record_many, is_there = RECORDS.record, RECORDS.record_many, RECORDS.is_there
entries, entries_of, history, entries_with_history = (
    RECORDS.entries,
    RECORDS.entries_of,
    RECORDS.history,
    RECORDS.entries_with_history,
)
load, load_each = RECORDS.load, RECORDS.load_each


def find(c: Connection, number: str) -> int | None:
    """The id of the ticket with that 工单编号; ``ab-1`` is the number of ``AB-1``."""
    return known(c, (number,)).get(number)


def with_transfer_number(c: Connection, number: str) -> int | None:
    """The id of a ticket with that 转办编号, whatever the case of its letters."""
    column = _tickets.c.transfer_number
    same = statements_of(c).same_letters(column, number) if _LETTER.search(number) else column == number
    return c.execute(select(_tickets.c.id).where(schema.HAS_TRANSFER_NUMBER, same).limit(1)).scalar()


def known(c: Connection, numbers: Iterable[str]) -> dict[str, int]:
    """Those of ``numbers`` that the office has, each with its ticket's id; the case of letters makes no difference."""
    listed = tuple(numbers)
    found: dict[str, int] = {}
    for part in portions(listed):
        for row in c.execute(select(_tickets.c.number, _tickets.c.id).where(_tickets.c.number.in_(part))):
            found[row.number] = row.id
    others = [number for number in listed if number not in found]
    return found | {given: ticket_id for given, _own, ticket_id in _with_other_letters(c, others)}


def in_other_letters(c: Connection, numbers: Iterable[str]) -> dict[str, str]:
    """Of ``numbers`` that no ticket has just so those that one has all the same, as it has it: ``AB-1`` of ``ab-1``."""
    return {given: own for given, own, _id in _with_other_letters(c, numbers)}


def _with_other_letters(c: Connection, numbers: Iterable[str]) -> Iterator[tuple[str, str, int]]:
    """The numbers whose letters tickets have in another case, each with number and id of its ticket."""
    lettered: dict[str, list[str]] = {}  # the same number may be asked for in several spellings
    for number in numbers:
        if _LETTER.search(number):
            lettered.setdefault(number.lower(), []).append(number)
    if lettered:  # rare: most numbers are digits, and one walk through the index finds the others
        with_letters = statements_of(c).has_letters(_tickets.c.number)
        near = or_(*map(_begins_as, lettered)) if len(lettered) <= _FEW_LETTERED else true()
        for row in c.execute(select(_tickets.c.number, _tickets.c.id).where(with_letters, near)):
            for given in lettered.get(row.number.lower(), ()):
                yield given, row.number, row.id


def _begins_as(number: str) -> ColumnElement[bool]:
    """That a number begins as this one does before its first letter, whose case makes no difference."""
    before = _BEFORE_LETTERS.match(number)
    first = {before[0]} if before and before[0] else {number[0].lower(), number[0].upper()}
    column = _tickets.c.number
    return or_(*(and_(column >= begin, column < begin + _BEHIND_ALL) for begin in sorted(first)))


def own_numbers(c: Connection, typed: Iterable[str]) -> dict[str, str]:
    """Those of the ``typed`` numbers that the office has, each as its ticket has it: ``AB-1`` of ``ab-1``."""
    ids = known(c, typed)
    rows = c.execute(select(_tickets.c.id, _tickets.c.number).where(_tickets.c.id.in_(ids.values())))
    numbers = {row.id: row.number for row in rows}
    return {number: numbers[ticket_id] for number, ticket_id in ids.items()}


def merged_into(c: Connection, number: str) -> tuple[str, ...]:
    """The numbers of the tickets that rest because they were merged into the one with that number."""
    named = func.lower(statements_of(c).json_text(_entries.c["values"], "main_number")) == number.lower()
    ids = c.execute(select(_entries.c.ticket_id).where(_entries.c.step == "merge", named).distinct()).scalars().all()
    found = (ticket for _id, ticket in load_each(c, ids))
    return tuple(ticket.facts.number for ticket in found if ticket.merged_into.lower() == number.lower())


def summary(c: Connection, ticket_id: int) -> TicketSummary | None:
    """The ticket's line in the list."""
    return next(iter(summaries(c.execute(_BY_ID, {"id": ticket_id}).all())), None)


def summaries_of(c: Connection, ids: Iterable[int]) -> tuple[TicketSummary, ...]:
    """The lines of several tickets in the order of ``ids``; unknown ones are left out."""
    listed = list(ids)
    found: dict[int, TicketSummary] = {}
    for part in portions(listed):
        found.update((line.id, line) for line in _summaries(c, part))
    return tuple(found[ticket_id] for ticket_id in listed if ticket_id in found)


def having_steps(c: Connection, ids: Iterable[int], steps: Iterable[str]) -> set[int]:
    """Those of the tickets in whose histories one of ``steps`` stands."""
    asked = tuple(steps)
    return {found for part in portions(ids) for found in c.execute(_HAVING, {"ids": part, "steps": asked}).scalars()}


def of_batch(c: Connection, batch_id: int, history: bool = True) -> tuple[int, ...]:
    """The tickets that an import brought in, in the order in which it did; without ``history`` only those that are
    handled here.
    """
    query = select(_tickets.c.id).where(_tickets.c.batch_id == batch_id).order_by(_tickets.c.id)
    if not history:
        query = query.where(_tickets.c.origin != ORIGIN_CODES[Origin.HISTORY])
    return tuple(c.execute(query).scalars())


def remove_batch(c: Connection, batch_id: int) -> tuple[tuple[int, ...], Mapping[str, str]]:
    """Removes the tickets of an undone import; their ids, and what must be recorded of their histories.

    The batch must be marked as undone first, and none of its tickets may have gone on: the database refuses otherwise.
    What the program recounted meanwhile is no going on: those histories have a pass of their own.
    """
    where = _tickets.c.batch_id == batch_id
    if c.execute(select(_tickets.c.id).where(where).limit(1)).first() is None:
        return (), {}  # to find no entries, the whole chain would be looked through
    removed = chain.removal(c, *histories_of(select(_tickets.c.id).where(where)))
    own = exists().where(_entries.c.ticket_id == _tickets.c.id)
    only_recounted = own.where(_entries.c.step == RECOUNT.id), ~own.where(_entries.c.step.not_in(_NO_GOING_ON))
    let_go = select(literal("ticket"), _tickets.c.id).where(where, *only_recounted)
    c.execute(insert(schema.destroying).from_select(["kind", "owner"], let_go))
    gone = take_out(c, where)
    c.execute(delete(schema.destroying))
    return gone, removed


def histories_of(ids: Select[tuple[int]]) -> tuple[tuple[Table, Select[tuple[int]]], ...]:
    """The histories that go with tickets: their own, and those of their candidates; the tables and the owners."""
    return (_entries, ids), (schema.candidate_entries, pool.ids_of(ids))


def take_out(c: Connection, where: ColumnElement[bool]) -> tuple[int, ...]:
    """Takes the tickets of ``where`` away with all that is made from them; their ids.

    The rules of the file let only those histories go that may: see :func:`remove_batch` and ``destruction.py``.
    """
    rows = list(c.execute(select(_tickets.c.id, *_SEARCHED).where(where).order_by(_tickets.c.id)))
    owners = select(_tickets.c.id).where(where)
    ids = owners.scalar_subquery()
    search.remove_many(c, ((row.id, row._asdict()) for row in rows))
    match_keys.remove_many(c, ((row.id, row._asdict()) for row in rows))
    statistics.remove_of(c, ids)
    candidates.remove_of(c, owners)
    platform_cells.take_away(c, [row.id for row in rows])
    c.execute(delete(_updates).where(_updates.c.ticket_id.in_(ids)))  # of later imports, undone before this one
    c.execute(delete(_entries).where(_entries.c.ticket_id.in_(ids)))
    c.execute(delete(_tickets).where(where))
    return tuple(row.id for row in rows)


def received_since(c: Connection, ids: Iterable[int], moment: datetime) -> tuple[int, ...]:
    """Those of ``ids`` that came in at ``moment`` or later, in their order."""
    listed: list[int] = list(ids)
    recent: set[int] = set()
    for part in portions(listed):
        where = (_tickets.c.id.in_(part), _tickets.c.received_at >= moment_text(moment))
        recent.update(c.execute(select(_tickets.c.id).where(*where)).scalars())
    return tuple(ticket_id for ticket_id in listed if ticket_id in recent)


def _summaries(c: Connection, ids: list[int]) -> list[TicketSummary]:
    return summaries(c.execute(_BY_IDS, {"ids": ids}).all())
