"""备案登记簿: which there are, their periods, and their lines. 规范一（三）-（五）, （七）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.papers.register_sheets import CaseLine, LedgerLine, RegisterLine
from hotline_desktop.domain.papers.withholding import listed
from hotline_desktop.domain.records.entries import DECISION, Request
from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.steps.answering import DECIDED_ON
from hotline_desktop.domain.terms.dates import chinese_date
from hotline_desktop.domain.terms.options import Decision, Filing
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import (
    ANSWER_NOTE,
    DECIDED_AT,
    FILED_ON,
    GRANTED_DAYS,
    LATE,
    PROBLEM,
    REFUSAL,
    REVIEWER,
    SUGGESTED_UNIT,
)
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.steps.extensions import DAYS, EXTENSION_REASON, UPPER_NOTE
from hotline_desktop.domain.ticket.steps.limits import DUE
from hotline_desktop.domain.ticket.steps.returns import DETAIL, LATE_REASON, RETURN_REASON
from hotline_desktop.domain.ticket.steps.statements import LEADER, SUBMITTED_ON
from hotline_desktop.domain.ticket.steps.unfounded import CONCLUSION
from hotline_desktop.domain.ticket.steps.unsatisfied import WHY_UNSATISFIED
from hotline_desktop.domain.ticket.ticket import Round, Ticket

Line = RegisterLine | LedgerLine | CaseLine
_WAITING = "待审核"
_DECIDED = frozenset((Decision.GRANTED.value, Filing.FILED.value))


class RegisterKind(StrEnum):
    """Every register; the value is the word a clerk uses."""

    RETURN = "退单登记簿"
    EXTENSION = "延期登记簿"
    UNFOUNDED = "不属实登记簿"
    UNSATISFIED = "不满意登记簿"
    TICKETS = "工单台账"
    CASES = "案源库台账"

    @property
    def paper(self) -> PaperKind:
        """The paper on which it is printed."""
        return {RegisterKind.TICKETS: PaperKind.TICKET_LEDGER, RegisterKind.CASES: PaperKind.CASE_LEDGER}.get(
            self, PaperKind.REGISTER
        )


REQUESTS = (RegisterKind.RETURN, RegisterKind.EXTENSION, RegisterKind.UNFOUNDED, RegisterKind.UNSATISFIED)
# The steps that open a line in each register.
OPENING_STEPS = {
    RegisterKind.RETURN: "return_request",
    RegisterKind.EXTENSION: "extension_request",
    RegisterKind.UNFOUNDED: "unfounded_statement",
    RegisterKind.UNSATISFIED: "unsatisfied_statement",
}


class Period(NamedTuple):
    """The days of a register, both ends included."""

    first: date
    last: date

    @property
    def as_text(self) -> str:
        """``2022年9月1日至2022年9月30日``."""
        return f"{chinese_date(self.first)}至{chinese_date(self.last)}"

    def holds(self, day: date | None) -> bool:
        """Whether ``day`` lies in the period."""
        if isinstance(day, datetime):
            day = day.date()
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request with the unit that made it."""

    request: Request
    unit: str


def register_lines(kind: RegisterKind, ticket: Ticket, period: Period, full: bool) -> Iterator[RegisterLine]:
    """The lines of one ticket, in order of time. Numbers in texts are masked unless ``full``; ID numbers and what a
    confidential ticket withholds always are.
    """
    for asked in _asked(kind, ticket):
        day = _day(asked.request)
        if period.holds(day):
            yield listed(_line(kind, ticket, asked), (ticket,), full)


def case_register_lines(
    case: SupervisionCase, tickets: Sequence[TicketSummary], period: Period, full: bool
) -> Iterator[RegisterLine]:
    """The 督办延期 of one case, for the register of extensions. 督办二（三）4."""
    for measure in case.measures:
        for request in measure.extensions:
            if period.holds(_day(request)):
                yield listed(_case_line(case, request), tickets, full)


def _case_line(case: SupervisionCase, request: Request) -> RegisterLine:
    asked, decided = request.asked, request.decided
    decided_on = DECIDED_ON.of(decided) or (request.ended.at.date() if request.ended else None)
    return RegisterLine(
        number=request.number,
        day=value_as_text(_day(request)),
        ticket="、".join(case.ticket_numbers),
        level="督办",
        matter=case.title,
        unit=case.unit,
        leader=LEADER.of(asked),
        reason=f"督办件{case.number}{_reason(RegisterKind.EXTENSION, request)}",
        reviewer=REVIEWER.of(decided),
        decided_on=value_as_text(decided_on),
        result=_result(RegisterKind.EXTENSION, request),
        note=_note(RegisterKind.EXTENSION, request),
    )


def _asked(kind: RegisterKind, ticket: Ticket) -> Iterator[_Asked]:
    if kind is RegisterKind.UNSATISFIED:
        for callback in ticket.upper_callbacks:
            unit = ticket.unit_in(callback.called.round)
            yield from (_Asked(request, unit) for request in callback.statements)
        return
    for turn in ticket.rounds:
        yield from (_Asked(request, turn.unit) for request in _requests(kind, turn))


def _requests(kind: RegisterKind, turn: Round) -> tuple[Request, ...]:
    if kind is RegisterKind.RETURN:
        return turn.returns
    return turn.extensions if kind is RegisterKind.EXTENSION else turn.unfounded


def _day(request: Request) -> date:
    return SUBMITTED_ON.of(request.asked) or request.asked.at.date()


def _line(kind: RegisterKind, ticket: Ticket, asked: _Asked) -> RegisterLine:
    request = asked.request
    decided = request.decided
    decided_at = DECIDED_AT.of(decided)
    decided_on = decided_at.date() if decided_at else FILED_ON.of(decided)
    return RegisterLine(
        number=request.number,
        day=value_as_text(_day(request)),
        ticket=ticket.facts.number,
        level=ticket.level.value,
        matter=matter(ticket),
        unit=asked.unit,
        leader=LEADER.of(request.asked),
        reason=_reason(kind, request),
        reviewer=REVIEWER.of(decided),
        decided_on=value_as_text(decided_on or (request.ended.at.date() if request.ended else None)),
        result=_result(kind, request),
        note=_note(kind, request),
    )


def matter(ticket: Ticket | TicketSummary) -> str:
    """What the citizen asks for, in one line: the title, or the content where there is none."""
    facts = ticket if isinstance(ticket, TicketSummary) else ticket.facts
    return " ".join((facts.title or facts.content).split())


def _reason(kind: RegisterKind, request: Request) -> str:
    asked = request.asked
    if kind is RegisterKind.RETURN:
        return f"{RETURN_REASON.of(asked)}：{DETAIL.of(asked)}"
    if kind is RegisterKind.EXTENSION:
        return f"延期{DAYS.of(asked)}个工作日：{EXTENSION_REASON.of(asked)}"
    return (CONCLUSION if kind is RegisterKind.UNFOUNDED else WHY_UNSATISFIED).of(asked)


def _result(kind: RegisterKind, request: Request) -> str:
    decided = request.decided
    if decided is None:
        return request.ended.why if request.ended else _WAITING
    result = DECISION.of(decided)
    due = DUE.of(decided)
    if kind is RegisterKind.EXTENSION and result in _DECIDED and due:
        return f"{result}{GRANTED_DAYS.of(decided)}个工作日，至{value_as_text(due)}"
    return result


def _note(kind: RegisterKind, request: Request) -> str:
    asked, decided = request.asked, request.decided
    parts = []
    if kind is RegisterKind.RETURN:
        parts += ["逾期退单"] if LATE.of(asked) else []
        parts += [f"建议转{unit}"] if (unit := SUGGESTED_UNIT.of(asked)) else []
    if decided is not None:
        parts += [field.of(decided) for field in (LATE_REASON, REFUSAL, PROBLEM, UPPER_NOTE, ANSWER_NOTE)]
    return "；".join(part.rstrip("。；") for part in parts if part)
