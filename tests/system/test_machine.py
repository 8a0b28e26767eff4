"""What the program asks the machine: the time, whether there is a screen, and what an error of it means."""

from __future__ import annotations

import errno
import socket
import sys
from datetime import datetime, timedelta
from pathlib import Path, PureWindowsPath

import pytest

from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.system import screen
from hotline_desktop.system.clock import now
from hotline_desktop.system.os_errors import os_error_message
from hotline_desktop.system.paths import resources_dir
from hotline_desktop.system.screen import why_no_screen

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="X and Wayland")


def test_the_clock_gives_local_time_to_the_minute() -> None:
    read_now = now()
    assert (read_now.second, read_now.microsecond, read_now.tzinfo) == (0, 0, None)
    assert timedelta() <= datetime.now() - read_now < timedelta(minutes=2)


def test_without_any_display_variable_there_is_no_screen() -> None:
    assert "没有屏幕" in why_no_screen({}, "linux")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_always_have_a_screen(platform: str) -> None:
    assert why_no_screen({}, platform) == ""


def test_the_off_screen_platform_shows_nothing_to_anyone() -> None:
    assert "QT_QPA_PLATFORM" in why_no_screen({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "linux")
    assert why_no_screen({"QT_QPA_PLATFORM": "vnc:size=800x600"}, "linux") == ""


@linux_only
def test_a_display_that_nobody_serves_is_no_screen() -> None:
    assert "连不上屏幕" in why_no_screen({"DISPLAY": ":7391"}, "linux")
    assert "连不上屏幕" in why_no_screen({"DISPLAY": "nonsense"}, "linux")


@linux_only
def test_a_served_display_is_a_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "_X_FOLDER", tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "X7392"))
        server.listen()
        reason = why_no_screen({"DISPLAY": ":7392.0"}, "linux")
    assert reason in ("", "缺少系统库 libxcb-cursor0，窗口打不开")


@linux_only
def test_a_wayland_session_is_a_screen(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-9"))
        server.listen()
        assert why_no_screen({"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}, "linux") == ""


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (OSError(errno.ENOENT, "x", "/data/工单.xlsx"), "找不到“工单.xlsx”"),
        (OSError(errno.EACCES, "x", "/data/out.pdf"), "没有权限读写“out.pdf”"),
        (OSError(errno.ENOSPC, "x"), "磁盘空间不够，文件没有写完"),
        (OSError(errno.EIO, "x", "a.db"), "磁盘读写“a.db”时出错"),
        (OSError(errno.EMFILE, "x", "a.db"), "读写“a.db”时机器报错（EMFILE）"),
        (FileNotFoundError("程序文件不完整：请重新安装程序。"), "程序文件不完整：请重新安装程序。"),
        (OSError("plain words"), "机器报错（OSError）"),
    ],
)
def test_errors_of_the_machine_are_told_in_chinese(error: OSError, text: str) -> None:
    assert text in os_error_message(error)
    assert "/data/" not in os_error_message(error)


@pytest.mark.parametrize(
    ("number", "path", "text"),
    [
        (53, "\\\\server\\share\\data", "没有连上"),
        (21, "E:\\", "“E:\\”所在的磁盘或网络位置现在没有连上"),
        (32, "C:\\data\\台账.xlsx", "“台账.xlsx”正被别的程序打开"),
        (225, "C:\\data\\a.exe", "被安全软件拦下了"),
    ],
)
def test_windows_own_numbers_say_what_errno_does_not(number: int, path: str, text: str) -> None:
    error = OSError(errno.EACCES, "x", PureWindowsPath(path))
    error.winerror = number  # type: ignore[attr-defined]
    assert text in os_error_message(error)
    assert machine_reason(error) in ("磁盘或网络位置没有连上", "正被别的程序打开", "被安全软件拦下了")


def test_a_disk_without_a_name_is_told_by_its_letter() -> None:
    assert "找不到“Z:\\”" in os_error_message(FileNotFoundError(errno.ENOENT, "x", PureWindowsPath("Z:\\")))


def test_the_packaged_program_needs_x_also_on_a_wayland_desktop(tmp_path: Path) -> None:
    session = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert "没有屏幕" in why_no_screen(session, "linux", wayland=False)


def test_a_file_of_the_program_that_is_gone_is_no_matter_of_names_and_places(tmp_path: Path) -> None:
    gone = FileNotFoundError(errno.ENOENT, "No such file", str(resources_dir() / "icons" / "没有.svg"))
    assert "程序文件不完整（缺少 没有.svg）" in os_error_message(gone)
    own = FileNotFoundError(errno.ENOENT, "No such file", str(tmp_path / "表格.xlsx"))
    assert os_error_message(own).startswith("找不到“表格.xlsx”")
