"""The register of units (承办单位)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, case, insert, select
from sqlalchemy import update as change_rows

from hotline_desktop.domain.records.summaries import UnitSummary
from hotline_desktop.domain.records.unit_register import UnitRegister
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.storage.chain import row_digests
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.once import forget, once

_t = schema.units
_WORDS = "words for units"  # what is remembered of them
_BETWEEN = "、"
_BY_GROUP = case({group.value: place for place, group in enumerate(UnitGroup)}, value=_t.c.group)


def all(c: Connection) -> tuple[UnitSummary, ...]:
    """Every unit, inactive ones too, by group and name."""
    rows = c.execute(select(_t).order_by(_BY_GROUP, _t.c.name, _t.c.id))
    return tuple(_unit(row._asdict()) for row in rows)


def register(c: Connection) -> UnitRegister:
    """The register as steps refer to it."""
    return once(c, _t.name, lambda: _register(c))


def _register(c: Connection) -> UnitRegister:
    rows = c.execute(select(_t.c.name, _t.c.active, _t.c.aliases).order_by(_BY_GROUP, _t.c.name, _t.c.id)).all()
    closed = frozenset(row.name for row in rows if not row.active)
    aliases = {alias: row.name for row in rows for alias in _apart(row.aliases)}
    return UnitRegister(tuple(row.name for row in rows), closed, aliases)


def find(c: Connection, name: str) -> UnitSummary | None:
    """The unit of that name."""
    return _one(c, _t.c.name == name)


def words_of(c: Connection, name: str) -> tuple[str, ...]:
    """Every word for the unit of that name: under which it may stand in records of before, its name first."""
    known: dict[str, tuple[str, ...]] = once(c, _WORDS, dict)
    if name not in known:
        unit = find(c, name)
        known[name] = tuple(dict.fromkeys((name, *(unit.aliases if unit is not None else ()))))
    return known[name]


def under_every_name(c: Connection, names: tuple[str, ...]) -> tuple[str, ...]:
    """These units with every word under which they may stand in records of before."""
    return tuple(dict.fromkeys(word for name in names for word in words_of(c, name)))


def get(c: Connection, unit_id: int) -> UnitSummary | None:
    """The unit of that id."""
    return _one(c, _t.c.id == unit_id)


def add(c: Connection, unit: UnitSummary) -> int:
    """A new unit; its id, whatever ``unit.id`` says. Its name must be new."""
    unit_id = int(c.execute(insert(_t).returning(_t.c.id), _row(unit)).scalar_one())
    row_digests.touch(c, _t, [unit_id])
    _forget(c)
    return unit_id


def update(c: Connection, unit: UnitSummary) -> None:
    """Makes the unit of that id what ``unit`` says."""
    row_digests.touch(c, _t, [unit.id])
    c.execute(change_rows(_t).where(_t.c.id == unit.id), _row(unit))
    _forget(c)


def _forget(c: Connection) -> None:
    """What was read of the register is to be read again."""
    forget(c, _t.name)
    forget(c, _WORDS)


def _one(c: Connection, where: ColumnElement[bool]) -> UnitSummary | None:
    row = c.execute(select(_t).where(where)).first()
    return _unit(row._asdict()) if row is not None else None


def _unit(row: dict[str, Any]) -> UnitSummary:
    read = {"group": UnitGroup(row["group"]), "active": bool(row["active"]), "aliases": _apart(row["aliases"])}
    return UnitSummary(**{**row, **read})


def _apart(aliases: str) -> tuple[str, ...]:
    return tuple(filter(None, aliases.split(_BETWEEN)))


def _row(unit: UnitSummary) -> dict[str, Any]:
    return {
        "name": unit.name,
        "group": unit.group.value,
        "leader": unit.leader,
        "contact": unit.contact,
        "phone": unit.phone,
        "active": int(unit.active),
        "aliases": _BETWEEN.join(unit.aliases),
    }
