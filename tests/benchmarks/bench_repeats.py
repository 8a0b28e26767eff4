"""How long one look-up of repeats, and one of suggested units, takes in an office with 100,000 tickets.

    python tests/benchmarks/bench_repeats.py [--data FOLDER] [--tickets 100000] [--rounds 40]

FOLDER keeps the office between runs; without it one is made in a temporary folder. Every look-up is made of another
ticket, spread over the whole office. Printed are medians and the slowest of twenty (95 %), and beside them the same
statements through bare sqlite3, all rows fetched and nothing made of them, in the same run.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hotline_desktop.services.context import OfficeContext
from hotline_desktop.services.repeats import Repeats
from hotline_desktop.storage.database import Database
from tests.benchmarks.bench_lists import Listener, bare, peak_memory
from tests.benchmarks.million import NOW, office_file

PROJECT = Path(__file__).resolve().parents[2]
LIMIT_MS = 50.0


def drafts(raw: sqlite3.Connection, rounds: int) -> list[dict[str, Any]]:
    """What would be typed for tickets like those of the office: the same words and phones, a number of their own."""
    (last,) = raw.execute("SELECT max(id) FROM tickets").fetchone()
    found = []
    for place in range(rounds):
        ticket_id = 1 + place * (last - 1) // max(rounds - 1, 1)
        columns = ("title", "content", "phones", "address")
        row = raw.execute(f"SELECT {', '.join(columns)} FROM tickets WHERE id = ?", (ticket_id,)).fetchone()
        found.append(dict(zip(columns, row, strict=True)))
    return found


def measure(
    label: str,
    look_up: Callable[[dict[str, Any]], object],
    listener: Listener,
    raw: sqlite3.Connection,
    typed: list[dict[str, Any]],
) -> float:
    """Prints the figures of one kind of look-up; its median in milliseconds."""
    ours, theirs = [], []
    look_up(typed[0])
    for values in typed:
        began = time.perf_counter()
        with listener.listening() as sent:
            look_up(values)
        ours.append((time.perf_counter() - began) * 1000)
        statements = list(sent)
        began = time.perf_counter()
        bare(raw, statements)
        theirs.append((time.perf_counter() - began) * 1000)
    median, plain = statistics.median(ours), statistics.median(theirs)
    slow = statistics.quantiles(ours, n=20)[-1]
    print(
        f"{label:16} median {median:6.1f} ms  95 % {slow:6.1f} ms  bare SQL {plain:6.1f} ms  ratio {median / plain:.2f}"
    )
    return median


def main() -> int:
    """Prints the figures; returns 1 where a median misses the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.data or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        path = office_file(folder, options.tickets)
        db, raw = Database.open(path), sqlite3.connect(path, isolation_level=None)
        raw.execute("PRAGMA cache_size = -32768")
        repeats = Repeats(OfficeContext(db, lambda: NOW, folder, PROJECT / "forms", PROJECT / "resources"))
        typed, listener = drafts(raw, options.rounds), Listener(db)
        print(f"{options.tickets:,} tickets, {path.stat().st_size / 2**20:,.0f} MB, limit {LIMIT_MS:.0f} ms a look-up")
        medians = [
            measure("repeats", repeats.candidates, listener, raw, typed),
            measure("suggested units", repeats.suggest_units, listener, raw, typed),
        ]
        raw.close()
        db.close()
    print(f"peak memory {peak_memory()}")
    return 0 if max(medians) <= LIMIT_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
