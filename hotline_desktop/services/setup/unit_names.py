"""The register's units as a field offers them: found by a part of the name, by pinyin or by first letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from hotline_desktop.domain.terms.spelling import tidy
from hotline_desktop.services.foundation.pinyin import readings, spells

if TYPE_CHECKING:
    from hotline_desktop.domain.importing.rows import TicketRow
    from hotline_desktop.domain.records.unit_register import UnitRegister

MOST = 12


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The names of the active units in the order of the register, and other words (``aliases``) for units.

    ``closed`` are those out of use, which are never offered.
    """

    names: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    closed: tuple[str, ...] = ()

    def fits(self, typed: str, most: int = MOST) -> tuple[str, ...]:
        """The units that ``typed`` may mean, the likeliest first; all of them where nothing was typed."""
        plain = tidy(typed)
        if not plain:
            return self.names[:most]
        ranked = [(rank, place) for place, name in enumerate(self.names) if (rank := self._rank(plain, name)) < _NO_FIT]
        return tuple(self.names[place] for _rank, place in sorted(ranked)[:most])

    def meant(self, typed: str, *, closed_too: bool = False) -> str:
        """The unit that ``typed`` names: its whole name, another word for it, or the only one that fits; else ''.

        Where ``closed_too``, a unit out of use by its whole name or another word.
        """
        plain = tidy(typed)
        if not plain:
            return ""
        known = (*self.names, *self.closed) if closed_too else self.names
        whole = next((name for name in known if plain in map(tidy, (name, *self.aliases.get(name, ())))), "")
        fits = self.fits(plain, 2)
        return whole or (fits[0] if len(fits) == 1 else "")

    def warm(self) -> None:
        """Looks up every reading once, off the window's thread: the dictionary takes a moment to load."""
        for name in self.names:
            readings(name)

    def _rank(self, plain: str, name: str) -> int:
        names = tuple(map(tidy, (name, *self.aliases.get(name, ()))))
        if plain in names:
            return 0
        if any(word.startswith(plain) for word in names):
            return 1
        if any(plain in word for word in names):
            return 2
        if not any("a" <= mark <= "z" for mark in plain):
            return _NO_FIT
        if any(spells(plain, word) for word in names):
            return 3
        return 4 if any(spells(plain, word, anywhere=True) for word in names) else _NO_FIT


_NO_FIT = 9


def by_their_names(rows: list[TicketRow], register: UnitRegister) -> list[TicketRow]:
    """Rows of a file with every unit called by its name in the register, whatever word or spelling the file has."""
    first: dict[str, str] = {}  # an unknown unit goes by the spelling that the file has first
    named = dict.fromkeys(name for row in rows for name in (row.unit, *row.co_units) if name)
    meant = {word: register.called(word) or first.setdefault(tidy(word), word) for word in named}
    names = {word: name for word, name in meant.items() if name != word}
    return [_renamed(row, names) for row in rows] if names else rows


def _renamed(row: TicketRow, names: Mapping[str, str]) -> TicketRow:
    unit = names.get(row.unit, row.unit)
    helping = tuple(dict.fromkeys(names.get(name, name) for name in row.co_units))
    if (unit, helping) == (row.unit, row.co_units):
        return row
    return replace(row, unit=unit, co_units=tuple(name for name in helping if name != unit))
