"""Tells installers that the program is running, so that they do not replace its files.

On Windows by a named mutex, which the installer asks for; elsewhere by a shared lock on the program's own file, which
the package's scripts try to take alone. Both end with the process, however it ends.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

MUTEX = r"Local\cn.xinhai.hotline"
_held: list[BinaryIO | int] = []


def show_as_running(program: Path | None = None) -> None:
    """Holds the sign until the process ends; nothing happens for a program run from its source.

    ``program`` is the frozen executable unless given.
    """
    if _held or (program is None and not getattr(sys, "frozen", False)):
        return
    with suppress(OSError):
        _held.append(_sign(program or Path(sys.executable)))


if sys.platform == "win32":

    def _sign(_program: Path) -> int:
        import ctypes

        return int(ctypes.windll.kernel32.CreateMutexW(None, False, MUTEX))

else:

    def _sign(program: Path) -> BinaryIO:
        import fcntl

        file = program.open("rb")
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return file
