"""A row of an export, typed and judged: what an import may take over, and why it may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from hotline_desktop.domain.records.quick import quick_record
from hotline_desktop.domain.terms.options import Level, RequestType
from hotline_desktop.domain.terms.patterns import late
from hotline_desktop.domain.terms.spelling import tidy


class Column(StrEnum):
    """What a column of an export can be taken as; the value is the caption that a clerk chooses from."""

    NUMBER = "工单编号"
    ORIGINAL_NUMBER = "原编号"
    TITLE = "标题"
    CONTENT = "来电内容"
    CALLER = "来电人"
    PHONE = "联系电话"
    ADDRESS = "诉求地址"
    PLACE = "村居网格"
    CALLED_AT = "来电日期"
    RECEIVED_AT = "收单时间"
    LEVEL = "工单级别"
    SOURCE = "来源"
    TICKET_TYPE = "诉求类型"
    CATEGORY = "诉求类别"
    MAIN_CATEGORY = "诉求大类"
    SUB_CATEGORY = "诉求小类"
    UNIT = "承办单位"
    CO_UNITS = "协办单位"
    DISPATCHED_AT = "派单时间"
    UPPER_LIMIT = "上级时限"
    PLATFORM_STATE = "平台状态"
    CONFIDENTIAL = "信息保密"
    URGED = "催单"
    DUPLICATE_OF = "重复工单号"
    HANDLING = "办理情况"
    CLOSED_AT = "结案时间"
    FACT = "事实认定"
    DEMAND = "诉求认定"
    RESOLUTION = "解决情况"
    SATISFACTION = "满意度"
    FIRST_CONTACT = "先行联系"


class Severity(StrEnum):
    """Whether a problem keeps the row out."""

    FAULT = "不能导入"
    WARNING = "提醒"


@quick_record(frozen=True, slots=True)
class CellProblem:
    """What is wrong with one cell. ``row`` is the number that Excel shows; ``text`` the cell as it stood.

    ``column`` is the header in the file, or the caption of a column that the file lacks.
    """

    row: int
    column: str
    reason: str
    severity: Severity
    text: str = ""


@quick_record(frozen=True, slots=True)
class TicketRow:
    """One row of an export. ``row`` is the number that Excel shows (from 1); all times are local office time.

    ``number`` is None where it is missing or unusable; ``former_number`` is the one that an earlier version of the
    program made for a row without one. ``level`` is None where the file's word is unknown; ``level_word`` is it.
    ``category`` joins the file's levels with /, ``place`` 片区, 村居 and 网格. ``date_only`` names the moments that
    were given without a time of day (they stand at 00:00). ``unit``, ``platform_state``, ``handling`` and what follows
    are the city platform's words, kept as it said them. ``platform`` is every filled cell under its own header,
    trimmed of padding and otherwise verbatim. ``sheet`` is empty where only one of the file is taken.
    """

    row: int
    number: str | None
    former_number: str = ""
    original_number: str = ""
    title: str = ""
    content: str = ""
    caller: str = ""
    phones: tuple[str, ...] = ()
    address: str = ""
    place: str = ""
    called_at: datetime | None = None
    received_at: datetime | None = None
    dispatched_at: datetime | None = None
    upper_limit: datetime | None = None
    closed_at: datetime | None = None
    level: Level | None = Level.ORDINARY
    level_word: str = ""
    source: str = ""
    request_type: RequestType | None = None
    category: str = ""
    unit: str = ""
    co_units: tuple[str, ...] = ()
    platform_state: str = ""
    confidential: bool = False
    urged: bool = False
    duplicate_of: tuple[str, ...] = ()
    handling: str = ""
    fact: str = ""
    demand: str = ""
    resolution: str = ""
    satisfaction: str = ""
    first_contact: str = ""
    date_only: frozenset[Column] = frozenset()
    platform: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[CellProblem, ...] = ()
    sheet: str = ""

    @property
    def where(self) -> str:
        """Where the row stands, for a message on another one: 第 3 行, 工作表“11月”第 3 行."""
        return f"工作表“{self.sheet}”第 {self.row} 行" if self.sheet else f"第 {self.row} 行"

    @property
    def faults(self) -> tuple[CellProblem, ...]:
        """The problems for which the row cannot be taken."""
        return self._of(Severity.FAULT)

    @property
    def warnings(self) -> tuple[CellProblem, ...]:
        """The problems that a clerk should know of; the row is taken all the same."""
        return self._of(Severity.WARNING)

    def _of(self, severity: Severity) -> tuple[CellProblem, ...]:
        if not self.problems:  # as of nearly every row
            return ()
        return tuple([problem for problem in self.problems if problem.severity is severity])


# Between a word and the remark behind it: 紧急（24小时）, 紧急程度：紧急, 特急/紧急, 急！
_BESIDE_A_TERM = late(r"[()\[\]【】/、,，;；:：!.。]+")
_TERM_ENDINGS = ("类工单", "类诉求", "工单", "诉求", "类", "件")
_REMEMBERED = 4_096
_Term = TypeVar("_Term", Level, RequestType)


def _only_one(terms: Mapping[str, _Term], word: str) -> _Term | None:
    """What ``word`` means in any spelling, 緊 急, 紧⏎急, with whatever remark; None where it says none, or several."""
    parts = [part for part in _BESIDE_A_TERM.split(tidy(word)) if part]
    bare = [next((part.removesuffix(end) for end in _TERM_ENDINGS if part.endswith(end)), part) for part in parts]
    found = {terms.get(part) or terms.get(stem) for part, stem in zip(parts, bare, strict=True) if stem} - {None}
    return found.pop() if len(found) == 1 else None


_LEVEL_TERMS = {
    "": Level.ORDINARY,
    **dict.fromkeys(("一般", "普通", "常规", "一般件", "普通件", "平件", "正常"), Level.ORDINARY),
    **dict.fromkeys(("紧急", "特急", "加急", "急", "紧急件", "急件", "特急件", "非常紧急"), Level.URGENT),
    **dict.fromkeys(("疑难", "复杂", "疑难件", "疑难复杂", "复杂疑难"), Level.HARD),
}


@lru_cache(maxsize=_REMEMBERED)
def read_level(word: str) -> Level | None:
    """The level (规范一（二）) that a platform's word means; empty is 一般, an unknown word None."""
    level = _LEVEL_TERMS.get(word)
    return level if level is not None else _only_one(_LEVEL_TERMS, word)


_REQUEST_TERMS = {
    **{word.value: word for word in RequestType},
    **dict.fromkeys(("求决", "申请", "报修", "帮助"), RequestType.HELP),
    **dict.fromkeys(("意见", "意见建议", "建议意见"), RequestType.SUGGESTION),
    **dict.fromkeys(("投诉举报", "申诉"), RequestType.COMPLAINT),
    **dict.fromkeys(("检举", "揭发"), RequestType.REPORT),
    **dict.fromkeys(("感谢", "表扬感谢", "感谢表扬"), RequestType.PRAISE),
    "其它": RequestType.OTHER,
}


@lru_cache(maxsize=_REMEMBERED)
def read_request_type(word: str) -> RequestType | None:
    """What the citizen wants, as a platform's word says it; None where the word is another one."""
    found = _REQUEST_TERMS.get(word)
    return found if found is not None else _only_one(_REQUEST_TERMS, word)


_FINISHED_TERMS = ("结案", "办结", "完结", "归档", "已完成", "已关闭")
_NOT_YET = ("未", "待", "不", "拟", "即将", "申请")


def is_finished(platform_state: str) -> bool:
    """Whether a platform's word for a state says that the ticket was finished there."""
    return platform_state.endswith(_FINISHED_TERMS) and not platform_state.startswith(_NOT_YET)
