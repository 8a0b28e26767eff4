"""The example office, in a window of its own."""

from __future__ import annotations

import sys

from hotline_desktop.gui.shell.dialogs.prompts import Prompts


def open_example(prompts: Prompts) -> None:
    """Starts the program once more over an example office."""
    from PySide6.QtCore import QProcess  # the day does not wait for it

    program = sys.executable
    arguments = ["demo"] if getattr(sys, "frozen", False) else ["-m", "hotline_desktop", "demo"]
    if QProcess.startDetached(program, arguments):
        prompts.say("正在另一个窗口打开示例，这里的数据不受影响。")
    else:
        prompts.error(
            "示例没有打开，程序文件可能被移动过。这里的数据没有变动。请关闭程序再打开一次；仍不行时重新安装程序。"
        )
