"""The register of units, as far as rules need it: which unit a typed word means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hotline_desktop.domain.terms.spelling import tidy

_NEAR, _LIKE = 3, 0.65


@dataclass(frozen=True, slots=True)
class UnitRegister:
    """The names of the register; ``closed`` are those out of use (停用), ``aliases`` other words for some."""

    names: tuple[str, ...]
    closed: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)

    def fits(self, typed: str) -> tuple[str, ...]:
        """The units that a typed word may mean: the one that is called so, else those whose words hold it."""
        called = self.called(typed)
        if called:
            return (called,)
        plain = tidy(typed)
        fitting = (unit for word, unit in self._words() if plain in tidy(word) and unit not in self.closed)
        return tuple(dict.fromkeys(fitting)) if plain else ()

    def called(self, word: str) -> str:
        """The unit of that name or alias, in whatever spelling; empty where there is none, or more than one."""
        if word in self.names:
            return word
        if word in self.aliases:
            return self.aliases[word]
        plain = tidy(word)
        found = {unit for own, unit in self._words() if tidy(own) == plain}
        return found.pop() if len(found) == 1 else ""

    def near(self, word: str) -> tuple[str, ...]:
        """Units in use whose words look much like it, the likeliest first: it may be a slip for one of them."""
        plain, best = tidy(word), dict[str, float]()
        for own, unit in self._words():
            if unit not in self.closed:
                best[unit] = max(best.get(unit, 0.0), _similarity(plain, tidy(own)))
        likely = sorted((unit for unit in best if best[unit] >= _LIKE), key=lambda unit: -best[unit])
        return tuple(likely[:_NEAR])

    def _words(self) -> Iterator[tuple[str, str]]:
        """Every word for a unit, with its name."""
        yield from ((name, name) for name in self.names)
        yield from self.aliases.items()


def _similarity(word: str, other: str) -> float:
    """From 0 to 1; a word that the other one holds is much like it."""
    from difflib import SequenceMatcher

    if min(len(word), len(other)) > 1 and (word in other or other in word):
        return 1.0
    return SequenceMatcher(None, word, other).ratio()
