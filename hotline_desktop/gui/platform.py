"""Whether Qt can show windows on this machine, asked before Qt itself would end the program for the lack of it."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.system.paths import how_to_repair, incomplete

_CHOICE = "QT_QPA_PLATFORM"
_USUAL = {"win32": "windows", "darwin": "cocoa"}


class PlatformMissing(HotlineError):
    """A file of Qt or of the system that windows need is not there; ``str()`` is for the clerk."""


def check_platform() -> None:
    """Raises PlatformMissing where Qt would end the program.

    A platform that the desktop asks all programs for, and that our Qt does not have, is put aside.
    """
    if QCoreApplication.instance() is not None:
        return
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    known = {_platform_of(path) for path in folder.glob("*") if path.is_file()}
    asked = [choice.partition(":")[0] for choice in os.environ.get(_CHOICE, "").split(";") if choice]
    chosen = next((choice for choice in asked if choice in known), None)
    if asked and chosen is None:
        del os.environ[_CHOICE]
    chosen = chosen or _USUAL.get(sys.platform, "xcb")
    if chosen not in known:
        raise PlatformMissing(f"窗口打不开：{incomplete(chosen)}")
    lacking = _lacking(next(path for path in folder.glob("*") if _platform_of(path) == chosen))
    if lacking:
        raise PlatformMissing(f"窗口打不开：缺少系统组件 {lacking}。数据没有变动。{how_to_repair()}")


def _platform_of(plugin: Path) -> str:
    """``xcb`` for libqxcb.so, ``windows`` for qwindows.dll."""
    return plugin.name.partition(".")[0].removeprefix("lib").removeprefix("q")


def _lacking(plugin: Path) -> str:
    """The library that the plugin cannot be loaded without; empty where it loads."""
    if sys.platform == "win32":
        return ""  # its libraries are those of the program, which have been loaded already
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        named = re.match(r"([\w.+-]+\.so[\d.]*): cannot open", str(error))
        return named[1] if named else plugin.name
    return ""
