"""Every paper by its kind: what it is made from, what must be there before it is printed, and who signs it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hotline_desktop.domain.errors import Blocker, HotlineError
from hotline_desktop.domain.paper_records import (
    DisposalState,
    PaperDesk,
    disposal_sheet,
    satisfaction_form,
    supervision_notice,
    tickets_notice,
)
from hotline_desktop.domain.papers import PaperKind, PaperRecord
from hotline_desktop.domain.supervision import SupervisionCase
from hotline_desktop.domain.ticket import Ticket


class PaperRefused(HotlineError):
    """A paper lacks what its clause asks for. ``blockers`` are all of it; nothing was written."""

    def __init__(self, kind: PaperKind, number: str, blockers: tuple[Blocker, ...]) -> None:
        self.kind = kind
        self.blockers = blockers
        reasons = "；".join(f"{b.message}（{b.clause.ref}）" for b in blockers)
        super().__init__(f"工单 {number} 还不能打印{kind}：{reasons}。没有打印任何内容。")


def nothing_missing(_record: object) -> tuple[Blocker, ...]:
    """For papers that may go out with empty lines."""
    return ()


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """A paper about one ticket: ``make`` gives its values in a state, ``missing`` what keeps it from being printed."""

    make: Callable[[Ticket, str, PaperDesk], PaperRecord]
    missing: Callable[[Ticket], tuple[Blocker, ...]] = nothing_missing


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper about a supervision case and its tickets; the case is None where a ticket has none yet."""

    make: Callable[[SupervisionCase | None, Sequence[Ticket], PaperDesk], PaperRecord]
    missing: Callable[[SupervisionCase], tuple[Blocker, ...]] = nothing_missing


def _disposal_state(state: str) -> DisposalState:
    """A town may name further states; only the sheet that goes out leaves the unit's half open."""
    return DisposalState.HANDED_OVER if state == DisposalState.HANDED_OVER else DisposalState.FINISHED


TICKET_PAPERS: dict[PaperKind, TicketPaper] = {
    PaperKind.DISPOSAL: TicketPaper(lambda ticket, state, desk: disposal_sheet(ticket, _disposal_state(state), desk)),
    PaperKind.SATISFACTION: TicketPaper(lambda ticket, _state, desk: satisfaction_form(ticket, desk)),
}
CASE_PAPERS: dict[PaperKind, CasePaper] = {
    PaperKind.SUPERVISION_NOTICE: CasePaper(
        lambda case, tickets, _desk: supervision_notice(case, tickets) if case else tickets_notice(tickets)
    ),
}
