"""The first look shows the day as the opened office does, changes nothing, and leaves hard cases to the opening."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hotline_desktop.domain.records.summaries import SortKey, TicketFilter
from hotline_desktop.domain.terms.roles import Role
from hotline_desktop.example.office import open_example
from hotline_desktop.services.first_look import ROWS, FirstLook, first_look, first_rows
from hotline_desktop.services.office import Office
from tests.services.desk import CLERK, FORMS, RESOURCES, on_disk

NOW = datetime(2026, 11, 26, 10, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example office, closed as a clerk leaves it."""
    made = tmp_path_factory.mktemp("looked at") / "data"
    open_example(made, lambda: NOW, FORMS, RESOURCES).close()
    return made


def look(folder: Path, now: datetime = NOW) -> FirstLook | None:
    return first_look(folder, now, RESOURCES)


def same(found: FirstLook | None, office: Office, now: datetime) -> None:
    assert found is not None
    assert found.cards == office.today.cards(now)
    rows = office.tickets.page(TicketFilter(open_only=True), SortKey.DUE, limit=ROWS).rows
    assert found.rows == tuple(row._replace(content="") if row.title else row for row in rows)
    assert found.filled == bool(office.tickets.count())
    assert found.rules == office.time.rules()


def _at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_the_first_look_shows_what_the_opened_office_shows(folder: Path) -> None:
    moments = [NOW + timedelta(hours=7 * step, seconds=step % 2 * 30) for step in range(24)]
    seen = [look(folder, moment) for moment in moments]
    for moment, found in zip(moments, seen, strict=True):
        office = on_disk(folder, _at(moment))
        same(found, office, moment)
        office.close()


def test_it_sees_what_another_program_has_just_written(folder: Path) -> None:
    office = on_disk(folder, lambda: NOW)
    row = office.tickets.page(TicketFilter(task="待先行联系", open_only=True)).rows[0]
    office.tickets.do(row.id, "first_contact", {"note": "已问清"}, CLERK)
    same(look(folder), office, NOW)
    office.close()


def test_it_changes_no_byte_and_leaves_nothing_behind(folder: Path) -> None:
    def kept() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    before = kept()
    assert look(folder) is not None
    assert kept() == before


def test_what_has_to_be_opened_first_is_not_looked_at(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "hotline.db"
    assert look(tmp_path) is None and not path.exists()
    for content in (b"", b"no database" * 100, (folder / "hotline.db").read_bytes()[:5000]):
        path.write_bytes(content)
        assert look(tmp_path) is None
        assert path.read_bytes() == content
    for version in ("0001", "9999"):
        path.write_bytes((folder / "hotline.db").read_bytes())
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute("UPDATE alembic_version SET version_num = ?", (version,))
        assert look(tmp_path) is None


def test_an_unreadable_setting_stands_as_its_default_as_in_the_office(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "hotline.db").write_bytes((folder / "hotline.db").read_bytes())
    with closing(sqlite3.connect(tmp_path / "hotline.db")) as raw, raw:
        raw.execute("INSERT OR REPLACE INTO settings VALUES ('near_days', '\"soon\"')")
    found = look(tmp_path)
    office = on_disk(tmp_path, lambda: NOW)
    same(found, office, NOW)
    office.close()


def test_an_office_where_people_log_in_shows_nothing_before(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "hotline.db").write_bytes((folder / "hotline.db").read_bytes())
    office = on_disk(tmp_path, lambda: NOW)
    office.people.add("王芳", Role.ADMINISTRATOR, "一串很长的口令2026", "王芳")
    office.close()
    assert look(tmp_path) is None
    assert first_rows(tmp_path, 5, RESOURCES) is None


def test_neither_the_database_library_nor_the_rules_of_steps_are_loaded_for_it(folder: Path) -> None:
    asked = (
        "import sys; from datetime import datetime; from pathlib import Path\n"
        "from hotline_desktop.services.first_look import first_look\n"
        f"found = first_look(Path({str(folder)!r}), datetime(2026, 11, 26, 10, 20), Path({str(RESOURCES)!r}))\n"
        "print(len(found.cards), 'sqlalchemy' in sys.modules, 'hotline_desktop.domain.ticket.ticket' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    cards, *loaded = answer.split()
    assert loaded == ["False", "False"] and int(cards) >= 12


def test_it_withholds_a_name_in_letters_or_misheard_as_the_opened_office_does(tmp_path: Path) -> None:
    made = tmp_path / "data"
    office = on_disk(made, lambda: NOW)
    text = "来电人魏建军（Wei Jianjun，WJJ，又记作魏建君）反映路灯不亮"
    values = {"content": text, "title": text, "caller": "魏建军", "confidential": True, "address": "新海路1号"}
    office.tickets.register({"number": "20261126100001", "received_at": NOW, "level": "一般", **values}, CLERK)
    (opened,) = office.tickets.page(TicketFilter(open_only=True), SortKey.DUE, limit=1).rows
    office.close()
    looked = (
        "from datetime import datetime; from pathlib import Path\n"
        "from hotline_desktop.services import first_look as f\n"
        f"folder, resources = Path({str(made)!r}), Path({str(RESOURCES)!r})\n"
        "print(f.first_look(folder, datetime(2026, 11, 26, 10, 20), resources).rows[0].title)\n"
        "print(f.first_rows(folder, 5, resources).rows[0].content)\n"
        "print(f.first_ticket(folder, '20261126100001', resources).row.content)\n"
    )
    asked = [sys.executable, "-X", "utf8", "-c", looked]
    answer = subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout
    assert answer.splitlines() == [opened.content] * 3
    assert not any(told in answer for told in ("Wei", "WJJ", "建君"))
