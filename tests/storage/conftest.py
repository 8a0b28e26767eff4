"""Databases for the tests of storage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from hotline_desktop.storage.database import Database
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from tests.second_engine.postgres import ADDRESS, PostgresDatabase


@pytest.fixture
def db() -> Iterator[SqliteDatabase]:
    """An empty office in memory."""
    opened = SqliteDatabase.in_memory()
    yield opened
    opened.close()


@pytest.fixture
def c(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A transaction that may write; a test that ends without error keeps it.

    On the second engine where one is named, but for a test that asks for ``db`` too: that is about a file of SQLite.
    """
    if ADDRESS and "db" not in request.fixturenames:
        opened: Database = PostgresDatabase(request.getfixturevalue("tmp_path"))
    else:
        opened = request.getfixturevalue("db")
    with opened.write() as connection:
        yield connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where an office's file of data would be."""
    return tmp_path / "office" / "hotline.db"
