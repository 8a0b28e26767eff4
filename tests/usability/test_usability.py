"""Ten everyday jobs end as they should both ways, and take a clerk less than the straight way."""

from __future__ import annotations

from pathlib import Path

import pytest

from hotline_desktop.gui.kit.theme import Theme
from tests.gui.desk import theme
from tests.gui.example_desk import example_folder
from tests.usability.__main__ import both, row
from tests.usability.day import main as live_the_day
from tests.usability.jobs import JOBS, Job
from tests.usability.meter import Count

__all__ = ["example_folder", "theme"]


EVERY_RUN = ("派单", "打印处置单", "本周台账", "找来电人")  # the others are longer or near relations of these
TRIED = [pytest.param(job, id=job.name, marks=() if job.name in EVERY_RUN else pytest.mark.slow) for job in JOBS]


def test_the_jobs_of_every_run_are_jobs() -> None:
    assert set(EVERY_RUN) <= {job.name for job in JOBS}


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # without a screen
@pytest.mark.parametrize("job", TRIED)
def test_a_job_is_done_with_less_than_the_straight_way(
    job: Job, theme: Theme, example_folder: Path, tmp_path: Path
) -> None:
    straight, now, ended = both(job, theme, example_folder, tmp_path)
    print(row(job, straight, now, ended))
    assert ended and now.clicks == 0 and now.seconds < straight.seconds


def test_what_is_done_costs_what_the_model_says() -> None:
    count = Count(keys=2, letters=10, clicks=1, hands=2, decisions=1)
    assert count.seconds == pytest.approx(12 * 0.28 + 1.3 + 0.8 + 1.35)
    assert count.times(3).seconds == pytest.approx(3 * count.seconds)
    assert count.plus(count).seconds == pytest.approx(2 * count.seconds)


@pytest.mark.slow
def test_a_day_at_the_window_leaves_nothing_behind(capsys: pytest.CaptureFixture[str]) -> None:
    assert live_the_day(["--tickets", "20"]) == 0, capsys.readouterr().out
