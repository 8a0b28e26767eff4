"""Deadlines as steps record them, and checks on the times a clerk enters. 规范一（二）, 规范一（三）."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hotline_desktop.domain.clauses import Clause
from hotline_desktop.domain.deadline import answer_due, earlier_of, return_due, ticket_due
from hotline_desktop.domain.errors import Blocker
from hotline_desktop.domain.fields import Value, Values
from hotline_desktop.domain.options import Level
from hotline_desktop.domain.steps.model import Check, Desk
from hotline_desktop.domain.ticket import Entry, Limits, Ticket


def limits_from(level: Level, start: datetime, upper: datetime | None, desk: Desk) -> Limits:
    """The deadlines of a round that starts at ``start`` (T0). 规范一（二）, 规范一（三）."""
    own = ticket_due(level, start, desk.calendar, desk.rules)
    ruling = earlier_of(own, upper)
    return Limits(
        due=ruling.due,
        basis=ruling.basis,
        provisional=ruling.provisional,
        answer_due=answer_due(level, start, desk.calendar, desk.rules).due,
        return_due=return_due(level, start, desk.calendar, desk.rules).due,
    )


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
    return ticket.with_round(limits=limits) if ticket.rounds else replace(ticket, planned=limits)


def not_in_the_future(key: str, label: str, clause: Clause) -> Check:
    """A check that the time entered under ``key`` has come."""

    def check(_ticket: Ticket, values: Values, desk: Desk) -> tuple[Blocker, ...]:
        moment = values.get(key)
        if isinstance(moment, datetime) and moment > desk.now:
            return (Blocker(clause, f"“{label}”晚于现在", key),)
        return ()

    return check
