"""What people do with files by hand: copies put back, renamed, unpacked too deep, opened in the wrong place."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hotline_desktop.app import CannotOpen, check_place
from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.services.keeping.backups import BackupRefused
from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.connection import base_mark, opening, telling
from hotline_desktop.storage.engines.sqlite.leftovers import leftover_log
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import backup_sets
from hotline_desktop.storage.opening import open_database
from tests.offices.shown import MOMENT, unpack
from tests.services.desk import CLERK, Clock, on_disk

UPGRADED = "20261111100416"  # an open ticket of the kept office
DATABASE, LOG = "hotline.db", "hotline.db-wal"


def urged(office: Office, number: str) -> None:
    office.tickets.do(office.tickets.find(number), "urge", {}, CLERK)


def crashed(folder: Path, clock: Clock, number: str) -> bytes:
    """The log of a session that took one step and did not end."""
    office = on_disk(folder, clock)
    urged(office, number)
    log = (folder / LOG).read_bytes()
    office.close()
    return log


def test_a_log_is_not_mixed_into_an_older_copy_that_somebody_put_back(
    folder: Path, clock: Clock, tmp_path: Path
) -> None:
    table = tmp_path / "热线.csv"  # enough tickets for the steps of two to stand in different pages
    table.write_text("工单编号,标题,诉求内容\n" + "".join(f"{n},路灯,路灯不亮\n" for n in range(7000, 7300)), "utf-8")
    office = on_disk(folder, clock)
    office.imports.apply(office.imports.preview(office.imports.open(table)), CLERK)
    office.close()
    by_hand = (folder / DATABASE).read_bytes()
    office = on_disk(folder, clock)
    for _ in range(3):
        urged(office, "20220908100001")
    office.close()
    log = crashed(folder, clock, "7299")
    (folder / DATABASE).write_bytes(by_hand)
    (folder / LOG).write_bytes(log)
    office = on_disk(folder, clock)
    told = "".join(office.warnings)
    assert "有一份不属于它的日志" in told and "最后的 4 条记录不见了" in told
    assert office._office.db.faults() == () and office.tickets.detail(1).summary.urges == 0
    assert [path.read_bytes() for path in (folder / ASIDE).rglob(LOG)] == [log]
    assert [fault.name for fault in office.checkups.check().faults] == ["记录末尾"]
    office.close()


def test_a_log_that_goes_on_from_the_copy_is_taken_in(folder: Path, clock: Clock) -> None:
    by_hand = (folder / DATABASE).read_bytes()
    log = crashed(folder, clock, "20220908100002")
    (folder / DATABASE).write_bytes(by_hand)
    (folder / LOG).write_bytes(log)
    office = on_disk(folder, clock)
    assert office.warnings == [] and office.tickets.detail(2).summary.urges == 1
    assert office.checkups.check().faults == ()
    office.close()


def test_a_step_after_an_upgrade_is_there_after_a_crash(tmp_path: Path) -> None:
    """The links of before the upgrade are gone from the log: it goes on from the file all the same."""
    folder, clock = unpack("0011", tmp_path / "data"), Clock(MOMENT)
    office = on_disk(folder, clock)
    urged(office, UPGRADED)
    urges = office.tickets.detail(office.tickets.find(UPGRADED)).summary.urges
    crash = Path(shutil.copytree(folder, tmp_path / "crash"))
    office.close()
    again = on_disk(crash, clock)
    assert again.tickets.detail(again.tickets.find(UPGRADED)).summary.urges == urges
    assert again.warnings == [] and not (crash / ASIDE).exists() and again.checkups.check().faults == ()
    again.close()


def test_what_an_import_took_away_by_right_is_not_missed_in_a_log(folder: Path, clock: Clock, tmp_path: Path) -> None:
    table = tmp_path / "热线.csv"
    table.write_text("工单编号,标题,诉求内容\n20220908200001,路灯,路灯不亮\n", "utf-8")
    office = on_disk(folder, clock)
    office.imports.apply(office.imports.preview(office.imports.open(table)), CLERK)
    office.close()
    by_hand = (folder / DATABASE).read_bytes()
    office = on_disk(folder, clock)
    office.imports.undo(office.imports.batches()[0].id, CLERK)
    log = (folder / LOG).read_bytes()
    office.close()
    (folder / DATABASE).write_bytes(by_hand)
    (folder / LOG).write_bytes(log)
    office = on_disk(folder, clock)
    assert office.warnings == [] and len(office.tickets.page().rows) == 2
    office.close()


@pytest.fixture
def read_through(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that an opening read through."""
    read: list[str] = []
    is_whole = opening.is_whole

    def watched(raw: sqlite3.Connection, progress: Progress | None = None) -> bool:
        read.append(raw.execute("PRAGMA database_list").fetchone()[2])
        return is_whole(raw, progress)

    monkeypatch.setattr(leftover_log, "is_whole", watched)
    return read


def broken_off(folder: Path, clock: Clock, number: str) -> None:
    """A session that took one step and did not end: its log stays beside the file, both as they were."""
    office = on_disk(folder, clock)
    urged(office, number)
    with closing(sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)) as looking:
        looking.execute("SELECT count(*) FROM tickets").fetchone()
        office.close()
    assert (folder / LOG).stat().st_size


def test_after_a_crash_nothing_is_read_through_where_nobody_touched_file_or_log(
    folder: Path, clock: Clock, read_through: list[str]
) -> None:
    broken_off(folder, clock, "20220908100002")
    office = on_disk(folder, clock)
    assert read_through == [] and office.warnings == [] and office.tickets.detail(2).summary.urges == 1
    office.close()
    assert not base_mark.mark_of(folder / DATABASE).exists()


@pytest.mark.parametrize("touched", [DATABASE, LOG])
def test_after_a_crash_file_and_log_are_read_through_where_one_was_touched(
    folder: Path, clock: Clock, read_through: list[str], touched: str
) -> None:
    broken_off(folder, clock, "20220908100002")
    if touched == DATABASE:
        again = (folder / touched).read_bytes()
        (folder / touched).unlink()
        (folder / touched).write_bytes(again)
    else:  # a log of another session, which goes on from the same file
        (folder / touched).unlink()
        by_hand = (folder / DATABASE).read_bytes(), (folder / DATABASE).stat()
        log = crashed(folder, clock, "20220908100001")
        (folder / DATABASE).write_bytes(by_hand[0])
        os.utime(folder / DATABASE, ns=(by_hand[1].st_atime_ns, by_hand[1].st_mtime_ns))
        (folder / LOG).write_bytes(log)
    office = on_disk(folder, clock)
    assert read_through and office.warnings == []
    office.close()


def test_reading_through_can_be_stopped_and_changes_nothing(
    folder: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_off(folder, clock, "20220908100002")
    base_mark.forget(folder / DATABASE)
    before = {name: (folder / name).read_bytes() for name in (DATABASE, LOG)}
    monkeypatch.setattr(telling, "_INSTRUCTIONS", 100)  # so that it is asked amid a file as small as this

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(DatabaseError, match="已取消，没有打开") as stopped:
        open_database(folder / DATABASE, clock(), progress=stop)
    assert stopped.value.kind == "stopped"
    assert {name: (folder / name).read_bytes() for name in before} == before
    office = on_disk(folder, clock)
    assert office.tickets.detail(2).summary.urges == 1
    office.close()


@pytest.mark.parametrize("name", ["hotline - 副本.db", "hotline.db.bak", "hotline(1).db"])
def test_a_renamed_file_is_no_first_start(folder: Path, clock: Clock, name: str) -> None:
    alone = folder.with_name("新的")
    alone.mkdir()
    shutil.copyfile(folder / DATABASE, alone / name)
    with pytest.raises(DatabaseError, match="旁边还有“hotline"):
        on_disk(alone, clock)
    assert [path.name for path in alone.iterdir()] == [name]


def test_an_office_one_folder_deeper_is_no_first_start_and_an_example_is(folder: Path, clock: Clock) -> None:
    above = folder.with_name("解压")
    shutil.copytree(folder, above / "office")
    with pytest.raises(DatabaseError, match=r"旁边还有“office/hotline\.db”"):
        on_disk(above, clock)
    (above / "office" / "example.json").write_text("{}")
    on_disk(above, clock).close()


def test_a_backup_is_no_place_to_work_in(folder: Path, clock: Clock) -> None:
    office = on_disk(folder, clock)
    made = office.backups.make()
    office.close()
    with pytest.raises(CannotOpen, match="是一份备份，在里面办工单会毁了它"):
        check_place(made)


def test_a_copy_elsewhere_is_not_made_inside_the_data(folder: Path, clock: Clock) -> None:
    office = on_disk(folder, clock)
    with pytest.raises(BackupRefused, match="不能备份到数据文件夹里面"):
        office.backups.make_elsewhere(folder)
    office.close()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("size", "x"),
        ("digest", 5),
        ("attachments", ["a"]),
        ("attachments", {"../../../x": 3}),
        ("made_at", "2022-09-08T10:00+08:00"),
        ("files", {"../../evil": "00"}),
        ("files", {"C:\\evil": "00"}),
        ("files", {"/tmp/evil": "00"}),
        ("sealed", "../zz"),
        ("lost", 7),
    ],
)
def test_a_list_that_this_program_did_not_write_is_no_backup(
    folder: Path, clock: Clock, key: str, value: object
) -> None:
    office = on_disk(folder, clock)
    made = office.backups.make()
    listed = made / backup_sets.LIST
    listed.write_text(json.dumps({**json.loads(listed.read_text("utf-8")), key: value}), "utf-8")
    assert office.backups.all() == ()
    assert backup_sets.unreadable(made.parent) == (made.name,)
    assert office.backups.run().missed == ()
    office.close()


def test_an_attachment_that_only_the_backup_has_is_told(folder: Path, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "照片.txt").write_text("照片", "utf-8")
    office = on_disk(folder, clock)
    office.tickets.attach(1, tmp_path / "照片.txt", "其他", CLERK)
    office.backups.make()
    (kept,) = (folder / "attachments").glob("??/*")
    kept.write_bytes(b"else")
    assert office.backups.run().missed == (kept.name,)
    kept.unlink()
    assert office.backups.run().missed == (kept.name,)
    assert office.checkups.repair(CLERK).left == () and office.backups.run().missed == ()
    office.close()
