"""What happens to the file while it is open, and what lies there at the next start, never costs a step in silence."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.storage.engines.sqlite.copies.rewriting import alone
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.records import ticket_queries, tickets
from tests.offices.shown import unpack
from tests.storage.making import registered
from tests.storage.records.test_lists import BOUNDS

needs_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a disk")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of a few megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("this machine mounts no disks")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def fill(place: Path, leave: int = 0) -> Path:
    """Leaves so many bytes of a disk."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
    if leave:
        os.truncate(filler, max(filler.stat().st_size - leave, 0))
    return filler


def register(db: SqliteDatabase, number: str) -> None:
    with db.write() as c:
        tickets.add(c, *registered(number))


def count(db: SqliteDatabase) -> int:
    with db.read() as c:
        return ticket_queries.count(c, TicketFilter(), BOUNDS)


@pytest.fixture
def office(path: Path) -> Iterator[SqliteDatabase]:
    """An open office with one ticket."""
    db = SqliteDatabase.open(path)
    register(db, "A-1")
    yield db
    db.close()


def _delete(path: Path) -> None:
    path.unlink()


def _delete_log(path: Path) -> None:
    path.with_name(path.name + "-wal").unlink()


def _move_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("moved"))


def _replace(path: Path) -> None:
    copy = path.with_name("copy")
    shutil.copyfile(path, copy)
    copy.replace(path)


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")
@pytest.mark.parametrize("pull", [_delete, _delete_log, _move_folder, _replace])
def test_a_step_on_a_file_that_was_pulled_away_is_refused_and_all_can_still_be_saved(
    office: SqliteDatabase, path: Path, tmp_path: Path, pull: object
) -> None:
    pull(path)  # type: ignore[operator]
    for number in ("A-2", "A-3"):
        with pytest.raises(DatabaseError, match="没有保存") as caught:
            register(office, number)
        assert caught.value.kind == "gone"
    assert count(office) == 1
    office.backup(tmp_path / "saved.db")
    saved = SqliteDatabase.open(tmp_path / "saved.db")
    assert count(saved) == 1
    saved.close()


def test_a_copy_put_back_after_a_crash_is_not_mixed_with_the_log_that_the_crash_left(path: Path) -> None:
    db = SqliteDatabase.open(path)
    register(db, "A-1")
    db.backup(path.parent / "backups" / "good.db")
    db.close()
    code = """
import os, sys
from pathlib import Path
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from tests.storage.engines.test_pulled_away import register
db = SqliteDatabase.open(Path(sys.argv[1]))
for n in range(200):
    register(db, f"B-{n}")
os._exit(9)
"""
    here = Path(__file__).resolve().parents[3]
    assert subprocess.run([sys.executable, "-c", code, str(path)], cwd=here, check=False).returncode == 9
    log = path.with_name("hotline.db-wal")
    left = log.read_bytes()
    assert left
    shutil.copyfile(path.parent / "backups" / "good.db", path)  # what a person does by hand
    db = SqliteDatabase.open(path)
    assert db.set_aside is not None
    assert (db.set_aside / "hotline.db-wal").read_bytes() == left
    assert db.faults() == ()
    assert count(db) == 1
    register(db, "A-2")
    db.close()
    db = SqliteDatabase.open(path)
    assert (count(db), db.set_aside) == (2, None)
    db.close()


@needs_root
def test_a_full_disk_can_be_read_and_says_that_it_is_full(small_disk: Path) -> None:
    path = small_disk / "hotline.db"
    db = SqliteDatabase.open(path)
    register(db, "A-1")
    db.close()
    filler = fill(small_disk)
    db = SqliteDatabase.open(path)
    assert db.reading_only is not None and db.reading_only.kind == "full"
    assert count(db) == 1
    with pytest.raises(DatabaseError, match="磁盘空间不够"):
        register(db, "A-2")
    db.close()
    filler.unlink()
    db = SqliteDatabase.open(path)
    register(db, "A-2")
    assert (count(db), db.reading_only) == (2, None)
    db.close()


@needs_root
def test_a_disk_that_fills_up_amid_the_work_keeps_every_step_that_was_reported(small_disk: Path) -> None:
    path = small_disk / "hotline.db"
    db = SqliteDatabase.open(path)
    filler = fill(small_disk, leave=512 * 1024)
    kept = 0
    with pytest.raises(DatabaseError) as caught:
        for number in range(10_000):
            register(db, f"A-{number}")
            kept += 1
    assert caught.value.kind == "full"
    assert count(db) == kept > 0
    filler.unlink()
    register(db, "B-1")
    db.close()
    db = SqliteDatabase.open(path)
    assert db.faults() == ()
    assert count(db) == kept + 1
    db.close()


@needs_root
@pytest.mark.parametrize("crashed", [False, True])
def test_a_disk_that_is_read_only_can_be_looked_at(small_disk: Path, crashed: bool) -> None:
    path = small_disk / "hotline.db"
    db = SqliteDatabase.open(path)
    register(db, "A-1")
    if crashed:
        register(db, "A-2")
        for file in ("hotline.db", "hotline.db-wal"):
            shutil.copyfile(small_disk / file, small_disk / f"{file}.copy")
        db.close()
        for file in ("hotline.db", "hotline.db-wal"):
            (small_disk / f"{file}.copy").replace(small_disk / file)
        (small_disk / "hotline.db-shm").unlink(missing_ok=True)
    else:
        db.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    db = SqliteDatabase.open(path)
    assert db.reading_only is not None and db.reading_only.kind == "read_only"
    assert count(db) == (2 if crashed else 1)
    with pytest.raises(DatabaseError, match="只读"):
        register(db, "A-3")
    db.close()
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM tickets").fetchone()[0] == (2 if crashed else 1)


@pytest.mark.parametrize("left", [b"", bytes(30_000), b"x" * 30_000], ids=["cut", "zeroes", "rubbish"])
def test_a_step_behind_a_log_that_somebody_spoiled_is_not_called_done(path: Path, left: bytes) -> None:
    db = SqliteDatabase.open(path)
    register(db, "A-1")
    log = path.with_name(path.name + "-wal")
    with log.open("r+b") as spoiled:
        spoiled.truncate(0)
        spoiled.write(left)
    with pytest.raises(DatabaseError, match="刚才这一步没有保存") as caught:
        register(db, "A-2")
    assert caught.value.kind == "gone"
    db.close()


def test_a_file_that_was_emptied_while_it_is_open_takes_no_step(path: Path) -> None:
    db = SqliteDatabase.open(path)
    register(db, "A-1")
    os.truncate(path, 0)
    with pytest.raises(DatabaseError, match="刚才这一步没有保存"):
        register(db, "A-2")
    db.close()


@needs_root
@pytest.mark.parametrize("key", [b"k" * 32, None], ids=["encrypted", "plain"])
def test_a_file_that_is_written_anew_onto_a_full_disk_is_told_so(
    path: Path, small_disk: Path, key: bytes | None
) -> None:
    """SQLCipher hands on what the machine said in words only."""
    register(db := SqliteDatabase.open(path), "A-1")
    db.close()
    before, target = path.read_bytes(), small_disk / "new.db"
    fill(small_disk, leave=128 * 1024)
    with alone(path, None) as own, pytest.raises(DatabaseError, match="没有改写成：磁盘空间不够") as refused:
        own.write_anew(target, key)
    assert refused.value.kind == "full" and [file.name for file in small_disk.iterdir()] == ["filler"]
    assert path.read_bytes()[100:] == before[100:]  # its head says that nobody has a log beside it just now


@needs_root
def test_an_old_office_that_the_disk_lets_nobody_upgrade_is_as_it_was_and_told_so(small_disk: Path) -> None:
    file = unpack("0011", small_disk / "data") / "hotline.db"
    before = file.read_bytes()
    filler = fill(small_disk, leave=700 * 1024)
    told = "要先升级才能打开。没有升级成：{}。数据文件里的内容原样未动"
    for prepare, why in (
        (lambda: None, "磁盘空间不够"),
        (lambda: os.truncate(filler, filler.stat().st_size - len(before)), "磁盘空间不够"),  # enough for the backup
        (
            lambda: subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True),
            "数据文件或它所在的文件夹是只读的",
        ),
    ):
        prepare()
        with pytest.raises(DatabaseError, match=told.format(why)):
            SqliteDatabase.open(file)
        assert file.read_bytes() == before and not list(small_disk.rglob("*升级前*"))
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    filler.unlink()
    SqliteDatabase.open(file).close()
