"""On the command line a doubtful clock is told before the step, and that it went on is recorded once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from hotline_desktop.cli.main import main

LATER, EARLIER = datetime(2026, 11, 27, 16, 0), datetime(2025, 11, 27, 16, 0)


def run(data: Path, clock: datetime, *arguments: str) -> int:
    return main(["--data", str(data), *arguments], clock=lambda: clock)


def test_a_step_by_a_clock_that_was_set_back_is_done_and_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, LATER, "units", "add", "红星村", "group=村居") == 0
    assert "注意" not in capsys.readouterr().err
    assert run(tmp_path, EARLIER, "units", "add", "海虹居委", "group=村居") == 0
    assert "比最近一条记录（2026年11月27日16:00）还早" in capsys.readouterr().err
    assert run(tmp_path, EARLIER, "units", "add", "新苑居委", "group=村居") == 0
    assert "注意" not in capsys.readouterr().err
    assert run(tmp_path, EARLIER, "verify") == 0
