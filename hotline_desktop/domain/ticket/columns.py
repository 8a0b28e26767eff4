"""Every column that a list of tickets can have, once: the window, Excel, the command line and the ledger choose by key.

A new column is one more line of COLUMNS, and its key where it is to be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import NamedTuple

from hotline_desktop.domain.records.summaries import SortKey, TicketSummary

# How the deadline of a row stands at the moment, in words: only who lists them knows the time.
LightText = Callable[[TicketSummary], str]


class Masked(Enum):
    """What of a citizen a column tells, and so how it is masked."""

    NOTHING = auto()
    NAME = auto()
    PHONES = auto()
    TEXT = auto()


class Align(Enum):
    """Where the text of a cell stands."""

    LEFT = auto()
    RIGHT = auto()


class ListColumn(NamedTuple):
    """One column: its title, its text of a row, and how wide it is.

    ``sheet_title`` is its longer name in files, ``width`` its characters there; ``sample`` is the longest usual text on
    screen. ``sort`` is what the list can be ordered by, ``tip`` what the window says of it.
    """

    key: str
    title: str
    text: Callable[[TicketSummary, LightText], str]
    width: int = 12
    sample: str = ""
    sort: SortKey | None = None
    align: Align = Align.LEFT
    masked: Masked = Masked.NOTHING
    sheet_title: str = ""
    tip: str = ""

    @property
    def in_files(self) -> str:
        """The title in Excel."""
        return self.sheet_title or self.title


def demand_text(row: TicketSummary) -> str:
    """What the citizen asks for, in one line: the title, or the content where there is none."""
    return " ".join((row.title or row.content).split())


def stage_text(row: TicketSummary) -> str:
    """The stage, with the round from the second on."""
    return f"{row.stage}·第{row.round}轮" if row.round > 1 else row.stage.value


def moment_text(moment: datetime | None) -> str:
    """``2022-09-05 09:10``; empty without a moment."""
    return moment.isoformat(" ", "minutes") if moment else ""


def _plain(name: str) -> Callable[[TicketSummary, LightText], str]:
    """The text of one field of the summary."""

    def text(row: TicketSummary, _light: LightText) -> str:
        said: str = getattr(row, name)
        return said

    return text


def _moment(key: str, title: str, sort: SortKey | None = None) -> ListColumn:
    return ListColumn(key, title, lambda row, _light: moment_text(getattr(row, key)), 17, "2022-09-05 09:10", sort)


LIGHT = "light"
_ALL = (
    ListColumn("number", "工单编号", _plain("number"), 18, "20220905100001", SortKey.NUMBER),
    ListColumn(
        "level", "级别", lambda row, _light: row.level.value, 9, "级别", SortKey.LEVEL, sheet_title="工单级别"
    ),
    ListColumn("stage", "阶段", lambda row, _light: stage_text(row), 13, "办理中·第2轮", SortKey.STAGE),
    ListColumn("plain_stage", "阶段", lambda row, _light: row.stage.value, 9, "待派单"),
    ListColumn("round", "轮次", lambda row, _light: str(row.round), 6, "12", align=Align.RIGHT),
    ListColumn(
        LIGHT, "期限", lambda row, light: light(row), 22, "暂定 还3天", SortKey.DUE, sheet_title="期限情况",
        tip="离办结期限还有多久",
    ),
    ListColumn(
        "demand", "诉求", lambda row, _light: demand_text(row), 36, "小区路灯不亮已经一周", masked=Masked.TEXT
    ),
    ListColumn("title", "标题", _plain("title"), 36, "小区路灯不亮", masked=Masked.TEXT),
    ListColumn("content", "来电内容", _plain("content"), 60, "小区路灯不亮已经一周", masked=Masked.TEXT),
    ListColumn("caller", "来电人", _plain("caller"), 12, "诸葛**", masked=Masked.NAME),
    ListColumn("phones", "联系电话", _plain("phones"), 18, "138****0001", masked=Masked.PHONES),
    ListColumn("address", "诉求地址", _plain("address"), 30, "海虹小区12号楼前面", masked=Masked.TEXT),
    _moment("called_at", "来电日期", SortKey.CALLED),
    _moment("received_at", "收单时间"),
    ListColumn("unit", "承办单位", _plain("unit"), 20, "城乡水务有限公司", SortKey.UNIT),
    _moment("handed_on", "转交时间"),
    _moment("due", "办结期限", SortKey.DUE),
    _moment("finished_at", "单位办结时间"),
    _moment("closed_at", "结案时间"),
    ListColumn(
        "urges", "催单次数", lambda row, _light: str(row.urges) if row.urges else "", 9, "12"
    ),
    ListColumn("origin", "来路", lambda row, _light: row.origin.value, 10, "手工登记", SortKey.NEWEST),
    ListColumn("platform_state", "平台状态", _plain("platform_state"), 12, "处理中处理中", masked=Masked.TEXT),
    ListColumn("request_type", "诉求类型", _plain("request_type"), 9, "诉求类型"),
    ListColumn("place", "村居网格", _plain("place"), 16, "海虹居委3网格"),
)  # fmt: skip
COLUMNS: Mapping[str, ListColumn] = MappingProxyType({column.key: column for column in _ALL})

# What the window offers, in its first order; SHOWN are those that are seen until a clerk chooses others.
WINDOW = (
    LIGHT, "level", "demand", "unit", "stage", "caller", "number", "due", "called_at", "phones", "address",
    "handed_on", "request_type", "place", "urges", "platform_state", "origin",
)  # fmt: skip
SHOWN = frozenset((LIGHT, "level", "demand", "unit", "stage", "caller", "number"))
EXCEL = (
    "number", "level", "plain_stage", "round", "title", "content", "caller", "phones", "address", "called_at",
    "received_at", "unit", "handed_on", "due", LIGHT, "finished_at", "closed_at", "urges", "origin", "platform_state",
    "request_type", "place",
)  # fmt: skip
TERMINAL = ("number", "level", "stage", LIGHT, "due", "unit", "caller", "demand")
# Those of the printed 工单台账; its form says which of them stand on paper.
LEDGER = (
    "number", "level", "called_at", "received_at", "caller", "phones", "address", "demand", "content", "unit",
    "handed_on", "due", "finished_at", "closed_at", "stage", LIGHT, "urges", "origin", "platform_state",
)  # fmt: skip


def chosen(keys: Iterable[str]) -> tuple[ListColumn, ...]:
    """The columns with these keys, in this order."""
    return tuple(COLUMNS[key] for key in keys)


def cells(columns: Iterable[ListColumn], row: TicketSummary, light: LightText) -> tuple[str, ...]:
    """The texts of a row that may be shown as it is."""
    return tuple(column.text(row, light) for column in columns)
