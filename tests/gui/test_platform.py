"""What Qt lacks is found out before Qt ends the program for it. In processes of their own: Qt starts once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def checked(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, **variables}
    program = "from hotline_desktop.gui import platform as asked\n" + textwrap.dedent(code)
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=known,
        cwd=PROJECT,
        check=False,
        timeout=60,
    )


def test_a_platform_of_another_qt_is_put_aside() -> None:
    """Deepin's desktop asks all programs for its own."""
    said = checked(
        "asked.check_platform(); import os; print(os.environ.get('QT_QPA_PLATFORM'))", QT_QPA_PLATFORM="dxcb"
    )
    assert said.stdout.strip() == "None" or "缺少系统组件" in said.stderr


def test_one_that_ours_has_is_kept() -> None:
    said = checked(
        "asked.check_platform(); import os; print(os.environ['QT_QPA_PLATFORM'])", QT_QPA_PLATFORM="dxcb;offscreen"
    )
    assert said.stdout.strip() == "dxcb;offscreen"


def test_a_file_that_a_virus_scanner_took_away_is_named(tmp_path: Path) -> None:
    code = f"""
        class Elsewhere:
            LibraryPath = asked.QLibraryInfo.LibraryPath
            path = staticmethod(lambda _place: {str(tmp_path)!r})
        asked.QLibraryInfo = Elsewhere
        try:
            asked.check_platform()
        except asked.PlatformMissing as error:
            print(error)
    """
    assert "程序文件不完整（缺少 " in checked(code, QT_QPA_PLATFORM="offscreen", PYTHONIOENCODING="utf-8").stdout


@pytest.mark.skipif(sys.platform != "linux", reason="libraries of Linux")
def test_a_library_that_the_system_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms" / "libqxcb.so").write_bytes(b"no library")
    code = f"""
        class Elsewhere:
            LibraryPath = asked.QLibraryInfo.LibraryPath
            path = staticmethod(lambda _place: {str(tmp_path)!r})
        asked.QLibraryInfo = Elsewhere
        try:
            asked.check_platform()
        except asked.PlatformMissing as error:
            print(error)
    """
    said = checked(code, QT_QPA_PLATFORM="xcb", PYTHONIOENCODING="utf-8").stdout
    assert "缺少系统组件 libqxcb.so" in said and "数据没有变动" in said
