"""What an entry changed in a case, in the words of the screen: the before and after of its history, label by label."""

from __future__ import annotations

from hotline_desktop.domain.records.fields import Value
from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.domain.ticket.labels import value_as_text


def case_labels(case: SupervisionCase) -> dict[str, str]:
    """A case as it stands, by label; what is empty reads ''. Records of calls and the like are not told."""
    measure = case.measure
    values: dict[str, Value] = {
        "督办编号": case.number,
        "事项名称": case.title,
        "工单编号": case.ticket_numbers,
        "承办单位": case.unit,
        "督办原因": case.reason,
        "督办方式": case.method.value if case.measures else "",
        "次数": f"第{case.round_number}次督办" if case.measures else "",
        "阶段": case.stage.value,
        "签发日期": measure.issued_on,
        "收到时间": measure.received_at,
        "督办期限": measure.due,
        "上级、领导的时限": case.upper_limit,
        "反馈时间": case.reported_at,
        "结案时间": case.closed_at,
        "归档时间": case.archived_at,
        "档号": case.file_number,
    }
    return {label: value_as_text(value) for label, value in values.items()}


def changed_case_labels(
    before: SupervisionCase | None, after: SupervisionCase
) -> tuple[dict[str, str], dict[str, str]]:
    """The labels whose words differ, before and after; of a case that is only made now only what follows from that."""
    now = case_labels(after)
    if before is None:
        begun = {label: now[label] for label in ("督办方式", "阶段") if now[label]}
        return dict.fromkeys(begun, ""), begun
    was = case_labels(before)
    labels = [label for label, text in now.items() if text != was[label]]
    return {label: was[label] for label in labels}, {label: now[label] for label in labels}
