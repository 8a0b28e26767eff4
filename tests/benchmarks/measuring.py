"""How one piece of work is measured: processor time, the median of runs taken in turn with the best done by hand.

Processor time is what the machine did for us: another program that runs beside it hardly changes it. Work is judged by
``max(ratio, small)``: it is good where it takes at most ``ratio`` times what the same takes by hand, or at most
``small`` milliseconds, which nobody notices.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.offscreen import platform_of

PROJECT = Path(__file__).resolve().parents[2]
ROUNDS = 7
SCREEN = 1366, 768  # of an office PC: on a smaller one the list alone is shown, and no ticket beside it
Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a clerk waits for. ``by_hand`` is the best that can be done without the program on the same file.

    ``ratio`` and ``small`` (milliseconds) are what is aimed at; with neither the line is only told. ``per`` divides the
    milliseconds of both sides, for work on many pieces.
    """

    family: str
    name: str
    work: Work
    by_hand: Work | None = None
    ratio: float = 0.0
    small: float = 0.0
    per: int = 1
    rounds: int = ROUNDS


@dataclass(frozen=True, slots=True)
class Measured:
    """What one line took: medians in milliseconds of processor time, and the most memory (MB) where it was asked."""

    family: str
    name: str
    ours: float
    by_hand: float | None
    ratio: float = 0.0
    small: float = 0.0
    memory: float | None = None
    memory_by_hand: float | None = None
    most_memory: float = 0.0

    @property
    def good(self) -> bool:
        """Whether it reaches what is aimed at."""
        enough = not (self.ratio or self.small) or self.ours <= max(self.ratio * (self.by_hand or 0.0), self.small)
        return enough and (not self.most_memory or (self.memory or 0.0) <= self.most_memory)


def processor_time() -> float:
    """Seconds of processor time of this process and of all that it began, as the one that reads tables."""
    return time.process_time() + sum(os.times()[2:4]) + sum(map(_so_far, _children())) / 1000


def _children() -> list[int]:
    """The processes that this one began and that still run, where the system tells."""
    return [int(pid) for told in Path("/proc/self/task").glob("*/children") for pid in told.read_text().split()]


def measured(line: Line) -> Measured:
    """Runs both sides once uncounted and then in turn."""
    sides = [line.work] + ([line.by_hand] if line.by_hand is not None else [])
    taken: list[list[float]] = [[] for _side in sides]
    for number in range(line.rounds + 1):
        for side, times in zip(sides, taken, strict=True):
            gc.collect()
            began = processor_time()
            side()
            spent = processor_time() - began
            if number or line.rounds == 1:
                times.append(spent * 1000 / line.per)
    ours, *theirs = (statistics.median(times) for times in taken)
    by_hand = theirs[0] if theirs else None
    return Measured(line.family, line.name, ours, by_hand, line.ratio, line.small)


@dataclass(slots=True)
class Spent:
    """What a process of its own used: milliseconds of processor time, the most memory in MB, and what it told."""

    processor: float
    memory: float
    message: dict[str, float] = field(default_factory=dict)


def in_process(arguments: list[str], end_after_first_byte: bool = False) -> Spent:
    """Runs a command to its end, or to its first byte of output; a last line of JSON is what it tells."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    surroundings["PYTHONPATH"] = str(PROJECT)
    with tempfile.TemporaryDirectory(prefix="hotline-screen-") as described:
        surroundings.setdefault("QT_QPA_PLATFORM", platform_of(Path(described), *SCREEN))
        return _run(arguments, surroundings, end_after_first_byte)


def _run(arguments: list[str], surroundings: dict[str, str], end_after_first_byte: bool) -> Spent:
    running = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=PROJECT, env=surroundings
    )
    assert running.stdout is not None
    if end_after_first_byte:
        running.stdout.read(1)
        processor, memory = _so_far(running.pid), peak_of(running.pid)
        running.kill()
        running.stdout.close()
        running.wait()
        return Spent(processor, memory)
    output = running.stdout.read().decode("utf-8", "replace")
    _pid, status, usage = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise RuntimeError(f"{arguments[1:]} ended with {running.returncode}: {output[-2000:]}")
    lines = output.strip().splitlines()
    message = json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}
    return Spent((usage.ru_utime + usage.ru_stime) * 1000, message.pop("memory", 0.0), message)


def _so_far(pid: int) -> float:
    """Milliseconds of processor time that a running process has used, to the nanosecond where the system tells."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    except OSError:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def processes(
    family: str, name: str, ours: Callable[[], Spent], by_hand: Callable[[], Spent] | None, **aims: float
) -> Measured:
    """As ``measured`` for two kinds of processes; memory is the most of any run."""
    rounds = int(aims.pop("rounds", ROUNDS))
    sides = [ours] + ([by_hand] if by_hand is not None else [])
    taken: list[list[Spent]] = [[] for _side in sides]
    for number in range(rounds + 1):
        for side, spent in zip(sides, taken, strict=True):
            one = side()
            if number or rounds == 1:
                spent.append(one)
    times = [statistics.median(one.processor for one in spent) for spent in taken]
    peaks = [max(one.memory for one in spent) for spent in taken]
    return Measured(
        family, name, times[0], times[1] if by_hand else None, aims.get("ratio", 0.0), aims.get("small", 0.0),
        peaks[0], peaks[1] if by_hand else None, aims.get("most_memory", 0.0),
    )  # fmt: skip


def peak_of(process: int | str) -> float:
    """The most memory (MB) that a process has held since it began; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def forget_peak() -> None:
    """What this process held so far does not count, where the system lets one say so."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def python(*arguments: str) -> list[str]:
    """A command line for the interpreter that runs this."""
    return [sys.executable, *arguments]
