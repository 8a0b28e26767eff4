"""The values of the written documents: requests, statements and minutes that go with a ticket or a case.

As on the three forms of the annexes, ``None`` prints as an empty line to write on, names that sign are never printed,
and who may see a name or a phone is decided before a record is made. A field of rows is a tuple of such records.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

# The key under which a field of rows names the class of its rows.
ROWS = "rows"


def rows_of(row: type[Any]) -> Any:
    """A field that holds a tuple of ``row`` records."""
    return field(default=(), metadata={ROWS: row})


@dataclass(frozen=True, slots=True)
class TicketHead:
    """What every written document says of its ticket. ``due_text`` is the ruling deadline to the minute."""

    town: str | None = None
    center: str | None = None
    number: str | None = None
    transfer_number: str | None = None
    unit: str | None = None
    level: str | None = None
    handed_on: date | None = None
    due_text: str | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnRequest(TicketHead):
    """退单申请. ``late`` says that it came after the half working day; ``earlier`` tells the ticket's former 退单.

    规范一（三）.
    """

    filing_number: str | None = None
    accepted_at: datetime | None = None
    asked_at: datetime | None = None
    limit_at: datetime | None = None
    late: bool | None = None
    reason: str | None = None
    detail: str | None = None
    duty: str | None = None
    suggested_unit: str | None = None
    earlier: str | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class ExtensionRequest(TicketHead):
    """延期申请, of a ticket or of a supervision case. ``days`` are working days; ``times`` counts extensions asked for.

    规范一（四）, 督办二（三）4.
    """

    case_number: str | None = None
    filing_number: str | None = None
    asked_at: datetime | None = None
    old_due: datetime | None = None
    days: int | None = None
    times: int | None = None
    reason: str | None = None
    basis: str | None = None
    decision: str | None = None
    new_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnfoundedStatement(TicketHead):
    """不属实情况说明. 规范一（五）."""

    complaint: str | None = None
    checked_how: str | None = None
    evidence: str | None = None
    conclusion: str | None = None
    answer: str | None = None
    dated: date | None = None
    filing_number: str | None = None
    filed_on: date | None = None
    opinion: str | None = None


@dataclass(frozen=True, slots=True)
class JointSheet(TicketHead):
    """多部门联合处置协调单. ``co_units`` are joined by 、. 规范一（一）2."""

    why: str | None = None
    verified_on: date | None = None
    co_units: str | None = None
    division: str | None = None
    meeting: str | None = None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One attempt to reach the citizen, or one answer. ``what`` says which and of whom."""

    at: datetime | None = None
    what: str | None = None
    way: str | None = None
    by: str | None = None
    result: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ContactRecord(TicketHead):
    """联系与答复记录. 规范一（一）, 规范一（六）1."""

    caller: str | None = None
    phone: str | None = None
    exemption: str | None = None
    contacts: tuple[ContactRow, ...] = rows_of(ContactRow)


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """One explanation to the citizen."""

    at: datetime | None = None
    way: str | None = None
    by: str | None = None
    reasons: str | None = None
    policy: str | None = None
    reaction: str | None = None


@dataclass(frozen=True, slots=True)
class ExplanationRecord(TicketHead):
    """解释说明记录. 规范一（六）."""

    caller: str | None = None
    phone: str | None = None
    explanations: tuple[ExplanationRow, ...] = rows_of(ExplanationRow)


@dataclass(frozen=True, slots=True)
class ReviewRecord(TicketHead):
    """结案审核与回访记录. The checklist's items are yes, no, or not looked at; the ratings are grades.

    规范一（六）2.
    """

    round: int | None = None
    resolution: str | None = None
    handling: str | None = None
    answered: bool | None = None
    evidence: bool | None = None
    explained: bool | None = None
    form_filled: bool | None = None
    handled: bool | None = None
    review_opinion: str | None = None
    called_at: datetime | None = None
    efficiency: str | None = None
    attitude: str | None = None
    outcome: str | None = None
    overall: str | None = None
    matches: bool | None = None
    note: str | None = None
    conclusion: str | None = None


@dataclass(frozen=True, slots=True)
class UnsatisfiedStatement(TicketHead):
    """不满意情况说明. ``callback`` tells the callback that asked for it. 规范一（七）."""

    callback: str | None = None
    process: str | None = None
    why: str | None = None
    next_steps: str | None = None
    dated: date | None = None
    filing_number: str | None = None
    filed_on: date | None = None
    opinion: str | None = None


@dataclass(frozen=True, slots=True)
class BuildingStatement(TicketHead):
    """违法建筑结案说明: the five items. 规范一（八）."""

    owner: str | None = None
    place: str | None = None
    built: str | None = None
    area: str | None = None
    lawful: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ClosingReport:
    """督办办结报告, a 公文. ``title`` is the matter, ``attachments`` the list of what is enclosed, one a line.

    ``heading`` is the clerk's own title, with its own breaks.

    督办二（三）2（7）.
    """

    town: str | None = None
    center: str | None = None
    title: str | None = None
    heading: str | None = None
    number: str | None = None
    case_number: str | None = None
    opening: str | None = None
    problem: str | None = None
    facts: str | None = None
    opinion: str | None = None
    answer: str | None = None
    attachments: str | None = None
    unit: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class TalkNotice:
    """约谈通知, a 公文. ``heading`` is the clerk's own title, with its own breaks. 督办二（四）."""

    town: str | None = None
    heading: str | None = None
    number: str | None = None
    case_number: str | None = None
    addressee: str | None = None
    trigger: str | None = None
    when: str | None = None
    place: str | None = None
    attendants: str | None = None
    demands: str | None = None
    unit: str | None = None
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One unit's line in the quarter's ranking; every value as it is printed."""

    group: str | None = None
    place: str | None = None
    name: str | None = None
    received: str | None = None
    first_contact: str | None = None
    in_time: str | None = None
    solved: str | None = None
    satisfied: str | None = None
    deductions: str | None = None
    score: str | None = None


@dataclass(frozen=True, slots=True)
class ReconciledRow:
    """One unit's reconciliation, or the sum: 期初在办 + 转入 = 结案 + 退单转出（含并单）+ 期末在办."""

    name: str | None = None
    opening: str | None = None
    taken_in: str | None = None
    closed: str | None = None
    given_away: str | None = None
    remaining: str | None = None
    open_overdue: str | None = None
    late: str | None = None


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """季度考核排名通报, a 公文. 督办二（四）.

    ``opening`` is the summary, ``formula`` tells how scores are counted, ``left_out`` names the units without tickets,
    ``late`` what counts here from quarters that were settled before it was entered. ``mark`` stands under the title of
    a preview or a correction, ``reconciliation`` under the ranking. ``heading`` is the clerk's own title, with her own
    line breaks.
    """

    town: str | None = None
    number: str | None = None
    heading: str | None = None
    period: str | None = None
    addressee: str | None = None
    opening: str | None = None
    mark: str | None = None
    formula: str | None = None
    reconciliation: tuple[ReconciledRow, ...] = rows_of(ReconciledRow)
    ranking: tuple[RankingRow, ...] = rows_of(RankingRow)
    left_out: str | None = None
    late: str | None = None
    demands: str | None = None
    unit: str | None = None
    dated: date | None = None
