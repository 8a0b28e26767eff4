"""One program in a process of its own, ``python started.py WORK [FOLDER]``: nothing is loaded before what it loads."""

from __future__ import annotations

import gc
import importlib.abc
import importlib.machinery
import json
import os
import sqlite3
import statistics
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

SELECTED, RESTED_ON = 60, 30


def peak() -> float:
    """The most memory that this process has held since it began, in MB; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _ended(message: dict[str, float]) -> None:
    """Ends at once: shutting down is not what is measured."""
    print(json.dumps({**message, "memory": peak()}), flush=True)
    os._exit(0)


def empty() -> None:
    """The raw operation: a main window with a label, shown and painted."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.setCentralWidget(QLabel("空窗口"))
    window.resize(1366, 768)
    window.show()
    QTimer.singleShot(0, app.quit)
    app.exec()
    _ended({})


def start() -> None:
    """The program through its entry point, until 今日 stands there with its cards and the first deadlines."""
    _running(lambda _window: _ended({}), _shows_the_day)


def opened() -> None:
    """The same until the office is open and everything behind 今日 is there too."""
    _running(lambda _window: _ended({}))


def _shows_the_day(window: Any) -> bool:
    page = window.stack.page
    return page is not None and bool(page.view.cards) and page.model.rowCount() > 0


def _has_nothing_left_to_do(window: Any) -> bool:
    session = window.session
    opened = session is not None and not session.opening
    return opened and window._jobs.is_idle and window.stack.page is not None


def _running(then: Callable[[Any], None], ready: Callable[[Any], bool] = _has_nothing_left_to_do) -> None:
    """Runs the program and calls ``then`` with the main window once it is ``ready`` and painted."""
    sys.meta_path.insert(0, _Following("hotline_desktop.gui.start", lambda module: _watch(module, then, ready)))
    sys.argv[1:] = ["--data", sys.argv[2]]
    from hotline_desktop.__main__ import main

    main()


class _Following(importlib.abc.MetaPathFinder):
    """Is told when a module has been loaded, in the program's own time: nothing is loaded for the measurement."""

    def __init__(self, name: str, prepare: Callable[[Any], None]) -> None:
        self._name, self._prepare = name, prepare

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Any:
        if fullname != self._name:
            return None
        found = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        assert found is not None and found.loader is not None
        load = found.loader.exec_module

        def followed(module: Any) -> None:
            load(module)
            self._prepare(module)

        found.loader.exec_module = followed  # type: ignore[method-assign]
        return found


def _watch(module: Any, then: Callable[[Any], None], ready: Callable[[Any], bool]) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    plain, appear = QApplication.exec, module.appear
    shown: list[Any] = []

    def appearing(window: Any) -> None:
        shown.append(window)
        appear(window)

    def watched(*arguments: Any) -> int:
        (window,) = shown

        def look() -> None:
            if ready(window):
                timer.stop()
                QApplication.processEvents()  # what is to be painted anew is
                try:
                    then(window)
                except Exception:
                    traceback.print_exc()
                    os._exit(1)  # the window would ask what to do, and nobody would answer

        timer = QTimer(window, interval=2)
        timer.timeout.connect(look)
        timer.start()
        return int(plain())

    module.appear = appearing
    QApplication.exec = watched  # type: ignore[method-assign]


def select() -> None:
    """The list's page, and tickets of it selected one after another."""
    _running(_select)


def _select(window: Any) -> None:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QApplication

    from hotline_desktop.gui.shell.session.navigation import Place

    def settled() -> None:
        QApplication.processEvents()
        while not window._jobs.is_idle:
            QApplication.processEvents()
            time.sleep(0.0005)  # whoever waits in a circle takes the time that is measured
        QApplication.processEvents()

    window.show_place(Place.TICKETS)
    settled()
    page = window.stack.page
    while page.model.rowCount() < 6 + max(SELECTED, 70 + RESTED_ON):
        page.model.fetchMore(QModelIndex())
        settled()
    for row in range(1, 6):
        page.list._select(row)
        settled()
    times = []
    for row in range(6, 6 + SELECTED):
        began = time.process_time()
        page.list._select(row)
        settled()
        times.append((time.process_time() - began) * 1000)
    for row in (5, *range(70, 70 + RESTED_ON), 5):
        if row == 70:
            before = _left()
        page.list._select(row)
        _rest(0.35)
        settled()
    after = _left()
    _ended({"each": statistics.median(times), **{key: after[key] - before[key] for key in after}})


def _rest(seconds: float) -> None:
    """Lets the window run: it looks up repeats once the clerk rests on a ticket."""
    from PySide6.QtWidgets import QApplication

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


def _left() -> dict[str, float]:
    """How many objects of some kinds Python holds that no cycle explains, dead ones of Qt among them."""
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QApplication

    from hotline_desktop.domain.records.summaries import TicketSummary

    gc.collect()
    held = [type(each) for each in gc.get_objects()]
    return {
        "actions": held.count(QAction),
        "widgets": len(QApplication.allWidgets()),
        "summaries": held.count(TicketSummary),
    }


def select_by_hand() -> None:
    """The same rows fetched by hand and laid into a form of plain labels and a table of the history."""
    from PySide6.QtWidgets import QApplication, QFormLayout, QLabel, QTableWidget, QTableWidgetItem, QWidget

    app = QApplication(sys.argv[:1])
    window, raw = QWidget(), sqlite3.connect(Path(sys.argv[2]) / "hotline.db")
    layout, labels = QFormLayout(window), [QLabel() for _place in range(23)]
    for label in labels:
        label.setWordWrap(True)
        layout.addRow(QLabel("名称"), label)
    table = QTableWidget(0, 4)
    layout.addRow(table)
    window.resize(1000, 740)
    window.show()
    ids = [row[0] for row in raw.execute("SELECT id FROM tickets ORDER BY due_order, id LIMIT ?", (SELECTED + 6,))]
    times = []
    for ticket_id in ids:
        began = time.process_time()
        row = raw.execute("SELECT * FROM tickets WHERE id = ?", (ticket_id,)).fetchone()
        for label, text in zip(labels, row, strict=False):
            label.setText(str(text))
        entries = raw.execute("SELECT * FROM ticket_entries WHERE ticket_id = ?", (ticket_id,)).fetchall()
        table.setRowCount(len(entries))
        for place, entry in enumerate(entries):
            for column in range(4):
                table.setItem(place, column, QTableWidgetItem(str(entry[column + 2])))
        app.processEvents()
        times.append((time.process_time() - began) * 1000)
    _ended({"each": statistics.median(times)})


def main() -> None:
    """Does one of the works."""
    globals()[sys.argv[1]]()


if __name__ == "__main__":
    main()
