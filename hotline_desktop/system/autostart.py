"""Whether the program starts with the PC: an entry of the user's own, in the way of each system."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

_NAME = "hotline-desktop"
_ENTRY = """[Desktop Entry]
Type=Application
Name=12345热线工单
Exec={command}
X-GNOME-Autostart-enabled=true
"""
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"


def command() -> tuple[str, ...]:
    """How this program is started: the packaged one by itself, a checkout by its Python."""
    return (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "hotline_desktop")


def entry_path() -> Path:
    """Where Linux desktops look for what starts with them."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "autostart" / f"{_NAME}.desktop"


def starts_with_pc() -> bool:
    """Whether the entry is there."""
    if sys.platform == "win32":
        return _registered()
    return entry_path().is_file()


def set_start(enabled: bool, arguments: Sequence[str] = ()) -> None:
    """Writes the entry or takes it away. Raises OSError where the system does not let us."""
    command_line = " ".join(f'"{word}"' if " " in word else word for word in arguments or command())
    if sys.platform == "win32":
        _register(command_line if enabled else "")
        return
    path = entry_path()
    if enabled:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_ENTRY.format(command=command_line), "utf-8")
    else:
        path.unlink(missing_ok=True)


def _registered() -> bool:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                winreg.QueryValueEx(key, _NAME)
                return True
        except OSError:
            return False
    return False


def _register(command_line: str) -> None:
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            if command_line:
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, command_line)
            elif _registered():
                winreg.DeleteValue(key, _NAME)
