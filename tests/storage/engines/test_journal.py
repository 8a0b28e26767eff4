"""A journal beside the file that is another file's: SQLite would put its pages over the office's. It is moved away."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.office import settings

NOW = datetime(2022, 9, 8, 10, 20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed office's file."""
    path = tmp_path / "office" / "hotline.db"
    with closing(SqliteDatabase.open(path, NOW)) as office, office.write() as c:
        settings.save(c, {"near_days": "5"})
    return path


@pytest.fixture
def journal(path: Path, tmp_path: Path) -> Iterator[Path]:
    """What a killed program left of another file's change, laid beside the office."""
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other, isolation_level=None)) as raw:
        raw.execute("CREATE TABLE other (text TEXT)")
        raw.executemany("INSERT INTO other VALUES (?)", [("a" * 500,)] * 400)
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN")
        raw.execute("UPDATE other SET text = ?", ("b" * 500,))
        yield Path(shutil.copy(f"{other}-journal", f"{path}-journal"))


def near_days(path: Path) -> str:
    with closing(SqliteDatabase.open(path, NOW)) as office, office.read() as c:
        return settings.load(c)["near_days"]


@pytest.mark.parametrize("kind", ["DELETE", "WAL"])
def test_a_foreign_journal_is_moved_away_before_it_can_undo_anything(path: Path, journal: Path, kind: str) -> None:
    """Also beside a copy made by hand from a backup, which keeps no log yet."""
    content = journal.read_bytes()
    journal.unlink()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA journal_mode = {kind}")
    journal.write_bytes(content)
    assert near_days(path) == "5"
    assert [left.read_bytes() for left in (path.parent / ASIDE).rglob("*-journal")] == [content]
    assert not journal.exists()


@pytest.fixture
def own_journal(path: Path) -> Path:
    """Of an upgrade that was killed in a file without a log."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN")
        raw.execute("UPDATE settings SET value = '9'")
        raw.executemany("INSERT INTO looks VALUES ('2022-09-08', ?, 'k', 'n', '')", [(str(n),) for n in range(9_000)])
        left = [(file, file.read_bytes()) for file in path.parent.glob("hotline.db*")]
    for file, content in left:
        file.write_bytes(content)
    return Path(f"{path}-journal")


def test_an_own_journal_is_taken_in(path: Path, own_journal: Path) -> None:
    """What it had begun is taken back."""
    assert own_journal.exists() and near_days(path) == "5"
    assert not (path.parent / ASIDE).exists()


def test_the_look_at_a_journal_tells_how_far_it_is_and_can_be_stopped(path: Path, own_journal: Path) -> None:
    before, told = (path.read_bytes(), own_journal.read_bytes()), list[tuple[int, int]]()

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise Cancelled

    with pytest.raises(DatabaseError, match="已取消") as stopped:
        SqliteDatabase.open(path, NOW, progress=stop)
    assert stopped.value.kind == "stopped" and told[0][1] == len(before[0])
    assert (path.read_bytes(), own_journal.read_bytes()) == before
