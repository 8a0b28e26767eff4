"""The registers as they are printed, shown and written to Excel: plain texts, and the columns that they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, make_dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from hotline_desktop.domain.papers.document_values import rows_of
from hotline_desktop.domain.ticket.columns import COLUMNS as TICKET_COLUMNS
from hotline_desktop.domain.ticket.columns import LEDGER, LIGHT


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of a 备案登记簿: who asked for what, what the centre said, and under which number."""

    place: str | None = None
    number: str | None = None
    day: str | None = None
    ticket: str | None = None
    level: str | None = None
    matter: str | None = None
    unit: str | None = None
    leader: str | None = None
    reason: str | None = None
    reviewer: str | None = None
    decided_on: str | None = None
    result: str | None = None
    note: str | None = None


def ledger_field(key: str) -> str:
    """The field of a ledger's line that holds the list column with that key."""
    return "matter" if key == "demand" else key


if TYPE_CHECKING:

    @dataclass(frozen=True)
    class LedgerLine:
        """One ticket of the 工单台账: its place, and a text for each list column that LEDGER chooses."""

        place: str | None = None

        def __init__(self, place: str | None = None, **texts: str | None) -> None: ...

        def __getattr__(self, field: str) -> str | None: ...

else:
    _FIELDS = ("place", *map(ledger_field, LEDGER))
    LedgerLine = make_dataclass("LedgerLine", [(name, "str | None", None) for name in _FIELDS], slots=True)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One matter of the 案源库: why it was proposed, and what became of it. 督办二（五）3.

    ``outcome`` is the decision with its reason, in one text.
    """

    place: str | None = None
    since: str | None = None
    trigger: str | None = None
    clause: str | None = None
    tickets: str | None = None
    unit: str | None = None
    matter: str | None = None
    evidence: str | None = None
    decision: str | None = None
    outcome: str | None = None
    number: str | None = None
    method: str | None = None
    due: str | None = None
    stage: str | None = None
    closed_at: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SheetHead:
    """What every register says around its lines. ``data`` tells whether names and phones are masked.

    ``record_end`` names the last entry that the office had recorded: who keeps the paper can prove later that nothing
    before it was changed.
    """

    town: str | None = None
    center: str | None = None
    title: str | None = None
    period: str | None = None
    count: str | None = None
    data: str | None = None
    dated: date | None = None
    record_end: str | None = None


@dataclass(frozen=True, slots=True)
class RegisterSheet(SheetHead):
    """备案登记簿 of one kind of request. 规范一（三）-（五）、（七）."""

    lines: tuple[RegisterLine, ...] = rows_of(RegisterLine)


@dataclass(frozen=True, slots=True)
class TicketLedger(SheetHead):
    """工单台账."""

    lines: Sequence[LedgerLine] = rows_of(LedgerLine)


@dataclass(frozen=True, slots=True)
class CaseLedger(SheetHead):
    """案源库台账. 督办二（五）3."""

    lines: tuple[CaseLine, ...] = rows_of(CaseLine)


class RegisterColumn(NamedTuple):
    """One column on screen and in Excel: its field, its caption, its width in characters.

    ``stretched`` takes the room that is left on screen; ``extra`` is given up where the window is narrow,
    ``extra_last`` after every other one; ``in_list`` columns are too long to be seen in a list and stand in Excel only
    where it is False.
    """

    key: str
    caption: str
    width: int
    stretched: bool = False
    extra: bool = False
    in_list: bool = True
    extra_last: bool = False


_REGISTER_COLUMNS = (
    RegisterColumn("place", "序号", 5, extra=True),
    RegisterColumn("number", "登记号", 16),
    RegisterColumn("day", "日期", 11, extra=True),
    RegisterColumn("ticket", "工单编号", 16),
    RegisterColumn("level", "级别", 6, extra=True),
    RegisterColumn("matter", "诉求", 30, extra=True),
    RegisterColumn("unit", "承办单位", 14, extra_last=True),
    RegisterColumn("leader", "条线分管领导", 12, in_list=False),
    RegisterColumn("reason", "事由", 46, stretched=True),
    RegisterColumn("reviewer", "审核人", 9, extra=True),
    RegisterColumn("decided_on", "审核日期", 12, extra=True),
    RegisterColumn("result", "结果", 14),
    RegisterColumn("note", "备注", 30, in_list=False),
)
# What of the ledger is seen on screen: some give way in a narrow window, some are too long for a list.
_EXTRA = frozenset(("level", "called_at", "caller", "phones", "finished_at", LIGHT))
_FILES_ONLY = frozenset(
    ("received_at", "address", "content", "handed_on", "closed_at", "urges", "origin", "platform_state")
)


def _of_ledger(key: str) -> RegisterColumn:
    column = TICKET_COLUMNS[key]
    stretched, in_list = key == "demand", key not in _FILES_ONLY
    return RegisterColumn(
        ledger_field(key), column.in_files, column.width, stretched, key in _EXTRA, in_list, extra_last=key == "stage"
    )


_LEDGER_COLUMNS = (RegisterColumn("place", "序号", 5, extra=True), *map(_of_ledger, LEDGER))
_CASE_COLUMNS = (
    RegisterColumn("place", "序号", 5, extra=True),
    RegisterColumn("since", "发现时间", 16, extra=True),
    RegisterColumn("trigger", "督办事由", 18),
    RegisterColumn("clause", "依据", 12, in_list=False),
    RegisterColumn("tickets", "工单编号", 16),
    RegisterColumn("unit", "承办单位", 14),
    RegisterColumn("matter", "事项", 28, stretched=True),
    RegisterColumn("evidence", "情况", 46, in_list=False),
    RegisterColumn("decision", "处理", 10, extra_last=True),
    RegisterColumn("number", "督办编号", 21, extra=True),
    RegisterColumn("method", "督办方式", 16, in_list=False),
    RegisterColumn("due", "督办期限", 16, extra=True),
    RegisterColumn("stage", "阶段", 10, extra=True),
    RegisterColumn("closed_at", "结案时间", 16, in_list=False),
    RegisterColumn("note", "不予督办的理由", 30, in_list=False),
)
# By the class of the lines.
COLUMNS: dict[type, tuple[RegisterColumn, ...]] = {
    RegisterLine: _REGISTER_COLUMNS,
    LedgerLine: _LEDGER_COLUMNS,
    CaseLine: _CASE_COLUMNS,
}
