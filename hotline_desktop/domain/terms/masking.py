"""What hides citizens in texts: numbers cut to a few digits in lists, taken out altogether for 信息保密.

Names are those that the record knows, in whatever spelling they stand, and those that the words before them tell to
be the caller's or the caller's family's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from hotline_desktop.domain.terms.letters import LETTERS, in_letters, sounding_alike
from hotline_desktop.domain.terms.names import hinted, mask_name, names_in, parted, spelled, surname_of
from hotline_desktop.domain.terms.personal_numbers import (
    WITHHELD,
    digits_of,
    mask_numbers,
    replaced,
    spelled_number,
    withhold_numbers,
)
from hotline_desktop.domain.terms.readable import DROPPED, may_hold, readable
from hotline_desktop.domain.terms.told_names import TELLING, TOLD, told_names

_LOCAL_DIGITS = 7  # a landline may be told without its area code


def mask_text(text: str, people: People | None = None) -> str:
    """Free text with ID numbers, telephone numbers and the names of ``people`` masked."""
    return mask_numbers(text if people is None else people.masked(text))


class People(NamedTuple):
    """The citizens whom a record knows: folded names, and the digits of their numbers, the longest first."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, callers: Iterable[str], phones: Iterable[str]) -> People:
        """The people in cells of names and numbers."""
        names = dict.fromkeys(name for cell in callers for name in names_in(cell))
        digits: dict[str, None] = {}
        for phone in phones:
            digits[digits_of(phone)] = None
            _area, *local = phone.split("-")
            if local and len(local[0]) >= _LOCAL_DIGITS:
                digits[local[0]] = None
        return cls(_longest_first(names), _longest_first(number for number in digits if len(number) >= 3))

    def withheld(self, text: str, kept: frozenset[str] = frozenset()) -> str:
        """``text`` without them: no name, no number, nothing that points at the bearer of a name."""
        plain = readable(text)
        for name in self.names:
            if len(name) > 1 and name in plain.translate(DROPPED):
                text = replaced(text, _pattern(spelled(name)), _withheld)
                plain = readable(text)
            if len(name) > 2 and not name.isascii() and all(character in plain for character in name):
                text = replaced(text, _pattern(parted(name)), _withheld)
                plain = readable(text)
            for heard in sounding_alike(name, plain):
                text = replaced(text, _pattern(re.escape(heard)), _withheld)
        told = told_names(frozenset(map(surname_of, self.names)))
        text = replaced(text, told, _withheld)
        for name in self.names:
            text = replaced(text, _pattern(hinted(name)), _withheld)
        text = withhold_numbers(text, kept)
        if LETTERS.search(plain):
            for name in self.names:
                text = replaced(text, _pattern(in_letters(name)), _withheld)
        for number in self.numbers:
            text = replaced(text, _pattern(f"{spelled_number(number)}|{spelled_number(number[::-1])}"), _withheld)
        return text

    def masked(self, text: str) -> str:
        """``text`` with their names cut to the surname, as in a list."""
        for name in self.names:
            if len(name) > 1 and may_hold(text, name) and name in readable(text).translate(DROPPED):
                text = replaced(text, _pattern(spelled(name)), mask_name)
        return replaced(text, TOLD, mask_name) if TELLING.search(text) and TOLD.search(text) else text


NOBODY = People()


def _withheld(_found: str) -> str:
    return WITHHELD


def _longest_first(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(terms, key=len, reverse=True))


@lru_cache(maxsize=4096)
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)
