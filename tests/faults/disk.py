"""The disk below fails: reads, writes, syncs, names, once, for a while or for good, amid each command.

``python -m tests.faults.disk 300`` does that many of a seed (``--seed``) and prints a table of what was tried × what
happened; it ends with 1 where a command said that it was done and was not, left half a step, or had no words. Linux
with gcc only: ``failing.c`` is loaded before the C library.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from hotline_desktop.services.keeping.encryption import new_code
from tests.faults.lived_in import FIRST, WAITING, make
from tests.offices.shown import unpack
from tests.services.desk import CLERK

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
ERRORS = (errno.EIO, errno.EIO, errno.ENOSPC, errno.EROFS, errno.EACCES)
NEW = "20220908100009"
PASSPHRASE = "海边的灯塔一直亮着"
UNFORESEEN, LOOSE_END = ("没有预料到", "Traceback", "Error:"), "记录末尾"
_LASTS_S = 120


class Trial(NamedTuple):
    """A command, in which office it runs, and what it must leave where it says that it is done."""

    arguments: tuple[str, ...]
    office: str = "office"
    done: Callable[[Path], bool] = lambda _data: True


class Fault(NamedTuple):
    """From which call on, for how many, with which error."""

    ops: str
    after: int
    lasts: int
    code: int

    def __str__(self) -> str:
        lasts = f"{self.lasts}×" if self.lasts else "for good"
        return f"{self.ops} after {self.after} {lasts} {errno.errorcode[self.code]}"


@dataclass
class Result:
    """What became of one failure."""

    what: str
    fault: Fault
    code: int
    wrong: list[str] = field(default_factory=list)


def library(room: Path) -> Path:
    """What is loaded before the C library. Raises CalledProcessError, FileNotFoundError where nothing compiles it."""
    made = room / "failing.so"
    subprocess.run(["gcc", "-O1", "-shared", "-fPIC", "-o", made, HERE / "failing.c", "-ldl"], check=True)
    return made


def run(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    text = [sys.executable, "-m", "hotline_desktop", "--data", str(data), *arguments]
    env = {**os.environ, "PYTHONPATH": str(PROJECT), "QT_QPA_PLATFORM": "offscreen", **environment}
    return subprocess.run(
        text,
        cwd=PROJECT,
        env=env,
        capture_output=True,
        text=True,
        timeout=_LASTS_S,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def failing(library: Path, under: Path, fault: Fault) -> dict[str, str]:
    """The environment in which the disk under that folder fails so."""
    lasts = {"FAIL_FOR": str(fault.lasts)} if fault.lasts else {}
    told = {"FAIL_OPS": fault.ops, "FAIL_AFTER": str(fault.after), "FAIL_ERRNO": str(fault.code), **lasts}
    return {"LD_PRELOAD": str(library), "FAIL_UNDER": str(under), **told}


def calls(library: Path, trial: Trial, kept: Path, room: Path, ops: str) -> int:
    """How many calls of that kind the command makes."""
    data, count = _copied(kept, trial, room), room / "count"
    count.unlink(missing_ok=True)
    told = {"LD_PRELOAD": str(library), "FAIL_UNDER": str(data), "FAIL_OPS": ops, "FAIL_COUNT": str(count)}
    run(data, *_placed(trial, room), **told)
    return int(count.read_text("ascii")) if count.is_file() else 0


def _copied(kept: Path, trial: Trial, room: Path) -> Path:
    shutil.rmtree(room / "data", ignore_errors=True)
    shutil.rmtree(room / "out", ignore_errors=True)
    (room / "out").mkdir()
    return Path(shutil.copytree(kept / trial.office, room / "data"))


def _placed(trial: Trial, room: Path) -> Iterator[str]:
    return (part.format(room=room) for part in trial.arguments)


def _shows(number: str, step: str = "") -> Callable[[Path], bool]:
    def shows(data: Path) -> bool:
        said = run(data, "show", number, "--json", *_opening(data))
        return said.returncode == 0 and step in said.stdout

    return shows


def _opening(data: Path) -> tuple[str, ...]:
    return ("--passphrase-file", str(data.parent / "code")) if (data / "hotline.key").exists() else ()


def _is_encrypted(expected: bool) -> Callable[[Path], bool]:
    return lambda data: (data / "hotline.key").exists() is expected


def _has_backup(data: Path) -> bool:
    said = run(data, "backups", "--verify", "--json")
    return said.returncode == 0 and len(json.loads(said.stdout)) == 2


TRIALS: tuple[Trial, ...] = (
    Trial(("tickets", "--json")),
    Trial(("show", FIRST)),
    Trial(("verify",)),
    Trial(("check",)),
    Trial(("check", "--repair", "--by", CLERK)),
    Trial(("do", NEW, "register", "content=路灯不亮", "--by", CLERK), done=_shows(NEW)),
    Trial(("do", WAITING, "urge", "--by", CLERK), done=_shows(WAITING, "urge")),
    Trial(("attach", WAITING, "{room}/照片.txt", "--by", CLERK), done=_shows(WAITING)),
    Trial(("import", "{room}/导入.csv", "--by", CLERK), done=_shows("20220908300001")),
    Trial(("settings", "set", "near_days=4")),
    Trial(("backup",), done=_has_backup),
    Trial(("restore",)),
    Trial(("move-out", "--out", "{room}/data/搬家.zip")),
    Trial(("export", "tickets", "--out", "{room}/data/台账.xlsx")),
    Trial(("print", "处置单", WAITING, "--out", "{room}/data/out")),
    Trial(("intake", "{room}/照片.txt", "--by", CLERK)),
    Trial(
        ("encrypt", "--out", "{room}/out", "--code-file", "{room}/code", "--new-passphrase-file", "{room}/passphrase"),
        done=_is_encrypted(True),
    ),
    Trial(("decrypt", "--passphrase-file", "{room}/code"), office="sealed", done=_is_encrypted(False)),
    Trial(("tickets", "--json"), office="old"),
)


def prepared(room: Path) -> Path:
    """The offices: one that is lived in, the same encrypted, one of an older schema."""
    kept = room / "kept"
    make(kept / "office")
    (room / "code").write_text(new_code(), "ascii")
    (room / "passphrase").write_text(PASSPHRASE, "utf-8")
    (room / "照片.txt").write_text("照片" * 30_000, "utf-8")
    (room / "导入.csv").write_text("工单编号,标题,诉求内容\n20220908300001,路灯,路灯不亮\n", "utf-8")
    unpack("0011", kept / "old")
    shutil.copytree(kept / "office", kept / "sealed")
    trial = next(trial for trial in TRIALS if trial.arguments[0] == "encrypt")
    (room / "out").mkdir()
    said = run(kept / "sealed", *_placed(trial, room))
    assert said.returncode == 0, said.stdout + said.stderr
    return kept


def tried(library: Path, trial: Trial, kept: Path, room: Path, fault: Fault) -> Result:
    """The command on a disk that fails so, and everything that must hold once the disk is well again."""
    data = _copied(kept, trial, room)
    said = run(data, *_placed(trial, room), **failing(library, data, fault))
    result = Result(
        " ".join(trial.arguments[:2]) + ("" if trial.office == "office" else f" ({trial.office})"),
        fault,
        said.returncode,
    )
    told = said.stdout + said.stderr
    if said.returncode not in (0, 2, 3, 4) or any(word in told for word in UNFORESEEN):
        result.wrong.append(f"ended with {said.returncode}: {told[-600:]}")
    if said.returncode == 4 and not said.stderr.strip():
        result.wrong.append("no words")
    if said.returncode == 0 and not trial.done(data):
        result.wrong.append(f"said to be done and is not: {told[-200:]}")
    checked = run(data, "check", "--json", *_opening(data))
    try:
        faults = [fault for fault in json.loads(checked.stdout)["faults"] if fault["name"] != LOOSE_END]
        result.wrong += [f"left: {fault}" for fault in faults]
    except (ValueError, KeyError):
        result.wrong.append(f"does not open: {checked.stdout[-300:]}{checked.stderr[-300:]}")
    return result


def all_of(count: int, seed: int, say: bool = False) -> list[Result]:
    """So many failures of a seed."""
    chance, results = random.Random(seed), list[Result]()
    with tempfile.TemporaryDirectory() as place:
        room = Path(place)
        kept, made = prepared(room), library(room)
        amounts: dict[tuple[int, str], int] = {}
        while len(results) < count:
            number = len(results) % len(TRIALS)
            ops = chance.choice(("o", "r", "w", "s", "n", "w", "rwsn"))
            if (number, ops) not in amounts:
                amounts[number, ops] = calls(made, TRIALS[number], kept, room, ops)
            if not amounts[number, ops]:
                continue
            lasts = chance.choice((1, 1, 3, 0))
            fault = Fault(ops, chance.randrange(amounts[number, ops]), lasts, chance.choice(ERRORS))
            results.append(tried(made, TRIALS[number], kept, room, fault))
            if say:
                _say(len(results), results[-1])
    return results


def _say(number: int, result: Result) -> None:
    sys.stdout.write(f"{number:4} {result.what:34} {result.fault!s:34} {result.code}\n")
    for wrong in result.wrong:
        sys.stdout.write(f"       ! {wrong}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """1 where anything went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    results = all_of(asked.count, asked.seed, say=True)
    table = Counter((result.what, result.code, bool(result.wrong)) for result in results)
    for (what, code, wrong), count in sorted(table.items()):
        sys.stdout.write(f"{what:40} ended with {code}{' WRONG' if wrong else ''}: {count}\n")
    bad = sum(bool(result.wrong) for result in results)
    sys.stdout.write(f"wrong: {bad} of {len(results)}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
