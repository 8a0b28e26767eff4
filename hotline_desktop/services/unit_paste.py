"""Units copied out of a sheet: one a line, name first, then what else is known of it, divided by tabs or commas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.domain.terms.phones import PhoneKind, normalise_phones
from hotline_desktop.services.units import CHANGED, Units, guessed_group

_BETWEEN = re.compile(r"[\t,，;；]")
_HEADS = frozenset(("单位", "单位名称", "名称", "承办单位", "序号"))


@dataclass(frozen=True, slots=True)
class PastedUnit:
    """A line read: the group is guessed from the name where the line has none."""

    name: str
    group: UnitGroup
    leader: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class UnitsAdded:
    """How many were added, and of the others why not."""

    added: int
    refused: tuple[tuple[str, str], ...]
    changes: Changes = CHANGED


def read_units(text: str) -> tuple[PastedUnit, ...]:
    """The units of a pasted text, each name once; a line of captions and running numbers are left out."""
    found: dict[str, PastedUnit] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in _BETWEEN.split(line) if cell.strip()]
        while cells and cells[0].isdigit():
            cells.pop(0)
        if not cells or cells[0] in _HEADS:
            continue
        name, rest = cells[0], cells[1:]
        group = next((UnitGroup(cell) for cell in rest if cell in set(UnitGroup)), guessed_group(name))
        phones = [cell for cell in rest if any(p.kind is not PhoneKind.ODD for p in normalise_phones(cell))]
        people = [cell for cell in rest if cell not in phones and cell not in set(UnitGroup)]
        leader, contact = (*people, "", "")[:2]
        found.setdefault(name, PastedUnit(name, group, leader, contact, "、".join(phones)))
    return tuple(found.values())


def add_units(units: Units, pasted: Sequence[PastedUnit], by: str) -> UnitsAdded:
    """Adds each by itself: what the register has already or cannot take stays out and says why."""
    added, refused = 0, []
    for each in pasted:
        try:
            units.add(each.name, each.group, each.leader, each.contact, each.phone, by=by)
            added += 1
        except HotlineError as error:
            refused.append((each.name, str(error)))
    return UnitsAdded(added, tuple(refused))
