"""No command: the window."""

from __future__ import annotations

import os

from hotline_desktop.app import NO_WINDOW, CannotOpen, open_window
from hotline_desktop.cli.session import Session
from hotline_desktop.system.screen import why_no_screen


def run(session: Session) -> int:
    """Opens the window; CannotOpen where there is no screen, unless the off-screen platform was asked for."""
    reason = "" if os.environ.get("QT_QPA_PLATFORM") else why_no_screen()
    if reason:
        raise CannotOpen(f"{NO_WINDOW}：{reason}。数据没有变动。没有屏幕时可以用命令行，见 hotline-desktop --help。")
    return open_window(session.data_dir, session.clock)
