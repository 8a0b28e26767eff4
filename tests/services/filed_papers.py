"""The papers of a ticket twice: as a case's file holds them, and as they print under their numbers."""

from __future__ import annotations

from collections import Counter

from hotline_desktop.domain.case_file.volume import CaseOfFile, papers
from hotline_desktop.domain.papers.catalogue import CASE_PAPERS
from hotline_desktop.domain.papers.paper_records import PaperRecord
from hotline_desktop.domain.supervision.case import CaseStage, SupervisionCase
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.office import Office
from hotline_desktop.services.papers.context import paper_context
from hotline_desktop.services.papers.subject import read_subject
from hotline_desktop.storage.records import case_links, cases, tickets

UNDECIDED = (CaseStage.POOL, CaseStage.DECLINED)


def context_of(office: Office) -> OfficeContext:
    """What services share of an office."""
    return office.tickets._office


def same_as_the_file(office: Office, ticket_id: int) -> Counter[PaperKind]:
    """Fails unless each paper prints under its number as the file holds it; how many there are of each kind."""
    filed = _of_file(office, ticket_id)
    for kind, records in filed.items():
        assert _by_number(office, ticket_id, kind) == records, kind
    return Counter({kind: len(records) for kind, records in filed.items()})


def _of_file(office: Office, ticket_id: int) -> dict[PaperKind, list[PaperRecord]]:
    core = context_of(office)
    found: dict[PaperKind, list[PaperRecord]] = {}
    with core.db.read() as c:
        known = [line.id for line in cases.of_ticket(c, ticket_id) if line.stage not in UNDECIDED]
        case = cases.load(c, known[-1]) if known else SupervisionCase()
        ids = case_links.ticket_ids(c, known[-1]) if known else (ticket_id,)
        number = tickets.load(c, ticket_id).facts.number
        of = CaseOfFile(case, (), tuple(tickets.load(c, each) for each in ids))
        for paper in papers(of, paper_context(core, c)):
            if paper.kind in CASE_PAPERS or paper.number == number:
                found.setdefault(paper.kind, []).append(paper.record)
    return found


def _by_number(office: Office, ticket_id: int, kind: PaperKind) -> list[PaperRecord]:
    core = context_of(office)
    with core.db.read() as c:
        context, made = paper_context(core, c), []
        for version in read_subject(core, c, ticket_id, kind).versions:
            subject = read_subject(core, c, ticket_id, kind, nth=version.nth)
            state = subject.usual_state(office.papers.states(kind))
            made.append(subject.record(state, context))
        return made
