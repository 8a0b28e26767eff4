"""An office over a real database, its clock standing still until a test moves it, with made-up people."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.storage.database import Database
from hotline_desktop.storage.engines.sqlite.database import _MEMORY, SqliteDatabase
from tests.domain.case_walk import ABOVE
from tests.second_engine.postgres import ADDRESS, PostgresDatabase
from tests.unit_register import know_named, stock

PROJECT = Path(__file__).resolve().parents[2]
FORMS, RESOURCES = PROJECT / "forms", PROJECT / "resources"
NOW = datetime(2022, 9, 8, 10, 20)
CLERK = "王芳"
# For a test of what only an engine with its own file does: a copy of it is a backup.
COPIES_ITS_FILE = pytest.mark.skipif(bool(ADDRESS), reason="a server is copied by its own tools")

__all__ = [
    "CLERK",
    "COPIES_ITS_FILE",
    "NOW",
    "Clock",
    "Walk",
    "clock",
    "clock_at",
    "in_memory",
    "office",
    "on_disk",
    "supervise",
    "walk",
]


@dataclass
class Clock:
    """Office time that moves only when a test says so."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_minutes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


def clock_at(*when: int) -> Clock:
    """A clock that stands at that year, month, day, hour, minute."""
    return Clock(datetime(*when))  # type: ignore[arg-type]


def in_memory(clock: Callable[[], datetime], folder: Path) -> Office:
    """An office that is gone with the test; files it keeps go to ``folder``.

    On the second engine where one is named.
    """
    folder.mkdir(parents=True, exist_ok=True)
    db: Database = PostgresDatabase(folder) if ADDRESS else SqliteDatabase.in_memory()
    return Office(OfficeContext(db, clock, folder, FORMS, RESOURCES))


@cache
def _stocked() -> Office:
    """An empty office with the units of the register, from which others are copied."""
    return stock(Office(OfficeContext(SqliteDatabase.in_memory(), Clock(), PROJECT, FORMS, RESOURCES)))


def stocked(clock: Callable[[], datetime], folder: Path) -> Office:
    """As ``in_memory``, with the units of the register."""
    if ADDRESS:
        return stock(in_memory(clock, folder))
    folder.mkdir(parents=True, exist_ok=True)
    model = _stocked()._office.db
    assert isinstance(model, SqliteDatabase)
    raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    raw.execute("PRAGMA foreign_keys = ON")
    model._raw.backup(raw)
    return Office(OfficeContext(SqliteDatabase(_MEMORY, raw), clock, folder, FORMS, RESOURCES))


def on_disk(folder: Path, clock: Callable[[], datetime]) -> Office:
    """An office in ``folder``, as the program opens it."""
    return open_office(folder, clock, FORMS, RESOURCES)


def supervise(office: Office, number: str) -> None:
    """A case about that ticket, handed to a unit by telephone, and a talk with the same unit."""
    office.supervision.start("open_case", {**ABOVE, "tickets": number, "unit": "新海村", "method": "电话督办"}, CLERK)
    office.talks.propose({"unit": "新海村", "ground": "推诿敷衍或不作为", "evidence": "多次推诿"}, CLERK)


class Walk:
    """Leads one ticket along its way, each step some minutes after the one before."""

    def __init__(self, office: Office, clock: Clock, number: str, **values: object) -> None:
        self.office, self.clock = office, clock
        raw = {
            "number": number,
            "content": "新海路夜间施工扰民，要求停工",
            "caller": "赵文静",
            "phones": "13800010001",
            "address": "新海路120弄",
            "called_at": clock.now - timedelta(hours=1),
            "received_at": clock.now - timedelta(minutes=30),
            **values,
        }
        self.id = office.tickets.register(raw, CLERK).id

    def do(self, step: str, **values: object) -> Walk:
        self.clock.pass_minutes(5)
        know_named(self.office, values)
        self.office.tickets.do(self.id, step, values, CLERK)
        return self

    def to_unit(self, unit: str = "新海村") -> Walk:
        return self.do("first_contact", note="已问清位置").do("dispatch", unit=unit)

    def to_review(self, unit: str = "新海村") -> Walk:
        self.to_unit(unit).do("accept", handler="沈强")
        self.office.tickets.do(self.id, "unit_contact", {"note": "已问清"}, CLERK)
        self.do("answer", way="电话", recording="LY-01", content="已停工，诉求人认可")
        self.do("satisfaction", grade="满意")
        return self.do("result", handling="已责令停工", fact="属实", demand="符合政策法规", resolution="实际解决")

    def to_call_back(self) -> Walk:
        return self.to_review().do("review", answered="是", handled="是", verdict="通过")

    def to_closed(self) -> Walk:
        self.to_call_back()
        grades = dict.fromkeys(("efficiency", "attitude", "outcome", "overall"), "满意")
        return self.do("callback", **grades, matches="是", verdict="通过").do("close")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(clock: Clock, tmp_path: Path, request: pytest.FixtureRequest) -> Office:
    """With units in its register, but for a module that says NO_UNITS."""
    return (in_memory if getattr(request.module, "NO_UNITS", False) else stocked)(clock, tmp_path)


@pytest.fixture
def walk(office: Office, clock: Clock) -> Callable[..., Walk]:
    """Registers a ticket and leads it on: ``walk("20220908100001").to_unit()``."""

    def start(number: str = "20220908100001", **values: object) -> Walk:
        return Walk(office, clock, number, **values)

    return start
