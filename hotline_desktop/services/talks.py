"""约谈: proposals with their evidence, and each talk from the decision to the follow-up. 督办二（四）."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline_desktop.domain.records.engine import Offer, defaults, offers, take
from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.records.withdrawal import Withdrawal, withdraw, withdrawal
from hotline_desktop.domain.statistics.handling import LapseKind, lapses
from hotline_desktop.domain.supervision.case import CaseFilter, CaseSummary
from hotline_desktop.domain.supervision.talks import (
    TALK_PROPOSE,
    TALK_STEPS,
    Talk,
    TalkGround,
    TalkRecord,
    TalkSummary,
    changed_talk_words,
)
from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.fields import LATE
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.services.ranking import Ranking
from hotline_desktop.services.tickets import Done
from hotline_desktop.storage import cases, quarters, registers, statistics, talks
from hotline_desktop.storage.database import Connection

_LOOKED_BACK = timedelta(days=365)
_TAKEN = {step.id: step for step in TALK_STEPS if not step.starts}
TALKED = Changes(cases=True)


@dataclass(frozen=True, slots=True)
class TalkDetail:
    """One talk with its history, and its next steps as they stand now."""

    id: int
    record: TalkRecord
    offers: tuple[Offer[Talk], ...]
    withdrawal: Withdrawal[Talk]

    @property
    def talk(self) -> Talk:
        """The talk as it stands."""
        return self.record.talk


@dataclass(frozen=True, slots=True)
class TalkProposal:
    """A unit that the ranking proposes for a talk; a person confirms or drops it. ``evidence`` is told in lines."""

    unit: str
    ground: TalkGround
    evidence: tuple[str, ...]


class Talks:
    """What a clerk can ask of talks and do with them."""

    def __init__(self, office: OfficeContext, ranking: Ranking) -> None:
        self._office, self._ranking = office, ranking

    def all(self) -> tuple[TalkSummary, ...]:
        """Every talk, those on their way first."""
        with self._office.db.read() as c:
            return talks.all(c)

    def detail(self, talk_id: int, by: str = "") -> TalkDetail:
        """The talk with its next steps as they stand for ``by``. Raises NotFound."""
        with self._office.db.read() as c:
            talk = self._load(c, talk_id)
            record = TalkRecord(talk_id, talk, talks.history(c, talk_id))
            context = self._office.context(c, by)
            return TalkDetail(talk_id, record, offers(talk, context, TALK_STEPS), withdrawal(talk, context))

    def evidence(self, unit: str) -> tuple[str, ...]:
        """R15.1: what speaks for talking to ``unit``, from the last year: late or refused 退单, overdue 督办, 逾期."""
        with self._office.db.read() as c:
            now = self._office.now()
            since = now - _LOOKED_BACK
            returned = registers.ids_with_step(c, "return_request", since.date())
            ids = {*statistics.ids_of_lapses(c, unit, since.date()), *returned}
            lines: list[str] = []
            for ticket in quarters.each_ticket(c, tuple(sorted(ids))):
                lines.extend(_lapses(ticket, unit, since, now))
            lines.extend(_late_cases(cases.all(c, CaseFilter(units=(unit,))), now))
        return tuple(lines)

    def proposals(self) -> tuple[TalkProposal, ...]:
        """R15.2: units in the last two places of the quarters that have ended, which no talk was proposed for yet."""
        last = self._ranking.current().before
        tables = self._ranking.proposed(last)
        ground = TalkGround.RANKING
        with self._office.db.read() as c:
            known = {
                line.unit
                for line in talks.all(c)
                if line.ground is ground and line.proposed_at and line.proposed_at.date() > last.last
            }
        message = f"截至{last.as_text}，季度考核排名连续在本组最后两位"
        return tuple(TalkProposal(unit, ground, (message,)) for unit in tables if unit not in known)

    def start_values(self, known: Mapping[str, object], by: str = "") -> Mapping[str, Value]:
        """What the form of a proposal begins with."""
        with self._office.db.read() as c:
            proposed = dict(defaults(TALK_PROPOSE, Talk(), self._office.context(c, by)))
        for field in TALK_PROPOSE.fields:
            if field.key in known:
                proposed[field.key] = field.read(known[field.key])
        return proposed

    def propose(self, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """Lays a unit before the leader. Raises StepRefused."""
        with self._office.write(Right.HANDLE, by) as c:
            talk, entry = take(TALK_PROPOSE, Talk(), values, self._office.context(c, by), at=at)
            talk_id = talks.add(c, talk, entry, *changed_talk_words(None, talk))
        return Done(talk_id, TALKED)

    def do(self, talk_id: int, step_id: str, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """Takes a step of a talk. Raises StepRefused with every blocker at once, NotFound; nothing changes then."""
        step = _TAKEN.get(step_id)
        if step is None:
            raise NotFound(f"没有“{step_id}”这一步。可用的步骤：{'、'.join(_TAKEN)}。")
        with self._office.write(Right.HANDLE, by) as c:
            before = self._load(c, talk_id)
            after, entry = take(step, before, values, self._office.context(c, by), at=at)
            talks.record(c, talk_id, after, entry, *changed_talk_words(before, after))
        return Done(talk_id, TALKED)

    def withdraw(self, talk_id: int, reason: str, by: str) -> Done:
        """Takes the last step back (撤回). Raises StepRefused where the rules do not allow it, NotFound."""
        with self._office.write(Right.HANDLE, by) as c:
            before = self._load(c, talk_id)
            after, entry = withdraw(before, Talk(), reason, self._office.context(c, by))
            talks.record(c, talk_id, after, entry, *changed_talk_words(before, after))
        return Done(talk_id, TALKED)

    def _load(self, c: Connection, talk_id: int) -> Talk:
        talk = talks.load(c, talk_id)
        if talk is None:
            raise NotFound("没有这次约谈。请刷新后再看。")
        return talk


def _lapses(ticket: Ticket, unit: str, since: datetime, now: datetime) -> Iterator[str]:
    number = ticket.facts.number
    for lapse in lapses(ticket):
        if lapse.unit == unit and since <= lapse.at < now and lapse.kind is LapseKind.OVERDUE:
            ended = "逾期办结" if lapse.until and lapse.until <= now else "逾期未办结"
            yield f"{lapse.at:%Y-%m-%d} 工单 {number} {ended}"
    for turn in ticket.rounds:
        for request in turn.returns:
            if turn.unit != unit or request.asked.at < since:
                continue
            if LATE.of(request.asked):
                yield f"{request.asked.at:%Y-%m-%d} 工单 {number} 逾期退单"
            if not request.pending and not request.granted:
                yield f"{request.asked.at:%Y-%m-%d} 工单 {number} 退单未获同意"


def _late_cases(found: tuple[CaseSummary, ...], now: datetime) -> Iterator[str]:
    for case in found:
        ended = case.reported_at or (now if case.stage.is_open else None)
        if case.due is not None and ended is not None and ended > case.due:
            yield f"{case.due:%Y-%m-%d} 督办件 {case.number} 逾期未反馈"
