"""Titles of 公文 in lines that part by sense: whole words, lines of balanced length. GB/T 9704 7.3.1.

A dictionary tells words apart; names of units, quoted names and numbers with what they count stay whole besides. Where
the clerk broke the title by hand, that stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from math import ceil

from hotline_desktop.documents.typesetting.linebreak import NEVER_FIRST, NEVER_LAST

_MOST_LINES = 5
_OFFICE_TERMS = ("市民服务热线",)  # the regulation's own name, which a dictionary parts
_QUOTED = re.compile("“[^”]*”|《[^》]*》|（[^）]*）|〔[^〕]*〕")
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]*[%％年月日号件次个名户处]?")
_UNWRITTEN = re.compile("＿+")
_DATED = re.compile(r"[0-9]{4}年(?:第?[一二三四1-4]季度|[0-9]{1,2}月(?:[0-9]{1,2}日)?)?")
# What goes with the word behind it, and what with the word before it.
_LEANS_ON = frozenset(("关于", "对", "和", "与", "及", "向", "在", "将", "以及", "并", "为", "第", "因"))
_FOLLOWS = frozenset("的了等着地之中内外上下村镇乡区县市")
_ONE = "国"
_SHORTEST = 4  # characters of a line by themselves
_HOURGLASS, _STUB, _LEANING = 60.0, 200.0, 40.0


def title_lines(text: str, names: Sequence[str], width: Callable[[str], float], room: float) -> list[str]:
    """The lines of a title, each at most ``room`` wide by ``width``; ``names`` are never parted where they fit.

    Breaks in ``text`` itself are kept.
    """
    lines: list[str] = []
    for part in text.split("\n"):
        lines += _balanced(part, names, width, room)
    return lines


def _balanced(text: str, names: Sequence[str], width: Callable[[str], float], room: float) -> list[str]:
    if width(text) <= room:
        return [text]
    least = ceil(width(text) / room)
    if least > _MOST_LINES:  # no title: so many ways to part it would be tried for minutes
        return [text]
    known = cache(width)
    places = _places(text, _whole(text, names, known, room))
    for count in range(least, _MOST_LINES + 1):
        found = [(_faults(lines, known), lines) for lines in _ways(text, places, count, known, room)]
        if found:
            return min(found)[1]
    return [text]


def _ways(
    text: str, places: Sequence[int], count: int, width: Callable[[str], float], room: float
) -> Iterator[list[str]]:
    """Every way to part the text at ``places`` into ``count`` lines that fit; what can lead to none is not gone on."""
    if count == 1:
        if width(text) <= room:
            yield [text]
        return
    # Where a line ends between Chinese and other text, the gap between them goes.
    most = (count - 1) * (room + width(_ONE))
    for number, place in enumerate(places):
        line, rest = text[:place], text[place:]
        if width(line) > room:
            return
        if width(rest) <= most:
            behind = [each - place for each in places[number + 1 :]]
            for others in _ways(rest, behind, count - 1, width, room):
                yield [line, *others]


def _faults(lines: Sequence[str], width: Callable[[str], float]) -> float:
    """How bad the lines look: uneven ones, waists, stubs, and words that hang at an end."""
    one = width(_ONE)
    lengths = [width(line) / one for line in lines]
    mean = sum(lengths) / len(lengths)
    bad = sum((length - mean) ** 2 for length in lengths)
    bad += sum(
        _HOURGLASS
        for before, middle, after in zip(lengths, lengths[1:], lengths[2:], strict=False)
        if middle < before and middle < after
    )
    bad += sum(_STUB for length in lengths if length < _SHORTEST)
    return bad + sum(_LEANING for line in lines[:-1] if any(line.endswith(word) for word in _LEANS_ON))


def _places(text: str, whole: Sequence[tuple[int, int]]) -> list[int]:
    """Where a line may end: between words, outside of what stays whole."""
    places, place = [], 0
    for word in words_of(text)[:-1]:
        place += len(word)
        left, right = text[place - 1], text[place]
        if right in NEVER_FIRST or left in NEVER_LAST or right in _FOLLOWS:
            continue
        if not any(start < place < end for start, end in whole):
            places.append(place)
    return places


def _whole(text: str, names: Sequence[str], width: Callable[[str], float], room: float) -> list[tuple[int, int]]:
    """What is not parted: names, quoted names, dates and numbers, each where it fits on a line."""
    patterns = [
        *(re.compile(re.escape(name)) for name in (*_OFFICE_TERMS, *names) if name),
        _QUOTED,
        _UNWRITTEN,
        _DATED,
        _NUMBER,
    ]
    spans = [found.span() for pattern in patterns for found in pattern.finditer(text)]
    return [(start, end) for start, end in spans if width(text[start:end]) <= room]


@lru_cache(maxsize=256)
def words_of(text: str) -> tuple[str, ...]:
    """The words that a dictionary of Chinese finds in the text."""
    import rjieba

    return tuple(rjieba.cut(text))
