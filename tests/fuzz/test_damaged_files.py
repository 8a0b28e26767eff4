"""Damaged and hostile files: nothing crashes or hangs, memory stays small, and no row is lost without a word.

A few hundred in every run, always the same; ten thousand with ``-m slow``. What was found stands in FOUND for ever.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from hotline_desktop.cli.main import main
from hotline_desktop.domain.importing.model import ImportRefused
from hotline_desktop.domain.importing.repeated_rows import without_repeats
from hotline_desktop.exchange.opening import reader
from hotline_desktop.exchange.opening.reader import read_sheets
from hotline_desktop.exchange.rows.line_kinds import LineKinds
from hotline_desktop.exchange.rows.ticket_rows import read_rows
from hotline_desktop.exchange.sheets.cells import line_texts
from hotline_desktop.exchange.sheets.sheet import ReadError
from hotline_desktop.services.importing.opening import open_file
from tests.exchange.tables import ALIASES
from tests.fuzz.mutations import mutated, seeds

LONGEST = 10.0  # seconds for one file
MOST_MEMORY = 500_000_000  # bytes of either process
DONE, REFUSED, MACHINE_FAILED = 0, 3, 4
FEW, MANY = range(300), range(300, 10_300)
FEW_COMMANDS, MANY_COMMANDS = range(12), range(1_000, 1_300)
# Seeds that once found something, with what it was.
FOUND: tuple[int, ...] = (50183, 51299)  # old Excel files that claim so many cells that their reader dies


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes]]:
    return seeds(tmp_path_factory.mktemp("seeds"))


def damaged(folder: Path, good: Sequence[tuple[str, bytes]], seed: int) -> Path:
    ending, data = good[seed % len(good)]
    path = folder / f"{seed}.{ending}"
    path.write_bytes(mutated(data, seed))
    return path


def check(path: Path) -> None:
    """Opens and reads the file as an import does; every line that says anything is accounted for."""
    try:
        file = open_file(read_sheets(path), path, ALIASES)
    except (ReadError, ImportRefused):
        return
    mapping = file.mapping.number_by_content()
    read, dropped = read_rows(file, mapping, ALIASES, "新海镇")
    rows, joined = without_repeats(read, "工单编号", ("承办单位",))
    kinds = LineKinds(mapping, ALIASES)
    lines = [texts for _sheet, _number, line in file.lines() if not kinds.is_phantom(texts := line_texts(line))]
    assert len(lines) == len(rows) + len(dropped) + len(joined)
    for row in rows:
        assert row.faults or row.number


def memory_of_reader() -> int:
    """The most that the process that reads ever held, in bytes; 0 where the system does not say."""
    child = reader._READERS._child
    status = Path(f"/proc/{child.pid}/status") if child is not None else None
    if status is None or not status.is_file():
        return 0
    line = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "VmHWM: 0 kB")
    return int(line.split()[1]) * 1024


def peak_of_own() -> int:
    """The most memory that this process ever had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def run(folder: Path, good: Sequence[tuple[str, bytes]], seeds: Sequence[int]) -> None:
    before = peak_of_own()
    for seed in seeds:
        path = damaged(folder, good, seed)
        begun = time.monotonic()
        try:
            check(path)
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r}") from error
        assert time.monotonic() - begun < LONGEST, f"seed {seed}"
        assert memory_of_reader() < MOST_MEMORY, f"seed {seed}"
        path.unlink()
    # Other tests of the same process may have needed more before.
    assert peak_of_own() - before < MOST_MEMORY


def test_three_hundred_damaged_files_are_read_or_refused(tmp_path: Path, good: list[tuple[str, bytes]]) -> None:
    run(tmp_path, good, [*FOUND, *FEW])


@pytest.mark.slow
def test_ten_thousand_damaged_files_are_read_or_refused(tmp_path: Path, good: list[tuple[str, bytes]]) -> None:
    run(tmp_path, good, MANY)


def command(
    folder: Path, good: Sequence[tuple[str, bytes]], seeds: Sequence[int], capture: pytest.CaptureFixture[str]
) -> None:
    for seed in seeds:
        path = damaged(folder, good, seed)
        begun = time.monotonic()
        code = main(["--data", str(folder / "data"), "import", str(path), "--give-numbers", "--json"])
        said = capture.readouterr()
        assert code in (DONE, REFUSED, MACHINE_FAILED), f"seed {seed}"
        assert "没有预料到" not in said.err, f"seed {seed}: {said.err}"
        assert time.monotonic() - begun < LONGEST, f"seed {seed}"
        path.unlink()


def test_damaged_files_end_in_a_word_on_the_command_line(
    tmp_path: Path, good: list[tuple[str, bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    command(tmp_path, good, FEW_COMMANDS, capsys)


@pytest.mark.slow
def test_three_hundred_damaged_files_on_the_command_line(
    tmp_path: Path, good: list[tuple[str, bytes]], capsys: pytest.CaptureFixture[str]
) -> None:
    command(tmp_path, good, MANY_COMMANDS, capsys)
