"""The disposal sheet that comes back signed: its prints are no longer awaited, and its scan may be asked for.

规范一（六）1.
"""

from __future__ import annotations

from hotline_desktop.domain.records.steps import Taken
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.fields import RECEIVED_ON
from hotline_desktop.domain.ticket.steps.closing import ARCHIVE, SHEET_BACK
from hotline_desktop.domain.ticket.steps.model import TicketStep
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.papers import attachments, papers

SIGNED_SHEET = "签字处置单"


def scan_blockers(office: OfficeContext, c: Connection, step: TicketStep, ticket_id: int) -> tuple[Blocker, ...]:
    """What stands against archiving where the office wants the signed sheet's scan with the ticket."""
    if step.id != ARCHIVE.id or not office.settings(c).scan_required:
        return ()
    if any(file.kind == SIGNED_SHEET for file in attachments.of(c, "ticket", ticket_id)):
        return ()
    return (Blocker(Clause.CLOSE_UNIT, f"尚未添加“{SIGNED_SHEET}”的扫描件或照片（本中心设定归档前要有）"),)


def note_withdrawn(c: Connection, ticket_id: int, taken: Taken) -> bool:
    """Waits again for the sheets whose return was noted by a step that is withdrawn; True when there was one."""
    day = RECEIVED_ON.of(taken.entry)
    if SHEET_BACK.id not in taken.ids or day is None:
        return False
    return papers.not_returned(c, ticket_id, PaperKind.DISPOSAL, day)


def note_return(c: Connection, ticket_id: int, entry: Entry) -> bool:
    """Takes the ticket's printed sheets off the list of awaited papers once one is back; True when there was one."""
    day = RECEIVED_ON.of(entry)
    if entry.step != SHEET_BACK.id or day is None:
        return False
    out = [p for p in papers.of_ticket(c, ticket_id) if p.kind == PaperKind.DISPOSAL and p.returned_on is None]
    for paper in out:
        papers.returned(c, paper.id, day)
    return bool(out)
