"""The composition root: brings folders, clock and office together, and opens the window over them."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.system.clock import now
from hotline_desktop.system.logs import note_unexpected, start_logging
from hotline_desktop.system.os_errors import os_error_message
from hotline_desktop.system.paths import default_data_dir, forms_dir, resources_dir

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

Clock = Callable[[], datetime]
NO_WINDOW = "窗口打不开"


class CannotOpen(HotlineError):
    """The machine does not let us open the data folder or the window; nothing was changed."""


def open_office_in(data_dir: Path | None, clock: Clock = now) -> Office:
    """The office in ``data_dir``, or in the user's own data folder.

    Raises DatabaseTrouble or CannotOpen, both with a sentence for the clerk; the file is left untouched then.
    """
    from hotline_desktop.services.office import open_office

    folder = data_dir or default_data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        start_logging(folder)
        return open_office(folder, clock, forms_dir(), resources_dir())
    except OSError as error:
        raise CannotOpen(f"打不开数据文件夹。{os_error_message(error)}数据没有变动。") from error


def open_example_in(folder: Path, clock: Clock = now, fresh: bool = True) -> Office:
    """The example office in ``folder``, made anew when it is not from today unless ``fresh`` is False.

    Raises ExampleRefused for a folder with real tickets, and what :func:`open_office_in` raises.
    """
    from hotline_desktop.example.office import open_example

    try:
        start_logging(folder)
        return open_example(folder, clock, forms_dir(), resources_dir(), fresh)
    except OSError as error:
        raise CannotOpen(f"建不成示例中心。{os_error_message(error)}") from error


def open_window(data_dir: Path | None, clock: Clock = now, office: Callable[[], Office] | None = None) -> int:
    """Shows the window until it is closed; returns the exit code.

    ``office`` opens something else than the office of ``data_dir``. Raises CannotOpen where Qt cannot start.
    """
    folder = data_dir or default_data_dir()
    try:
        from hotline_desktop.gui.start import run_window
    except ImportError as error:
        note_unexpected(error)
        raise CannotOpen(
            f"{NO_WINDOW}：缺少系统组件（{error.name or error}）。数据没有变动。"
            "请先运行 bash .ci/setup 装好系统库，或重新安装程序。"
        ) from error
    try:
        with suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would never come to Python's own handler
        return run_window(office or (lambda: open_office_in(folder, clock)), folder, clock)
    except OSError as error:
        raise CannotOpen(f"{NO_WINDOW}。{os_error_message(error)}数据没有变动。") from error


def window_shows(folder: Path) -> bool:
    """Whether a window over ``folder`` is open; False also where there can be no window at all."""
    try:
        from hotline_desktop.gui.single_instance import is_shown
    except ImportError:
        return False
    return is_shown(folder)


def tell_in_dialog(text: str) -> None:
    """Shows ``text`` in a dialog of its own; nothing happens where Qt cannot be loaded."""
    with suppress(ImportError):
        from hotline_desktop.gui import unexpected

        unexpected.tell_in_dialog(text)
