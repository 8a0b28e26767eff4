"""The program is killed at random moments of everything that writes: no step that was reported is lost, none is half.

The table of what was tried and what happened is printed at the end (``-s`` shows it); 20 kills here, hundreds with
``-m slow``.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from hotline_desktop.domain.terms.errors import NotFound
from hotline_desktop.services.office import Office
from hotline_desktop.services.restoring import found_backups
from tests.faults.worker import WORK, Ticking
from tests.offices.shown import unpack
from tests.services.desk import on_disk

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
TABLE: Counter[tuple[str, str]] = Counter()
QUICK = {
    "steps": 3,
    "attachments": 2,
    "imports": 2,
    "backups": 2,
    "restores": 3,
    "upgrade": 2,
    "withdrawals": 1,
    "supervision": 1,
    "settings": 1,
    "exports": 1,
    "the command line": 1,
    "the window": 1,
}
LONGEST_S = 1.2  # after the first step; what lasts longer is much the same again


def killed(what: str, folder: Path, chance: random.Random) -> list[str]:
    """Lets the work go on for a random while and kills it; what it had reported."""
    words = [sys.executable, "-m", "tests.faults.worker", what, str(folder)]
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(words, cwd=PROJECT, env=env, stdout=subprocess.PIPE, text=True) as work:
        assert work.stdout is not None
        lines = [] if what == "upgrade" else [work.stdout.readline()]
        time.sleep(chance.random() * LONGEST_S)
        work.send_signal(signal.SIGKILL)
        lines += work.stdout.readlines()
        work.wait()
    return [line.strip() for line in lines if line.endswith("\n")]


def expected(reported: list[str]) -> dict[str, int]:
    """How many entries of each ticket were reported at least; 0 for one that was taken back."""
    pairs = (line.split() for line in reported if " " in line and "taken" not in line)
    return {number: int(count) for number, count in pairs}


def lost(office: Office, reported: list[str]) -> list[str]:
    """Reported steps that are not there."""
    missing = []
    for number, count in expected(reported).items():
        try:
            there = len(office.tickets.detail(office.tickets.find(number)).history)
        except NotFound:
            there = 0
        if there < count or (count == 0 and there):
            missing.append(f"{number}: {there} of {count}")
    return missing


def halves(folder: Path) -> list[str]:
    """Files that bear their names and are not whole."""
    found = []
    for path in folder.glob("out/[!.]*"):
        if path.suffix == ".pdf":
            with contextlib.suppress(pypdfium2.PdfiumError), contextlib.closing(pypdfium2.PdfDocument(path)):
                continue
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                if packed.testzip() is None:
                    continue
        found.append(path.name)
    return found


def tried(what: str, folder: Path, seed: int) -> None:
    """One kill, and everything that must hold after it."""
    folder.mkdir()
    if what == "upgrade":
        unpack("0001", folder / "data")
    reported = killed(what, folder, random.Random(seed))
    office = on_disk(folder / "data", Ticking())
    try:
        state = office.checkups.check()
        assert [fault for fault in state.faults if fault.name != "记录末尾"] == [], (what, seed)
        assert lost(office, [line for line in reported if not line.startswith("unit ")]) == [], (what, seed)
        assert {line.split()[1] for line in reported if line.startswith("unit ")} <= set(office.units.names())
        assert halves(folder) == [], (what, seed)
        for backup in found_backups(folder / "data"):
            assert office.backups.verify(backup) == (), (what, seed)
        if what == "upgrade":
            assert office.tickets.count() >= 81
    finally:
        office.close()
    TABLE[what, f"{'nothing' if not reported else 'steps'} reported, all there"] += 1


@pytest.fixture(scope="module", autouse=True)
def _table() -> Iterator[None]:
    """Prints what was tried and what happened when all is done."""
    yield
    sys.stdout.write("\n| tried | what happened | times |\n|---|---|---|\n")
    for (what, happened), times in sorted(TABLE.items()):
        sys.stdout.write(f"| kill amid {what} | {happened} | {times} |\n")


@pytest.mark.parametrize("what", WORK)
def test_no_step_is_lost_or_half_after_a_kill(what: str, tmp_path: Path) -> None:
    for number in range(QUICK[what]):
        tried(what, tmp_path / str(number), seed=100 + number)


@pytest.mark.slow
@pytest.mark.parametrize("what", WORK)
def test_no_step_is_lost_or_half_after_hundreds_of_kills(what: str, tmp_path: Path) -> None:
    for number in range(int(os.environ.get("HOTLINE_KILLS", "300")) // len(WORK)):
        tried(what, tmp_path / str(number), seed=number)
