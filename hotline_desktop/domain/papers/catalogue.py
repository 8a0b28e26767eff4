"""Every paper by its kind: what it is made from, what must be there before it is printed, and who signs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from hotline_desktop.domain.papers import (
    case_gates,
    case_versions,
    supervision_documents,
    ticket_documents,
    ticket_gates,
    ticket_versions,
)
from hotline_desktop.domain.papers.annex_forms import (
    DisposalState,
    PaperContext,
    disposal_sheet,
    satisfaction_form,
    supervision_notice,
    tickets_notice,
)
from hotline_desktop.domain.papers.case_documents import case_extension, closing_report
from hotline_desktop.domain.papers.case_versions import CaseVersion
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.standing import standing_missing, to_be_filled
from hotline_desktop.domain.papers.ticket_versions import TicketVersion
from hotline_desktop.domain.papers.withholding import released
from hotline_desktop.domain.records.entries import Request
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker, StepRefused
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.ticket import Ticket

_NAMED = 20  # numbers at most in the words of a refusal
_R = TypeVar("_R")


class PaperRefused(StepRefused):
    """A paper lacks what its clause asks for. ``blockers`` are all of it; nothing was written.

    ``others`` are the numbers of further tickets of the same order whose papers may not go out either.
    """

    def __init__(self, kind: PaperKind, number: str, blockers: tuple[Blocker, ...], others: Sequence[str] = ()) -> None:
        super().__init__(f"打印{kind}", blockers)
        self.kind = kind
        self.number = number
        self.others = tuple(others)

    def __str__(self) -> str:
        reasons = "；".join(f"{b.message}（{b.clause.ref}）" for b in self.blockers)
        return f"工单 {self.number} 还不能打印{self.kind}：{reasons}。{self._also()}没有打印任何内容，空白表可以打印。"

    def _also(self) -> str:
        if not self.others:
            return ""
        named = "、".join(self.others[:_NAMED]) + ("等" if len(self.others) > _NAMED else "")
        return f"另有 {len(self.others)} 件也不能（{named}），去掉这些再打印其余的。"


class Refusals:
    """The papers of one order that may not go out, so that all of them are told at once."""

    def __init__(self, kind: PaperKind) -> None:
        self._kind = kind
        self._found: list[tuple[str, tuple[Blocker, ...]]] = []

    def add(self, number: str, blockers: tuple[Blocker, ...]) -> bool:
        """Whether that ticket's paper may not go out."""
        if blockers:
            self._found.append((number, blockers))
        return bool(blockers)

    def tell(self) -> None:
        """Raises PaperRefused where any may not go out."""
        if self._found:
            (number, blockers), *others = self._found
            raise PaperRefused(self._kind, number, blockers, [each for each, _blockers in others])


def nothing_missing(_record: object) -> tuple[Blocker, ...]:
    """For papers that may go out with empty lines."""
    return ()


def itself(record: _R) -> _R:
    """For papers on which nobody asks for anything."""
    return record


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """A paper about one ticket: ``build`` gives what the record says, ``missing`` what keeps it from being printed.

    ``versions`` are all papers of the kind that a ticket gives. ``running`` papers speak of the round that runs, also
    before there is a record of their own in it. ``missing_in`` says so where that depends on the state of its form.
    ``request`` is what the unit asked for on it, ``unasked`` the ticket before it asks again, and ``clause`` where that
    stands in the regulation.
    """

    build: Callable[[Ticket, str, PaperContext], PaperRecord]
    versions: Callable[[Ticket], Iterator[TicketVersion]]
    missing: Callable[[Ticket], tuple[Blocker, ...]] = nothing_missing
    missing_in: Callable[[Ticket, str], tuple[Blocker, ...]] | None = None
    running: bool = False
    request: Callable[[Ticket], Request | None] | None = None
    unasked: Callable[[Ticket], Ticket] = itself
    clause: Clause = Clause.RECEIVE_UNIT

    def make(self, ticket: Ticket, state: str, context: PaperContext) -> PaperRecord:
        """The values of the paper in a state, as they may leave the centre."""
        return released(self.build(ticket, state, context), (ticket,), context.own_numbers)

    def standing(self, ticket: Ticket, state: str) -> tuple[Blocker, ...]:
        """What keeps the paper from being printed in that state."""
        if self.missing_in is not None:
            return self.missing_in(ticket, state)
        if self.request is None:
            return self.missing(ticket)
        if to_be_filled(state):
            return ticket_gates.nobody_to_fill_in(ticket, self.clause)
        return self.missing(ticket) or standing_missing(state, self.request(ticket), self.clause)


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper about a supervision case and its tickets; the case is None where a ticket has none yet.

    ``needs_case`` papers cannot be printed then. ``versions``, ``running``, ``request`` and ``unasked`` as with one
    ticket, by measures.
    """

    build: Callable[[SupervisionCase | None, Sequence[Ticket], PaperContext], PaperRecord]
    versions: Callable[[SupervisionCase], Iterator[CaseVersion]]
    missing: Callable[[SupervisionCase], tuple[Blocker, ...]] = nothing_missing
    needs_case: bool = False
    running: bool = False
    request: Callable[[SupervisionCase], Request | None] | None = None
    unasked: Callable[[SupervisionCase], SupervisionCase] = itself
    clause: Clause = Clause.CASE_POOL

    def make(self, case: SupervisionCase | None, tickets: Sequence[Ticket], context: PaperContext) -> PaperRecord:
        """The values of the paper, as they may leave the centre."""
        return released(self.build(case, tickets, context), tickets, context.own_numbers)

    def standing(self, case: SupervisionCase | None, state: str = "") -> tuple[Blocker, ...]:
        """What keeps the paper from being printed in that state."""
        if case is not None and self.request is not None:
            if to_be_filled(state):
                return case_gates.nobody_to_fill_in(case, self.clause)
            return self.missing(case) or standing_missing(state, self.request(case), self.clause)
        if case is not None:
            return self.missing(case)
        return (Blocker(Clause.CASE_POOL, "这张工单还没有列入督办"),) if self.needs_case else ()


def _written(
    make: Callable[[Ticket, PaperContext], PaperRecord],
    missing: Callable[[Ticket], tuple[Blocker, ...]],
    found: Callable[[Ticket], Iterator[TicketVersion]],
    running: bool = False,
) -> TicketPaper:
    return TicketPaper(lambda ticket, _state, context: make(ticket, context), found, missing, running=running)


def _requested(
    make: Callable[[Ticket, PaperContext], PaperRecord],
    missing: Callable[[Ticket], tuple[Blocker, ...]],
    found: Callable[[Ticket], Iterator[TicketVersion]],
    request: Callable[[Ticket], Request | None],
    unasked: Callable[[Ticket], Ticket],
    clause: Clause,
) -> TicketPaper:
    """A paper by which a unit asks for something, or hands in a statement."""
    written = _written(make, missing, found)
    return replace(written, request=request, unasked=unasked, clause=clause)


def _of_case(
    make: Callable[[SupervisionCase | None, Sequence[Ticket], PaperContext], PaperRecord],
    missing: Callable[[SupervisionCase], tuple[Blocker, ...]],
    found: Callable[[SupervisionCase], Iterator[CaseVersion]],
    running: bool = False,
) -> CasePaper:
    return CasePaper(make, found, missing, needs_case=True, running=running)


def _building_stated_on(ticket: Ticket) -> date | None:
    return ticket.building.at if ticket.building else None


def _disposal_state(state: str) -> DisposalState:
    """A town may name further states; only the sheet that goes out leaves the unit's half open."""
    return DisposalState.HANDED_OVER if state == DisposalState.HANDED_OVER else DisposalState.FINISHED


TICKET_PAPERS: dict[PaperKind, TicketPaper] = {
    PaperKind.DISPOSAL: TicketPaper(
        lambda ticket, state, context: disposal_sheet(ticket, _disposal_state(state), context),
        ticket_versions.rounds,
        missing_in=ticket_gates.disposal_missing,
        running=True,
    ),
    PaperKind.SATISFACTION: TicketPaper(
        lambda ticket, _state, context: satisfaction_form(ticket, context),
        ticket_versions.surveyed,
        missing_in=ticket_gates.satisfaction_missing,
        running=True,
    ),
    PaperKind.RETURN: _requested(
        ticket_documents.return_request,
        ticket_gates.return_missing,
        ticket_versions.requests("returns"),
        ticket_documents.asked_last("returns"),
        ticket_versions.unasked("returns"),
        Clause.RETURN,
    ),
    PaperKind.EXTENSION: _requested(
        ticket_documents.extension_request,
        ticket_gates.extension_missing,
        ticket_versions.requests("extensions"),
        ticket_documents.asked_last("extensions"),
        ticket_versions.unasked("extensions"),
        Clause.EXTENSION,
    ),
    PaperKind.UNFOUNDED: _requested(
        ticket_documents.unfounded_statement,
        ticket_gates.unfounded_missing,
        ticket_versions.requests("unfounded"),
        ticket_documents.asked_last("unfounded"),
        ticket_versions.unasked("unfounded"),
        Clause.UNFOUNDED,
    ),
    PaperKind.JOINT: _written(
        ticket_documents.joint_sheet, ticket_gates.joint_missing, ticket_versions.joined, running=True
    ),
    PaperKind.CONTACTS: _written(
        ticket_documents.contact_record,
        ticket_gates.contacts_missing,
        ticket_versions.once(ticket_documents.last_contact),
    ),
    PaperKind.EXPLANATION: _written(
        ticket_documents.explanation_record, ticket_gates.explanation_missing, ticket_versions.explained
    ),
    PaperKind.REVIEW: _written(
        ticket_documents.review_record, ticket_gates.review_missing, ticket_versions.reviewed, running=True
    ),
    PaperKind.UNSATISFIED: _requested(
        ticket_documents.unsatisfied_statement,
        ticket_gates.unsatisfied_missing,
        ticket_versions.statements,
        ticket_documents.stated_last,
        ticket_versions.unstated,
        Clause.UNSATISFIED,
    ),
    PaperKind.BUILDING: _written(
        ticket_documents.building_statement, ticket_gates.building_missing, ticket_versions.once(_building_stated_on)
    ),
}
CASE_PAPERS: dict[PaperKind, CasePaper] = {
    PaperKind.SUPERVISION_NOTICE: CasePaper(
        lambda case, tickets, _context: supervision_notice(case, tickets) if case else tickets_notice(tickets),
        case_versions.notices,
        needs_case=True,
        running=True,
    ),
    PaperKind.CASE_EXTENSION: CasePaper(
        case_extension,
        case_versions.case_extensions,
        case_gates.case_extension_missing,
        needs_case=True,
        request=lambda case: case.measure.extensions[-1] if case.measure.extensions else None,
        unasked=lambda case: case.with_measure(extensions=()),
        clause=Clause.NOTICE_EXTENSION,
    ),
    PaperKind.CLOSING_REPORT: _of_case(closing_report, case_gates.closing_report_missing, case_versions.reports),
    PaperKind.PHONE_RECORD: _of_case(supervision_documents.phone_record, case_gates.phone_missing, case_versions.calls),
    PaperKind.SITE_RECORD: _of_case(supervision_documents.site_record, case_gates.site_missing, case_versions.visits),
    PaperKind.LEADER_REQUEST: _of_case(
        supervision_documents.leader_request,
        case_gates.request_missing,
        case_versions.laid_before_the_leader,
    ),
    PaperKind.MEETING_NOTICE: _of_case(
        supervision_documents.meeting_paper, case_gates.convened_missing, case_versions.convenings
    ),
    PaperKind.MEETING_SIGN_IN: _of_case(
        supervision_documents.meeting_paper, case_gates.convened_missing, case_versions.convenings
    ),
    PaperKind.MEETING_MINUTES: _of_case(
        supervision_documents.meeting_paper, case_gates.minutes_missing, case_versions.minutes
    ),
    PaperKind.CHECK_RECORD: _of_case(
        supervision_documents.check_record, case_gates.check_missing, case_versions.checks, running=True
    ),
}
# The papers that can be made from a ticket's number, in the order in which a clerk chooses them.
BY_NUMBER = tuple(kind for kind in PaperKind if kind in TICKET_PAPERS or kind in CASE_PAPERS)
