"""How long one look-up of repeats takes in an office with 100,000 tickets.

    python tests/benchmarks/bench_repeats.py [--data FOLDER] [--tickets 100000] [--rounds 40]

FOLDER keeps the office between runs; without it one is made in a temporary folder. Wall time and processor time of
one look-up are printed as medians; on a machine that does nothing else they are the same.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))
LIMIT_MS = 50.0


def measure(folder: Path, number: int, rounds: int) -> tuple[float, float]:
    """Medians of wall and processor time of one look-up, in milliseconds."""
    from hotline_desktop.services.office import open_office
    from tests.benchmarks.million import office_file

    office_file(folder, number)
    office = open_office(folder, datetime.now, PROJECT / "forms", PROJECT / "resources")
    wall, spent = [], []
    for row in office.tickets.page(limit=rounds).rows:
        began, worked = time.perf_counter(), time.process_time()
        office.repeats.candidates(row.id)
        wall.append(time.perf_counter() - began)
        spent.append(time.process_time() - worked)
    office.close()
    return statistics.median(wall) * 1000, statistics.median(spent) * 1000


def main() -> int:
    """Prints the medians; returns 1 where the processor time misses the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        wall, spent = measure(options.data or Path(made), options.tickets, options.rounds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"look-up of repeats among {options.tickets:,} tickets: {wall:.1f} ms, processor {spent:.1f} ms")
    print(f"limit {LIMIT_MS:.0f} ms, peak {peak:.0f} MB")
    return 0 if spent <= LIMIT_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
