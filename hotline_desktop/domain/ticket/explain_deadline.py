"""“为什么是这一天？” of one ticket: its level, an earlier limit from above, every extension. 规范一（二）, （四）."""

from __future__ import annotations

from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.ticket.fields import GRANTED_DAYS, OLD_DUE
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import DayNote, DeadlineKind, TimeRules, explain, explain_extension
from hotline_desktop.domain.time.deadline.rules import BASIS_UPPER
from hotline_desktop.domain.time.workdays import WorkCalendar


def why_due(ticket: Ticket, calendar: WorkCalendar, rules: TimeRules) -> tuple[DayNote, ...]:
    """Every calendar day from T0 to the ruling deadline, in order; empty where no clock runs."""
    turn = ticket.round
    start = turn.handed_on or ticket.facts.received_at or ticket.facts.called_at
    if start is None or ticket.limits.due is None:
        return ()
    notes = list(explain(DeadlineKind.TICKET, ticket.level, start, calendar, rules))
    granted = [request.decided for request in turn.extensions if request.granted and request.decided]
    first = OLD_DUE.of(granted[0]) if granted else ticket.limits.due
    upper = ticket.facts.upper_limit
    if upper is not None and upper == first and (granted or ticket.limits.basis == BASIS_UPPER):
        message = f"上级时限 {chinese_datetime(upper)}，早于办理规范的期限，从早"
        notes = [note for note in notes if note.date < upper.date()]
        notes.append(DayNote(upper.date(), True, message))
    for entry in granted:
        old, days = OLD_DUE.of(entry), GRANTED_DAYS.of(entry)
        if old is not None and days is not None:
            notes += explain_extension(old, days, calendar)[1:]
    return tuple(notes)
