"""Finds the print that a scanned sheet is the return of, and says why it cannot be filed by itself. 规范一（六）1.

Nothing is guessed: only a code that belongs to a print of this office leads anywhere. 督办二（三）2.
"""

from __future__ import annotations

from dataclasses import dataclass

from hotline_desktop.domain.papers.catalogue import TICKET_PAPERS
from hotline_desktop.domain.papers.print_codes import PrintCode
from hotline_desktop.domain.records.summaries import PrintedPaper
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.services.returned.scan_reading import NO_CODE, Scan
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import papers, print_codes
from hotline_desktop.storage.papers.print_codes import CodedPrint
from hotline_desktop.storage.records import cases, tickets


@dataclass(frozen=True, slots=True)
class Sheet:
    """A scan as it stands against the office's prints; ``against`` says why it is not filed by itself."""

    scan: Scan
    print: CodedPrint | None = None
    against: str = ""

    @property
    def ready(self) -> bool:
        """Whether it can be filed by a nod."""
        return self.print is not None and not self.against


def judged(c: Connection, scan: Scan) -> Sheet:
    """The scan with the print that its code names, or with why it is filed by a person."""
    code = scan.code
    if code is None:
        return Sheet(scan, None, scan.reason or NO_CODE)
    if code.office != print_codes.office_mark(c):
        return Sheet(scan, None, "是别的单位（或另一份数据）打印的纸")
    coded = known_print(c, code)
    if coded is None:
        return Sheet(scan, None, "二维码上的打印记录不在本单位的数据里")
    return Sheet(scan, coded, standing(c, coded) or scan.reason)


def known_print(c: Connection, code: PrintCode) -> CodedPrint | None:
    """The print of this office that bears the code."""
    coded = print_codes.find(c, code.print_id) if code.office == print_codes.office_mark(c) else None
    return coded if coded is not None and coded.kind == code.kind else None


def standing(c: Connection, coded: CodedPrint) -> str:
    """Why a known sheet is not filed by itself: it is back already, or its ticket went on without it."""
    prints = [paper for paper in _prints(c, coded) if paper.state == coded.state]
    if any(paper.returned_on for paper in prints) and not awaited_print(c, coded):
        back = max(paper.returned_on for paper in prints if paper.returned_on)
        return f"{coded.number} 的{coded.kind}签字件已于 {back:%Y-%m-%d} 登记收回"
    return outdated(c, coded)


def outdated(c: Connection, coded: CodedPrint) -> str:
    """Why a paper is not of what runs now: its record is gone, its step was withdrawn, or its ticket went on."""
    if coded.ticket_id and tickets.find(c, coded.number) != coded.ticket_id:  # the id may be another one's by now
        return f"工单 {coded.number} 已不在本单位的数据里"
    if coded.case_id and cases.summary(c, coded.case_id) is None:
        return f"督办件 {coded.number} 已不在本单位的数据里"
    prints = [paper for paper in _prints(c, coded) if paper.state == coded.state]
    if len(prints) >= coded.nth and prints[coded.nth - 1].withdrawn:
        return f"{coded.number} 的这张{coded.kind}印的那一步已经撤回"
    return _gone_on(c, coded) if coded.ticket_id else ""


def _gone_on(c: Connection, coded: CodedPrint) -> str:
    """Whether the ticket was merged, went to another unit, or into another round, after a sheet of it was printed.

    A request or a statement stays the same paper whatever round runs.
    """
    ticket = tickets.load(c, coded.ticket_id)
    if ticket.merged_into:
        return f"工单 {coded.number} 已并入 {ticket.merged_into}，这张是并入以前打印的"
    if coded.version and not TICKET_PAPERS[PaperKind(coded.kind)].running:
        return ""
    if len(ticket.rounds) < 2 or not ticket.round.handed_on or ticket.round.handed_on <= coded.made_at:
        return ""
    turn = ticket.round
    if turn.number > 1:
        return f"工单 {coded.number} 已进入第 {turn.number} 轮，这张是此前打印的"
    return f"工单 {coded.number} 已退单改派{turn.unit}，这张是此前打印的"


def _prints(c: Connection, coded: CodedPrint) -> list[PrintedPaper]:
    prints = papers.of_case(c, coded.case_id) if coded.case_id else papers.of_ticket(c, coded.ticket_id)
    same = (0, coded.version) if coded.version else None
    return [paper for paper in prints if paper.kind == coded.kind and (same is None or paper.nth in same)]


def awaited_print(c: Connection, coded: CodedPrint) -> int | None:
    """The newest print of that paper that is out for a signature."""
    owner = {"ticket_id": coded.ticket_id or None, "case_id": coded.case_id or None}
    return papers.awaited_of(c, coded.kind, **owner, nth=coded.version)
