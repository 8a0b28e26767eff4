"""约谈: proposals with their evidence, and each talk from the decision to the follow-up. 督办二（四）."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.records.withdrawal import withdrawal
from hotline_desktop.domain.statistics.handling import LapseKind, lapses
from hotline_desktop.domain.supervision.case import CaseFilter, CaseSummary
from hotline_desktop.domain.supervision.talks import (
    TALK_PROPOSE,
    TALK_UNIT,
    Talk,
    TalkGround,
    TalkSummary,
)
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker, NotFound
from hotline_desktop.domain.ticket.fields import LATE
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.services.figures.counting import unit_of_aliases
from hotline_desktop.services.figures.ranking import Ranking
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.records.records import Done, RecordDetail, RecordService
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.figures import statistics
from hotline_desktop.storage.office import units
from hotline_desktop.storage.papers import attachments
from hotline_desktop.storage.records import cases, registers, talks, tickets
from hotline_desktop.storage.records.records import RowAway

_LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class TalkDetail(RecordDetail[Talk]):
    """One talk with its history, and its next steps as they stand now."""

    @property
    def talk(self) -> Talk:
        """The talk as it stands."""
        return self.record


@dataclass(frozen=True, slots=True)
class TalkProposal:
    """A unit that the ranking proposes for a talk; a person confirms or drops it. ``evidence`` is told in lines."""

    unit: str
    ground: TalkGround
    evidence: tuple[str, ...]


class Talks(RecordService[Talk]):
    """What a clerk can ask of talks and do with them."""

    def __init__(self, office: OfficeContext, ranking: Ranking) -> None:
        super().__init__(office, talks.RECORDS)
        self._ranking = ranking

    def all(self) -> tuple[TalkSummary, ...]:
        """Every talk, those on their way first."""
        with self._office.db.read() as c:
            return talks.all(c)

    def detail(self, talk_id: int, by: str = "") -> TalkDetail:
        """The talk with its next steps as they stand for ``by``. Raises NotFound, RowAway."""
        with self._office.db.read() as c:
            talk, context = self._load(c, talk_id), self._office.context(c, by)
            if not talks.RECORDS.is_there(c, talk_id):
                raise RowAway(self.kind.word)
            return TalkDetail(
                talk_id,
                talk,
                self._offers(c, talk_id, talk, context),
                talks.history(c, talk_id),
                attachments.of(c, self.kind.name, talk_id),
                withdrawal(talk, context),
            )

    def evidence(self, unit: str) -> tuple[str, ...]:
        """R15.1: what speaks for talking to ``unit``, from the last year: late or refused 退单, overdue 督办, 逾期.

        What it was called before counts as its own.
        """
        with self._office.db.read() as c:
            now = self._office.now()
            since = now - _LOOKED_BACK
            returned = registers.ids_with_step(c, "return_request", since.date())
            called = units.words_of(c, unit)
            lapsed = (statistics.ids_of_lapses(c, word, since.date()) for word in called)
            ids = {*returned, *(ticket_id for own in lapsed for ticket_id in own)}
            lines: list[str] = []
            for _id, ticket in tickets.load_each(c, sorted(ids)):
                lines.extend(_lapses(ticket, called, since, now))
            lines.extend(_late_cases(cases.all(c, CaseFilter(units=called)), now))
        return tuple(lines)

    def proposals(self) -> tuple[TalkProposal, ...]:
        """R15.2: units in the last two places of the quarters that have ended, which no talk was proposed for yet."""
        last = self._ranking.current().before
        tables = self._ranking.proposed(last)
        ground = TalkGround.RANKING
        with self._office.db.read() as c:
            names = unit_of_aliases(c)
            known = {
                names.get(line.unit, line.unit)
                for line in talks.all(c)
                if line.ground is ground and line.proposed_at and line.proposed_at.date() > last.last
            }
        message = f"截至{last.as_text}，季度考核排名连续在本组最后两位"
        return tuple(TalkProposal(unit, ground, (message,)) for unit in tables if unit not in known)

    def propose(self, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """Lays a unit before the leader. Raises StepRefused."""
        return self.start(TALK_PROPOSE.id, values, by, at)

    def _faults(self, c: Connection, record_id: int | None, before: Talk, after: Talk) -> tuple[Blocker, ...]:
        """One matter is laid before the leader once, also where two clerks do so in the same minute."""
        if record_id is not None:
            return ()
        called = units.words_of(c, after.unit)
        same = (each for each in talks.all(c) if each.unit in called and each.ground is after.ground)
        running = next((each for each in same if each.stage.is_open), None)
        if running is None:
            return ()
        message = f"{after.unit}因“{after.ground}”的约谈{running.id}还在办（{running.stage}），办完再提"
        return (Blocker(Clause.SUMMONS, message, TALK_UNIT.key),)

    def _touched(self, record_id: int) -> Changes:
        return Changes(cases=True)

    def _gone(self) -> NotFound:
        return NotFound("没有这次约谈。可能已撤回或移除，请重新列出来再选。")


def _lapses(ticket: Ticket, called: tuple[str, ...], since: datetime, now: datetime) -> Iterator[str]:
    number = ticket.facts.number
    for lapse in lapses(ticket):
        if lapse.unit in called and since <= lapse.at < now and lapse.kind is LapseKind.OVERDUE:
            ended = "逾期办结" if lapse.until and lapse.until <= now else "逾期未办结"
            yield f"{lapse.at:%Y-%m-%d} 工单 {number} {ended}"
    for turn in ticket.rounds:
        for request in turn.returns:
            if turn.unit not in called or request.asked.at < since:
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
