"""Long work is told in a terminal, and Ctrl+C stops it."""

from __future__ import annotations

import io
import os
import signal
import sys

import pytest

from hotline_desktop.cli.under_way import UnderWay
from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.system.console import Console


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal that a test can make")
def test_long_work_is_told_in_one_line_of_a_terminal_and_nowhere_else() -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        with UnderWay(Console(terminal, terminal), "正在升级数据") as under_way:
            for done, total in ((0, 0), (1, 200), (2, 200), (0, 0), (3, 200), (200, 200)):
                under_way(done, total)
        lines = ["", "正在升级数据", "正在升级数据 0%", "正在升级数据 1%", "正在升级数据 100%", ""]
        expected = "\r\x1b[K".join(lines).encode()
        said = b""
        while len(said) < len(expected):  # a terminal passes on what was written piece by piece
            said += os.read(ours, 1_000)
    assert said == expected
    os.close(ours)
    pipe = io.StringIO()
    with UnderWay(Console(pipe, pipe), "正在升级数据") as silent:
        silent(1, 2)
    assert pipe.getvalue() == ""


def test_ctrl_c_stops_long_work_where_it_tells_how_far_it_is() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(Cancelled), UnderWay(Console(None, None), "正在升级数据") as under_way:
        under_way(1, 2)
        signal.raise_signal(signal.SIGINT)
        under_way(2, 2)
    with pytest.raises(KeyboardInterrupt), UnderWay(Console(None, None), "正在升级数据"):
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before
