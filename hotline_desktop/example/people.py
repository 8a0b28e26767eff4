"""The invented town of the example office: units, callers, and what they call about, read from the resources."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from hotline_desktop.domain.terms.options import Level, UnitGroup

FILE = Path("example") / "office.toml"
_NAME_STEPS = 7, 11  # without a factor in common with the lists' lengths: every pair comes up before one returns
_FIRST_PHONE = 13_800_010_000


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that citizens call about; ``{place}`` in the texts is where."""

    title: str
    category: str
    unit: str
    places: tuple[str, ...]
    content: str
    answer: str
    handling: str
    level: Level = Level.ORDINARY
    unmet: bool = False
    unfounded: bool = False
    illegal: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """An invented citizen."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class ExampleUnit:
    """An invented unit."""

    name: str
    group: UnitGroup
    leader: str
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class Town:
    """Everything invented. The same number gives the same person every time."""

    units: tuple[ExampleUnit, ...]
    matters: tuple[Matter, ...]
    surnames: tuple[str, ...]
    given_names: tuple[str, ...]
    clerks: tuple[str, ...]

    def caller(self, number: int) -> Caller:
        """Citizen ``number``."""
        surname = self.surnames[number * _NAME_STEPS[0] % len(self.surnames)]
        given = self.given_names[number * _NAME_STEPS[1] % len(self.given_names)]
        return Caller(surname + given, str(_FIRST_PHONE + number * 37 % 10_000))

    def clerk(self, number: int) -> str:
        """The clerk who handles ticket ``number``."""
        return self.clerks[number % len(self.clerks)]

    def matter(self, number: int, level: Level) -> Matter:
        """Ordinary matter ``number`` of that level."""
        usual = [m for m in self.matters if m.level is level and not (m.unmet or m.unfounded or m.illegal)]
        return usual[number % len(usual)]

    def special(self, kind: str, number: int = 0) -> Matter:
        """A matter that is ``unmet``, ``unfounded`` or ``illegal``."""
        found = [matter for matter in self.matters if getattr(matter, kind)]
        return found[number % len(found)]

    def unit(self, name: str) -> ExampleUnit:
        """The unit of that name."""
        return next(unit for unit in self.units if unit.name == name)


def read_town(resources_dir: Path) -> Town:
    """The town of ``resources_dir``."""
    data = tomllib.loads((resources_dir / FILE).read_text("utf-8"))
    return Town(
        units=tuple(ExampleUnit(**{**unit, "group": UnitGroup(unit["group"])}) for unit in data["units"]),
        matters=tuple(_matter(matter) for matter in data["matters"]),
        surnames=tuple(data["surnames"]),
        given_names=tuple(data["given_names"]),
        clerks=tuple(data["clerks"]),
    )


def _matter(data: dict[str, object]) -> Matter:
    level = Level(str(data.get("level", Level.ORDINARY)))
    places = data["places"]
    assert isinstance(places, list)
    return Matter(**{**data, "level": level, "places": tuple(places)})  # type: ignore[arg-type]
