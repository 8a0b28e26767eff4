"""A message in a window of the system's own, for when the program's windows are what fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress

from hotline_desktop.system.environment import users_environment

_TITLE = "12345热线工单"
# Programs of Linux desktops that show a message, in the order in which they are tried.
_SHOWERS = (
    ("zenity", "--error", "--no-markup", "--title", _TITLE, "--text"),
    ("kdialog", "--title", _TITLE, "--error"),
    ("yad", "--error", "--title", _TITLE, "--text"),
    ("xmessage", "-center", "-title", _TITLE),
    ("notify-send", _TITLE),
)
_WARNING, _ON_TOP = 0x30, 0x10000


def alert(text: str) -> None:
    """Shows ``text`` until it is closed; where the system has nothing to show it with, it is only in the log."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, _TITLE, _WARNING | _ON_TOP)
        return
    users = users_environment(os.environ)
    for name, *options in _SHOWERS:
        program = shutil.which(name, path=users.get("PATH"))
        if program is None:
            continue
        with suppress(OSError):
            run = subprocess.run([program, *options, text], env=users, check=False, stderr=subprocess.DEVNULL)
            if run.returncode in (0, 1):  # closed by its button, or by the corner of its window
                return
