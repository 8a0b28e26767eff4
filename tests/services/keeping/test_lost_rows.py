"""A row that somebody took away is written anew from its history, with what it alone knew; the rest is named."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.storage.records.records import RowAway, RowLost
from tests.exchange.tables import HEADERS, save_text, ticket
from tests.services.desk import CLERK, Clock, Walk, on_disk, supervise
from tests.services.test_opening import put

IMPORTED, LATE, NUMBERED = "20220908200001", "20220908100001", "20220908100002"
TABLES = ("tickets", "cases", "talks", "candidates", "case_tickets", "ticket_marks", "ticket_figures", "ticket_lapses")


def exported(folder: Path, number: str) -> Path:
    """What the platform tells of one ticket, as a file."""
    return save_text(folder / "工单导出.csv", [HEADERS, ticket(number)])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed office: an import, an overdue ticket with its candidate, a case linked in a second round, a talk."""
    folder, clock = tmp_path_factory.mktemp("kept") / "office", Clock()
    office = on_disk(folder, clock)
    Walk(office, clock, LATE).to_unit()
    second = Walk(office, clock, NUMBERED).to_review()
    second.do("review", answered="是", handled="否", verdict="退回再处置", problem="没有到现场").do("redo")
    office.imports.apply(office.imports.preview(office.imports.open(exported(folder.parent, IMPORTED))), CLERK)
    clock.pass_minutes(60 * 24 * 40)
    office.tickets.do(1, "urge", {}, CLERK)
    supervise(office, NUMBERED)
    office.close()
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "office"))


@pytest.fixture
def clock() -> Clock:
    later = Clock()
    later.pass_minutes(60 * 24 * 41)
    return later


def rows_in(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(folder / "hotline.db")) as raw:
        return {name: sorted(raw.execute(f"SELECT * FROM {name}"), key=repr) for name in TABLES}


def mended(folder: Path, clock: Clock) -> tuple[list[str], list[str]]:
    """What a check names before, and what it still names after a repair."""
    office = on_disk(folder, clock)
    before = [f"{fault.name} {fault.message}" for fault in office.checkups.check().faults]
    left = [f"{fault.name} {fault.message}" for fault in office.checkups.repair(CLERK).left]
    office.close()
    return before, left


@pytest.mark.parametrize("table", ["tickets", "cases", "talks", "candidates"])
def test_every_row_of_a_list_comes_back_as_it_was(folder: Path, clock: Clock, table: str) -> None:
    was = rows_in(folder)
    assert was[table]
    put(folder, f"DELETE FROM {table}")
    before, left = mended(folder, clock)
    assert sum("可以按它重建" in fault for fault in before) == len(was[table])
    assert left == [] and rows_in(folder) == was


def test_a_lost_ticket_is_named_by_its_number_and_found_again(folder: Path, clock: Clock) -> None:
    put(folder, "DELETE FROM tickets WHERE id = 2")
    office = on_disk(folder, clock)
    assert any(fault.name == f"工单 {NUMBERED}" for fault in office.checkups.check().faults)
    made = office.backups.run()
    assert made.dangling and "行所属的记录不见了" in made.damage
    assert office.checkups.repair(CLERK).left == ()
    assert office.backups.run().damage == ""
    assert [row.number for row in office.tickets.page(TicketFilter(search=NUMBERED)).rows] == [NUMBERED]
    office.close()


@pytest.mark.parametrize(("table", "kind"), [("talks", "talks"), ("cases", "supervision")])
def test_what_lost_its_row_says_so_when_it_is_opened(folder: Path, clock: Clock, table: str, kind: str) -> None:
    put(folder, f"UPDATE {table} SET id = id + 7")
    office = on_disk(folder, clock)
    with pytest.raises(RowAway, match=r"办理记录还在.*检查修复"):
        getattr(office, kind).detail(1, CLERK)
    office.close()


def test_a_new_ticket_never_gets_the_history_of_a_lost_one(folder: Path, clock: Clock) -> None:
    put(folder, "DELETE FROM tickets WHERE id = (SELECT max(id) FROM tickets)")
    office = on_disk(folder, clock)
    with pytest.raises(RowLost, match="检查修复"):
        Walk(office, clock, "20220908100009")
    table = exported(folder.parent, "20220908300001")
    with pytest.raises(RowLost, match="检查修复"):
        office.imports.apply(office.imports.preview(office.imports.open(table)), CLERK)
    assert office.checkups.repair(CLERK).left == ()
    Walk(office, clock, "20220908100009")
    assert office.ledger.check().whole
    office.close()


def test_a_lost_row_whose_number_was_given_again_is_told(folder: Path, clock: Clock) -> None:
    put(folder, "DELETE FROM tickets WHERE id = 1")
    office = on_disk(folder, clock)
    Walk(office, clock, LATE)
    office.close()
    _before, left = mended(folder, clock)
    assert any(f"它的编号 {LATE} 现在是内部号" in fault for fault in left)


def test_what_belongs_to_a_record_without_any_history_is_named_and_stays(folder: Path, clock: Clock) -> None:
    for table in ("ticket_entries WHERE ticket_id", "tickets WHERE id"):
        put(folder, f"DELETE FROM {table} = 1")
    before, left = mended(folder, clock)
    told = "工单清单第 1 行 不见了，案源清单里还有 1 行属于它，办理记录也没有，重建不了；没有动它们，请用以前的备份核对"
    assert told in before and told in left
    assert any("统计数字里还有" in fault for fault in before) and not any("统计数字里还有" in fault for fault in left)


def test_a_lost_import_leaves_its_tickets(folder: Path, clock: Clock) -> None:
    put(folder, "DELETE FROM import_batches")
    before, left = mended(folder, clock)
    assert any("导入批次第 1 行 不见了，工单清单里还有" in fault for fault in before) and left == []
    office = on_disk(folder, clock)
    assert office.tickets.find(IMPORTED)
    office.close()


@pytest.mark.parametrize(
    "damage",
    ["DELETE FROM case_tickets", "UPDATE case_tickets SET round = 7", "UPDATE case_tickets SET round = 'x'"],
)
def test_a_link_of_a_case_comes_back_with_its_round(folder: Path, clock: Clock, damage: str) -> None:
    was = rows_in(folder)["case_tickets"]
    put(folder, damage)
    before, left = mended(folder, clock)
    assert before and left == [] and rows_in(folder)["case_tickets"] == was


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE tickets SET batch_id = 1 WHERE number = '20220908100001'",  # an undo of the import would take it along
        "UPDATE tickets SET batch_id = NULL",
        "UPDATE candidates SET ticket_id = 1 + ticket_id % 2",
    ],
)
def test_what_a_row_belongs_to_is_held_against_what_its_history_tells(folder: Path, clock: Clock, damage: str) -> None:
    was = rows_in(folder)
    put(folder, damage)
    assert rows_in(folder) != was
    before, left = mended(folder, clock)
    assert any("所属的工单或导入批次与办理记录不符" in fault for fault in before) and left == []
    assert rows_in(folder) == was


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM import_updates",  # to take the import back would leave its changes
        "UPDATE import_updates SET sequence = 1",
        "UPDATE import_updates SET ticket_id = 1",
    ],
)
def test_which_import_changed_a_ticket_is_held_against_its_history(folder: Path, clock: Clock, damage: str) -> None:
    office = on_disk(folder, clock)
    changed = save_text(folder.parent / "工单导出.csv", [HEADERS, ticket(IMPORTED, 来电内容="路灯还是不亮")])
    batch = office.imports.apply(office.imports.preview(office.imports.open(changed)), CLERK).batch_id
    office.close()
    put(folder, damage)
    before, left = mended(folder, clock)
    assert any("改过它的导入批次与办理记录不符" in fault for fault in before) and left == []
    office = on_disk(folder, clock)
    office.imports.undo(batch, CLERK)
    assert office.tickets.detail(office.tickets.find(IMPORTED)).history[-1].step == "import_undo"
    office.close()


PIECES = {
    "a piece of the content": "INSERT INTO ticket_search (ticket_search, rowid, pieces) VALUES ('delete', 1, '夜间')",
    "a foreign piece": "INSERT INTO ticket_search (rowid, pieces) VALUES (1, '别处')",
    "a ticket that is none": "INSERT INTO ticket_search (rowid, pieces) VALUES (4711, '别处')",
}


@pytest.mark.parametrize("damage", PIECES.values(), ids=PIECES.keys())
def test_the_whole_content_of_the_index_is_compared(folder: Path, clock: Clock, damage: str) -> None:
    put(folder, damage)
    before, left = mended(folder, clock)
    assert any("搜索索引与办理记录不符" in fault for fault in before) and left == []


def test_an_office_with_every_kind_of_record_has_nothing_to_mend(folder: Path, clock: Clock) -> None:
    assert mended(folder, clock) == ([], [])
