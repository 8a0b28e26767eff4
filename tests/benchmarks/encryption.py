"""What encryption costs: the same work in an encrypted office, and ``by hand`` in the plain one it was made from.

Measured only where ``--only encryption`` asks for it: the office is copied twice.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.services.keeping.encryption import decrypt, encrypt, new_code
from hotline_desktop.services.office import Office, open_office
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Line, Measured, processor_time
from tests.benchmarks.offices import CLERK, DATABASE, FORMS, NOW, RESOURCES, clock

_PASSPHRASE = "海边的灯塔一直亮着"
_MOST = 3.0  # times what the plain office takes
_SMALL = 15.0


def lines(ground: Ground) -> Iterator[Line | Measured]:
    """Switching on, start, lists, searches, one ticket, a step, a backup, switching off."""
    plain, locked = (_copied(ground, name) for name in ("plain", "locked"))
    key, timed = _switched_on(locked)
    yield timed
    yield Line("encryption", "office opened", lambda: _open(locked, key).close(), lambda: _open(plain).close(), _MOST)
    one, other = _open(locked, key), _open(plain)
    try:
        yield from _asked(one, other)
        yield _pair("backup, written and read back", one.backups.run, other.backups.run, rounds=1)
    finally:
        one.close()
        other.close()
    yield _timed("switched off", lambda: decrypt(locked, key, NOW, CLERK))


def _asked(one: Office, other: Office) -> Iterator[Line]:
    ticket = other.tickets.page(TicketFilter(), limit=1).rows[0].id
    asked: tuple[tuple[str, Callable[[Office], object]], ...] = (
        ("first page", lambda office: office.tickets.page(TicketFilter(), limit=200)),
        ("search of a common word", lambda office: office.tickets.page(TicketFilter(search="新海"), limit=200)),
        ("search of a seldom word", lambda office: office.tickets.page(TicketFilter(search="蝴蝶"), limit=200)),
        ("今日", lambda office: office.today.cards(NOW)),
        ("one ticket with its history", lambda office: office.tickets.detail(ticket)),
        ("a ticket registered", _registering()),
    )
    for name, work in asked:
        yield _pair(name, partial(work, one), partial(work, other))


def _pair(name: str, work: Callable[[], object], plain: Callable[[], object], rounds: int = 7) -> Line:
    return Line("encryption", name, work, plain, _MOST, _SMALL, rounds=rounds)


def _registering() -> Callable[[Office], object]:
    numbers = count()

    def register(office: Office) -> object:
        raw = {"number": f"E{next(numbers):09}", "content": "路灯不亮", "caller": "赵文静", "phones": "13800010001"}
        return office.tickets.register(raw, CLERK)

    return register


def _copied(ground: Ground, name: str) -> Path:
    folder = ground.scratch / name
    folder.mkdir()
    ground.raw.execute("PRAGMA wal_checkpoint").fetchall()
    shutil.copy2(ground.folder / DATABASE, folder / DATABASE)
    return folder


def _open(folder: Path, key: bytes | None = None) -> Office:
    return open_office(folder, clock, FORMS, RESOURCES, key=key)


def _switched_on(folder: Path) -> tuple[bytes, Measured]:
    keys: list[bytes] = []
    timed = _timed("switched on", lambda: keys.append(encrypt(folder, new_code(), _PASSPHRASE, NOW, CLERK)[0]))
    return keys[0], timed


def _timed(name: str, work: Callable[[], object]) -> Measured:
    began, spent = time.monotonic(), processor_time()
    work()
    processor = (processor_time() - spent) * 1000
    return Measured("encryption", f"{name} ({time.monotonic() - began:.1f} s)", processor, None)
