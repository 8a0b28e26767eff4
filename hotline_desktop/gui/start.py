"""Starts the window: input method, application, look, and the one instance per data folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from hotline_desktop.gui.kit.theme import STYLE, STYLED, Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.platform import check_platform
from hotline_desktop.gui.shell.background.jobs import Job, Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts
from hotline_desktop.gui.shell.keeping.keeping import BackupKeeper
from hotline_desktop.gui.shell.watching.day_watch import TITLE
from hotline_desktop.gui.single_instance import SingleInstance
from hotline_desktop.gui.unexpected import watching
from hotline_desktop.system.environment import give_back, users_environment
from hotline_desktop.system.paths import resources_dir

if TYPE_CHECKING:
    from hotline_desktop.gui.shell.session.office_to_come import Opens
    from hotline_desktop.services.first_look import FirstLook
    from hotline_desktop.services.keeping.vault import Vault

_SEEN_MS = 150  # as long as nobody would notice that nothing is there yet
_LISTEN_MS = 500  # the day stands there; a second start waits so long for an answer


def run_window(
    open_office: Opens,
    data_dir: Path,
    clock: Callable[[], datetime],
    look: Callable[[], FirstLook | None] | None = None,
    vault: Vault | None = None,
) -> int:
    """Shows the window over the office that ``open_office`` opens, until it is closed; returns the exit code.

    ``look`` is what can be shown of it before, ``vault`` its lock where it may be encrypted.

    A second start over the same ``data_dir`` raises the running window and returns 0 at once. Raises PlatformMissing
    where Qt cannot show windows, NotAnswering where another start hangs.
    """
    app = make_application()
    data_dir.mkdir(parents=True, exist_ok=True)
    place = SingleInstance(data_dir)
    if not place.claim():
        return 0
    theme = Theme(resources_dir())
    theme.apply(app)
    prompts = Prompts(theme)
    jobs = Jobs()
    window = MainWindow(theme, jobs, prompts, data_dir, clock)
    window.unlocking.vault = vault
    window.keeper = BackupKeeper(jobs, prompts, window)
    place.raised.connect(window.come_forward)
    looking = window.start(open_office, look=look)
    if looking is not None:
        _await(looking, _SEEN_MS)  # what is seen first is the day, not the page that asks for patience
    appear(window)
    QTimer.singleShot(_LISTEN_MS, place.listen)
    with watching(window.tell_unforeseen):
        code = app.exec()
    place.release()
    return code


def _await(job: Job, most: int) -> None:
    """Waits until what ``job`` found is shown, ``most`` milliseconds at the longest."""
    loop = QEventLoop()
    job.ended.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    QTimer.singleShot(most, loop.quit)
    loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def make_application() -> QApplication:
    """The one QApplication, with Chinese texts of Qt's own dialogs and an input method that works.

    Programs opened from here on get the user's environment again. Raises PlatformMissing.
    """
    users = users_environment(os.environ)
    use_portable_input_method()
    check_platform()
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        app = existing
    else:
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication([*sys.argv[:1], "-style", STYLE])
        app.setProperty(STYLED, STYLE)
    give_back(users)
    app.setApplicationName("hotline-desktop")
    app.setApplicationDisplayName("")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for translator in (_OfFiles(app), QTranslator(app)):  # the later one is asked first
        if translator.load("qtbase_zh_CN", folder):
            app.installTranslator(translator)
    return app


class _OfFiles(QTranslator):
    """Kinds of files (Folder, Drive …): Qt looks for them in one place, and its Chinese has them in another."""

    def translate(self, context: str, text: str, note: str | None = None, count: int = -1) -> str:
        """Asked only for what the usual translator does not know; None leaves it as it is."""
        found = super().translate("QFileDialog", text) if context == "QAbstractFileIconProvider" else None
        return found or None  # type: ignore[return-value]


def use_portable_input_method() -> None:
    """Reaches fcitx through its ibus portal, because Qt from PyPI brings no plugin for fcitx itself."""
    if not sys.platform.startswith("linux"):
        return
    asked = os.environ.get("QT_IM_MODULE", "") or os.environ.get("XMODIFIERS", "").removeprefix("@im=")
    if asked.startswith("fcitx"):
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ.setdefault("IBUS_USE_PORTAL", "1")


def appear(window: QWidget) -> None:
    """Shows the window; it fills a screen that is too small for its size, as with large scaling on an office PC."""
    room = window.screen().availableGeometry().size()
    if window.width() <= room.width() and window.height() <= room.height():
        window.show()
        return
    window.resize(window.size().boundedTo(room))
    window.showMaximized()


def tell_in_dialog(text: str) -> None:
    """Says why no window opens, where there is no terminal to say it on. Raises PlatformMissing."""
    from PySide6.QtWidgets import QMessageBox

    _application = make_application()
    QMessageBox(QMessageBox.Icon.Warning, TITLE, text).exec()
