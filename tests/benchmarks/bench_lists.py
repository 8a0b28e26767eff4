"""Pages of the ticket list and searches, against the same SQL through bare sqlite3 in the same run.

    python tests/benchmarks/bench_lists.py [--data FOLDER] [--tickets 1000000] [--rounds 7]

FOLDER keeps the office between runs (it takes some minutes to make and about 2.5 GB for a million tickets); without
it a temporary one is made. What the program asks the database is written down, and asked again by the bare driver.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hotline_desktop.domain.records.summaries import PageKey, SortKey, TicketFilter
from hotline_desktop.domain.terms.options import Level, Stage
from hotline_desktop.domain.time.deadline import Light, light_bounds
from hotline_desktop.domain.time.deadline.rules import TimeRules
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.storage import ticket_queries
from hotline_desktop.storage.database import Database
from tests.benchmarks.million import NOW, UNITS, office_file

LIMIT = 3.0
PAGE_ROWS = 200
BOUNDS = light_bounds(NOW, WorkCalendar(), TimeRules())
EVERYTHING = TicketFilter()
FAR = PageKey('["9"]', 500_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a clerk asks for. ``judged`` where the limit holds for it: a page that has rows."""

    label: str
    work: Callable[[Connection], object]
    judged: bool = False


def page(
    filter: TicketFilter, sort: SortKey = SortKey.DUE, descending: bool = False, after: PageKey | None = None
) -> Any:
    """A page as the list fetches it."""
    return lambda c: ticket_queries.page(c, filter, sort, descending, after, PAGE_ROWS, BOUNDS)


def count(filter: TicketFilter) -> Any:
    """The number that the status line shows."""
    return lambda c: ticket_queries.count(c, filter, BOUNDS)


def _filters() -> Iterator[tuple[str, TicketFilter, bool]]:
    yield "everything", EVERYTHING, True
    yield "level", TicketFilter(levels=(Level.HARD,)), True
    yield "stage, open", TicketFilter(stages=(Stage.TO_DISPATCH,)), True
    yield "stage, finished", TicketFilter(stages=(Stage.ARCHIVED,)), True
    yield "unit", TicketFilter(units=(UNITS[3],)), True
    yield "light", TicketFilter(lights=(Light.OVERDUE.value,)), True
    yield "light, none", TicketFilter(lights=(Light.NO_CLOCK.value,)), False
    yield "task", TicketFilter(task="待先行联系", open_only=True), True
    yield "pending, none", TicketFilter(pending="延期待批"), False
    yield "open only", TicketFilter(open_only=True), True
    yield "history", TicketFilter(history=True), True
    yield "level, unit, finished", TicketFilter(levels=(Level.URGENT,), units=UNITS[:2], stages=(Stage.ARCHIVED,)), True
    yield "search, two characters, many", TicketFilter(search="噪音"), True
    yield "search, two characters, all", TicketFilter(search="新海"), True
    yield "search, two characters, none", TicketFilter(search="猫狗"), False
    yield "search, one character", TicketFilter(search="噪"), False
    yield "search, number", TicketFilter(search="20190603"), False
    yield "search, part of a number", TicketFilter(search="0190603"), False
    yield "search, phone tail", TicketFilter(search="5678"), False
    yield "search, three digits", TicketFilter(search="120"), False
    yield "search, address", TicketFilter(search="北沿公路1470"), False
    yield "search, two words", TicketFilter(search="噪音 赵文静"), False
    yield "search and level", TicketFilter(search="噪音", levels=(Level.URGENT,)), False
    yield "search and open", TicketFilter(search="噪音", open_only=True), False


def asked() -> Iterator[Asked]:
    """Everything that is measured."""
    for label, filter, judged in _filters():
        yield Asked(f"page  {label}", page(filter), judged)
        yield Asked(f"count {label}", count(filter))
    yield Asked("page  far down", page(EVERYTHING, after=FAR))
    for sort in SortKey:
        if sort is not SortKey.DUE:
            yield Asked(f"page  by {sort.name.lower()}", page(EVERYTHING, sort, descending=True))
            yield Asked(f"page  by {sort.name.lower()}, open only", page(TicketFilter(open_only=True), sort))
            yield Asked(f"page  by {sort.name.lower()}, unit", page(TicketFilter(units=(UNITS[3],)), sort))


class Listener:
    """Writes down the statements that the program sends to the database."""

    def __init__(self, db: Database) -> None:
        self.heard: list[tuple[str, Any]] = []
        with db.read() as c:
            event.listen(c.engine, "before_cursor_execute", self._hear)

    def _hear(self, _c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        self.heard.append((statement, parameters))

    @contextmanager
    def listening(self) -> Iterator[list[tuple[str, Any]]]:
        """What was sent inside the block, the transaction's own words left out."""
        self.heard.clear()
        yield self.heard
        self.heard[:] = [one for one in self.heard if not one[0].startswith("BEGIN")]


def bare(raw: sqlite3.Connection, statements: list[tuple[str, Any]]) -> None:
    """The same statements, all rows fetched, nothing made of them."""
    for statement, parameters in statements:
        raw.execute(statement, parameters).fetchall()


def timed(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The shortest seconds of each, taken in turn: what else the machine does only ever adds."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for work, seconds in zip((first, second), taken, strict=True):
            began = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - began)
    return min(taken[0]), min(taken[1])


def ask(db: Database, work: Callable[[Connection], object]) -> object:
    """In a transaction of its own, as services do."""
    with db.read() as c:
        return work(c)


def measure(db: Database, rounds: int) -> bool:
    """Prints a line for each; False where a judged ratio misses the limit."""
    kept, listener = True, Listener(db)
    raw = sqlite3.connect(db.path, isolation_level=None)
    raw.execute("PRAGMA cache_size = -32768")
    print(f"{'':44}{'program':>12}{'bare':>12}{'ratio':>8}")
    for one in asked():
        with listener.listening() as sent:
            ask(db, one.work)
        statements = list(sent)
        bare(raw, statements)
        ours, theirs = timed(partial(ask, db, one.work), partial(bare, raw, statements), rounds)
        missed = one.judged and ours > LIMIT * theirs
        kept = kept and not missed
        note = f"  MISSES {LIMIT}" if missed else ""
        print(f"{one.label:44}{ours * 1000:9.1f} ms{theirs * 1000:9.1f} ms{ours / theirs:8.2f}{note}", flush=True)
    raw.close()
    return kept


def peak_memory() -> str:
    """The most memory that this process ever held."""
    try:
        import resource
    except ImportError:
        return "not told on this system"
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def main() -> int:
    """Prints times, ratios and memory; returns 1 where a ratio misses the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.data or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        path = office_file(folder, options.tickets)
        db = Database.open(path)
        print(f"{options.tickets:,} tickets, {path.stat().st_size / 2**20:,.0f} MB, limit {LIMIT} where judged")
        kept = measure(db, options.rounds)
        db.close()
    print(f"peak memory {peak_memory()}")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
