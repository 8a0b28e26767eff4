"""Units that a step names: each must be a unit of the office's register; a step adds none by itself."""

from __future__ import annotations

from typing import Any

from hotline_desktop.domain.records.fields import NO_VALUES, AnyField, Kind, Values
from hotline_desktop.domain.records.steps import RuleContext, Step
from hotline_desktop.domain.records.unit_register import UnitRegister
from hotline_desktop.domain.terms.clauses import Clause
from hotline_desktop.domain.terms.errors import Blocker

_NAMED = 6  # fits in one sentence


def referred(
    step: Step[Any], values: Values, proposed: Values, context: RuleContext
) -> tuple[Values, tuple[Blocker, ...]]:
    """Replaces every typed unit by its name in the register; a blocker for each that the register does not have.

    A value that the record itself proposed is not looked up: it was a unit when it was recorded.
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


def closed_unit(name: str, clause: Clause, key: str) -> Blocker:
    """Why a unit that is out of use stands in no field any more."""
    return Blocker(clause, f"“{name}”已停用，不能再选", key)


def _is_reference(each: AnyField) -> bool:
    return each.kind is Kind.UNIT or each.names_units


def _unit(register: UnitRegister, typed: str, of: AnyField, step: Step[Any], blockers: list[Blocker]) -> str:
    """The name in the register; where the typed word is not certain, a blocker is added."""
    clause, fits = of.clause or step.clause, register.fits(typed)
    if len(fits) == 1 and (of.closed_too or fits[0] not in register.closed):
        return fits[0]
    if len(fits) == 1:
        blockers.append(closed_unit(typed, clause, of.key))
    elif fits:
        more = " 等" if len(fits) > _NAMED else ""
        blockers.append(Blocker(clause, f"“{typed}”可以是 {'、'.join(fits[:_NAMED])}{more}，请写全名", of.key))
    else:
        near = "、".join(register.near(typed))
        asked = f"是不是 {near}？不是的，要" if near else "要"
        message = f"名册里没有“{typed}”。{asked}添加这个单位吗？先添加单位（命令 units add {typed}），再办这一步"
        blockers.append(Blocker(clause, message, of.key))
    return typed
