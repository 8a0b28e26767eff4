"""How long the figures of a quarter and of a year take in an office that handled very many tickets itself.

    python tests/benchmarks/bench_statistics.py [--tickets 200000] [--rounds 5]

Every ticket went through a unit and was closed, over two years. Printed are medians, and beside them the same
statements through bare sqlite3, all rows fetched and nothing made of them, in the same run.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hotline_desktop.domain.records.summaries import UnitSummary
from hotline_desktop.domain.statistics.periods import StatKind
from hotline_desktop.domain.terms.options import Grade, Resolution, UnitGroup
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.domain.ticket.ticket import Entry, Limits, Round, Ticket
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.services.office import Office
from hotline_desktop.storage import tickets, units
from hotline_desktop.storage.database import Database
from tests.benchmarks.bench_lists import Listener, bare, peak_memory
from tests.benchmarks.million import CLERK, UNITS

PROJECT = Path(__file__).resolve().parents[2]
BEGAN, NOW = datetime(2021, 1, 1, 9, 0), datetime(2023, 1, 5, 9, 0)
_AT_ONCE = 20_000


def handled_tickets(number: int) -> Iterator[tickets.NewTicket]:
    """Tickets of two years, each answered, finished by a unit and closed; the same number gives the same office."""
    chance = random.Random(number)
    for index in range(number):
        handed = BEGAN + index * timedelta(days=729) / number
        handed = handed.replace(second=0, microsecond=0)
        yield _closed(chance, f"{handed:%Y%m%d}{index:06}", handed)


def _closed(chance: random.Random, number: str, handed: datetime) -> tickets.NewTicket:
    values = {"number": number, "level": "一般", "content": "路灯不亮", "received_at": handed, "called_at": handed}
    entry = Entry("register", handed, CLERK, values, recorded_at=handed)  # type: ignore[arg-type]
    done = handed + timedelta(hours=chance.randrange(4, 120))
    resolution, grade = chance.choice(tuple(Resolution)), chance.choice(tuple(Grade))
    turn = Round(
        unit=chance.choice(UNITS),
        handed_on=handed,
        limits=Limits(due=handed + timedelta(days=4), answer_due=handed + timedelta(days=1)),
        contacts=(
            Entry("unit_contact", handed + timedelta(hours=chance.randrange(60)), CLERK, {"result": "已联系上"}),
        ),
        satisfaction=Entry("satisfaction", done, CLERK, {"grade": grade.value}),
        result=Entry("result", done, CLERK, {"done_at": done, "resolution": resolution.value}),
    )
    ticket = STEPS_BY_ID["register"].apply(Ticket(), entry)
    return replace(ticket, rounds=(turn,), closed_at=done + timedelta(hours=20)), entry, {}


def fill(db: Database, number: int) -> None:
    """Makes the office."""
    with db.write() as c:
        for name in UNITS:
            units.add(c, UnitSummary(0, name, UnitGroup.DEPARTMENT, "李建华", "陈敏", "021-59210000"))
    made = handled_tickets(number)
    while part := list(islice(made, _AT_ONCE)):
        with db.write() as c:
            tickets.add_many(c, part, None)


def measure(label: str, ask: Callable[[], object], listener: Listener, raw: sqlite3.Connection, rounds: int) -> None:
    """Prints the median of one question and of its statements alone."""
    ask()
    ours, theirs = [], []
    for _round in range(rounds):
        began = time.perf_counter()
        with listener.listening() as sent:
            ask()
        ours.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        bare(raw, sent)
        theirs.append((time.perf_counter() - began) * 1000)
    mine, alone = statistics.median(ours), statistics.median(theirs)
    print(f"{label:<28}{mine:8.1f} ms   SQL alone {alone:8.1f} ms   ratio {mine / alone:5.2f}")


def main() -> None:
    """Makes an office, asks it, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tickets", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hotline.db"
        db = Database.open(path)
        began = time.perf_counter()
        fill(db, args.tickets)
        print(f"{args.tickets:,} handled tickets made in {time.perf_counter() - began:.0f} s")
        office = Office(OfficeContext(db, lambda: NOW, Path(folder), PROJECT / "forms", PROJECT / "resources"))
        listener, raw = Listener(db), sqlite3.connect(path)
        quarter = office.ranking.current().before
        measure("ranking of a quarter", lambda: office.ranking.sheet(quarter), listener, raw, args.rounds)
        measure("four quarters' rankings", lambda: office.ranking.sheets(quarter, 4), listener, raw, args.rounds)
        for kind in (StatKind.MONTH, StatKind.QUARTER, StatKind.YEAR):
            period = office.statistics.period(kind).before
            measure(
                f"figures, {kind.name.lower()}", lambda p=period: office.statistics.of(p), listener, raw, args.rounds
            )
        raw.close()
        office.close()
    print(f"peak memory {peak_memory()}")


if __name__ == "__main__":
    main()
