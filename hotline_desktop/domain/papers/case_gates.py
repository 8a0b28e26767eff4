"""What is missing on a case before one of its documents can be printed: everything, with its clause. 督办二."""

from __future__ import annotations

from hotline_desktop.domain.papers.supervision_documents import newest_measure
from hotline_desktop.domain.papers.ticket_gates import Blockers, asked_last, missing_in
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.supervision.steps import answering
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.options import SupervisionMethod

# The states of the notice: what goes to the unit, and what came back from it.
SENT, ANSWERED = "派发", "反馈"


def notice_missing(case: SupervisionCase, state: str, methods: frozenset[str]) -> Blockers:
    """D3: a rung that has a notice, 督办二（二）2; its answer only where there is one. 督办二（三）2."""
    if not (case.measure.issued_on or case.method.value in methods):
        listed = "、".join(sorted(methods))
        return (Blocker(Clause.BY_NOTICE, f"现在是{case.method}，督办通知单用于{listed}；先上升督办方式"),)
    if state == ANSWERED and case.report is None:
        message = f"还没有承办单位的反馈，不能印成“{ANSWERED}”；可以印“{SENT}”"
        return (Blocker(Clause.NOTICE_ANSWERED, message),)
    return ()


def nobody_to_fill_in(case: SupervisionCase, clause: Clause) -> Blockers:
    """A paper that a unit writes on by hand asks for something while the case runs."""
    return _unless(case.closed_at is None, clause, "督办件已经结案，不能再提出，没有要填写的")


def case_extension_missing(case: SupervisionCase) -> Blockers:
    """D5 for a supervision case: reason, days, legal basis. 督办二（三）4."""
    fields = (
        (answering.EXTENSION_REASON, "延期原因"),
        (answering.DAYS, "延期天数"),
        (answering.EXTENSION_BASIS, "法律法规依据"),
    )
    return missing_in(asked_last(case.measure.extensions), Clause.NOTICE_EXTENSION, "督办延期申请", fields)


def closing_report_missing(case: SupervisionCase) -> Blockers:
    """D17: the four parts. 督办二（三）2（7）."""
    fields = (
        (answering.REPORT_PROBLEM, "市民反映的问题"),
        (answering.REPORT_FACTS, "查明的事实和证据"),
        (answering.REPORT_OPINION, "处理意见、依据"),
        (answering.REPORT_ANSWER, "答复市民的情况"),
    )
    return missing_in(case.last_report, Clause.NOTICE_ANSWERED, "承办单位的反馈", fields)


def phone_missing(case: SupervisionCase) -> Blockers:
    """D13: the call is recorded."""
    return _unless(bool(case.calls), Clause.BY_PHONE, "尚未登记电话督办")


def site_missing(case: SupervisionCase) -> Blockers:
    """D14: the visit is recorded."""
    found = newest_measure(case, SupervisionMethod.ON_SITE).record is not None
    return _unless(found, Clause.ON_SITE, "尚未登记现场督办")


def request_missing(case: SupervisionCase) -> Blockers:
    """D15: condition and proposal are recorded."""
    found = any(measure.request for measure in case.measures)
    return _unless(found, Clause.BY_LEADER, "尚未登记呈报的情形和建议")


def convened_missing(case: SupervisionCase) -> Blockers:
    """D16: issue, time and place of the meeting are recorded."""
    found = newest_measure(case, SupervisionMethod.MEETING).convened is not None
    return _unless(found, Clause.BY_MEETING, "尚未登记会议通知")


def minutes_missing(case: SupervisionCase) -> Blockers:
    """D16: what the meeting decided is recorded."""
    found = newest_measure(case, SupervisionMethod.MEETING).record is not None
    return _unless(found, Clause.BY_MEETING, "尚未登记会议纪要")


def check_missing(case: SupervisionCase) -> Blockers:
    """D18: callback and site check are both recorded."""
    measure = case.measure
    return (
        *_unless(bool(measure.callbacks), Clause.NOTICE_VERIFIED, "尚未登记督办回访"),
        *_unless(measure.site_check is not None, Clause.NOTICE_VERIFIED, "尚未登记现场核实"),
    )


def _unless(found: bool, clause: Clause, message: str) -> Blockers:
    return () if found else (Blocker(clause, message),)
