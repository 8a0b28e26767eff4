"""SQLite finds the file by its address, wherever it lies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path, PurePath, PureWindowsPath
from typing import cast

import pytest

from hotline_desktop.storage.engines.sqlite.connection.address import read_only_address


class Absolute(PureWindowsPath):
    """A path of Windows on any computer."""

    def absolute(self) -> PurePath:
        return self


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (r"C:\数据 盘\hotline.db", "file:///C:/%E6%95%B0%E6%8D%AE%20%E7%9B%98/hotline.db?mode=ro"),
        (r"\\server\share\hotline.db", "file:////server/share/hotline.db?mode=ro"),
        (r"D:\100%#?\hotline.db", "file:///D:/100%25%23%3F/hotline.db?mode=ro"),
    ],
)
def test_disks_and_network_places_of_windows(path: str, address: str) -> None:
    assert read_only_address(cast(Path, Absolute(path))) == address


@pytest.mark.parametrize("name", ["数据 盘", "100%#?&a=1", "半;角"])
def test_sqlite_opens_what_the_address_says(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    with closing(sqlite3.connect(folder / "a.db")) as made:
        made.execute("CREATE TABLE t (x)")
    for unchanging in (False, True):
        with closing(sqlite3.connect(read_only_address(folder / "a.db", unchanging), uri=True)) as opened:
            assert opened.execute("SELECT name FROM sqlite_master").fetchall() == [("t",)]
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                opened.execute("CREATE TABLE u (x)")


def test_sqlite_takes_the_empty_authority_of_a_network_place(tmp_path: Path) -> None:
    """``file:////…`` names a path that begins with two strokes, as ``//server/share`` does."""
    with closing(sqlite3.connect(tmp_path / "a.db")) as made:
        made.execute("CREATE TABLE t (x)")
    with closing(sqlite3.connect(f"file:///{tmp_path}/a.db?mode=ro", uri=True)) as opened:
        assert opened.execute("SELECT name FROM sqlite_master").fetchall() == [("t",)]
