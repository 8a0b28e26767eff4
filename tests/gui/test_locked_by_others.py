"""Another program holds the data for longer than we wait: the window goes on, the step is refused, its form stays."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.storage.engines.sqlite.database import SqliteDatabase
from tests.gui.desk import Desk
from tests.gui.test_data_taken_away import half_filled
from tests.services.desk import COPIES_ITS_FILE

pytestmark = COPIES_ITS_FILE
WAITS_MS, MOST_MS = 1_200, 800  # how long a step waits for the lock here, and how long the window may stand still


@contextmanager
def held(desk: Desk) -> Iterator[None]:
    """Another program is in the middle of writing."""
    with closing(sqlite3.connect(desk.data_dir / "hotline.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


class Heart:
    """Beats as often as the window comes to it."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.monotonic()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(10)

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest, self._last = max(self.longest, now - self._last), now

    def stop(self) -> float:
        self._timer.stop()
        return self.longest * 1_000


def test_a_step_that_another_program_keeps_waiting_is_refused_and_the_window_goes_on(
    desk: Desk, register: Callable[..., int]
) -> None:
    page = half_filled(desk, register)
    db = desk.office._office.db
    assert isinstance(db, SqliteDatabase)
    db._raw.execute(f"PRAGMA busy_timeout = {WAITS_MS}")
    with held(desk):
        heart, before = Heart(), time.monotonic()
        page.editor.confirm()
        for number, place in enumerate((Place.TODAY, Place.UNITS, Place.TICKETS), start=1):  # as a clerk does meanwhile
            QTimer.singleShot(number * 100, desk.window, lambda place=place: desk.window.navigator.go(place))
        while time.monotonic() - before < WAITS_MS / 2_000:
            QApplication.processEvents()
            time.sleep(0.005)
        desk.settle()
        assert heart.stop() < MOST_MS and time.monotonic() - before >= WAITS_MS / 1_000
    told = "".join(map(str, desk.prompts.errors))
    assert "正被另一个程序占用" in told and "没有保存" in told
    assert page.editor.form is not None and page.editor.form.values()["note"] == "已问清，请城管核实"
    page.editor.confirm()
    desk.settle()
    assert page.editor.form is None
