"""A file that cannot be trusted or written is refused in Chinese, and stays as it is."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import warnings
from collections.abc import Callable
from contextlib import closing
from itertools import takewhile
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import SortKey, TicketFilter
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.records import ticket_queries, tickets
from tests.storage.making import registered
from tests.storage.records.test_lists import BOUNDS

PAGE = 4096


@pytest.fixture
def office(path: Path) -> Path:
    """A closed office with 200 tickets."""
    db = SqliteDatabase.open(path)
    with db.write() as c:
        tickets.add_many(c, [(*registered(f"A-{n}"), {"序号": str(n)}) for n in range(200)], None)
    db.close()
    return path


def refused(path: Path) -> DatabaseError:
    """The trouble with which ``path`` is refused; the file is the same afterwards."""
    before = path.read_bytes()
    with pytest.raises(DatabaseError) as caught:
        SqliteDatabase.open(path)
    assert path.read_bytes() == before
    return caught.value


def test_a_file_of_something_else_is_refused(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"PK\x03\x04" + os.urandom(5000))
    problem = refused(path)
    assert problem.kind == "not_a_database"
    assert "不是本程序的数据文件" in str(problem) and "原样未动" in str(problem)


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE notes (text)")
    assert refused(path).kind == "not_a_database"


def test_a_file_of_a_newer_version_is_refused_by_its_version(office: Path) -> None:
    with closing(sqlite3.connect(office, isolation_level=None)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    problem = refused(office)
    assert problem.kind == "newer"
    assert "9999" in str(problem) and "请安装新版程序" in str(problem)
    assert sorted(office.parent.glob(f"{office.name}*")) == [office]


def test_a_cut_off_file_is_refused(office: Path) -> None:
    os.truncate(office, office.stat().st_size // 2)
    problem = refused(office)
    assert problem.kind == "damaged"
    assert "备份恢复" in str(problem)


@pytest.mark.parametrize("first", [0, 1, 5])
def test_overwritten_pages_are_noticed_at_once(office: Path, first: int) -> None:
    with office.open("r+b") as file:
        # The head of the first page says that it is a database at all.
        file.seek(first * PAGE or 100)
        file.write(os.urandom(12 * PAGE))
    assert refused(office).kind == "damaged"


def test_a_file_that_lost_everything_is_not_taken_for_a_new_one(office: Path) -> None:
    db = SqliteDatabase.open(office)
    db.backup(office.parent / "backups" / "copy.db")
    db.close()
    office.write_bytes(b"")
    assert refused(office).kind == "office_gone"


@pytest.mark.parametrize("left", ["attachments/ab/abcd", "backups/a.db", "hotline.head", "hotline.db-wal"])
@pytest.mark.parametrize("how", ["gone", "empty"])
def test_absence_beside_what_an_office_leaves_is_no_first_start(path: Path, left: str, how: str) -> None:
    other = path.parent / left
    other.parent.mkdir(parents=True)
    other.write_bytes(b"something")
    if how == "empty":
        path.touch()
    with pytest.raises(DatabaseError, match="没有新建空白的数据") as caught:
        SqliteDatabase.open(path)
    assert caught.value.kind == "office_gone"
    assert path.exists() == (how == "empty")
    assert other.read_bytes() == b"something"


def test_an_empty_file_where_nothing_was_is_a_new_office(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    db = SqliteDatabase.open(path)
    with db.read() as c:
        assert tickets.find(c, "A-1") is None
    db.close()


def test_damage_that_appears_while_it_is_open_is_told(office: Path) -> None:
    db = SqliteDatabase.open(office)
    with office.open("r+b") as file:
        for page in range(2, office.stat().st_size // PAGE):
            file.seek(page * PAGE)
            file.write(b"\xff" * PAGE)
    with pytest.raises(DatabaseError) as caught, db.read() as c:
        list(ticket_queries.each(c, TicketFilter(search="施工"), SortKey.DUE, False, BOUNDS))
    assert caught.value.kind == "damaged"
    assert db.faults()
    db.close()


def test_a_full_disk_keeps_what_was_there(office: Path) -> None:
    db = SqliteDatabase.open(office)
    with db.write() as c:
        pages = c.exec_driver_sql("PRAGMA page_count").scalar_one()
        c.exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(DatabaseError) as caught, db.write() as c:
        tickets.add_many(c, [(*registered(f"B-{n}"), {}) for n in range(2000)], None)
    assert caught.value.kind == "full"
    assert "没有保存" in str(caught.value)
    with db.write() as c:
        assert ticket_queries.count(c, TicketFilter(), BOUNDS) == 200
        c.exec_driver_sql("PRAGMA max_page_count = 1000000")
        tickets.add(c, *registered("B-1"))
    assert db.faults() == ()
    db.close()


def test_a_trouble_names_no_citizen(office: Path) -> None:
    db = SqliteDatabase.open(office)
    with pytest.raises(Exception, match="UNIQUE") as caught, db.write() as c:
        tickets.add(c, *registered("A-1", caller="欧阳文静"))
    assert "欧阳文静" not in str(caught.value)
    db.close()


def _as_nobody(check: Callable[[], str]) -> str:
    """What ``check`` gives in a process that may not write everywhere, as an administrator may."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the child runs nothing of what other threads hold
        child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            os.setgid(65534)
            os.setuid(65534)
            os.write(writing, check().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        message = answer.read()
    os.waitpid(child, 0)
    return message


def _kind_of_opening(path: Path) -> str:
    """How it opens; read in full and refused a step where it is for reading only."""
    try:
        db = SqliteDatabase.open(path)
    except DatabaseError as problem:
        return problem.kind
    try:
        with db.read() as c:
            count = ticket_queries.count(c, TicketFilter(), BOUNDS)
        with db.write() as c:
            tickets.add(c, *registered("C-1"))
    except DatabaseError as problem:
        return f"reading {count}, {problem.kind}"
    finally:
        db.close()
    return "opened"


def _own_folders(path: Path) -> list[Path]:
    """The folders of this test run above ``path``, which others must be able to pass through."""
    return list(takewhile(lambda folder: folder != Path(tempfile.gettempdir()), path.parents))[:6]


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permissions there")
@pytest.mark.parametrize("locked", ["file", "folder", "both"])
def test_what_may_not_be_written_is_opened_for_reading_and_left_alone(office: Path, locked: str) -> None:
    for folder in _own_folders(office):
        if folder.stat().st_uid == os.getuid():
            folder.chmod(0o755)
    if locked in ("file", "both"):
        office.chmod(0o444)
    else:
        office.chmod(0o666)
    office.parent.chmod(0o777 if locked == "file" else 0o555)
    before = office.read_bytes()
    try:
        if os.getuid() == 0:
            kind = _as_nobody(lambda: _kind_of_opening(office))
        else:
            kind = _kind_of_opening(office)
    finally:
        office.parent.chmod(0o755)
        office.chmod(0o644)
    assert kind == "reading 200, read_only"
    assert office.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permissions there")
def test_a_folder_that_may_not_be_written_takes_no_new_office(tmp_path: Path) -> None:
    for folder in (tmp_path, *_own_folders(tmp_path)):
        if folder.stat().st_uid == os.getuid():
            folder.chmod(0o755)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    path = closed / "office" / "hotline.db"
    kind = _as_nobody(lambda: _kind_of_opening(path)) if os.getuid() == 0 else _kind_of_opening(path)
    assert kind == "read_only"
    assert not path.parent.exists()


def test_a_log_that_cannot_be_opened_leaves_the_office_readable(office: Path) -> None:
    shm = office.with_name(office.name + "-shm")
    shm.symlink_to(shm)
    db = SqliteDatabase.open(office)
    assert db.reading_only is not None and db.reading_only.kind == "machine"
    with db.read() as c:
        assert ticket_queries.count(c, TicketFilter(), BOUNDS) == 200
    with pytest.raises(DatabaseError), db.write():
        pass
    db.close()


def test_a_copy_for_reading_that_finds_no_room_names_the_temporary_folder(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = office.with_name(office.name + "-wal")
    with closing(sqlite3.connect(office)) as raw:
        with raw:
            raw.execute("UPDATE tickets SET urges = 1")
        kept = log.read_bytes()
    log.write_bytes(kept)
    shm = office.with_name(office.name + "-shm")
    shm.symlink_to(shm)
    monkeypatch.setattr(tempfile, "tempdir", str(office.parent / "absent"))
    with pytest.raises(DatabaseError, match="系统的临时文件夹才能看，那里没有写成") as caught:
        SqliteDatabase.open(office)
    assert caught.value.kind == "no_room_to_read"
