"""What one ticket or case counts for in the quarter's figures. 督办二（五）2.

A rate keeps numerator and denominator; with an empty denominator there is no rate, and “—” is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from hotline_desktop.domain.supervision.candidates import findings
from hotline_desktop.domain.terms.options import ContactResult, Grade, Origin, Resolution, SupervisionTrigger
from hotline_desktop.domain.ticket.steps.returns import LATE
from hotline_desktop.domain.ticket.ticket import Entry, Round, Ticket

NO_RATE = "—"
_WEIGHTS = {
    Grade.SATISFIED: Fraction(1),
    Grade.MOSTLY: Fraction(8, 10),
    Grade.FAIR: Fraction(6, 10),
    Grade.UNSATISFIED: Fraction(0),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of ``whole``; ``part`` may be weighted. No rate without a whole."""

    part: Fraction = Fraction(0)
    whole: int = 0

    @property
    def value(self) -> Fraction | None:
        """From 0 to 1; None where nothing was counted."""
        return self.part / self.whole if self.whole else None

    @property
    def as_text(self) -> str:
        """``87.5%``, or “—”."""
        value = self.value
        return NO_RATE if value is None else f"{percent(value)}%"

    def plus(self, counted: bool | Fraction | None, times: int = 1) -> Rate:
        """With one more, or with ``times`` alike; None is not counted."""
        if counted is None:
            return self
        return Rate(self.part + Fraction(counted) * times, self.whole + times)


class DeductionKind(StrEnum):
    """What takes points off."""

    OVERDUE = "逾期"
    LATE_RETURN = "逾期退单"
    SUPERVISED = "督办"


@dataclass(frozen=True, slots=True)
class Deduction:
    """A reason for which a unit loses points: the ticket or case, and the day it counts on; or ``count`` alike."""

    unit: str
    kind: DeductionKind
    on: date
    what: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Handled:
    """One ticket as the figures see it, or ``count`` alike. None is “not counted”: waived, not rated, or not finished.

    ``contacted`` is 先行联系, ``answered`` 一个工作日内答复市民, ``in_time`` 按时办结.
    """

    number: str
    unit: str
    received_on: date | None
    closed_on: date | None
    contacted: bool | None = None
    in_time: bool | None = None
    answered: bool | None = None
    resolution: Resolution | None = None
    grade: Grade | None = None
    count: int = 1

    @property
    def solved(self) -> bool | None:
        """实际解决 of 实际解决 and 解释说明; the other words count in neither."""
        known = {Resolution.SOLVED: True, Resolution.EXPLAINED: False}
        return known.get(self.resolution) if self.resolution else None

    @property
    def satisfied(self) -> Fraction | None:
        """What the citizen's grade weighs; None where there is none."""
        return _WEIGHTS.get(self.grade) if self.grade else None


def handled(ticket: Ticket) -> Handled | None:
    """What ``ticket`` counts for; None where it counts for nobody: finished elsewhere, merged, or never dispatched."""
    if ticket.origin is Origin.HISTORY or ticket.merged_into or not ticket.unit:
        return None
    facts, turn = ticket.facts, ticket.round
    received = facts.received_at or facts.called_at or turn.handed_on
    return Handled(
        number=facts.number,
        unit=ticket.unit,
        received_on=received.date() if received else None,
        closed_on=ticket.closed_at.date() if ticket.closed_at else None,
        contacted=None if ticket.waived else _contacted(ticket),
        in_time=_in_time(ticket),
        answered=None if ticket.waived else _answered(ticket),
        resolution=turn.resolution,
        grade=None if ticket.waived else _grade(turn),
    )


def deductions(ticket: Ticket) -> Iterator[Deduction]:
    """逾期 and 逾期退单 of every round of ``ticket``, each on the day it happened. 规范一（二）, （三）."""
    if ticket.origin is Origin.HISTORY or ticket.merged_into:
        return
    number = ticket.facts.number
    for turn in ticket.rounds:
        done = turn.result.moment("done_at") if turn.result else None
        if turn.limits.due and done and done > turn.limits.due:
            yield Deduction(turn.unit, DeductionKind.OVERDUE, done.date(), number)
        for request in turn.returns:
            if request.asked.get(LATE):
                yield Deduction(turn.unit, DeductionKind.LATE_RETURN, request.asked.at.date(), number)


def percent(value: Fraction) -> str:
    """A share in percent with one decimal, halves rounded up; without a trailing ``.0``."""
    tenths = (value * 1000 + Fraction(1, 2)).__floor__()
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)


def _contacts(ticket: Ticket) -> list[Entry]:
    return [entry for turn in ticket.rounds for entry in (*turn.contacts, *turn.answers)]


def _contacted(ticket: Ticket) -> bool:
    """先行联系: the unit called the citizen before it reported, reached or not. 规范一（一）2."""
    done = ticket.rounds[0].result
    ended = done.moment("done_at") if done else None
    return any(ended is None or entry.at <= ended for entry in ticket.rounds[0].contacts) or _reached_first(ticket)


def _reached_first(ticket: Ticket) -> bool:
    """A unit that answered on its first call contacted the citizen by that."""
    return any(entry.text("result") == ContactResult.REACHED for entry in ticket.rounds[0].answers)


def _answered(ticket: Ticket) -> bool | None:
    """一个工作日内答复市民 in the first round; None while nobody was reached and the day is not over."""
    due = ticket.rounds[0].limits.answer_due
    reached = [entry.at for entry in _contacts(ticket) if entry.text("result") == ContactResult.REACHED]
    if due is None or not (reached or ticket.closed_at):
        return None
    return bool(reached) and min(reached) <= due


def _in_time(ticket: Ticket) -> bool | None:
    """Whether every round was finished by its deadline; None before the first result."""
    if all(turn.result is None for turn in ticket.rounds):
        return None
    return not any(finding.trigger is SupervisionTrigger.OVERDUE for finding in findings(ticket))


def _grade(turn: Round) -> Grade | None:
    """The centre's callback tells more than the unit's own form."""
    word = turn.callback.text("overall") if turn.callback else ""
    grade = Grade(word) if word else turn.grade
    return None if grade is Grade.NOT_RATED else grade


def tally(lines: Iterable[Handled], counts: Callable[[Handled], bool | Fraction | None]) -> Rate:
    """The rate of what ``counts`` says of each line."""
    times: dict[bool | Fraction | None, int] = {}
    for line in lines:
        value = counts(line)
        times[value] = times.get(value, 0) + line.count
    rate = Rate()
    for value, number in times.items():
        rate = rate.plus(value, number)
    return rate
