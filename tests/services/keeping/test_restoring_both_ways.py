"""Restores between plain and encrypted offices, twice and taken back, and of an older schema: every table and file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from hotline_desktop.services.keeping.restoring import restore, take_back
from tests.offices.shown import unpack
from tests.services.desk import CLERK, Clock, Walk, clock_at, on_disk
from tests.services.keeping.test_encryption import PASSPHRASE, content, encrypted, opened, readable


def standing(data: Path, clock: Clock) -> dict[str, object]:
    """What the office there holds, plain or encrypted."""
    office = opened(data, clock) if (data / "hotline.key").exists() else on_disk(data, clock)
    try:
        return content(office, data)
    finally:
        office.close()


def test_plain_gives_way_to_encrypted_and_back_with_nothing_changed(tmp_path: Path, clock: Clock) -> None:
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    for folder, number in ((plain, "20220908100001"), (sealed, "20220908100002")):
        office = on_disk(folder, clock)
        walk = Walk(office, clock, number).to_unit()
        file = tmp_path / f"{number}.txt"
        file.write_text(number, "utf-8")
        office.tickets.attach(walk.id, file, "其他", CLERK)
        made = office.backups.run().path
        if folder == plain:
            plain_backup = made
            office.close()
    encrypted(office, sealed, clock)
    again = opened(sealed, clock)
    sealed_backup = again.backups.run().path
    again.close()
    was = {folder: standing(folder, clock) for folder in (plain, sealed)}

    for _twice in range(2):
        assert restore(plain, sealed_backup, clock.now, PASSPHRASE).missing == ()
        assert standing(plain, clock) == was[sealed]
        clock.pass_minutes(1)
    assert readable(plain / "attachments") == []
    for _twice in range(2):
        take_back(plain, clock.now, as_plain=True)
        clock.pass_minutes(1)
    assert standing(plain, clock) == was[plain]

    assert restore(sealed, plain_backup, clock.now, as_plain=True).missing == ()
    assert standing(sealed, clock) == was[plain]
    take_back(sealed, clock.now)
    assert standing(sealed, clock) == was[sealed]


def test_the_backup_of_an_older_schema_is_restored_and_upgraded_and_can_be_taken_back(
    tmp_path: Path, clock: Clock
) -> None:
    old, data, later = unpack("0011", tmp_path / "0011"), tmp_path / "data", clock_at(2026, 11, 30, 9, 0)
    office = on_disk(data, clock)
    Walk(office, clock, "20220908100001")
    office.close()
    before = standing(data, clock)
    with closing(sqlite3.connect(old / "hotline.db")) as raw:
        entries = raw.execute("SELECT ticket_id, sequence, step, at FROM ticket_entries ORDER BY 1, 2").fetchall()
    files = {path.name: path.read_bytes() for path in (old / "attachments").rglob("*") if path.is_file()}
    assert restore(data, old, later.now).missing == ()
    office = on_disk(data, later)
    with office._office.db.read() as c:
        there = c.exec_driver_sql("SELECT ticket_id, sequence, step, at FROM ticket_entries ORDER BY 1, 2").fetchall()
    assert list(map(tuple, there)) == entries and office.checkups.check().faults == ()
    office.close()
    assert {name: content for name, content in standing(data, later).items() if name in files} == files
    take_back(data, later.now)
    assert standing(data, clock) == before
