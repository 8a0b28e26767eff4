"""Everything that is recorded hangs on one chain; whoever changes, removes or slips in an entry breaks it there."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select, update

from hotline_desktop.domain.importing.model import BatchState, BatchSummary
from hotline_desktop.storage.chain import chain, chain_check
from hotline_desktop.storage.chain.chain import Key, as_ranges, from_ranges
from hotline_desktop.storage.chain.chain_check import Flaw
from hotline_desktop.storage.chain.chain_head import Head, head_path, read_head
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.records import batches, tickets
from hotline_desktop.storage.tables import schema
from tests.storage.making import CLERK, MORNING, registered, urged

TABLES = ("ticket_entries", "office_entries", "chain")
BATCH = BatchSummary(0, "a.xlsx", MORNING, CLERK, 2, 0, 0, 0, False, BatchState.DONE)


@pytest.fixture
def office(path: Path) -> Path:
    """A closed office of three tickets with two entries each, and one entry of the office's own."""
    db = SqliteDatabase.open(path)
    for number in ("A-1", "A-2", "A-3"):
        ticket, entry = registered(number)
        with db.write() as c:
            ticket_id = tickets.add(c, ticket, entry)
        with db.write() as c:
            tickets.record(c, ticket_id, *urged(ticket))
    with db.write() as c:
        chain.remember(c, "修改设置", MORNING, CLERK, {"镇名": "甲"}, {"镇名": "乙"})
    db.close()
    return path


def by_hand(path: Path, *statements: str) -> None:
    """Does to the file what a stranger with a database tool can do."""
    with closing(sqlite3.connect(path)) as raw, raw:
        for table in TABLES:
            for verb in ("update", "delete"):
                raw.execute(f"DROP TRIGGER {table}_no_{verb}")
        for statement in statements:
            raw.execute(statement)


def found(path: Path) -> list[tuple[Flaw, Key]]:
    """What a check finds."""
    db = SqliteDatabase.open(path)
    remembered = db.remembered_head()
    with db.read() as c:
        state = chain_check.check(c, remembered)
    db.close()
    return [(finding.flaw, finding.key) for finding in state.findings]


def test_what_the_program_writes_is_whole(office: Path) -> None:
    assert found(office) == []
    db = SqliteDatabase.open(office)
    with db.read() as c:
        state = chain_check.check(c)
        assert (state.entries, state.head.place) == (7, 7)
        assert state.head == db.remembered_head()
    db.close()


@pytest.mark.parametrize("column", ["step", "round", "at", "recorded_at", "by", "values", "facts", "before", "after"])
def test_a_change_of_any_column_names_the_entry(office: Path, column: str) -> None:
    value = "2" if column == "round" else "'x'"
    by_hand(office, f'UPDATE ticket_entries SET "{column}" = {value} WHERE ticket_id = 2 AND sequence = 1')
    assert found(office) == [(Flaw.CHANGED, Key("ticket", 2, 1))]


def test_an_entry_that_was_removed_is_named(office: Path) -> None:
    by_hand(office, "DELETE FROM ticket_entries WHERE ticket_id = 2 AND sequence = 2")
    assert found(office) == [(Flaw.REMOVED, Key("ticket", 2, 2))]


def test_an_entry_that_was_slipped_in_is_named(office: Path) -> None:
    by_hand(
        office,
        'INSERT INTO ticket_entries SELECT 3, 3, step, round, at, recorded_at, by, "values", facts, before, after '
        "FROM ticket_entries WHERE ticket_id = 3 AND sequence = 2",
    )
    assert found(office) == [(Flaw.INSERTED, Key("ticket", 3, 3))]


def test_entries_that_changed_places_are_noticed(office: Path) -> None:
    by_hand(office, "UPDATE ticket_entries SET sequence = 9 WHERE ticket_id = 1 AND sequence = 2")
    assert sorted(found(office), key=str) == sorted(
        [(Flaw.REMOVED, Key("ticket", 1, 2)), (Flaw.INSERTED, Key("ticket", 1, 9))], key=str
    )


def test_a_history_that_is_gone_does_not_look_new(office: Path) -> None:
    by_hand(
        office,
        "DELETE FROM chain WHERE kind IS NULL AND owner = 2",
        "DELETE FROM ticket_entries WHERE ticket_id = 2",
    )
    flaws = found(office)
    assert (Flaw.NO_HISTORY, Key("ticket", 2, 0)) in flaws
    assert Flaw.REMOVED in {flaw for flaw, _key in flaws}


def test_a_chain_that_was_cut_at_its_beginning_is_noticed(office: Path) -> None:
    by_hand(office, "DELETE FROM chain WHERE place <= 2", "DELETE FROM ticket_entries WHERE ticket_id = 1")
    assert Flaw.REMOVED in {flaw for flaw, _key in found(office)}


def test_an_entry_and_its_own_digest_changed_together_break_the_next_one(office: Path) -> None:
    db = SqliteDatabase.open(office)
    with db.read() as c:
        before = c.execute(select(schema.chain.c.digest).where(schema.chain.c.place == 2)).scalar_one()
        row = list(c.execute(select(schema.ticket_entries).where(schema.ticket_entries.c.ticket_id == 2)).first() or ())
    db.close()
    row[5], row[6] = row[4], "别人"
    forged = chain.digest_of(before, Key("ticket", 2, 1), row).hex()
    by_hand(
        office,
        "UPDATE ticket_entries SET \"by\" = '别人' WHERE ticket_id = 2 AND sequence = 1",
        f"UPDATE chain SET digest = x'{forged}' WHERE place = 3",
    )
    assert found(office) == [(Flaw.CHANGED, Key("ticket", 2, 2))]


def test_steps_that_vanished_at_the_end_are_noticed_by_what_is_remembered_outside(office: Path) -> None:
    by_hand(office, "DELETE FROM chain WHERE place = 7", "DELETE FROM office_entries")
    assert found(office) == [(Flaw.MISSING_TAIL, Key("office", 0, 6))]


def test_an_older_file_put_in_its_place_is_noticed(office: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier.db"
    db = SqliteDatabase.open(office)
    db.backup(earlier)
    with db.write() as c:
        chain.remember(c, "修改设置", MORNING, CLERK, {}, {})
    db.close()
    earlier.replace(office)
    assert found(office) == [(Flaw.MISSING_TAIL, Key("office", 0, 7))]


def test_what_is_remembered_outside_may_lag_behind_but_not_contradict(office: Path) -> None:
    path = head_path(office)
    last = read_head(office)
    assert last is not None
    for harmless in ("", "half a li"):
        path.write_text(harmless, "ascii")
        assert found(office) == []
    path.write_text(Head(last.place, b"\1" * 32).as_text(), "ascii")
    assert [flaw for flaw, _key in found(office)] == [Flaw.MISSING_TAIL]


def test_an_import_taken_back_leaves_an_entry_that_speaks_for_what_went(office: Path) -> None:
    db = SqliteDatabase.open(office)
    with db.write() as c:
        batch_id = batches.add(c, BATCH)
        added = tickets.add_many(c, [(*registered(number), {}) for number in ("B-1", "B-2")], batch_id)
    with db.write() as c:
        tickets.add(c, *registered("A-4"))
        batches.change(c, replace(BATCH, id=batch_id, state=BatchState.UNDONE))
        _gone, summary = tickets.remove_batch(c, batch_id)
        chain.remember(c, "撤销导入", MORNING, CLERK, {}, summary)
    assert summary[chain.REMOVED] == f"{len(added)} 条" and summary[chain.PLACES] == "8-9"
    with db.write() as c:  # their ids are given again
        tickets.add(c, *registered("B-9"))
    db.close()
    assert found(office) == []
    by_hand(office, "UPDATE office_entries SET after = '{}' WHERE step = '撤销导入'")
    assert {flaw for flaw, _key in found(office)} >= {Flaw.CHANGED, Flaw.REMOVED}


def test_a_new_segment_holds_the_end_of_the_old_one(office: Path) -> None:
    db = SqliteDatabase.open(office)
    with db.read() as c:
        old = chain.head(c)
    with db.write() as c:
        chain.begin_segment(c, MORNING, "升级数据文件", "程序", "没有改动")
        state = chain_check.check(c)
        assert (state.entries, state.findings) == (8, ())
        places = c.execute(select(schema.chain.c.place).order_by(schema.chain.c.place)).scalars().all()
        assert places == list(range(8, 16))
        summary = c.execute(select(schema.office_entries.c.after).order_by(schema.office_entries.c.id.desc())).scalar()
        assert old.as_text() in str(summary)
    with db.write() as c:
        chain.begin_segment(c, MORNING, "升级数据文件", "程序", "没有改动")
        assert chain_check.check(c).findings == ()
        tickets.add(c, *registered("A-5"))
    db.close()
    assert found(office) == []
    by_hand(office, "UPDATE office_entries SET after = '{}' WHERE step = '升级数据文件' AND id = 3")
    assert [flaw for flaw, _key in found(office)] == [Flaw.CHANGED]


def test_nothing_is_taken_out_of_the_chain_by_the_program(c: Connection) -> None:
    tickets.add(c, *registered())
    for statement in (delete(schema.chain), update(schema.chain).values(digest=b"\0")):
        with pytest.raises(Exception, match="append-only"), c.begin_nested():
            c.execute(statement)


def test_random_tampering_never_goes_unnoticed(office: Path, tmp_path: Path) -> None:
    chosen = random.Random(12)
    for turn in range(25):
        copy = tmp_path / f"{turn}.db"
        copy.write_bytes(office.read_bytes())
        ticket, sequence = chosen.randint(1, 3), chosen.randint(1, 2)
        where = f"WHERE ticket_id = {ticket} AND sequence = {sequence}"
        by_hand(
            copy,
            chosen.choice(
                (
                    f"DELETE FROM ticket_entries {where}",
                    f'UPDATE ticket_entries SET "values" = CAST("values" || \' \' AS BLOB) {where}',
                    f"UPDATE ticket_entries SET at = '2020-01-01T00:00' {where}",
                    f"UPDATE chain SET digest = zeroblob(32) WHERE place = {chosen.randint(1, 6)}",
                    f"DELETE FROM chain WHERE place = {chosen.randint(1, 6)}",
                )
            ),
        )
        assert found(copy), turn


def test_places_are_written_as_ranges_and_read_back() -> None:
    for places in ([], [4], [1, 2, 3], [1, 2, 4, 7, 8]):
        assert [place for each in from_ranges(as_ranges(places)) for place in each] == places


def test_linking_anew_and_checking_take_four_times_as_long_for_four_times_as_many_entries() -> None:
    few, many = (_instructions(number) for number in (150, 600))
    assert many < 6 * few


def _instructions(number: int) -> int:
    """What SQLite does for an upgrade's chain over so many tickets, in steps of its machine."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1

    db = SqliteDatabase.in_memory()
    with db.write() as c:
        tickets.add_many(c, [(*registered(f"T{place}"), {}) for place in range(number)], None)
        raw = c.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.set_progress_handler(count, 100)
        chain.begin_segment(c, MORNING, "升级数据文件", "程序", "")
        chain_check.check(c)
        raw.set_progress_handler(None, 0)
    db.close()
    return done
