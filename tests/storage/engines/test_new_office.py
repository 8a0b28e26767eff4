"""A new office is made at once in the form to which the migrations lead.

``python -m tests.storage.engines.test_new_office`` writes its statements anew after a migration was added.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from hotline_desktop.storage import migrations
from hotline_desktop.storage.engines.sqlite.database import _MEMORY, SqliteDatabase
from hotline_desktop.storage.engines.sqlite.layout import new_office
from hotline_desktop.storage.engines.sqlite.layout.making import newest_tables
from hotline_desktop.storage.migrations import HEAD, VERSIONS

_HEAD = '''"""The tables of a new office. Written by ``python -m tests.storage.engines.test_new_office``."""

# ruff: noqa: E501
'''
# What makes them again: the tables of the index of texts come with it, and so do the indexes of keys.
_MADE = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
    "AND name NOT LIKE 'ticket_search_%' ORDER BY rowid"
)
_PERSISTENT = ("user_version", "application_id", "page_size", "auto_vacuum", "encoding")


def led_by_migrations(version: str = HEAD) -> SqliteDatabase:
    """An empty office that went through every version up to that one."""
    raw = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    raw.execute("PRAGMA foreign_keys = ON")
    database = SqliteDatabase(_MEMORY, raw)
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    config.attributes["around"] = lambda _connection: nullcontext()
    with database.upgrading() as config.attributes["connection"]:
        command.upgrade(config, version)
    return database


def statements(version: str = HEAD) -> tuple[str, ...]:
    """What makes such an office at once."""
    with closing(led_by_migrations(version)) as made:
        listed = [sql for (sql,) in made._raw.execute(_MADE)]
    return (*listed, f"INSERT INTO alembic_version (version_num) VALUES ('{version}')")


def held(database: SqliteDatabase) -> dict[str, object]:
    """Everything in an empty office: its tables, indexes and rules in their words, its rows, and its settings."""
    raw = database._raw
    names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        **{name: raw.execute(f"PRAGMA {name}").fetchone() for name in _PERSISTENT},
        "form": set(raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")),
        "rows": {name: raw.execute(f'SELECT * FROM "{name}"').fetchall() for name in names if name != "ticket_search"},
    }


def test_a_new_office_is_what_the_migrations_lead_to() -> None:
    with closing(led_by_migrations()) as led, closing(SqliteDatabase.in_memory()) as new:
        assert held(new) == held(led), "run python -m tests.storage.engines.test_new_office"


def test_a_new_office_whose_statements_are_behind_goes_through_the_later_versions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(new_office, "STATEMENTS", statements(VERSIONS[-2]))
    with closing(led_by_migrations()) as led, closing(SqliteDatabase.in_memory()) as new:
        assert held(new) == held(led)


def test_an_office_that_another_program_made_meanwhile_stays_as_it_is(tmp_path: Path) -> None:
    with closing(SqliteDatabase.open(tmp_path / "hotline.db")) as office:
        with office.write() as c:
            c.exec_driver_sql("INSERT INTO settings VALUES ('town', '新海镇')")
        with office.upgrading() as c:
            assert newest_tables(c)
        assert office._raw.execute("SELECT * FROM settings").fetchall() == [("town", "新海镇")]


def main() -> None:
    texts = "".join(f"    {json.dumps(sql, ensure_ascii=False)},\n" for sql in statements())
    Path(new_office.__file__).write_text(f"{_HEAD}\nSTATEMENTS = (\n{texts})\n", "utf-8")


if __name__ == "__main__":
    main()
