"""Columns of the ticket list as data: a new column is one more line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hotline_desktop.domain.records.summaries import SortKey, TicketSummary


@dataclass(frozen=True, slots=True)
class TicketColumn:
    """One column: its caption, first width in pixels, text of a row, and what it sorts by (None: not sortable).

    ``text`` of the light column is empty: the model works it out from the clock. ``shown`` is the first choice.
    """

    key: str
    caption: str
    width: int
    text: Callable[[TicketSummary], str]
    sort: SortKey | None = None
    shown: bool = True
    tip: str = ""


def moment_text(moment: datetime | None) -> str:
    """``2022-09-05 09:10``; empty without a moment."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""


def demand_text(row: TicketSummary) -> str:
    """What the citizen asks for, in one line: the title, or the content where there is none."""
    return " ".join((row.title or row.content).split())


def _stage_text(row: TicketSummary) -> str:
    return f"{row.stage}·第{row.round}轮" if row.round > 1 else row.stage.value


LIGHT = "light"
COLUMNS: tuple[TicketColumn, ...] = (
    TicketColumn(LIGHT, "期限", 190, lambda row: "", SortKey.DUE, tip="离办结期限还有多久"),
    TicketColumn("level", "级别", 52, lambda row: row.level.value, SortKey.LEVEL),
    TicketColumn("number", "工单编号", 132, lambda row: row.number, SortKey.NUMBER),
    TicketColumn("demand", "诉求", 200, demand_text),
    TicketColumn("caller", "来电人", 78, lambda row: row.caller),
    TicketColumn("unit", "承办单位", 108, lambda row: row.unit, SortKey.UNIT),
    TicketColumn("stage", "阶段", 76, _stage_text, SortKey.STAGE),
    TicketColumn("due", "办结期限", 140, lambda row: moment_text(row.due), SortKey.DUE, shown=False),
    TicketColumn("called_at", "来电日期", 140, lambda row: moment_text(row.called_at), SortKey.CALLED, shown=False),
    TicketColumn("phones", "联系电话", 130, lambda row: row.phones, shown=False),
    TicketColumn("address", "诉求地址", 200, lambda row: row.address, shown=False),
    TicketColumn("handed_on", "转交时间", 140, lambda row: moment_text(row.handed_on), shown=False),
    TicketColumn("request_type", "诉求类型", 76, lambda row: row.request_type, shown=False),
    TicketColumn("place", "村居网格", 120, lambda row: row.place, shown=False),
    TicketColumn("urges", "催单", 60, lambda row: f"{row.urges} 次" if row.urges else "", shown=False),
    TicketColumn("platform_state", "平台状态", 100, lambda row: row.platform_state, shown=False),
    TicketColumn("origin", "来路", 88, lambda row: row.origin.value, SortKey.NEWEST, shown=False),
)
COLUMN_KEYS = tuple(column.key for column in COLUMNS)
