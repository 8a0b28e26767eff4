"""The units that a cell names: 城建中心、李家村, 主办：城建中心；协办：李家村, 崇明区/新海镇/城建中心."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from operator import itemgetter

from hotline_desktop.domain.records.unit_register import UnitRegister
from hotline_desktop.domain.terms.blank_words import names_a_unit
from hotline_desktop.domain.terms.text import in_one_line, without_format_characters
from hotline_desktop.exchange.rows.wrapped_units import in_whole_names, is_only_an_end

_REMEMBERED = 4_096  # lists of units or numbers: the same few stand in thousands of rows
_HELPING = ("协办", "配合", "会办", "协同")
_HELPS_IN_SHORT = "协"
_ROLE = rf"(主办|承办|牵头|主责|责任|{'|'.join(_HELPING)})(?:单位|部门)?"
_ROLE_BEFORE = re.compile(rf"{_ROLE}\s*[:：]\s*")
_IN_BRACKETS = rf"[(（](?:{_ROLE}|(主|协))[)）]"
_ROLE_BEHIND, _ROLE_HERE = re.compile(rf"{_IN_BRACKETS}$"), re.compile(rf"\s*{_IN_BRACKETS}")
_BETWEEN_UNITS = re.compile(r"[\s/／\\+＋&＆和及与]*")
# What stands in brackets is part of the name, 规建办（城建、环保）; a role behind a space begins the next one.
_ONE = re.compile(rf"(?:[(（][^()（）]*[)）]|(?!\s+{_ROLE}\s*[:：])[^、，,;；\n\r\t|])+")
# 1、城建中心 2、李家村, ①城建中心②李家村: what counts the units is no part of them.
_LIST_MARK = re.compile(r"(?:^|(?<=[\s、，,;；。]))[(（]?\d{1,2}[、.．)）]\s*(?=[^\d\s])|[\u2460-\u249b]")
_ENDS_A_ROLE = frozenset(";；")
_ANSWERS, _UNSAID, _HELPS = range(3)
_LEVELS = re.compile(r"\s*(?:->|[/\\>＞→—-]+|\s)\s*")


class UnitReader:
    """Reads cells that name units: ``town`` is the office's own, ``register`` the units that it has."""

    def __init__(self, town: str, register: UnitRegister | None) -> None:
        self.is_town = _names_town(town)
        self._register = register
        words = sorted((*register.names, *register.aliases), key=len, reverse=True) if register else ()
        self._words = re.compile("|".join(map(re.escape, words))) if words else None
        self.named = lru_cache(maxsize=_REMEMBERED)(self._named)

    def _named(self, *texts: str) -> tuple[str, ...]:
        """The units named there, the answerable first and those that help behind it.

        The town itself is none of them: it is the office that hands the ticket on.
        """
        seen = [_LIST_MARK.sub("、", without_format_characters(text)) for text in texts]
        whole = [text if text.isprintable() else in_whole_names(text, self._is_unit) for text in seen]
        named = [unit for text in whole for told in _with_roles(text) for unit in self._each_of(*told)]
        lowest = [self._lowest(name) for _rank, name in sorted(named, key=itemgetter(0))]
        return tuple(dict.fromkeys(name for name in lowest if names_a_unit(name) and not self.is_town(name)))

    def _is_unit(self, name: str) -> bool:
        return self._register is not None and bool(self._register.called(name))

    def _lowest(self, name: str) -> str:
        return name if self._is_unit(name) else _below_town(name, self.is_town)

    def _each_of(self, rank: int, name: str) -> Iterator[tuple[int, str]]:
        """The units of the register that a name is made of, 城建中心/李家村, 城建中心（主）李家村（协）; else it."""
        if self._words is None or self._is_unit(name):
            yield rank, name
            return
        found, place = list[tuple[int, str]](), 0
        while unit := self._words.match(name, place):
            role = _ROLE_HERE.match(name, unit.end())
            end = role.end() if role else unit.end()
            between = _BETWEEN_UNITS.match(name, end)
            place = between.end() if between else end
            found.append((_rank(role[1] or role[2]) if role else rank, unit[0]))
            if place == unit.end():  # the next would begin without anything between
                break
        yield from found if place == len(name) and len(found) > 1 else [(rank, name)]


def list_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of the texts, in order, each once."""
    return tuple(dict.fromkeys([word for text in texts for word in _terms_of(text)]))


def _names_town(town: str) -> Callable[[str], bool]:
    """Whether a unit's name is nothing but the office's own town: 新海镇, 崇明区新海镇人民政府."""
    short = town.removesuffix("镇")
    if len(short) < 2:
        return lambda _name: False
    pattern = re.compile(rf"(?:\w{{2,8}}(?:省|市|区|县))?{re.escape(short)}镇?(?:人民)?(?:政府)?")
    return lambda name: short in name and pattern.fullmatch(name) is not None


@lru_cache(maxsize=_REMEMBERED)
def _terms_of(text: str) -> tuple[str, ...]:
    return tuple([in_one_line(word) for part in _ONE.finditer(text) if (word := part[0].strip())])


def _with_roles(text: str) -> Iterator[tuple[int, str]]:
    """Each unit of a cell without the word for its role, 李家村（协办）, and its rank: answerable, unsaid, helping.

    A role before a colon is that of every unit up to the next role or semicolon: 协办：李家村、张家村.
    """
    said, end = _UNSAID, 0
    for part in _ONE.finditer(text):
        if not _ENDS_A_ROLE.isdisjoint(text[end : part.start()]):
            said = _UNSAID
        end, name, rank = part.end(), in_one_line(part[0].strip()), said
        if before := _ROLE_BEFORE.match(name):
            said = rank = _rank(before[1])
            name = name[before.end() :]
        elif behind := _ROLE_BEHIND.search(name):
            rank, name = _rank(behind[1] or behind[2]), name[: behind.start()].rstrip()
        if name:
            yield rank, name


def _rank(role: str) -> int:
    return _HELPS if role in _HELPING or role == _HELPS_IN_SHORT else _ANSWERS


def _below_town(name: str, is_town: Callable[[str], bool]) -> str:
    """The last of the levels that a platform writes one below the other, where the town is one above it."""
    *above, last = _LEVELS.split(name)
    if not last or not any(map(is_town, above)):
        return name
    return "".join(name.split()) if is_only_an_end(last) else last  # 新海 村: typed with a space in it
