"""Records that have a history and no row: finds them, and writes the row again as far as the history tells.

Two things in a row are not in its history: the import that a ticket came with, and the ticket that a candidate is
about. Both are found by what the history does hold (a moment, a number), and held against it where there is a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, insert, select

from hotline_desktop.domain.importing.model import BatchState
from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.supervision.candidates import Candidate
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import Origin
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.records.records import Records
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_text

TABLES = (schema.tickets, schema.cases, schema.talks, schema.candidates)
ROW, LOST, OWNER = "清单的行", "不见了的行", "所属的工单或导入批次"

NO_IMPORTS: Mapping[str, Sequence[int]] = {}
_NOWHERE = -1  # the id of no record


class Mismatch(NamedTuple):
    """What of a record differs from its history: ``parts`` names them; empty where nothing can be made of it."""

    kind: str
    id: int
    parts: tuple[str, ...]
    why: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether there is no row at all, and one can be made."""
        return LOST in self.parts


def of(c: Connection, records: Records[Any]) -> Iterator[Mismatch]:
    """The records of one kind that have a history and no row; where none can be made of it, why not."""
    for record_id in ids(c, records.table):
        why = _why_not(c, records, record_id)
        yield Mismatch(records.kind.name, record_id, () if why else (LOST,), why)


def ids(c: Connection, table: Table) -> list[int]:
    """Whose histories have no row in ``table``."""
    entries = next(each for each in schema.ENTRIES.values() if _owner_of(each) is table)
    there = select(table.c.id).where(table.c.id == entries.c[0]).exists()
    return list(c.execute(select(entries.c[0]).where(~there).distinct().order_by(entries.c[0])).scalars())


def write(c: Connection, records: Records[Any], lost: Sequence[int]) -> None:
    """Makes the rows of these records, with what stands beside them written by whoever compares it."""
    for record_id in lost:
        record = records.load(c, record_id)
        row = {"id": record_id, **records.project(record), **_more(c, record)}
        c.execute(insert(records.table), row)


def imports_by_moment(c: Connection) -> dict[str, list[int]]:
    """The imports that stand, by the minute in which they were recorded."""
    found: dict[str, list[int]] = {}
    batches = schema.import_batches.c
    for batch_id, at in c.execute(select(batches.id, batches.at).where(batches.state == BatchState.DONE.value)):
        found.setdefault(at, []).append(batch_id)
    return found


def astray(
    c: Connection, record: object, row: Mapping[str, Any], imports: Mapping[str, Sequence[int]] = NO_IMPORTS
) -> Mapping[str, Any]:
    """What a row says beside its history and cannot be so, as it must be; of a ticket by ``imports_by_moment``."""
    if isinstance(record, Candidate):
        ticket_id, named = tickets.find(c, record.ticket_number), row["ticket_id"]
        fits = ticket_id in (None, named) or not tickets.RECORDS.is_there(c, named)  # a ticket without a row comes back
        return {} if fits else {"ticket_id": ticket_id}
    if isinstance(record, Ticket):
        entered = record.origin is Origin.ENTERED
        possible = () if entered else imports.get(_recorded(record.log[0].entry), ())
        only = possible[0] if len(possible) == 1 else None
        return {} if row["batch_id"] in (only, *possible) else {"batch_id": only}
    return {}


def _owner_of(entries: Table) -> Table | None:
    key = next(iter(entries.c[0].foreign_keys), None)
    return key.column.table if key is not None else None


def _why_not(c: Connection, records: Records[Any], record_id: int) -> str:
    """Why no row can be made; empty where it can."""
    try:
        record = records.load(c, record_id)
    except HotlineError as error:
        return f"清单的行不见了，办理记录也读不出来，重建不了：{error}"
    if isinstance(record, Candidate) and not tickets.known(c, [record.ticket_number]):
        return f"清单的行不见了，它所属的工单 {record.ticket_number} 也不在，要先有那件工单才能重建"
    if isinstance(record, Ticket) and (other := tickets.find(c, record.facts.number)) not in (None, record_id):
        return f"清单的行不见了，它的编号 {record.facts.number} 现在是内部号 {other} 那件的，重建不了，请用备份核对"
    return ""


def _more(c: Connection, record: object) -> Mapping[str, Any]:
    """The columns of the row that do not follow from the history."""
    if isinstance(record, Candidate):
        return {"ticket_id": tickets.find(c, record.ticket_number)}
    return astray(c, record, {"batch_id": _NOWHERE}, imports_by_moment(c))


def _recorded(entry: Entry) -> str:
    return moment_text(entry.recorded_at or entry.at)
