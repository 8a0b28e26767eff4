"""Two programs at the same office: what one does at that moment is no damage to the other."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hotline_desktop.services.office import Office
from hotline_desktop.storage.engines.sqlite.copies import backup
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.migrations import HEAD
from hotline_desktop.storage.tables import schema
from hotline_desktop.storage.upgrading import STEP
from tests.offices.shown import unpack
from tests.services.desk import CLERK, PROJECT, Clock, Walk, on_disk

_OPENING = """
import sys
from pathlib import Path
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
sys.stdin.readline()
SqliteDatabase.open(Path(sys.argv[1])).close()
"""


@pytest.fixture
def office(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    opened = on_disk(tmp_path / "data", clock)
    yield opened
    opened.close()


def test_a_backup_that_another_program_makes_during_a_check_is_no_tampering(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    Walk(office, clock, "20220908100001").to_unit()
    with closing(on_disk(tmp_path / "data", clock)) as other:

        def meanwhile(_done: int, _total: int) -> None:
            if not other.backups.all():
                other.tickets.register({"number": "20220908100002", "content": "路灯"}, CLERK)
                other.backups.run()

        assert office.checkups.check(meanwhile).faults == ()
        assert len(other.backups.all()) == 1


def test_two_copies_before_an_upgrade_do_not_meet(tmp_path: Path) -> None:
    unpack("0016", tmp_path / "data")
    path, folder = tmp_path / "data" / "hotline.db", tmp_path / "copies"
    others: list[Path | None] = []

    def meanwhile(_done: int, _total: int) -> None:
        if not others:
            others.append(None)
            others[0] = backup.before_upgrade(path, folder)

    made = backup.before_upgrade(path, folder, report=meanwhile)
    assert made is not None and others[0] is not None and made != others[0]
    for copy in (made, others[0]):
        assert backup.faults_of_file(copy, None) == () and backup.tables_version_of(copy, None) == "0016"
    assert sorted(folder.iterdir()) == sorted((made, others[0]))


def test_what_another_program_has_upgraded_is_not_copied_as_if_it_were_of_before(tmp_path: Path) -> None:
    unpack("0016", tmp_path / "data")
    path = tmp_path / "data" / "hotline.db"
    SqliteDatabase.open(path).close()
    assert backup.before_upgrade(path, tmp_path / "copies") is None
    assert not (tmp_path / "copies").exists()


def test_programs_that_upgrade_at_the_same_moment_all_open_the_office_and_one_writes_it_down(tmp_path: Path) -> None:
    unpack("0016", tmp_path / "data")
    path = tmp_path / "data" / "hotline.db"
    text, env = [sys.executable, "-c", _OPENING, str(path)], {**os.environ, "PYTHONPATH": str(PROJECT)}
    programs = [
        subprocess.Popen(text, env=env, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _n in range(4)
    ]
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()
    assert [program.communicate()[1] for program in programs] == [""] * 4
    with closing(SqliteDatabase.open(path)) as db, db.read() as c:
        own = schema.office_entries.c
        upgrades = c.execute(schema.office_entries.select().where(own.step == STEP)).all()
    assert [row.after for row in upgrades if HEAD in row.after] == [f'{{"版本":"{HEAD}"}}']
