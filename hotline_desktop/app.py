"""The composition root: brings folders, clock and office together, and opens the window over them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.progress import Progress
from hotline_desktop.files.folders import ASIDE
from hotline_desktop.services.foundation.files import BACKUPS, DATABASE
from hotline_desktop.services.foundation.gc_pause import loading
from hotline_desktop.system.build import this_build
from hotline_desktop.system.logs import note_start, note_unexpected, start_logging
from hotline_desktop.system.os_errors import os_error_message
from hotline_desktop.system.paths import (
    absent_disk,
    default_data_dir,
    font_folders,
    forms_dir,
    how_to_repair,
    resources_dir,
)
from hotline_desktop.system.places import unfit_place
from hotline_desktop.system.privacy import close_to_others
from hotline_desktop.system.screen import why_no_screen

if TYPE_CHECKING:
    from hotline_desktop.services.first_look import FirstLook
    from hotline_desktop.services.keeping.vault import Vault
    from hotline_desktop.services.office import Office

Clock = Callable[[], datetime]
Found = TypeVar("Found")
BACKUP_LIST = "backup.json"  # what each backup holds; see storage.files.backup_sets
NO_WINDOW = "窗口打不开"


class CannotOpen(HotlineError):
    """The machine does not let us open the data folder or the window; nothing was changed."""


def open_office_in(
    data_dir: Path | None,
    clock: Clock,
    key: bytes | None = None,
    progress: Progress | None = None,
    damaged: bool = False,
) -> Office:
    """The office in ``data_dir``, or in the user's own data folder; ``key`` opens an encrypted one.

    ``progress`` is told how far an upgrade of an older one is, and may raise Cancelled. ``damaged`` as ``open_office``.

    Raises DatabaseError or CannotOpen, both with a sentence for the clerk; the file is left untouched then.
    """
    with loading("hotline_desktop.services.office"):
        from hotline_desktop.services.office import open_office

    folder = data_dir or default_data_dir()
    check_disk(folder)
    check_place(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        close_to_others(folder)
        start_logging(folder)
        _sweep_leftovers()
        office = open_office(folder, clock, forms_dir(), resources_dir(), font_folders(), key, progress, damaged)
        if not damaged:  # into what may be damaged nothing is written that nobody asked for
            office.diagnosis.note_program(str(this_build()))
        note_start()
        return office
    except OSError as error:
        raise CannotOpen(f"打不开数据文件夹。{os_error_message(error)}数据没有变动。") from error


def vault_of(data_dir: Path | None, clock: Clock) -> Vault:
    """The lock before the office in ``data_dir``. Raises CannotOpen as :func:`open_office_in`."""
    from hotline_desktop.services.keeping.vault import Vault

    folder = data_dir or default_data_dir()
    check_disk(folder)
    check_place(folder)
    return Vault(folder, clock)


def _sweep_leftovers() -> None:
    from hotline_desktop.files.unfinished import sweep_leftovers

    sweep_leftovers()


def look_in(data_dir: Path | None, look: Callable[[Path, Path], Found | None]) -> Found | None:
    """What ``look`` sees of the office in ``data_dir``, with the folder of resources, before the office is opened.

    None where it has to be opened first.
    """
    folder = data_dir or default_data_dir()
    return None if absent_disk(folder) or unfit_place(folder) else look(folder, resources_dir())


def check_disk(folder: Path) -> None:
    """Raises CannotOpen where the disk or network place of ``folder`` is not connected."""
    disk = absent_disk(folder)
    if disk:
        raise CannotOpen(
            f"打不开数据文件夹：“{disk}”现在没有连上。数据没有变动，也没有另建新的。"
            "请插好磁盘、连上网络位置后再打开；盘符变了的，请改打开方式里的 --data。"
        )


def check_place(folder: Path) -> None:
    """Raises CannotOpen where ``folder`` lies on a share or in a synchronised folder, is a backup or another user's."""
    _refuse_unreadable(folder)
    if (folder / BACKUP_LIST).exists():
        raise CannotOpen(
            f"“{folder.name}”是一份备份，在里面办工单会毁了它，没有打开，也没有变动。"
            "要用它，请打开原来的数据文件夹，在“设置 · 数据”里恢复，或运行 hotline-desktop restore 写上这个文件夹。"
        )
    wrong = unfit_place(folder)
    if wrong:
        raise CannotOpen(
            f"不能在这里办工单：数据文件夹“{folder.name}”{wrong}。数据没有变动。"
            "请把整个文件夹搬到这台电脑自己的硬盘上，再用 --data 指到那里；"
            "共享盘和网盘可以用来放备份（“设置 · 数据”里的第二备份位置）。"
        )


def _refuse_unreadable(folder: Path) -> None:
    """Before anything in it is looked at, whose name alone would be told."""
    for path in (folder, folder / DATABASE, folder / ASIDE, folder / BACKUPS):
        if os.access(path, os.F_OK) and not os.access(path, os.R_OK | os.X_OK if path.is_dir() else os.R_OK):
            raise CannotOpen(
                f"没有权限打开数据文件夹“{folder.name}”：里面的文件是这台电脑上另一个用户的，或者权限被改过。数据没有变动。"
                "请用平时办工单的用户登录电脑，或请管理员给这个用户读写的权限。"
            )


def open_example_in(folder: Path, clock: Clock, fresh: bool = True) -> Office:
    """The example office in ``folder``, made anew when it is not from today unless ``fresh`` is False.

    Raises ExampleRefused for a folder with real tickets, and what :func:`open_office_in` raises.
    """
    from hotline_desktop.example.office import open_example

    try:
        start_logging(folder)
        office = open_example(folder, clock, forms_dir(), resources_dir(), fresh)
        office.diagnosis.note_program(str(this_build()))
        return office
    except OSError as error:
        raise CannotOpen(f"建不成示例中心。{os_error_message(error)}") from error


def open_window(data_dir: Path | None, clock: Clock, office: Callable[[], Office] | None = None) -> int:
    """Shows the window until it is closed; returns the exit code.

    ``office`` opens something else than the office of ``data_dir``. Raises CannotOpen where Qt cannot start.
    """
    folder = data_dir or default_data_dir()
    check_disk(folder)
    try:
        with loading("hotline_desktop.gui.start"):
            from hotline_desktop.gui.platform import PlatformMissing
            from hotline_desktop.gui.single_instance import NotAnswering
            from hotline_desktop.gui.start import run_window
    except ImportError as error:
        note_unexpected(error)
        raise CannotOpen(
            f"{NO_WINDOW}：缺少系统组件（{error.name or error}）。数据没有变动。{how_to_repair()}"
        ) from error
    try:
        with suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would never come to Python's own handler
        if office is not None:
            return run_window(lambda _progress: office(), folder, clock)
        from hotline_desktop.services.keeping.vault import Vault

        vault = Vault(folder, clock)
        return run_window(
            lambda progress: open_office_in(folder, clock, vault.key, progress),
            folder,
            clock,
            lambda: _look_at_the_day(folder, clock, vault.key),
            vault,
        )
    except (PlatformMissing, NotAnswering) as error:
        raise CannotOpen(str(error)) from error
    except OSError as error:
        raise CannotOpen(f"{NO_WINDOW}。{os_error_message(error)}数据没有变动。") from error


def _look_at_the_day(folder: Path, clock: Clock, key: bytes | None) -> FirstLook | None:
    from hotline_desktop.services.first_look import first_look

    return look_in(folder, lambda data, resources: first_look(data, clock(), resources, key))


def window_shows(folder: Path) -> bool:
    """Whether a window over ``folder`` is open; False also where there can be no window at all."""
    try:
        from hotline_desktop.gui.single_instance import is_shown
    except ImportError:
        return False
    return is_shown(folder)


def tell_in_dialog(text: str) -> None:
    """Shows ``text`` in a dialog of its own: Qt's, or the system's where Qt itself is what fails.

    Nothing happens where there is no screen to show it on.
    """
    if why_no_screen():
        return
    try:
        from hotline_desktop.gui.start import tell_in_dialog as show

        show(text)
    except (ImportError, OSError, HotlineError):
        from hotline_desktop.system.alert import alert

        alert(text)
