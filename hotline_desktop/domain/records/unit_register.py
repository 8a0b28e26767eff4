"""Units as references: a step takes a unit of the office's register, and adds none by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from hotline_desktop.domain.records.fields import NO_VALUES, AnyField, Kind, Values
from hotline_desktop.domain.records.steps import RuleContext, Step
from hotline_desktop.domain.terms.errors import Blocker
from hotline_desktop.domain.terms.spelling import tidy

_NAMED = 6  # fits in one sentence
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


def referred(
    step: Step[Any], values: Values, proposed: Values, context: RuleContext
) -> tuple[Values, tuple[Blocker, ...]]:
    """The values with every unit under its whole name, and a blocker for each that the register does not have.

    What the record proposed stands: it was a unit when it was recorded.
    """
    asked = [each for each in step.fields if _is_reference(each) and values.get(each.key) not in (None, "")]
    asked = [each for each in asked if values[each.key] != proposed.get(each.key)]
    if not asked or context.units is None:
        return values, ()
    register, found, blockers = context.units(), dict(values), list[Blocker]()
    for each in asked:
        value = values[each.key]
        typed = value if isinstance(value, tuple) else (str(value),)
        known = proposed.get(each.key)
        kept = known if isinstance(known, tuple) else ()
        names = [name if name in kept else _unit(register, name, each, step, blockers) for name in typed]
        found[each.key] = tuple(dict.fromkeys(names)) if isinstance(value, tuple) else names[0]
    return (found if not blockers else NO_VALUES), tuple(blockers)


def _is_reference(each: AnyField) -> bool:
    return each.kind is Kind.UNIT or each.names_units


def _unit(register: UnitRegister, typed: str, of: AnyField, step: Step[Any], blockers: list[Blocker]) -> str:
    """The whole name; what cannot be told for certain is added to the blockers."""
    clause, fits = of.clause or step.clause, register.fits(typed)
    if len(fits) == 1 and fits[0] not in register.closed:
        return fits[0]
    if len(fits) == 1:
        blockers.append(Blocker(clause, f"“{typed}”已停用，不能再选", of.key))
    elif fits:
        more = " 等" if len(fits) > _NAMED else ""
        blockers.append(Blocker(clause, f"“{typed}”可以是 {'、'.join(fits[:_NAMED])}{more}，请写全名", of.key))
    else:
        near = "、".join(register.near(typed))
        asked = f"是不是 {near}？不是的，要" if near else "要"
        message = f"名册里没有“{typed}”。{asked}添加这个单位吗？先添加单位（命令 units add {typed}），再办这一步"
        blockers.append(Blocker(clause, message, of.key))
    return typed
