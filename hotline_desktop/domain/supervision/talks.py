"""约谈: the town's main leader talks to the head of a unit: evidence, notice, record, follow-up. 督办二（四）.

A talk is the fold of its history, as a ticket is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from hotline_desktop.domain.records.entries import DECISION
from hotline_desktop.domain.records.fields import Field, Kind, Tense, Values
from hotline_desktop.domain.records.file_steps import file_steps
from hotline_desktop.domain.records.kind import Texts, differences
from hotline_desktop.domain.records.steps import Actor, Bound, RuleContext, Step, Taken, by_id
from hotline_desktop.domain.records.withdrawal import WITHDRAW
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.dates import chinese_datetime
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import Decision
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.ticket import Entry

_CLAUSE = Clause.SUMMONS


class TalkGround(StrEnum):
    """Why a unit is talked to. 督办二（四）."""

    FIRST_RECEIVER = "拒不执行首单责任制"
    SHIRKING = "推诿敷衍或不作为"
    RANKING = "季度考核排名连续后两位"


class Improvement(StrEnum):
    """What the follow-up found."""

    DONE = "已整改"
    NOT_YET = "未整改到位"


class TalkStage(StrEnum):
    """Where a talk stands, in order."""

    PROPOSED = "待审定"
    TO_NOTIFY = "待通知"
    TO_HOLD = "待约谈"
    TO_FOLLOW_UP = "待跟踪整改"
    DONE = "已完成"
    DECLINED = "不予约谈"

    @property
    def is_open(self) -> bool:
        """True until the talk is followed up or declined."""
        return self not in (TalkStage.DONE, TalkStage.DECLINED)


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk as it stands now; ``evidence`` is what led to it, one reason a line."""

    unit: str = ""
    ground: TalkGround = TalkGround.SHIRKING
    evidence: str = ""
    stage: TalkStage = TalkStage.PROPOSED
    proposed_at: datetime | None = None
    decision: Entry | None = None
    notice: Entry | None = None
    held: Entry | None = None
    follow_ups: tuple[Entry, ...] = ()
    ended_at: datetime | None = None
    log: tuple[Taken, ...] = field(default=(), repr=False, compare=False)

    @property
    def began(self) -> Bound | None:
        """When it was proposed."""
        at = self.proposed_at
        return Bound(at, f"提请约谈的时间（{chinese_datetime(at)}）") if at else None

    def with_log(self, log: tuple[Taken, ...]) -> Talk:
        """The same talk, with what was taken on it."""
        return replace(self, log=log)

    @property
    def round_number(self) -> int:
        """A talk has one round."""
        return 1

    @property
    def frozen(self) -> str:
        """Why no step can be taken on it any more; empty where steps can."""
        ended = {TalkStage.DONE: "约谈已完成，只供查询", TalkStage.DECLINED: "已决定不予约谈，只供查询"}
        return ended.get(self.stage, "")

    @property
    def held_at(self) -> datetime | None:
        """When it was held."""
        return HELD_AT.of(self.held)

    @property
    def improve_by(self) -> date | None:
        """Until when the unit promised to do better."""
        return IMPROVE_BY.of(self.held)


class TalkSummary(NamedTuple):
    """One line of the list of talks."""

    id: int
    unit: str
    ground: TalkGround
    stage: TalkStage
    proposed_at: datetime | None
    held_at: datetime | None
    ended_at: datetime | None


TalkStep = Step[Talk]


def _apply_propose(talk: Talk, entry: Entry) -> Talk:
    return replace(
        talk,
        unit=TALK_UNIT.of(entry),
        ground=TalkGround(GROUND.of(entry)),
        evidence=TALK_EVIDENCE.of(entry),
        proposed_at=entry.at,
    )


TALK_UNIT = Field("unit", "被约谈单位", Kind.UNIT, required=True, limit=60)
GROUND = Field("ground", "约谈情形", Kind.CHOICE, required=True, options=TalkGround)
TALK_EVIDENCE = Field(
    "evidence", "事实依据", Kind.LONG_TEXT, required=True, hint="逾期退单、逾期督办、排名等，一条一行"
)
TALK_PROPOSE = TalkStep(
    id="talk_propose",
    label="提请约谈",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    stages=frozenset(),
    fields=(
        TALK_UNIT,
        GROUND,
        TALK_EVIDENCE,
    ),
    apply=_apply_propose,
    starts=True,
)


def _apply_decide(talk: Talk, entry: Entry) -> Talk:
    granted = DECISION.of(entry) == Decision.GRANTED
    stage = TalkStage.TO_NOTIFY if granted else TalkStage.DECLINED
    return replace(talk, decision=entry, stage=stage, ended_at=None if granted else entry.at)


TALK_LEADER = Field("leader", "镇主要领导", required=True, limit=40)
TALK_DECIDE = TalkStep(
    id="talk_decide",
    label="镇主要领导审定",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    stages=frozenset((TalkStage.PROPOSED,)),
    fields=(
        TALK_LEADER,
        Field("decided_on", "审定日期", Kind.DAY, required=True),
        DECISION.called("是否约谈"),
        Field("opinion", "审定意见", Kind.LONG_TEXT, required=True),
    ),
    defaults=lambda _talk, context: {"decided_on": context.now},
    apply=_apply_decide,
    happened="decided_on",
    builds_on=("talk_propose",),
    advances=True,
    awaited=lambda talk: talk.stage is TalkStage.PROPOSED,
)


TALK_AT = Field("talk_at", "约谈时间", Kind.MOMENT, required=True, tense=Tense.PLANNED)
PLACE = Field("place", "约谈地点", required=True, limit=120)
ATTENDANTS = Field("attendants", "被约谈人", required=True, limit=80, hint="单位主要负责同志")
DEMANDS = Field("demands", "约谈要求", Kind.LONG_TEXT, required=True)
NOTICE_HEADING = Field(
    "heading", "通知标题", Kind.LONG_TEXT, hint="空着按单位名称拟写、按词意转行；自己写的，在转行处按回车"
)
NOTIFIED_ON = Field("notified_on", "通知日期", Kind.DAY, required=True)
TALK_NOTIFY = TalkStep(
    id="talk_notify",
    label="发出约谈通知",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    stages=frozenset((TalkStage.TO_NOTIFY,)),
    fields=(
        TALK_AT,
        PLACE,
        TALK_LEADER.called("约谈人"),
        ATTENDANTS,
        DEMANDS,
        NOTIFIED_ON,
        NOTICE_HEADING,
    ),
    defaults=lambda talk, context: {
        NOTIFIED_ON.key: context.now,
        TALK_LEADER.key: TALK_LEADER.of(talk.decision),
    },
    apply=lambda talk, entry: replace(talk, notice=entry, stage=TalkStage.TO_HOLD),
    happened="notified_on",
    builds_on=("talk_decide",),
    advances=True,
    awaited=lambda talk: talk.stage is TalkStage.TO_NOTIFY,
)


def _held_defaults(talk: Talk, context: RuleContext) -> dict[str, object]:
    known = {each.key: each.of(talk.notice) for each in (PLACE, TALK_LEADER, ATTENDANTS)} if talk.notice else {}
    return {HELD_AT.key: min(TALK_AT.of(talk.notice) or context.now, context.now), **known}


HELD_AT = Field("at", "约谈时间", Kind.MOMENT, required=True)
IMPROVE_BY = Field("improve_by", "整改期限", Kind.DAY, required=True, tense=Tense.PLANNED)


TALK_CONTENT = Field("content", "约谈内容", Kind.LONG_TEXT, required=True)
PROMISE = Field("promise", "单位表态和整改措施", Kind.LONG_TEXT, required=True)
TALK_HOLD = TalkStep(
    id="talk_hold",
    label="登记约谈记录",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    stages=frozenset((TalkStage.TO_HOLD,)),
    fields=(
        HELD_AT,
        PLACE,
        TALK_LEADER.called("约谈人"),
        ATTENDANTS.called(ATTENDANTS.label, hint=""),
        TALK_CONTENT,
        PROMISE,
        IMPROVE_BY,
    ),
    defaults=_held_defaults,
    apply=lambda talk, entry: replace(talk, held=entry, stage=TalkStage.TO_FOLLOW_UP),
    happened="at",
    builds_on=("talk_notify",),
    advances=True,
    awaited=lambda talk: talk.stage is TalkStage.TO_HOLD,
)


def _apply_follow_up(talk: Talk, entry: Entry) -> Talk:
    done = IMPROVEMENT.of(entry) == Improvement.DONE
    followed = replace(talk, follow_ups=(*talk.follow_ups, entry))
    return replace(followed, stage=TalkStage.DONE, ended_at=entry.at) if done else followed


def _check_follow_up(talk: Talk, values: Values, _context: RuleContext) -> tuple[Blocker, ...]:
    """What was found wanting is looked at again on a later day: a second word on the same day undoes nothing."""
    last = CHECKED_ON.of(talk.follow_ups[-1]) if talk.follow_ups else None
    again = CHECKED_ON.of(values)
    if IMPROVEMENT.of(values) != Improvement.DONE or last is None or again is None or again > last:
        return ()
    message = "当天核查过、未整改到位；单位整改以后另行核查的，核查日期应在其后；前一条录错的用撤回"
    return (Blocker(_CLAUSE, message, CHECKED_ON.key),)


CHECKED_ON = Field("checked_on", "核查日期", Kind.DAY, required=True)
IMPROVEMENT = Field("result", "核查结论", Kind.CHOICE, required=True, options=Improvement)


TALK_FINDING = Field("finding", "整改情况", Kind.LONG_TEXT, required=True)
TALK_FOLLOW_UP = TalkStep(
    id="talk_follow_up",
    label="跟踪整改",
    clause=_CLAUSE,
    actor=Actor.CENTER,
    stages=frozenset((TalkStage.TO_FOLLOW_UP,)),
    fields=(
        CHECKED_ON,
        TALK_FINDING,
        IMPROVEMENT,
    ),
    checks=_check_follow_up,
    defaults=lambda _talk, context: {CHECKED_ON.key: context.now},
    apply=_apply_follow_up,
    happened="checked_on",
    builds_on=("talk_hold",),
    advances=True,
    awaited=lambda talk: talk.stage is TalkStage.TO_FOLLOW_UP,
)

TALK_STEPS: tuple[TalkStep, ...] = (TALK_PROPOSE, TALK_DECIDE, TALK_NOTIFY, TALK_HOLD, TALK_FOLLOW_UP)


_FILE_STEPS: tuple[TalkStep, TalkStep] = file_steps("talk_attach", "talk_detach", _CLAUSE)
TALK_ATTACH, TALK_DETACH = _FILE_STEPS
TALK_STEPS_BY_ID: Mapping[str, TalkStep] = by_id((*TALK_STEPS, TALK_ATTACH, TALK_DETACH, WITHDRAW))


def changed_talk_labels(before: Talk | None, after: Talk) -> Texts:
    """What an entry changed, label by label."""
    return differences(_labels(before) if before is not None else {}, _labels(after))


def _labels(talk: Talk) -> dict[str, str]:
    values = {
        "阶段": talk.stage.value,
        "约谈时间": talk.held_at,
        "整改期限": talk.improve_by,
        "完成时间": talk.ended_at,
    }
    return {label: value_as_text(value) for label, value in values.items()}
