"""Deadlines as steps record them, and checks on the times a clerk enters. 规范一（二）, 规范一（三）."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Ticket
from hotline_desktop.domain.time.deadline import Deadline, answer_due, earlier_of, extended, return_due, ticket_due


def limits_from(level: Level, start: datetime, upper: datetime | None, context: RuleContext) -> Limits:
    """The deadlines of a round that starts at ``start`` (T0). 规范一（二）, 规范一（三）."""
    own = ticket_due(level, start, context.calendar, context.rules)
    ruling = earlier_of(own, upper)
    return Limits(
        due=ruling.due,
        basis=ruling.basis,
        provisional=ruling.provisional,
        answer_due=answer_due(level, start, context.calendar, context.rules).due,
        return_due=return_due(level, start, context.calendar, context.rules).due,
    )


def limits_again(ticket: Ticket, context: RuleContext) -> Limits:
    """The deadlines worked out anew from the original T0: for another level or upper limit, or by another calendar.

    Before dispatch they count from the receipt, after a granted 退单 from that decision. What was granted as extension
    is added again; the half working day of 退单 counts from 接单 where that is known. 规范一（二）.
    """
    turn = ticket.round
    start = turn.handed_on or _taken_back(ticket) or ticket.facts.received_at or ticket.facts.called_at
    if start is None:
        return ticket.limits
    limits = limits_from(ticket.level, start, ticket.facts.upper_limit, context)
    if turn.accepted_at is not None:
        accepted = return_due(ticket.level, turn.accepted_at, context.calendar, context.rules)
        limits = replace(limits, return_due=accepted.due)
    for request in turn.extensions:
        days = request.decided.get("days") if request.decided and request.granted else None
        if isinstance(days, int):
            limits = extended_limits(limits, days, context)
    return limits


def _taken_back(ticket: Ticket) -> datetime | None:
    """When the centre took the ticket back, while it waits for the next unit. 规范一（三）."""
    if ticket.dispatched or not ticket.rounds:
        return None
    decided = ticket.rounds[-1].returns[-1].decided
    return decided.at if decided else None


def extended_limits(limits: Limits, days: int, context: RuleContext) -> Limits:
    """The deadlines after a granted extension of ``days`` working days. 规范一（四）."""
    if limits.due is None:
        return limits
    new = extended(Deadline(limits.due, limits.provisional, limits.basis), days, context.calendar, context.rules)
    return replace(limits, due=new.due, basis=new.basis, provisional=new.provisional)


def limit_facts(limits: Limits) -> dict[str, Value]:
    """Limits as facts of an entry."""
    return {
        "due": limits.due,
        "basis": limits.basis,
        "provisional": limits.provisional,
        "answer_due": limits.answer_due,
        "return_due": limits.return_due,
    }


def limits_of(entry: Entry) -> Limits:
    """Limits as an entry recorded them."""
    return Limits(
        due=entry.moment("due"),
        basis=entry.text("basis"),
        provisional=bool(entry.get("provisional")),
        answer_due=entry.moment("answer_due"),
        return_due=entry.moment("return_due"),
    )


def with_limits(ticket: Ticket, limits: Limits) -> Ticket:
    """The ticket with other limits: of the round, or planned ones before dispatch."""
    return ticket.with_round(limits=limits) if ticket.dispatched else replace(ticket, planned=limits)
