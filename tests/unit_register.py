"""The register of units that tests work with: steps take units of the register and add none."""

from __future__ import annotations

from collections.abc import Mapping

from hotline_desktop.domain.records.summaries import UnitSummary
from hotline_desktop.services.office import Office
from hotline_desktop.services.setup.units import guessed_group
from hotline_desktop.storage.office import units

UNITS = (
    "新海村",
    "老坝村",
    "海虹村",
    "第一居委会",
    "海虹居委",
    "城管中队",
    "供电所",
    "绿化所",
    "水务站",
    "规环办",
    "规建办",
)
_KEYS = ("unit", "suggested_unit", "co_units")


def stock(office: Office, *more: str) -> Office:
    """The same office, with the units of the register."""
    return know(office, *(more or UNITS))


def know(office: Office, *names: str) -> Office:
    """The same office, those units in its register, as if they had stood there for ever: no history tells of it."""
    with office._office.db.write() as c:
        known = {unit.name for unit in units.all(c)}
        for name in dict.fromkeys(names):
            if name not in known:
                units.add(c, UnitSummary(0, name, guessed_group(name), "", "", ""))
    return office


def know_named(office: Office, values: Mapping[str, object]) -> None:
    """Puts the units that the values of a step name into the register first."""
    named = [part for key in _KEYS for part in str(values.get(key) or "").split("、") if part]
    know(office, *named)
