"""A virus scanner and the like: bytes of the file locked for a while, and errors of the machine, each in its words."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from hotline_desktop.storage.engines.sqlite.connection.errors import database_error_from
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.office import settings

SCANNER = """
import fcntl, os, sys, time
path, start, count, seconds = sys.argv[1], *map(int, sys.argv[2:4]), float(sys.argv[4])
with open(path, "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX, count, start, os.SEEK_SET)
    print("locked", flush=True)
    time.sleep(seconds)
"""
LOG_WRITER = 120, 1  # of the log's index: https://www.sqlite.org/walformat.html#wal_locks
LOCK_PAGE = 0x40000000, 512
HELD_S = 0.4
CODES = [name for name in dir(sqlite3) if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_BUSY"))]
KINDS = {
    "SQLITE_IOERR_LOCK": "locked",
    "SQLITE_IOERR_SHMLOCK": "locked",
    "SQLITE_BUSY_RECOVERY": "locked",
    "SQLITE_PROTOCOL": "locked",
    "SQLITE_IOERR_SHMSIZE": "full",
    "SQLITE_IOERR_CORRUPTFS": "damaged",
    "SQLITE_IOERR_READ": "machine",
    "SQLITE_IOERR_FSYNC": "machine",
    "SQLITE_IOERR_NOMEM": "machine",
    "SQLITE_NOMEM": "machine",
    "SQLITE_READONLY_DBMOVED": "gone",
    "SQLITE_READONLY_ROLLBACK": "read_only",
}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")


@contextmanager
def scanner(path: Path, place: tuple[int, int], seconds: float) -> Iterator[None]:
    """Another program that locks those bytes for so long."""
    text = [sys.executable, "-c", SCANNER, str(path), *map(str, (*place, seconds))]
    with subprocess.Popen(text, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline()
        yield
        other.kill()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of a closed office."""
    path = tmp_path / "hotline.db"
    with closing(SqliteDatabase.open(path)) as office, office.write() as c:
        settings.save(c, {"near_days": "5"})
    return path


def near_days(office: SqliteDatabase) -> str:
    with office.read() as c:
        return settings.load(c)["near_days"]


def test_a_step_waits_for_a_lock_that_goes_and_is_refused_in_words_by_one_that_stays(path: Path) -> None:
    with closing(SqliteDatabase.open(path)) as office:
        index = path.with_name(path.name + "-shm")
        with scanner(index, LOG_WRITER, HELD_S):
            before = time.monotonic()
            with office.write() as c:
                settings.save(c, {"near_days": "6"})
            assert time.monotonic() - before > HELD_S / 4
        office._raw.execute("PRAGMA busy_timeout = 50")
        with scanner(index, LOG_WRITER, 30):
            assert near_days(office) == "6"  # who only reads waits for nobody
            with pytest.raises(DatabaseError, match="杀毒程序后再试") as refused, office.write() as c:
                settings.save(c, {"near_days": "7"})
            assert refused.value.kind == "locked"
        with office.write() as c:
            settings.save(c, {"near_days": "8"})
        assert near_days(office) == "8" and office.faults() == ()


def test_an_office_opens_once_the_lock_is_gone(path: Path) -> None:
    with scanner(path, LOCK_PAGE, HELD_S), closing(SqliteDatabase.open(path)) as office:
        assert near_days(office) == "5"


@pytest.mark.parametrize("name", sorted({*CODES, *KINDS}))
def test_every_error_of_the_machine_has_its_words(path: Path, name: str) -> None:
    code = getattr(sqlite3, name, None)
    if code is None:
        pytest.skip("not known to this SQLite")
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode, error.sqlite_errorname = code, name
    with pytest.raises(DatabaseError) as told, closing(SqliteDatabase.open(path)) as office, office.write():
        raise OperationalError("UPDATE", {}, error)
    assert told.value.kind == KINDS.get(name, told.value.kind)
    assert (
        "以前的数据都在" in str(told.value) or "文件原样" in str(told.value) or told.value.kind in ("gone", "read_only")
    )
    assert str(told.value) == str(database_error_from(error, path))
