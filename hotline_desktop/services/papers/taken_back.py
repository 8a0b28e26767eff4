"""What was said of a signed paper by mistake (交回, 不再等) is taken back: the paper is waited for again.

What came with its return goes with it: the step of its ticket, the note in its case, the scan. The histories keep both.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from hotline_desktop.domain.records.summaries import AttachmentSummary, Changes, PrintedPaper
from hotline_desktop.domain.records.withdrawal import REASON, withdrawal
from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.supervision.options import SCANS_OF_CASES, CaseFileKind
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import Stage
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.terms.text import beyond, typed_text
from hotline_desktop.domain.ticket.steps.closing import SHEET_BACK
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.records.supervision import Supervision
from hotline_desktop.services.records.tickets import Tickets
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import attachments, papers
from hotline_desktop.storage.records import cases, tickets

SIGNED_COPY = "签字"  # before the word of the paper whose signed original was scanned
_NOTHING_DONE = "没有变动。"


class OfPaper(NamedTuple):
    """A print and the record that it is of: a case where there is one, else a ticket."""

    paper: PrintedPaper
    ticket_id: int | None
    case_id: int | None

    @property
    def kind(self) -> str:
        """Of which kind of records its scan is an attachment."""
        return "case" if self.case_id is not None else "ticket"

    @property
    def owner_id(self) -> int:
        """That record's id, 0 for none."""
        return self.case_id or self.ticket_id or 0

    @property
    def scan_kind(self) -> str:
        """As what its scan is attached."""
        if self.case_id is None:
            return f"{SIGNED_COPY}{self.paper.kind}"
        return SCANS_OF_CASES.get(PaperKind(self.paper.kind), CaseFileKind.OTHER)


def must_be_out(paper: PrintedPaper, kept: str) -> None:
    """Raises HotlineError where nobody waits for the paper any more: two clerks, or one twice, said it of one print."""
    if not paper.is_out:
        how = f"{paper.returned_on:%Y-%m-%d} 已登记交回" if paper.returned_on else "已经不再等"
        how = "的那一步已撤回" if paper.withdrawn else how
        raise HotlineError(f"这张{paper.kind}{how}，{kept}清单可能是刚才的，请看现在的。")


def wait_again(office: OfficeContext, c: Connection, paper_id: int, why: str, by: str) -> Changes:
    """Takes back that a paper came back or is not waited for. Raises as ``Papers.wait_again``."""
    reason = typed_text(why)
    if not reason:
        raise HotlineError(f"要写{REASON.label}，{_NOTHING_DONE}")
    if too_long := beyond(reason, REASON.limit):
        raise HotlineError(f"“{REASON.label}”{too_long}，{_NOTHING_DONE}")
    ticket_id, case_id, paper = papers.known(c, paper_id)
    of = OfPaper(paper, ticket_id, case_id)
    _must_be_settled(c, of)
    if paper.returned_on is not None:
        _take_return_back(office, c, of, paper.returned_on, reason, by)
    papers.wait_again(c, paper_id)
    said = {"交回": f"{paper.returned_on:%Y-%m-%d}"} if paper.returned_on else {}
    office.remember(c, "撤回签字件交回" if said else "重新等签字件", by, said, {**paper.labels, "原因": reason})
    return Changes(tickets=frozenset((ticket_id,) if ticket_id else ()), cases=case_id is not None, papers=True)


def scan_with(c: Connection, of: OfPaper) -> AttachmentSummary | None:
    """The scan that came with the paper: the newest of its kind, from the day of the return on."""
    on = of.paper.returned_on
    if on is None or not of.owner_id:
        return None
    files = attachments.of(c, of.kind, of.owner_id)
    return next((file for file in reversed(files) if file.kind == of.scan_kind and file.added_at.date() >= on), None)


def _must_be_settled(c: Connection, of: OfPaper) -> None:
    paper = of.paper
    if paper.is_out:
        raise HotlineError(f"这张{paper.kind}正在待签字回收里，{_NOTHING_DONE}")
    if paper.withdrawn:
        raise HotlineError(f"打印这张{paper.kind}的那一步已撤回，不再等它，{_NOTHING_DONE}")
    if papers.is_printed_again(c, paper.id):
        raise HotlineError(f"这张{paper.kind}以后又打印过，以后来的一张为准，{_NOTHING_DONE}")
    archived = (
        cases.load(c, of.case_id).stage is CaseStage.ARCHIVED
        if of.case_id is not None
        else of.ticket_id is not None and tickets.load(c, of.ticket_id).stage is Stage.ARCHIVED
    )
    if archived:
        raise HotlineError(f"{paper.ticket_number} 已经归档，{paper.kind}的登记不能撤回，{_NOTHING_DONE}")


def _take_return_back(office: OfficeContext, c: Connection, of: OfPaper, on: date, reason: str, by: str) -> None:
    scan = scan_with(c, of)
    if of.case_id is not None:
        supervision = Supervision(office)
        noted = supervision.paper_awaited(c, of.case_id, of.paper.kind, on, reason, by)
        if scan is not None and not noted:
            supervision.detach(scan.id, reason, by)
    elif of.ticket_id is not None:
        if of.paper.kind == PaperKind.DISPOSAL:
            _take_step_back(office, c, of.ticket_id, on, reason, by)
        if scan is not None:
            Tickets(office).detach(scan.id, reason, by)


def _take_step_back(office: OfficeContext, c: Connection, ticket_id: int, on: date, reason: str, by: str) -> None:
    """A disposal sheet came back as a step of its ticket: that is withdrawn as any other, while it is the last one."""
    ticket = tickets.load(c, ticket_id)
    if ticket.sheet_back_on != on:
        return  # an earlier round's sheet, or a second print: no step was taken for it
    last = withdrawal(ticket, office.context(c, by)).taken
    if last is None or last.step.id != SHEET_BACK.id:
        label = last.step.label if last is not None else ""
        raise HotlineError(
            f"工单 {ticket.facts.number} 在处置单交回以后又办了“{label}”，这次登记不能单独撤回，{_NOTHING_DONE}"
            f"请先到工单里撤回“{label}”，再撤回这次登记。"
        )
    Tickets(office).withdraw(ticket_id, reason, by)
