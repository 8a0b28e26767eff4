"""What every step of a case is made with: its type, what it builds on, and the clock of an answer. 督办二（三）1."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from hotline_desktop.domain.records.fields import Value, Values
from hotline_desktop.domain.records.steps import RuleContext, Step
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.fields import LIMIT_DAYS
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.ticket.fields import PROVISIONAL
from hotline_desktop.domain.ticket.steps.limits import BASIS, DUE
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.domain.time.deadline import Deadline, earlier_of, extended, supervision_due

CaseStep = Step[SupervisionCase]

# What decides on a measure, and what tells the unit of it: the order of time goes by these.
OPENING = ("open_case", "take_up", "escalate", "send_back")
TELLING = ("phone_call", "deliver", "site_visit", "meeting")


def clock_facts(received: datetime, days: int, context: RuleContext, case: SupervisionCase) -> dict[str, Value]:
    """The deadline of an answer as facts of the entry by which the unit was told. 督办二（三）1."""
    return deadline_facts(answer_deadline(received, days, context, case))


def answer_deadline(
    received: datetime, days: int, context: RuleContext, case: SupervisionCase, granted: Iterable[int] = ()
) -> Deadline:
    """Until when the unit answers, with the days that were granted since; an earlier limit from above still rules.

    One that lies before the unit was told rules nothing. 督办二（三）1, 4.
    """
    own = supervision_due(received, days, context.calendar, context.rules)
    for more in granted:
        own = extended(own, more, context.calendar, context.rules)
    return earlier_of(own, case.limit_after(received))


def deadline_facts(deadline: Deadline) -> dict[str, Value]:
    """A deadline as facts of an entry."""
    return {DUE.key: deadline.due, BASIS.key: deadline.basis, PROVISIONAL.key: deadline.provisional}


def days_of(values: Values, case: SupervisionCase) -> int:
    """The limit entered, or the one that the measure already has."""
    days = LIMIT_DAYS.of(values)
    return case.limit_days if days is None else days


def entry_days(entry: Entry, case: SupervisionCase) -> int:
    """The limit that an entry recorded, or the one that the measure already has."""
    days = LIMIT_DAYS.of(entry)
    return case.limit_days if days is None else days


def at_least_one_day(values: Values, clause: Clause) -> tuple[Blocker, ...]:
    """A limit of no days is none."""
    if LIMIT_DAYS.of(values) == 0:
        return (Blocker(clause, "“督办时限”至少为1个工作日", LIMIT_DAYS.key),)
    return ()
