"""Supervision cases: what happened in them, as entries, the row those add up to, and the tickets they concern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select

from hotline_desktop.domain.records.withdrawal import WITHDRAW
from hotline_desktop.domain.supervision.case import OPEN_STAGES, CaseFilter, CaseStage, CaseSummary, SupervisionCase
from hotline_desktop.domain.supervision.kinds import CASES
from hotline_desktop.domain.supervision.steps.ladder import METHOD
from hotline_desktop.domain.supervision.steps.pool import ADD_TICKETS, DECLINE, EVENT, NUMBER, TAKE_UP
from hotline_desktop.domain.terms.options import SupervisionMethod, SupervisionTrigger
from hotline_desktop.domain.ticket.fields import CLOSED_AT
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.storage.engines.statements import statements_of
from hotline_desktop.storage.records import candidates, case_links
from hotline_desktop.storage.records.case_links import ticket_ids
from hotline_desktop.storage.records.records import DerivedRows, Recorded, Records
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.bulk import portions
from hotline_desktop.storage.tables.codec import moment_from, moment_text
from hotline_desktop.storage.tables.row_values import FAULTY

_t, _entries, _links = schema.cases, schema.case_entries, schema.case_tickets
_JOINT = "、"
_DECIDING = frozenset((TAKE_UP.id, DECLINE.id, WITHDRAW.id))
_COLUMNS = tuple(_t.c[name] for name in CaseSummary._fields)
_BY_STAGE = case({stage.value: place for place, stage in enumerate(CaseStage)}, value=_t.c.stage)


def _beside(c: Connection, case_id: int, new: SupervisionCase, entry: Entry) -> None:
    """Links a new case to its tickets, and takes the candidates that it decides on out of the pool."""
    case_links.link(c, case_id, new)
    _decide(c, case_id, new, entry)


def _after(c: Connection, part: Sequence[Recorded]) -> None:
    """Links to tickets that were added; what is still overdue when a case ends is a candidate again."""
    for item in part:
        case: SupervisionCase = item.after
        before = ticket_ids(c, item.id)
        case_links.link(c, item.id, case)
        after = ticket_ids(c, item.id)
        if item.entry.step in _DECIDING:
            candidates.follow(c, item.id, case, item.entry)
        if item.entry.step == ADD_TICKETS.id:
            _decide_of_added(c, item.id, case, [each for each in after if each not in before], item.entry)
        elif set(before) - set(after):  # tickets that were added are taken out again
            candidates.give_back(c, item.id, after, item.entry)
        if case.closed_at is not None and CLOSED_AT.of(item.entry) == case.closed_at:
            candidates.still_overdue(c, ticket_ids(c, item.id), case, case.closed_at, item.entry.by)


def _decide_of_added(c: Connection, case_id: int, new: SupervisionCase, ids: Sequence[int], entry: Entry) -> None:
    """The same matter of a ticket that comes to a case is decided on with it, not taken up a second time."""
    if new.stage is CaseStage.POOL:
        return
    candidates.before_step(c, ids, entry.recorded_at or entry.at)
    told = replace(entry, values={**entry.values, NUMBER.key: new.number, METHOD.key: new.method.value})
    candidates.decide(c, case_id, ids, new, told, None)


def _decide(c: Connection, case_id: int, new: SupervisionCase, entry: Entry) -> None:
    """What was taken up or declined leaves the pool: that one event, and no other of the same tickets."""
    if new.stage is CaseStage.POOL:
        return
    ids = ticket_ids(c, case_id)
    candidates.before_step(c, ids, entry.recorded_at or entry.at)
    candidates.decide(c, case_id, ids, new, entry, EVENT.of(entry))


def summary(c: Connection, case_id: int) -> CaseSummary | None:
    """The case's line in the list."""
    row = c.execute(select(*_COLUMNS).where(_t.c.id == case_id)).first()
    return _summary(row) if row is not None else None


def taken_up_on(c: Connection) -> dict[int, tuple[datetime, datetime]]:
    """When each case was taken up, and when that was written down."""
    entry = schema.case_entries.c
    query = select(entry.case_id, entry.at, entry.recorded_at).where(entry.step.in_(("open_case", "take_up")))
    rows = c.execute(query.order_by(entry.case_id, entry.sequence))
    return {
        row.case_id: (datetime.fromisoformat(row.at), datetime.fromisoformat(row.recorded_at or row.at)) for row in rows
    }


def find(c: Connection, number: str) -> int | None:
    """The id of the case with that 督办编号."""
    same = func.lower(_t.c.number) == number.lower()
    return c.execute(select(_t.c.id).where(same).limit(1)).scalar() if number else None


def find_filed(c: Connection, file_number: str) -> int | None:
    """The id of the case whose file has that 档号."""
    same = func.lower(statements_of(c).json_text(_entries.c["values"], "file_number")) == file_number.lower()
    return c.execute(select(_entries.c.case_id).where(same).limit(1)).scalar() if file_number else None


def all(c: Connection, filter: CaseFilter, limit: int | None = None) -> tuple[CaseSummary, ...]:
    """The cases that match, on their way first, by stage and deadline."""
    order = (_BY_STAGE, _t.c.due, _t.c.id)
    rows = c.execute(select(*_COLUMNS).where(*_conditions(filter)).order_by(*order).limit(limit))
    return tuple(_summary(row) for row in rows)


def count(c: Connection, filter: CaseFilter) -> int:
    """How many cases match."""
    return int(c.execute(counting(filter)).scalar_one())


def counting(filter: CaseFilter) -> Select[Any]:
    """The number of cases that match."""
    return select(func.count()).select_from(_t).where(*_conditions(filter))


def of_ticket(c: Connection, ticket_id: int) -> tuple[CaseSummary, ...]:
    """The cases that concern a ticket, the first one first."""
    return of_tickets(c, (ticket_id,)).get(ticket_id, ())


def of_tickets(c: Connection, ticket_ids: Iterable[int]) -> dict[int, tuple[CaseSummary, ...]]:
    """The cases of each of several tickets, the first one first; tickets without one are left out."""
    found: dict[int, tuple[CaseSummary, ...]] = {}
    for part in portions(ticket_ids):
        rows = c.execute(
            select(*_COLUMNS, _links.c.ticket_id)
            .join(_links, _links.c.case_id == _t.c.id)
            .where(_links.c.ticket_id.in_(part))
            .order_by(_t.c.id)
        )
        for row in rows:
            found[row.ticket_id] = (*found.get(row.ticket_id, ()), _summary(row))
    return found


def _conditions(filter: CaseFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filter.stages:
        found.append(_t.c.stage.in_([stage.value for stage in filter.stages]))
    if filter.methods:
        found.append(_t.c.method.in_([method.value for method in filter.methods]))
    if filter.units:
        found.append(_t.c.unit.in_(filter.units))
    if filter.open_only:
        found.append(_t.c.stage.in_(sorted(stage.value for stage in OPEN_STAGES)))
    searched = (_t.c.number, _t.c.ticket_numbers, _t.c.title, _t.c.unit)
    found.extend(
        or_(*(column.icontains(word, autoescape=True) for column in searched)) for word in filter.search.split()
    )
    return found


def project(of: SupervisionCase) -> dict[str, Any]:
    """The row of a case, without its id."""
    return {
        "number": of.number,
        "ticket_numbers": _JOINT.join(of.ticket_numbers),
        "title": of.title,
        "unit": of.unit,
        "trigger": of.trigger.value,
        "method": of.method.value,
        "stage": of.stage.value,
        "opened_at": moment_text(of.opened_at),
        "due": moment_text(of.due),
        "provisional": int(of.provisional),
        "reported_at": moment_text(of.reported_at),
        "closed_at": moment_text(of.closed_at),
    }


def _summary(row: Any) -> CaseSummary:
    """The line of a case; one that nobody can read is shown as far as it can be, and says so."""
    try:
        return _read(row)
    except (ValueError, TypeError, AttributeError):
        number, title = (cell if isinstance(cell, str) else "" for cell in (row.number, row.title))
        blank = (SupervisionTrigger.OVERDUE, SupervisionMethod.PHONE, CaseStage.POOL)
        return CaseSummary(row.id, number, (), FAULTY + title, "", *blank, None, None, False, None, None)


def _read(row: Any) -> CaseSummary:
    return CaseSummary(
        id=row.id,
        number=row.number,
        ticket_numbers=tuple(row.ticket_numbers.split(_JOINT)) if row.ticket_numbers else (),
        title=row.title,
        unit=row.unit,
        trigger=SupervisionTrigger(row.trigger),
        method=SupervisionMethod(row.method),
        stage=CaseStage(row.stage),
        opened_at=moment_from(row.opened_at),
        due=moment_from(row.due),
        provisional=bool(row.provisional),
        reported_at=moment_from(row.reported_at),
        closed_at=moment_from(row.closed_at),
    )


RECORDS: Records[SupervisionCase] = Records(
    CASES,
    _t,
    _entries,
    project,
    added=_beside,
    after=_after,
    beside=DerivedRows("与工单的联系", case_links.are_as_told, case_links.link_anew),
)
add, record, load, load_each = RECORDS.add, RECORDS.record, RECORDS.load, RECORDS.load_each
entries, history = RECORDS.entries, RECORDS.history
