"""Settings, units, notices, rankings, accounts and files' names hang on the chain too: who changes them is found."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from hotline_desktop.domain.importing.model import BatchState, BatchSummary
from hotline_desktop.domain.records.summaries import AttachmentSummary, PrintedPaper, UnitSummary
from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.terms.keeping import Look
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.storage.chain import chain, chain_check, row_digests
from hotline_desktop.storage.chain.row_digests import Strayed
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.figures import quarters
from hotline_desktop.storage.office import accounts, looks, mappings, notices, units
from hotline_desktop.storage.office import settings as settings_table
from hotline_desktop.storage.papers import attachments, intake_tray, papers, print_codes
from hotline_desktop.storage.records import batches, tickets
from hotline_desktop.storage.tables import schema
from tests.storage.making import CLERK, MORNING, registered

QUARTER = Quarter(2022, 3, 7)
_LOT = re.compile("(?<=二维码) [0-9]+$")  # the number of a print is drawn by lot
BY_HAND = {
    "UPDATE settings SET value = '9' WHERE \"key\" = 'near_days'": (Strayed.CHANGED, "设置“临期提醒提前天数”"),
    "DELETE FROM settings WHERE \"key\" = 'near_days'": (Strayed.REMOVED, "设置“临期提醒提前天数”"),
    "INSERT INTO settings VALUES ('backup_place', 'x')": (Strayed.INSERTED, "设置“backup_place”"),
    "UPDATE units SET phone = '110' WHERE name = '新海村'": (Strayed.CHANGED, "单位“新海村”"),
    "INSERT INTO units (name, \"group\") VALUES ('冒名村', '村居')": (Strayed.INSERTED, "单位“冒名村”"),
    "DELETE FROM units": (Strayed.REMOVED, "单位“1”"),
    "UPDATE notices SET text = 'x'": (Strayed.CHANGED, "2023年的工作日安排（1）"),
    "UPDATE quarters SET figures = '[]'": (Strayed.CHANGED, "2022年第3季度考核排名（第1稿）"),
    "DELETE FROM quarters": (Strayed.REMOVED, "2022年第3季度考核排名（第1稿）"),
    "UPDATE accounts SET role = 'administrator'": (Strayed.CHANGED, "账户“陈管”"),
    "UPDATE accounts SET password = 'x'": (Strayed.CHANGED, "账户“陈管”"),
    "UPDATE attachments SET name = '别的.jpg'": (Strayed.CHANGED, "附件 1（A-1）"),
    "UPDATE attachments SET removed_at = ''": (Strayed.CHANGED, "附件 1（A-1）"),
    "DELETE FROM attachments": (Strayed.REMOVED, "附件 1"),
    "UPDATE printed_papers SET state = '办结'": (Strayed.CHANGED, "打印登记 1"),
    "UPDATE print_codes SET ticket_id = 7": (Strayed.CHANGED, "打印登记的二维码 …"),
    "UPDATE intake_tray SET name = '别的.jpg'": (Strayed.CHANGED, "扫描件托盘 1"),
    "UPDATE import_batches SET file = '别的.xlsx'": (Strayed.CHANGED, "导入批次 1"),
    "UPDATE column_mappings SET signature = 'x'": (Strayed.INSERTED, "一种导入文件的列名对照"),
    "DELETE FROM column_mappings": (Strayed.REMOVED, "一种导入文件的列名对照"),
    "UPDATE looks SET person = '别人' WHERE number = 'A-1'": (Strayed.CHANGED, "2022-09-05 谁看过的记录"),
    "DELETE FROM looks WHERE number = 'A-2'": (Strayed.CHANGED, "2022-09-05 谁看过的记录"),
    "DELETE FROM looks": (Strayed.REMOVED, "2022-09-05 谁看过的记录"),
    "UPDATE looks SET day = '2022-09-04' WHERE number = 'A-2'": (Strayed.INSERTED, "2022-09-04 谁看过的记录"),
    'UPDATE platform_rows SET cells = \'{"平台状态":"已办结"}\'': (Strayed.CHANGED, "工单 A-1的平台原文"),
    "UPDATE platform_rows SET ticket_id = 2": (Strayed.CHANGED, "工单 A-1的平台原文"),
    "DELETE FROM platform_rows": (Strayed.REMOVED, "工单 A-1的平台原文"),
    "UPDATE settings SET value = 'looks' WHERE \"key\" = 'row_digests'": (Strayed.CHANGED, "设置“row_digests”"),
}


@pytest.fixture
def office(path: Path) -> Path:
    """A closed office with one row of each kind, each changed once after it was made."""
    db = SqliteDatabase.open(path)
    with db.write() as c:
        ticket_id = tickets.add(c, *registered("A-1"), cells={"平台状态": "处理中"})
        settings_table.save(c, {"near_days": "2"})
        unit = UnitSummary(0, "新海村", UnitGroup.VILLAGE, "", "", "")
        unit_id = units.add(c, unit)
        notices.add(c, 2023, "text", MORNING, CLERK)
        quarters.freeze(c, QUARTER, "[1]", MORNING, CLERK)
        account = accounts.add(c, "陈管", Role.CLERK, "digest", MORNING)
        file = attachments.add(
            c, AttachmentSummary(0, "照片.jpg", "其他", 1, "ab", MORNING, CLERK), "ticket", ticket_id
        )
        papers.remember(c, PrintedPaper(0, "A-1", "处置单", "转办", MORNING, CLERK, "", None), ticket_id=ticket_id)
        print_codes.give(c, ticket_id=ticket_id, case_id=0, number="A-1", kind="处置单", state="转办", at=MORNING)
        intake_tray.add(c, name="照片.jpg", pages="1", reason="没有码", kept="a.jpg", digest="ab", at=MORNING)
        batches.add(c, BatchSummary(0, "导出.xlsx", MORNING, CLERK, 1, 0, 0, 0, False, BatchState.DONE))
        mappings.remember(c, "ab", {"number": ["工单编号"]}, MORNING)
        looks.add(c, [Look(MORNING, CLERK, "ticket", number) for number in ("A-1", "A-2")])
    with db.write() as c:
        papers.give_up(c, 1)
        intake_tray.settle(c, [1], "移出：重复")
        batches.change(c, BatchSummary(1, "导出.xlsx", MORNING, CLERK, 1, 0, 0, 0, False, BatchState.UNDONE))
        mappings.remember(c, "ab", {"number": ["编号"]}, MORNING)
        looks.add(c, [Look(MORNING, CLERK, "ticket", number) for number in ("A-2", "A-3")])
        settings_table.save(c, {"near_days": "3"})
        units.update(c, UnitSummary(unit_id, "新海村", UnitGroup.VILLAGE, "沈强", "", ""))
        accounts.set_active(c, account, False)
        accounts.failed(c, account, 3, MORNING)
        attachments.remove(c, file, MORNING)
    db.close()
    return path


def by_hand(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(statement)


def strays(path: Path) -> list[tuple[Strayed, str]]:
    db = SqliteDatabase.open(path)
    with db.read() as c:
        state = chain_check.check(c, db.remembered_head())
    db.close()
    assert state.findings == ()
    return [(stray.how, stray.name) for stray in state.strays]


def test_what_the_program_writes_is_as_it_should_be(office: Path) -> None:
    assert strays(office) == []


@pytest.mark.parametrize("statement", BY_HAND)
def test_a_row_that_was_changed_past_the_program_is_named(office: Path, statement: str) -> None:
    by_hand(office, statement)
    named = [(how, _LOT.sub(" …", name)) for how, name in strays(office)[:1]]
    assert named == [BY_HAND[statement]]


def test_what_an_earlier_version_wrote_is_taken_as_it_stands_with_the_next_write(path: Path) -> None:
    with closing(SqliteDatabase.open(path)) as db:
        with db.write() as c:
            settings_table.save(c, {"near_days": "2"})
        by_hand(
            path,
            "INSERT INTO printed_papers (kind, printed_at, printed_by) VALUES ('处置单', '2022-09-08T09:00', '王')",
        )
        with db.write() as c:
            assert row_digests.strays(c) == []
            papers.give_up(c, 1)
    assert strays(path) == []
    by_hand(path, "UPDATE printed_papers SET kind = '测评表'")
    assert strays(path) == [(Strayed.CHANGED, "打印登记 1")]


def test_a_day_of_looks_is_one_digest_and_goes_as_one(path: Path) -> None:
    with closing(SqliteDatabase.open(path)) as db:
        for number in range(30):
            with db.write() as c:
                looks.add(c, [Look(MORNING, CLERK, "ticket", f"A-{number}")])
        with db.write() as c:
            looks.add(c, [Look(MORNING, CLERK, "ticket", "A-1")])  # nothing new
        with db.read() as c:
            entries = [row.after for row in c.execute(schema.office_entries.select()) if row.step == row_digests.STEP]
        assert len(entries) == 30 and max(map(len, entries[1:])) < 60
        with db.write() as c:
            looks.remove_before(c, MORNING.date() + timedelta(days=1))
        with db.read() as c:
            assert row_digests.strays(c) == []
    by_hand(path, f"INSERT INTO looks VALUES ('{MORNING:%Y-%m-%d}', '冒名', 'ticket', 'A-1', '2022-09-05T09:00')")
    assert strays(path) == [(Strayed.INSERTED, "2022-09-05 谁看过的记录")]


def test_what_is_known_of_a_table_is_looked_for_once(path: Path) -> None:
    asked: list[str] = []
    with closing(SqliteDatabase.open(path)) as db:
        for turn in range(3):
            db._raw.set_trace_callback(lambda text: asked.append(text) if "LIKE" in text else None)
            with db.write() as c:
                mappings.remember(c, f"{turn}", {"number": ["工单编号"]}, MORNING)
            assert len(asked) == 1


def test_whoever_changes_the_digest_too_breaks_the_chain(office: Path) -> None:
    with closing(sqlite3.connect(office)) as raw, raw:
        raw.execute("DROP TRIGGER office_entries_no_update")
        raw.execute("UPDATE settings SET value = '9' WHERE \"key\" = 'near_days'")
        raw.execute("UPDATE office_entries SET after = '{}' WHERE step = ?", (row_digests.STEP,))
    db = SqliteDatabase.open(office)
    with db.read() as c:
        assert {finding.flaw for finding in chain_check.check(c).findings} == {chain_check.Flaw.CHANGED}
    db.close()


def test_what_was_confirmed_counts_as_it_stands(office: Path) -> None:
    by_hand(office, "UPDATE units SET phone = '110'")
    db = SqliteDatabase.open(office)
    with db.write() as c:
        row_digests.confirm(c, row_digests.strays(c))
    db.close()
    assert strays(office) == []


def test_a_transaction_that_is_given_up_leaves_no_digest(office: Path) -> None:
    db = SqliteDatabase.open(office)
    with db.read() as c:
        before = chain.head(c)
    with pytest.raises(KeyError), db.write() as c:
        settings_table.save(c, {"near_days": "5"})
        raise KeyError
    with db.write() as c:
        tickets.add(c, *registered("A-2"))
    with db.read() as c:
        assert chain.head(c).place == before.place + 1
    db.close()
    assert strays(office) == []


def test_an_office_of_before_begins_with_what_stands_there(office: Path) -> None:
    with closing(sqlite3.connect(office)) as raw, raw:
        guards = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in guards:
            raw.execute(f"DROP TRIGGER {name}")
        own = raw.execute("SELECT id FROM office_entries WHERE step = ?", (row_digests.STEP,)).fetchall()
        raw.executemany("DELETE FROM chain WHERE kind = 'office' AND sequence = ?", own)
        raw.executemany("DELETE FROM office_entries WHERE id = ?", own)
        for _name, sql in guards:
            raw.execute(sql)
    db = SqliteDatabase.open(office)
    with db.read() as c:
        assert row_digests.is_begun(c) and row_digests.strays(c) == []
        assert c.execute(schema.settings.select()).first() is not None
    db.close()
    by_hand(office, "UPDATE settings SET value = '9' WHERE \"key\" = 'near_days'")
    db = SqliteDatabase.open(office)
    with db.read() as c:
        assert [stray.how for stray in row_digests.strays(c)] == [Strayed.CHANGED]
    db.close()
