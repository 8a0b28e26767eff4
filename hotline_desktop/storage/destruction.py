"""Records whose time of keeping is over: found, and taken away with everything that belongs to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Exists, Select, Table, and_, delete, insert, or_, select

from hotline_desktop.domain.statistics.handling import Ending
from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.terms.options import Origin, Stage
from hotline_desktop.storage.chain import chain, row_digests
from hotline_desktop.storage.figures.statistics import ENDINGS
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions
from hotline_desktop.storage.tables.codes import ORIGIN_CODES, STAGE_CODES

_pass, _files = schema.destroying, schema.attachments
_t, _cases, _links = schema.tickets, schema.cases, schema.case_tickets
_DECLINED = CaseStage.DECLINED.value
_ENDED = [STAGE_CODES[Stage.CLOSED], STAGE_CODES[Stage.ARCHIVED]]


class DueRow(NamedTuple):
    """One record that may be destroyed: the day from which its time counts, and nothing of any citizen."""

    id: int
    number: str
    unit: str
    ended_on: date


class Gone(NamedTuple):
    """What went: the contents of files that nothing names any more, and what the chain must say of the histories."""

    digests: frozenset[str]
    removed: Mapping[str, str]


def due_tickets(c: Connection, before: date) -> tuple[DueRow, ...]:
    """Tickets that ended before that day and of which no supervision case speaks; old ones of imports by their call.

    One that was merged ends with the ticket that it went into. What was decided not to be supervised has no file of its
    own: it goes with the last of its tickets.
    """
    day = before.isoformat()
    history = and_(_t.c.origin == ORIGIN_CODES[Origin.HISTORY], _t.c.closed_at == "")
    called = and_(history, _t.c.called_at != "", _t.c.called_at < day)
    ended = and_(_t.c.stage.in_(_ENDED), _t.c.closed_at != "", _t.c.closed_at < day)
    query = select(_t.c.id, _t.c.number, _t.c.unit, _t.c.closed_at, _t.c.called_at)
    rows = c.execute(query.where(or_(called, ended), ~_held())).all()
    found = {row.id: DueRow(row.id, row.number, row.unit, _day(row.closed_at or row.called_at)) for row in rows}
    listed = _with_merged(c, before, found)
    while not found.keys() <= listed.keys():  # what waits for another keeps what was merged into it
        found = {ticket_id: row for ticket_id, row in found.items() if ticket_id in listed}
        listed = _with_merged(c, before, found)
    return tuple(sorted(listed.values(), key=lambda row: (row.ended_on, row.number)))


def _held() -> Exists:
    """Whether a case speaks of the ticket that was taken up, or waits for its decision."""
    of_ticket = select(_links.c.case_id).join(_cases, _cases.c.id == _links.c.case_id)
    return of_ticket.where(_links.c.ticket_id == _t.c.id, _cases.c.stage != _DECLINED).exists()


def _with_merged(c: Connection, before: date, found: Mapping[int, DueRow]) -> dict[int, DueRow]:
    return _without_others(c, {**found, **{row.id: row for row in _merged(c, before, found)}})


def _merged(c: Connection, before: date, due: Mapping[int, DueRow]) -> Iterator[DueRow]:
    """Merged tickets whose main ticket is due with them, or gone already."""
    figures = schema.ticket_figures
    merged = and_(figures.c.unit == "", figures.c.ending == ENDINGS[Ending.MERGED])
    resting = select(_t.c.id).join(figures, figures.c.ticket_id == _t.c.id)
    ids = list(c.execute(resting.where(merged, figures.c.counted_on < before.isoformat(), ~_held())).scalars())
    for ticket_id, ticket in tickets.load_each(c, ids):
        main = tickets.find(c, ticket.merged_into)
        if main is None:
            ended_on = ticket.merged_at.date() if ticket.merged_at else None
        else:
            ended_on = due[main].ended_on if main in due else None
        if ended_on is not None and ended_on < before:
            yield DueRow(ticket_id, ticket.facts.number, ticket.unit, ended_on)


def _without_others(c: Connection, found: Mapping[int, DueRow]) -> dict[int, DueRow]:
    """The tickets without those that share what was declined with one that is not due yet."""
    left = dict(found)
    together = list(_declined(c).values())
    while waiting := [ids & left.keys() for ids in together if ids & left.keys() and not ids <= left.keys()]:
        for ids in waiting:
            left = {ticket_id: row for ticket_id, row in left.items() if ticket_id not in ids}
    return left


def _declined(c: Connection) -> dict[int, set[int]]:
    """The tickets of each matter that was not to be supervised, by the id of its case."""
    query = select(_links.c.case_id, _links.c.ticket_id).join(_cases, _cases.c.id == _links.c.case_id)
    found: dict[int, set[int]] = {}
    for row in c.execute(query.where(_cases.c.stage == _DECLINED)):
        found.setdefault(row.case_id, set()).add(row.ticket_id)
    return found


def due_cases(c: Connection, before: date) -> tuple[DueRow, ...]:
    """Archived cases that were closed before that day."""
    closed = and_(_cases.c.closed_at != "", _cases.c.closed_at < before.isoformat())
    where = and_(_cases.c.stage == CaseStage.ARCHIVED.value, closed)
    rows = c.execute(select(_cases.c.id, _cases.c.number, _cases.c.unit, _cases.c.closed_at).where(where))
    found = (DueRow(row.id, row.number, row.unit, _day(row.closed_at)) for row in rows)
    return tuple(sorted(found, key=lambda row: (row.ended_on, row.number)))


def destroy_tickets(c: Connection, ids: Sequence[int]) -> Gone:
    """Takes tickets away: histories, files, prints, figures, search. Codes on paper stay known, by number only."""
    gone = set(ids)
    declined = [case_id for case_id, of_case in _declined(c).items() if of_case <= gone]
    with_pass, with_tickets = _passed(c, "ticket", ids), _passed(c, "case", declined)
    _files_go(c, "ticket", ids)
    _files_go(c, "case", declined)
    removed = chain.removal(c, *tickets.histories_of(with_pass), (schema.case_entries, with_tickets))
    named = _files_of(c, "ticket", ids) | _files_of(c, "case", declined)
    _take_cases(c, declined)
    for part in portions(list(ids)):
        _prints_go(c, schema.printed_papers.c.ticket_id.in_(part))
        for table in (_files, schema.printed_papers):
            c.execute(delete(table).where(table.c.ticket_id.in_(part)))
        c.execute(delete(_files).where(_files.c.candidate_id.in_(_candidates_of(part))))
        tickets.take_out(c, _t.c.id.in_(part))
    return _finish(c, named, removed)


def destroy_cases(c: Connection, ids: Sequence[int]) -> Gone:
    """Takes cases away: histories, files, prints; their tickets stay until their own time is over."""
    with_pass = _passed(c, "case", ids)
    _files_go(c, "case", ids)
    removed = chain.removal(c, (schema.case_entries, with_pass))
    named = _files_of(c, "case", ids)
    _take_cases(c, ids)
    return _finish(c, named, removed)


def _take_cases(c: Connection, ids: Sequence[int]) -> None:
    owned: tuple[Table, ...] = (_files, schema.printed_papers, _links, schema.case_entries)
    for part in portions(list(ids)):
        _prints_go(c, schema.printed_papers.c.case_id.in_(part))
        for table in owned:
            c.execute(delete(table).where(table.c.case_id.in_(part)))
        c.execute(delete(_cases).where(_cases.c.id.in_(part)))


def _passed(c: Connection, kind: str, ids: Sequence[int]) -> Select[tuple[int]]:
    """Lets the histories of ``ids`` go; a query of them."""
    if ids:
        c.execute(insert(_pass), [{"kind": kind, "owner": owner} for owner in ids])
    return select(_pass.c.owner).where(_pass.c.kind == kind)


def _files_of(c: Connection, kind: str, ids: Sequence[int]) -> set[str]:
    return {digest for _id, digest in _own_files(c, kind, ids)}


def _files_go(c: Connection, kind: str, ids: Sequence[int]) -> None:
    row_digests.touch(c, _files, [file_id for file_id, _digest in _own_files(c, kind, ids)])


def _prints_go(c: Connection, where: ColumnElement[bool]) -> None:
    prints = schema.printed_papers
    row_digests.touch(c, prints, c.execute(select(prints.c.id).where(where)).scalars())


def _own_files(c: Connection, kind: str, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    column = _files.c[f"{kind}_id"]
    for part in portions(list(ids)):
        own = [column.in_(part)]
        if kind == "ticket":
            own.append(_files.c.candidate_id.in_(_candidates_of(part)))
        yield from ((row.id, row.digest) for row in c.execute(select(_files.c.id, _files.c.digest).where(or_(*own))))


def _candidates_of(ids: Sequence[int]) -> Select[tuple[int]]:
    """The candidates about these tickets."""
    own = schema.candidates.c
    return select(own.id).where(own.ticket_id.in_(ids))


def _finish(c: Connection, named: set[str], removed: Mapping[str, str]) -> Gone:
    c.execute(delete(_pass))
    still = set(c.execute(select(_files.c.digest)).scalars()) if named else set()
    return Gone(frozenset(named - still), removed)


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])
