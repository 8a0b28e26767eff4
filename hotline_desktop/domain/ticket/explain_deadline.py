"""“为什么是这一天？” of one ticket: its level, an earlier limit from above, every extension. 规范一（二）, （四）."""

from __future__ import annotations

from hotline_desktop.domain.ticket.fields import GRANTED_DAYS
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import DayNote, DeadlineKind, TimeRules, explain, explain_ruling
from hotline_desktop.domain.time.deadline.rules import BASIS_UPPER
from hotline_desktop.domain.time.workdays import WorkCalendar


def why_due(ticket: Ticket, calendar: WorkCalendar, rules: TimeRules) -> tuple[DayNote, ...]:
    """Every calendar day from T0, or the change of the level, to the ruling deadline; empty where no clock runs."""
    turn, limits = ticket.round, ticket.limits
    start = turn.counted_from or turn.handed_on or ticket.facts.received_at or ticket.facts.called_at
    if start is None or limits.due is None:
        return ()
    granted = (GRANTED_DAYS.of(request.decided) for request in turn.extensions if request.granted)
    upper = limits.due if limits.basis == BASIS_UPPER else None
    own = explain(DeadlineKind.TICKET, ticket.level, start, calendar, rules)
    return explain_ruling(own, (days for days in granted if days is not None), upper, limits.due, calendar)
