"""Deadlines of one record worked out anew: for a recount of all of them, and where a withdrawal starts a clock again.

规范一（二）, （七）, 督办二（三）1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.ticket.deadline import counts, recount_entry, statement_entries
from hotline_desktop.domain.ticket.labels import changed_labels
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.steps.limits import limits_again
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Ticket
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.records.records import Recorded

if TYPE_CHECKING:
    from hotline_desktop.domain.supervision.case import SupervisionCase

_WITHDRAWN = "撤回以后照现在的工作日安排和设置重算"


def with_limits(ticket_id: int, ticket: Ticket, limits: Limits, why: str, context: RuleContext) -> Recorded:
    """What is recorded where these are the ticket's limits from now on."""
    return with_entry(ticket_id, ticket, recount_entry(ticket, limits, why, context))


def with_entry(ticket_id: int, ticket: Ticket, entry: Entry) -> Recorded:
    """What is recorded of an entry that the program itself makes."""
    after = STEPS_BY_ID[entry.step].apply(ticket, entry)
    return Recorded(ticket_id, after, entry, *changed_labels(ticket, after))


def recount_case(c: Connection, case_id: int, case: SupervisionCase, why: str, context: RuleContext) -> bool:
    """Gives a case the deadline that ``context`` leads to; True where that is another one."""
    # Few cases are open at a time, and their steps are not needed until the calendar changes.
    from hotline_desktop.domain.supervision.changes import changed_case_labels
    from hotline_desktop.domain.supervision.deadline import case_deadline_again, case_recount_entry
    from hotline_desktop.domain.supervision.steps.records import CASE_RECOUNT
    from hotline_desktop.storage.records import cases

    deadline = case_deadline_again(case, context)
    if deadline is None or (deadline.due, deadline.provisional) == (case.due, case.provisional):
        return False
    entry = case_recount_entry(case, deadline, why, context)
    after = CASE_RECOUNT.apply(case, entry)
    cases.record(c, case_id, after, entry, *changed_case_labels(case, after))
    return True


def recount_ticket_again(c: Connection, ticket_id: int, before: Ticket, after: Ticket, context: RuleContext) -> None:
    """Gives a ticket whose clock runs again by a withdrawal the limits of now.

    While it stood still, by a result, a merge, or because the unit had the ticket no more, notices and settings passed
    it by.
    """
    ticket = after
    stood_still = not counts(before) or before.dispatched is not after.dispatched
    if counts(after) and stood_still:
        limits = limits_again(after, context)
        if limits != after.limits:
            ticket = _record(c, with_limits(ticket_id, after, limits, _WITHDRAWN, context))
    for entry in statement_entries(ticket, _WITHDRAWN, context):
        ticket = _record(c, with_entry(ticket_id, ticket, entry))


def recount_case_again(
    c: Connection, case_id: int, before: SupervisionCase, after: SupervisionCase, context: RuleContext
) -> None:
    """The same for a case whose unit has to report once more."""
    from hotline_desktop.domain.supervision.deadline import case_deadline_again

    if case_deadline_again(before, context) is None:
        recount_case(c, case_id, after, _WITHDRAWN, context)


def _record(c: Connection, recorded: Recorded) -> Ticket:
    tickets.record(c, *recorded)
    ticket: Ticket = recorded.after
    return ticket
