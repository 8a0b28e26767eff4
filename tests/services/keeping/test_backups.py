"""Backups are whole or none, shared where nothing changed, thinned by age, sealed on demand; restores can be undone."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hotline_desktop.domain.terms.errors import Cancelled, HotlineError
from hotline_desktop.domain.terms.kept_copies import Retention, kept
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.services.foundation.files import DATABASE
from hotline_desktop.services.keeping.backups import BackupRefused
from hotline_desktop.services.keeping.restoring import (
    PassphraseNeeded,
    RestoreRefused,
    found_backups,
    restore,
    take_back,
    unrecorded,
)
from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.copies import backup
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.files import backup_sets, locks, sealing, unfinished_backups
from hotline_desktop.storage.files.kept_files import KeptFiles
from hotline_desktop.storage.office import settings as settings_table
from tests.full_disk import HAS_LIMITS, no_room
from tests.services.desk import CLERK, Clock, Walk, on_disk
from tests.services.kept_attachments import kept_file

PASSPHRASE = "口令要记牢一二三"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def office(data: Path, clock: Clock, tmp_path: Path) -> Iterator[Office]:
    """An office on the disk with a ticket on its way, an attachment, and something that the window remembers."""
    opened = on_disk(data, clock)
    walk = Walk(opened, clock, "20220908100001").to_unit()
    attach(opened, walk.id, tmp_path, "第一个附件")
    (data / "window.ini").write_text("[window]\nwidth=900\n", "utf-8")
    (data / "forms").mkdir()
    (data / "forms" / "disposal.toml").write_text("# 本单位改过的表\n", "utf-8")
    yield opened
    opened.close()


def attach(office: Office, ticket_id: int, folder: Path, text: str) -> str:
    """Attaches a file with that text; where it is kept is named after its digest."""
    path = folder / "附件.txt"
    path.write_text(text, "utf-8")
    office.tickets.attach(ticket_id, path, "其他", CLERK)
    path.unlink()
    listed = office.tickets.detail(ticket_id).attachments
    return kept_file(office.tickets, listed[-1].id).name


def content(folder: Path) -> dict[str, object]:
    """Every row of every table, and every other file of an office."""
    found: dict[str, object] = {}
    with closing(sqlite3.connect(folder / "hotline.db")) as raw:
        for name, sql in raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
            if "VIRTUAL" not in sql:
                found[name] = sorted(map(repr, raw.execute(f'SELECT * FROM "{name}"')))
    for path in (folder / "attachments").rglob("*"):
        if path.is_file():
            found[path.name] = path.read_bytes()
    for name in ("window.ini", "forms/disposal.toml"):
        found[name] = (folder / name).read_bytes()
    return found


def test_a_restored_office_is_the_same_in_every_table_and_file(office: Office, data: Path, clock: Clock) -> None:
    made = office.backups.run()
    office.close()
    before = content(data)
    for path in (data / "window.ini", data / "forms" / "disposal.toml"):
        path.unlink()
    done = restore(data, made.path, clock.now)
    assert done.missing == () and done.attachments == 1
    assert content(data) == before


def test_a_backup_is_not_the_place_of_damage(office: Office, data: Path) -> None:
    first = office.backups.run()
    office.close()
    with closing(sqlite3.connect(data / "hotline.db")) as raw:  # an index that says something else than its table
        raw.execute("PRAGMA writable_schema = ON")
        other = "(SELECT rootpage FROM sqlite_master WHERE name = 'ix_tickets_called_at')"
        raw.execute(f"UPDATE sqlite_master SET rootpage = {other} WHERE name = 'ix_tickets_unit_due_order'")
        raw.commit()
    with pytest.raises(DatabaseError, match="已损坏") as caught:
        opened = on_disk(data, Clock())
        try:
            opened.backups.run()
        finally:
            opened.close()
    assert caught.value.kind == "damaged"
    assert [one.folder for one in found_backups(data)] == [first.path]


def test_a_missing_or_changed_attachment_is_told_and_an_earlier_backup_keeps_the_good_one(
    office: Office, data: Path, tmp_path: Path
) -> None:
    (ticket,) = office.tickets.page().rows
    second = attach(office, ticket.id, tmp_path, "第二个附件")
    first = next(path for path in (data / "attachments").rglob("*") if path.is_file() and path.name != second)
    office.backups.run()
    first.write_text("别的内容", "utf-8")
    KeptFiles(data / "attachments").place(second).unlink()
    third = attach(office, ticket.id, tmp_path, "第三个附件")
    KeptFiles(data / "attachments").place(third).write_text("坏了", "utf-8")
    made = office.backups.run()
    assert made.lost == (third,)  # the others stand in the pool as they were
    done = restore(data, made.path, datetime(2022, 9, 9, 9, 0))
    assert done.missing == (third,)
    assert KeptFiles(data / "attachments").is_whole(second)


def test_what_did_not_change_is_not_copied_again(office: Office, data: Path, clock: Clock) -> None:
    office.backups.run()
    pool = data / "backups" / "attachments"
    before = {path: path.stat().st_mtime_ns for path in pool.rglob("*") if path.is_file()}
    clock.pass_minutes(60)
    office.backups.run()
    assert {path: path.stat().st_mtime_ns for path in pool.rglob("*") if path.is_file()} == before


def test_two_backups_in_one_minute_are_two_and_neither_hurts_the_other(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    elsewhere = [office.backups.make_elsewhere(place) for _ in range(2)]
    inside = [office.backups.make() for _ in range(2)]
    assert len({*elsewhere, *inside}) == 4 and all(path.is_dir() for path in (*elsewhere, *inside))

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        office.backups.make_elsewhere(place, cancel)
    with pytest.raises(Cancelled):
        office.backups.run(cancel)
    assert sorted(place.iterdir()) == sorted(elsewhere)
    assert len(office.backups.all()) == 2
    assert not [path for path in (office.backups.folder).iterdir() if "part" in path.name or "hotline" in path.name]


def test_of_backups_made_in_one_minute_the_last_is_the_latest(office: Office, clock: Clock) -> None:
    made = [office.backups.make() for _ in range(12)]
    assert [one.folder for one in office.backups.all()] == made[::-1]
    last = office.backups.last()
    assert last is not None and last.folder == made[-1]
    clock.pass_minutes(1)
    assert office.backups.make() == office.backups.all()[0].folder


def test_a_stick_that_is_gone_does_not_become_a_folder(office: Office, tmp_path: Path, clock: Clock) -> None:
    stick = tmp_path / "stick"
    with pytest.raises(BackupRefused, match="没有接好"):
        office.backups.make_elsewhere(stick)
    assert not stick.exists()
    stick.mkdir()
    target = office.backups.places.choose_second(stick, CLERK)
    made = office.backups.run()
    assert made.second is not None and made.complaint == ""
    away = tmp_path / "away"
    stick.rename(away)
    clock.pass_minutes(60 * 24 * 9)
    made = office.backups.run()
    assert made.second is None and "没有接上，那里最近的备份是 2022-09-08" in made.complaint
    assert not stick.exists()
    assert "已经是 9 天前的" in office.backups.reminder()
    stick.mkdir()  # another stick under the same letter
    assert not target.present
    assert office.backups.run().second is None and list(stick.iterdir()) == []
    stick.rmdir()
    away.rename(stick)
    assert office.backups.run().second is not None
    assert office.backups.reminder() == ""


def test_backups_are_thinned_by_day_week_and_month(office: Office, clock: Clock, data: Path) -> None:
    settings = replace(office.settings.get(), backup_daily=2, backup_weekly=2, backup_monthly=2)
    office.settings.change(settings, CLERK)
    for _ in range(16):
        office.backups.run()
        clock.pass_minutes(60 * 24 * 5)
    stamps = [one.made_at for one in office.backups.all()]
    assert stamps == sorted(kept(stamps, Retention(2, 2, 2)), reverse=True)
    assert 2 <= len(stamps) <= 4
    (data / "backups" / "20200101-000000").mkdir()  # not ours: without a list
    office.backups.run()
    assert (data / "backups" / "20200101-000000").is_dir()


@pytest.mark.parametrize("start", [datetime(2022, 1, 1), datetime(2024, 2, 28, 23, 59)])
def test_what_is_kept_covers_each_day_week_and_month_with_its_newest(start: datetime) -> None:
    moments = [start + timedelta(hours=7 * n) for n in range(2000)]
    stays = kept(moments, Retention())
    newest = max(moments)
    assert newest in stays
    days = sorted({moment.date() for moment in moments}, reverse=True)[:7]
    assert all(max(m for m in moments if m.date() == day) in stays for day in days)
    months = sorted({(m.year, m.month) for m in moments}, reverse=True)[:12]
    assert all(max(m for m in moments if (m.year, m.month) == month) in stays for month in months)
    assert len(stays) <= 7 + 5 + 12
    assert kept([], Retention()) == frozenset()


def test_it_is_due_once_a_day_and_after_every_change(office: Office, clock: Clock) -> None:
    assert office.backups.due()
    office.backups.run()
    assert not office.backups.due()
    office.units.add("新设单位", by=CLERK)
    assert office.backups.due()
    office.backups.run()
    clock.pass_minutes(60 * 24)
    assert office.backups.due()


@HAS_LIMITS
def test_a_restore_is_recorded_once_there_is_room_again(office: Office, data: Path, clock: Clock) -> None:
    made = office.backups.run()
    office.close()
    restore(data, made.path, clock.now)
    with no_room():
        assert list(unrecorded(data)) == []
    office = on_disk(data, clock)
    assert office.settings.history()[0].step == "恢复备份"
    office.close()
    assert list(unrecorded(data)) == []


def test_a_restore_can_be_taken_back(office: Office, data: Path, clock: Clock) -> None:
    made = office.backups.run()
    office.units.add("备份以后新设的单位", by=CLERK)
    office.close()
    now = content(data)
    restore(data, made.path, clock.now)
    office = on_disk(data, clock)
    assert office.warnings == []
    assert "备份以后新设的单位" not in office.units.names()
    assert office.settings.history()[0].step == "恢复备份"
    assert office.ledger.check().whole
    office.close()
    take_back(data, clock.now)
    assert content(data) == now
    office = on_disk(data, clock)
    assert office.warnings == []
    assert "备份以后新设的单位" in office.units.names()
    office.close()
    with pytest.raises(RestoreRefused, match="没有可以撤回的恢复"):
        take_back(data, clock.now)


@pytest.mark.parametrize("state", ["damaged", "gone", "empty", "with a foreign log"])
def test_a_restore_needs_nothing_of_what_it_replaces(office: Office, data: Path, clock: Clock, state: str) -> None:
    made = office.backups.run()
    office.close()
    before = content(data)
    path = data / "hotline.db"
    if state == "gone":
        path.unlink()
    elif state == "empty":
        path.write_bytes(b"")
    else:
        path.write_bytes(b"x" * 5000)
        (data / "hotline.db-wal").write_bytes(os.urandom(5000))
    left = path.read_bytes() if path.exists() else None
    done = restore(data, made.path, clock.now)
    assert content(data) == before
    if left is not None:
        assert (done.aside / "hotline.db").read_bytes() == left
    on_disk(data, clock).close()


def test_a_backup_that_was_damaged_or_is_newer_is_refused_and_nothing_moves(
    office: Office, data: Path, clock: Clock
) -> None:
    made = office.backups.run()
    office.close()
    before = content(data)
    whole = (made.path / "hotline.db").read_bytes()
    (made.path / "hotline.db").write_bytes(whole[:-5000] + bytes(5000))
    with pytest.raises(RestoreRefused, match="现在的数据没有变动"):
        restore(data, made.path, clock.now)
    (made.path / "hotline.db").write_bytes(whole)
    with closing(sqlite3.connect(made.path / "hotline.db")) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    single = data.parent / "newer.db"
    shutil.copyfile(made.path / "hotline.db", single)
    with pytest.raises(RestoreRefused, match="更新版本"):
        restore(data, single, clock.now)
    assert content(data) == before
    assert not (data / "移出").exists() or not list((data / "移出").iterdir())


def test_a_folder_that_was_backed_up_elsewhere_can_be_restored(office: Office, data: Path, clock: Clock) -> None:
    place = data.parent / "stick"
    place.mkdir()
    made = office.backups.make_elsewhere(place)
    office.close()
    before = content(data)
    shutil.rmtree(data / "attachments")
    assert restore(data, made, clock.now).missing == ()
    assert content(data) == before


def test_the_data_in_use_are_no_backup_of_themselves(office: Office, data: Path, clock: Clock) -> None:
    office.close()
    for source in (data, data / DATABASE, data / "attachments" / ".."):
        with pytest.raises(RestoreRefused, match="就是现在用的数据，不是备份"):
            restore(data, source, clock.now)
    assert not (data / ASIDE).exists()


def test_sealed_backups_open_by_passphrase_and_by_recovery_code_only(office: Office, data: Path, clock: Clock) -> None:
    with pytest.raises(HotlineError, match="至少"):
        office.backups.places.seal("短", CLERK)
    code = office.backups.places.seal(PASSPHRASE, CLERK)
    made = office.backups.run()
    office.close()
    before = content(data)
    for path in made.path.parent.rglob("*"):
        if path.is_file():
            assert "赵文静".encode() not in path.read_bytes()
            assert "第一个附件".encode() not in path.read_bytes()
    shutil.rmtree(data / "attachments")
    for secret in ("", "别的口令别的口令", code[:-1] + ("A" if code[-1] != "A" else "B")):
        with pytest.raises(PassphraseNeeded):
            restore(data, made.path, clock.now, secret)
    for secret in (PASSPHRASE, code.lower().replace("-", " ")):
        assert restore(data, made.path, clock.now, secret).missing == ()
        assert content(data) == before
        shutil.rmtree(data / "attachments")


def test_a_lock_that_no_passphrase_opens_any_more_is_told_and_mended_by_the_next_backup(
    office: Office, data: Path, clock: Clock
) -> None:
    office.backups.places.seal("海边的灯塔一直亮着", CLERK)
    office.backups.run()
    (made,) = office.backups.all()
    lock = data / "backups" / locks.LOCK
    lock.write_bytes(lock.read_bytes()[:40])
    assert any("锁文件不见了或坏了" in word for word in office.backups.verify(made))
    clock.pass_minutes(5)
    office.backups.run()
    assert office.backups.verify(office.backups.all()[0]) == ()


def test_a_backup_whose_list_is_gone_is_named(office: Office, data: Path) -> None:
    office.backups.run()
    made = office.backups.all()[0].folder
    (made / "backup.json").unlink()
    assert backup_sets.unreadable(data / "backups") == (made.name,) and backup_sets.all(data / "backups") == ()


def test_a_sealed_file_that_was_changed_anywhere_is_noticed(tmp_path: Path) -> None:
    key, plain, sealed = sealing.new_key(), tmp_path / "plain", tmp_path / "sealed"
    for size in (0, 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024):
        plain.write_bytes(os.urandom(size))
        sealing.seal(plain, sealed, key)
        sealing.unseal(sealed, tmp_path / "again", key)
        assert (tmp_path / "again").read_bytes() == plain.read_bytes()
        whole = sealed.read_bytes()
        for changed in (whole[:-1], whole + b"x", whole[:40] + b"\0" + whole[41:], whole[: len(whole) // 2]):
            if changed != whole:
                sealed.write_bytes(changed)
                with pytest.raises((sealing.SealBroken, sealing.WrongKey)):
                    sealing.unseal(sealed, tmp_path / "again", key)


def test_the_database_is_checked_once_where_it_stands_and_again_each_week(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    checked: list[str] = []
    faults = backup.faults

    def watched(raw: sqlite3.Connection, most: int = 20) -> tuple[str, ...]:
        checked.append(Path(raw.execute("PRAGMA database_list").fetchone()[2]).name)
        return faults(raw, most)

    monkeypatch.setattr(backup, "faults", watched)
    (tmp_path / "另一块盘").mkdir()
    office.backups.places.choose_second(tmp_path / "另一块盘", CLERK)
    found = []
    for _day in range(2):
        found.append(office.backups.run())
        clock.pass_minutes(60 * 24)
    # The first time everything in both places is read; what is copied on is compared byte for byte.
    assert checked == ["hotline.db.part", "hotline.db", "hotline.db", "hotline.db.part"]
    for made in found:
        for folder in filter(None, (made.path, made.second)):
            one = backup_sets.read(folder)
            assert one is not None and office.backups.verify(one) == ()


def test_everything_in_a_place_is_read_once_a_week(
    office: Office, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    verify = backup_sets.verify_others

    def watched(
        backup: backup_sets.Backup,
        key: bytes | None,
        everything: bool = True,
        report: Callable[[int, int], object] | None = None,
    ) -> Iterator[str]:
        asked.append(everything)
        return verify(backup, key, everything, report)

    monkeypatch.setattr(backup_sets, "verify_others", watched)
    for _ in range(9):
        office.backups.run()
        clock.pass_minutes(60 * 24)
    assert asked == [True, *[False] * 6, True, False]


@pytest.mark.parametrize("text", ["{]", "null", "[]", '{"folder": 3}'])
def test_a_second_place_that_cannot_be_read_is_told_and_the_first_backup_made(
    office: Office, tmp_path: Path, text: str
) -> None:
    with office._office.db.write() as c:
        settings_table.save(c, {"backup_place": text})
    made = office.backups.run()
    assert office.backups.all()[0].folder == made.path and "读不出来" in made.complaint


def test_a_key_that_cannot_be_read_makes_no_backup_without_a_seal(office: Office) -> None:
    with office._office.db.write() as c:
        settings_table.save(c, {"backup_key": "zz"})
    with pytest.raises(HotlineError, match="密钥读不出来，没有备份"):
        office.backups.run()
    assert office.backups.all() == ()
    office.backups.places.seal("海边的灯塔一直亮着", CLERK)
    office.backups.run()
    assert office.backups.verify(office.backups.all()[0]) == ()


def test_no_lock_is_written_over_not_even_one_that_cannot_be_read(tmp_path: Path) -> None:
    """As an earlier program left it: one lock in the place, of whichever key came last."""
    place, passphrases = tmp_path / "锁.json", ("第一个口令要记牢", "第二个口令要记牢")
    keys = [sealing.new_key() for _ in passphrases]
    for key, passphrase in zip(keys, passphrases, strict=True):
        locks.write(place, sealing.lock_key(key, passphrase))
    locks.write(place, sealing.lock_key(sealing.new_key(), "第三个口令要记牢"))
    for _ in range(2):
        place.write_bytes(b"\xff half of a lock")
        locks.write(place, sealing.lock_key(sealing.new_key(), "第三个口令要记牢"))
    for key, passphrase in zip(keys, passphrases, strict=True):
        assert locks.key_in(place, passphrase, sealing.key_mark(key)) == key
    assert sum(path.read_bytes() == b"\xff half of a lock" for path in tmp_path.iterdir()) == 2


def test_a_backup_that_was_just_made_stays_though_the_clock_was_set_back(office: Office, clock: Clock) -> None:
    first = office.backups.run()
    clock.pass_minutes(-60)
    made = office.backups.run()
    assert {made.path, first.path} == {one.folder for one in office.backups.all()}


def test_backups_dated_ahead_take_no_place_and_are_not_taken_for_the_latest(office: Office, clock: Clock) -> None:
    settings = replace(office.settings.get(), backup_daily=2, backup_weekly=0, backup_monthly=0)
    office.settings.change(settings, CLERK)
    clock.pass_minutes(60 * 24 * 400)
    ahead = office.backups.run().path
    clock.pass_minutes(-60 * 24 * 400)
    made = []
    for _ in range(3):
        made.append(office.backups.run().path)
        assert not office.backups.due()
        clock.pass_minutes(60 * 24)
    assert {one.folder for one in office.backups.all()} == {ahead, *made[-2:]}


@pytest.mark.parametrize("spoilt", [False, True], ids=["renamed", "with a list that nobody can read"])
def test_a_backup_that_was_renamed_by_hand_keeps_its_attachments(
    office: Office, clock: Clock, tmp_path: Path, spoilt: bool
) -> None:
    office.settings.change(replace(office.settings.get(), backup_daily=1, backup_weekly=0, backup_monthly=0), CLERK)
    photo = tmp_path / "照片.txt"
    photo.write_text("照片", "utf-8")
    walk = Walk(office, clock, "20220908100077")
    office.tickets.attach(walk.id, photo, "其他", CLERK)
    (file,) = office.tickets.detail(walk.id).attachments
    named = Path(office.backups.run().path).rename(office.backups.folder / "重要 别删")
    office.tickets.detach(file.id, "放错了", CLERK)
    if spoilt:
        (named / backup_sets.LIST).write_text("{", "utf-8")
    for _ in range(3):
        clock.pass_minutes(60 * 24)
        office.backups.run()
    backup = backup_sets.read(named)
    assert spoilt or (backup is not None and list(backup_sets.verify(backup, None)) == [])
    assert KeptFiles(office.backups.folder / unfinished_backups.POOL).is_whole(file.digest)
