"""A window over the example office: hard data of every kind (supervised, urged, confidential, overdue, third round)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from hotline_desktop.example.office import open_example
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.main_window import MainWindow
from hotline_desktop.gui.pictures import settle
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.services.office import open_office
from tests.gui.desk import CLERK, PROJECT, RESOURCES, Answers, Clock, Desk

NOW = datetime(2026, 11, 26, 10, 20)


@pytest.fixture(scope="session")
def example_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example office, made once for all tests of a run."""
    folder = tmp_path_factory.mktemp("example") / "data"
    open_example(folder, lambda: NOW, PROJECT / "forms", RESOURCES).close()
    return folder


@pytest.fixture
def example(theme: Theme, example_folder: Path, tmp_path: Path) -> Iterator[Desk]:
    """A copy of it, open in the window, on 今日."""
    with desk_over(theme, example_folder, tmp_path / "data") as desk:
        yield desk


@contextmanager
def desk_over(theme: Theme, example: Path, data: Path) -> Iterator[Desk]:
    """A window of 1366 × 768 over a copy of the office in ``example``, on 今日; ``data`` is where the copy goes."""
    shutil.copytree(example, data)
    clock = Clock(NOW)
    office = open_office(data, clock, PROJECT / "forms", RESOURCES)
    jobs, prompts = Jobs(), Answers(theme)
    window = MainWindow(theme, jobs, prompts, data, clock)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.start(lambda _progress: office, Place.TODAY)
    settle(jobs)
    assert window.session is not None
    window.session.clerk = CLERK
    settle(jobs)
    yield Desk(window, office, jobs, prompts, clock, data)
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
