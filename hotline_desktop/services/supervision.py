"""督办: candidates, cases and their files. Each write is one transaction, told to the tickets it concerns too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.records.engine import Offer, defaults, offers, take
from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.records.withdrawal import Withdrawal, withdraw, withdrawal
from hotline_desktop.domain.supervision.case import (
    Candidate,
    CaseFilter,
    CaseRecord,
    CaseStage,
    CaseSummary,
    SupervisionCase,
)
from hotline_desktop.domain.supervision.changes import changed_case_words
from hotline_desktop.domain.supervision.contradictions import contradictions
from hotline_desktop.domain.supervision.options import TRIGGER_CLAUSES
from hotline_desktop.domain.supervision.steps.answering import result_words
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS
from hotline_desktop.domain.supervision.steps.model import CaseStep
from hotline_desktop.domain.supervision.steps.pool import DISMISS, OPEN_CASE, PROPOSE
from hotline_desktop.domain.supervision.steps.records import CASE_ATTACH, CASE_DETACH
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker, NotFound, StepRefused
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.labels import changed_words
from hotline_desktop.domain.ticket.masking import hide_confidential
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.steps.records import SUPERVISION_ENDED, SUPERVISION_OPENED, SUPERVISION_RESULT
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.services.attached import AttachedFiles, Note, Owners
from hotline_desktop.services.candidates import gathered
from hotline_desktop.services.case_titles import shown_cases
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.services.given_numbers import number_blockers
from hotline_desktop.services.tickets import Done
from hotline_desktop.storage import attachments, cases, papers, pool, tickets
from hotline_desktop.storage.database import Connection

EVERY_CASE = CaseFilter()
POOL = CaseFilter(stages=(CaseStage.POOL,))
OPEN = CaseFilter(open_only=True)
CaseOffer = Offer[SupervisionCase]
_STARTS = {step.id: step for step in (PROPOSE, OPEN_CASE, DISMISS)}
_TAKEN = {step.id: step for step in CASE_STEPS if not step.starts}


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """One case with everything its file holds, and its next steps as they stand now."""

    id: int
    record: CaseRecord
    offers: tuple[CaseOffer, ...]
    withdrawal: Withdrawal[SupervisionCase]

    @property
    def case(self) -> SupervisionCase:
        """The case as it stands."""
        return self.record.case


class Supervision:
    """What a clerk can ask of supervision and do in it. Callers of confidential tickets read （保密）."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office
        came, went = self._record_file(CASE_ATTACH), self._record_file(CASE_DETACH)
        owners = Owners("督办件", attachments.add_to_case, attachments.get_of_case, came, went)
        self._files = AttachedFiles(office, owners)

    # -- looking -------------------------------------------------------------------------------------------

    def candidates(self, now: datetime | None = None) -> tuple[Candidate, ...]:
        """案源库: what the rules found and nobody has decided on, and what was put there by hand. 督办二（五）3."""
        with self._office.db.read() as c:
            by_hand = [self._by_hand(c, line) for line in cases.all(c, POOL)]
            return (*by_hand, *self.undecided(c, now))

    def undecided(self, c: Connection, now: datetime | None = None) -> tuple[Candidate, ...]:
        """What the rules found and no case covers, the oldest first."""
        return gathered(c, self._found(c, now))

    def _found(self, c: Connection, now: datetime | None = None) -> tuple[pool.Found, ...]:
        return pool.undecided(c, now or self._office.now(), self._office.settings(c).repeat_count)

    def waiting(self) -> tuple[int, int]:
        """How many candidates wait for a decision, and how many cases for their end."""
        with self._office.db.read() as c:
            repeated = self._office.settings(c).repeat_count
            candidates = pool.count(c, self._office.now(), repeated) + cases.count(c, POOL)
            return candidates, cases.count(c, OPEN)

    def cases(self, filter: CaseFilter = EVERY_CASE) -> tuple[CaseSummary, ...]:
        """The cases of ``filter``, those on their way first."""
        with self._office.db.read() as c:
            return shown_cases(c, cases.all(c, filter))

    def of_ticket(self, ticket_id: int) -> tuple[CaseSummary, ...]:
        """The cases about a ticket, the oldest first."""
        with self._office.db.read() as c:
            return shown_cases(c, cases.of_ticket(c, ticket_id))

    def find(self, number: str) -> int:
        """The id of the case with that 督办编号 or 档号, or of the newest one about that 工单编号. Raises NotFound."""
        plain = unicodedata.normalize("NFKC", number).strip()
        with self._office.db.read() as c:
            found = (cases.find(c, number.strip()), cases.find(c, plain), cases.find_filed(c, number.strip()))
            case_id = next((known for known in found if known is not None), None)
            ticket_id = tickets.find(c, plain)
            about = cases.of_ticket(c, ticket_id) if case_id is None and ticket_id is not None else ()
        if case_id is None and not about:
            raise NotFound(f"没有编号为“{plain}”的督办件，也没有以此工单立的督办件。请核对编号。")
        return case_id if case_id is not None else about[-1].id

    def detail(self, case_id: int, by: str = "") -> CaseDetail:
        """The case with its next steps as they stand for ``by``, its tickets, history and files. Raises NotFound."""
        with self._office.db.read() as c:
            case = self._load(c, case_id)
            back = withdrawal(case, self._office.context(c, by))
            return CaseDetail(case_id, self._record_of(c, case_id, case), self._offers(c, case, by), back)

    def start_values(self, step_id: str, known: Mapping[str, object], by: str = "") -> Mapping[str, Value]:
        """What the form of a starting step begins with, given what is ``known`` of a candidate."""
        step = _start(step_id)
        with self._office.db.read() as c:
            proposed = dict(defaults(step, SupervisionCase(), self._office.context(c, by)))
        for field in step.fields:
            if field.key in known:
                proposed[field.key] = field.read(known[field.key])
        return proposed

    # -- steps ---------------------------------------------------------------------------------------------

    def start(self, step_id: str, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """登记案源 (``propose``), 纳入督办 (``open_case``) or 不予督办 (``dismiss``). Raises StepRefused, NotFound."""
        step = _start(step_id)
        with self._office.write(Right.HANDLE, by) as c:
            return self._take(c, None, step, values, by, at)

    def take_up(self, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """Takes a candidate that the rules found up as a case. Raises StepRefused."""
        return self.start(OPEN_CASE.id, values, by, at)

    def decline(self, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """Writes down why a candidate is not supervised; it stays in the pool as 不予督办. Raises StepRefused."""
        return self.start(DISMISS.id, values, by, at)

    def do(self, case_id: int, step_id: str, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """Takes a step; fields that ``values`` does not name take their proposed value.

        Raises StepRefused with every blocker at once, NotFound for an unknown case or step. Nothing changes then.
        """
        step = _TAKEN.get(step_id)
        if step is None:
            raise NotFound(f"没有“{step_id}”这一步。可用的步骤：{'、'.join(_TAKEN)}。")
        with self._office.write(Right.HANDLE, by) as c:
            return self._take(c, case_id, step, values, by, at)

    def withdraw(self, case_id: int, reason: str, by: str) -> Done:
        """Takes the last step back (撤回). Raises StepRefused where the rules do not allow it, NotFound."""
        with self._office.write(Right.HANDLE, by) as c:
            before, context = self._load(c, case_id), self._office.context(c, by)
            taken = withdrawal(before, context).taken
            after, entry = withdraw(before, SupervisionCase(), reason, context)
            cases.record(c, case_id, after, entry, *changed_case_words(before, after))
            assert taken is not None
            out = papers.withdraw(c, taken.entry.recorded_at or taken.entry.at, case_id=case_id)
            touched = self._tell_tickets(c, before, after, by)
        return Done(case_id, Changes(tickets=frozenset(touched), cases=True, papers=out))

    # -- files ---------------------------------------------------------------------------------------------

    def attach(self, case_id: int, path: Path, kind: str, by: str) -> Done:
        """Keeps a copy of the file at ``path`` with the case. Raises NotFound, HotlineError (unreadable file)."""
        self._files.attach(case_id, path, kind, by)
        return Done(case_id, Changes(cases=True))

    def detach(self, attachment_id: int, reason: str, by: str) -> Done:
        """Takes a file off its case; the file itself is kept. Raises NotFound, HotlineError without a reason."""
        return Done(self._files.detach(attachment_id, reason, by), Changes(cases=True))

    def attachment_copy(self, attachment_id: int) -> Path:
        """A read-only copy under the file's own name, for other programs. Raises NotFound, HotlineError."""
        return self._files.copy(attachment_id)

    def attachment_path(self, attachment_id: int) -> Path:
        """Where the file is kept. Raises NotFound, also where it is gone from the disk."""
        return self._files.path(attachment_id)

    # -- inside --------------------------------------------------------------------------------------------

    def _take(
        self,
        c: Connection,
        case_id: int | None,
        step: CaseStep,
        values: Mapping[str, object],
        by: str,
        at: datetime | None,
    ) -> Done:
        before = self._load(c, case_id) if case_id is not None else SupervisionCase()
        context, values = self._office.numbering(c, step, values, by, at)
        after, entry = take(step, before, values, context, at=at)
        faults = (*_unknown_tickets(c, after), *number_blockers(c, "督办件", case_id, step, entry))
        if case_id is None:
            faults = (*faults, *self._taken_up_already(c, after))
        if faults:
            raise StepRefused(step.label, faults)
        self._office.take_numbers(c, entry, context, at)
        words = changed_case_words(before if case_id is not None else None, after)
        if case_id is None:
            case_id = cases.add(c, after, entry, *words)
        else:
            cases.record(c, case_id, after, entry, *words)
        touched = self._tell_tickets(c, before, after, by)
        return Done(case_id, Changes(tickets=frozenset(touched), cases=True))

    def _taken_up_already(self, c: Connection, case: SupervisionCase) -> Iterable[Blocker]:
        """One matter is decided on once, also where two clerks do so in the same minute. 督办二（五）3."""
        known = tickets.known(c, case.ticket_numbers)
        same = {
            number: [line for line in cases.of_ticket(c, ticket_id) if _same_matter(cases.load(c, line.id), case)]
            for number, ticket_id in known.items()
        }
        waiting = {(each.number, each.finding.trigger) for each in self._found(c)} if any(same.values()) else set()
        for number, decided in same.items():
            if decided and (number, case.trigger) not in waiting:
                which = decided[-1].number or f"（{decided[-1].stage}）"
                message = f"工单 {number} 因“{case.trigger}”已列入督办件 {which}，同一件事不重复立案"
                yield Blocker(Clause.CASE_POOL, message, "tickets")

    def _tell_tickets(self, c: Connection, before: SupervisionCase, after: SupervisionCase, by: str) -> list[int]:
        """Writes into the tickets' own history that they are supervised now, or no longer."""
        was, now = _supervised(before), _supervised(after)
        known = tickets.known(c, was | now)
        reason = after.trigger.value
        for number in sorted(now - was):
            self._tell(c, known[number], SUPERVISION_OPENED, {"case": after.number, "why": reason}, by)
        for number in sorted(was - now):
            self._tell(c, known[number], SUPERVISION_ENDED, {"case": before.number, "note": after.stage.value}, by)
        told = self._tell_result(c, before, after, by)
        return sorted({known[number] for number in was ^ now} | told)

    def _tell_result(self, c: Connection, before: SupervisionCase, after: SupervisionCase, by: str) -> set[int]:
        """Writes into the tickets that are finished what supervision changed of their result, or that it no longer did.

        督办二（三）2（3）.
        """
        was, now = result_words(before), result_words(after)
        if was == now:
            return set()
        told = set()
        for ticket_id in tickets.known(c, after.ticket_numbers).values():
            if tickets.load(c, ticket_id).round.result is not None:
                self._tell(c, ticket_id, SUPERVISION_RESULT, {"case": after.number, **now}, by)
                told.add(ticket_id)
        return told

    def _tell(self, c: Connection, ticket_id: int, step: TicketStep, words: Mapping[str, Value], by: str) -> None:
        ticket, now = tickets.load(c, ticket_id), self._office.now()
        entry = Entry(step.id, now, by, words, round=ticket.round_number, recorded_at=now)
        after = step.apply(ticket, entry)
        tickets.record(c, ticket_id, after, entry, *changed_words(ticket, after))

    def _load(self, c: Connection, case_id: int) -> SupervisionCase:
        if cases.summary(c, case_id) is None:
            raise NotFound("没有这件督办。请刷新后再看。")
        return cases.load(c, case_id)

    def _offers(self, c: Connection, case: SupervisionCase, by: str) -> tuple[CaseOffer, ...]:
        return offers(case, self._office.context(c, by), CASE_STEPS)

    def _record_of(self, c: Connection, case_id: int, case: SupervisionCase) -> CaseRecord:
        summary = cases.summary(c, case_id)
        assert summary is not None
        known = tickets.known(c, case.ticket_numbers)
        ids = [known[number] for number in case.ticket_numbers if number in known]
        return CaseRecord(
            case_id,
            case,
            summary,
            tuple(hide_confidential(line) for line in tickets.summaries_of(c, ids)),
            cases.history(c, case_id),
            papers.of_case(c, case_id),
            attachments.of_case(c, case_id),
            contradictions(case, tuple(tickets.load(c, ticket_id) for ticket_id in ids)),
        )

    def _by_hand(self, c: Connection, line: CaseSummary) -> Candidate:
        case = cases.load(c, line.id)
        known = tickets.known(c, case.ticket_numbers)
        first = tickets.summary(c, known[case.ticket_numbers[0]]) if case.ticket_numbers[0] in known else None
        return Candidate(
            ticket=hide_confidential(first) if first else None,
            trigger=case.trigger,
            clause=TRIGGER_CLAUSES[case.trigger],
            evidence="。".join(part.rstrip("。") for part in (case.source, case.reason) if part),
            unit=case.unit,
            case_id=line.id,
            ticket_numbers=case.ticket_numbers,
            since=case.opened_at,
        )

    def _record_file(self, step: CaseStep) -> Note:
        def note(c: Connection, case_id: int, words: Mapping[str, str], by: str) -> None:
            case, now = self._load(c, case_id), self._office.now()
            entry = Entry(step.id, now, by, dict(words), round=case.round_number, recorded_at=now)
            after = step.apply(case, entry)
            cases.record(c, case_id, after, entry, *changed_case_words(case, after))

        return note


def _start(step_id: str) -> CaseStep:
    step = _STARTS.get(step_id)
    if step is None:
        raise NotFound(f"没有“{step_id}”这一步。可用的步骤：{'、'.join(_STARTS)}。")
    return step


def _supervised(case: SupervisionCase) -> set[str]:
    """The tickets that the case holds on to: from the decision until its file is archived."""
    held = case.stage.is_open or case.stage is CaseStage.CLOSED
    return set(case.ticket_numbers) if held else set()


def _same_matter(known: SupervisionCase, case: SupervisionCase) -> bool:
    """Whether both have the same reason and came from the same place: what the rules found has none."""
    source = (known.source, known.source_on, known.source_text)
    return known.trigger is case.trigger and source == (case.source, case.source_on, case.source_text)


def _unknown_tickets(c: Connection, case: SupervisionCase) -> Iterable[Blocker]:
    known = tickets.known(c, case.ticket_numbers)
    missing = "、".join(number for number in case.ticket_numbers if number not in known)
    if missing:
        yield Blocker(Clause.CASE_POOL, f"没有编号为 {missing} 的工单，请先登记或导入", "tickets")
