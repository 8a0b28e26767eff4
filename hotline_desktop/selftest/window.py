"""The window: every view is drawn, Chinese can be typed, and programs opened from it get the user's environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hotline_desktop.selftest.bench import Bench, Failed, expect, expect_some
from hotline_desktop.system.clock import now

_TYPED = "张三𬱖㛃"


def views(bench: Bench) -> str:
    """Every view over the example office, off screen."""
    from hotline_desktop.gui.pictures import take_pictures

    pictures = take_pictures(bench.example, bench.folder / "views", clock=now)
    expect_some(pictures, "界面")
    return f"{len(pictures)} 个界面"


def chinese_typed(_bench: Bench) -> str:
    """An input method commits text into a field, characters beyond U+FFFF too."""
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtWidgets import QApplication, QLineEdit

    from hotline_desktop.gui.start import make_application

    make_application()
    field = QLineEdit()
    event = QInputMethodEvent()
    event.setCommitString(_TYPED)
    QApplication.sendEvent(field, event)
    expect(field.text(), _TYPED, "输入的字")
    return f"“{_TYPED}”"


def other_programs(_bench: Bench) -> str:
    """What WPS or the file manager would be started with; nothing of it leads into our folder."""
    from hotline_desktop.gui.start import make_application

    make_application()
    command = ["cmd", "/c", "set"] if sys.platform == "win32" else ["env"]
    run = subprocess.run(command, capture_output=True, check=True, timeout=60)
    bundle = getattr(sys, "_MEIPASS", "")
    lines = run.stdout.decode("utf-8", errors="replace").splitlines()
    ours = [line.partition("=")[0] for line in lines if bundle and str(Path(bundle)) in line]
    expect([name for name in ours if name not in _HARMLESS], [], "指向本程序的环境变量")
    _check_dll_folder()
    return f"环境变量 {len(os.environ)} 个，没有一个指向本程序"


# Where the shell was when the program was started.
_HARMLESS = ("PWD", "OLDPWD", "_")


if sys.platform == "win32":

    def _check_dll_folder() -> None:
        """A folder for libraries is handed down besides the environment."""
        import ctypes

        room = ctypes.create_unicode_buffer(1024)
        ctypes.windll.kernel32.GetDllDirectoryW(len(room), room)
        if room.value:
            raise Failed("交给别的程序的库文件夹指向本程序")

else:

    def _check_dll_folder() -> None:
        """Only Windows has one."""
