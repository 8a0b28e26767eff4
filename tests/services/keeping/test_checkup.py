"""A check replays everything and compares; a repair makes anew what histories can make, and says what it could not."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from hotline_desktop.domain.records.entries import Entry
from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.example.office import open_example
from hotline_desktop.services.keeping.checkup import STEP
from hotline_desktop.services.keeping.encryption import encrypt, new_code
from hotline_desktop.services.office import Office, open_office
from hotline_desktop.services.returned.scan_reading import read_scans
from hotline_desktop.storage.files.kept_files import KeptFiles
from hotline_desktop.storage.records import tickets
from tests.offices.shown import kept_offices, unpack
from tests.services.desk import CLERK, FORMS, RESOURCES, Clock, Walk, clock_at, on_disk
from tests.services.test_opening import put

OLD = datetime(2022, 9, 1, 9, 0)  # before the tickets came in, as no step can be dated now
CHANGES = {
    "a stage": "UPDATE tickets SET stage = 70 WHERE id = 1",
    "an unknown level": "UPDATE tickets SET level = 99 WHERE id = 1",
    "a title": "UPDATE tickets SET title = '别的' WHERE id = 1",
    "a deadline": "UPDATE tickets SET due = '2030-01-01T00:00' WHERE id = 1",
    "a figure": "UPDATE ticket_figures SET unit = '别处' WHERE ticket_id = 1",
    "most figures": "DELETE FROM ticket_figures WHERE ticket_id > 1",
    "a mark": "DELETE FROM ticket_marks WHERE ticket_id = 1",
    "a foreign mark": "INSERT INTO ticket_marks VALUES ('p13900000000', 1)",
    "a mark of no ticket": "INSERT INTO ticket_marks VALUES ('p13900000001', 99999)",
    "the search index": "INSERT INTO ticket_search (ticket_search, rowid, pieces) "
    "SELECT 'delete', id, substr(number, 1, 4) FROM tickets WHERE id = 1",
    "an index": "DROP INDEX ix_tickets_unit_due_order",
    "a guard": "DROP TRIGGER office_entries_no_update",
    "a setting": "INSERT INTO settings VALUES ('hard_days', '\"ten\"')",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "office"


@pytest.fixture
def office(data: Path, clock: Clock, tmp_path: Path) -> Iterator[Office]:
    """An office with tickets in several stages and an attachment."""
    opened = on_disk(data, clock)
    walk = Walk(opened, clock, "20220908100001").to_closed()
    Walk(opened, clock, "20220908100002").to_unit()
    Walk(opened, clock, "20220908100003")
    path = tmp_path / "照片.txt"
    path.write_text("照片", "utf-8")
    opened.tickets.attach(walk.id, path, "其他", CLERK)
    yield opened
    opened.close()


def test_an_old_record_out_of_the_order_of_time_is_named_and_left(office: Office) -> None:
    accepted, handed = Entry("accept", OLD, CLERK, recorded_at=OLD), office.tickets.find("20220908100002")
    with office._office.db.write() as c:
        ticket = tickets.load(c, handed)
        tickets.record(c, handed, STEPS_BY_ID["accept"].apply(ticket, accepted), accepted)
    state = office.checkups.check()
    (note,) = state.notes
    assert state.whole
    assert (
        note.startswith("工单 20220908100002：“承办单位接单”（2022年9月1日9:00）早于转交时间")
        and "照登记的保留" in note
    )


def test_a_living_office_has_nothing_to_mend(office: Office) -> None:
    state = office.checkups.check()
    assert (state.faults, state.notes, state.attachments) == ((), (), 1)
    before = office.settings.history()
    assert office.checkups.repair(CLERK).mended == []
    assert office.settings.history() == before


def test_the_example_office_is_what_its_histories_say(tmp_path: Path) -> None:
    office = open_example(tmp_path / "example", clock_at(2026, 3, 18, 11, 0), FORMS, RESOURCES)
    assert office.checkups.check().faults == ()
    office.close()


@pytest.mark.parametrize("name", kept_offices())
def test_an_upgraded_office_is_what_its_histories_say(tmp_path: Path, name: str) -> None:
    office = on_disk(unpack(name, tmp_path / "old"), clock_at(2026, 11, 30, 9, 0))
    assert office.checkups.check().faults == ()
    office.close()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_was_changed_beside_the_histories_is_named_and_made_anew(
    office: Office, data: Path, clock: Clock, change: str
) -> None:
    before = [row._replace() for row in office.tickets.page().rows]
    office.close()
    put(data, change)
    office = on_disk(data, clock)
    assert office.checkups.check().faults, change
    done = office.checkups.repair(CLERK)
    assert done.mended and done.left == ()
    assert office.tickets.page().rows == tuple(before)
    assert office.settings.history()[0].step == STEP
    assert office.ledger.check().whole
    office.close()


def test_figures_that_are_all_gone_are_there_again_at_the_next_opening(
    office: Office, data: Path, clock: Clock
) -> None:
    office.close()
    put(data, "DELETE FROM ticket_figures")
    office = on_disk(data, clock)
    assert [fault for fault in office.checkups.check().faults if "统计" in fault.message] == []
    office.close()


def test_a_lost_attachment_comes_back_from_a_backup(office: Office, data: Path) -> None:
    office.backups.run()
    (kept,) = [path for path in (data / "attachments").rglob("*") if path.is_file()]
    for wrong in (kept.unlink, lambda: kept.write_text("别的", "utf-8")):
        wrong()
        assert [fault.kind.value for fault in office.checkups.check().faults] in (["缺失"], ["改动"])
        assert office.checkups.repair(CLERK).mended == ["从备份取回附件：1 个"]
        assert KeptFiles(data / "attachments").is_whole(kept.name)


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_scan_in_the_tray_that_is_lost_or_changed_is_named_and_comes_back_from_a_backup(
    office: Office, data: Path, clock: Clock, tmp_path: Path, encrypted: bool
) -> None:
    scan = tmp_path / "赵文静的回执.jpg"
    Image.new("RGB", (400, 600), "white").save(scan)
    office.intake.put_into_tray(read_scans(scan)[0][0], "认不出")
    office.close()
    key = encrypt(data, new_code(), "海边的灯塔一直亮着", clock.now, CLERK)[0] if encrypted else None
    office = open_office(data, clock, FORMS, RESOURCES, key=key)
    office.backups.run()
    (kept,) = (data / "intake").iterdir()
    was = kept.read_bytes()
    for wrong in (kept.unlink, lambda: kept.write_bytes(was[:-9])):
        wrong()
        (fault,) = office.checkups.check().faults
        assert fault.name == "托盘第 1 件扫描件" and "赵文静" not in fault.message
        done = office.checkups.repair(CLERK)
        assert (done.mended, done.left) == (["从备份取回托盘里的扫描件：1 件"], ())
        assert office.intake.picture(office.intake.tray()[0])
    kept.unlink()
    shutil.rmtree(data / "backups")
    assert [fault.name for fault in office.checkups.repair(CLERK).left] == ["托盘第 1 件扫描件"]
    office.close()


def test_scans_that_nobody_may_look_at_do_not_end_the_check(
    office: Office, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "赵文静的回执.jpg"
    Image.new("RGB", (400, 600), "white").save(scan)
    office.intake.put_into_tray(read_scans(scan)[0][0], "认不出")
    usual, closed = Path.stat, data / "intake"

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.parent == closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return usual(path, follow_symlinks=follow_symlinks)

    def read(path: Path) -> bytes:
        stat(path)
        return path.open("rb").read()

    monkeypatch.setattr(Path, "stat", stat)  # as a folder that is another user's answers
    monkeypatch.setattr(Path, "read_bytes", read)
    (fault,) = office.checkups.check().faults
    assert fault.name == "托盘第 1 件扫描件" and "没有权限读" in fault.message


def test_a_file_that_belongs_to_nothing_is_noted_and_stays(office: Office, data: Path) -> None:
    stray = data / "attachments" / "ab" / ("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("来历不明", "utf-8")
    state = office.checkups.check()
    assert state.whole and "1 个文件不属于任何工单" in state.notes[0]
    office.checkups.repair(CLERK)
    assert stray.exists()


def test_what_cannot_be_mended_is_still_told(office: Office, data: Path, clock: Clock) -> None:
    office.close()
    put(data, "UPDATE ticket_entries SET step = 'teleport' WHERE ticket_id = 2 AND sequence = 2")
    office = on_disk(data, clock)
    left = office.checkups.repair(CLERK).left
    assert any("teleport" in fault.message for fault in left)
    assert any("内容或次序与写入时不同" in fault.message for fault in left)
    office.close()


def test_a_broken_index_is_found_by_the_check_though_the_start_does_not_see_it(
    office: Office, data: Path, clock: Clock
) -> None:
    office.close()
    with closing(sqlite3.connect(data / "hotline.db")) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        other = "CREATE INDEX ix_tickets_called_at ON tickets (received_at)"
        raw.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'ix_tickets_called_at'", (other,))
        raw.commit()
    office = on_disk(data, clock)
    state = office.checkups.check()
    assert state.broken and "请用最近的备份恢复" in state.faults[0].message
    office.close()


def test_an_index_that_is_gone_is_there_again_at_the_next_opening(office: Office, data: Path, clock: Clock) -> None:
    office.close()
    put(data, "DROP TABLE ticket_search")
    office = on_disk(data, clock)
    assert office.checkups.check().faults == ()
    assert office.tickets.page(TicketFilter(search="20220908100002")).rows[0].number == "20220908100002"
    office.close()
