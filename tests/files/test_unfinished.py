"""Files come whole to their place, and what a killed program left beside them does not stay for ever."""

import os
import time
from pathlib import Path

import pytest

from hotline_desktop.files.unfinished import sweep, unfinished, write_whole
from tests.full_disk import HAS_LIMITS, no_room

TWO_DAYS = 2 * 24 * 60 * 60


def left(path: Path, seconds_ago: float) -> Path:
    path.write_bytes(b"half")
    then = time.time() - seconds_ago
    os.utime(path, (then, then))
    return path


def test_nothing_is_left_where_the_work_stops_half_way(tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), unfinished(target) as made:
        made.write_bytes(b"half")
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["台账.xlsx"] and target.read_bytes() == b"old"


def test_a_finished_file_stays_where_it_was_moved_to(tmp_path: Path) -> None:
    with unfinished(tmp_path / "台账.xlsx") as made:
        made.write_bytes(b"whole")
        made.replace(tmp_path / "台账.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["台账.xlsx"]


@HAS_LIMITS
def test_what_was_there_stays_where_the_disk_is_full(tmp_path: Path) -> None:
    target = tmp_path / "记录.json"
    write_whole(target, b"old")
    with pytest.raises(OSError, match="too large"), no_room():
        write_whole(target, b"new and longer")
    assert [path.name for path in tmp_path.iterdir()] == ["记录.json"] and target.read_bytes() == b"old"
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"


def test_what_a_killed_program_left_goes_a_day_later_and_nothing_of_others(tmp_path: Path) -> None:
    stale = [left(tmp_path / name, TWO_DAYS) for name in (".0123456789ab.part", "tmpab3_x9zq.part")]
    export = tmp_path / ".export-abcd1234"
    export.mkdir()
    left(export / "table.xlsx", TWO_DAYS)
    os.utime(export, (0, 0))
    kept = [left(tmp_path / name, TWO_DAYS) for name in ("总结.part", ".part", "tmp.part", ".0123456789AB.part.docx")]
    young = left(tmp_path / ".fedcba987654.part", 60)
    with unfinished(tmp_path / "新.docx") as made:
        made.write_bytes(b"")
    assert not any(path.exists() for path in (*stale, export))
    assert all(path.exists() for path in (*kept, young))


def test_a_folder_that_is_not_there_has_nothing_to_sweep(tmp_path: Path) -> None:
    assert sweep(tmp_path / "没有") == 0
