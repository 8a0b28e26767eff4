"""督办: cases, and what of them stands in the histories of their tickets too. Each write is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import Step, Taken
from hotline_desktop.domain.records.summaries import Changes, PrintedPaper, TicketSummary
from hotline_desktop.domain.records.withdrawal import REASON, WITHDRAW, withdrawal
from hotline_desktop.domain.supervision.candidates import CandidateStage
from hotline_desktop.domain.supervision.case import (
    CaseFilter,
    CaseStage,
    CaseSummary,
    SupervisionCase,
)
from hotline_desktop.domain.supervision.contradictions import contradictions
from hotline_desktop.domain.supervision.steps.answering import result_values
from hotline_desktop.domain.supervision.steps.pool import EVENT, TAKE_UP, TICKETS
from hotline_desktop.domain.supervision.steps.records import (
    CASE_PAPER_AWAITED,
    CASE_PAPER_BACK,
    PAPER,
    PAPER_RECEIVED_ON,
)
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker, NotFound, StepRefused
from hotline_desktop.domain.terms.number_patterns import one_spelling
from hotline_desktop.domain.terms.options import SupervisionTrigger
from hotline_desktop.domain.terms.ticket_numbers import as_ticket_number
from hotline_desktop.domain.ticket.labels import changed_labels
from hotline_desktop.domain.ticket.masking import hide_confidential
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.steps.records import (
    CASE,
    HOW_ENDED,
    SUPERVISION_ENDED,
    SUPERVISION_OPENED,
    SUPERVISION_RESULT,
    WHY_SUPERVISED,
)
from hotline_desktop.domain.ticket.ticket import Entry, Round
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.recounting import recount_case_again
from hotline_desktop.services.records.candidate_lines import WAITING_CASES, undecided_reasons
from hotline_desktop.services.records.case_openings import wrong_openings
from hotline_desktop.services.records.case_titles import shown_cases
from hotline_desktop.services.records.records import Asked, Done, RecordDetail, RecordService
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import units
from hotline_desktop.storage.papers import attachments, papers
from hotline_desktop.storage.records import candidates, cases, pool, tickets
from hotline_desktop.storage.records.records import RowAway

EVERY_CASE = CaseFilter()
OPEN = CaseFilter(open_only=True)


@dataclass(frozen=True, slots=True)
class CaseDetail(RecordDetail[SupervisionCase]):
    """One case with everything its file holds (一案一档), and its next steps as they stand now. 督办二（五）3.

    ``warnings`` are contradictions a person should look at; they block nothing.
    """

    summary: CaseSummary
    tickets: tuple[TicketSummary, ...]
    papers: tuple[PrintedPaper, ...]
    warnings: tuple[str, ...]

    @property
    def case(self) -> SupervisionCase:
        """The case as it stands."""
        return self.record


class Supervision(RecordService[SupervisionCase]):
    """What a clerk can ask of supervision and do in it. Callers of confidential tickets read （保密）."""

    def __init__(self, office: OfficeContext) -> None:
        super().__init__(office, cases.RECORDS)

    # -- looking -------------------------------------------------------------------------------------------

    def waiting(self) -> tuple[int, int]:
        """How many candidates wait for a decision, and how many cases for their end."""
        with self._office.db.read() as c:
            repeated = self._office.settings(c).repeat_count
            candidates = pool.count(c, self._office.now(), repeated) + cases.count(c, WAITING_CASES)
            return candidates, cases.count(c, OPEN)

    def cases(self, filter: CaseFilter = EVERY_CASE) -> tuple[CaseSummary, ...]:
        """The cases of ``filter``, those on their way first."""
        with self._office.db.read() as c:
            called = units.under_every_name(c, filter.units)
            return shown_cases(c, cases.all(c, replace(filter, units=called)))

    def of_ticket(self, ticket_id: int) -> tuple[CaseSummary, ...]:
        """The cases about a ticket, the oldest first."""
        with self._office.db.read() as c:
            return shown_cases(c, cases.of_ticket(c, ticket_id))

    def find(self, number: str) -> int:
        """The id of the case with that 督办编号 or 档号, or of the newest one about that 工单编号. Raises NotFound."""
        plain, given = as_ticket_number(number), one_spelling(number)
        with self._office.db.read() as c:
            asked = dict.fromkeys((number.strip(), given))
            found = (find(c, each) for find in (cases.find, cases.find_filed) for each in asked)
            case_id = next((known for known in found if known is not None), None)
            ticket_id = tickets.find(c, plain)
            about = cases.of_ticket(c, ticket_id) if case_id is None and ticket_id is not None else ()
        if case_id is None and not about:
            raise NotFound(f"没有编号为“{plain}”的督办件，也没有以此工单立的督办件。请核对编号。")
        return case_id if case_id is not None else about[-1].id

    def detail(self, case_id: int, by: str = "") -> CaseDetail:
        """The case with its next steps as they stand for ``by``, its tickets, history and files.

        Raises NotFound, RowAway.
        """
        with self._office.db.read() as c:
            case, context = self._load(c, case_id), self._office.context(c, by)
            summary = cases.summary(c, case_id)
            if summary is None:
                raise RowAway(self.kind.word)
            known = tickets.known(c, case.ticket_numbers)
            ids = [known[number] for number in case.ticket_numbers if number in known]
            return CaseDetail(
                case_id,
                case,
                self._offers(c, case_id, case, context),
                cases.history(c, case_id),
                attachments.of(c, self.kind.name, case_id),
                withdrawal(case, context),
                summary,
                tuple(hide_confidential(line) for line in tickets.summaries_of(c, ids)),
                papers.of_case(c, case_id),
                contradictions(case, tuple(tickets.load(c, ticket_id) for ticket_id in ids)),
            )

    # -- steps ---------------------------------------------------------------------------------------------

    def begin(
        self, c: Connection, step: Step[SupervisionCase], values: Mapping[str, object], by: str, at: datetime | None
    ) -> Done:
        """As ``start``, inside the transaction that decides on a candidate."""
        return self._take(c, Asked(None, step, values, by, at))

    def paper_back(self, c: Connection, case_id: int, paper: str, on: date, by: str) -> None:
        """Notes in the case's history that a signed paper came back of which no scan is kept."""
        self._note(c, case_id, CASE_PAPER_BACK, {PAPER.key: paper, PAPER_RECEIVED_ON.key: on}, by)

    def paper_awaited(self, c: Connection, case_id: int, paper: str, on: date, reason: str, by: str) -> bool:
        """Notes that what :meth:`paper_back` noted for that day was wrong; False where it noted nothing."""
        back, again = (
            sum(
                step is noted and (PAPER.of(entry), PAPER_RECEIVED_ON.of(entry)) == (paper, on)
                for step, entry in self._load(c, case_id).log
            )
            for noted in (CASE_PAPER_BACK, CASE_PAPER_AWAITED)
        )
        if back > again:
            values: dict[str, Value] = {PAPER.key: paper, PAPER_RECEIVED_ON.key: on, REASON.key: reason}
            self._note(c, case_id, CASE_PAPER_AWAITED, values, by)
        return back > again

    # -- inside --------------------------------------------------------------------------------------------

    def _touched(self, record_id: int) -> Changes:
        return Changes(cases=True)

    def _gone(self) -> NotFound:
        return NotFound("没有这件督办。可能已撤回或移除，请重新列出来再选。")

    def _faults(
        self, c: Connection, record_id: int | None, before: SupervisionCase, after: SupervisionCase
    ) -> tuple[Blocker, ...]:
        if record_id is not None:
            return tuple(_unknown_tickets(c, after))
        begun = (*_unknown_tickets(c, after), *self._taken_up_already(c, after))
        return begun or tuple(wrong_openings(self._office, c, after, after.log[-1].entry))

    def _follows(
        self, c: Connection, record_id: int, before: SupervisionCase, after: SupervisionCase, entry: Entry
    ) -> Changes:
        if entry.step == TAKE_UP.id and after.trigger is SupervisionTrigger.CONTRADICTION:
            for ticket_id in tickets.known(c, after.ticket_numbers).values():
                candidates.settle_by_hand(c, ticket_id, tickets.load(c, ticket_id), entry.recorded_at or entry.at)
        return self._tell_tickets(c, before, after, entry.by)

    def _undone(
        self, c: Connection, id: int, before: SupervisionCase, after: SupervisionCase, taken: Taken, by: str
    ) -> Changes:
        if before.stage is CaseStage.ARCHIVED:
            self._refuse_if_filed_since(c, before, taken.entry)
        if before.closed_at is not None and after.closed_at is None:
            self._take_on_again(c, before, before.closed_at, by)
        recount_case_again(c, id, before, after, self._office.context(c, by))
        return self._tell_tickets(c, before, after, by)

    def _refuse_if_filed_since(self, c: Connection, case: SupervisionCase, filed: Entry) -> None:
        """A ticket that was filed because its case was filed stands on that. 规范一（六）1, 督办二（五）3."""
        own = [tickets.load(c, ticket_id) for ticket_id in tickets.known(c, case.ticket_numbers).values()]
        since = "、".join(each.facts.number for each in own if each.archived_at and each.archived_at >= filed.at)
        if since:
            message = f"工单 {since} 已在督办归档以后归档，先撤回工单的归档"
            raise StepRefused(WITHDRAW.label, (Blocker(Clause.CASE_POOL, message),))

    def _take_on_again(self, c: Connection, case: SupervisionCase, closed_at: datetime, by: str) -> None:
        """What was left overdue when the case ended is its own again, unless a person decided on it since. R13."""
        ids = tickets.known(c, case.ticket_numbers).values()
        left = candidates.left_by_closing(c, ids, closed_at)
        decided = "、".join(each.number for each in left if each.stage is not CandidateStage.OPEN)
        if decided:
            message = f"结案时仍未办结的工单 {decided} 已另作决定，不能再撤回结案：在那一件里接着办"
            raise StepRefused(WITHDRAW.label, (Blocker(Clause.CASE_POOL, message),))
        now = self._office.now()
        candidates.closing_undone(c, left, Entry(WITHDRAW.id, now, by, recorded_at=now))

    def _taken_up_already(self, c: Connection, case: SupervisionCase) -> Iterable[Blocker]:
        """One matter is decided on once, also where two clerks do so in the same minute. 督办二（五）3."""
        known = tickets.known(c, case.ticket_numbers)
        same = {
            number: [line for line in cases.of_ticket(c, ticket_id) if _same_matter(cases.load(c, line.id), case)]
            for number, ticket_id in known.items()
        }
        waiting = (
            {(each.number, each.finding.trigger) for each in undecided_reasons(self._office, c)}
            if any(same.values())
            else set()
        )
        for number, decided in same.items():
            if decided and (number, case.trigger) not in waiting:
                which = decided[-1].number or f"（{decided[-1].stage}）"
                by_hand = case.trigger is SupervisionTrigger.CONTRADICTION
                again = f"；以后又发生的，写明“{EVENT.label}”" if by_hand else ""
                message = f"工单 {number} 因“{case.trigger}”已列入督办件 {which}，同一件事不重复立案{again}"
                yield Blocker(Clause.CASE_POOL, message, TICKETS.key)

    def _tell_tickets(self, c: Connection, before: SupervisionCase, after: SupervisionCase, by: str) -> Changes:
        """Writes into the tickets' own history that they are supervised now, or no longer."""
        was, now = _supervised(before), _supervised(after)
        known = tickets.known(c, was | now)
        reason = after.trigger.value
        for number in sorted(now - was):
            self._tell(c, known[number], SUPERVISION_OPENED, {CASE.key: after.number, WHY_SUPERVISED.key: reason}, by)
        for number in sorted(was - now):
            self._tell(
                c, known[number], SUPERVISION_ENDED, {CASE.key: before.number, HOW_ENDED.key: after.stage.value}, by
            )
        notified = self._tell_result(c, before, after, by)
        return Changes(tickets=frozenset({known[number] for number in was ^ now} | notified))

    def _tell_result(self, c: Connection, before: SupervisionCase, after: SupervisionCase, by: str) -> set[int]:
        """Writes into the tickets that are finished what supervision changed of their result, or that it no longer did.

        督办二（三）2（3）.
        """
        was, now = result_values(before), result_values(after)
        if was == now:
            return set()
        notified = set()
        for ticket_id in tickets.known(c, after.ticket_numbers).values():
            ticket = tickets.load(c, ticket_id)
            rounds = {ticket.round_number} if now and ticket.round.result is not None else set()
            if not now:
                rounds = {turn.number for turn in ticket.rounds if _revised_by(turn, after.number)}
            for number in rounds:
                values = {CASE.key: after.number, **now}
                self._tell(c, ticket_id, SUPERVISION_RESULT, values, by, number)
                notified.add(ticket_id)
        return notified

    def _tell(
        self, c: Connection, ticket_id: int, step: TicketStep, values: Mapping[str, Value], by: str, of_round: int = 0
    ) -> None:
        ticket, now = tickets.load(c, ticket_id), self._office.now()
        entry = Entry(step.id, now, by, values, round=of_round or ticket.round_number, recorded_at=now)
        after = step.apply(ticket, entry)
        tickets.record(c, ticket_id, after, entry, *changed_labels(ticket, after))


def _supervised(case: SupervisionCase) -> set[str]:
    """The tickets that the case holds on to: from the decision until its file is archived."""
    held = case.stage.is_open or case.stage is CaseStage.CLOSED
    return set(case.ticket_numbers) if held else set()


def _revised_by(turn: Round, case: str) -> bool:
    return any(CASE.of(each) == case for each in turn.revisions)


def _same_matter(known: SupervisionCase, case: SupervisionCase) -> bool:
    """Whether both have the same reason and came from the same place: what the rules found has none."""
    source = (known.source, known.source_on, known.source_text)
    alike = known.trigger is case.trigger and source == (case.source, case.source_on, case.source_text)
    return alike and not _arose_since(known, case)


def _arose_since(known: SupervisionCase, case: SupervisionCase) -> bool:
    """What a person saw happen after the known case was begun is another event, of a later round for one. R9.2."""
    event, begun = EVENT.of(case.log[-1].entry), known.opened_at
    by_hand = case.trigger is SupervisionTrigger.CONTRADICTION
    return by_hand and event is not None and begun is not None and event > begun


def _unknown_tickets(c: Connection, case: SupervisionCase) -> Iterable[Blocker]:
    known = tickets.known(c, case.ticket_numbers)
    missing = "、".join(number for number in case.ticket_numbers if number not in known)
    if missing:
        yield Blocker(Clause.CASE_POOL, f"没有编号为 {missing} 的工单，请先登记或导入", TICKETS.key)
