"""Files that belong to records of any kind: who added what; the content stands elsewhere (``kept_files``).

Their names, which may tell of citizens, are only in the database. A file that is taken off a ticket stays, for its
history speaks of it.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, or_, select, update

from hotline_desktop.domain.records.summaries import AttachmentSummary
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_text

_t = schema.attachments


def add(c: Connection, file: AttachmentSummary, kind: str, owner_id: int) -> int:
    """Writes down a kept file of a record of that ``kind`` (ticket, case …); its id, whatever ``file.id`` says."""
    row = {
        f"{kind}_id": owner_id,
        "digest": file.digest,
        "name": file.name,
        "kind": file.kind,
        "size": file.size,
        "added_at": moment_text(file.added_at),
        "added_by": file.added_by,
    }
    file_id = int(c.execute(insert(_t).returning(_t.c.id), row).scalar_one())
    row_digests.touch(c, _t, [file_id])
    return file_id


def remove(c: Connection, attachment_id: int, at: datetime) -> None:
    """Takes a file off its record; the content stays."""
    row_digests.touch(c, _t, [attachment_id])
    c.execute(update(_t).where(_t.c.id == attachment_id), {"removed_at": moment_text(at)})


def of(c: Connection, kind: str, owner_id: int) -> tuple[AttachmentSummary, ...]:
    """The files of a record in the order in which they came."""
    return tuple(map(_summary, c.execute(_of(kind), {"owner": owner_id}).all()))


@cache
def _of(kind: str) -> Select[Any]:
    where = (_t.c[f"{kind}_id"] == bindparam("owner"), _t.c.removed_at == "")
    return select(_t).where(*where).order_by(_t.c.id)


def get(c: Connection, kind: str, attachment_id: int) -> tuple[int, AttachmentSummary] | None:
    """A file and the id of its record; None where it was taken off, or belongs to a record of another kind."""
    row = _row(c, attachment_id)
    owner = row._mapping[f"{kind}_id"] if row is not None else None
    return (owner, _summary(row)) if row is not None and owner is not None else None


def digests(c: Connection) -> frozenset[str]:
    """Every content that some record has or had."""
    return frozenset(c.execute(select(_t.c.digest)).scalars())


def moved_since_archiving(c: Connection) -> tuple[int, ...]:
    """The archived tickets of which a file came or went since the minute of archiving; histories tell more."""
    tickets = schema.tickets.c
    moved = or_(_t.c.added_at >= tickets.archived_at, _t.c.removed_at >= tickets.archived_at)
    query = select(tickets.id).join(_t, _t.c.ticket_id == tickets.id).where(tickets.archived_at != "", moved)
    return tuple(c.execute(query.distinct().order_by(tickets.id)).scalars())


def _row(c: Connection, attachment_id: int) -> Row[Any] | None:
    return c.execute(select(_t).where(_t.c.id == attachment_id, _t.c.removed_at == "")).first()


def _summary(row: Row[Any]) -> AttachmentSummary:
    """The row as it is shown; one with a cell of another type is told by its place (storage/tables/unfit.py)."""
    if not isinstance(row.size, int) or not all(isinstance(text, str) for text in (row.name, row.kind, row.digest)):
        raise TypeError("a cell of another type")
    return AttachmentSummary(
        id=row.id,
        name=row.name,
        kind=row.kind,
        size=row.size,
        digest=row.digest,
        added_at=datetime.fromisoformat(row.added_at),
        added_by=row.added_by,
    )
