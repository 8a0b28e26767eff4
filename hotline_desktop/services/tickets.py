"""Tickets: listing, one in detail, registering, taking steps, files. Each write is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from hotline_desktop.domain.records.engine import blockers, take
from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import RuleContext
from hotline_desktop.domain.records.summaries import (
    AttachmentSummary,
    Changes,
    HistoryLine,
    PageKey,
    SortKey,
    TicketFilter,
    TicketSummary,
)
from hotline_desktop.domain.records.withdrawal import Withdrawal, withdraw, withdrawal
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker, NotFound, StepRefused
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.terms.ticket_numbers import read_typed_number
from hotline_desktop.domain.ticket.bulk_dispatch import contacted, own_values, refusal, shared_defaults
from hotline_desktop.domain.ticket.history import TicketOffer, replay, ticket_offers
from hotline_desktop.domain.ticket.labels import changed_words
from hotline_desktop.domain.ticket.masking import hide_confidential
from hotline_desktop.domain.ticket.steps.catalogue import STEPS
from hotline_desktop.domain.ticket.steps.intake import DISPATCH, NUMBER, REGISTER
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.steps.records import ATTACH, DETACH
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.services.attached import AttachedFiles, Note, Owners
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.services.given_numbers import number_blockers
from hotline_desktop.services.links import tell_linked, wrong_links
from hotline_desktop.services.signed_sheets import note_return, note_withdrawn, scan_blockers
from hotline_desktop.storage import attachments, papers, ticket_queries, tickets
from hotline_desktop.storage.database import Connection

ANYTHING = TicketFilter()
PAGE_ROWS = 200
_TAKEN = {step.id: step for step in STEPS if not step.starts}


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the list; ``next`` is where the following one starts, None at the end."""

    rows: tuple[TicketSummary, ...]
    next: PageKey | None


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """Everything about one ticket. ``platform`` is what the city platform said, under its own headers."""

    id: int
    ticket: Ticket
    summary: TicketSummary
    offers: tuple[TicketOffer, ...]
    history: tuple[HistoryLine, ...]
    platform: Mapping[str, str]
    attachments: tuple[AttachmentSummary, ...]
    withdrawal: Withdrawal[Ticket]


@dataclass(frozen=True, slots=True)
class Done:
    """A write that succeeded: the ticket's id, and what open views must refresh."""

    id: int
    changes: Changes


@dataclass(frozen=True, slots=True)
class DoneMany:
    """A write to several tickets that succeeded, in the order asked for."""

    ids: tuple[int, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class ToDispatch:
    """Which of the chosen tickets can be dispatched now.

    ``uncontacted`` are the ids among ``tickets`` that need a reason; ``left_out`` says in Chinese of every other
    chosen ticket why it stays out; ``defaults`` is what the shared form starts with.
    """

    tickets: tuple[TicketSummary, ...]
    uncontacted: frozenset[int]
    left_out: tuple[str, ...]
    defaults: Mapping[str, Value]


class Tickets:
    """What a clerk can ask of tickets and do to them. In lists the callers of confidential ones read （保密）."""

    def __init__(self, office: OfficeContext) -> None:
        self._office = office
        came, went = self._record_file(ATTACH), self._record_file(DETACH)
        owners = Owners("工单", attachments.add_to_ticket, attachments.get_of_ticket, came, went)
        self._files = AttachedFiles(office, owners)

    # -- looking -------------------------------------------------------------------------------------------

    def page(
        self,
        filter: TicketFilter = ANYTHING,
        sort: SortKey = SortKey.DUE,
        descending: bool = False,
        after: PageKey | None = None,
        limit: int = PAGE_ROWS,
        progress: Progress | None = None,
    ) -> Page:
        """At most ``limit`` tickets of ``filter`` in that order, from ``after`` on.

        ``progress`` is told that it goes on; what it raises stops the search.
        """
        with self._office.db.read(progress) as c:
            bounds = self._office.bounds(c)
            rows, following = ticket_queries.page(c, filter, sort, descending, after, limit, bounds)
        return Page(tuple(hide_confidential(row) for row in rows), following)

    def count(self, filter: TicketFilter = ANYTHING, progress: Progress | None = None) -> int:
        """How many tickets ``filter`` lists. ``progress`` as with :meth:`page`."""
        with self._office.db.read(progress) as c:
            return ticket_queries.count(c, filter, self._office.bounds(c))

    def find(self, number: str) -> int:
        """The id of the ticket with that 工单编号. Raises NotFound."""
        plain = _as_numbered(number)
        with self._office.db.read() as c:
            ticket_id = tickets.find(c, plain)
        if ticket_id is None:
            raise NotFound(f"没有编号为“{plain}”的工单。请核对编号；刚从热线系统导出的工单要先导入。")
        return ticket_id

    def summary(self, ticket_id: int) -> TicketSummary:
        """The ticket as a line of the list. Raises NotFound."""
        with self._office.db.read() as c:
            return self._summary(c, ticket_id)

    def detail(self, ticket_id: int, by: str = "") -> TicketDetail:
        """The ticket with its next steps as they stand for ``by``, its history and its files. Raises NotFound."""
        with self._office.db.read() as c:
            summary = self._summary(c, ticket_id)
            entries, history = tickets.told(c, ticket_id)
            ticket = replay(entries)
            context = self._office.context(c, by)
            return TicketDetail(
                ticket_id,
                ticket,
                summary,
                self._offers(c, ticket_id, ticket, context),
                history,
                tickets.cells(c, ticket_id),
                tuple(attachments.of_ticket(c, ticket_id)),
                withdrawal(ticket, context),
            )

    def shown_in_full(self, what: str, by: str) -> None:
        """Writes down that ``by`` looked at names and phones without masks; ``what`` says where, in Chinese."""
        with self._office.write(Right.LOOK, by) as c:
            self._office.remember(c, f"未遮盖：{what}", by, {}, {})

    # -- steps ---------------------------------------------------------------------------------------------

    def register(self, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """Registers a new ticket. Raises StepRefused with everything that is missing or already there."""
        with self._office.write(Right.HANDLE, by) as c:
            context = self._office.context(c, by)
            known = _known_number(c, str(values.get(NUMBER.key) or ""))
            try:
                ticket, entry = take(REGISTER, Ticket(), values, context, at=at)
            except StepRefused as refused:
                raise StepRefused(refused.label, (*known, *refused.blockers)) from None
            if known:
                raise StepRefused(REGISTER.label, known)
            ticket_id = tickets.add(c, ticket, entry)
        return Done(ticket_id, Changes(tickets=frozenset((ticket_id,))))

    def do(
        self, ticket_id: int, step_id: str, values: Mapping[str, object], by: str, at: datetime | None = None
    ) -> Done:
        """Takes a step; fields that ``values`` does not name take their proposed value.

        Raises StepRefused with every blocker at once, NotFound for an unknown ticket or step. Nothing changes then.
        """
        step = _step(step_id)
        with self._office.write(Right.HANDLE, by) as c:
            before, day = self._load(c, ticket_id), _typed_moment(step, values) or at
            context, values = self._office.numbering(c, step, values, by, day)
            missing = scan_blockers(self._office, c, step, ticket_id)
            if missing:
                raise StepRefused(step.label, (*blockers(step, before, context), *missing))
            after, entry = take(step, before, values, context, at=at)
            faults = (*number_blockers(c, "工单", ticket_id, step, entry), *wrong_links(c, ticket_id, before, after))
            if faults:
                raise StepRefused(step.label, faults)
            self._office.take_numbers(c, entry, context, day)
            self._record(c, ticket_id, before, after, entry)
            linked, back = tell_linked(c, after, entry), note_return(c, ticket_id, entry)
        return Done(ticket_id, Changes(tickets=linked | {ticket_id}, papers=back))

    def withdraw(self, ticket_id: int, reason: str, by: str) -> Done:
        """Takes the last step back (撤回). Raises StepRefused where the rules do not allow it, NotFound."""
        with self._office.write(Right.HANDLE, by) as c:
            before = self._load(c, ticket_id)
            context = self._office.context(c, by)
            taken = withdrawal(before, context).taken
            after, entry = withdraw(before, Ticket(), reason, context)
            self._record(c, ticket_id, before, after, entry)
            assert taken is not None
            since = taken.entry.recorded_at or taken.entry.at
            out = papers.withdraw(c, since, ticket_id=ticket_id)
            back = note_withdrawn(c, ticket_id, taken)
        return Done(ticket_id, Changes(tickets=frozenset((ticket_id,)), papers=out or back))

    def to_dispatch(self, ticket_ids: Sequence[int], by: str) -> ToDispatch:
        """Sorts out which of the tickets can be dispatched together. Raises NotFound."""
        rows, found, left_out = [], [], []
        with self._office.db.read() as c:
            context = self._office.context(c, by)
            for ticket_id in dict.fromkeys(ticket_ids):
                row, ticket = self._summary(c, ticket_id), self._load(c, ticket_id)
                against = blockers(DISPATCH, ticket, context)
                if against:
                    why = "；".join(f"{blocker.message}（{blocker.clause.ref}）" for blocker in against)
                    left_out.append(f"{row.number}：{why}")
                else:
                    rows.append(row)
                    found.append(ticket)
        uncontacted = frozenset(row.id for row, ticket in zip(rows, found, strict=True) if not contacted(ticket))
        return ToDispatch(tuple(rows), uncontacted, tuple(left_out), shared_defaults(found, context))

    def dispatch_many(
        self, ticket_ids: Sequence[int], values: Mapping[str, object], by: str, progress: Progress | None = None
    ) -> DoneMany:
        """Dispatches the tickets with the same ``values`` in one transaction, each under the next 转办编号.

        A ticket keeps its level where ``values`` has none. Raises StepRefused that says for which numbers what is
        missing, NotFound, Cancelled. Nothing changes then.
        """
        ids, done, refused = tuple(dict.fromkeys(ticket_ids)), [], {}
        with self._office.write(Right.HANDLE, by) as c:
            for place, ticket_id in enumerate(ids):
                if progress:
                    progress(place, len(ids))
                ticket = self._load(c, ticket_id)
                try:
                    done.append(self.do(ticket_id, DISPATCH.id, own_values(ticket, values), by).changes)
                except StepRefused as error:
                    refused[ticket.facts.number] = error.blockers
            if refused:
                raise refusal(len(ids), refused)
        return DoneMany(ids, _together(done))

    # -- files ---------------------------------------------------------------------------------------------

    def attach(self, ticket_id: int, path: Path, kind: str, by: str) -> Done:
        """Keeps a copy of the file at ``path`` with the ticket. Raises NotFound, HotlineError (unreadable file)."""
        self._files.attach(ticket_id, path, kind, by)
        return Done(ticket_id, Changes(tickets=frozenset((ticket_id,))))

    def detach(self, attachment_id: int, reason: str, by: str) -> Done:
        """Takes a file off its ticket; the file itself is kept. Raises NotFound, HotlineError without a reason."""
        ticket_id = self._files.detach(attachment_id, reason, by)
        return Done(ticket_id, Changes(tickets=frozenset((ticket_id,))))

    def attachment_copy(self, attachment_id: int) -> Path:
        """A read-only copy under the file's own name, for other programs. Raises NotFound, HotlineError."""
        return self._files.copy(attachment_id)

    def attachment_path(self, attachment_id: int) -> Path:
        """Where the file is kept. Raises NotFound, also where it is gone from the disk."""
        return self._files.path(attachment_id)

    # -- inside --------------------------------------------------------------------------------------------

    def _summary(self, c: Connection, ticket_id: int) -> TicketSummary:
        summary = tickets.summary(c, ticket_id)
        if summary is None:
            raise _no_ticket()
        return hide_confidential(summary)

    def _offers(self, c: Connection, ticket_id: int, ticket: Ticket, context: RuleContext) -> tuple[TicketOffer, ...]:
        return tuple(
            replace(offer, blockers=(*offer.blockers, *scan_blockers(self._office, c, offer.step, ticket_id)))
            for offer in ticket_offers(ticket, context)
        )

    def _load(self, c: Connection, ticket_id: int) -> Ticket:
        entries = tickets.entries(c, ticket_id)
        if not entries:
            raise _no_ticket()
        return replay(entries)

    def _record(self, c: Connection, ticket_id: int, before: Ticket, after: Ticket, entry: Entry) -> None:
        tickets.record(c, ticket_id, after, entry, *changed_words(before, after))

    def _record_file(self, step: TicketStep) -> Note:
        def note(c: Connection, ticket_id: int, words: Mapping[str, str], by: str) -> None:
            ticket, now = self._load(c, ticket_id), self._office.now()
            entry = Entry(step.id, now, by, dict(words), round=ticket.round_number, recorded_at=now)
            self._record(c, ticket_id, ticket, step.apply(ticket, entry), entry)

        return note


def _step(step_id: str) -> TicketStep:
    step = _TAKEN.get(step_id)
    if step is None:
        raise NotFound(f"没有“{step_id}”这一步。可用的步骤：{'、'.join(_TAKEN)}。")
    return step


def _typed_moment(step: TicketStep, values: Mapping[str, object]) -> datetime | None:
    """When the step happened by its own field, whose year gives its number; None where that says nothing readable."""
    try:
        moment = next((field.read(values.get(field.key)) for field in step.fields if field.key == step.happened), None)
    except ValueError:
        return None
    return moment if isinstance(moment, datetime) else None


def _together(done: Sequence[Changes]) -> Changes:
    return Changes(
        tickets=frozenset().union(*(one.tickets for one in done)),
        units=any(one.units for one in done),
        papers=any(one.papers for one in done),
    )


def _no_ticket() -> NotFound:
    return NotFound("没有这张工单，可能已随导入一起撤销。请刷新列表后再看。")


def _known_number(c: Connection, raw: str) -> tuple[Blocker, ...]:
    number = raw.strip()
    if not number or tickets.find(c, number) is None:
        return ()
    return (Blocker(Clause.RECEIVE_CENTER, f"工单 {number} 已经登记过，请打开原来那张办理", "number"),)


def _as_numbered(typed: str) -> str:
    """The number as a ticket would carry it; what cannot be one stays as it was typed."""
    try:
        return read_typed_number(typed)
    except ValueError:
        return typed.strip()
