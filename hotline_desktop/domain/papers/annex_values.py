"""The values of the three forms in the regulation's annexes: 处置单, 督办通知单, 满意度测评表."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DisposalSheet:
    """“12345”市民服务热线处置单. 规范一（六）1.

    ``urge_count`` 0 prints 否, 1 是, more 是（n次）. ``limit_days`` counts working days, ``resolution`` is
    one of the five words of 是否解决.
    """

    unit: str | None = None
    caller: str | None = None
    called_on: date | None = None
    address: str | None = None
    phone: str | None = None
    number: str | None = None
    handed_on: date | None = None
    to_unit: str | None = None
    transfer_number: str | None = None
    urge_count: int | None = None
    level: str | None = None
    content: str | None = None
    handling: str | None = None
    feedback: str | None = None
    limit_days: int | None = None
    limit_basis: str | None = None
    answered_within_day: bool | None = None
    resolution: str | None = None
    remarks: str | None = None


@dataclass(frozen=True, slots=True)
class SupervisionNotice:
    """“12345”市民服务热线督办通知单. 督办二（三）.

    ``number`` may join several ticket numbers with 、; ``limit_text`` is complete, for example
    3个工作日（2022年9月14日17:00前）; ``reply`` is 办理答复 as it is to be printed.
    """

    case_number: str | None = None
    number: str | None = None
    unit: str | None = None
    demand: str | None = None
    reason: str | None = None
    method: str | None = None
    limit_text: str | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class SatisfactionForm:
    """“12345”市民服务热线工单处置满意度测评表. 规范一（六）1.

    ``satisfied`` ticks one of the paper's two columns, ``None`` neither; the recorded grade, where it
    is neither 满意 nor 不满意, stands in ``remarks``.
    """

    town: str | None = None
    number: str | None = None
    summary: str | None = None
    satisfied: bool | None = None
    remarks: str | None = None
