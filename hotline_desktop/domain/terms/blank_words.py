r"""What people and systems write where there is nothing to say: ``-``, 无, N/A, （未填写）, ``\N``."""

from __future__ import annotations

from collections.abc import Collection

from hotline_desktop.domain.terms.patterns import late

_WORDS = """
    无 暂无 没有 无数据 暂无数据 无内容 无信息 暂无信息 无记录 暂无记录 无此项
    空 空白 空值 空缺 暂缺 缺 缺失 略 未知 不详 不祥 不明 不清楚 暂不清楚
    未填 未填写 未填报 未录入 未提供 未登记 未留 没留 未采集 未获取 未选择 未选
    暂未填写 暂未提供 暂未录入 请选择 请输入 请填写 待填 待填写 待补充
    不适用 不涉及 免填 无需填写
    n/a n.a. n.a na nil null none nan nat undefined #null \\n ? ？
"""
# The first of them stands for a word without any.
_BRACKETS = ("", "()", "（）", "[]", "【】", "〔〕", "<>", "〈〉")
_SPELLINGS = [
    form for word in _WORDS.split() for form in dict.fromkeys((word, word.upper(), word.title(), word.capitalize()))
]
_BRACKETED = {
    pair[:1] + form + pair[1:] for form in _SPELLINGS for pair in _BRACKETS if form not in ("?", "？", "\\n", "\\N")
}
# ``<null>`` is how a database writes it, ``NaT`` how a table of numbers does.
_SAY_NOTHING = frozenset({*_BRACKETED, *_SPELLINGS, "--请选择--", "-请选择-", "NaT", "<NA>", "&nbsp;"})
# Lines, dots, strokes and empty brackets say nothing, however many there are; question marks may be a damaged text.
_MARKS = "-‐‑‒–—―−－﹣_＿─━/／\\＼.．。·•…*＊,，、;；:：|｜~～#＃'\"“”‘’()（）[]【】〔〕{}<>〈〉《》 "
_MARK = frozenset(_MARKS)
# “As above”: what the row above says in the same column.
DITTO = frozenset(("同上", "同上。", "同上行", "同上一行", "同前", "如上", "同 上", "〃", "〃〃", "″", "〞"))
# What a platform writes in place of a unit, and of a name, until there is one.
_UNIT_TO_COME = late(
    r"(?:待|未|暂未|尚未|还未|没有?)(?:分派|派单|派发|派遣|派|指派|分配|下派|转派|转办|交办|分办|确定|明确|确认|核实|定)"
    r"|(?:无|暂无|未知|未定|没有)(?:承办|主办|责任|处置|办理)?(?:单位|部门)|(?:单位|部门)(?:待定|不详|未知)"
)
_NAME_UNKNOWN = late(
    r"(?:未知|不知|不详|未提供|未登记|未留|没留|无)(?:姓名|名字)|(?:姓名|名字)(?:不详|未知|未提供|未登记|未留)"
)


def says_nothing(text: str) -> bool:
    """Whether ``text``, without padding, stands for an empty cell."""
    return not text or text in _SAY_NOTHING or (text[0] in _MARK and not text.strip(_MARKS))


def blanked(texts: list[str], firsts: Collection[str]) -> list[str]:
    """The texts, those that say nothing emptied; the same list where there are none. ``firsts`` begin the texts."""
    if _SAY_NOTHING.isdisjoint(texts) and _MARK.isdisjoint(firsts):  # as of nearly every line
        return texts
    return ["" if says_nothing(text) else text for text in texts]


def names_a_unit(text: str) -> bool:
    """Whether ``text`` may be a unit: 待分派 and the like say that there is none yet, 同上 and a number are none."""
    if says_nothing(text) or text in DITTO or not any(map(str.isalpha, text)):
        return False
    return _UNIT_TO_COME.fullmatch(text) is None


def names_somebody(text: str) -> bool:
    """Whether ``text`` may be a name: 姓名不详 and the like are none; 匿名 is what the citizen wants to be called."""
    return (
        not says_nothing(text) and bool(text.strip("0")) and ("名" not in text or _NAME_UNKNOWN.fullmatch(text) is None)
    )
