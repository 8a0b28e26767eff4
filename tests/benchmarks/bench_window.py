"""How long until the window can be used, against an empty PySide6 window in the same interpreter.

Usable: the first page of the ticket list and the first ticket are on the screen and the window answers.

    python tests/benchmarks/bench_window.py --data FOLDER [--rounds 5]

FOLDER is an office's data folder, the larger the better; without it an empty office is made. Both windows are
opened in fresh processes, in turn, after one round that is not counted (it leaves compiled modules and a warm disk
cache behind, as an installed program has them). The medians and their ratio are printed, by the clock and by what the
processor did, which other programs disturb less, and the peak memory of each.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[2]
LIMIT = 2.0


def open_empty() -> None:
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


def open_office_window(data_dir: Path) -> None:
    """The program's window over ``data_dir`` until list and detail are shown."""
    from datetime import datetime

    from PySide6.QtCore import QTimer

    from hotline_desktop.gui.kit.theme import Theme
    from hotline_desktop.gui.main_window import MainWindow
    from hotline_desktop.gui.shell.jobs import Jobs
    from hotline_desktop.gui.shell.navigation import Place
    from hotline_desktop.gui.shell.prompts import Prompts
    from hotline_desktop.gui.start import make_application

    app = make_application()
    theme, jobs = Theme(PROJECT / "resources"), Jobs()
    theme.apply(app)
    window = MainWindow(theme, jobs, Prompts(theme), data_dir, datetime.now)
    window.resize(1366, 768)
    window.show()

    def opened() -> Any:
        from hotline_desktop.services.office import open_office

        return open_office(data_dir, datetime.now, PROJECT / "forms", PROJECT / "resources")

    window.start(opened, Place.TICKETS)
    jobs.idle.connect(lambda: QTimer.singleShot(0, lambda: jobs.is_idle and app.quit()))
    app.exec()


def child(what: str, data_dir: Path) -> None:
    """Opens one window and prints the seconds since the interpreter started, those of the processor, the peak in MB."""
    if what == "empty":
        open_empty()
    else:
        open_office_window(data_dir)
    seconds = time.time() - process_start()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "processor": time.process_time(), "peak": peak}), flush=True)
    os._exit(0)  # shutting down is not what is measured


def process_start() -> float:
    """When the parent started this process, as seconds since the epoch."""
    return float(sys.argv[sys.argv.index("--began") + 1])


def measure(what: str, data_dir: Path) -> dict[str, float]:
    """One window in a fresh process."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "win32"):
        surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [
        sys.executable,
        __file__,
        "--child",
        what,
        "--data",
        str(data_dir),
        "--began",
        repr(time.time()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT, env=surroundings)
    measured: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def main() -> int:
    """Prints medians, ratio and memory; returns 1 where the ratio misses the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", choices=("empty", "office"))
    parser.add_argument("--began")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data_dir = options.data or Path(folder)
        if options.child:
            child(options.child, data_dir)
        taken: dict[str, list[dict[str, float]]] = {"empty": [], "office": []}
        for number in range(options.rounds + 1):
            for what, results in taken.items():
                measured = measure(what, data_dir)
                if number:
                    results.append(measured)
    ratio = message(taken)
    return 0 if ratio <= LIMIT else 1


def message(taken: dict[str, list[dict[str, float]]]) -> float:
    """Prints what was measured; returns the ratio by the clock."""

    def median(what: str, key: str) -> float:
        return statistics.median(one[key] for one in taken[what])

    for what, label in (("empty", "empty PySide6 window"), ("office", "office window")):
        peak = max(one["peak"] for one in taken[what])
        seconds, processor = median(what, "seconds"), median(what, "processor")
        print(f"{label:22}{seconds:.3f} s  processor {processor:.3f} s  peak {peak:.0f} MB")
    ratio = median("office", "seconds") / median("empty", "seconds")
    by_processor = median("office", "processor") / median("empty", "processor")
    print(f"ratio {ratio:.2f} (limit {LIMIT}), by the processor {by_processor:.2f}")
    return ratio


if __name__ == "__main__":
    raise SystemExit(main())
