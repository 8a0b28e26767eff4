"""A ticket's deadline: worked out again after the calendar or the reading of the limits changed, and explained.

规范一（二）, （四）.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.terms.options import Origin
from hotline_desktop.domain.ticket.fields import GRANTED_DAYS, PROVISIONAL, STATEMENT_DUE
from hotline_desktop.domain.ticket.steps.limits import limit_facts
from hotline_desktop.domain.ticket.steps.records import RECOUNT, RECOUNT_WHY, RECOUNTED_PLACE, STATEMENT_RECOUNT
from hotline_desktop.domain.ticket.steps.unsatisfied import CALLED_AT
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Ticket
from hotline_desktop.domain.time.deadline import (
    DayNote,
    DeadlineKind,
    TimeRules,
    explain,
    explain_ruling,
    statement_due,
)
from hotline_desktop.domain.time.deadline.rules import BASIS_UPPER
from hotline_desktop.domain.time.workdays import WorkCalendar


class Moved(NamedTuple):
    """A ticket whose deadline moves; both are local office time."""

    number: str
    old: datetime | None
    new: datetime | None


def counts(ticket: Ticket) -> bool:
    """Whether a ticket's deadlines follow the calendar: finished, closed and merged ones and history never do."""
    return (
        ticket.round.result is None
        and ticket.stage.is_open
        and ticket.origin is not Origin.HISTORY
        and not ticket.merged_into
    )


def recount_entry(ticket: Ticket, limits: Limits, why: str, context: RuleContext) -> Entry:
    """What the history keeps of a recount."""
    return _entry(RECOUNT.id, ticket, why, limit_facts(limits), context)


def statement_entries(ticket: Ticket, why: str, context: RuleContext) -> Iterator[Entry]:
    """What the history keeps of statements (不满意情况说明) whose deadline moves. 规范一（七）.

    Only those that nobody wrote yet are counted anew: a statement that came in is not judged again.
    """
    if ticket.origin is Origin.HISTORY or ticket.merged_into:
        return
    for place, callback in enumerate(ticket.upper_callbacks):
        if not callback.unsatisfied or callback.statements:
            continue
        due = statement_due(CALLED_AT.needed(callback.called), context.calendar, context.rules)
        if (due.due, due.provisional) != (callback.statement_due, callback.provisional):
            facts: dict[str, Value] = {RECOUNTED_PLACE.key: place, STATEMENT_DUE.key: due.due}
            yield _entry(STATEMENT_RECOUNT.id, ticket, why, {**facts, PROVISIONAL.key: due.provisional}, context)


def _entry(step: str, ticket: Ticket, why: str, facts: Mapping[str, Value], context: RuleContext) -> Entry:
    values: dict[str, Value] = {RECOUNT_WHY.key: why}
    now, by = context.now, context.by
    return Entry(step, now, by, values, facts, round=ticket.round_number, recorded_at=now)


def why_due(ticket: Ticket, calendar: WorkCalendar, rules: TimeRules) -> tuple[DayNote, ...]:
    """Every calendar day from T0, or the change of the level, to the ruling deadline; empty where no clock runs."""
    turn, limits = ticket.round, ticket.limits
    start = turn.counted_from or turn.begun or ticket.facts.received_at or ticket.facts.called_at
    if start is None or limits.due is None:
        return ()
    granted = (GRANTED_DAYS.of(request.decided) for request in turn.extensions if request.granted)
    upper = limits.due if limits.basis == BASIS_UPPER else None
    own = explain(DeadlineKind.TICKET, ticket.level, start, calendar, rules)
    return explain_ruling(own, (days for days in granted if days is not None), upper, limits.due, calendar)
