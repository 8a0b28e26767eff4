"""The values of the papers of supervision: calls, visits, requests, meetings, checks, talks. 督办二.

As on every paper, ``None`` prints as an empty line, and names that sign are never printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hotline_desktop.domain.papers.document_values import rows_of


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What every paper says of its case. ``number`` may join several ticket numbers with 、."""

    town: str | None = None
    center: str | None = None
    case_number: str | None = None
    number: str | None = None
    unit: str | None = None
    trigger: str | None = None
    title: str | None = None
    limit_text: str | None = None


@dataclass(frozen=True, slots=True)
class PhoneRecord(CaseHead):
    """电话督办记录. 督办二（二）1."""

    at: datetime | None = None
    caller: str | None = None
    called: str | None = None
    phone: str | None = None
    recording: str | None = None
    reason: str | None = None
    demands: str | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class SignerRow:
    """One line to sign on; nothing of it is known before."""

    unit: str | None = None
    duty: str | None = None
    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class SiteRecord(CaseHead):
    """现场督办记录 with its sign-in lines. 督办二（二）3."""

    at: datetime | None = None
    place: str | None = None
    attendance: str | None = None
    finding: str | None = None
    decision: str | None = None
    signers: tuple[SignerRow, ...] = rows_of(SignerRow)


@dataclass(frozen=True, slots=True)
class LeaderRequest(CaseHead):
    """领导派单督办呈报单; ``told_times`` is how often the unit was supervised before. 督办二（二）4."""

    method: str | None = None
    told_times: str | None = None
    leader: str | None = None
    requested_on: date | None = None
    condition: str | None = None
    matter: str | None = None
    proposal: str | None = None
    instruction: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingPaper(CaseHead):
    """专题会议: 通知, 签到单 and 纪要 are made of the same record. 督办二（二）5, （三）2（8）."""

    meeting_at: datetime | None = None
    notified_on: date | None = None
    place: str | None = None
    host: str | None = None
    units: str | None = None
    topic: str | None = None
    at: datetime | None = None
    attendance: str | None = None
    minutes: str | None = None
    duties: str | None = None
    signers: tuple[SignerRow, ...] = rows_of(SignerRow)


@dataclass(frozen=True, slots=True)
class CheckRecord(CaseHead):
    """督办审查核实记录: callback and site check. 督办二（三）3."""

    method: str | None = None
    reported_at: datetime | None = None
    outcome: str | None = None
    reported_grade: str | None = None
    called_at: datetime | None = None
    reach: str | None = None
    grade: str | None = None
    call_result: str | None = None
    call_note: str | None = None
    site_at: datetime | None = None
    site_way: str | None = None
    site_place: str | None = None
    site_result: str | None = None
    finding: str | None = None
    conclusion: str | None = None


@dataclass(frozen=True, slots=True)
class TalkMinutes:
    """约谈记录 with its follow-up. 督办二（四）."""

    town: str | None = None
    unit: str | None = None
    ground: str | None = None
    at: datetime | None = None
    place: str | None = None
    leader: str | None = None
    attendants: str | None = None
    evidence: str | None = None
    content: str | None = None
    promise: str | None = None
    improve_by: date | None = None
    improved: str | None = None
    follow_up: str | None = None
