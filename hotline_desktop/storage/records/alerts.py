"""The reasons to supervise that a ticket's row names, and the pool made of them before candidates were records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.supervision.findings import Finding, overdue_evidence
from hotline_desktop.domain.terms.options import Origin, SupervisionTrigger
from hotline_desktop.storage.records.pool import Found
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.codec import moment_from, moment_text
from hotline_desktop.storage.tables.codes import ORIGIN_CODES

_RUNNING = frozenset(stage.value for stage in CaseStage if stage.is_open or stage is CaseStage.POOL)
_t, _cases, _links = schema.tickets.c, schema.cases.c, schema.case_tickets.c
_UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, RecursionError)


def alerts_text(findings: Iterable[Finding]) -> str:
    """The findings as JSON for a ticket's row; empty where there are none."""
    listed = [[f.trigger.value, f.round, moment_text(f.since), f.evidence, list(f.others)] for f in findings]
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":")) if listed else ""


def findings_from(text: str) -> tuple[Finding, ...]:
    """The findings that ``alerts_text`` wrote; nothing where it is something else (see :func:`are_readable`)."""
    try:
        return _read(text)
    except _UNREADABLE:
        return ()


def are_readable(text: str) -> bool:
    """Whether it is what ``alerts_text`` writes: a check makes it anew from the history where it is not."""
    try:
        _read(text)
    except _UNREADABLE:
        return False
    return True


def _read(text: str) -> tuple[Finding, ...]:
    if not text:
        return ()
    return tuple(
        Finding(SupervisionTrigger(trigger), number, moment_from(since), evidence, tuple(others))
        for trigger, number, since, evidence, others in json.loads(text)
    )


class Kept(NamedTuple):
    """What such an office had found, and the case that covers it; 0 where nobody decided on it."""

    found: Found
    case_id: int
    declined: bool


def pool_of(c: Connection, now: datetime) -> tuple[Kept, ...]:
    """Every reason that holds at ``now``, with the case that covers it."""
    covers = _covers(c)
    kept = []
    for each in (*_lasting(c), *_running(c, now)):
        own = covers.get((each.ticket_id, each.finding.trigger.value), ())
        cover = next((cover for cover in own if cover.holds(each)), None)
        kept.append(Kept(each, cover.case_id if cover else 0, bool(cover and cover.declined)))
    return tuple(sorted(kept, key=lambda one: (moment_text(one.found.finding.since), one.found.ticket_id)))


def _lasting(c: Connection) -> Iterator[Found]:
    rows = c.execute(select(_t.id, _t.number, _t.unit, _t.alerts).where(_t.alerts != "").order_by(_t.id))
    for row in rows:
        for finding in findings_from(row.alerts):
            yield Found(row.id, row.number, row.unit, finding)


def _running(c: Connection, now: datetime) -> Iterator[Found]:
    """督办二（一）1: with a unit, not finished, and past the deadline."""
    where = (
        _t.due_order < moment_text(now),
        _t.due_order > "",
        _t.planned == 0,
        _t.handed_on != "",
        _t.origin != ORIGIN_CODES[Origin.HISTORY],
    )
    rows = c.execute(select(_t.id, _t.number, _t.unit, _t.round, _t.due).where(*where).order_by(_t.due_order, _t.id))
    for row in rows:
        due = datetime.fromisoformat(row.due)
        finding = Finding(SupervisionTrigger.OVERDUE, row.round, due, overdue_evidence(due, None))
        yield Found(row.id, row.number, row.unit, finding)


class _Cover(NamedTuple):
    """What a case covers of a ticket: its rounds up to ``round`` and what had arisen when it was decided on.

    A deadline that passes later, with another unit or after an extension, is a new reason; while the case runs, only
    one against another unit is.
    """

    round: int
    decided: str
    unit: str
    runs: bool
    case_id: int
    declined: bool

    def holds(self, each: Found) -> bool:
        """Whether the case covers ``each``."""
        if self.round < each.finding.round:
            return False
        known = moment_text(each.finding.since) <= self.decided
        return known or (self.runs and self.unit == each.unit)


def _covers(c: Connection) -> dict[tuple[int, str], list[_Cover]]:
    """What the cases cover, by ticket and reason."""
    columns = (_links.ticket_id, _cases.trigger, _links.round, _cases.opened_at, _cases.unit, _cases.stage, _cases.id)
    found: dict[tuple[int, str], list[_Cover]] = {}
    for row in c.execute(select(*columns).where(_links.case_id == _cases.id)):
        declined = row.stage == CaseStage.DECLINED.value
        cover = _Cover(row.round, row.opened_at, row.unit, row.stage in _RUNNING, row.id, declined)
        found.setdefault((row.ticket_id, row.trigger), []).append(cover)
    return found
