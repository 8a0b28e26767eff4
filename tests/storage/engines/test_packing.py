"""Long texts take less room in the file than they say, and say exactly what was written."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.engines.sqlite.layout.tables_again import give_back_freed
from hotline_desktop.storage.engines.sqlite.texts.packing import packed, unpacked
from hotline_desktop.storage.engines.sqlite.texts.packing_words import FIRST
from hotline_desktop.storage.records import histories, tickets
from hotline_desktop.storage.tables.schema import ticket_entries
from tests.storage.making import registered

LONG = '{"content":"来电人反映：新海路小区楼道里堆放杂物，影响通行，希望有关部门尽快处理。"}'
SHORT = '{"title":"楼道堆物（续）"}'

WORDS = "618f1b9739e922c9454a42aa09511b06305830fa3b420ae2ce619adb0d9de790"
KEPT = (
    "01abc69914408d655043f9d0d2ad070ebcdf7671fbd12b97cfbd5fbc06b4c6e6ec8a0b17808960f1d9dfa01540e0154f0bf7bf81cda10300"
)
SHORT_KEPT = "01032d6a80a49b434bb71ed876f1dcfbc52b2efc00baa11600"


@given(st.text())
def test_whatever_is_packed_reads_as_it_was(text: str) -> None:
    assert unpacked(packed(text)) == text


def test_every_character_survives() -> None:
    every = "".join(chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000)
    assert unpacked(packed(every)) == every


def test_a_letter_takes_less_than_half_of_its_room() -> None:
    stored = packed(LONG)
    assert isinstance(stored, bytes)
    assert len(stored) * 2 < len(LONG.encode())
    assert packed("{}") == b""
    assert packed("短") == "短"  # nothing is gained


def test_one_short_value_is_not_worth_packing() -> None:
    assert packed(SHORT) == SHORT
    assert isinstance(packed(SHORT * 3), bytes)


def test_what_was_packed_by_an_earlier_program_can_be_read() -> None:
    # Neither the words nor the coding may ever change: offices hold texts that are read by them.
    assert hashlib.sha256(FIRST.encode()).hexdigest() == WORDS
    assert unpacked(bytes.fromhex(KEPT)) == LONG
    assert unpacked(bytes.fromhex(SHORT_KEPT)) == SHORT


@pytest.mark.parametrize("damage", [b"\x01", b"\x07abc", packed(LONG)[:-3], packed(LONG) + b"x", b"\x01\xff\xff\xff"])  # type: ignore[operator]
def test_what_is_damaged_is_no_text_of_an_entry(damage: bytes) -> None:
    assert unpacked(damage) == "\ufffd"


def test_an_entry_that_is_damaged_is_told_and_the_others_are_read(path: Path) -> None:
    with closing(SqliteDatabase.open(path)) as db, db.write() as c:
        ticket_id = tickets.add(c, *registered("1"))
        tickets.add(c, *registered("2"))
        kept = histories.entries(c, ticket_entries, ticket_id)
    with closing(sqlite3.connect(path)) as raw, raw:
        (stored,) = raw.execute('SELECT "values" FROM ticket_entries WHERE ticket_id = 1').fetchone()
        assert isinstance(stored, bytes)
        raw.execute("DROP TRIGGER ticket_entries_no_update")
        raw.execute('UPDATE ticket_entries SET "values" = ? WHERE ticket_id = 1', (stored[:-2],))
    with closing(SqliteDatabase.open(path)) as db, db.read() as c:
        with pytest.raises(histories.EntryUnreadable):
            tickets.entries(c, 1)
        assert tickets.entries(c, 2)[0].values == {**kept[0].values, "number": "2"}


def test_an_upgrade_gives_back_what_it_freed(path: Path) -> None:
    with closing(SqliteDatabase.open(path, datetime(2026, 3, 2))):
        pass
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE freed (text)")
        raw.execute("INSERT INTO freed VALUES (zeroblob(4000000))")
        raw.execute("DROP TABLE freed")
        raw.commit()
        before = raw.execute("PRAGMA page_count").fetchone()
        give_back_freed(raw)
        assert raw.execute("PRAGMA page_count").fetchone() < before
