"""Which papers and files make up a case's file, in the order in which they are archived. 督办二（五）3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hotline_desktop.domain.case_file_papers import FileCover
from hotline_desktop.domain.dates import chinese_date
from hotline_desktop.domain.paper_catalogue import CASE_PAPERS, TICKET_PAPERS
from hotline_desktop.domain.paper_kinds import PaperKind
from hotline_desktop.domain.paper_records import DisposalState, PaperDesk
from hotline_desktop.domain.papers import PaperRecord
from hotline_desktop.domain.supervision import SupervisionCase
from hotline_desktop.domain.supervision_words import CaseFileKind
from hotline_desktop.domain.ticket import Ticket
from hotline_desktop.domain.withholding import without_people


@dataclass(frozen=True, slots=True)
class FilePaper:
    """One paper that the program makes for the file. ``number`` is the ticket's, empty for a paper of the case."""

    kind: PaperKind
    state: str
    record: PaperRecord
    title: str
    number: str = ""
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the file: papers of tickets and of the case, and the kinds of attachments that go with them."""

    tickets: tuple[PaperKind, ...] = ()
    case: tuple[PaperKind, ...] = ()
    files: tuple[CaseFileKind, ...] = ()


# Conventions of the archive: notice, sheets, contacts and checks, requests and statements, report, visits and
# meetings, policy, satisfaction forms.
SECTIONS = (
    Section(case=(PaperKind.SUPERVISION_NOTICE,), files=(CaseFileKind.NOTICE, CaseFileKind.SOURCE)),
    Section(tickets=(PaperKind.DISPOSAL,)),
    Section(
        tickets=(PaperKind.CONTACTS, PaperKind.EXPLANATION, PaperKind.REVIEW),
        case=(PaperKind.PHONE_RECORD, PaperKind.CHECK_RECORD),
        files=(CaseFileKind.RECORDING,),
    ),
    Section(
        tickets=(
            PaperKind.RETURN,
            PaperKind.EXTENSION,
            PaperKind.UNFOUNDED,
            PaperKind.JOINT,
            PaperKind.BUILDING,
            PaperKind.UNSATISFIED,
        ),
        case=(PaperKind.CASE_EXTENSION, PaperKind.LEADER_REQUEST),
        files=(CaseFileKind.REQUEST,),
    ),
    Section(case=(PaperKind.CLOSING_REPORT,), files=(CaseFileKind.REPORT,)),
    Section(
        case=(
            PaperKind.SITE_RECORD,
            PaperKind.MEETING_NOTICE,
            PaperKind.MEETING_SIGN_IN,
            PaperKind.MEETING_MINUTES,
        ),
        files=(
            CaseFileKind.SITE_BEFORE,
            CaseFileKind.SITE_AFTER,
            CaseFileKind.SITE_RECORD,
            CaseFileKind.MEETING_NOTICE,
            CaseFileKind.SIGN_IN,
            CaseFileKind.MINUTES,
            CaseFileKind.TALK,
        ),
    ),
    Section(files=(CaseFileKind.POLICY,)),
    Section(tickets=(PaperKind.SATISFACTION,)),
    Section(files=(CaseFileKind.OTHER,)),
)


def section_papers(
    section: Section, case: SupervisionCase, tickets: Sequence[Ticket], desk: PaperDesk
) -> Iterator[FilePaper]:
    """The papers of a section that have something to say; what was never recorded makes no paper."""
    for kind in section.tickets:
        for ticket in tickets:
            yield from _sheets(ticket, desk) if kind is PaperKind.DISPOSAL else _of_ticket(kind, ticket, desk)
    for kind in section.case:
        if kind is PaperKind.SUPERVISION_NOTICE:
            yield from _notice(case, tickets, desk)
        elif not CASE_PAPERS[kind].standing(case):
            record = CASE_PAPERS[kind].make(case, tickets, desk)
            yield FilePaper(kind, "", record, kind.value, dated=_day(case.closed_at))


def cover(case: SupervisionCase, tickets: Sequence[Ticket], desk: PaperDesk, told: str) -> FileCover:
    """封面 with the seven elements; ``told`` says what vouchers the file holds."""
    methods = [
        f"{number}. {measure.method}" + (f"，{chinese_date(measure.received_at)}" if measure.received_at else "")
        for number, measure in enumerate(case.measures, start=1)
    ]
    outcome = case.closing.text("conclusion") if case.closing else ""
    facts = f"{case.trigger}（{case.trigger_clause.ref}）。{case.reason}"
    return FileCover(
        town=desk.town or None,
        center=desk.center or None,
        number=case.number or None,
        title=without_people(case.title, tickets) or None,
        tickets="、".join(case.ticket_numbers) or None,
        facts=without_people(facts, tickets),
        unit=case.unit or None,
        people="、".join(case.people) or None,
        methods="；".join(methods) or None,
        outcome=without_people(outcome, tickets) or None,
        opened_on=_day(case.opened_at),
        closed_on=_day(case.closed_at),
        pages=told,
    )


def _notice(case: SupervisionCase, tickets: Sequence[Ticket], desk: PaperDesk) -> Iterator[FilePaper]:
    issued = [measure.issued_on for measure in case.measures if measure.issued_on]
    if issued:
        kind = PaperKind.SUPERVISION_NOTICE
        state = "反馈" if case.report else "派发"
        record = CASE_PAPERS[kind].make(case, tickets, desk)
        yield FilePaper(kind, state, record, kind.value, dated=issued[-1])


def _sheets(ticket: Ticket, desk: PaperDesk) -> Iterator[FilePaper]:
    """The disposal sheet of every round."""
    kind, number = PaperKind.DISPOSAL, ticket.facts.number
    for place, turn in enumerate(ticket.rounds, start=1):
        then = replace(ticket, rounds=ticket.rounds[:place])
        state = DisposalState.FINISHED if turn.result else DisposalState.HANDED_OVER
        which = f"，第{turn.number}次" if len(ticket.rounds) > 1 else ""
        record = TICKET_PAPERS[kind].make(then, state.value, desk)
        title = f"{kind}（工单{number}{which}）"
        yield FilePaper(kind, state.value, record, title, number, _day(turn.handed_on))


def _of_ticket(kind: PaperKind, ticket: Ticket, desk: PaperDesk) -> Iterator[FilePaper]:
    paper, number = TICKET_PAPERS[kind], ticket.facts.number
    unrated = kind is PaperKind.SATISFACTION and ticket.round.satisfaction is None
    if not unrated and not paper.missing(ticket):
        yield FilePaper(
            kind, "", paper.make(ticket, "", desk), f"{kind}（工单{number}）", number, _day(ticket.closed_at)
        )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
