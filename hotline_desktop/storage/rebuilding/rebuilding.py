"""Everything that is derived from histories: rows, figures, match keys, search index, links.

It is kept so that nothing has to be replayed. Here it is derived once more, compared with what is kept, and rebuilt
where it differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, delete, select, update

from hotline_desktop.domain.records.steps import Record
from hotline_desktop.domain.supervision.findings import Finding
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.ticket.history import replay
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.storage.figures import statistics
from hotline_desktop.storage.records import batches, candidates, cases, lost_rows, talks, tickets
from hotline_desktop.storage.records.alerts import are_readable, findings_from
from hotline_desktop.storage.records.lost_rows import OWNER, ROW, Mismatch
from hotline_desktop.storage.records.projection import project
from hotline_desktop.storage.records.records import Records
from hotline_desktop.storage.searching import match_keys, search
from hotline_desktop.storage.searching.pieces import FIELDS
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions
from hotline_desktop.storage.tables.unfit import UnfitValue

_t = schema.tickets
_WORKED_OUT = ("due", "planned", "provisional", "due_order", "answer_due", "return_due", "task", "pending")
STATISTICS, MATCH_KEYS, INDEX, IMPORTS = "统计数字", "重复线索", "搜索索引", "改过它的导入批次"


Seen = Callable[[str, int, Record], None]


def _unseen(_kind: str, _id: int, _record: Record) -> None:
    """Nobody else looks at the records."""


def mismatches(c: Connection, progress: Progress | None, seen: Seen = _unseen) -> Iterator[Mismatch]:
    """Replays every history and compares. ``progress`` may raise; ``seen`` is told of each record."""
    indexed = search.indexed(c, progress)
    yield from lost_rows.of(c, tickets.RECORDS)
    ids = list(c.execute(select(_t.c.id).order_by(_t.c.id)).scalars())
    done, imported = 0, batches.astray(c)
    for part in portions(ids):
        found, unreadable = _replayed(c, part)
        yield from unreadable
        for ticket_id, ticket in found.items():
            seen("ticket", ticket_id, ticket)
        yield from _ticket_mismatches(c, found, indexed, imported)
        done += len(part)
        if progress is not None:
            progress(done, len(ids))
    yield from _of_no_ticket(c, indexed, ids)
    for records in _OTHERS:
        yield from lost_rows.of(c, records)
        for record_id in list(c.execute(select(records.table.c.id).order_by(records.table.c.id)).scalars()):
            yield from _other_mismatch(c, records, record_id, seen)


def _of_no_ticket(c: Connection, indexed: Mapping[int, int], ids: Sequence[int]) -> Iterator[Mismatch]:
    """What is written beside tickets that are not there."""
    marks = schema.ticket_marks.c
    gone = select(marks.ticket_id).where(marks.ticket_id.not_in(select(_t.c.id))).distinct()
    parts = {ticket_id: [MATCH_KEYS] for ticket_id in c.execute(gone).scalars()}
    for ticket_id in sorted(indexed.keys() - set(ids)):
        parts.setdefault(ticket_id, []).append(INDEX)
    yield from (Mismatch("ticket", ticket_id, tuple(each)) for ticket_id, each in parts.items())


def mend(c: Connection, found: Sequence[Mismatch], progress: Progress | None = None) -> None:
    """Writes what the histories say where it differs. The search index is made anew as a whole where it is wrong."""
    for records in (tickets.RECORDS, *_OTHERS):
        lost_rows.write(c, records, [each.id for each in found if each.kind == records.kind.name and each.is_lost])
    wrong = [each.id for each in found if each.kind == "ticket" and each.parts]
    batches.tell_anew(c, wrong)
    for part in portions(wrong):
        replayed, _unreadable = _replayed(c, part)
        rows, imports = _rows(c, _t, part), lost_rows.imports_by_moment(c)
        for ticket_id, ticket in replayed.items():
            own = lost_rows.astray(c, ticket, rows[ticket_id], imports) if ticket_id in rows else {}
            c.execute(update(_t).where(_t.c.id == ticket_id), {**project(ticket), **own})
        c.execute(delete(schema.ticket_marks).where(schema.ticket_marks.c.ticket_id.in_(part)))
        match_keys.add_many(c, [(ticket_id, project(ticket)) for ticket_id, ticket in replayed.items()])
        statistics.change_many(c, list(replayed.items()))
    for records in _OTHERS:
        for each in (one for one in found if one.kind == records.kind.name and one.parts):
            record = records.load(c, each.id)
            own = lost_rows.astray(c, record, _rows(c, records.table, [each.id])[each.id])
            row = {**records.project(record), **own}
            c.execute(update(records.table).where(records.table.c.id == each.id), row)
            if records.beside is not None:
                records.beside.write(c, each.id, record)
    if any(INDEX in each.parts or ROW in each.parts or (each.is_lost and each.kind == "ticket") for each in found):
        index_anew(c, progress)


def work_out_anew(c: Connection, found: Mapping[int, Ticket]) -> None:
    """Writes into the rows of these tickets what the rules make of their histories, where it is another by now.

    An upgrade does so: a deadline that an earlier program showed would stand in the lists until the next step. What
    the rows hold of the citizen's own words no rule makes, and a check tells where it differs.
    """
    rows = _rows(c, _t, list(found))
    for ticket_id, ticket in found.items():
        row = project(ticket)
        other = {name: row[name] for name in _WORKED_OUT if rows[ticket_id][name] != row[name]}
        if other:
            c.execute(update(_t).where(_t.c.id == ticket_id), other)


def clear_unfit(c: Connection, values: Sequence[UnfitValue]) -> None:
    """Empties what nobody can read of that which histories make anew, so that it can be compared with them."""
    for value in values:
        if value.table in _BY_TICKET:
            table = _BY_TICKET[value.table]
            c.execute(delete(table).where(table.c.ticket_id == value.row[0]) if value.row else delete(table))
        elif value.table == schema.case_tickets.name:
            keys = zip(schema.case_tickets.primary_key.columns, value.row, strict=False)
            c.execute(delete(schema.case_tickets).where(*(column == key for column, key in keys)))
        elif value.table in _ROWS and value.row and value.column not in _OWN:
            table = _ROWS[value.table]
            blank = f"?{value.row[0]}" if value.column == "number" else _blank(table.c[value.column])
            c.execute(update(table).where(table.c.id == value.row[0]), {value.column: blank})


def _blank(column: Column[Any]) -> object:
    return 0 if isinstance(column.type, Integer) else ""


def index_anew(c: Connection, progress: Progress | None) -> None:
    """Makes the search index from the rows of all tickets."""
    search.clear(c)
    ids = list(c.execute(select(_t.c.id).order_by(_t.c.id)).scalars())
    fields = [_t.c[name] for name in FIELDS]
    done = 0
    for part in portions(ids):
        rows = c.execute(select(_t.c.id, *fields).where(_t.c.id.in_(part)).order_by(_t.c.id))
        search.add_many(c, ((row.id, row._asdict()) for row in rows))
        done += len(part)
        if progress is not None:
            progress(done, len(ids))


def _replayed(c: Connection, ids: Sequence[int]) -> tuple[dict[int, Ticket], list[Mismatch]]:
    """The tickets that their histories lead to, and those whose history cannot be read."""
    found: dict[int, Ticket] = {}
    unreadable: list[Mismatch] = []
    read = _histories(c, ids)
    for ticket_id in ids:
        try:
            entries = read.get(ticket_id, ()) if read is not None else tickets.entries(c, ticket_id)
            if entries:  # a ticket without a history is the chain's to tell
                found[ticket_id] = replay(entries)
        except HotlineError as error:
            unreadable.append(Mismatch("ticket", ticket_id, (), str(error)))
    return found, unreadable


def _histories(c: Connection, ids: Sequence[int]) -> dict[int, tuple[Entry, ...]] | None:
    """The histories read at once; None where one of them cannot be read: each by itself tells which."""
    try:
        return tickets.RECORDS.entries_of(c, ids)
    except HotlineError:
        return None


def _ticket_mismatches(
    c: Connection, found: Mapping[int, Ticket], indexed: Mapping[int, int], imported: Set[int]
) -> Iterator[Mismatch]:
    ids = list(found)
    rows, imports = _rows(c, _t, ids), lost_rows.imports_by_moment(c)
    expected = {ticket_id: project(ticket) for ticket_id, ticket in found.items()}
    handlings, lapses = statistics.rows_of(c, found.items())
    counted = statistics.differing(c, ids, handlings, lapses)
    marked = _match_keys(c, ids)
    for ticket_id, row in expected.items():
        parts = []
        if _row_differs(rows[ticket_id], row):
            parts.append(ROW)
        if lost_rows.astray(c, found[ticket_id], rows[ticket_id], imports):
            parts.append(OWNER)
        if ticket_id in imported:
            parts.append(IMPORTS)
        if ticket_id in counted:
            parts.append(STATISTICS)
        if marked.get(ticket_id, set()) != set(match_keys.match_keys_of(row)):
            parts.append(MATCH_KEYS)
        if indexed.get(ticket_id, 0) != search.summed(row):
            parts.append(INDEX)
        if parts:
            yield Mismatch("ticket", ticket_id, tuple(parts))


def _rows(c: Connection, table: Table, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    return {row.id: row._asdict() for row in c.execute(select(table).where(table.c.id.in_(ids)))}


def _row_differs(stored: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether a ticket's row is not that of its history.

    A reason to supervise that only a newer program finds in an old history is written with the ticket's next step,
    and so is the moment at which a repeat became one, which earlier programs dated by the result alone.
    """
    if any(stored[name] != row[name] for name in row if name != "alerts"):
        return True
    if not are_readable(stored["alerts"]):
        return True
    return not _undated(stored["alerts"]) <= _undated(str(row["alerts"]))


def _undated(alerts: str) -> set[Finding]:
    repeated = SupervisionTrigger.REPEATED
    return {each._replace(since=None) if each.trigger is repeated else each for each in findings_from(alerts)}


def _match_keys(c: Connection, ids: Sequence[int]) -> dict[int, set[str]]:
    table = schema.ticket_marks
    found: dict[int, set[str]] = {}
    for row in c.execute(select(table.c.ticket_id, table.c.mark).where(table.c.ticket_id.in_(ids))):
        found.setdefault(row.ticket_id, set()).add(row.mark)
    return found


def _other_mismatch(c: Connection, records: Records[Any], record_id: int, seen: Seen) -> Iterator[Mismatch]:
    kind, table = records.kind.name, records.table
    try:
        record = records.load(c, record_id)
    except HotlineError as error:
        yield Mismatch(kind, record_id, (), str(error))
        return
    if not record.log:
        return
    seen(kind, record_id, record)
    row = _rows(c, table, [record_id])[record_id]
    expected = records.project(record)
    parts = [ROW] if any(row[name] != expected[name] for name in expected) else []
    if lost_rows.astray(c, record, row):
        parts.append(OWNER)
    if records.beside is not None and not records.beside.holds(c, record_id, record):
        parts.append(records.beside.name)
    if parts:
        yield Mismatch(kind, record_id, tuple(parts))


_BY_TICKET = {t.name: t for t in (schema.ticket_figures, schema.ticket_lapses, schema.ticket_marks)}
_ROWS = {t.name: t for t in (schema.tickets, schema.cases, schema.talks, schema.candidates)}
_OWN = frozenset(("id", "batch_id", "ticket_id"))  # what a row says and its history does not
_OTHERS: tuple[Records[Any], ...] = (cases.RECORDS, talks.RECORDS, candidates.RECORDS)
