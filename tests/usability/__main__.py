"""Prints the table: ``python -m tests.usability [--only 派单]``; 1 where a job did not end as it should."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.example.office import open_example
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.start import make_application
from tests.gui.desk import PROJECT, RESOURCES
from tests.gui.example_desk import NOW, desk_over
from tests.usability.jobs import JOBS, Job
from tests.usability.meter import Clerk, Count

_HEAD = (
    "| 事 | 直做：键+字 / 点击 / 秒 | 现在：键+字 / 点击 / 秒 | 省 | 最长的等待：墙钟 / CPU ms | |\n"
    "|---|---|---|---|---|---|"
)


def main(arguments: list[str] | None = None) -> int:
    """Does every job both ways."""
    parser = argparse.ArgumentParser(prog="python -m tests.usability", description=__doc__)
    parser.add_argument("--only", default="", help="part of a job's name")
    asked = parser.parse_args(arguments)
    theme = Theme(RESOURCES)
    theme.apply(make_application())
    failed = 0
    print(_HEAD, flush=True)
    with tempfile.TemporaryDirectory(prefix="hotline-usability-") as folder:
        example = Path(folder) / "example"
        open_example(example, lambda: NOW, PROJECT / "forms", RESOURCES).close()
        for job in JOBS:
            if asked.only in job.name:
                straight, now, ended = both(job, theme, example, Path(folder))
                failed += not ended
                print(row(job, straight, now, ended), flush=True)
    return 1 if failed else 0


def both(job: Job, theme: Theme, example: Path, folder: Path) -> tuple[Count, Count, bool]:
    """One job in both ways, each over an office of its own; and whether both ended as they should."""
    counts, ended = [], True
    for name, way in (("straight", job.straight), ("now", job.now)):
        place = folder / f"{JOBS.index(job)}-{name}"
        place.mkdir()
        with desk_over(theme, example, place / "data") as desk:
            made = job.prepare(desk, place)
            desk.settle()
            clerk = Clerk(desk)
            try:
                clerk.count = way(clerk, made)
                desk.settle()
                ended = ended and job.ended(desk, made) and not desk.prompts.errors
            except (AssertionError, OSError, HotlineError) as error:
                print(f"  {job.name}, {name}: {error!r} {desk.prompts.message}", file=sys.stderr)
                ended = False
            counts.append(clerk.count)
            if desk.prompts.errors:
                print(f"  {job.name}: {desk.prompts.errors}", file=sys.stderr)
    return counts[0], counts[1], ended


def row(job: Job, straight: Count, now: Count, ended: bool) -> str:
    """One line of the table."""

    def cell(count: Count) -> str:
        return f"{count.keys:.0f}+{count.letters:.0f} / {count.clicks:.0f} / {count.seconds:.0f}"

    saved = 1 - now.seconds / straight.seconds
    waits = f"{now.wall_ms:.0f} / {now.cpu_ms:.0f}"
    note = job.note if ended else "没有办成！"
    return f"| {job.name} | {cell(straight)} | {cell(now)} | {saved:.0%} | {waits} | {note} |"


if __name__ == "__main__":
    sys.exit(main())
