"""An index that is damaged while its table is whole is made anew and checked; a damaged table asks for a backup."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import TicketFilter
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.services.office import Office, open_office
from tests.services.desk import CLERK, COPIES_ITS_FILE, FORMS, RESOURCES, Clock, Walk, on_disk

pytestmark = COPIES_ITS_FILE
DATABASE = "hotline.db"
_PAGES = "SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0 AND name = ?"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed office of two tickets, one with a file and a case."""
    folder, clock = tmp_path_factory.mktemp("kept") / "office", Clock()
    office = on_disk(folder, clock)
    walk = Walk(office, clock, "20220908100001").to_unit()
    Walk(office, clock, "20220908100002")
    photo = folder.parent / "照片.txt"
    photo.write_text("照片", "utf-8")
    office.tickets.attach(walk.id, photo, "其他", CLERK)
    office.close()
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "office"))


def spoil(folder: Path, name: str) -> None:
    """Fills the first page of a table or index with zeroes."""
    with closing(sqlite3.connect(folder / DATABASE)) as raw:
        _name, page = raw.execute(_PAGES, (name,)).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with (folder / DATABASE).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))


def opened(folder: Path, clock: Clock) -> Office:
    """As ``check`` opens it."""
    return open_office(folder, clock, FORMS, RESOURCES, damaged=True)


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table but those in which the repair itself is written down, as it is read without any index."""
    with closing(sqlite3.connect(folder / DATABASE)) as raw:
        named = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'ticket_search%'")
        tables = [name for (name,) in named if name not in ("office_entries", "chain")]
        return {name: sorted(raw.execute(f'SELECT * FROM "{name}" NOT INDEXED'), key=repr) for name in tables}


@pytest.mark.parametrize(
    "index",
    ["ix_tickets_called_at", "sqlite_autoindex_units_1", "ticket_search_data", "ix_ticket_entries_requested"],
)
def test_a_destroyed_index_is_made_anew_and_every_row_is_as_it_was(folder: Path, clock: Clock, index: str) -> None:
    before = rows(folder)
    spoil(folder, index)
    damaged = (folder / DATABASE).read_bytes()
    office = opened(folder, clock)
    found = office.checkups.check()
    assert found.broken and "可能只坏了索引：先检查修复" in found.faults[0].message
    done = office.checkups.repair(CLERK)
    assert done.left == () and any("重建损坏的索引" in text for text in done.mended), done
    assert office.ledger.check().whole and office._office.db.faults() == ()
    assert [row.number for row in office.tickets.page(TicketFilter(search="施工扰民")).rows]
    office.close()
    assert rows(folder) == before
    assert [path.read_bytes() for path in (folder / ASIDE).rglob(DATABASE)] == [damaged]
    shutil.rmtree(folder / ASIDE)
    office = on_disk(folder, clock)
    Walk(office, clock, "20220908100003")
    assert office.checkups.check().faults == ()
    office.close()


def test_an_index_of_other_values_is_made_anew_in_place(folder: Path, clock: Clock) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        other = "CREATE INDEX ix_tickets_called_at ON tickets (received_at)"
        raw.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'ix_tickets_called_at'", (other,))
        raw.commit()
    office = opened(folder, clock)
    assert office.checkups.check().broken
    done = office.checkups.repair(CLERK)
    assert done.left == () and "重建损坏的索引" in done.mended[0] and not (folder / ASIDE).exists()
    office.close()


@pytest.mark.parametrize("table", ["ticket_entries", "chain", "tickets", "settings", "units"])
def test_a_damaged_table_is_left_as_it_is_and_asks_for_a_backup(folder: Path, clock: Clock, table: str) -> None:
    spoil(folder, table)
    try:
        office = opened(folder, clock)
    except Exception as error:  # the start meets it already
        assert "已损坏" in str(error)
        return
    before = (folder / DATABASE).read_bytes()
    done = office.checkups.repair(CLERK)
    assert done.mended == [] and "请用最近的备份恢复" in done.left[0].message
    office.close()
    assert (folder / DATABASE).read_bytes()[100:] == before[100:] and not (folder / ASIDE).exists()
