"""Sequences of numbers that were set back past the program: what was given already would be given again.

How far a sequence went hangs on no chain: that would cost an entry for each number. But the records say it. The next
number is free, or it was typed by hand before its turn: then it stands on the chain before the last one that was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.withdrawal import WITHDRAW
from hotline_desktop.domain.settings import Settings
from hotline_desktop.domain.settings_form import FIELDS_BY_KEY, NUMBER_PATTERNS
from hotline_desktop.domain.terms.number_patterns import number_text
from hotline_desktop.services.foundation.given_numbers import holders
from hotline_desktop.storage.chain import chain
from hotline_desktop.storage.chain.chain import Key
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.office import numbers
from hotline_desktop.storage.records import histories

_KINDS = ("ticket", "case")  # whose steps give numbers


class SetBack(NamedTuple):
    """A sequence of one year that says it went as far as ``last``, though ``given`` was given after that."""

    name: str
    year: int
    last: int
    given: str

    @property
    def label(self) -> str:
        """``2022年的转办编号``."""
        pattern = FIELDS_BY_KEY[NUMBER_PATTERNS[self.name]]
        return f"{self.year}年的{pattern.label.removesuffix('格式')}"


class Sequences:
    """The sequences of an office, beside the records that have their numbers."""

    def __init__(self, c: Connection, settings: Settings, year: int) -> None:
        """``year`` is the present one: also of a sequence whose row is gone it is known that it was begun."""
        self._c, self._settings, self._year = c, settings, year
        self._withdrawn = dict(_withdrawn(c))

    def set_back(self) -> Iterator[SetBack]:
        """Those that would give a number a second time."""
        known = {*numbers.every(self._c), *((name, self._year) for name in NUMBER_PATTERNS)}
        for name, year in sorted(known):
            last = numbers.peek(self._c, name, year) - 1
            given, held = self._text(name, year, last + 1), self._held(name, year, last + 1)
            if held is not None and held[1].at.year == year and self._is_later(held[0], name, year, last):
                yield SetBack(name, year, last, given)

    def mend(self, found: SetBack) -> int:
        """Lets the sequence go on behind what was given; the last number of that."""
        last = found.last + 1
        while self._held(found.name, found.year, last + 1) is not None:
            last += 1
        numbers.start_at(self._c, found.name, found.year, last + 1)
        return last

    def _is_later(self, held: Key, name: str, year: int, last: int) -> bool:
        """Whether the entry ``held`` was written after the one that took the number ``last``."""
        if not last:
            return True
        before = self._held(name, year, last)
        if before is None:  # by another pattern, or it went with its record
            return False
        places = chain.places(self._c, (held, before[0]))
        return places.get(held, 0) > places.get(before[0], 0)

    def _held(self, name: str, year: int, number: int) -> tuple[Key, Entry] | None:
        """The first entry that says the number."""
        text = self._text(name, year, number)
        owners = holders(self._c, name, text) or self._withdrawn.get(text.lower(), ())
        said = (found for kind, owner in owners for found in _saying(self._c, kind, owner, text))
        return next(said, None)

    def _text(self, name: str, year: int, number: int) -> str:
        return number_text(getattr(self._settings, NUMBER_PATTERNS[name]), year, number)


def _saying(c: Connection, kind: str, owner: int, text: str) -> Iterator[tuple[Key, Entry]]:
    for sequence, entry in enumerate(histories.entries_of_kind(c, kind, owner), start=1):
        if text.lower() in map(str.lower, _texts(entry)):
            yield Key(kind, owner, sequence), entry


def _texts(entry: Entry) -> Iterable[str]:
    return [value for values in (entry.values, entry.facts) for value in values.values() if isinstance(value, str)]


def _withdrawn(c: Connection) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
    """Every text of histories of which a step was taken back: its record may not have its number any more."""
    for kind in _KINDS:
        for owner in histories.owners_of_step(c, kind, WITHDRAW.id):
            for entry in histories.entries_of_kind(c, kind, owner):
                yield from ((text.lower(), ((kind, owner),)) for text in _texts(entry))
