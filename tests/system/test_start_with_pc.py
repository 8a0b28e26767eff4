"""The entry that starts the program with the PC, and the place of the data that was chosen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hotline_desktop.system import autostart, paths


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the entry in its registry")
def test_the_entry_is_written_and_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert not autostart.starts_with_pc()
    autostart.set_start(True, ("/opt/my programs/hotline", "-m", "hotline_desktop"))
    text = (tmp_path / "autostart" / "hotline-desktop.desktop").read_text("utf-8")
    assert 'Exec="/opt/my programs/hotline" -m hotline_desktop' in text and text.startswith("[Desktop Entry]")
    assert autostart.starts_with_pc()
    autostart.set_start(False)
    autostart.set_start(False)
    assert not autostart.starts_with_pc()


def test_the_place_of_the_data_is_remembered_and_can_be_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = tmp_path / "usual"
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_names, **_more: str(usual))
    assert paths.default_data_dir() == usual
    paths.remember_data_dir(tmp_path / "另一块盘" / "工单")
    assert paths.default_data_dir() == tmp_path / "另一块盘" / "工单"
    assert (tmp_path / "另一块盘" / "工单").is_dir()
    paths.remember_data_dir(usual)
    assert paths.default_data_dir() == usual
