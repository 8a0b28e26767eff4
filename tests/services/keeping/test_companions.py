"""What else lies in a folder of data, and what a folder elsewhere still has in its log: taken along, or told."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hotline_desktop.files.names import is_portable
from hotline_desktop.services.foundation.files import DATABASE
from hotline_desktop.services.keeping.moving import MoveRefused, move_in
from hotline_desktop.services.keeping.restoring import RestoreRefused, restore
from hotline_desktop.storage.files import backup_sets
from tests.services.desk import COPIES_ITS_FILE, Clock, on_disk
from tests.services.keeping.test_put_back_by_hand import crashed
from tests.storage.engines.test_locked_by_others import LOCK_PAGE, scanner

pytestmark = [COPIES_ITS_FILE, pytest.mark.skipif(sys.platform == "win32", reason="names and locks of POSIX")]
ODD = (b"a:b.txt", b"12:30.txt", b"c\\d.toml", b"\xb1\xb8\xb7\xdd.txt", b"nul.txt", "行\n尾".encode())


@pytest.mark.parametrize("below", ["", "forms/"])
def test_a_file_with_an_odd_name_keeps_nothing_else_from_being_copied(
    folder: Path, clock: Clock, tmp_path: Path, below: str
) -> None:
    (folder / "forms").mkdir()
    (folder / "forms" / "ours.toml").write_text("# 本单位改过的表", "utf-8")
    (folder / "forms" / "back").symlink_to(folder)
    (folder / "again").symlink_to(tmp_path)
    for name in ODD:
        (folder / below / os.fsdecode(name)).write_text("别人放的", "utf-8")
    office, packed, new = on_disk(folder, clock), tmp_path / "搬家.zip", tmp_path / "new"
    made, moved = office.backups.run(), office.move_out(packed)
    office.close()
    assert f"{len(ODD)} 个名称不是每种系统都能用的" in made.complaint and made.complaint == moved.left_out
    backup = backup_sets.read(made.path)
    assert backup is not None and list(backup.files) == ["forms/ours.toml"]
    move_in(packed, new, clock.now)
    assert (new / "forms" / "ours.toml").is_file() and not (new / "again").exists()


def test_what_goes_away_while_a_backup_is_made_is_not_missed(folder: Path, clock: Clock) -> None:
    office = on_disk(folder, clock)
    draft = folder / "drafts" / "草稿.json"
    draft.parent.mkdir(exist_ok=True)
    draft.write_text("{}", "utf-8")
    write = backup_sets._put_files

    def submitted(*parts: object) -> dict[str, str]:
        draft.unlink(missing_ok=True)
        return write(*parts)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup_sets, "_put_files", submitted)
        made = office.backups.run()
    assert made.complaint == ""
    assert office.backups.verify(office.backups.all()[0]) == ()
    office.close()


@pytest.mark.parametrize("when", [0.0, 5e9])
def test_a_clock_that_was_wrong_when_a_file_was_written_hinders_no_move(
    folder: Path, clock: Clock, tmp_path: Path, when: float
) -> None:
    (folder / "forms").mkdir()
    (folder / "forms" / "ours.toml").write_text("# 本单位改过的表", "utf-8")
    os.utime(folder / "forms" / "ours.toml", (when, when))
    office = on_disk(folder, clock)
    office.move_out(tmp_path / "搬家.zip")
    office.close()
    with zipfile.ZipFile(tmp_path / "搬家.zip") as packed:
        assert "forms/ours.toml" in packed.namelist()


def by_restoring(source: Path, target: Path, clock: Clock) -> None:
    on_disk(target, clock).close()
    restore(target, source, clock.now)


def by_moving(source: Path, target: Path, clock: Clock) -> None:
    move_in(source, target, clock.now)


@pytest.mark.parametrize("bring", [by_restoring, by_moving])
def test_a_folder_of_a_computer_that_crashed_comes_with_the_steps_in_its_log(
    folder: Path, clock: Clock, tmp_path: Path, bring: Callable[[Path, Path, Clock], None]
) -> None:
    by_hand = (folder / DATABASE).read_bytes()
    log = crashed(folder, clock, "20220908100002")
    (folder / DATABASE).write_bytes(by_hand)
    (folder / f"{DATABASE}-wal").write_bytes(log)
    before = {path.name: path.read_bytes() for path in folder.glob(f"{DATABASE}*")}
    bring(folder, tmp_path / "new", clock)
    assert {path.name: path.read_bytes() for path in folder.glob(f"{DATABASE}*")} == before
    office = on_disk(tmp_path / "new", clock)
    assert office.tickets.detail(2).summary.urges == 1 and office.checkups.check().faults == ()
    office.close()


@pytest.mark.parametrize(("bring", "refused"), [(by_restoring, RestoreRefused), (by_moving, MoveRefused)])
def test_a_folder_in_which_somebody_is_at_work_is_not_taken_half(
    folder: Path, clock: Clock, tmp_path: Path, bring: Callable[[Path, Path, Clock], None], refused: type[Exception]
) -> None:
    with scanner(folder / DATABASE, LOCK_PAGE, 20), pytest.raises(refused, match="正被另一个程序打开着"):
        bring(folder, tmp_path / "new", clock)
    bring(folder, tmp_path / "new", clock)


def test_nothing_moves_without_a_folder_that_nobody_may_read(
    folder: Path, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, usual = folder / "intake", os.scandir
    closed.mkdir(exist_ok=True)
    (closed / "扫描件.pdf").write_bytes(b"%PDF-")

    def scandir(path: Path | str | int = ".") -> object:
        if str(path) == str(closed):
            raise PermissionError(13, "closed", str(path))
        return usual(path)

    office = on_disk(folder, clock)
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", scandir)
        with pytest.raises(MoveRefused, match="1 个文件没有权限读"):
            office.move_out(tmp_path / "搬家.zip")
        assert "1 个没有权限读" in office.backups.run().complaint
    office.close()
    assert not (tmp_path / "搬家.zip").exists()


def test_an_office_that_was_read_only_for_a_while_can_be_worked_in_again(folder: Path, clock: Clock) -> None:
    """SQLite gives log and index the rights of the file: they were made while that was read-only."""
    for ending in ("-wal", "-shm"):
        (folder / f"{DATABASE}{ending}").write_bytes(bytes(32_768) if ending == "-shm" else b"")
        (folder / f"{DATABASE}{ending}").chmod(0o400)
    office = on_disk(folder, clock)
    rights = [(folder / f"{DATABASE}{ending}").stat().st_mode for ending in ("", "-wal", "-shm")]
    office.close()
    assert len(set(rights)) == 1 and rights[0] & 0o200


@pytest.mark.parametrize("name", ["处置单.toml", ".隐藏", "a b.txt", "中" * 80])
def test_ordinary_names_fit_everywhere(name: str) -> None:
    assert is_portable(name)
