"""Random damages done to a lived-in office: each is named by a check or changes nothing that anybody sees.

``python -m tests.faults.damages 300`` does that many of a seed (``--seed``), runs every command on each, repairs,
checks again and prints a table of what was tried × what happened; it ends with 1 where anything went unnamed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import random
import re
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from hotline_desktop.cli.main import main as hotline
from hotline_desktop.storage.tables import schema
from tests.faults.lived_in import FIRST, SECOND, WAITING, later, make
from tests.services.desk import CLERK
from tests.services.test_opening import put

UNFORESEEN = "没有预料到"
GARBAGE: tuple[object, ...] = (
    None, "", "x", "不认识的", "999999", -1, -7, 0, 3, 2**62, -(2**62), 3.5, "3", b"\xff\xfe\xe4", b"\x01\xff", b"",
    "2022-02-30T10:00", "2022-13-01", "2022-09-08T10:00+08:00", "0001-01-01T00:00", "9999-12-31T23:59", "20220908",
    "{", "[", "[1, 2]", '{"a": {"b": 1}}', '{"moment": "x"}', '"text"', "null", "true", "1e999", "[" * 5_000,
    "一" * 3_000, "a\x00b", "甲\n乙", "'; DROP TABLE tickets; --", "<b>甲</b>", "-0", " ", "\u202e\u200b", "NaN",
)  # fmt: skip
NO_TEXT = object()  # bytes that are none, stored as a text
REPORT = "2022-09-01..2022-10-31"
# In this order: what writes comes last.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("tickets", "--json"),
    ("tickets", "--search", "路灯", "--json"),
    *((("show", number, "--json")) for number in (FIRST, SECOND, WAITING)),
    ("repeats", FIRST, "--json"),
    ("cases", "--json"),
    ("cases", "--pool", "--json"),
    ("case", SECOND, "--json"),
    ("candidates", "--json"),
    ("candidate", "1", "--json"),
    ("talks", "--json"),
    ("talk", "1", "--json"),
    ("imports", "--json"),
    ("settings", "--json"),
    ("holidays", "--json"),
    ("units", "--json"),
    ("people", "--json"),
    ("looks", "--json"),
    ("retention", "--json"),
    ("tray", "--json"),
    ("deadline", "一般", "2022-09-08T10:00", "--json"),
    ("statistics", REPORT, "--json"),
    ("ranking", "2022", "3", "--json"),
    ("backups", "--json"),
    ("verify", "--json"),
    ("do", WAITING, "urge", "--by", CLERK),
    ("do", "20220908100009", "register", "content=路灯不亮", "--by", CLERK),
    ("withdraw", WAITING, "reason=登错", "--by", CLERK),
)
_FEW = 3
WRITTEN: tuple[tuple[str, ...], ...] = (
    ("print", "处置单", WAITING, "--format", "pdf", "--out"),
    ("export", "tickets", "--out"),
    ("export", "registers", "--kind", "工单", "--out"),
    ("move-out", "--out"),
)


class Damage(NamedTuple):
    """One cell: of the row that comes ``place``-th in its table."""

    table: str
    column: str
    place: int
    value: object

    def __str__(self) -> str:
        shown = "(no text)" if self.value is NO_TEXT else repr(self.value)[:40]
        return f"{self.table}.{self.column} #{self.place} = {shown}"

    def do(self, folder: Path) -> bool:
        """Whether the file took it."""
        with closing(sqlite3.connect(folder / "hotline.db")) as raw:
            keys = [column.name for column in schema.metadata.tables[self.table].primary_key.columns]
            listed = ", ".join(f'"{key}"' for key in keys)
            found = raw.execute(f'SELECT {listed} FROM "{self.table}" ORDER BY {listed}').fetchall()
        if not found:
            return False
        row = found[self.place % len(found)]
        where = " AND ".join(f'"{key}" IS ?' for key in keys)
        new = "CAST(x'fffee4' AS TEXT)" if self.value is NO_TEXT else "?"
        values = (*(() if self.value is NO_TEXT else (self.value,)), *row)
        try:
            put(folder, f'UPDATE "{self.table}" SET "{self.column}" = {new} WHERE {where}', *values)
        except (sqlite3.IntegrityError, OverflowError):
            return False
        return True


def damages(seed: int) -> Iterator[Damage]:
    """Without end, the same for a seed: every table as likely as any other."""
    chance = random.Random(seed)
    tables = [table for table in schema.metadata.sorted_tables if table.name != schema.destroying.name]
    while True:
        table = chance.choice(tables)
        value = chance.choice((*GARBAGE, NO_TEXT))
        yield Damage(table.name, chance.choice(list(table.c)).name, chance.randrange(1_000), value)


@dataclass
class Result:
    """What became of one damage."""

    damage: Damage
    word: str = ""
    wrong: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


class Said(NamedTuple):
    """How a command ended and what it said."""

    code: int
    text: str
    complaint: str


def run(folder: Path, *arguments: str) -> Said:
    """A command in this process."""
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        try:
            code = hotline(["--data", str(folder), *arguments], clock=later())
        except SystemExit as end:
            code = int(end.code or 0)
    return Said(code, said.getvalue().replace(str(folder), "…"), complained.getvalue())


def commands(folder: Path, out: Path, few: bool = False) -> dict[tuple[str, ...], Said]:
    """What every command says, or some that only read."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    if few:
        return {each: run(folder, *each) for each in COMMANDS[:_FEW]}
    found = {each: run(folder, *each) for each in COMMANDS}
    for number, each in enumerate(WRITTEN):
        ending = {"tickets": ".xlsx", "registers": ".xlsx"}.get(each[1], ".zip" if each[0] == "move-out" else "")
        found[each] = run(folder, *each, str(out / f"{number}{ending}"))._replace(text="")
    return found


def checked(folder: Path, *more: str) -> dict[str, Any]:
    """What ``check`` says."""
    said = run(folder, "check", "--json", *more)
    if said.code not in (0, 3):
        return {"faults": [{"name": f"exit {said.code}", "reason": said.complaint}], "mended": [], "notes": []}
    found: dict[str, Any] = json.loads(said.text)
    if "faults" not in found:  # the command was refused, and says why
        return {"faults": [{"name": "check", "reason": said.text}], "mended": [], "notes": []}
    return found


def tried(
    kept: Path, room: Path, damage: Damage, usual: dict[tuple[str, ...], Said], repair: bool = True, few: bool = False
) -> Result | None:
    """Does the damage to a copy and looks at everything; None where the file does not take it."""
    result, folder = Result(damage), room / "office"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(kept, folder)
    if not damage.do(folder):
        return None
    before = checked(folder)
    result.named = _names(before) + [str(note) for note in before["notes"]]
    spare = room / "spare"
    shutil.rmtree(spare, ignore_errors=True)
    shutil.copytree(folder, spare)
    said = commands(spare, room / "out", few)
    result.wrong += [f"{' '.join(each)}: {one.complaint}" for each, one in said.items() if _is_wrong(one)]
    other = [each for each, one in said.items() if _told(one) != _told(usual[each])]
    if not result.named:
        result.word = "changes something, unnamed" if other else "changes nothing"
        result.wrong += [f"unnamed, and {' '.join(each)} differs" for each in other]
        return result
    result.word = "named"
    if repair:
        _repaired(folder, room, usual, result)
    return result


def _repaired(folder: Path, room: Path, usual: dict[tuple[str, ...], Said], result: Result) -> None:
    """Repairs, checks again and looks at everything once more."""
    repaired = checked(folder, "--repair")
    result.mended, result.left = repaired["mended"], _names(repaired)
    again = checked(folder)
    if _names(again) != result.left:
        result.wrong.append(f"a second check says otherwise: {_names(again)}")
    result.word = "named, stays" if result.left else "named, mended" if result.mended else "named in a note"
    said = commands(folder, room / "out")
    result.wrong += [f"after: {' '.join(each)}: {one.complaint}" for each, one in said.items() if _is_wrong(one)]
    if not result.left and result.mended and not any("确认程序外" in text for text in result.mended):
        result.wrong += [
            f"mended, and {' '.join(each)} differs"
            for each, one in said.items()
            if _told(one) != _told(usual[each]) and each[0] not in ("verify", "backups")
        ]


def _names(found: dict[str, Any]) -> list[str]:
    return [f"{fault['name']} {fault['reason']}" for fault in found["faults"]]


def _is_wrong(said: Said) -> bool:
    return said.code not in (0, 2, 3, 4) or UNFORESEEN in said.complaint or "Traceback" in said.complaint


def _told(said: Said) -> tuple[int, str]:
    """Without what is another at each run: digests and sizes."""
    return said.code, re.sub(r"[0-9a-f]{8,64}|\d+ MB", "…", said.text)


def all_of(count: int, seed: int, repairs: int, say: bool = False, few: bool = False, after: int = 0) -> list[Result]:
    """The first ``count`` damages of a seed that the file takes; the first ``repairs`` that are named are repaired.

    ``few`` asks only some commands what they say; ``after`` so many of the seed that were tried before.
    """
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as place:
        room = Path(place)
        kept = make(room / "kept" / "office")
        spare = Path(shutil.copytree(kept, room / "spare"))
        usual = commands(spare, room / "out", few)
        bad = [f"{each}: {said}" for each, said in usual.items() if said.code]
        assert not bad, bad
        for damage in damages(seed):
            if len(results) == count:
                break
            if after:
                shutil.rmtree(room / "office", ignore_errors=True)
                shutil.copytree(kept, room / "office")
                after -= damage.do(room / "office")
                continue
            result = tried(kept, room, damage, usual, repairs > 0, few)
            if result is not None:
                results.append(result)
                repairs -= bool(result.named)
                if say:
                    _say(len(results), result)
    return results


def _say(number: int, result: Result) -> None:
    sys.stdout.write(f"{number:4} {result.word:28} {result.damage}\n")
    for title, lines in (("!", result.wrong), ("named", result.named[:3]), ("left", result.left[:3])):
        for line in lines:
            sys.stdout.write(f"       {title}: {line[:300]}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """1 where anything went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repairs", type=int, default=50)
    parser.add_argument("--after", type=int, default=0)
    asked = parser.parse_args(arguments)
    results = all_of(asked.count, asked.seed, asked.repairs, say=True, after=asked.after)
    table = Counter((result.damage.table, result.word) for result in results)
    for (name, word), count in sorted(table.items()):
        sys.stdout.write(f"{name:20} {word:28} {count}\n")
    for word, count in Counter(result.word for result in results).items():
        sys.stdout.write(f"{word:28} {count}\n")
    wrong = [result for result in results if result.wrong]
    sys.stdout.write(f"wrong: {len(wrong)} of {len(results)}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
