"""A supervision case (督办件): why a matter is supervised, how, and how far it has come. 督办二.

A case is the fold of its history, as a ticket is: applying its entries in order gives the case again. Each time the
unit is told anew (督办方式) a new measure begins; earlier measures never change.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.records.entries import Entries, Requests, ended_by, last_happened, newest, pending_of
from hotline_desktop.domain.records.steps import Bound, Taken
from hotline_desktop.domain.supervision.fields import (
    CHECK_RESULT,
    LEADER_LIMIT,
    LIMIT_DAYS,
    NOTIFIED_ON,
    RECEIVED_AT,
    REPORTED_AT,
)
from hotline_desktop.domain.supervision.options import FROM_ABOVE, LADDER, METHOD_CLAUSES, TRIGGER_CLAUSES, CheckResult
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.options import SupervisionMethod, SupervisionTrigger
from hotline_desktop.domain.ticket.fields import PROVISIONAL
from hotline_desktop.domain.ticket.steps.limits import DUE
from hotline_desktop.domain.ticket.ticket import Entry

DEFAULT_LIMIT_DAYS = 3


class CaseStage(StrEnum):
    """Where a case stands, in order."""

    POOL = "待定"
    DECLINED = "不予督办"
    TO_CALL = "待电话督办"
    TO_REQUEST = "待呈报"
    TO_APPROVE = "待批示"
    TO_ISSUE = "待签发"
    TO_DELIVER = "待送达"
    TO_VISIT = "待现场督办"
    TO_MEET = "待开会"
    TO_REPORT = "待反馈"
    TO_VERIFY = "待核实"
    CLOSED = "已结案"
    ARCHIVED = "已归档"

    @property
    def is_open(self) -> bool:
        """True while the matter is supervised: from the decision until the case is closed."""
        return self.taken_up and self not in (CaseStage.CLOSED, CaseStage.ARCHIVED)

    @property
    def taken_up(self) -> bool:
        """True once somebody decided to supervise the matter."""
        return self not in (CaseStage.POOL, CaseStage.DECLINED)


OPEN_STAGES = frozenset(stage for stage in CaseStage if stage.is_open)
FIRST_STAGES = {
    SupervisionMethod.PHONE: CaseStage.TO_CALL,
    SupervisionMethod.WRITTEN: CaseStage.TO_ISSUE,
    SupervisionMethod.ON_SITE: CaseStage.TO_VISIT,
    SupervisionMethod.LEADER: CaseStage.TO_REQUEST,
    SupervisionMethod.MEETING: CaseStage.TO_REQUEST,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One time that the unit was told (一次督办), from the decision to the centre's check of the answer.

    ``due`` is closing time of the last of ``limit_days`` working days after the unit was told (``received_at``), moved
    by granted extensions; None before. ``record`` is what a visit or a meeting left. ``standing_order`` are the request
    and the leader's instruction of an earlier measure that still hold after a return to the unit. 督办二（二）, （三）.
    """

    method: SupervisionMethod = SupervisionMethod.PHONE
    opened: Entry | None = None
    limit_days: int = DEFAULT_LIMIT_DAYS
    requests: Entries = ()
    instructions: Entries = ()
    standing_order: tuple[Entry | None, Entry | None] = (None, None)
    convenings: Entries = ()
    record: Entry | None = None
    call: Entry | None = None
    issuer: str = ""
    issued_on: date | None = None
    channel: str = ""
    receiver: str = ""
    sent_at: datetime | None = None
    received_at: datetime | None = None
    due: datetime | None = None
    provisional: bool = False
    reminders: tuple[Entry, ...] = ()
    extensions: Requests = ()
    report: Entry | None = None
    callbacks: tuple[Entry, ...] = ()
    site_checks: Entries = ()

    @property
    def request(self) -> Entry | None:
        """The request to the leader that counts: the newest, or the one that an earlier measure was ordered by."""
        return newest(self.requests) or self.standing_order[0]

    @property
    def instruction(self) -> Entry | None:
        """The leader's answer to that request; None while it is waited for. 督办二（二）4."""
        if not self.requests:
            return self.standing_order[1]
        return newest(self.instructions) if len(self.instructions) == len(self.requests) else None

    @property
    def convened(self) -> Entry | None:
        """The notice of the meeting that counts: the last. 督办二（二）5."""
        return last_happened(self.convenings, NOTIFIED_ON)

    @property
    def asked(self) -> Entry | None:
        """The request for more time that waits for the centre's answer. 督办二（三）4."""
        request = pending_of(self.extensions)
        return request.asked if request else None

    def finished(self, now: datetime) -> bool:
        """Whether the unit was told and has answered since, or let its time pass."""
        received = self.received_at is not None
        return received and (self.report is not None or (self.due is not None and self.due < now))

    @property
    def site_check(self) -> Entry | None:
        """The check that counts: one that found otherwise stands until the matter went back. 督办二（三）3."""
        return _ruling(self.site_checks)

    @property
    def callback(self) -> Entry | None:
        """The callback that counts: one that heard otherwise stands until the matter went back. 督办二（三）3."""
        return _ruling(self.callbacks)

    @property
    def failed(self) -> bool:
        """Whether a callback or site check of the centre did not confirm the unit's report. 督办二（三）3."""
        return any(_denies(check) for check in (*self.callbacks, *self.site_checks))


def _denies(check: Entry) -> bool:
    return CHECK_RESULT.of(check) == CheckResult.FAILED


def _ruling(checks: Entries) -> Entry | None:
    """What denies the report stands, whatever a second record says; else the last counts."""
    return last_happened(tuple(check for check in checks if _denies(check)) or checks)


@dataclass(frozen=True, slots=True)
class SupervisionCase:
    """A case as it stands now; all times are local office time.

    ``number`` is the 督办编号, given when the matter is taken up; ``file_number`` the 档号 of its file. ``reason`` is
    what shows the trigger; ``people`` are who handles it at the unit, as reports named them. ``files`` are the kinds of
    its attachments, ``signed`` the papers that came back signed without a scan.
    """

    number: str = ""
    title: str = ""
    ticket_numbers: tuple[str, ...] = ()
    unit: str = ""
    trigger: SupervisionTrigger = SupervisionTrigger.OVERDUE
    source: str = ""
    source_on: date | None = None
    source_text: str = ""
    source_limit: datetime | None = None
    reason: str = ""
    stage: CaseStage = CaseStage.POOL
    opened_at: datetime | None = None
    declined: Entry | None = None
    measures: tuple[Measure, ...] = ()
    people: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    closing: Entry | None = None
    closed_at: datetime | None = None
    archived_at: datetime | None = None
    file_number: str = ""
    log: tuple[Taken, ...] = field(default=(), repr=False, compare=False)

    @property
    def began(self) -> Bound | None:
        """When the matter was put into the pool, or taken up."""
        at = self.opened_at
        return Bound(at, f"列入督办的时间（{chinese_datetime(at)}）") if at else None

    @property
    def measure(self) -> Measure:
        """The measure that rules now; an empty one before the matter is taken up."""
        return self.measures[-1] if self.measures else Measure()

    @property
    def round_number(self) -> int:
        """The number of the current measure, from 1."""
        return max(1, len(self.measures))

    @property
    def frozen(self) -> str:
        """Why no step can be taken on it any more; empty where steps can."""
        return "督办件已归档，只供查询" if self.stage is CaseStage.ARCHIVED else ""

    @property
    def method(self) -> SupervisionMethod:
        """The 督办方式 that rules now."""
        return self.measure.method

    @property
    def methods(self) -> tuple[SupervisionMethod, ...]:
        """Every 督办方式 in the order in which they were taken."""
        return tuple(measure.method for measure in self.measures)

    @property
    def rung(self) -> int:
        """The highest rung by which the unit was told, from 0 for 电话督办; -1 before that."""
        return max((LADDER.index(m.method) for m in self.measures if m.received_at), default=-1)

    @property
    def trigger_clause(self) -> Clause:
        """The clause for which the matter is supervised. 督办二（一）."""
        return TRIGGER_CLAUSES[self.trigger]

    @property
    def method_clause(self) -> Clause:
        """The clause of the 督办方式 that rules now. 督办二（二）."""
        return METHOD_CLAUSES[self.method]

    @property
    def from_above(self) -> bool:
        """Whether a superior, the media or a leader brought the matter up. 督办二（一）5-6."""
        return self.trigger in FROM_ABOVE

    @property
    def calls(self) -> tuple[Entry, ...]:
        """Every 电话督办 that was made."""
        return tuple(measure.call for measure in self.measures if measure.call)

    @property
    def notice_count(self) -> int:
        """How often the unit was told: what counts as an earlier supervision. 督办二（二）5."""
        return sum(measure.received_at is not None for measure in self.measures)

    def ways_finished(self, now: datetime) -> int:
        """By how many different ways the unit was told to the end: it answered, or its time passed. 督办二（二）5.

        One way again and again is no “多次督办”, nor is one whose time still runs.
        """
        return len({measure.method for measure in self.measures if measure.finished(now)})

    @property
    def limit_days(self) -> int:
        """督办时限 of the current measure in working days."""
        return self.measure.limit_days

    @property
    def upper_limit(self) -> datetime | None:
        """The earliest limit that a superior's order, or the leader who ordered the measure, gives. 督办二（一）5-6.

        One that lay before the unit was told is looked past where another one is given.
        """
        given = [each for each in self._limits_from_above if each is not None]
        told = self.measure.received_at
        return (self.limit_after(told) if told else None) or min(given, default=None)

    def limit_after(self, told: datetime) -> datetime | None:
        """The earliest limit from above that rules for a unit which was told then; None where none does."""
        return min((each for each in self._limits_from_above if each is not None and each > told), default=None)

    @property
    def _limits_from_above(self) -> tuple[datetime | None, datetime | None]:
        return self.source_limit, LEADER_LIMIT.of(self.measure.instruction)

    @property
    def due(self) -> datetime | None:
        """Until when the unit must report; None before it has been told."""
        return self.measure.due

    @property
    def provisional(self) -> bool:
        """Whether the deadline reaches into a year without a published notice (暂定)."""
        return self.measure.provisional

    @property
    def report(self) -> Entry | None:
        """The unit's report on the current measure."""
        return self.measure.report

    @property
    def last_report(self) -> Entry | None:
        """The newest report of any measure."""
        return next((m.report for m in reversed(self.measures) if m.report), None)

    @property
    def reported_at(self) -> datetime | None:
        """When the unit's report came in, which stops the clock."""
        return REPORTED_AT.of(self.report)

    def with_log(self, log: tuple[Taken, ...]) -> SupervisionCase:
        """The same case, with what was taken on it."""
        return replace(self, log=log)

    def with_measure(self, **changes: object) -> SupervisionCase:
        """The same case with the current measure changed."""
        changed = replace(self.measure, **changes)  # type: ignore[arg-type]
        return replace(self, measures=(*self.measures[:-1], changed))

    def begun(self, method: SupervisionMethod, opened: Entry) -> SupervisionCase:
        """The same case with a new measure, at its first stage."""
        days = LIMIT_DAYS.of(opened)
        limit = self.measure.limit_days if days is None else days
        measure = Measure(method=method, opened=opened, limit_days=limit)
        return replace(self, stage=FIRST_STAGES[method], measures=(*self._ended_by(opened), measure))

    def _ended_by(self, opened: Entry) -> tuple[Measure, ...]:
        """The measures so far; a request for more time that nobody answered is void with its measure."""
        why = "因退回重新办理终止" if opened.step == "send_back" else "因变更督办方式终止"
        return tuple(replace(each, extensions=ended_by(each.extensions, opened, why)) for each in self.measures)

    def with_unit_notified(self, entry: Entry, **changes: object) -> SupervisionCase:
        """The same case once the unit has the demand, by call, notice, visit or meeting: the clock runs."""
        changed = self.with_measure(
            received_at=RECEIVED_AT.of(entry) or entry.at,
            due=DUE.of(entry),
            provisional=bool(PROVISIONAL.of(entry)),
            **changes,
        )
        return replace(changed, stage=CaseStage.TO_REPORT)


class CaseSummary(NamedTuple):
    """One line of the list of cases. ``title`` is 事项名称, citizens' names left out."""

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
class CaseFilter:
    """What the list of cases is narrowed to; an empty part narrows nothing."""

    stages: tuple[CaseStage, ...] = ()
    methods: tuple[SupervisionMethod, ...] = ()
    units: tuple[str, ...] = ()
    open_only: bool = False
    search: str = ""
