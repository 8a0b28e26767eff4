"""A supervision case (督办件): why a matter is supervised, how, and how far it has come. 督办二.

A case is the fold of its history, as a ticket is: applying its entries in order gives the case again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.clauses import Clause
from hotline_desktop.domain.options import Resolution, SupervisionMethod, SupervisionOutcome, SupervisionTrigger
from hotline_desktop.domain.summaries import AttachmentSummary, HistoryLine, PrintedPaper, TicketSummary
from hotline_desktop.domain.ticket import Entry, Ticket

DEFAULT_LIMIT_DAYS = 3

TRIGGER_CLAUSES = {
    SupervisionTrigger.OVERDUE: Clause.SUPERVISE_OVERDUE,
    SupervisionTrigger.CONTRADICTION: Clause.SUPERVISE_FALSE,
    SupervisionTrigger.UNSATISFIED: Clause.SUPERVISE_UNSATISFIED,
    SupervisionTrigger.REPEATED: Clause.SUPERVISE_REPEATED,
    SupervisionTrigger.SUPERIOR_OR_MEDIA: Clause.SUPERVISE_SUPERIOR,
    SupervisionTrigger.INSTRUCTION: Clause.SUPERVISE_INSTRUCTION,
}
METHOD_CLAUSES = {
    SupervisionMethod.PHONE: Clause.BY_PHONE,
    SupervisionMethod.WRITTEN: Clause.BY_NOTICE,
    SupervisionMethod.ON_SITE: Clause.ON_SITE,
    SupervisionMethod.LEADER: Clause.BY_LEADER,
    SupervisionMethod.MEETING: Clause.BY_MEETING,
}
FROM_ABOVE = frozenset((SupervisionTrigger.SUPERIOR_OR_MEDIA, SupervisionTrigger.INSTRUCTION))


class CaseStage(StrEnum):
    """Where a case stands, in order."""

    TO_CALL = "待电话督办"
    TO_ISSUE = "待签发"
    TO_DELIVER = "待送达"
    TO_REPORT = "待反馈"
    TO_VERIFY = "待核实"
    CLOSED = "已结案"

    @property
    def is_open(self) -> bool:
        """True until the case is closed."""
        return self is not CaseStage.CLOSED


@dataclass(frozen=True, slots=True)
class SupervisionCase:
    """A case as it stands now; all times are local office time.

    ``due`` is closing time of the last of ``limit_days`` working days after the receipt, None before the unit
    has been told. ``methods`` lists every 督办方式 in the order in which they were taken; the last one rules.
    """

    number: str = ""
    ticket_numbers: tuple[str, ...] = ()
    unit: str = ""
    trigger: SupervisionTrigger = SupervisionTrigger.OVERDUE
    source: str = ""
    reason: str = ""
    methods: tuple[SupervisionMethod, ...] = (SupervisionMethod.PHONE,)
    limit_days: int = DEFAULT_LIMIT_DAYS
    stage: CaseStage = CaseStage.TO_CALL
    opened_at: datetime | None = None
    calls: tuple[Entry, ...] = ()
    issuer: str = ""
    issued_on: date | None = None
    channel: str = ""
    receiver: str = ""
    received_at: datetime | None = None
    due: datetime | None = None
    provisional: bool = False
    report: Entry | None = None
    closing: Entry | None = None
    closed_at: datetime | None = None

    @property
    def method(self) -> SupervisionMethod:
        """The 督办方式 that rules now."""
        return self.methods[-1]

    @property
    def trigger_clause(self) -> Clause:
        """The clause for which the matter is supervised. 督办二（一）."""
        return TRIGGER_CLAUSES[self.trigger]

    @property
    def reported_at(self) -> datetime | None:
        """When the unit's report came in, which stops the clock."""
        return self.report.moment("reported_at") if self.report else None

    def told(self, entry: Entry) -> SupervisionCase:
        """The same case once the unit has the demand, by call or by notice: the clock runs."""
        return replace(
            self,
            stage=CaseStage.TO_REPORT,
            received_at=entry.moment("received_at") or entry.at,
            due=entry.moment("due"),
            provisional=bool(entry.get("provisional")),
        )


class Candidate(NamedTuple):
    """A matter that the rules propose for supervision: the ticket, why, and what shows it."""

    ticket: TicketSummary
    trigger: SupervisionTrigger
    clause: Clause
    evidence: str


class CaseSummary(NamedTuple):
    """One line of the list of cases. ``title`` is that of the first ticket, citizens' names left out."""

    id: int
    number: str
    ticket_numbers: tuple[str, ...]
    title: str
    unit: str
    trigger: SupervisionTrigger
    method: SupervisionMethod
    stage: CaseStage
    opened_at: datetime | None
    due: datetime | None
    provisional: bool
    reported_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """What one case's file holds (一案一档): the case, its tickets, its history and its papers. 督办二（五）3.

    ``warnings`` are contradictions a person should look at; they block nothing.
    """

    id: int
    case: SupervisionCase
    summary: CaseSummary
    tickets: tuple[TicketSummary, ...]
    history: tuple[HistoryLine, ...]
    papers: tuple[PrintedPaper, ...]
    attachments: tuple[AttachmentSummary, ...] = ()
    warnings: tuple[str, ...] = ()


def contradictions(case: SupervisionCase, tickets: tuple[Ticket, ...]) -> tuple[str, ...]:
    """Where a case's 解决结果 and a ticket's 是否解决 cannot both be true; they are never mapped. 督办二（三）2."""
    if case.report is None:
        return ()
    word = case.report.text("outcome")
    return tuple(
        f"工单 {ticket.facts.number} 处置单填“{ticket.round.resolution}”，督办反馈填“{word}”，请核对。"
        for ticket in tickets
        if _contradict(word, ticket.round.resolution)
    )


def _contradict(outcome: str, resolution: Resolution | None) -> bool:
    if resolution is Resolution.SOLVED:
        return outcome in (SupervisionOutcome.UNSOLVED, SupervisionOutcome.NOT_DUE)
    return resolution is Resolution.UNSOLVED and outcome == SupervisionOutcome.SOLVED
