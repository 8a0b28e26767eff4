"""The entry that starts the program with the PC, and the place of the data that was chosen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hotline_desktop.system import autostart, paths
from tests.full_disk import HAS_LIMITS, no_room

ELSEWHERE = ("/opt/my programs/hotline", "--data", '/srv/李/100% "热线"\\$1')


@pytest.fixture
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "usual"
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_names, **_more: str(folder))
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the entry in its registry")
def test_the_entry_is_written_and_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert not autostart.starts_with_pc(ELSEWHERE)
    autostart.set_start(True, ELSEWHERE)
    text = (tmp_path / "autostart" / "hotline-desktop.desktop").read_text("utf-8")
    # A desktop takes the backslashes away twice: as in every value, and inside quotation marks.
    assert r'Exec="/opt/my programs/hotline" "--data" "/srv/李/100%% \\"热线\\"\\\\\\$1"' in text
    assert "TryExec=/opt/my programs/hotline\n" in text and text.startswith("[Desktop Entry]")
    assert autostart.starts_with_pc(ELSEWHERE)
    assert not autostart.starts_with_pc(("/opt/my programs/hotline",)), "another office starts, not this one"
    autostart.set_start(False, ELSEWHERE)
    autostart.set_start(False, ELSEWHERE)
    assert not autostart.starts_with_pc(ELSEWHERE)


def test_an_office_elsewhere_is_started_where_it_lies(usual: Path, tmp_path: Path) -> None:
    assert "--data" not in autostart.command(usual)
    assert autostart.command(tmp_path / "热线数据")[-2:] == ("--data", str(tmp_path / "热线数据"))


def test_the_place_of_the_data_is_remembered_and_can_be_taken_back(usual: Path, tmp_path: Path) -> None:
    assert paths.default_data_dir() == usual
    paths.remember_data_dir(tmp_path / "另一块盘" / "工单")
    assert paths.default_data_dir() == tmp_path / "另一块盘" / "工单"
    assert (tmp_path / "另一块盘" / "工单").is_dir()
    paths.remember_data_dir(usual)
    assert paths.default_data_dir() == usual


@HAS_LIMITS
def test_a_full_disk_leaves_the_place_as_it_was_told_before(usual: Path, tmp_path: Path) -> None:
    paths.remember_data_dir(tmp_path / "另一块盘")
    with pytest.raises(OSError, match="too large"), no_room():
        paths.remember_data_dir(tmp_path / "第三块盘")
    assert paths.default_data_dir() == tmp_path / "另一块盘"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_place_may_be_written_by_hand_with_any_editor(usual: Path, tmp_path: Path, encoding: str) -> None:
    usual.mkdir()
    (usual / "data_dir.txt").write_bytes(f"{tmp_path / '热线 数据'}\r\n".encode(encoding))
    assert paths.default_data_dir() == tmp_path / "热线 数据"


def test_a_relative_place_does_not_depend_on_where_the_program_was_started(usual: Path) -> None:
    usual.mkdir()
    (usual / "data_dir.txt").write_text("工单", "utf-8")
    assert paths.default_data_dir() == usual / "工单"


@pytest.mark.parametrize("held", [b"\xff\xff\x81", b"a" * 100_000])
def test_an_unreadable_place_begins_no_new_office(usual: Path, held: bytes) -> None:
    usual.mkdir()
    (usual / "data_dir.txt").write_bytes(held)
    with pytest.raises(OSError, match="现在读不出来。数据没有变动，也没有另建新的"):
        paths.default_data_dir()
