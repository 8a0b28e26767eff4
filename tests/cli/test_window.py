"""The program without a command: one window per data folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hotline_desktop.app import window_shows

PROGRAM = (sys.executable, "-m", "hotline_desktop")
PATIENCE_S = 60


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not path.exists():
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.skipif(os.name == "nt", reason="ends the window by a signal")
def test_a_second_start_raises_the_window_instead_of_opening_the_file_twice(tmp_path: Path) -> None:
    known = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    arguments = [*PROGRAM, "--data", str(tmp_path / "data")]
    with subprocess.Popen(arguments, env=known, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as first:
        try:
            wait_for(tmp_path / "data" / "hotline.db", first)
            second = subprocess.run(arguments, env=known, capture_output=True, timeout=PATIENCE_S, check=False)
            assert (second.returncode, second.stderr) == (0, b"")
            assert first.poll() is None
            assert window_shows(tmp_path / "data") and not window_shows(tmp_path / "other")
            tickets = subprocess.run(
                [*arguments, "tickets"], env=known, capture_output=True, timeout=PATIENCE_S, check=False
            )
            assert tickets.returncode == 0
        finally:
            first.send_signal(signal.SIGINT)
            first.wait(PATIENCE_S)
    assert first.returncode == -signal.SIGINT
