"""The second place of backups: full, read-only, a file, another disk. It is told, and the first backup stands."""

from __future__ import annotations

import errno
import shutil
import subprocess
from pathlib import Path

import pytest

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.files.folders import free_folder
from hotline_desktop.services.keeping.backup_places import MARK
from hotline_desktop.services.keeping.backups import BackupRefused
from hotline_desktop.services.keeping.restoring import restore
from hotline_desktop.services.office import Office
from hotline_desktop.storage.files import backup_sets
from hotline_desktop.storage.files.unfinished_backups import POOL
from tests.services.desk import CLERK, COPIES_ITS_FILE, Clock, Walk, on_disk
from tests.storage.engines.test_pulled_away import needs_root, small_disk

__all__ = ["small_disk"]
pytestmark = COPIES_ITS_FILE


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Office:
    office = on_disk(tmp_path / "data", clock)
    Walk(office, clock, "20220908100001").to_unit()
    return office


def complaint(office: Office) -> str:
    """What a backup says of the second place; the first one is made and whole whatever that is."""
    before = len(office.backups.all())
    made = office.backups.run()
    assert len(office.backups.all()) == before + 1 and office.backups.verify(office.backups.all()[0]) == ()
    return made.complaint


def test_another_thing_in_its_place_is_told_and_nothing_is_written_there(
    office: Office, tmp_path: Path, clock: Clock
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    place = office.backups.places.choose_second(stick, CLERK).folder
    assert complaint(office) == ""
    shutil.move(place, tmp_path / "away")
    for make, told in (
        (lambda: place.write_text("文件", "utf-8"), "现在是一个文件，不是文件夹"),
        (place.mkdir, "不是设定时的那一个（可能换了一块盘），没有往里写"),
        (lambda: (place / MARK).write_bytes(b"\xff\xfe\xe4"), "不是设定时的那一个"),
    ):
        clock.pass_minutes(60 * 24)
        if place.is_file():
            place.unlink()
        make()
        said = complaint(office)
        assert told in said and "那里最近的备份是 2022-09-08 10:30 的" in said
        assert place.is_file() or {path.name for path in place.iterdir()} <= {MARK}
    shutil.rmtree(place)
    shutil.move(tmp_path / "away", place)
    assert complaint(office) == "" and len(backup_sets.all(place)) == 2


@needs_root
def test_a_full_or_read_only_one_names_why_and_how_old_the_last_one_there_is(office: Office, small_disk: Path) -> None:
    place = office.backups.places.choose_second(small_disk, CLERK).folder
    assert complaint(office) == ""
    there = backup_sets.all(place)
    filler = small_disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(small_disk).free - 65536))
    said = complaint(office)
    assert "磁盘空间不够" in said and "那里最近的备份是 2022-09-08" in said and backup_sets.all(place) == there
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    said = complaint(office)
    assert "磁盘是只读的" in said and "那里最近的备份是 2022-09-08" in said
    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert complaint(office) == ""


def test_what_cannot_be_cleared_away_there_is_told_and_both_backups_count(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    place = office.backups.places.choose_second(stick, CLERK).folder
    (place / POOL / "ab" / ("ab" * 32)).mkdir(parents=True)  # a folder where an attachment would stand
    made = office.backups.run()
    assert made.second is not None and "里到期的备份没有清理掉" in made.complaint
    assert "新的一份不受影响" in made.complaint and len(backup_sets.all(place)) == len(office.backups.all()) == 1


def test_a_backup_that_was_stopped_while_it_was_read_back_does_not_count(office: Office, tmp_path: Path) -> None:
    photo = tmp_path / "照片.txt"
    photo.write_text("照片", "utf-8")
    office.tickets.attach(1, photo, "其他", CLERK)
    told = 0

    def stop(_done: int, _total: int) -> None:
        nonlocal told
        told += bool(office.backups.all())  # it has its name, and is read back
        if told:
            raise Cancelled

    with pytest.raises(Cancelled):
        office.backups.run(stop)
    assert told and office.backups.all() == ()


def test_an_attachment_that_a_worn_disk_changed_in_a_backup_is_made_anew_and_no_backup_counts_with_it(
    office: Office, tmp_path: Path, clock: Clock
) -> None:
    photo = tmp_path / "照片.txt"
    photo.write_text("照片", "utf-8")
    office.tickets.attach(1, photo, "其他", CLERK)
    (digest,) = office.backups.run().path.parent.glob(f"{POOL}/??/*")
    digest.write_text("照骗", "utf-8")  # of the same size
    clock.pass_minutes(60 * 24 * 7)
    office.backups.run()
    assert digest.read_text("utf-8") == "照片"
    assert all(office.backups.verify(one) == () for one in office.backups.all())
    kept = office._office.kept.place(digest.name)
    for path in (digest, kept):
        path.write_text("照骗", "utf-8")
    for _ in range(2):
        clock.pass_minutes(60 * 24 * 7)
        with pytest.raises(BackupRefused, match="读回来不对"):
            office.backups.run()


@pytest.mark.parametrize(
    ("code", "told"),
    [(errno.EFBIG, "FAT32 的盘一个文件最多 4 GB"), (errno.ENODEV, "没有连上"), (errno.ESTALE, "没有连上")],
)
def test_what_a_removable_disk_says_has_words(code: int, told: str) -> None:
    assert told in machine_reason(OSError(code, ""))


def test_a_file_in_the_place_of_a_folder_is_told_and_not_counted_past(tmp_path: Path) -> None:
    (tmp_path / "移出").write_text("", "utf-8")
    with pytest.raises(FileExistsError):
        free_folder(tmp_path / "移出", "20220908")


def test_two_offices_share_a_place_and_neither_shuts_out_the_other_or_removes_its_backups(
    office: Office, tmp_path: Path, clock: Clock
) -> None:
    stick, other = tmp_path / "stick", on_disk(tmp_path / "新装的", clock)
    stick.mkdir()
    place = office.backups.places.choose_second(stick, CLERK).folder
    theirs = office.backups.run().second
    clock.pass_minutes(1)
    other.backups.places.choose_second(stick, CLERK)
    for _ in range(2):  # the same day: only the newest of one office's own stays
        clock.pass_minutes(1)
        assert other.backups.run().complaint == ""
        other.units.add(f"单位{clock.now:%M}", by=CLERK)
    assert theirs in {one.folder for one in backup_sets.all(place)} and len(backup_sets.all(place)) == 2
    assert office.backups.state().second_at == backup_sets.all(place)[1].made_at  # its own, not the newest there
    clock.pass_minutes(1)
    assert office.backups.run().complaint == ""
    assert theirs is not None and not theirs.exists() and len(backup_sets.all(place)) == 2
    other.close()


def test_steps_that_only_a_backup_still_has_keep_it_where_the_data_went_back(
    office: Office, tmp_path: Path, clock: Clock
) -> None:
    earlier = office.backups.make_elsewhere(tmp_path)
    office.units.add("后来设的单位", by=CLERK)
    later = office.backups.make()
    office.close()
    restore(tmp_path / "data", earlier, clock.now)
    office = on_disk(tmp_path / "data", clock)
    for _ in range(2):
        clock.pass_minutes(1)
        office.backups.make()
    assert [one.folder for one in office.backups.all()][1:] == [later]
    office.close()
