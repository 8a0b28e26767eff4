"""Imports: what each brought, what it changed in known tickets, and what is needed to take it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Insert,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    outerjoin,
    select,
    update,
)

from hotline_desktop.domain.importing.model import BatchState, BatchSummary
from hotline_desktop.domain.ticket.steps.records import IMPORT_UNDO, IMPORT_UPDATE, RECOUNT
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.records import platform_cells
from hotline_desktop.storage.records.records import RowLost
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions
from hotline_desktop.storage.tables.codec import moment_text

_t, _updates = schema.import_batches, schema.import_updates
_tickets, _entries, _cells = schema.tickets, schema.ticket_entries, schema.platform_rows
_RECORDED = func.coalesce(_entries.c.recorded_at, _entries.c.at)


class BatchUpdate(NamedTuple):
    """A known ticket that an import changed: by its entry ``sequence``."""

    ticket_id: int
    sequence: int


def add(c: Connection, batch: BatchSummary) -> int:
    """A new import; its id, whatever ``batch.id`` says. Raises RowLost."""
    batch_id = int(c.execute(insert(_t).returning(_t.c.id), _row(batch)).scalar_one())
    if c.execute(select(_tickets.c.id).where(_tickets.c.batch_id >= batch_id).limit(1)).scalar() is not None:
        raise RowLost("导入批次")
    row_digests.touch(c, _t, [batch_id])
    return batch_id


def change(c: Connection, batch: BatchSummary) -> None:
    """Makes the import of that id what ``batch`` says: its counts, or that it is undone."""
    row_digests.touch(c, _t, [batch.id])
    c.execute(update(_t).where(_t.c.id == batch.id), _row(batch))


def all(c: Connection) -> tuple[BatchSummary, ...]:
    """Every import, the latest first."""
    return tuple(_summary(row) for row in c.execute(select(_t).order_by(_t.c.id.desc())))


def get(c: Connection, batch_id: int) -> BatchSummary | None:
    """The import of that id."""
    row = c.execute(select(_t).where(_t.c.id == batch_id)).first()
    return _summary(row) if row is not None else None


def remember_updates(c: Connection, batch_id: int, updates: Iterable[BatchUpdate]) -> None:
    """Keeps which known tickets the import changed, each with what the platform says of it until now."""
    alike: dict[int, list[int]] = {}  # most tickets of an export have histories of one length
    for changed in updates:
        alike.setdefault(changed.sequence, []).append(changed.ticket_id)
    for sequence, ids in alike.items():
        for part in portions(ids):
            c.execute(_remembering(), {"batch": batch_id, "number": sequence, "ids": part})


@cache
def _remembering() -> Insert:
    """What keeps tickets that one import changed by entries of one number."""
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    said = outerjoin(_tickets, _cells, _cells.c.ticket_id == _tickets.c.id)
    told = (bindparam("batch", type_=Integer), _tickets.c.id, bindparam("number", type_=Integer), _cells.c.cells)
    found = select(*told).select_from(said).where(_tickets.c.id.in_(ids))
    return insert(_updates).from_select(["batch_id", "ticket_id", "sequence", "cells_before"], found)


def set_cells_back(c: Connection, batch_id: int) -> None:
    """Restores what the platform said of each known ticket before the import."""
    mine = _updates.c.batch_id == batch_id
    platform_cells.take_away(c, list(c.execute(select(_updates.c.ticket_id).where(mine)).scalars()))
    before = select(_updates.c.ticket_id, _updates.c.cells_before).where(mine, _updates.c.cells_before.is_not(None))
    c.execute(insert(_cells).from_select(["ticket_id", "cells"], before))


def updates(c: Connection, batch_id: int) -> tuple[BatchUpdate, ...]:
    """The known tickets that the import changed, in the order of their ids."""
    listed = select(_updates.c.ticket_id, _updates.c.sequence).where(_updates.c.batch_id == batch_id)
    rows = c.execute(listed.order_by(_updates.c.ticket_id))
    return tuple(BatchUpdate(row.ticket_id, row.sequence) for row in rows)


def astray(c: Connection) -> frozenset[int]:
    """Tickets of which it is kept otherwise than their histories tell which imports changed them."""
    return frozenset(c.execute(_misplaced().with_only_columns(_updates.c.ticket_id)).scalars()) | frozenset(
        ticket_id for ticket_id, _sequence, _batch_id in c.execute(_untold())
    )


def tell_anew(c: Connection, ticket_ids: Iterable[int]) -> None:
    """Keeps of these tickets what their histories tell; where two imports of one minute may be meant, of neither."""
    ids = set(ticket_ids)
    for batch_id, ticket_id in c.execute(_misplaced()).all():
        if ticket_id in ids:
            c.execute(delete(_updates).where(_updates.c.batch_id == batch_id, _updates.c.ticket_id == ticket_id))
    for ticket_id, sequence, batch_id in c.execute(_untold()).all():
        if ticket_id in ids:
            c.execute(insert(_updates).values(batch_id=batch_id, ticket_id=ticket_id, sequence=sequence))


def _misplaced() -> Select[Any]:
    """Rows whose entry is not there, or is none that this import left."""
    entry = and_(_entries.c.ticket_id == _updates.c.ticket_id, _entries.c.sequence == _updates.c.sequence)
    listed = select(_updates.c.batch_id, _updates.c.ticket_id).join(_t, _t.c.id == _updates.c.batch_id)
    left = and_(_entries.c.step == IMPORT_UPDATE.id, _t.c.at == _RECORDED)
    return listed.where(~exists().where(entry, left))


def _untold() -> Select[Any]:
    """Entries of a standing import that no row names, with the import that they are of."""
    standing = and_(_t.c.state == BatchState.DONE.value, _t.c.at == _RECORDED)
    other = _t.alias()
    of_minute = and_(_updates.c.ticket_id == _entries.c.ticket_id, other.c.id == _updates.c.batch_id)
    told = exists().where(of_minute, other.c.at == _RECORDED)
    listed = select(_entries.c.ticket_id, _entries.c.sequence, func.min(_t.c.id)).join(_t, standing)
    where = (_entries.c.step == IMPORT_UPDATE.id, ~told)
    return listed.where(*where).group_by(_entries.c.ticket_id, _entries.c.sequence).having(func.count() == 1)


def moved_on(c: Connection, batch_id: int, limit: int = 20) -> tuple[str, ...]:
    """工单编号 of tickets that went on since the import, up to ``limit``: it cannot be taken back any more.

    Going on is any later entry, a printed paper, a supervision case, or a later import of the ticket that stands. A
    later import that was undone left everything as it was.
    """
    papers, links = schema.printed_papers, schema.case_tickets
    after_new = and_(
        _tickets.c.batch_id == batch_id,
        or_(
            _goes_on_behind(literal(1)),
            _tickets.c.id.in_(_imported_again()),
            exists().where(papers.c.ticket_id == _tickets.c.id),
            exists().where(links.c.ticket_id == _tickets.c.id),
        ),
    )
    new = select(_tickets.c.number).where(after_new).order_by(_tickets.c.id).limit(limit)
    after_update = or_(_goes_on_behind(_updates.c.sequence), _tickets.c.id.in_(_imported_again(batch_id)))
    updated = (
        select(_tickets.c.number)
        .join(_updates, _updates.c.ticket_id == _tickets.c.id)
        .where(_updates.c.batch_id == batch_id, after_update)
        .limit(limit)
    )
    return tuple([*c.execute(new).scalars(), *c.execute(updated).scalars()][:limit])


def _goes_on_behind(sequence: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the ticket's history goes on behind that entry; imports and what the program recounted do not count."""
    return exists().where(
        _entries.c.ticket_id == _tickets.c.id,
        _entries.c.sequence > sequence,
        _entries.c.step.not_in((IMPORT_UPDATE.id, IMPORT_UNDO.id, RECOUNT.id)),
    )


def _imported_again(since: int | None = None) -> Select[tuple[int]]:
    """The tickets that an import changed which was not undone; with ``since`` after that import had changed them.

    A list made once: updates are found by their import, and to look for each ticket's own would read them all.
    """
    later, standing = _updates.alias(), _t.alias()
    query = (
        select(later.c.ticket_id)
        .join(standing, standing.c.id == later.c.batch_id)
        .where(standing.c.state == BatchState.DONE.value)
    )
    if since is None:
        return query
    mine = _updates.alias()
    own = and_(mine.c.batch_id == since, mine.c.ticket_id == later.c.ticket_id)
    return query.join(mine, own).where(later.c.sequence > mine.c.sequence)


def _row(batch: BatchSummary) -> dict[str, Any]:
    return {
        "file": batch.file,
        "at": moment_text(batch.at),
        "by": batch.by,
        "new": batch.new,
        "updated": batch.updated,
        "unchanged": batch.unchanged,
        "faulty": batch.faulty,
        "history": int(batch.history),
        "state": batch.state.value,
    }


def _summary(row: Row[Any]) -> BatchSummary:
    return BatchSummary(
        id=row.id,
        file=row.file,
        at=datetime.fromisoformat(row.at),
        by=row.by,
        new=row.new,
        updated=row.updated,
        unchanged=row.unchanged,
        faulty=row.faulty,
        history=bool(row.history),
        state=BatchState(row.state),
    )
