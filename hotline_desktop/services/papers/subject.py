"""The record that a paper is about, as it was read for printing; for an earlier paper, as it was then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from hotline_desktop.domain.papers.annex_forms import PaperContext
from hotline_desktop.domain.papers.case_gates import notice_missing
from hotline_desktop.domain.papers.case_versions import CaseVersion, measure_label
from hotline_desktop.domain.papers.catalogue import BY_NUMBER, CASE_PAPERS, TICKET_PAPERS
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.papers.standing import Standing, finished_state, standing_of, state_for, to_be_filled
from hotline_desktop.domain.papers.ticket_versions import TicketVersion, round_label
from hotline_desktop.domain.records.entries import Request
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.terms.dates import chinese_date
from hotline_desktop.domain.terms.errors import Blocker, NotFound
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.drafting import Draft, drafted
from hotline_desktop.domain.ticket.history import replay
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.records.tickets import no_ticket
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.records import case_links, cases, tickets

_NAMED = 12  # fits in one sentence
NEWEST = 0
_ANY = -2  # whatever the place


class PaperVersion(NamedTuple):
    """One paper of a kind that a record gives: its number from 1, what it is of in words, whether it is complete.

    ``newest`` marks the one that prints where none is chosen; none has it while what runs has no such record yet.
    """

    nth: int
    label: str
    final: bool
    newest: bool = False


@dataclass(frozen=True, slots=True)
class PaperSubject:
    """What a paper is about: a ticket, and for papers of supervision the case and every ticket in it.

    ``versions`` are all papers of the kind, ``nth`` which of them this is: one more than there are where it speaks of
    what has no record of its own yet. ``chosen`` tells that it was asked for by its number, ``final`` that it is
    complete.
    """

    ticket_id: int
    kind: PaperKind
    ticket: Ticket
    case_id: int | None = None
    case: SupervisionCase | None = None
    tickets: tuple[Ticket, ...] = ()
    versions: tuple[PaperVersion, ...] = ()
    nth: int = 1
    chosen: bool = False
    final: bool = False

    @property
    def about(self) -> tuple[Ticket, ...]:
        """Every ticket that the paper speaks of."""
        return self.tickets or (self.ticket,)

    def record(self, state: str, context: PaperContext) -> PaperRecord:
        """The values of the paper in a state."""
        if self.kind in TICKET_PAPERS:
            return TICKET_PAPERS[self.kind].make(self.ticket, state, context)
        return CASE_PAPERS[self.kind].make(self.case, self.tickets, context)

    def missing(self, state: str, context: PaperContext) -> tuple[Blocker, ...]:
        """What keeps the paper from being printed in that state, each with its clause."""
        if self.kind in TICKET_PAPERS:
            return TICKET_PAPERS[self.kind].standing(self.ticket, state)
        blockers = CASE_PAPERS[self.kind].standing(self.case, state)
        if not blockers and self.case is not None and self.kind is PaperKind.SUPERVISION_NOTICE:
            return notice_missing(self.case, state, context.notice_methods)
        return blockers

    def replaces(self, nth: int) -> bool:
        """Whether nobody waits for the ``nth`` paper any more once this one went out: it is the same one, or a sheet of
        an earlier round. What was printed before papers were numbered has 0.
        """
        running = self.kind in TICKET_PAPERS and TICKET_PAPERS[self.kind].running
        return nth <= self.nth if running else nth in (0, self.nth)

    @property
    def standing(self) -> Standing | None:
        """How the request stands that the paper is; None where it is none."""
        return standing_of(self.request) if self._is_request else None

    @property
    def request(self) -> Request | None:
        """The request that the paper is; None where it is none, or there is none yet."""
        if self.kind in TICKET_PAPERS:
            of_ticket = TICKET_PAPERS[self.kind].request
            return of_ticket(self.ticket) if of_ticket is not None else None
        of_case = CASE_PAPERS[self.kind].request
        return of_case(self.case) if of_case is not None and self.case is not None else None

    @property
    def _is_request(self) -> bool:
        return (TICKET_PAPERS.get(self.kind) or CASE_PAPERS[self.kind]).request is not None

    def usual_state(self, states: Sequence[str]) -> str:
        """The state in which the paper is wanted: that in which a request stands, the last one of a chosen paper that
        is complete, else the first.
        """
        standing = self.standing
        if standing is not None:
            return state_for(states, standing, standing in (Standing.GRANTED, Standing.REFUSED))
        return finished_state(states) if self.chosen and self.final else states[0]


def read_subject(
    office: OfficeContext,
    c: Connection,
    ticket_id: int,
    kind: PaperKind,
    nth: int = NEWEST,
    state: str = "",
    draft: Draft | None = None,
) -> PaperSubject:
    """What the ``nth`` paper of that kind is about, with what ``draft`` would change. Raises NotFound.

    The newest one to be filled in by hand, by its ``state``, is for what the unit asks next.
    """
    entries = tickets.entries(c, ticket_id)
    if not entries:
        raise no_ticket()
    ticket = replay(entries)
    if kind not in BY_NUMBER:
        raise NotFound(f"{kind}不是按工单打印的。可以选 {'、'.join(BY_NUMBER)}。")
    step = STEPS_BY_ID.get(draft.step_id) if draft else None
    if draft is not None and step is not None:
        ticket = drafted(step, ticket, draft.values, office.context(c, ""))
    if kind in TICKET_PAPERS:
        return _of_ticket(PaperSubject(ticket_id, kind, ticket), nth, state)
    about = _supervised(office, c, PaperSubject(ticket_id, kind, ticket, tickets=(ticket,)), draft)
    return _of_case(about, nth, state)


def _supervised(office: OfficeContext, c: Connection, subject: PaperSubject, draft: Draft | None) -> PaperSubject:
    """The same with the newest case about the ticket, and every ticket of that."""
    supervised = [case for case in cases.of_ticket(c, subject.ticket_id) if case.stage.taken_up]
    if not supervised:
        return subject
    case_id = supervised[-1].id
    about = tuple(
        subject.ticket if other == subject.ticket_id else tickets.load(c, other)
        for other in case_links.ticket_ids(c, case_id)
    )
    case = cases.load(c, case_id)
    step = CASE_STEPS_BY_ID.get(draft.step_id) if draft else None
    if draft is not None and step is not None and not step.starts:
        case = drafted(step, case, draft.values, office.context(c, ""))
    return replace(subject, case_id=case_id, case=case, tickets=about)


def _of_ticket(subject: PaperSubject, nth: int, state: str) -> PaperSubject:
    ticket, paper = subject.ticket, TICKET_PAPERS[subject.kind]
    found = tuple(paper.versions(ticket))
    listed = _listed(found, [round_label(ticket, version) for version in found])
    if nth == NEWEST and _asks_again(subject, state):
        return replace(subject, versions=listed, nth=len(found) + 1, ticket=paper.unasked(ticket))
    running = (len(ticket.rounds) - 1 if ticket.dispatched else None) if paper.running else _ANY
    return _cut(replace(subject, versions=listed), found, running, nth)


def _of_case(subject: PaperSubject, nth: int, state: str) -> PaperSubject:
    case, paper = subject.case or SupervisionCase(), CASE_PAPERS[subject.kind]
    found = tuple(paper.versions(case))
    listed = _listed(found, [measure_label(case, version) for version in found])
    if nth == NEWEST and _asks_again(subject, state):
        return replace(subject, versions=listed, nth=len(found) + 1, case=paper.unasked(case))
    running = len(case.measures) - 1 if paper.running else _ANY
    return _cut(replace(subject, versions=listed), found, running, nth)


def _asks_again(subject: PaperSubject, state: str) -> bool:
    """Whether a paper in that state is for a request that is still to be made, after one that is settled."""
    return to_be_filled(state) and subject.request is not None and not subject.request.pending


def _cut(
    subject: PaperSubject, found: Sequence[TicketVersion | CaseVersion], running: int | None, nth: int
) -> PaperSubject:
    """The subject as the paper that is asked for speaks of it; ``running`` is the place that its newest is of."""
    place = _newest(found, running) if nth == NEWEST else _known(subject, nth)
    if place is None:
        return replace(subject, nth=len(found) + 1)
    version = found[place]
    same = replace(subject, nth=place + 1, chosen=nth != NEWEST, final=version.final)
    if isinstance(version, TicketVersion):
        return replace(same, ticket=version.ticket)
    return replace(same, case=version.case)


def _newest(found: Sequence[TicketVersion | CaseVersion], running: int | None) -> int | None:
    """The place of the newest that counts; None where what runs has no record of its own yet."""
    places = range(len(found) - 1, -1, -1)
    return next((place for place in places if found[place].counts and running in (_ANY, found[place].place)), None)


def _known(subject: PaperSubject, nth: int) -> int:
    """The place of the ``nth`` one. Raises NotFound, which says how many there are."""
    count, number, kind = len(subject.versions), subject.ticket.facts.number, subject.kind
    if 1 <= nth <= count:
        return nth - 1
    if not count:
        raise NotFound(f"工单 {number} 还没有{kind}，不能选第 {nth} 次。没有打印任何内容，空白表可以打印。")
    named = "、".join(version.label for version in subject.versions[:_NAMED]) + ("……" if count > _NAMED else "")
    raise NotFound(f"工单 {number} 的{kind}共有 {count} 次，没有第 {nth} 次。可以选：{named}。没有打印任何内容。")


def _listed(found: Sequence[TicketVersion | CaseVersion], labels: Sequence[str]) -> tuple[PaperVersion, ...]:
    """``第2次（第1次督办，2022年9月12日）``."""
    listed = []
    for nth, (version, which) in enumerate(zip(found, labels, strict=True), start=1):
        dated = chinese_date(version.dated) if version.dated else ""
        said = "，".join(filter(None, (which, dated)))
        listed.append(PaperVersion(nth, f"第{nth}次（{said}）" if said else f"第{nth}次", version.final))
    return tuple(listed)
