"""Columns of the ticket list as data: a new column is one more line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtGui import QFontMetrics

from hotline_desktop.domain.records.summaries import SortKey, TicketSummary


@dataclass(frozen=True, slots=True)
class TicketColumn:
    """One column: its caption, the longest usual text, text of a row, and what it sorts by (None: not sortable).

    The first width is what ``sample`` takes in the face in use. ``text`` of the light column is empty: the model works
    it out from the clock. ``shown`` is the first choice.
    """

    key: str
    caption: str
    sample: str
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


_MOMENT = "2022-09-05 09:10"


def _stage_text(row: TicketSummary) -> str:
    return f"{row.stage}·第{row.round}轮" if row.round > 1 else row.stage.value


LIGHT, BRIEF = "light", "brief"
COLUMNS: tuple[TicketColumn, ...] = (
    TicketColumn(LIGHT, "期限", "暂定 还3天", lambda row: "", SortKey.DUE, tip="离办结期限还有多久"),
    TicketColumn("level", "级别", "级别", lambda row: row.level.value, SortKey.LEVEL),
    TicketColumn("demand", "诉求", "小区路灯不亮已经一周", demand_text),
    TicketColumn("unit", "承办单位", "新海水务有限公司", lambda row: row.unit, SortKey.UNIT),
    TicketColumn("stage", "阶段", "办理中·第2轮", _stage_text, SortKey.STAGE),
    TicketColumn("caller", "来电人", "诸葛**", lambda row: row.caller),
    TicketColumn("number", "工单编号", "20220905100001", lambda row: row.number, SortKey.NUMBER),
    TicketColumn("due", "办结期限", _MOMENT, lambda row: moment_text(row.due), SortKey.DUE, shown=False),
    TicketColumn("called_at", "来电日期", _MOMENT, lambda row: moment_text(row.called_at), SortKey.CALLED, shown=False),
    TicketColumn("phones", "联系电话", "138****0001", lambda row: row.phones, shown=False),
    TicketColumn("address", "诉求地址", "海虹小区12号楼前面", lambda row: row.address, shown=False),
    TicketColumn("handed_on", "转交时间", _MOMENT, lambda row: moment_text(row.handed_on), shown=False),
    TicketColumn("request_type", "诉求类型", "诉求类型", lambda row: row.request_type, shown=False),
    TicketColumn("place", "村居网格", "海虹居委3网格", lambda row: row.place, shown=False),
    TicketColumn("urges", "催单", "12 次", lambda row: f"{row.urges} 次" if row.urges else "", shown=False),
    TicketColumn("platform_state", "平台状态", "处理中处理中", lambda row: row.platform_state, shown=False),
    TicketColumn("origin", "来路", "手工登记", lambda row: row.origin.value, SortKey.NEWEST, shown=False),
    TicketColumn(BRIEF, "工单", "", demand_text, shown=False, tip="窗口窄时一件两行"),
)
COLUMN_KEYS = tuple(column.key for column in COLUMNS)
CHOSEN_BY_HAND = tuple(column for column in COLUMNS if column.key != BRIEF)  # what the clerk shows and hides
_PADDING, _MARK = 26, 26  # pixels: around a text, and for the shape before a light


def column_width(column: TicketColumn, metrics: QFontMetrics) -> int:
    """How wide a column begins in that face: its usual text or its caption with the sorting mark, whole."""
    words = max(metrics.horizontalAdvance(column.sample), metrics.horizontalAdvance(column.caption) + 12)
    return words + _PADDING + (_MARK if column.key == LIGHT else 0)
