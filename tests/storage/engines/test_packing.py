"""Long texts take less room in the file than they say, and say exactly what was written."""

from __future__ import annotations

import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.engines.sqlite.layout.tables_again import give_back_freed
from hotline_desktop.storage.engines.sqlite.texts.packing import packed, unpacked
from hotline_desktop.storage.engines.sqlite.texts.packing_words import FIRST, OFTEN
from hotline_desktop.storage.records import histories, tickets
from hotline_desktop.storage.tables.schema import ticket_entries
from tests.storage.making import registered

LONG = '{"content":"来电人反映：新海路小区楼道里堆放杂物，影响通行，希望有关部门尽快处理。"}'
SHORT = '{"title":"楼道堆物（续）"}'

WORDS, BYTES = (
    "618f1b9739e922c9454a42aa09511b06305830fa3b420ae2ce619adb0d9de790",
    "f26b3e937a191acea7f51822bda7fd0a98a89ba4388fc51e0bc25e86677cbf31",
)
KEPT = (
    "01abc69914408d655043f9d0d2ad070ebcdf7671fbd12b97cfbd5fbc06b4c6e6ec8a0b17808960f1d9dfa01540e0154f0bf7bf81cda10300"
)
SHORT_KEPT = "01032d6a80a49b434bb71ed876f1dcfbc52b2efc00baa11600"
KEPT_SINCE_0019 = (
    "022054ed0100b3430ca3cd9366582944991549f55257e08949db3cb19f3f4fd3a558663ed99fa791edfb55ca481a166b44e1d2614974e9f2e7"
    "8902fc0e3e9cf4114a52"
)


@given(st.text())
def test_whatever_is_packed_reads_as_it_was(text: str) -> None:
    assert unpacked(packed(text)) == text


def test_every_character_survives() -> None:
    every = "".join(chr(code) for code in range(1, 0x110000) if not 0xD800 <= code < 0xE000)
    assert unpacked(packed(every)) == every


def test_a_letter_takes_less_than_two_thirds_of_its_room() -> None:
    stored = packed(LONG)
    assert isinstance(stored, bytes)
    assert len(stored) * 3 < len(LONG.encode()) * 2
    assert packed("{}") == b""
    assert packed("短") == "短"  # nothing is gained


def test_one_short_value_is_not_worth_packing() -> None:
    assert packed(SHORT) == SHORT
    assert isinstance(packed(SHORT * 3), bytes)


def test_what_was_packed_by_an_earlier_program_can_be_read() -> None:
    # Neither the words nor the coding may ever change: offices hold texts that are read by them.
    assert hashlib.sha256(FIRST.encode()).hexdigest() == WORDS
    assert hashlib.sha256(OFTEN.encode()).hexdigest() == BYTES
    assert unpacked(bytes.fromhex(KEPT)) == LONG
    assert unpacked(bytes.fromhex(SHORT_KEPT)) == SHORT
    assert unpacked(bytes.fromhex(KEPT_SINCE_0019)) == LONG


def test_several_threads_pack_and_unpack_at_once() -> None:
    texts = [f'{{"content":"第{place}件：{LONG * (place % 7 + 1)}"}}' for place in range(400)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda text: unpacked(packed(text)), texts * 5)) == texts * 5


OLD = bytes.fromhex(KEPT)
NEW = bytes.fromhex(KEPT_SINCE_0019)


@pytest.mark.parametrize(
    "damage",
    [
        *(b"\x01", b"\x07abc", OLD[:-3], OLD + b"x", b"\x01\xff\xff\xff"),
        *(b"\x02", NEW[:-3], NEW + b"x", b"\x02\xff\xff\xff", NEW[:20] + b"\xff\xff" + NEW[22:]),
        b"\x02\xe0" + b"\xff" * 7 + b"\x0f" + NEW[4:],  # says that it is longer than any memory
    ],
)
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
