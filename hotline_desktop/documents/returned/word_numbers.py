"""The numbers that Word sets before the paragraphs of a list: they stand in no text of the file.

Who types “1.” or “一、” at the beginning of a line gets such a list from Word and WPS without asking for one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hotline_desktop.documents.returned.word_text import W, is_seen

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile("%([1-9])")
_NUMBER = re.compile("[0-9]{1,3}")
_BULLET = "·"
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMANS = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_CIRCLED, _MOST_CIRCLED = 0x245F, 20  # the character before ①, and how many there are
_MOST_LETTERS = 26
_COUNTED = (
    *("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"),
    *("japaneseCounting", "ideographDigital", "taiwaneseDigital"),
)


@dataclass(frozen=True, slots=True)
class _Level:
    """How the paragraphs of one level are numbered: ``%1`` in ``text`` stands for the number of the first level."""

    kind: str
    text: str
    start: int

    def label(self, number: int) -> str:
        if self.kind in _COUNTED:
            return _counted(number, _DIGITS, "十")
        if self.kind == "chineseLegalSimplified":
            return _counted(number, _FORMAL, "拾")
        if self.kind in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= _MOST_CIRCLED:
            return chr(_CIRCLED + number)
        if self.kind == "ideographTraditional" and number <= len(_STEMS):
            return _STEMS[number - 1]
        if self.kind in ("upperLetter", "lowerLetter") and number <= _MOST_LETTERS:
            return chr(ord("A" if self.kind == "upperLetter" else "a") + number - 1)
        if self.kind in ("upperRoman", "lowerRoman"):
            return _roman(number) if self.kind == "upperRoman" else _roman(number).lower()
        return "" if self.kind == "none" else str(number)


@dataclass(slots=True)
class _Counter:
    """The levels of one list, and how far each has counted."""

    levels: Mapping[int, _Level]
    reached: dict[int, int] = field(default_factory=dict)

    def next_label(self, depth: int) -> str:
        level = self.levels.get(depth)
        if level is None:
            return ""
        self.reached[depth] = self.reached.get(depth, level.start - 1) + 1
        for deeper in [each for each in self.reached if each > depth]:
            del self.reached[deeper]
        if level.kind == "bullet":
            return _BULLET
        return _PLACE.sub(lambda found: self._label_at(int(found[1]) - 1), level.text)

    def _label_at(self, depth: int) -> str:
        level = self.levels.get(depth)
        return level.label(max(1, self.reached.get(depth, level.start))) if level is not None else ""


def write_numbers(body: _Element, numbering: _Element) -> None:
    """Puts the number of each paragraph of a list into its text."""
    counters = _counters(numbering)
    for paragraph in body.iter(f"{W}p"):
        chosen = paragraph.find(f"{W}pPr/{W}numPr")
        counter = counters.get(_value(chosen.find(f"{W}numId"))) if chosen is not None else None
        if counter is None or chosen is None or not all(map(is_seen, paragraph.iterancestors())):
            continue
        label = counter.next_label(_whole(_value(chosen.find(f"{W}ilvl")), 0))
        first = next((run for run in paragraph.iter(f"{W}r") if _is_shown(run, paragraph)), None)
        if label and first is not None:
            _put_before(first, label if label[-1] in "、）】" else f"{label} ")


def _counters(numbering: _Element) -> dict[str, _Counter]:
    """By the number that paragraphs name; lists of one kind count on together."""
    kinds = {
        str(kind.get(f"{W}abstractNumId")): _Counter(dict(map(_level, kind.findall(f"{W}lvl"))))
        for kind in numbering.findall(f"{W}abstractNum")
    }
    found: dict[str, _Counter] = {}
    for one in numbering.findall(f"{W}num"):
        counter = kinds.get(_value(one.find(f"{W}abstractNumId")))
        if counter is None:
            continue
        begun = {
            _whole(str(change.get(f"{W}ilvl")), 0): _whole(_value(change.find(f"{W}startOverride")), 1)
            for change in one.findall(f"{W}lvlOverride")
            if change.find(f"{W}startOverride") is not None
        }
        if begun:
            counter = _Counter(counter.levels, {depth: start - 1 for depth, start in begun.items()})
        found[str(one.get(f"{W}numId"))] = counter
    return found


def _level(level: _Element) -> tuple[int, _Level]:
    return _whole(str(level.get(f"{W}ilvl")), 0), _Level(
        _value(level.find(f"{W}numFmt")) or "decimal",
        _value(level.find(f"{W}lvlText")),
        _whole(_value(level.find(f"{W}start")), 1),
    )


def _is_shown(run: _Element, paragraph: _Element) -> bool:
    """Whether it is a run of the paragraph itself with something to see in it."""
    inside = run.find(f"{W}t") is not None or run.find(f"{W}sym") is not None
    above = run.iterancestors()
    return inside and is_seen(run) and all(is_seen(each) for each in above if each is not paragraph)


def _put_before(run: _Element, label: str) -> None:
    from lxml import etree

    made = etree.Element(f"{W}r")
    etree.SubElement(made, f"{W}t").text = label
    run.addprevious(made)


def _value(node: _Element | None) -> str:
    return str(node.get(f"{W}val", "")) if node is not None else ""


def _whole(text: str, otherwise: int) -> int:
    """A number that a list may reach; ``otherwise`` where there is none."""
    return int(text) if _NUMBER.fullmatch(text) else otherwise


def _counted(number: int, digits: str, ten: str) -> str:
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    return ("" if not tens else ten if tens == 1 else digits[tens] + ten) + (digits[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMANS:
        text += sign * (number // value)
        number %= value
    return text
