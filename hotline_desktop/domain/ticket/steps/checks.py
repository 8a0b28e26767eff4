"""Checks on what a clerk entered, put together from small ones: times in order, texts where the rules ask for them."""

from __future__ import annotations

from datetime import date, datetime

from hotline_desktop.domain.records.fields import Value, Values
from hotline_desktop.domain.records.steps import Check, RuleContext
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.ticket.ticket import Ticket


def together(*checks: Check) -> Check:
    """All of the checks, so that a clerk hears everything at once."""

    def check(ticket: Ticket, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
        return tuple(blocker for each in checks for blocker in each(ticket, values, context))

    return check


def in_order(earlier: str, earlier_label: str, later: str, later_label: str, clause: Clause) -> Check:
    """A check that the day or moment under ``earlier`` does not come after the one under ``later``."""

    def check(_ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
        if not _after(values.get(earlier), values.get(later)):
            return ()
        return (Blocker(clause, f"“{earlier_label}”晚于“{later_label}”", earlier),)

    return check


def after_handover(key: str, label: str, clause: Clause) -> Check:
    """A check that the time under ``key`` is not before the hand-over to the unit (转交)."""

    def check(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
        if not _after(ticket.round.handed_on, values.get(key)):
            return ()
        return (Blocker(clause, f"“{label}”早于转交时间", key),)

    return check


def after_result(key: str, label: str, clause: Clause) -> Check:
    """A check that the time under ``key`` is not before the unit's result (办结): what answers to it comes later."""

    def check(ticket: Ticket, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
        result = ticket.round.result
        if result is None or not _after(result.at, values.get(key)):
            return ()
        return (Blocker(clause, f"“{label}”早于单位办结时间", key),)

    return check


def _after(first: Value, second: Value) -> bool:
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first > second
    if isinstance(first, date) and isinstance(second, date):
        return _day(first) > _day(second)
    return False


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
