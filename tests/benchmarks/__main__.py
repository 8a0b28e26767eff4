"""Every measurement in one table.

    python -m tests.benchmarks [--data FOLDER] [--tickets 100000] [--only lists,search,…] [--json FILE] [--before FILE]

FOLDER (default: build/offices) keeps the offices that are made for it; 1,000,000 tickets take about half an hour and
some gigabytes once. ``--json`` writes what was measured; ``--before`` puts such a file of an earlier state beside it,
and with ``--compare FILE`` nothing is measured: two such files stand beside each other.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks import encryption, files, imports, keeping, lists, programs, waiting
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import PROJECT, Line, Measured, measured, peak_of
from tests.benchmarks.offices import office_folder

Source = Callable[[Ground], Iterator[Line | Measured]]
# Which module measures which families.
SOURCES: tuple[tuple[tuple[str, ...], Source], ...] = (
    (("lists", "search", "today", "one ticket"), lists.lines),
    (("repeats", "import"), imports.lines),
    (("files", "papers", "counting", "size"), files.lines),
    (("start", "window", "command line"), programs.lines),
    (("waiting",), waiting.lines),
    (("keeping",), keeping.lines),
    (("encryption",), encryption.lines),
)
# What fills the disk is measured only where it is named.
ASKED_FOR = {"keeping", "encryption"}


def main() -> int:
    """Measures and prints; 1 where something misses its aim."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=PROJECT / "build" / "offices")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--only", default="", help="families or parts of names, with commas")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--compare", type=Path, help="only tells what this file of --json has, beside --before")
    options = parser.parse_args()
    if options.compare:
        before = _read(options.before)
        print(_HEAD.format("before"))
        for one in _read(options.compare).values():
            print(_message(one, before.get(one.name)))
        return 0
    options.data.mkdir(parents=True, exist_ok=True)
    folder = office_folder(options.data, options.tickets)
    before = _read(options.before)
    found: list[Measured] = []
    print(_HEAD.format("before" if before else ""), flush=True)
    with tempfile.TemporaryDirectory(dir=options.data) as scratch:
        ground = Ground(folder, options.tickets, Path(scratch))
        for one in _measurements(ground, [word.strip() for word in options.only.split(",") if word.strip()]):
            found.append(one)
            print(_message(one, before.get(one.name)), flush=True)
    print(
        f"this process held at most {peak_of('self'):.0f} MB; {sum(not one.good for one in found)} of {len(found)} miss"
    )
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1), "utf-8")
    return 0 if all(one.good for one in found) else 1


def _measurements(ground: Ground, only: list[str]) -> Iterator[Measured]:
    for families, source in SOURCES:
        if not only and ASKED_FOR.issuperset(families):
            continue
        if only and not any(word in family or family in word for word in only for family in families):
            continue
        for line in source(ground):
            if only and not any(word in f"{line.family} {line.name}" for word in only):
                continue
            yield measured(line) if isinstance(line, Line) else line


_HEAD = f"{'family':13}{'what':46}{'program':>11}{'by hand':>11}{'ratio':>8}{'aim':>16}{'MB':>7}{'by hand':>8}  {{}}"


def _message(one: Measured, before: Measured | None) -> str:
    hand = f"{one.by_hand:.3f}" if one.by_hand is not None else ""
    ratio = f"{one.ours / one.by_hand:.2f}" if one.by_hand else ""
    aims = [f"{one.ratio:g}×"] * bool(one.ratio) + [f"{one.small:g}"] * bool(one.small)
    memory = f"{one.memory:.0f}" if one.memory is not None else ""
    other = f"{one.memory_by_hand:.0f}" if one.memory_by_hand is not None else ""
    was = f"{before.ours:.3f}" + (f" ({before.memory:.0f} MB)" if before.memory else "") if before else ""
    name = one.name + " " * max(0, 46 - sum(2 if ord(letter) > 0x2E80 else 1 for letter in one.name))
    flag = "" if one.good else "MISSES"
    return (
        f"{one.family:13}{name}{one.ours:>11.3f}{hand:>11}{ratio:>8}{' or '.join(aims):>16}{memory:>7}{other:>8}"
        f"  {was:>10} {flag}"
    )


def _read(path: Path | None) -> dict[str, Measured]:
    if path is None:
        return {}
    return {each["name"]: Measured(**each) for each in json.loads(path.read_text("utf-8"))}


if __name__ == "__main__":
    raise SystemExit(main())
