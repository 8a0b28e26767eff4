"""How many statements the database is asked for what clerks do all day: nothing is read twice without a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.statistics.periods import StatKind, StatPeriod
from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from tests.exchange.tables import HEADERS, save_xlsx, ticket
from tests.second_engine.postgres import PostgresDatabase
from tests.services.desk import CLERK, Clock, Walk

Start = Callable[..., Walk]
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def counted(office: Office) -> Iterator[list[str]]:
    """The statements of a block, without those that open and close transactions and those of triggers.

    One that is given several rows is one.
    """
    asked: list[str] = []

    def note(statement: str) -> None:
        text = " ".join(statement.split())
        again = bool(asked) and " VALUES " in text and asked[-1].split(" VALUES ")[0] == text.split(" VALUES ")[0]
        if not (again or text.startswith((*_FRAME, "--"))):
            asked.append(text)

    db = office._office.db
    if isinstance(db, PostgresDatabase):
        with told(db._connection, note):
            yield asked
        return
    assert isinstance(db, SqliteDatabase)
    raw = db._raw
    raw.set_trace_callback(note)
    try:
        yield asked
    finally:
        raw.set_trace_callback(None)


@contextmanager
def told(connection: Connection, note: Callable[[str], None]) -> Iterator[None]:
    """Each statement that the library says to a server; SQLite itself tells more, those of its triggers too."""

    def said(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        note(statement)

    event.listen(connection, "before_cursor_execute", said)
    try:
        yield
    finally:
        event.remove(connection, "before_cursor_execute", said)


WORK: dict[str, tuple[int, Callable[[Office, Walk, Clock], object]]] = {
    "a step saved": (18, lambda office, walk, _clock: office.tickets.do(walk.id, "urge", {"note": "催"}, CLERK)),
    "a ticket opened": (9, lambda office, walk, _clock: office.tickets.detail(walk.id, CLERK)),
    "a page of the list": (4, lambda office, _walk, _clock: office.tickets.page(TicketFilter(open_only=True))),
    "the figures of a year": (37, lambda office, _walk, _clock: office.statistics.of(_year(office))),
    "今日": (15, lambda office, _walk, clock: office.today.cards(clock.now)),
}


def _year(office: Office) -> StatPeriod:
    return office.statistics.period(StatKind.YEAR)


@pytest.mark.parametrize("what", WORK)
def test_no_more_statements_than_are_needed(office: Office, walk: Start, clock: Clock, what: str) -> None:
    begun = walk("20220908100001").to_unit().do("accept")
    most, work = WORK[what]
    work(office, begun, clock)
    with counted(office) as asked:
        work(office, begun, clock)
    assert len(asked) <= most, "\n".join(asked)
    assert asked


def test_import_asks_as_often_for_many_rows_as_for_few(office: Office, tmp_path: Path) -> None:
    # New rows, the same rows changed, and back. A statement that is given several rows is one. The first import reads
    # what those behind it know.
    days = (("01", 1), ("02", 2), ("03", 30))
    _first, few, many = (_asked_by_an_import(office, tmp_path, day, rows) for day, rows in days)
    assert many == few


def _asked_by_an_import(office: Office, tmp_path: Path, day: str, rows: int) -> list[list[str]]:
    numbers = [f"202209{day}0910{row:02}" for row in range(rows)]
    found: list[list[str]] = []
    for title in ("路灯不亮", "路灯不亮（续）"):
        path = save_xlsx(tmp_path / "a.xlsx", [HEADERS, *(ticket(number, 标题=title) for number in numbers)])
        with counted(office) as asked:
            result = office.imports.apply(office.imports.preview(office.imports.open(path)), CLERK)
        assert result.new + result.updated == rows
        found.append(_kinds(asked))
    with counted(office) as asked:
        office.imports.undo(result.batch_id, CLERK)
    return [*found, _kinds(asked)]


def _kinds(asked: list[str]) -> list[str]:
    """The statements without their values; those of one kind behind each other, as rows are written, are one."""
    kinds = [" ".join(statement.split()[:4]).partition("(")[0] for statement in asked]
    return [kind for kind, _same in groupby(kinds)]
