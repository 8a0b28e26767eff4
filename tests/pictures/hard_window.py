"""The window over the hardest office, with somebody at it, ready to be walked through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts
from hotline_desktop.services.office import Office
from tests.gui.desk import CLERK
from tests.pictures.hard import NOW, hard_office
from tests.pictures.walk import Walk


@contextmanager
def walk_over(
    folder: Path,
    theme: Theme,
    size: tuple[int, int],
    stop: Callable[[str, QWidget], None],
    make: Callable[[Path], Office] = hard_office,
) -> Iterator[Walk]:
    """A window of ``size`` over the office that ``make`` puts into ``folder``; ``stop`` sees every state."""
    office, jobs, prompts = make(folder), Jobs(), Prompts(theme)
    window = MainWindow(theme, jobs, prompts, folder, lambda: NOW)
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.start(lambda _progress: office)
    settle(jobs)
    assert window.session is not None
    window.session.clerk = CLERK
    yield Walk(window, jobs, prompts, stop, folder)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
