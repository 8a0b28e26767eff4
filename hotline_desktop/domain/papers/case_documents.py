"""Fills the written documents of a supervision case. 督办二（三）."""

from __future__ import annotations

from collections.abc import Sequence

from hotline_desktop.domain.papers.annex_forms import PaperContext, complaint, sentence
from hotline_desktop.domain.papers.document_values import ClosingReport, ExtensionRequest
from hotline_desktop.domain.records.entries import DECISION
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.steps.answering import (
    DAYS,
    DECISION_NOTE,
    ENCLOSURE_NAMES,
    EXTENSION_BASIS,
    EXTENSION_REASON,
    PAGES,
    REPORT_ANSWER,
    REPORT_FACTS,
    REPORT_HEADING,
    REPORT_OPINION,
    REPORT_PROBLEM,
    SIGNED_ON,
    UPPER_NOTE,
)
from hotline_desktop.domain.ticket.fields import REFUSAL
from hotline_desktop.domain.ticket.steps.limits import DUE
from hotline_desktop.domain.ticket.ticket import Ticket


def case_extension(case: SupervisionCase | None, tickets: Sequence[Ticket], context: PaperContext) -> ExtensionRequest:
    """督办延期申请 that was made last, with the centre's answer. 督办二（三）4."""
    case = case or SupervisionCase()
    measure = case.measure
    request = measure.extensions[-1] if measure.extensions else None
    asked, decided = (request.asked, request.decided) if request else (None, None)
    answer = [field.of(decided) for field in (DECISION, REFUSAL, UPPER_NOTE, DECISION_NOTE)]
    return ExtensionRequest(
        town=context.town or None,
        center=context.center or None,
        number=_numbers(tickets),
        unit=case.unit or None,
        handed_on=measure.received_at.date() if measure.received_at else None,
        content="\n".join(complaint(ticket) for ticket in tickets) or None,
        case_number=case.number or None,
        filing_number=(request.number or None) if request else None,
        asked_at=asked.at if asked else None,
        old_due=measure.due,
        days=DAYS.of(asked),
        times=len(measure.extensions) if asked else None,
        reason=EXTENSION_REASON.of(asked) or None,
        basis=EXTENSION_BASIS.of(asked) or None,
        decision="".join(sentence(text) for text in answer if text) or None,
        new_due=DUE.of(decided),
    )


def closing_report(case: SupervisionCase | None, tickets: Sequence[Ticket], context: PaperContext) -> ClosingReport:
    """督办办结报告 in its four parts, of the newest report. 督办二（三）2（7）."""
    case = case or SupervisionCase()
    report = case.last_report
    enclosed = PAGES.of(report)
    return ClosingReport(
        town=context.town or None,
        center=context.center or None,
        title=case.title or None,
        heading=REPORT_HEADING.of(report) or None,
        number=_numbers(tickets),
        case_number=case.number or None,
        opening=f"根据《督办通知单》（{case.number}）要求，现将办理情况报告如下。" if case.number else None,
        attachments=ENCLOSURE_NAMES.of(report) or (f"证明材料（共{enclosed}页）" if enclosed else None),
        unit=case.unit or None,
        dated=SIGNED_ON.of(report),
        problem=REPORT_PROBLEM.of(report) or None,
        facts=REPORT_FACTS.of(report) or None,
        opinion=REPORT_OPINION.of(report) or None,
        answer=REPORT_ANSWER.of(report) or None,
    )


def _numbers(tickets: Sequence[Ticket]) -> str | None:
    return "、".join(ticket.facts.number for ticket in tickets) or None
