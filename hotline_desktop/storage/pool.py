"""案源库: every reason to supervise a ticket as a record, from the moment it arises until a person decides on it or a
named event ends it. 督办二（五）3.

What arises by a step is written in that step's transaction. What the clock alone brings (逾期) shows at once and is
written by the next transaction on its ticket, before that transaction's step; reading never writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, and_, exists, func, literal, select, union, update

from hotline_desktop.domain.supervision.candidates import Finding, ended_by, findings, overdue_evidence
from hotline_desktop.domain.terms.options import Origin, SupervisionTrigger
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.storage import schema
from hotline_desktop.storage.bulk import insert_rows
from hotline_desktop.storage.codec import moment_from, moment_text
from hotline_desktop.storage.codes import ORIGIN_CODES
from hotline_desktop.storage.row_values import groups_of_repeats

OPEN, TAKEN_UP, DECLINED, ENDED = 0, 1, 2, 3
_FEWEST_REPEATS = 2  # how many make a repeat is the office's to say; fewer than two never do
_t, _l, _p = schema.tickets.c, schema.ticket_lapses.c, schema.candidates.c
_OVERDUE = SupervisionTrigger.OVERDUE.value
_REPEATED = SupervisionTrigger.REPEATED.value
_WITH_TICKET = schema.candidates.join(schema.tickets, _t.id == _p.ticket_id)
_HANDLED_HERE = _t.origin != ORIGIN_CODES[Origin.HISTORY]
_STANDING = (_p.state == OPEN, _HANDLED_HERE)
_Key = tuple[int, str, str]


class Found(NamedTuple):
    """A reason to supervise one ticket that nobody has decided on."""

    ticket_id: int
    number: str
    unit: str
    finding: Finding


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
    """As ``undecided``, without what time alone brings: the same as long as nobody writes."""
    found = (_found(row) for row in c.execute(_listed().where(_p.state == OPEN)))
    return _in_order(each for each in found if _repeated_enough(each.finding, repeated))


def running(c: Connection, now: datetime) -> tuple[Found, ...]:
    """As ``undecided``, only the deadlines that have passed by ``now`` and that nobody wrote since."""
    rows = c.execute(_unwritten(now))
    return _in_order(Found(row.ticket_id, row.number, row.unit, _overdue(row)) for row in rows)


def count(c: Connection, now: datetime, repeated: int) -> int:
    """How many candidates ``undecided`` makes: each event is one, and the tickets of one repeated matter together."""
    events = int(c.execute(counting_events(moment_text(now))).scalar_one())
    return events + groups_of_repeats(c.execute(listed_repeats()), repeated)


def counting_events(now: str) -> Select[Any]:
    """The number of events that are candidates, those that the clock alone brings among them.

    The tickets are not looked at: one that was finished elsewhere gives no reason to supervise it.
    """
    written = select(_p.ticket_id, _p.trigger, _p.since).where(_p.state == OPEN, _p.trigger != _REPEATED)
    late = _unwritten_by(now).with_only_columns(_l.ticket_id, literal(_OVERDUE), _l.at)
    return select(func.count()).select_from(union(written, late).subquery())


def listed_repeats() -> Select[Any]:
    """Tickets of repeated matters with the others that are about the same, the oldest first."""
    columns = select(_t.number, _p.others).select_from(_WITH_TICKET)
    return columns.where(*_STANDING, _p.trigger == _REPEATED).order_by(_p.since, _p.id)


def ended(c: Connection) -> tuple[EndedCandidate, ...]:
    """What named events ended, the oldest first."""
    rows = c.execute(_listed().where(_p.state == ENDED).order_by(_p.ended_at, _p.id))
    return tuple(
        EndedCandidate(_found(row), datetime.fromisoformat(row.ended_at), row.ended_by, row.why) for row in rows
    )


def before_step(c: Connection, ids: Sequence[int], now: datetime) -> None:
    """Writes what the clock has brought to these tickets before a step changes them."""
    rows = [_row(row.ticket_id, row.unit, _overdue(row)) for row in c.execute(_unwritten(now, ids))]
    insert_rows(c, schema.candidates, rows)


def after_steps(c: Connection, steps: Sequence[tuple[int, Ticket, Entry]]) -> None:
    """Writes what these steps gave rise to, and ends what they name as ended."""
    known = _known(c, [ticket_id for ticket_id, _ticket, _entry in steps])
    for ticket_id, ticket, entry in steps:
        _settle(c, ticket_id, ticket, entry, known.get(ticket_id, []))


def decide(c: Connection, case_id: int, ids: Iterable[int], trigger: str, since: datetime | None, state: int) -> None:
    """Marks the event of that trigger on each ticket as decided on: that of ``since``, else the oldest that is open."""
    for ticket_id in ids:
        own = select(_p.id).where(_p.ticket_id == ticket_id, _p.trigger == trigger, _p.state == OPEN)
        if since is not None and trigger != SupervisionTrigger.REPEATED.value:
            own = own.where(_p.since == moment_text(since))
        row_id = c.execute(own.order_by(_p.since, _p.id).limit(1)).scalar()
        if row_id is not None:
            c.execute(update(schema.candidates).where(_p.id == row_id).values(state=state, case_id=case_id))


def still_overdue(c: Connection, ids: Iterable[int], case_number: str, closed_at: datetime) -> None:
    """R13: an ended case covers what was finished when it ended; a ticket still overdue is a candidate again."""
    ids = list(ids)
    before_step(c, ids, closed_at)
    late = select(_l.ticket_id, _l.unit, _l.at, _t.round).join(schema.tickets, _t.id == _l.ticket_id)
    where = (_l.ticket_id.in_(ids), _l.kind == "逾期", _l.until == "", _l.at < moment_text(closed_at))
    for row in c.execute(late.where(*where)).all():
        open_one = select(_p.id).where(_p.ticket_id == row.ticket_id, _p.trigger == _OVERDUE, _p.state == OPEN)
        if c.execute(open_one.limit(1)).scalar() is None:
            evidence = f"{overdue_evidence(datetime.fromisoformat(row.at), None)}，督办 {case_number} 结案时仍未办结"
            finding = Finding(SupervisionTrigger.OVERDUE, row.round, closed_at, evidence)
            insert_rows(c, schema.candidates, [_row(row.ticket_id, row.unit, finding)])


def remove_of(c: Connection, ids: Any) -> None:
    """Takes the candidates of ``ids``, a query of tickets, out again."""
    c.execute(schema.candidates.delete().where(_p.ticket_id.in_(ids)))


def add_found(c: Connection, found: Iterable[Found], state: int = OPEN, case_id: int = 0) -> None:
    """Candidates of an office that had none written down."""
    rows = [{**_row(each.ticket_id, each.unit, each.finding), "state": state, "case_id": case_id} for each in found]
    insert_rows(c, schema.candidates, rows)


def _settle(c: Connection, ticket_id: int, ticket: Ticket, entry: Entry, known: list[Row[Any]]) -> None:
    now = entry.recorded_at or entry.at
    found = {_key(ticket_id, finding): finding for finding in findings(ticket, now, _FEWEST_REPEATS)}
    for row in known:
        finding = found.pop((ticket_id, row.trigger, _mark(row.trigger, row.since, row.round)), None)
        if finding is None and row.state == OPEN:
            why = ended_by(entry, row.trigger, row.since)
            if why:
                values = {"state": ENDED, "ended_at": moment_text(now), "ended_by": entry.by, "why": why}
                c.execute(update(schema.candidates).where(_p.id == row.id).values(values))
        elif finding is not None and row.state == OPEN and row.trigger == SupervisionTrigger.REPEATED.value:
            others = json.dumps(list(finding.others), ensure_ascii=False)
            values = {"evidence": finding.evidence, "others": others}
            c.execute(update(schema.candidates).where(_p.id == row.id).values(values))
    rows = [_row(ticket_id, finding.unit or ticket.unit, finding) for finding in found.values()]
    insert_rows(c, schema.candidates, rows)


def _known(c: Connection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The candidates of these tickets that stand; what an event ended may arise again."""
    found: dict[int, list[Row[Any]]] = {}
    for row in c.execute(select(schema.candidates).where(_p.ticket_id.in_(ids), _p.state != ENDED)).all():
        found.setdefault(row.ticket_id, []).append(row)
    return found


def _unwritten(now: datetime, ids: Sequence[int] = ()) -> Select[Any]:
    """The rounds that run past their deadline and of which no candidate was written."""
    found = _unwritten_by(moment_text(now))
    return found.where(_l.ticket_id.in_(ids)) if ids else found


def _unwritten_by(now: str) -> Select[Any]:
    same = and_(_p.ticket_id == _l.ticket_id, _p.trigger == _OVERDUE, _p.since == _l.at, _p.state != ENDED)
    where = (_l.until == "", _l.at < now, _l.kind == "逾期", ~exists().where(same))
    columns = (_l.ticket_id, _l.unit, _l.at, _t.number, _t.round)
    return select(*columns).join(schema.tickets, _t.id == _l.ticket_id).where(*where)


def _overdue(row: Row[Any]) -> Finding:
    due = datetime.fromisoformat(row.at)
    return Finding(SupervisionTrigger.OVERDUE, row.round, due, overdue_evidence(due, None), unit=row.unit)


def _listed() -> Any:
    return select(schema.candidates, _t.number).select_from(_WITH_TICKET).where(_HANDLED_HERE)


def _found(row: Row[Any]) -> Found:
    trigger, others = SupervisionTrigger(row.trigger), tuple(json.loads(row.others or "[]"))
    finding = Finding(trigger, row.round, moment_from(row.since), row.evidence, others, row.unit)
    return Found(row.ticket_id, row.number, row.unit, finding)


def _row(ticket_id: int, unit: str, finding: Finding) -> dict[str, Any]:
    return {
        "ticket_id": ticket_id,
        "trigger": finding.trigger.value,
        "round": finding.round,
        "unit": unit,
        "since": moment_text(finding.since),
        "evidence": finding.evidence,
        "others": json.dumps(list(finding.others), ensure_ascii=False),
    }


def _key(ticket_id: int, finding: Finding) -> _Key:
    trigger = finding.trigger.value
    return ticket_id, trigger, _mark(trigger, moment_text(finding.since), finding.round)


def _mark(trigger: str, since: str, round: int) -> str:
    """What tells two events of one trigger apart: the moment, and of repeats the round that was found lawful."""
    return str(round) if trigger == SupervisionTrigger.REPEATED.value else since


def _repeated_enough(finding: Finding, repeated: int) -> bool:
    return finding.trigger is not SupervisionTrigger.REPEATED or len(finding.others) + 1 >= repeated


def _in_order(found: Iterable[Found] | Iterator[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda each: (moment_text(each.finding.since), each.ticket_id)))
