"""案源: a matter that ought to be supervised, from when it arises until a decision or a named event ends it.

A candidate is the fold of its history, as a ticket is. The rules find it (findings.py), a person decides on it; what a
superior, the media or a leader brings up is a case from the moment it is registered. 督办二（一）, （五）3.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.records.entries import Entries, newest
from hotline_desktop.domain.records.fields import Field, Kind, Value, Values
from hotline_desktop.domain.records.file_steps import file_steps
from hotline_desktop.domain.records.kind import Texts, differences
from hotline_desktop.domain.records.steps import Actor, Bound, Prominence, RuleContext, Step, Taken, by_id, recorded
from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.records.withdrawal import REASON as WHY_WITHDRAWN
from hotline_desktop.domain.records.withdrawal import WITHDRAW
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.findings import Finding
from hotline_desktop.domain.supervision.steps.ladder import METHOD_FIELDS, method_blockers, method_defaults
from hotline_desktop.domain.supervision.steps.pool import (
    DECLINED_AT,
    EVENT,
    MISREPORT,
    NUMBER,
    REASON,
    TAKEN_AT,
    TITLE,
    TRIGGER,
    UNIT,
    WHY_NOT,
)
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.ticket import Entry

_CLAUSE = Clause.CASE_POOL


class CandidateStage(StrEnum):
    """What became of a candidate, in the order of the codes under which it is stored."""

    OPEN = "待决定"
    TAKEN_UP = "已纳入督办"
    DECLINED = "不予督办"
    ENDED = "已消除"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate as it stands now; ``since`` is when it arose, local office time, ``evidence`` what shows it.

    ``others`` are the tickets that repeat the same matter. ``decisions`` are what a person said, the newest last: one
    who declined may take the matter up later. ``case_id`` is the case in which that stands.
    """

    ticket_number: str = ""
    trigger: SupervisionTrigger = SupervisionTrigger.OVERDUE
    round: int = 1
    unit: str = ""
    since: datetime | None = None
    evidence: str = ""
    others: tuple[str, ...] = ()
    stage: CandidateStage = CandidateStage.OPEN
    decisions: Entries = ()
    ended: Entry | None = None
    log: tuple[Taken, ...] = field(default=(), repr=False, compare=False)

    @property
    def began(self) -> Bound | None:
        """When it arose."""
        return Bound(self.since, f"案源发生时间（{chinese_datetime(self.since)}）") if self.since else None

    @property
    def round_number(self) -> int:
        """The ticket's round of handling in which it arose."""
        return self.round

    @property
    def frozen(self) -> str:
        """Why no step can be taken on it any more; empty where steps can."""
        if self.stage is CandidateStage.TAKEN_UP:
            return f"已纳入督办件 {self.case_number}，在那一件里办理"
        return f"案源已消除（{WHY_ENDED.of(self.ended)}），只供查询" if self.ended else ""

    @property
    def case_id(self) -> int:
        """The id of the case in which it was decided on; 0 while it is not."""
        return CASE_ID.of(newest(self.decisions)) or 0

    @property
    def case_number(self) -> str:
        """督办编号 of the case that took it up; empty while none did."""
        return NUMBER.of(newest(self.decisions))

    @property
    def ticket_numbers(self) -> tuple[str, ...]:
        """The tickets that it is about, its own first."""
        return (self.ticket_number, *self.others)

    def with_log(self, log: tuple[Taken, ...]) -> Candidate:
        """The same candidate, with what was taken on it."""
        return replace(self, log=log)


class CandidateSummary(NamedTuple):
    """One line of the pool: a matter that the rules propose for supervision, or that a clerk registered there (案源).

    ``id`` is that of its record, 0 for what the clock alone brought and nobody wrote down yet, and for what was
    registered by hand, which is a case: ``case_id``. ``running`` are the 督办编号 of cases about the same ticket that
    are under way.
    """

    ticket: TicketSummary | None
    trigger: SupervisionTrigger
    clause: Clause
    evidence: str
    round: int = 1
    unit: str = ""
    case_id: int = 0
    ticket_numbers: tuple[str, ...] = ()
    since: datetime | None = None
    running: tuple[str, ...] = ()
    id: int = 0
    stage: CandidateStage = CandidateStage.OPEN


CandidateStep = Step[Candidate]

TICKET = Field("ticket", "工单编号", limit=40)
ROUND = Field("round", "轮次", Kind.NUMBER)
EVIDENCE = Field("evidence", "证据", Kind.LONG_TEXT)
OTHERS = Field("others", "同一事项的工单", Kind.NAMES)
CASE_ID = Field("case_id", "督办件内部号", Kind.NUMBER)
WHY_ENDED = Field("why", "消除的原因")


def _apply_found(candidate: Candidate, entry: Entry) -> Candidate:
    return replace(
        candidate,
        ticket_number=TICKET.of(entry),
        trigger=SupervisionTrigger(TRIGGER.of(entry)),
        round=ROUND.of(entry) or 1,
        unit=UNIT.of(entry),
        since=EVENT.of(entry),
        evidence=EVIDENCE.of(entry),
        others=OTHERS.of(entry),
    )


CANDIDATE_FOUND: CandidateStep = recorded(
    "candidate_found",
    "列入案源库",
    _CLAUSE,
    (TICKET, TRIGGER, ROUND, UNIT, EVENT, EVIDENCE, OTHERS),
    _apply_found,
)

CANDIDATE_GROWN: CandidateStep = recorded(
    "candidate_grown",
    "重复有变化",
    _CLAUSE,
    (EVENT, EVIDENCE, OTHERS),
    lambda candidate, entry: replace(
        candidate,
        since=EVENT.of(entry) or candidate.since,
        evidence=EVIDENCE.of(entry),
        others=OTHERS.of(entry),
    ),
)

CANDIDATE_ENDED: CandidateStep = recorded(
    "candidate_ended",
    "案源消除",
    _CLAUSE,
    (WHY_ENDED,),
    lambda candidate, entry: replace(candidate, stage=CandidateStage.ENDED, ended=entry),
)


def _check_taken(candidate: Candidate, values: Values, context: RuleContext) -> tuple[Blocker, ...]:
    return method_blockers(SupervisionCase(trigger=candidate.trigger), values, context.now)


def _taken_defaults(candidate: Candidate, context: RuleContext) -> Mapping[str, object]:
    limit = method_defaults(SupervisionCase(), context)
    return {**limit, **_known(candidate), NUMBER.key: context.next_numbers.get("case", "")}


def _known(candidate: Candidate) -> dict[str, object]:
    return {UNIT.key: candidate.unit, REASON.key: candidate.evidence}


def _decided(stage: CandidateStage, candidate: Candidate, entry: Entry) -> Candidate:
    return replace(candidate, stage=stage, decisions=(*candidate.decisions, entry))


# Both open a case, which holds what is decided: its entry and that of the candidate are written together.
CANDIDATE_TAKE_UP = CandidateStep(
    id="candidate_take_up",
    label="纳入督办",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    stages=frozenset((CandidateStage.OPEN,)),
    fields=(
        NUMBER,
        MISREPORT.called(MISREPORT.label, shown_when=None, hint="回访不符的写明"),
        UNIT,
        TITLE,
        REASON,
        *METHOD_FIELDS,
        TAKEN_AT,
    ),
    checks=_check_taken,
    defaults=_taken_defaults,
    apply=lambda candidate, entry: _decided(CandidateStage.TAKEN_UP, candidate, entry),
    happened=TAKEN_AT.key,
    builds_on=("candidate_found",),
    advances=True,
    withdrawable=False,
    awaited=lambda candidate: candidate.stage is CandidateStage.OPEN,
)

CANDIDATE_DISMISS = CandidateStep(
    id="candidate_dismiss",
    label="不予督办",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    stages=frozenset((CandidateStage.OPEN,)),
    fields=(UNIT, TITLE, REASON, WHY_NOT, DECLINED_AT),
    defaults=lambda candidate, _context: _known(candidate),
    happened=DECLINED_AT.key,
    apply=lambda candidate, entry: _decided(CandidateStage.DECLINED, candidate, entry),
    builds_on=("candidate_found",),
    prominence=Prominence.ON_DEMAND,
    withdrawable=False,
)


_FILE_STEPS: tuple[CandidateStep, CandidateStep] = file_steps("candidate_attach", "candidate_detach", _CLAUSE)
CANDIDATE_ATTACH, CANDIDATE_DETACH = _FILE_STEPS
CANDIDATE_STEPS: tuple[CandidateStep, ...] = (CANDIDATE_TAKE_UP, CANDIDATE_DISMISS)
CANDIDATE_STEPS_BY_ID: Mapping[str, CandidateStep] = by_id(
    (
        *CANDIDATE_STEPS,
        CANDIDATE_FOUND,
        CANDIDATE_GROWN,
        CANDIDATE_ENDED,
        CANDIDATE_ATTACH,
        CANDIDATE_DETACH,
        WITHDRAW,
    )
)


def found_entry(finding: Finding, ticket_number: str, unit: str, by: str, now: datetime) -> Entry:
    """What begins the history of a candidate that arose; ``now`` is when that was written down."""
    values: dict[str, Value] = {
        TICKET.key: ticket_number,
        TRIGGER.key: finding.trigger.value,
        ROUND.key: finding.round,
        UNIT.key: unit,
        EVENT.key: finding.since,
        EVIDENCE.key: finding.evidence,
        OTHERS.key: finding.others or None,
    }
    given = {key: value for key, value in values.items() if value not in (None, "")}
    return Entry(CANDIDATE_FOUND.id, finding.since or now, by, given, round=finding.round, recorded_at=now)


def grown_entry(finding: Finding, by: str, now: datetime) -> Entry:
    """That the tickets which repeat the matter are others than before, and since when they are enough."""
    values: dict[str, Value] = {EVENT.key: finding.since, EVIDENCE.key: finding.evidence, OTHERS.key: finding.others}
    return Entry(CANDIDATE_GROWN.id, now, by, values, round=finding.round, recorded_at=now)


def ended_entry(candidate: Candidate, why: str, by: str, now: datetime) -> Entry:
    """That a named event ended it."""
    return Entry(CANDIDATE_ENDED.id, now, by, {WHY_ENDED.key: why}, round=candidate.round, recorded_at=now)


def decision_entry(candidate: Candidate, stage: CandidateStage, case_id: int, source: Entry) -> Entry:
    """What the candidate keeps of a decision, which the entry ``source`` of the case says."""
    step = CANDIDATE_DISMISS if stage is CandidateStage.DECLINED else CANDIDATE_TAKE_UP
    values = {each.key: value for each in step.fields if (value := source.get(each.key)) is not None}
    if source.step == WITHDRAW.id:
        values = {WHY_NOT.key: f"撤回纳入督办：{WHY_WITHDRAWN.of(source)}"}
    facts: dict[str, Value] = {CASE_ID.key: case_id}
    return Entry(step.id, source.at, source.by, values, facts, candidate.round, source.recorded_at)


def changed_candidate_labels(before: Candidate | None, after: Candidate) -> Texts:
    """What an entry changed, label by label."""
    return differences(_labels(before) if before is not None else {}, _labels(after))


def _labels(candidate: Candidate) -> dict[str, str]:
    values: dict[str, Value] = {
        "阶段": candidate.stage.value,
        "督办编号": candidate.case_number,
        "同一事项的工单": candidate.others,
        "消除的原因": WHY_ENDED.of(candidate.ended),
    }
    return {label: value_as_text(value) for label, value in values.items()}
