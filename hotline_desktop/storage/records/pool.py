"""案源库, read: every reason to supervise a ticket that is written down, and what the clock alone brought.

Reading never writes: a deadline that passed shows at once, before a transaction on its ticket makes a record of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Row, Select, and_, bindparam, exists, func, select

from hotline_desktop.domain.supervision.candidates import CandidateStage
from hotline_desktop.domain.supervision.findings import Finding, overdue_evidence
from hotline_desktop.domain.terms.options import Origin, SupervisionTrigger
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_from, moment_text
from hotline_desktop.storage.tables.codes import ORIGIN_CODES
from hotline_desktop.storage.tables.row_values import groups_of_repeats, others_in

STAGE_CODES = {stage: code for code, stage in enumerate(CandidateStage)}
_STAGES = tuple(CandidateStage)
_DECIDED = (CandidateStage.TAKEN_UP, CandidateStage.DECLINED)
_OPEN, _ENDED = STAGE_CODES[CandidateStage.OPEN], STAGE_CODES[CandidateStage.ENDED]
_t, _l, _p = schema.tickets.c, schema.ticket_lapses.c, schema.candidates.c
_OVERDUE = SupervisionTrigger.OVERDUE.value
_REPEATED = SupervisionTrigger.REPEATED.value
_WITH_TICKET = schema.candidates.join(schema.tickets, _t.id == _p.ticket_id)
_HANDLED_HERE = _t.origin != ORIGIN_CODES[Origin.HISTORY]
_STANDING = (_p.state == _OPEN, _HANDLED_HERE)


class Found(NamedTuple):
    """A reason to supervise one ticket; ``id`` is that of its record, 0 where nobody wrote it down yet."""

    ticket_id: int
    number: str
    unit: str
    finding: Finding
    id: int = 0
    stage: CandidateStage = CandidateStage.OPEN


class EndedCandidate(NamedTuple):
    """A candidate that a named event ended: when, by whom, and by which."""

    found: Found
    at: datetime
    by: str
    why: str


def undecided(c: Connection, now: datetime, repeated: int) -> tuple[Found, ...]:
    """Every reason that nobody has decided on, the oldest first.

    ``repeated`` is how many tickets about one matter make a repeat.
    """
    return _in_order((*lasting(c, repeated), *running(c, now)))


def lasting(c: Connection, repeated: int) -> tuple[Found, ...]:
    """As ``undecided``, without deadlines that passed meanwhile: it stays the same until somebody writes."""
    return _in_order(_shown(c.execute(listed().where(_p.state == _OPEN)), repeated))


def running(c: Connection, now: datetime, ids: Sequence[int] = ()) -> tuple[Found, ...]:
    """As ``undecided``, only deadlines that have passed by ``now`` and are not written down yet.

    ``ids`` are the tickets to look at, all where it is empty.
    """
    minute = moment_text(now)
    asked = c.execute(_unwritten_of(), {"now": minute, "ids": ids}) if ids else c.execute(_unwritten_by(minute))
    return _in_order(Found(row.ticket_id, row.number, row.unit, _overdue(row)) for row in asked)


def count(c: Connection, now: datetime, repeated: int) -> int:
    """How many candidates ``undecided`` makes: each event is one, and the tickets of one repeated matter together."""
    events = int(c.execute(counting_events(moment_text(now))).scalar_one())
    return events + groups_of_repeats(c.execute(listed_repeats()), repeated)


def counting_events(now: str) -> Select[Any]:
    """The number of events that are candidates, those that the clock alone brings among them.

    The tickets are not looked at: one that was finished elsewhere gives no reason to supervise it.
    """
    written = select(func.count()).where(_p.state == _OPEN, _p.trigger != _REPEATED)
    late = _unwritten_by(now).with_only_columns(func.count())
    return select(written.scalar_subquery() + late.scalar_subquery())


def listed_repeats() -> Select[Any]:
    """Tickets of repeated matters with the others that are about the same, the oldest first."""
    columns = select(_t.number, _p.others).select_from(_WITH_TICKET)
    return columns.where(*_STANDING, _p.trigger == _REPEATED).order_by(_p.since, _p.id)


def ended(c: Connection, repeated: int) -> tuple[EndedCandidate, ...]:
    """What named events ended, the oldest first."""
    rows = c.execute(listed().where(_p.state == _ENDED).order_by(_p.ended_at, _p.id))
    gone = (EndedCandidate(found_of(row), datetime.fromisoformat(row.ended_at), row.ended_by, row.why) for row in rows)
    return tuple(each for each in gone if _repeated_enough(each.found.finding, repeated))


def ids_of(tickets: Select[tuple[int]]) -> Select[tuple[int]]:
    """The candidates of tickets that a query gives."""
    return select(_p.id).where(_p.ticket_id.in_(tickets))


def listed() -> Select[Any]:
    """Every candidate of a ticket that is handled here, with the ticket's number."""
    return select(schema.candidates, _t.number).select_from(_WITH_TICKET).where(_HANDLED_HERE)


def found_of(row: Row[Any]) -> Found:
    """The candidate that a row of ``listed`` holds."""
    trigger, others = SupervisionTrigger(row.trigger), others_in(row.others)
    finding = Finding(trigger, row.round, moment_from(row.since), row.evidence, others, row.unit)
    return Found(row.ticket_id, row.number, row.unit, finding, row.id, _STAGES[row.state])


def readable(rows: Iterable[Row[Any]]) -> Iterator[Found]:
    """The candidates that rows of ``listed`` hold. What names no known trigger or stage is a check's to tell."""
    for row in rows:
        try:
            found = found_of(row)
        except (KeyError, ValueError, TypeError, IndexError):
            continue
        yield found


def of_ids(c: Connection, ids: Iterable[int]) -> tuple[Found, ...]:
    """The candidates with these ids."""
    return tuple(readable(c.execute(listed().where(_p.id.in_(list(ids))))))


def of_ticket(c: Connection, ticket_id: int, repeated: int) -> tuple[Found, ...]:
    """The candidates of one ticket that were written down, the oldest first."""
    return tuple(_shown(c.execute(listed().where(_p.ticket_id == ticket_id).order_by(_p.since, _p.id)), repeated))


def all(c: Connection, repeated: int) -> tuple[Found, ...]:
    """Every candidate that was written down, the oldest first."""
    return tuple(_shown(c.execute(listed().order_by(_p.since, _p.ticket_id, _p.id)), repeated))


@cache
def _unwritten_of() -> Select[Any]:
    """The query for some tickets, built once: every step runs it, and building takes longer than the answer."""
    ids: BindParameter[int] = bindparam("ids", expanding=True)
    return _unwritten_by(bindparam("now")).where(_l.ticket_id.in_(ids))


def _unwritten_by(now: str | BindParameter[str]) -> Select[Any]:
    """The rounds that run past their deadline and of which no candidate was written."""
    same = and_(_p.ticket_id == _l.ticket_id, _p.trigger == _OVERDUE, _p.since == _l.at, _p.state != _ENDED)
    where = (_l.until == "", _l.at < now, _l.kind == "逾期", ~exists().where(same))
    columns = (_l.ticket_id, _l.unit, _l.at, _t.number, _t.round)
    return select(*columns).join(schema.tickets, _t.id == _l.ticket_id).where(*where)


def _overdue(row: Row[Any]) -> Finding:
    due = datetime.fromisoformat(row.at)
    return Finding(SupervisionTrigger.OVERDUE, row.round, due, overdue_evidence(due, None), unit=row.unit)


def _shown(rows: Iterable[Row[Any]], repeated: int) -> Iterator[Found]:
    """All but the repeats of a matter that are too few by the office's number and on which nobody decided."""
    for each in readable(rows):
        if each.stage in _DECIDED or _repeated_enough(each.finding, repeated):
            yield each


def _repeated_enough(finding: Finding, repeated: int) -> bool:
    return finding.trigger is not SupervisionTrigger.REPEATED or len(finding.others) + 1 >= repeated


def _in_order(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda each: (moment_text(each.finding.since), each.ticket_id)))
