"""The data, and so every backup, says which build of the program opened it last."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from hotline_desktop import __version__
from hotline_desktop.app import open_office_in
from hotline_desktop.services.foundation.files import PROGRAM
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.files import backup_sets
from hotline_desktop.system.logs import stop_logging
from tests.services.desk import COPIES_ITS_FILE, Clock, on_disk

NOW = datetime(2022, 9, 8, 10, 20)


def test_a_backup_names_the_program_that_made_it(tmp_path: Path) -> None:
    office = open_office_in(tmp_path, lambda: NOW)
    try:
        copied = office.backups.make()
        office.diagnosis.note_program("9.9.9")
        assert office.diagnosis.program == "9.9.9"
    finally:
        office.close()
        stop_logging()
    with closing(sqlite3.connect(copied / "hotline.db")) as raw:
        assert raw.execute("SELECT value FROM settings WHERE key = ?", (PROGRAM,)).fetchone() == (__version__,)
    listed = json.loads((copied / backup_sets.LIST).read_text("utf-8"))
    assert listed["program"] == __version__, "a sealed copy tells it too"
    (copied / backup_sets.LIST).write_text(json.dumps({**listed, "told by a later version": 1}), "utf-8")
    found = backup_sets.read(copied)
    assert found is not None and found.program == __version__


def test_the_same_program_writes_nothing_when_it_opens_again(tmp_path: Path) -> None:
    for _ in range(2):
        open_office_in(tmp_path, lambda: NOW).close()
        stop_logging()
    before = (tmp_path / "hotline.db").read_bytes()
    open_office_in(tmp_path, lambda: NOW).close()
    stop_logging()
    assert (tmp_path / "hotline.db").read_bytes() == before


def test_settings_are_not_disturbed_by_it(tmp_path: Path) -> None:
    office = open_office_in(tmp_path, lambda: NOW)
    try:
        assert office.settings.get() == office.settings.defaults
        assert dict(office.diagnosis.facts())["工单"].startswith("0 件")
    finally:
        office.close()
        stop_logging()


@COPIES_ITS_FILE
def test_who_only_looks_is_not_refused_for_the_note_while_another_program_writes(tmp_path: Path) -> None:
    office = on_disk(tmp_path, Clock())
    db = office._office.db
    assert isinstance(db, SqliteDatabase)
    db._raw.execute("PRAGMA busy_timeout = 0")
    with closing(sqlite3.connect(tmp_path / "hotline.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        office.diagnosis.note_program("1")
        assert office.tickets.count() == 0 and office.diagnosis.program == ""
        other.execute("ROLLBACK")
    office.diagnosis.note_program("1")
    assert office.diagnosis.program == "1"
    office.close()
