"""销毁清册 and 销毁证明: which records are to go, or went, when their time is over. No word of any citizen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hotline_desktop.domain.papers.document_values import rows_of
from hotline_desktop.domain.terms.dates import chinese_date
from hotline_desktop.domain.terms.keeping import DueRecords, kept_until

PLANNED, CERTIFIED = "清册", "证明"
_BACKUPS = "以前的备份里还有这些记录，按备份的保留期限陆续清除；销毁前另存的副本，请一并处理。"


@dataclass(frozen=True, slots=True)
class DestructionLine:
    """One record: its number and who handled it, when it ended and until when it was kept."""

    place: str | None = None
    number: str | None = None
    unit: str | None = None
    ended_on: str | None = None
    kept_until: str | None = None


@dataclass(frozen=True, slots=True)
class DestructionList:
    """The list before, for whoever approves it, and the certificate after."""

    title: str | None = None
    unit: str | None = None
    summary: str | None = None
    lines: tuple[DestructionLine, ...] = rows_of(DestructionLine)
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What was done: when, by whom, on whose word and why, with the mark that the chain of records holds of it."""

    on: date
    by: str
    approved_by: str
    reason: str
    digest: str
    files: int


def destruction_list(due: DueRecords, center: str, done: Destroyed | None = None) -> DestructionList:
    """The paper about ``due``; the certificate where it was ``done``."""
    count, rule = due.amount, f"{due.kind}保存{due.years}年，从办结的次年1月1日算起"
    if done is None:
        summary = f"{rule}。下列{count}件已经到期，拟予销毁，请审批。"
    else:
        summary = (
            f"{rule}。下列{count}件已经到期，经{done.approved_by}批准（{done.reason}），"
            f"于{chinese_date(done.on)}由{done.by}从数据中销毁，连同附件{done.files}个。"
            + (f"校验链上的摘要：{done.digest}。" if done.digest else "")
        )
    return DestructionList(
        title=f"到期{due.kind}{'销毁证明' if done is not None else '销毁清册'}",
        unit=center or None,
        summary=summary,
        lines=tuple(_line(place, due, record) for place, record in enumerate(due.records, start=1)),
        note=_BACKUPS,
    )


def _line(place: int, due: DueRecords, record: Sequence[object]) -> DestructionLine:
    number, unit, ended_on = record[0], record[1], record[2]
    assert isinstance(ended_on, date)
    return DestructionLine(
        str(place),
        str(number),
        str(unit) or None,
        ended_on.isoformat(),
        kept_until(ended_on, due.years).isoformat(),
    )
