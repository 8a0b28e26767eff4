"""案源: the pool, and each candidate in it with its history and its decision. 督办二（一）, （五）3."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from hotline_desktop.domain.records.engine import Offer, blockers
from hotline_desktop.domain.records.fields import unknown_fields
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.records.withdrawal import withdrawal
from hotline_desktop.domain.supervision.candidates import (
    CANDIDATE_TAKE_UP,
    Candidate,
    CandidateStage,
    CandidateSummary,
)
from hotline_desktop.domain.supervision.steps.pool import (
    DISMISS,
    OPEN_CASE,
    TITLE,
)
from hotline_desktop.domain.terms.errors import HotlineError, NotFound, StepRefused
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.records import candidate_lines
from hotline_desktop.services.records.records import Asked, Done, RecordDetail, RecordService
from hotline_desktop.services.records.supervision import Supervision
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import attachments
from hotline_desktop.storage.records import candidates, pool, tickets

_MOST_DIGITS = 15  # of a number that is a place in a list, never a ticket's


@dataclass(frozen=True, slots=True)
class CandidateDetail(RecordDetail[Candidate]):
    """One candidate with its history, and the decisions that can be taken on it now."""

    summary: CandidateSummary

    @property
    def candidate(self) -> Candidate:
        """The candidate as it stands."""
        return self.record


class Candidates(RecordService[Candidate]):
    """What a clerk can ask of candidates and decide on them; a decision opens a case, which holds it."""

    def __init__(self, office: OfficeContext, supervision: Supervision) -> None:
        super().__init__(office, candidates.RECORDS)
        self._supervision = supervision

    def undecided(self, now: datetime | None = None) -> tuple[CandidateSummary, ...]:
        """案源库: what waits for a decision, what was registered by hand first."""
        with self._office.db.read() as c:
            return candidate_lines.undecided(self._office, c, now)

    def all(self, stages: Iterable[CandidateStage] = ()) -> tuple[CandidateSummary, ...]:
        """Every candidate of these stages, of any where there are none; what was decided on and what ended too."""
        asked = frozenset(stages) or frozenset(CandidateStage)
        with self._office.db.read() as c:
            written = pool.all(c, self._office.settings(c).repeat_count)
            settled = [each for each in written if each.stage in asked and each.stage is not CandidateStage.OPEN]
            decided = candidate_lines.each_candidate(c, settled)
        return (*(self.undecided() if CandidateStage.OPEN in asked else ()), *decided)

    def find(self, typed: str) -> int:
        """The id of the candidate with that number of the list, or of the oldest that waits about that 工单编号.

        What the clock alone brought is written down for that. Raises NotFound.
        """
        plain = typed.strip().removeprefix(self.kind.word)
        with self._office.db.read() as c:
            ticket_id = tickets.find(c, plain)
        if ticket_id is None:
            if plain.isdecimal() and 0 < len(plain.lstrip("0")) <= _MOST_DIGITS:
                return int(plain)
            raise NotFound(f"没有“{plain}”这件案源。请写 candidates 里列着的序号，或工单编号。")
        return self._of_ticket(ticket_id, plain)

    def detail(self, candidate_id: int, by: str = "") -> CandidateDetail:
        """The candidate with what can be decided on it by ``by``. Raises NotFound."""
        with self._office.db.read() as c:
            candidate, context = self._load(c, candidate_id), self._office.context(c, by)
            return CandidateDetail(
                candidate_id,
                candidate,
                self._offers(c, candidate_id, candidate, context),
                candidates.history(c, candidate_id),
                attachments.of(c, self.kind.name, candidate_id),
                withdrawal(candidate, context),
                _line(c, candidate_id),
            )

    def _of_ticket(self, ticket_id: int, number: str) -> int:
        now = self._office.now()
        with self._office.db.read() as c:
            late = pool.running(c, now, [ticket_id])
        if late:
            with self._office.db.write() as c:
                candidates.before_step(c, [ticket_id], now)
        with self._office.db.read() as c:
            known = pool.of_ticket(c, ticket_id, self._office.settings(c).repeat_count)
        waiting = [each.id for each in known if each.stage is CandidateStage.OPEN]
        if not known:
            raise NotFound(f"工单 {number} 没有列入案源库。由人登记的案源用 case {number} 看。")
        return waiting[0] if waiting else known[-1].id

    def _take(self, c: Connection, asked: Asked[Candidate]) -> Done:
        """A decision opens a case, with which the candidate's own entry is written."""
        record_id, step, values = asked.record_id, asked.step, asked.values
        assert record_id is not None, "a candidate arises by the rules"
        candidate = self._load(c, record_id, asked.since)
        unknown = unknown_fields(step.fields, values, step.clause)
        if against := (*blockers(step, candidate, self._office.context(c, asked.by)), *unknown):
            raise StepRefused(step.label, against)
        opening = OPEN_CASE if step is CANDIDATE_TAKE_UP else DISMISS
        given = {**candidate_lines.opening_values(_line(c, record_id)), **values}
        done = self._supervision.begin(c, opening, given, asked.by, asked.at)
        return Done(record_id, Changes.of(done.changes, self._touched(record_id)))

    def _offers(
        self, c: Connection, record_id: int, record: Candidate, context: RuleContext
    ) -> tuple[Offer[Candidate], ...]:
        given = candidate_lines.opening_values(_line(c, record_id))
        offers = super()._offers(c, record_id, record, context)
        return tuple(
            replace(offer, defaults={**offer.defaults, TITLE.key: TITLE.read(given[TITLE.key])}) for offer in offers
        )

    def _touched(self, record_id: int) -> Changes:
        return Changes(cases=True)

    def _gone(self) -> NotFound:
        return NotFound("没有这件案源。可能已撤回或移除，请重新列出来再选。")


def _line(c: Connection, candidate_id: int) -> CandidateSummary:
    """The candidate's line in the pool. Raises HotlineError where the ticket that it is about is gone."""
    line = next(iter(candidate_lines.gathered(c, pool.of_ids(c, [candidate_id]))), None)
    if line is None:
        raise HotlineError(
            f"案源 {candidate_id} 所属的工单不在清单里，读不出来，可能被别的工具改过。别的照常能办。"
            "请在“设置 · 数据”里检查修复，或运行 hotline-desktop check --repair。"
        )
    return line
