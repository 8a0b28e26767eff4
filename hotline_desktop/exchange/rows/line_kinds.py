"""Lines of a sheet that are no tickets: blank ones, sums, repeated headers, remarks below the table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hotline_desktop.domain.importing.model import ColumnMapping
from hotline_desktop.domain.importing.rows import Column
from hotline_desktop.domain.terms.blank_words import says_nothing
from hotline_desktop.exchange.headers.aliases import AliasTable

SAME_HEADERS, OTHER_HEADERS = "重复的表头", "另一张表的表头"
_REPEATED_HEADERS = 2
_LEAST_KNOWN, _LONGEST_HEADER = 4, 16
# A line without any of these says nothing of a call.
_OF_CALLS = (
    Column.TITLE, Column.CONTENT, Column.CALLER, Column.PHONE, Column.ADDRESS, Column.UNIT, Column.CO_UNITS,
    Column.HANDLING,
)  # fmt: skip
_MOST_OF_A_NOTE = 3  # filled cells of a remark below the table: 制表人：, 审核人：, 日期：
_SHORTEST_NUMBER = 5
_FEWEST_COLUMNS = 4  # that a line numbers
_COLUMN_SIGNS = frozenset(("甲", "乙", "丙", "丁"))
_MOBILE = re.compile(r"1[3-9]\d{9}")  # no figure of a sum, and no remark has one in the column of telephones
_NUMBER = re.compile(r"[\d.,%％件个条宗起次行户元/\-—]*")
_COUNT = re.compile(r"(?:总)?[共计]+\d[\d,]*[件个条宗起次行页].{0,10}")
_PART_OF_A_SUM = re.compile(
    r"(?:其中)?[\u4e00-\u9fff]{0,8}[:：]?\d[\d,.]*[件个条宗起次行%％]"
)  # 其中紧急1件, 办结：2件
_NOTE = re.compile(
    r"注[:：]|备注|图例|(?:制表|导出|打印|统计|填表|填报)(?:人|时间|日期|单位)|第\d+页|数据来源|[—-]*以下空白"
)
# Who made the list, whom to ask about it, what it holds: a mobile beside it is no citizen's.
_OF_THE_LIST = re.compile(
    r"(?:[(（]?\d{1,2}[、.)）])?(?:(?:制表|导出|打印|统计|填表|填报|审核|复核|校核|报送|上报|经办|负责|责任|值班|联系|联络|咨询)(?:人员?|员|部门|单位)?"
    r"(?:及(?:联系)?(?:电话|手机|方式))?[:：]"
    r"|(?:(?:附?注|备注|说明|附|提示|\*+|※)[:：、.]?)?(?:[(（]?\d{1,2}[、.)）])?"
    r"(?:[本此该]表|(?:以上|上述|本次|本页)(?:数据|统计|工单|信息|清单|名单|均|共|为)|数据(?:来源|截至|截止|统计)|统计(?:截至|截止|口径)"
    r"|如(?:对.{0,8})?有(?:疑问|疑义|异议|问题|不明|变动|错漏|遗漏|出入)|(?:请于|请在|务必|须于).{0,16}前(?:报|反馈|回复|上报|报送)))"
)


def _counts_columns(texts: Sequence[str]) -> bool:
    """Whether the line below the headers numbers them: 1 2 3 …, (1) (2) (3) …, 甲 乙 1 2 …."""
    numbers = [text.strip("()（）") for text in texts if text and text not in _COLUMN_SIGNS]
    return len(numbers) >= _FEWEST_COLUMNS and all(map(str.isdecimal, numbers)) and _follow_each_other(numbers)


def _follow_each_other(numbers: Sequence[str]) -> bool:
    first = int(numbers[0])
    return first <= _FEWEST_COLUMNS and [int(each) for each in numbers] == list(range(first, first + len(numbers)))


class LineKinds:
    """Tells the tickets from the other lines of one file. Texts are the cells of a line, without padding."""

    def __init__(self, mapping: ColumnMapping, aliases: AliasTable) -> None:
        self._headers, self._aliases = mapping.headers, aliases
        self._counting = tuple(
            place
            for place, header in enumerate(mapping.headers)
            if aliases.is_line_number(header) and mapping.column_of(place) is None
        )
        self._telling = (*mapping.columns.get(Column.TITLE, ()), *mapping.columns.get(Column.CONTENT, ()))
        self._phones = mapping.columns.get(Column.PHONE, ())
        self._of_calls = [place for column in _OF_CALLS for place in mapping.columns.get(column, ())]
        self._number = next(iter(mapping.columns.get(Column.NUMBER, ())), None)
        self._numbered = mapping.numbered
        self._sums, self._footers = aliases.sums, aliases.footers
        pattern = "|".join(map(re.escape, aliases.sums))
        count = r"[件个条宗起次行]?"
        self._sum = re.compile(rf".{{0,20}}?(?:{pattern})(?:[(（]?\d*{count}[)）])?[:：]?(?:共?[\d.,]+{count})?")
        # One character begins many a complaint: 共享单车.
        self._note_terms = frozenset(word.rstrip(":：") for word in aliases.footers if len(word.rstrip(":：")) > 1)
        notes = "|".join(map(re.escape, self._note_terms))
        self._note = re.compile(rf"(?:{notes})\S{{0,10}}?[:：]")

    def is_phantom(self, texts: Sequence[str]) -> bool:
        """Whether the line says nothing, as one of dashes below the headers, or only counts itself."""
        if not self._counting:
            return all(map(says_nothing, texts))
        return all(
            says_nothing(text) or (place in self._counting and text.isdigit()) for place, text in enumerate(texts)
        )

    def why_no_ticket(self, texts: Sequence[str]) -> str:
        """Why a line that is not blank is no ticket; empty where it may be one."""
        if self._repeats_the_headers(texts):
            return SAME_HEADERS
        if self._has_number(texts) or self._has_call(texts):
            return ""
        if _counts_columns(texts):
            return "列的序号"
        filled = ["".join(text.split()) for text in texts if text]
        if self._adds_up(filled):
            return "合计行"
        if len(filled) <= _MOST_OF_A_NOTE and (self._is_note(filled[0]) or _OF_THE_LIST.match(filled[0])):
            return "表格下方的说明"
        reason = ""
        if not any(texts[place] for place in self._telling if place < len(texts)):
            reason = self._kind_by_first_texts(filled)
        elif self._numbered and len(filled) == 1 and len(self._headers) > _MOST_OF_A_NOTE:
            reason = "只有一格有内容，不像工单"
        if not reason and self._begins_another_table(texts):
            reason = OTHER_HEADERS
        return reason or ("" if self._may_be_a_call(texts, filled) else "没有编号和内容，不像工单")

    def _begins_another_table(self, texts: Sequence[str]) -> bool:
        """Whether the line is headers, but not these, or in another order."""
        filled = [text for text in texts if text]
        if filled[0].isdigit() or not self._may_be_header(filled[0]):
            return False
        known = sum(map(self._may_be_header, filled))
        return known >= _LEAST_KNOWN and known * 4 >= len(filled) * 3

    def _may_be_header(self, text: str) -> bool:
        return len(text) <= _LONGEST_HEADER and self._aliases.knows(text)

    def _is_note(self, first: str) -> bool:
        """Whether the first filled cell of a line with few of them begins a note: 备注：…, 制表人：…, 说明."""
        return bool(_NOTE.match(first) or self._note.match(first)) or first in self._note_terms

    def _has_number(self, texts: Sequence[str]) -> bool:
        """Whether the line has what can only be a ticket's number."""
        place = self._number
        text = texts[place] if place is not None and place < len(texts) else ""
        return len(text) >= _SHORTEST_NUMBER and text.isascii() and any(map(str.isdigit, text))

    def _may_be_a_call(self, texts: Sequence[str], filled: Sequence[str]) -> bool:
        """Whether a line without a number says something of a call, or may be a piece of one: 城建中心 says nothing."""
        is_small = len(filled) <= _MOST_OF_A_NOTE < len(self._headers) <= len(texts)
        return not is_small or any(texts[place] for place in self._of_calls if place < len(texts))

    def _has_call(self, texts: Sequence[str]) -> bool:
        """Whether the line says something, and has the mobile of who said it; who made the list did not call."""
        said = next((texts[place] for place in self._telling if place < len(texts) and texts[place]), "")
        if not said or self._speaks_of_the_list(texts, said):
            return False
        return any(_MOBILE.fullmatch(texts[place]) for place in self._phones if place < len(texts))

    @staticmethod
    def _speaks_of_the_list(texts: Sequence[str], said: str) -> bool:
        """Whether the line has hardly more than a word about the list itself: a call says when and where, too."""
        return sum(map(bool, texts)) <= _MOST_OF_A_NOTE and _OF_THE_LIST.match(said) is not None

    def _adds_up(self, filled: Sequence[str]) -> bool:
        """Whether the line is 合计, 城建中心小计 or 共3件 and figures, which no citizen complains of."""
        sums = [place for place, text in enumerate(filled[:3]) if self._sum.fullmatch(text) or _COUNT.fullmatch(text)]
        if not sums:
            return False
        others = [text for place, text in enumerate(filled) if place > sums[0]]
        figures = (_NUMBER, self._sum, _COUNT, _PART_OF_A_SUM)
        return sums[0] <= 1 and all(any(figure.fullmatch(text) for figure in figures) for text in others)

    def _kind_by_first_texts(self, filled: Sequence[str]) -> str:
        """What a line without title and content is, by how its first cells begin."""
        if any(text.startswith(self._sums) for text in filled[:3]):
            return "合计行"
        return "表格下方的说明" if filled[0].startswith(self._footers) else ""

    def _repeats_the_headers(self, texts: Sequence[str]) -> bool:
        filled = ((text, header) for text, header in zip(texts, self._headers, strict=False) if text)
        same = other = 0
        for text, header in filled:
            if "".join(text.split()) == header:
                same += 1
            elif not same:
                return False
            else:
                other += 1
        return same >= _REPEATED_HEADERS and other <= same // 4
