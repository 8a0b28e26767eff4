"""An office that an earlier program made opens, is copied before it is changed, and shows what it showed then."""

from __future__ import annotations

import difflib
import hashlib
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.storage import migrations
from hotline_desktop.storage.chain import chain, chain_check
from hotline_desktop.storage.engines.sqlite.condition import condition
from hotline_desktop.storage.engines.sqlite.copies import backup
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.errors import DatabaseError
from hotline_desktop.storage.rebuilding import derived, rebuilding
from tests.offices.shown import agreed, every_office, kept_offices, shown, unpack

FAILING = '''
"""A version that stops in the middle."""
from alembic import op

revision, down_revision = "9999", "{last}"


def upgrade() -> None:
    op.execute("DELETE FROM number_sequences")
    op.execute("ALTER TABLE units ADD COLUMN fax TEXT")
    raise RuntimeError("no further")
'''


@pytest.fixture(params=kept_offices())
def office(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """The name of a kept office, and a folder with it."""
    return request.param, unpack(request.param, tmp_path / "office")


def rows(path: Path) -> dict[str, int]:
    """How many rows each table of a file has."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
        names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        names.remove("ticket_search")  # holds no text that could be read back
        return {name: raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)}


@pytest.mark.parametrize("name", every_office())
def test_each_office_is_of_its_schema_and_has_its_text(name: str, tmp_path: Path) -> None:
    path = unpack(name, tmp_path) / "hotline.db"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (name,)
    assert agreed(name).startswith("# 工单 ")


def test_an_old_office_shows_what_it_showed(office: tuple[str, Path]) -> None:
    name, folder = office
    changed = list(difflib.unified_diff(agreed(name).splitlines(), shown(folder).splitlines(), "then", "now", n=0))
    assert not changed, "\n".join(changed[:60])


def test_an_upgrade_keeps_a_whole_copy_of_the_file_before_it(office: tuple[str, Path]) -> None:
    name, folder = office
    path = folder / "hotline.db"
    before, digest = rows(path), hashlib.sha256(path.read_bytes()).hexdigest()
    SqliteDatabase.open(path).close()
    copies = sorted((folder / "backups").glob("*.db"))
    assert [copy.name for copy in copies] == [f"hotline-升级前-{name}.db"]
    assert rows(copies[0]) == before
    SqliteDatabase.open(path).close()
    assert sorted((folder / "backups").glob("*.db")) == copies
    assert hashlib.sha256(path.read_bytes()).hexdigest() != digest


def test_the_chain_of_records_fits_after_an_upgrade_and_goes_on_over_one_that_changes_no_word(
    office: tuple[str, Path],
) -> None:
    name, folder = office
    path = folder / "hotline.db"
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
        linked = raw.execute("SELECT place, digest FROM chain").fetchall() if name > "0001" else []
    with closing(SqliteDatabase.open(path)) as db, db.read() as c:
        state = chain_check.check(c, db.remembered_head())
        now = set(map(tuple, c.exec_driver_sql("SELECT place, digest FROM chain")))
    assert state.findings == () and state.strays == ()
    assert now.issuperset(linked) == (name >= migrations.SAME_HISTORIES_SINCE) or not linked


# Earlier ones are checked before and linked anew: there the entry of the upgrade tells what was found.
@pytest.mark.parametrize("name", [name for name in kept_offices() if name >= migrations.SAME_HISTORIES_SINCE])
def test_what_was_tampered_with_before_an_upgrade_shows_after_it(name: str, tmp_path: Path) -> None:
    path = unpack(name, tmp_path) / "hotline.db"
    with closing(sqlite3.connect(path)) as raw, raw:
        (rule,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'ticket_entries_no_update'").fetchone()
        raw.execute("DROP TRIGGER ticket_entries_no_update")
        raw.execute("UPDATE ticket_entries SET \"by\" = '别人' WHERE ticket_id = 7 AND sequence = 1")
        raw.execute(rule)
    with closing(SqliteDatabase.open(path)) as db, db.read() as c:
        found = {(finding.flaw, finding.key) for finding in chain_check.check(c).findings}
    assert (chain_check.Flaw.CHANGED, chain.Key("ticket", 7, 1)) in found


def test_figures_counted_by_earlier_rules_are_counted_anew(tmp_path: Path) -> None:
    path = unpack("0018", tmp_path) / "hotline.db"
    with closing(sqlite3.connect(path)) as raw, raw:
        counted = set(raw.execute("SELECT * FROM ticket_figures"))
        raw.execute("UPDATE ticket_figures SET grade = '', resolution = '', late_on = '2026-11-02'")
        raw.execute("DELETE FROM ticket_lapses WHERE ticket_id % 2")
    with closing(SqliteDatabase.open(path)) as db, db.read() as c:
        assert not list(rebuilding.mismatches(c, None))
        assert set(map(tuple, c.exec_driver_sql("SELECT * FROM ticket_figures"))) == counted


def test_deadlines_worked_out_by_earlier_rules_are_worked_out_anew(tmp_path: Path) -> None:
    path = unpack("0018", tmp_path) / "hotline.db"
    columns = "SELECT id, due, due_order, answer_due, task, pending FROM tickets"
    with closing(sqlite3.connect(path)) as raw, raw:
        worked_out = set(raw.execute(columns))
        raw.execute("UPDATE tickets SET due = '2026-11-02T17:00', due_order = '2026-11-02T17:00', answer_due = ''")
        raw.execute("UPDATE tickets SET task = '', pending = '督办中' WHERE id % 2")
    with closing(SqliteDatabase.open(path)) as db, db.read() as c:
        assert not list(rebuilding.mismatches(c, None))
        assert set(map(tuple, c.exec_driver_sql(columns))) == worked_out


def test_an_upgrade_that_fails_leaves_the_old_file_as_it_was(
    office: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, folder = office
    path, versions = folder / "hotline.db", Path(shutil.copytree(migrations.FOLDER, tmp_path / "migrations"))
    (versions / "versions" / "version_9999.py").write_text(FAILING.format(last=migrations.HEAD), "utf-8")
    upgrade = migrations.upgrade
    monkeypatch.setattr(condition, "VERSIONS", (*migrations.VERSIONS, "9999"))
    monkeypatch.setattr(condition, "HEAD", "9999")
    monkeypatch.setattr(backup, "HEAD", "9999")
    monkeypatch.setattr(migrations, "upgrade", lambda c, around: upgrade(c, versions, around))
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="no further"):
        SqliteDatabase.open(path)
    assert path.read_bytes() == before
    assert not path.with_name("hotline.db-wal").exists()
    monkeypatch.undo()
    SqliteDatabase.open(path).close()
    assert name in kept_offices()


def test_an_upgrade_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    told: list[float] = []
    path = unpack("0011", tmp_path / "whole") / "hotline.db"
    SqliteDatabase.open(path, progress=lambda done, total: told.append(done / total)).close()
    assert told == sorted(told) and told[-1] == 1 and len(set(told)) > 5
    told.clear()
    SqliteDatabase.open(path, progress=lambda done, total: told.append(done / total)).close()
    assert not told  # only an upgrade is told of

    for most, what in ((0.0, "没有变动"), (0.4, "没有变动"), (0.9, "下次打开时接着做")):
        path = unpack("0011", tmp_path / f"until {most}") / "hotline.db"
        before = path.read_bytes()
        with pytest.raises(DatabaseError, match=what):
            SqliteDatabase.open(path, progress=partial(_stopping, most))
        assert (path.read_bytes() == before) == (what == "没有变动")
        assert len(list((path.parent / "backups").glob("*升级前*"))) == (what != "没有变动")
    db = SqliteDatabase.open(path)  # the last one is finished now
    with db.read() as c:
        assert not derived.incomplete(c) and chain_check.check(c).findings == ()
    db.close()


def _stopping(most: float, done: int, total: int) -> None:
    if done >= most * total:
        raise Cancelled
