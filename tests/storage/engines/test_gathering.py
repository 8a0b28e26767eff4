"""The index of texts is put together in small steps, and says the same before, amid and after them."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.searching import search
from tests.storage.making import registered

_KEY = bytes(range(32))
_PARTS = "SELECT count(DISTINCT segid) FROM ticket_search_idx"
_WORDS = "路灯不亮噪音扰民窨井盖破损占道停车垃圾堆放污水外溢电梯停运宠物无人看管夜间施工"


def parts(office: SqliteDatabase) -> int:
    return int(office._raw.execute(_PARTS).fetchone()[0])


def write_some(office: SqliteDatabase, times: int, first: int = 0) -> None:
    """Each transaction leaves a part of its own."""
    for number in range(first, first + times):
        with office.write() as c:
            tickets.add(c, *registered(f"50000{number:05}", content=_WORDS[number % 30 :] + f"{number:04}号"))


def held(office: SqliteDatabase) -> dict[int, int]:
    with office.read() as c:
        found = search.indexed(c)
        assert search.count(c, "看管") == len(found)
    return found


@pytest.mark.parametrize("key", [None, _KEY], ids=["plain", "encrypted"])
def test_each_step_leaves_what_the_index_says(path: Path, key: bytes | None) -> None:
    with closing(SqliteDatabase.open(path, key=key)) as office:
        write_some(office, 7)
        before, known = parts(office), held(office)
        assert before > 2
        steps = 0
        while office.put_index_together(pages=1):
            steps += 1
            assert held(office) == known
            if steps == 1:  # somebody writes amid it
                write_some(office, 1, first=7)
                known = held(office)
        assert steps and parts(office) < before and held(office) == known
    with closing(SqliteDatabase.open(path, key=key)) as office:
        assert held(office) == known and not office.faults()


def test_where_there_is_nothing_to_do_no_transaction_is_begun_until_somebody_writes(path: Path) -> None:
    with closing(SqliteDatabase.open(path)) as office:
        write_some(office, 6)
        while office.put_index_together():
            pass
        said: list[str] = []
        office._raw.set_trace_callback(said.append)
        assert not office.put_index_together()
        assert said and not [each for each in said if "BEGIN" in each or "INSERT" in each]
        office._raw.set_trace_callback(None)
        write_some(office, 6, first=6)
        assert office.put_index_together()


def test_it_does_not_wait_for_another_program_that_writes(path: Path) -> None:
    with closing(SqliteDatabase.open(path)) as office, closing(sqlite3.connect(path, isolation_level=None)) as other:
        write_some(office, 6)
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert not office.put_index_together()
        assert time.monotonic() - began < 2
        other.execute("ROLLBACK")
        assert office.put_index_together()
        assert office._raw.execute("PRAGMA busy_timeout").fetchone() == (5_000,)


def test_inside_a_transaction_and_where_nothing_can_be_written_it_does_nothing(path: Path) -> None:
    with closing(SqliteDatabase.open(path)) as office:
        write_some(office, 6)
        with office.write():
            assert not office.put_index_together()
        office.reading_only = RuntimeError  # type: ignore[assignment]
        assert not office.put_index_together()
