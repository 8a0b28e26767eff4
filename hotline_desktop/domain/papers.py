"""The three forms as records of plain values: what stands on the paper, and nothing else.

``None`` means “not known yet” and prints as an empty line to write on. Who may see a name or a phone
(信息保密) is decided before a record is made: whatever is in it gets printed.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum


class PaperKind(StrEnum):
    """The forms of the regulation's annex; the value is the word a clerk uses."""

    DISPOSAL = "处置单"
    SUPERVISION_NOTICE = "督办通知单"
    SATISFACTION = "测评表"


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


PaperRecord = DisposalSheet | SupervisionNotice | SatisfactionForm

RECORDS: dict[PaperKind, type[DisposalSheet] | type[SupervisionNotice] | type[SatisfactionForm]] = {
    PaperKind.DISPOSAL: DisposalSheet,
    PaperKind.SUPERVISION_NOTICE: SupervisionNotice,
    PaperKind.SATISFACTION: SatisfactionForm,
}


def blank_record(kind: PaperKind, town: str) -> PaperRecord:
    """The record of an empty form: it knows nothing but the town in the form's own words."""
    record = RECORDS[kind]()
    return replace(record, town=town) if "town" in field_names(kind) else record  # type: ignore[arg-type]


def field_names(kind: PaperKind) -> frozenset[str]:
    """The names that a form's definition may use for the values of ``kind``."""
    return frozenset(field.name for field in fields(RECORDS[kind]))


def printed_words(record: PaperRecord, field: str) -> str | None:
    """How the value of ``field`` reads on paper, or None where a line stays empty.

    Raises AttributeError for a field that the record does not have.
    """
    value = getattr(record, field)
    if value is None:
        return None
    if field == "urge_count":
        return urge_words(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return chinese_datetime(value)
    if isinstance(value, date):
        return chinese_date(value)
    return str(value).strip() or None


def chinese_date(day: date) -> str:
    """A date as official papers write it, without leading zeros: 2022年9月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_datetime(moment: datetime) -> str:
    """A moment to the minute on the 24-hour clock: 2022年9月5日17:00."""
    return f"{chinese_date(moment)}{moment.hour}:{moment.minute:02}"


def urge_words(count: int) -> str:
    """The words of 是否催单 for a number of urges."""
    if count <= 0:
        return "否"
    return "是" if count == 1 else f"是（{count}次）"
