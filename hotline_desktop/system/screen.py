"""Whether there is a screen to show a window on, asked before Qt, which would end the program without one; and whether
it is to be shown in high contrast.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_OFF_SCREEN = frozenset(("offscreen", "minimal"))
_X_FOLDER = Path("/tmp/.X11-unix")  # fixed by X itself
_FIRST_X_PORT = 6000
_PATIENCE_S = 2.0


def why_no_screen(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform, wayland: bool | None = None
) -> str:
    """Empty where a window can be shown, otherwise the reason in Chinese.

    ``wayland`` says whether our Qt can show windows without X; the packaged one cannot. Wayland desktops have X too.
    """
    if wayland is None:
        wayland = not getattr(sys, "frozen", False)
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if chosen in _OFF_SCREEN:
        return "已设定为不使用屏幕（QT_QPA_PLATFORM）"
    if chosen not in ("", "xcb", "wayland") or not platform.startswith("linux"):
        return ""
    if wayland and chosen != "xcb" and _wayland_answers(environment):
        return ""
    display = environment.get("DISPLAY", "")
    if not display:
        return "这台电脑没有屏幕（没有 DISPLAY，也没有 WAYLAND_DISPLAY）"
    if not _x_answers(display):
        return f"连不上屏幕 {display}"
    return "" if _has_cursor_library() else "缺少系统库 libxcb-cursor0，窗口打不开"


def wants_high_contrast() -> bool:
    """Whether Windows is set to high contrast (设置→辅助功能→对比度主题); other systems have no common word for it."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Control Panel\Accessibility\HighContrast") as key:
                return bool(int(winreg.QueryValueEx(key, "Flags")[0]) & 1)
        except (OSError, ValueError):
            return False
    return False


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    folder = environment.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _answers(str(Path(folder) / name))


def _x_answers(display: str) -> bool:
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        path = str(_X_FOLDER / f"X{number}")
        return _answers(path) or _answers("\0" + path)
    return _answers((host, _FIRST_X_PORT + int(number)))


def _answers(address: str | tuple[str, int]) -> bool:
    """Whether somebody listens there: in the file system, or at a port of a host."""
    import socket

    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as line:
            line.settimeout(_PATIENCE_S)
            line.connect(address)
    except OSError:
        return False
    return True


def _has_cursor_library() -> bool:
    """Qt's plugin for X needs this one and ends the program when it is missing."""
    import ctypes

    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        return False
    return True
