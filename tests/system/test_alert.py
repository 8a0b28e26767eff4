"""A message reaches people also where the program's own windows fail."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hotline_desktop.system.alert import alert

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="programs of Linux desktops")


def shower(folder: Path, name: str, code: int) -> Path:
    said = folder / f"{name}.said"
    program = folder / name
    program.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" >"{said}"\nprintf "%s" "$LD_LIBRARY_PATH" >>"{said}"\nexit {code}\n'
    )
    program.chmod(0o755)
    return said


def test_the_desktops_own_program_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = shower(tmp_path, "zenity", 0)
    never = shower(tmp_path, "xmessage", 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    alert("窗口打不开：<缺少> 组件。")
    assert "窗口打不开：<缺少> 组件。" in said.read_text("utf-8")
    assert not never.exists()


def test_where_the_first_cannot_another_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shower(tmp_path, "zenity", 255)
    said = shower(tmp_path, "notify-send", 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    alert("窗口打不开。")
    assert "窗口打不开。" in said.read_text("utf-8")


def test_without_any_of_them_nothing_breaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    alert("窗口打不开。")
