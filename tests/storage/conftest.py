"""Databases for the tests of storage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase


@pytest.fixture
def db() -> Iterator[SqliteDatabase]:
    """An empty office in memory."""
    opened = SqliteDatabase.in_memory()
    yield opened
    opened.close()


@pytest.fixture
def c(db: SqliteDatabase) -> Iterator[Connection]:
    """A transaction that may write; a test that ends without error keeps it."""
    with db.write() as connection:
        yield connection


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where an office's file of data would be."""
    return tmp_path / "office" / "hotline.db"
