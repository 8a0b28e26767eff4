"""Units copied out of a sheet or a list: one a line, name first, then what else is known of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.domain.terms.phones import PhoneKind, normalise_phones
from hotline_desktop.domain.terms.text import in_one_line
from hotline_desktop.services.foundation.copied_rows import copied_rows
from hotline_desktop.services.setup.units import CHANGED, Units, guessed_group

_BETWEEN = re.compile(r"[,，;；]|(?<=[\u4e00-\u9fff）)])[ \u3000]+")
_NUMBERING = re.compile(r"^[（(]?\d{1,3}[）)、.．][ \u3000]*")
_HEADS = frozenset(("单位", "单位名称", "名称", "承办单位"))
_RUNNING = "序号"
_PEOPLE = _LEADER, _CONTACT = "领导", "联系人"


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
    people: tuple[str, ...] = _PEOPLE
    for row in copied_rows(text):
        cells = row if len(row) > 1 else [cell for cell in _BETWEEN.split(_NUMBERING.sub("", row[0])) if cell.strip()]
        cells = [in_one_line(cell.strip()) for cell in cells]
        while cells and (not cells[0] or cells[0].isdigit() or cells[0] == _RUNNING):
            cells.pop(0)
        if cells and cells[0] in _HEADS:
            people = tuple(word for cell in cells for word in _PEOPLE if word in cell) or _PEOPLE
        elif cells:
            unit = _unit(cells[0], cells[1:], people)
            found.setdefault(unit.name, unit)
    return tuple(found.values())


def _unit(name: str, rest: Sequence[str], people: Sequence[str]) -> PastedUnit:
    """``people`` says in which order a row tells of them; an empty cell keeps the place of who is not known."""
    group = next((UnitGroup(cell) for cell in rest if cell in set(UnitGroup)), guessed_group(name))
    phones = [cell for cell in rest if any(p.kind is not PhoneKind.ODD for p in normalise_phones(cell))]
    named = [cell for cell in rest if cell not in phones and cell not in set(UnitGroup)]
    told = dict(zip(people, named, strict=False))
    return PastedUnit(name, group, told.get(_LEADER, ""), told.get(_CONTACT, ""), "、".join(phones))


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
