"""Whether the program starts with the PC: an entry of the user's own, in the way of each system."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from hotline_desktop.system.paths import default_data_dir

_NAME = "hotline-desktop"
# Desktops pass over an entry whose program is gone (TryExec).
_ENTRY = """[Desktop Entry]
Type=Application
Name=12345热线工单
TryExec={program}
Exec={command}
X-GNOME-Autostart-enabled=true
"""
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"


def command(data_dir: Path) -> tuple[str, ...]:
    """How this program is started over ``data_dir``: the packaged one by itself, a checkout by its Python."""
    program = (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "hotline_desktop")
    return program if data_dir == default_data_dir() else (*program, "--data", str(data_dir))


def entry_path() -> Path:
    """Where Linux desktops look for what starts with them."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "autostart" / f"{_NAME}.desktop"


def starts_with_pc(arguments: Sequence[str]) -> bool:
    """Whether the entry is there and starts just this: not an office elsewhere, nor a program that was moved."""
    if sys.platform == "win32":
        return _registered() == subprocess.list2cmdline(arguments)
    try:
        return entry_path().read_text("utf-8") == _entry(arguments)
    except (OSError, UnicodeDecodeError):
        return False


def set_start(enabled: bool, arguments: Sequence[str]) -> None:
    """Writes the entry or takes it away. Raises OSError where the system does not let us."""
    if sys.platform == "win32":
        _register(subprocess.list2cmdline(arguments) if enabled else "")
        return
    path = entry_path()
    if enabled:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_entry(arguments), "utf-8")
    else:
        path.unlink(missing_ok=True)


def _entry(arguments: Sequence[str]) -> str:
    return _ENTRY.format(program=_escaped(arguments[0]), command=" ".join(map(_quoted, arguments)))


def _quoted(word: str) -> str:
    """A word of an Exec line, by the Desktop Entry Specification."""
    inside = re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%")
    return _escaped(f'"{inside}"')


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\")


def _registered() -> str:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                return str(winreg.QueryValueEx(key, _NAME)[0])
        except OSError:
            return ""
    return ""


def _register(command_line: str) -> None:
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            if command_line:
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, command_line)
            elif _registered():
                winreg.DeleteValue(key, _NAME)
