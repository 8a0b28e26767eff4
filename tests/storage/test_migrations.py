"""The file of data comes to its newest version whole or not at all, and is copied before."""

from __future__ import annotations

import ast
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from operator import attrgetter
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Connection, create_engine

from hotline_desktop.storage import migrations
from hotline_desktop.storage.engines.sqlite.condition import condition
from hotline_desktop.storage.engines.sqlite.copies import backup
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from hotline_desktop.storage.records import tickets
from hotline_desktop.storage.tables.schema import metadata
from tests.storage.making import registered

# A version after the newest, whatever that is.
NEXT = "9999"
STEP = '''
"""A version for a test."""
from alembic import op

revision, down_revision = "9999", "{head}"


def upgrade() -> None:
    op.execute("ALTER TABLE units ADD COLUMN fax TEXT")
    op.execute("UPDATE settings SET value = 'changed'")
    {last}
'''


def _shape(c: Connection) -> dict[str, object]:
    """Columns, keys and indexes of every table, as the database itself tells them."""
    names = c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    own = [name for name in names if name in metadata.tables]
    message = ("table_xinfo", "foreign_key_list")
    shape: dict[str, object] = {
        f"{pragma} {name}": sorted(map(str, c.exec_driver_sql(f"PRAGMA {pragma}({name})")))
        for name in own
        for pragma in message
    }
    for (name,) in c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'").all():
        shape[f"index {name}"] = c.exec_driver_sql(f"PRAGMA index_xinfo({name})").all()
    partial = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '%WHERE%'"
    shape["partial"] = sorted(map(str, c.exec_driver_sql(partial)))
    without = "SELECT name FROM sqlite_master WHERE sql LIKE '%WITHOUT ROWID%'"
    shape["without rowid"] = sorted(set(c.exec_driver_sql(without).scalars()) & set(own))
    return shape


def test_migrations_make_what_the_tables_say(c: Connection) -> None:
    plain = create_engine("sqlite://")
    with plain.begin() as other:
        metadata.create_all(other)
        expected, made = _shape(other), _shape(c)
    plain.dispose()
    not_ours = ("ticket_search", "alembic_version")
    assert {key: value for key, value in made.items() if not any(name in key for name in not_ours)} == expected


_LENT = ("hotline_desktop.storage.engines", "hotline_desktop.storage.upgrading")


@pytest.mark.parametrize("file", sorted((migrations.FOLDER / "versions").glob("version_*.py")), ids=attrgetter("name"))
def test_a_version_asks_the_program_only_for_what_engines_say(file: Path) -> None:
    """What a version makes of data is written in it: the program's own ways may change behind it."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    named = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    named += [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    assert [name for name in named if name.startswith("hotline_desktop") and not name.startswith(_LENT)] == []


SAID = '{"工单编号":"20220905100001","来电内容":"路灯不亮","平台":"网","电话":"13800010001"}'
FIRST = '{"number":"20220905100001","content":"路灯不亮","phones":["13800010001"],"again":"路灯不亮"}'
KEPT = '{"工单编号":["number"],"来电内容":["content"],"平台":"网","电话":["phones"]}'


@pytest.mark.parametrize(
    ("cells", "first", "kept"),
    [
        (SAID, FIRST, KEPT),
        (KEPT, FIRST, KEPT),
        ("{", "{}", "{"),
        ("{}", "\ufffd", "{}"),
        ("[]", "{}", "[]"),
        (SAID, "[]", SAID),
        ('{"甲": 1}', "{}", '{"甲": 1}'),
    ],
)
def test_version_18_leaves_out_what_the_first_entry_says(cells: str, first: str, kept: str) -> None:
    assert _version("0018")._shortened(cells, first) == kept


def _version(number: str) -> ModuleType:
    path = migrations.FOLDER / "versions" / f"version_{number}.py"
    spec = spec_from_file_location(f"version_{number}", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_version_is_listed_and_the_newest_is_last() -> None:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(migrations.FOLDER))
    assert tuple(step.revision for step in reversed(list(script.walk_revisions()))) == migrations.VERSIONS
    assert script.get_current_head() == migrations.HEAD


def test_a_file_of_this_version_opens_without_the_upgrader(path: Path) -> None:
    SqliteDatabase.open(path).close()
    code = (
        "import sys; from pathlib import Path; from hotline_desktop.storage.opening import open_database;"
        "open_database(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the migrations to which a test adds a version."""
    return Path(shutil.copytree(migrations.FOLDER, tmp_path / "migrations"))


def _next_version(folder: Path, last: str = "") -> None:
    (folder / "versions" / "version_9999.py").write_text(STEP.format(last=last, head=migrations.HEAD), "utf-8")


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as raw:
        return sorted(map(str, raw.execute("SELECT type, name, sql FROM sqlite_master"))) + [
            str(row)
            for table in ("alembic_version", "settings", "tickets")
            for row in raw.execute(f"SELECT * FROM {table}")
        ]


@pytest.fixture
def older(path: Path) -> Path:
    """An office that the present version left."""
    db = SqliteDatabase.open(path)
    with db.write() as c:
        tickets.add(c, *registered())
        c.exec_driver_sql("INSERT INTO settings VALUES ('town', 'first')")
    db.close()
    return path


def test_a_version_that_fails_leaves_nothing_of_itself(older: Path, folder: Path) -> None:
    _next_version(folder, last='raise RuntimeError("no")')
    before = _dump(older)
    db = SqliteDatabase.open(older)
    with pytest.raises(RuntimeError, match="no"), db.upgrading() as c:
        migrations.upgrade(c, folder)
    db.close()
    assert _dump(older) == before


@pytest.mark.parametrize("name", ["env.py", "versions/version_0007.py"])
def test_a_step_whose_file_is_gone_is_named_in_chinese(older: Path, folder: Path, name: str) -> None:
    (folder / name).unlink()
    db = SqliteDatabase.open(older)
    with pytest.raises(FileNotFoundError, match=f"程序文件不完整（缺少 {name}）"), db.upgrading() as c:
        migrations.upgrade(c, folder)
    db.close()


def test_an_upgrade_changes_tables_and_version_together(older: Path, folder: Path) -> None:
    _next_version(folder)
    db = SqliteDatabase.open(older)
    with db.upgrading() as c:
        migrations.upgrade(c, folder)
    with db.read() as c:
        assert c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == NEXT
        assert c.exec_driver_sql("SELECT fax FROM units").all() == []
        assert c.exec_driver_sql("SELECT value FROM settings").scalar() == "changed"
    db.close()


def test_an_older_file_is_copied_before_it_is_upgraded(
    older: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _next_version(folder)
    before = _dump(older)
    upgrade = migrations.upgrade
    monkeypatch.setattr(condition, "HEAD", NEXT)
    monkeypatch.setattr(backup, "HEAD", NEXT)
    monkeypatch.setattr(condition, "VERSIONS", (*migrations.VERSIONS, NEXT))
    monkeypatch.setattr(migrations, "upgrade", lambda c, around: upgrade(c, folder, around))
    for _ in range(2):
        SqliteDatabase.open(older).close()
    copies = list((older.parent / "backups").iterdir())
    assert [copy.name for copy in copies] == [f"hotline-升级前-{migrations.HEAD}.db"]
    assert _dump(copies[0]) == before
    assert _dump(older) != before
