"""Files that belong to records of any kind: who added what, and the content, kept once under its SHA-256.

Files stand as ``ab/abcdef…`` in the folder of attachments: their names, which may tell of citizens, only in the
database. A file that is taken off a ticket stays, for its history speaks of it.
"""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from hotline_desktop.domain.records.summaries import AttachmentSummary
from hotline_desktop.files.unfinished import unfinished
from hotline_desktop.storage import schema
from hotline_desktop.storage.codec import moment_text

_t = schema.attachments
_CHUNK = 1024 * 1024


def keep(folder: Path, source: Path) -> tuple[str, int]:
    """Copies ``source`` into ``folder``; its digest and size in bytes. The same content is kept once.

    Raises OSError where it cannot be read or there is no room; nothing is left behind then.
    """
    folder.mkdir(exist_ok=True)  # never the folder of data itself: it is gone then, with everything
    with unfinished(folder / source.name) as made:
        with made.open("xb") as copy, source.open("rb") as file:
            digest, size = _copy(file, copy)
        target = file_path(folder, digest)
        target.parent.mkdir(exist_ok=True)
        made.replace(target)
    return digest, size


def file_path(folder: Path, digest: str) -> Path:
    """Where the content with that digest stands."""
    return folder / digest[:2] / digest


def is_whole(folder: Path, digest: str) -> bool:
    """Whether the content is there and still what it was."""
    return holds(file_path(folder, digest), digest)


def holds(path: Path, digest: str) -> bool:
    """Whether the file is there and its content has that digest. Raises OSError where it cannot be read."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest


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
    return int(c.execute(insert(_t).returning(_t.c.id), row).scalar_one())


def remove(c: Connection, attachment_id: int, at: datetime) -> None:
    """Takes a file off its record; the content stays."""
    c.execute(update(_t).where(_t.c.id == attachment_id), {"removed_at": moment_text(at)})


def of(c: Connection, kind: str, owner_id: int) -> tuple[AttachmentSummary, ...]:
    """The files of a record in the order in which they came."""
    return _listed(c, _t.c[f"{kind}_id"] == owner_id)


def get(c: Connection, kind: str, attachment_id: int) -> tuple[int, AttachmentSummary] | None:
    """A file and the id of its record; None where it was taken off, or belongs to a record of another kind."""
    row = _row(c, attachment_id)
    owner = row._mapping[f"{kind}_id"] if row is not None else None
    return (owner, _summary(row)) if row is not None and owner is not None else None


def digests(c: Connection) -> frozenset[str]:
    """Every content that some record has or had."""
    return frozenset(c.execute(select(_t.c.digest)).scalars())


def _row(c: Connection, attachment_id: int) -> Row[Any] | None:
    return c.execute(select(_t).where(_t.c.id == attachment_id, _t.c.removed_at == "")).first()


def _copy(source: BinaryIO, target: BinaryIO) -> tuple[str, int]:
    """Copies to the disk itself, so that a database that names the file never outlives it."""
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _listed(c: Connection, where: ColumnElement[bool]) -> tuple[AttachmentSummary, ...]:
    return tuple(_summary(row) for row in c.execute(select(_t).where(where, _t.c.removed_at == "").order_by(_t.c.id)))


def _summary(row: Row[Any]) -> AttachmentSummary:
    return AttachmentSummary(
        id=row.id,
        name=row.name,
        kind=row.kind,
        size=row.size,
        digest=row.digest,
        added_at=datetime.fromisoformat(row.added_at),
        added_by=row.added_by,
    )
