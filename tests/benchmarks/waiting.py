"""What a clerk waits for a ticket, or for a step to be saved, while something long runs beside, by the clock.

Long is a full export, a ledger as PDF, a backup: each runs in a thread of the same program, as from the window.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from hotline_desktop.domain.papers.registers import Period, RegisterKind
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.services.office import Office
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Measured
from tests.benchmarks.offices import CLERK, DATABASE, opened

_ALWAYS = Period(date(2010, 1, 1), date(2030, 1, 1))
_LONG: dict[str, Callable[[Office, Path], object]] = {
    "a full export": lambda office, out: office.exports.tickets(TicketFilter(), out / "a.xlsx", True, CLERK),
    "a full ledger as PDF": lambda office, out: office.registers.to_pdf(
        RegisterKind.TICKETS, _ALWAYS, out / "a.pdf", True, CLERK
    ),
    "a backup": lambda office, _out: office.backups.make(),
}
_AIM = 50


def lines(ground: Ground) -> Iterator[Measured]:
    """The longest waits in this program, and of a second one over the same file."""
    with tempfile.TemporaryDirectory(dir=ground.scratch) as folder:
        shutil.copy2(ground.folder / DATABASE, Path(folder) / DATABASE)
        office = opened(Path(folder))
        other = opened(Path(folder))
        ids = [row.id for row in office.tickets.page(TicketFilter(open_only=True)).rows if row.unit]
        for name, work in _LONG.items():
            looks, saves, others = _waits(office, other, work, ids)
            yield Measured("waiting", f"a ticket opened during {name}", looks, None, small=_AIM)
            yield Measured("waiting", f"a step saved during {name}", saves, None, small=_AIM)
            yield Measured("waiting", f"… by another program during {name}", others, None, small=_AIM)
        office.close()
        other.close()


def _waits(
    office: Office, other: Office, work: Callable[[Office, Path], object], ids: list[int]
) -> tuple[float, float, float]:
    """Milliseconds by the clock; the longest but one of every ten, for what the machine does besides."""
    failed: list[BaseException] = []
    with tempfile.TemporaryDirectory() as out:

        def run() -> None:
            try:
                work(office, Path(out))
            except BaseException as error:
                failed.append(error)

        long = threading.Thread(target=run)
        long.start()
        time.sleep(0.3)
        looks: list[float] = []
        saves: list[float] = []
        others: list[float] = []
        while long.is_alive() or not saves:
            ticket_id = ids[len(looks) % len(ids)]
            looks.append(_timed(partial(office.tickets.detail, ticket_id, CLERK)))
            saves.append(_timed(partial(office.tickets.do, ticket_id, "urge", {"note": "催"}, CLERK)))
            others.append(_timed(partial(_by_other, other, ticket_id)))
            time.sleep(0.1)
        long.join()
    if failed:
        raise failed[0]
    return _worst(looks), _worst(saves), _worst(others)


def _by_other(office: Office, ticket_id: int) -> None:
    office.tickets.do(ticket_id, "urge", {"note": "催"}, CLERK)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    try:
        work()
    except Exception as error:
        print(f"  refused: {type(error).__name__}")
    return (time.perf_counter() - began) * 1000


def _worst(times: list[float]) -> float:
    return sorted(times)[-1 - len(times) // 10]
