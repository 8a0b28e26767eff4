"""The program is killed at random moments of everything that writes: no step that was reported is lost, none is half.

The table of what was tried and what happened is printed at the end (``-s`` shows it) and written after each kill to
the file that ``HOTLINE_KILLS_TABLE`` names; some twenty kills here, hundreds with ``-m slow`` (``HOTLINE_KILLS`` says
how many, ``HOTLINE_SEED`` which moments).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.encrypting import reopened
from tests.faults.evidence import Found, look, version_in
from tests.faults.worker import UPGRADES, WORK, Ticking
from tests.offices.shown import unpack

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
TWICE = ("steps", "restores")  # of the quick ones; the others once
MARKED = ("upgrade of 0011", "restores both ways")  # near relations of others, tried by hundreds only
LONGEST_S = 1.2  # after the first step; what lasts longer is much the same again
LONG_S = 4.0  # where one step lasts a second or more
LONG = (
    "destruction",
    "encryption",
    "encrypted keeping",
    "moving in",
    "people commands",
    "restores both ways",
    "sealed backups",
    "copies elsewhere",
    "the command line",
    "exports",
    "joined pages",
    "case files",
    "recounts",
)
OUTLIVES_S = 5  # how long something that the killed program had started may take to notice

TABLE: dict[str, Counter[str]] = {}


def killed(what: str, folder: Path, chance: random.Random) -> list[str]:
    """Lets the work go on for a random while and kills it; what it had reported. Nothing that it started lives on."""
    text = [sys.executable, "-m", "tests.faults.worker", what, str(folder)]
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(
        text, cwd=PROJECT, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as work:
        assert work.stdout is not None
        first = 1 if what in UPGRADES else 2  # the upgrade begins with the opening itself
        lines = [work.stdout.readline() for _line in range(first)]
        time.sleep(chance.random() * (LONG_S if what in LONG else LONGEST_S))
        work.send_signal(signal.SIGKILL)
        lines += work.stdout.readlines()
        work.wait()
    assert work.returncode == -signal.SIGKILL, f"{what} ended by itself: {lines[-3:]}"
    assert _alone(work.pid), f"{what}: what it had started lives on"
    return [line.strip() for line in lines if line.endswith("\n")][1:]


def _alone(group: int) -> bool:
    """Whether nobody of that group is left."""
    until = time.monotonic() + OUTLIVES_S
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    return False


def tried(what: str, folder: Path, seed: int) -> None:
    """One kill, and everything that must hold after it. Raises AssertionError once it stands in the table.

    The folder stays only where something is wrong.
    """
    try:
        _tried(what, folder, seed)
    finally:
        _keep_table()
    shutil.rmtree(folder)


def _tried(what: str, folder: Path, seed: int) -> None:
    folder.mkdir()
    if what in UPGRADES:
        unpack(UPGRADES[what], folder / "data")
    counts = TABLE.setdefault(what, Counter())
    reported = killed(what, folder, random.Random(seed))
    counts["kills"] += 1
    counts["reported"] += len(reported)
    if what in UPGRADES:
        counts["old" if version_in(folder) == UPGRADES[what] else "new"] += 1
    try:
        found = found_after(what, folder, reported)
    except BaseException:
        counts["not opened"] += 1
        raise
    counts["lost"] += bool(found.lost)
    counts["half"] += bool(found.half)
    counts["further"] += found.further
    assert found.lost == [] and found.half == [], (what, seed, found)


def found_after(what: str, folder: Path, reported: list[str]) -> Found:
    """Opens what the kill left, and looks."""
    office = reopened(folder, Ticking())
    try:
        return look(what, office, folder, reported)
    finally:
        office.close()


def printed() -> str:
    """The table."""
    columns = ("kills", "reported", "further", "lost", "half", "not opened")
    captions = ("killed amid", "kills", "reported, all checked", "under way, whole", "lost", "half", "not opened")
    lines = [f"| {' | '.join(captions)} |", f"|{'---|' * len(captions)}"]
    total: Counter[str] = Counter()
    for what, counts in sorted(TABLE.items()):
        total += counts
        note = f" (before it {counts['old']}, after it {counts['new']})" if what in UPGRADES else ""
        lines.append(f"| {what}{note} | {' | '.join(str(counts[column]) for column in columns)} |")
    lines.append(f"| all | {' | '.join(str(total[column]) for column in columns)} |")
    return "\n".join(lines)


def _keep_table() -> None:
    """Writes the table where it is asked for: a run that is broken off shows how far it came."""
    path = os.environ.get("HOTLINE_KILLS_TABLE")
    if path:
        name = f"{path}{os.environ.get('PYTEST_XDIST_WORKER', '')}"
        Path(name).write_text(f"{printed()}\n", "utf-8")


@pytest.fixture(scope="module", autouse=True)
def _table() -> Iterator[None]:
    """Prints what was tried and what happened when all is done."""
    yield
    sys.stdout.write(f"\n{printed()}\n")


@pytest.mark.parametrize("what", [what for what in WORK if what not in MARKED])
def test_no_step_is_lost_or_half_after_a_kill(what: str, tmp_path: Path) -> None:
    for number in range(2 if what in TWICE else 1):
        tried(what, tmp_path / str(number), seed=100 + number)


@pytest.mark.slow
@pytest.mark.parametrize("what", WORK)
def test_no_step_is_lost_or_half_after_hundreds_of_kills(what: str, tmp_path: Path) -> None:
    first = int(os.environ.get("HOTLINE_SEED", "0"))
    for number in range(-(-int(os.environ.get("HOTLINE_KILLS", "300")) // len(WORK))):
        tried(what, tmp_path / str(number), seed=first + number)
