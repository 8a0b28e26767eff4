"""What is known of a case, as labelled lines for reading."""

from __future__ import annotations

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.supervision.case import CaseStage, Measure, SupervisionCase
from hotline_desktop.domain.supervision.elements import missing_elements
from hotline_desktop.domain.supervision.fields import OUTCOME
from hotline_desktop.domain.supervision.steps.catalogue import CASE_STEPS_BY_ID
from hotline_desktop.domain.supervision.steps.pool import WHY_NOT
from hotline_desktop.domain.supervision.steps.verifying import CONCLUSION
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.ticket import Entry
from hotline_desktop.gui.records.panel.sentences import run_on

Line = tuple[str, str]
_NOT_SHOWN = frozenset(("limit_days",))


def matter_lines(case: SupervisionCase) -> list[Line]:
    """Why the matter is supervised. 督办二（一）."""
    return [
        ("事项名称", case.title),
        ("督办事由", f"{case.trigger}（{case.trigger_clause.ref}）"),
        ("督办原因", case.reason),
        ("来源", case.source),
        ("来源日期", value_as_text(case.source_on)),
        ("来源内容", case.source_text),
        ("承办单位", case.unit),
        ("承办人员", "、".join(case.people)),
        ("不予督办", WHY_NOT.of(case.declined)),
    ]


def measure_lines(case: SupervisionCase) -> list[Line]:
    """The current measure: how the unit was told, until when, and what came of it. 督办二（二）, （三）."""
    measure = case.measure
    sent = "，".join(part for part in (measure.channel, measure.receiver, moment_text(measure.received_at)) if part)
    return [
        ("督办方式", f"{measure.method}（{case.method_clause.ref}）" if case.measures else ""),
        ("时限", f"{measure.limit_days}个工作日" if case.measures else ""),
        ("签发", "，".join(part for part in (measure.issuer, value_as_text(measure.issued_on)) if part)),
        ("送达", sent if measure.channel else ""),
        *_records(measure),
    ]


def earlier_lines(case: SupervisionCase) -> list[Line]:
    """The measures before the current one, each in one line."""
    return [(f"第{number}次", _measure_text(measure)) for number, measure in enumerate(case.measures[:-1], start=1)]


def report_lines(case: SupervisionCase) -> list[Line]:
    """The unit's report on the current measure, item by item. 督办二（三）2."""
    report = case.report
    if report is None:
        return []
    lines = [
        (field.label, value_as_text(report.values.get(field.key))) for field in CASE_STEPS_BY_ID[report.step].fields
    ]
    return [(label.replace("答复市民要点：", "要点："), value) for label, value in lines]


def file_lines(case: SupervisionCase) -> list[Line]:
    """How far the file is complete (一案一档), once the case is closed. 督办二（五）3."""
    if case.stage not in (CaseStage.CLOSED, CaseStage.ARCHIVED):
        return []
    missing = "、".join(missing_elements(case))
    return [
        ("七项要素", f"还缺：{missing}" if missing else "齐全"),
        ("办理结果", CONCLUSION.of(case.closing)),
        ("结案时间", moment_text(case.closed_at)),
        ("归档时间", moment_text(case.archived_at)),
        ("档号", case.file_number),
    ]


def entry_text(entry: Entry) -> str:
    """One record in one line, with the labels of what was entered."""
    step = CASE_STEPS_BY_ID[entry.step]
    given = [(field.label, entry.values.get(field.key)) for field in step.fields if field.key not in _NOT_SHOWN]
    parts = [_word(label, value) for label, value in given if value not in (None, "", entry.at)]
    return f"{moment_text(entry.at)} {run_on(parts)}"


def _records(measure: Measure) -> list[Line]:
    entries = (
        measure.call,
        *measure.requests,
        *measure.instructions,
        *measure.convenings,
        measure.record,
        *measure.reminders,
        *(entry for request in measure.extensions for entry in (request.asked, request.decided)),
        *measure.callbacks,
        *measure.site_checks,
    )
    return [(CASE_STEPS_BY_ID[entry.step].label, entry_text(entry)) for entry in entries if entry is not None]


def _measure_text(measure: Measure) -> str:
    message = f"{moment_text(measure.received_at)} 告知" if measure.received_at else "未告知单位"
    outcome = f"，反馈“{OUTCOME.of(measure.report)}”" if measure.report else "，没有反馈"
    failed = "，核实不符" if measure.failed else ""
    return f"{measure.method}，{message}{outcome}{failed}"


def _word(label: str, value: Value) -> str:
    return f"{label}：{value_as_text(value)}"
