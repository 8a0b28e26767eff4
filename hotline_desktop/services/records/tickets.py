"""Tickets: listing, one in detail, registering, taking steps, files. Each write is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hotline_desktop.domain.records.engine import blockers
from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.records.steps import RuleContext, Taken
from hotline_desktop.domain.records.summaries import (
    PAGE_ROWS,
    Changes,
    PageKey,
    SortKey,
    TicketFilter,
    TicketSummary,
)
from hotline_desktop.domain.records.withdrawal import withdrawal
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker, NotFound, StepRefused, in_words
from hotline_desktop.domain.terms.progress import Progress, counted
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.terms.ticket_numbers import as_ticket_number
from hotline_desktop.domain.ticket.bulk_dispatch import own_values, refusal, shared_defaults
from hotline_desktop.domain.ticket.history import TicketOffer
from hotline_desktop.domain.ticket.masking import hide_confidential
from hotline_desktop.domain.ticket.steps.handover import DISPATCH
from hotline_desktop.domain.ticket.steps.intake import NUMBER, REGISTER, contacted
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Entry, Ticket
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.foundation.recounting import recount_ticket_again
from hotline_desktop.services.records.links import tell_after_withdrawal, tell_linked, wrong_links
from hotline_desktop.services.records.meanwhile import NOTHING_SEEN, ChangedMeanwhile
from hotline_desktop.services.records.records import Done, RecordDetail, RecordService
from hotline_desktop.services.records.signed_sheets import note_return, note_withdrawn, scan_blockers
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import units
from hotline_desktop.storage.papers import attachments
from hotline_desktop.storage.records import platform_cells, ticket_queries, tickets

ANYTHING = TicketFilter()


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the list; ``next`` is where the following one starts, None at the end."""

    rows: tuple[TicketSummary, ...]
    next: PageKey | None


@dataclass(frozen=True, slots=True)
class TicketDetail(RecordDetail[Ticket]):
    """Everything about one ticket. ``platform`` is what the city platform said, under its own headers."""

    summary: TicketSummary
    platform: Mapping[str, str]

    @property
    def ticket(self) -> Ticket:
        """The ticket as it stands."""
        return self.record


@dataclass(frozen=True, slots=True)
class DoneMany:
    """A write to several tickets that succeeded, in the order asked for."""

    ids: tuple[int, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class ToDispatch:
    """Which of the chosen tickets can be dispatched now.

    ``uncontacted`` are the ids among ``tickets`` that need a reason; ``left_out`` says in Chinese of every other
    chosen ticket why it stays out; ``defaults`` is what the shared form starts with; ``since`` how many entries each
    had then.
    """

    tickets: tuple[TicketSummary, ...]
    uncontacted: frozenset[int]
    left_out: tuple[str, ...]
    defaults: Mapping[str, Value]
    since: Mapping[int, int]


class Tickets(RecordService[Ticket]):
    """What a clerk can ask of tickets and do to them. In lists the callers of confidential ones read （保密）."""

    def __init__(self, office: OfficeContext) -> None:
        super().__init__(office, tickets.RECORDS)

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
            rows, following = ticket_queries.page(c, by_every_name(c, filter), sort, descending, after, limit, bounds)
        return Page(tuple(hide_confidential(row) for row in rows), following)

    def count(
        self,
        filter: TicketFilter = ANYTHING,
        progress: Progress | None = None,
        *,
        most: int | None = None,
        aside: bool = False,
    ) -> int:
        """How many tickets ``filter`` lists; counting stops at ``most``. ``progress`` as with :meth:`page`.

        ``aside`` nobody who asks for something else waits meanwhile.
        """
        with (self._office.db.aside if aside else self._office.db.read)(progress) as c:
            return ticket_queries.count(c, by_every_name(c, filter), self._office.bounds(c), most)

    def find(self, number: str) -> int:
        """The id of the ticket with that 工单编号. Raises NotFound."""
        plain = as_ticket_number(number)
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
            entries, history = tickets.entries_with_history(c, ticket_id)
            ticket = self.kind.replay(entries)
            context = self._office.context(c, by)
            return TicketDetail(
                ticket_id,
                ticket,
                self._offers(c, ticket_id, ticket, context),
                history,
                attachments.of(c, self.kind.name, ticket_id),
                withdrawal(ticket, context),
                summary,
                platform_cells.of(c, ticket_id),
            )

    def shown_in_full(self, what: str, by: str) -> None:
        """Writes down that ``by`` looked at names and phones without masks; ``what`` says where, in Chinese."""
        with self._office.write(Right.LOOK, by) as c:
            self._office.remember(c, f"未遮盖：{what}", by, {}, {})

    # -- steps ---------------------------------------------------------------------------------------------

    def register(self, values: Mapping[str, object], by: str, at: datetime | None = None) -> Done:
        """Registers a new ticket. Raises StepRefused with everything that is missing or already there."""
        return self.start(REGISTER.id, values, by, at)

    def to_dispatch(self, ticket_ids: Sequence[int], by: str) -> ToDispatch:
        """Sorts out which of the tickets can be dispatched together. Raises NotFound."""
        rows, found, left_out, since = [], [], [], {}
        with self._office.db.read() as c:
            context = self._office.context(c, by)
            for ticket_id in dict.fromkeys(ticket_ids):
                row, ticket = self._summary(c, ticket_id), self._load(c, ticket_id)
                against = blockers(DISPATCH, ticket, context)
                if against:
                    left_out.append(f"{row.number}：{in_words(against)}")
                else:
                    rows.append(row)
                    found.append(ticket)
                    since[ticket_id] = len(self._records.entries(c, ticket_id))
        uncontacted = frozenset(row.id for row, ticket in zip(rows, found, strict=True) if not contacted(ticket))
        return ToDispatch(tuple(rows), uncontacted, tuple(left_out), shared_defaults(found, context), since)

    def dispatch_many(
        self,
        ticket_ids: Sequence[int],
        values: Mapping[str, object],
        by: str,
        progress: Progress | None = None,
        *,
        since: Mapping[int, int] = NOTHING_SEEN,
    ) -> DoneMany:
        """Dispatches the tickets with the same ``values`` in one transaction, each under the next 转办编号.

        A ticket keeps its level where ``values`` has none. ``since`` is how many entries each had when the form was
        opened. Raises StepRefused that says for which numbers what is missing or was recorded since, NotFound,
        Cancelled. Nothing changes then.
        """
        ids, done = tuple(dict.fromkeys(ticket_ids)), []
        refused: dict[str, tuple[Blocker, ...]] = {}
        with self._office.write(Right.HANDLE, by) as c:
            for ticket_id in counted(ids, len(ids), progress):
                ticket = self._load(c, ticket_id)
                try:
                    own = own_values(ticket, values)
                    done.append(self.do(ticket_id, DISPATCH.id, own, by, since=since.get(ticket_id)).changes)
                except ChangedMeanwhile as changed:
                    refused[ticket.facts.number] = (Blocker(DISPATCH.clause, f"{changed}要派的请重新选。"),)
                except StepRefused as error:
                    refused[ticket.facts.number] = error.blockers
            if refused:
                raise refusal(len(ids), refused)
        return DoneMany(ids, Changes.of(*done))

    # -- inside --------------------------------------------------------------------------------------------

    def _summary(self, c: Connection, ticket_id: int) -> TicketSummary:
        summary = tickets.summary(c, ticket_id)
        if summary is None:
            raise no_ticket()
        return hide_confidential(summary)

    def _offers(self, c: Connection, record_id: int, record: Ticket, context: RuleContext) -> tuple[TicketOffer, ...]:
        return tuple(
            replace(offer, blockers=(*offer.blockers, *missing)) if missing else offer
            for offer in super()._offers(c, record_id, record, context)
            for missing in (scan_blockers(self._office, c, offer.step, record_id),)
        )

    # -- what tickets say of themselves ------------------------------------------------------------------------

    def _touched(self, record_id: int) -> Changes:
        return Changes(tickets=frozenset((record_id,)))

    def _gone(self) -> NotFound:
        return no_ticket()

    def _known(self, c: Connection, values: Mapping[str, object]) -> tuple[Blocker, ...]:
        number = as_ticket_number(str(values.get(NUMBER.key) or ""))
        if not number or tickets.find(c, number) is None:
            return ()
        return (Blocker(Clause.RECEIVE_CENTER, f"工单 {number} 已经登记过，请打开原来那张办理", NUMBER.key),)

    def _against(self, c: Connection, record_id: int, step: TicketStep) -> tuple[Blocker, ...]:
        return scan_blockers(self._office, c, step, record_id)

    def _faults(self, c: Connection, record_id: int | None, before: Ticket, after: Ticket) -> tuple[Blocker, ...]:
        return wrong_links(c, record_id, before, after) if record_id is not None else ()

    def _follows(self, c: Connection, record_id: int, before: Ticket, after: Ticket, entry: Entry) -> Changes:
        if not before.log:
            return Changes()  # a new ticket is linked to none yet
        return Changes(tickets=tell_linked(c, after, entry), papers=note_return(c, record_id, entry))

    def _undone(self, c: Connection, id: int, before: Ticket, after: Ticket, taken: Taken, by: str) -> Changes:
        recount_ticket_again(c, id, before, after, self._office.context(c, by))
        linked = tell_after_withdrawal(c, after, taken, by, self._office.now())
        return Changes(tickets=linked, papers=note_withdrawn(c, id, taken))


def no_ticket() -> NotFound:
    """Nobody knows the ticket any more."""
    return NotFound("没有这张工单，可能已随导入一起撤销。请刷新列表后再看。")


def by_every_name(c: Connection, filter: TicketFilter) -> TicketFilter:
    """The filter, for units with what they were called before: those tickets keep that name."""
    return replace(filter, units=units.under_every_name(c, filter.units)) if filter.units else filter
