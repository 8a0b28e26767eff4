"""Conditions without a chip of their own: mine, days of the call, category, import, exemption; and their words."""

from __future__ import annotations

from datetime import date

from hotline_desktop.domain.records.summaries import CountedBy, TicketFilter

TASK_LABEL = "今日清单"


def base_text(base: TicketFilter) -> str:
    """What the condition says on its chip, its parts divided by a dot."""
    parts = [
        base.number and f"只看 {base.number}",
        base.task,
        base.pending,
        "待接单超时" if base.unaccepted else "",
        "历史工单" if base.history else "",
        "期限暂定" if base.provisional else "",
        f"{base.taken_by}经办" if base.taken_by else "",
        days_text(base.called_from, base.called_to),
        "、".join(base.categories),
        "、".join(base.exemptions) and f"免联：{'、'.join(base.exemptions)}",
        "一次导入" if base.batch else "",
        _counted_text(base.counted),
    ]
    labels = [part for part in parts if part]
    return " · ".join(labels) or ("在办工单" if base.open_only else TASK_LABEL)


def _counted_text(by: CountedBy | None) -> str:
    """``新海村　逾期　2026.11.01至11.30``: the number that the list was opened from."""
    return f"{by.unit or '全镇'}　{by.measure}　{by.first:%Y.%m.%d}至{by.last:%m.%d}" if by else ""


def days_text(first: date | None, last: date | None) -> str:
    """``11月1日至11月26日来电``."""
    if first is None and last is None:
        return ""
    if first is not None and last is not None:
        span = _day(first) if first == last else f"{_day(first)}至{_day(last)}"
        return f"{span}来电"
    return f"{_day(first)}起来电" if first is not None else f"{_day(last)}止来电" if last is not None else ""


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day is not None else ""
