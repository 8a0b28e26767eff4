"""What an entry changed, in the words of the screen: the before and after of a ticket's history, label by label."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from hotline_desktop.domain.records.fields import Value
    from hotline_desktop.domain.ticket.ticket import Facts, Ticket


def _told_of(ticket: Ticket) -> tuple[object, ...]:
    """What ``_labels_of_facts`` name, in their order."""
    facts = ticket.facts
    return facts.number, ticket.level.value, *_read_of_facts()(facts), facts.platform_state


def _values_of_handling(ticket: Ticket) -> dict[str, Value]:
    turn, limits = ticket.round, ticket.limits
    return {
        "免联原因": ticket.exemption.value if ticket.exemption else "",
        "阶段": ticket.stage.value,
        "轮次": f"第{turn.number}轮" if ticket.rounds else "",
        "承办单位": turn.unit,
        "协办单位": turn.co_units,
        "首接单位": ticket.first_unit,
        "转办编号": ticket.transfer_number,
        "转交时间": turn.handed_on,
        "接单时间": turn.accepted_at,
        "办结期限": _due_text(ticket),
        "答复期限": limits.answer_due,
        "退单期限": limits.return_due,
        "是否解决": turn.resolution.value if turn.resolution else "",
        "情况说明期限": tuple(
            value_as_text(each.statement_due) for each in ticket.upper_callbacks if each.statement_due
        ),
        "催单": f"{ticket.urges}次" if ticket.urges else "",
        "在办事项": ticket.pending,
        "重复工单": ticket.repeats,
        "并入工单": ticket.merged_into,
        "督办件": ticket.supervised,
        "结案时间": ticket.closed_at,
        "城运系统结案日期": ticket.platform_closed_on,
        "处置单交回日期": ticket.sheet_back_on,
        "归档时间": ticket.archived_at,
    }


@cache
def _handling() -> Callable[[Ticket], tuple[object, ...]]:
    """What reads everything of a ticket but its facts."""
    from hotline_desktop.domain.ticket.ticket import Ticket

    told = [field.name for field in fields(Ticket) if field.compare and field.name not in ("facts", "level")]
    return attrgetter(*told)


@cache
def _labels_of_facts() -> tuple[str, ...]:
    from hotline_desktop.domain.ticket.steps.intake import FACT_FIELDS  # the words of settings need no step

    return "工单编号", "工单级别", *(field.label for field in FACT_FIELDS), "平台状态"


@cache
def _read_of_facts() -> Callable[[Facts], tuple[Value, ...]]:
    from hotline_desktop.domain.ticket.steps.intake import FACT_FIELDS

    return attrgetter(*(field.key for field in FACT_FIELDS))


def changed_labels(before: Ticket, after: Ticket) -> tuple[dict[str, str], dict[str, str]]:
    """The labels whose words differ, before and after."""
    told = zip(_labels_of_facts(), _told_of(before), _told_of(after), strict=True)
    changed = [(label, old, new) for label, old, new in told if old != new]
    # An import tells ten thousand tickets of another title in one go: nothing else of them need be put into words.
    handling = _handling()
    if handling(before) != handling(after):
        was, now = _values_of_handling(before), _values_of_handling(after)
        changed += [(label, was[label], now[label]) for label in now if now[label] != was[label]]
    texts = [(label, value_as_text(old), value_as_text(new)) for label, old, new in changed]
    differing = [(label, old, new) for label, old, new in texts if old != new]
    return {label: old for label, old, _new in differing}, {label: new for label, _old, new in differing}


def value_as_text(value: object) -> str:
    """A value as it stands on screen: ``2022-09-05 09:10``, ``是``, ``13800010001、021-59210001``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return "、".join(str(part) for part in value)
    return str(value)


def _due_text(ticket: Ticket) -> str:
    limits = ticket.limits
    if limits.due is None:
        return ""
    notes = [*(["暂定"] if limits.provisional else []), *([] if ticket.dispatched else ["预计"])]
    return value_as_text(limits.due) + (f"（{'、'.join(notes)}）" if notes else "")
