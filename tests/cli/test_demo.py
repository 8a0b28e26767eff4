"""The example office without a screen, and the program's check of itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from hotline_desktop.cli.commands import demo
from hotline_desktop.cli.commands.demo import OUTPUT, PICTURES
from hotline_desktop.selftest.run import CHECKS
from hotline_desktop.system import screen
from tests.cli.conftest import Terminal


@pytest.fixture(autouse=True)
def off_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def test_without_a_window_papers_and_pictures_lie_in_a_named_folder(terminal: Terminal, qapp: object) -> None:
    said = terminal.done("demo", "--no-window").out
    out = terminal.data / OUTPUT
    assert f"文件夹：{out}" in said and "按要求不开窗口" in said
    papers = sorted(path.suffix for path in out.iterdir() if path.is_file())
    assert papers == [".docx"] * 3 + [".pdf"] * 3
    for form in ("处置单", "督办通知单", "测评表"):
        assert len(list(out.glob(f"{form}_*"))) == 2
    pictures = sorted((out / PICTURES).iterdir())
    assert len(pictures) >= 10
    assert all(QImage(str(path)).width() == 1366 for path in pictures)
    names = "".join(path.name for path in pictures)
    for place in ("今日", "工单", "督办", "单位", "设置", "导入"):
        assert place in names
    assert terminal.done("tickets", "--limit", "1").out.splitlines()[-1].startswith("共 1")


def test_a_real_office_is_never_turned_into_an_example(terminal: Terminal) -> None:
    terminal.register()
    answer = terminal("demo", "--no-window")
    assert answer.code == 3 and "真实的工单数据" in answer.err
    assert terminal.done("tickets").out.endswith("共 1 件\n")


def test_without_a_screen_the_reason_is_said(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert "没有屏幕" in screen.why_no_screen(os.environ, "linux")


def test_the_example_lies_beside_the_users_data_or_where_it_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "default_data_dir", lambda: tmp_path / "share" / "hotline_desktop")
    assert demo.example_dir() == tmp_path / "share" / "hotline_demo"
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(demo, "default_data_dir", lambda: tmp_path / "file" / "hotline_desktop")
    monkeypatch.setattr("hotline_desktop.cli.commands.demo.tempfile.gettempdir", lambda: str(tmp_path / "elsewhere"))
    assert demo.example_dir() == tmp_path / "elsewhere" / "hotline_demo"


def test_the_program_checks_itself() -> None:
    known = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}
    arguments = [sys.executable, "-m", "hotline_desktop", "selftest"]
    message = subprocess.run(arguments, capture_output=True, env=known, encoding="utf-8", timeout=300, check=False)
    lines = message.stdout.splitlines()
    assert [line for line in lines if line.startswith("失败")] == [] and message.returncode == 0, (
        message.stdout + message.stderr
    )
    assert [line.split()[1] for line in lines[:-1]] == [*(label for label, _check in CHECKS), "不联网"]
    assert lines[-1] == "自检全部通过。"
    assert message.stderr == ""
