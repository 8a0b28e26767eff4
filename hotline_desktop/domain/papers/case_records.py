"""What a supervision case puts on its written documents. 督办二（三）."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_desktop.domain.papers.annex import PaperContext, complaint
from hotline_desktop.domain.papers.written import ClosingReport, ExtensionRequest
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.ticket.ticket import Ticket


def case_extension(case: SupervisionCase | None, tickets: Sequence[Ticket], context: PaperContext) -> ExtensionRequest:
    """督办延期申请 that waits for the centre's answer. 督办二（三）4."""
    case = case or SupervisionCase()
    asked, measure = case.measure.asked, case.measure
    days = asked.get("days") if asked else None
    return ExtensionRequest(
        town=context.town or None,
        center=context.center or None,
        number=_numbers(tickets),
        unit=case.unit or None,
        handed_on=measure.received_at.date() if measure.received_at else None,
        content="\n".join(complaint(ticket) for ticket in tickets) or None,
        case_number=case.number or None,
        asked_at=asked.at if asked else None,
        old_due=measure.due,
        days=days if isinstance(days, int) else None,
        times=len(measure.extensions) if asked else None,
        reason=asked.text("reason") or None if asked else None,
        basis=asked.text("basis") or None if asked else None,
    )


def closing_report(case: SupervisionCase | None, tickets: Sequence[Ticket], context: PaperContext) -> ClosingReport:
    """督办办结报告 in its four parts, of the newest report. 督办二（三）2（7）."""
    case = case or SupervisionCase()
    report = case.last_report
    message = {
        key: (report.text(f"report_{key}") or None if report else None)
        for key in ("problem", "facts", "opinion", "answer")
    }
    enclosed = report.get("pages") if report else None
    return ClosingReport(
        town=context.town or None,
        center=context.center or None,
        title=case.title or None,
        number=_numbers(tickets),
        case_number=case.number or None,
        opening=f"根据《督办通知单》（{case.number}）要求，现将办理情况报告如下。" if case.number else None,
        attachments=f"证明材料（共{enclosed}页）" if isinstance(enclosed, int) and enclosed else None,
        unit=case.unit or None,
        dated=report.day("signed_on") if report else None,
        **message,
    )


def _numbers(tickets: Sequence[Ticket]) -> str | None:
    return "、".join(ticket.facts.number for ticket in tickets) or None
