"""One transaction at a time, all of it or nothing; copies that are whole; two programs over one file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.storage.engines.sqlite.connection import opening
from hotline_desktop.storage.engines.sqlite.copies import backup
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.office import settings
from hotline_desktop.storage.records import ticket_queries, tickets
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.tables.schema import metadata
from tests.storage.making import registered
from tests.storage.records.test_lists import BOUNDS

PROJECT = Path(__file__).resolve().parents[3]


class Mistake(Exception):
    """An error of the program in the middle of a step."""


def test_the_file_is_opened_for_safety(path: Path) -> None:
    db = SqliteDatabase.open(path)
    with db.read() as c:
        pragmas = {name: c.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")}
        assert pragmas == {"journal_mode": "wal", "synchronous": 2}
        assert c.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    db.close()


def test_what_was_written_is_there_after_opening_again(path: Path) -> None:
    db = SqliteDatabase.open(path)
    with db.write() as c:
        ticket_id = tickets.add(c, *registered())
    db.close()
    db = SqliteDatabase.open(path)
    with db.read() as c:
        assert tickets.load(c, ticket_id) == registered()[0]
    db.close()


def test_an_error_in_the_middle_keeps_nothing(db: SqliteDatabase) -> None:
    with pytest.raises(Mistake), db.write() as c:
        tickets.add(c, *registered("A-1"))
        raise Mistake
    with db.read() as c:
        assert tickets.find(c, "A-1") is None


def test_a_write_inside_a_write_is_part_of_it(db: SqliteDatabase) -> None:
    with pytest.raises(Mistake), db.write() as c:
        with db.write() as inner:
            tickets.add(inner, *registered("A-1"))
        with db.read() as inner:
            assert tickets.find(inner, "A-1") is not None
        raise Mistake
    with db.read() as c:
        assert tickets.find(c, "A-1") is None


def test_a_write_inside_a_read_is_a_mistake(db: SqliteDatabase) -> None:
    with pytest.raises(RuntimeError), db.read(), db.write():
        pass
    with db.write() as c:
        tickets.add(c, *registered())


def test_a_long_statement_is_stopped_by_what_its_progress_raises(db: SqliteDatabase) -> None:
    heard = []

    def progress(done: int, total: int) -> None:
        heard.append((done, total))
        if len(heard) == 3:
            raise Cancelled

    with pytest.raises(Cancelled), db.read(progress) as c:
        c.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1e9) SELECT max(i) FROM n"
        ).all()
    assert heard == [(0, 0)] * 3
    with db.write() as c:
        settings.save(c, {"town": '"新海镇"'})
    with db.read() as c:
        assert settings.load(c)["town"] == '"新海镇"'


def test_another_thread_may_work_after_the_first(db: SqliteDatabase) -> None:
    found: list[int | None] = []

    def work() -> None:
        with db.write() as c:
            tickets.add(c, *registered("B-1"))
            found.append(tickets.find(c, "A-1"))

    with db.write() as c:
        first = tickets.add(c, *registered("A-1"))
        thread = threading.Thread(target=work)
        thread.start()
    thread.join()
    assert found == [first]


def test_another_program_sees_only_what_was_kept(path: Path) -> None:
    db, other = SqliteDatabase.open(path), SqliteDatabase.open(path)
    with db.write() as c:
        settings.save(c, {"town": '"新海镇"'})
        with other.read() as seen:
            assert settings.load(seen) == {}
    with other.read() as seen:
        assert settings.load(seen) == {"town": '"新海镇"'}
        with db.write() as c:
            settings.save(c, {"town": '"别处"'})
        assert settings.load(seen) == {"town": '"新海镇"'}  # a view does not change while it is looked at
    db.close()
    other.close()


def test_a_file_that_another_program_holds_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WAIT_SECONDS", 0.05)
    db = SqliteDatabase.open(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as holding:
        holding.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError) as caught, db.write() as c:
            tickets.add(c, *registered())
        assert caught.value.kind == "locked"
        assert "正被另一个程序占用" in str(caught.value)
        holding.execute("ROLLBACK")
    with db.write() as c:
        tickets.add(c, *registered())
    db.close()


def test_a_copy_is_whole_while_the_office_works(path: Path, tmp_path: Path) -> None:
    db = SqliteDatabase.open(path)
    with db.write() as c:
        ticket_id = tickets.add(c, *registered("A-1"))
    target = tmp_path / "elsewhere" / "copy.db"
    target.parent.mkdir()
    target.write_text("an earlier copy")
    db.backup(target)
    with db.write() as c:
        tickets.add(c, *registered("A-2"))
    assert [file.name for file in target.parent.iterdir()] == ["copy.db"]
    copy = SqliteDatabase.open(target)
    assert copy.faults() == ()
    with copy.read() as c:
        assert tickets.load(c, ticket_id) == registered("A-1")[0]
        assert tickets.find(c, "A-2") is None
    copy.close()
    db.close()


def test_a_copy_that_fails_leaves_the_earlier_one(path: Path, tmp_path: Path) -> None:
    db = SqliteDatabase.open(path)
    target = tmp_path / "copy.db"
    target.mkdir()
    with pytest.raises(DatabaseError, match=r"备份“copy\.db”没有写成") as caught:
        db.backup(target)
    assert "以前的备份都没有变动" in str(caught.value)
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".part"] == []
    db.close()


def test_what_was_kept_survives_the_end_of_the_program_without_farewell(path: Path) -> None:
    code = """
import os, sys
from pathlib import Path
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.engines.sqlite.copies import backup
from hotline_desktop.storage.tables.schema import metadata
from tests.storage.making import registered

db = SqliteDatabase.open(Path(sys.argv[1]))
with db.write() as c:
    tickets.add(c, *registered("A-1"))
with db.write() as c:
    tickets.add(c, *registered("A-2"))
    os._exit(9)
"""
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=PROJECT, check=False)
    assert done.returncode == 9
    db = SqliteDatabase.open(path)
    assert db.faults() == ()
    with db.read() as c:
        assert tickets.known(c, ("A-1", "A-2")).keys() == {"A-1"}
    db.close()


def test_tables_and_lists_are_said_in_the_words_of_another_database_too() -> None:
    dialect = postgresql.dialect()
    for table in metadata.sorted_tables:
        assert f"CREATE TABLE {table.name}" in str(CreateTable(table).compile(dialect=dialect))
    where = ticket_queries._conditions(TicketFilter(lights=("临期",), open_only=True, pending="督办中"), BOUNDS)
    statement = ticket_queries._led(select(schema.tickets.c.id).where(*where), ticket_queries._WALK)
    assert "INDEXED" not in str(statement.compile(dialect=dialect))


def test_reading_aside_keeps_nobody_from_writing_and_does_not_see_it(tmp_path: Path) -> None:
    db, other = SqliteDatabase.open(tmp_path / "hotline.db"), SqliteDatabase.open(tmp_path / "hotline.db")
    with db.aside() as long:
        assert settings.load(long) == {}
        with db.write() as c:
            settings.save(c, {"town": "新海镇"})
        with other.write() as c:
            settings.save(c, {"center": "城运中心"})
        assert long.exec_driver_sql("SELECT count(*) FROM settings").scalar() == 0
    with db.read() as c:
        assert settings.load(c) == {"town": "新海镇", "center": "城运中心"}
    other.close()
    db.close()


def test_reading_aside_inside_a_transaction_is_that_transaction(tmp_path: Path) -> None:
    db = SqliteDatabase.open(tmp_path / "hotline.db")
    with db.write() as c, db.aside() as same:
        settings.save(c, {"town": "新海镇"})
        assert settings.load(same) == {"town": "新海镇"}
    db.close()


def test_what_is_read_aside_cannot_be_written(tmp_path: Path) -> None:
    db = SqliteDatabase.open(tmp_path / "hotline.db")
    with pytest.raises(DatabaseError), db.aside() as long:
        long.exec_driver_sql("DELETE FROM settings")
    db.close()


def test_a_copy_is_whole_though_somebody_writes_while_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db, other = SqliteDatabase.open(tmp_path / "hotline.db"), SqliteDatabase.open(tmp_path / "hotline.db")
    copied = backup.copy

    def copy_amid_work(source: sqlite3.Connection, path: Path, target: Path, *more: object) -> None:
        with other.write() as c:
            settings.save(c, {"town": "写在备份途中"})
        copied(source, path, target)

    monkeypatch.setattr(backup, "copy", copy_amid_work)
    db.backup(tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as raw:
        assert raw.execute("SELECT count(*) FROM settings").fetchone() == (0,)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    other.close()
    db.close()
