"""What an old office must show after every upgrade: its lists, histories, papers and figures, as lines to compare.

``NNNN.zip`` beside this file is an office as the program of that schema left it, ``NNNN.txt`` what that program showed
of it. Everything is asked on the command line, whose words and keys stay, so that any version can be asked.
Where a rule is mended on purpose, ``python -m tests.offices.shown`` writes the texts anew; read the difference.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from hotline_desktop.cli.main import main as hotline
from hotline_desktop.storage.migrations import HEAD
from tests.documents.reading import pdf_text

HERE = Path(__file__).parent
MOMENT = datetime(2026, 11, 30, 9, 0)  # the morning after the offices here were made
DOCUMENTED = ("20261028100108", "20261112100115")
PAPERS = (
    *("处置单", "督办通知单", "测评表", "退单申请", "延期申请", "联系与答复记录", "结案审核与回访记录"),
    *("督办延期申请", "督办办结报告", "现场督办记录", "解释说明记录", "不满意情况说明"),
)
_RECORD_END = re.compile(r"办理记录末条：\s*第\d+条\s*[0-9a-f]+")
REGISTERS = ("退单", "延期", "不属实", "不满意")


def unpack(name: str, folder: Path) -> Path:
    """The office ``name`` (``0001``) in ``folder``, as it was left."""
    with zipfile.ZipFile(HERE / f"{name}.zip") as packed:
        packed.extractall(folder)
    return folder


def kept_offices() -> tuple[str, ...]:
    """The names of the offices of earlier schemas, the oldest first; that of the newest one waits for the next."""
    return tuple(name for name in every_office() if name < HEAD)


def every_office() -> tuple[str, ...]:
    """The names of the offices that are kept here, the oldest first."""
    return tuple(sorted(path.stem for path in HERE.glob("*.zip")))


def agreed(name: str) -> str:
    """What the office must show."""
    return (HERE / f"{name}.txt").read_text("utf-8")


def shown(folder: Path) -> str:
    """What the office in ``folder`` shows now."""
    return "".join(f"{line}\n" for line in _lines(folder))


def _lines(folder: Path) -> Iterator[str]:
    tickets = _json(folder, "tickets", "--full")
    yield f"# 工单 {len(tickets)}"
    for line in tickets:
        yield _row(line, ("number", "level", "stage", "round", "light", "due", "unit", "caller", "phone", "origin"))
    yield "# 办理记录"
    for line in sorted(tickets, key=lambda each: str(each["number"])):
        yield from _history(f"工单 {line['number']}", _json(folder, "show", line["number"], "--full"))
    cases = _json(folder, "cases")
    yield f"# 督办 {len(cases)}"
    for line in cases:
        yield _row(line, ("number", "stage", "method", "trigger", "due", "unit", "reported_at", "closed_at"))
        yield from _history(
            f"督办 {line['number']}", _json(folder, "case", line["number"] or line["ticket_numbers"][0])
        )
    yield "# 考核"
    for quarter in ("3", "4"):
        for group in _json(folder, "ranking", "2026", quarter)["groups"]:
            for unit in group["units"]:
                yield _row(unit, ("place", "unit", "received", "closed", "contact", "in_time", "score"))
    yield from _papers(folder)


def _history(title: str, record: Any) -> Iterator[str]:
    yield f"{title}　附件 {len(record['attachments'])}"
    for entry in record["history"]:
        values = json.dumps(entry["values"], ensure_ascii=False, sort_keys=True)
        yield f"  {entry['at']} {entry['by']} {entry['step']} {entry['round']} {values}"


def _papers(folder: Path) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as out:
        for number in DOCUMENTED:
            for kind in PAPERS:
                yield from _printed(folder, Path(out), f"{kind}_{number}", "print", kind, number, "--format", "pdf")
        for kind in REGISTERS:
            target = Path(out) / f"{kind}.pdf"
            _run(folder, "export", "registers", "--kind", kind, "--from", "2026-01-01", "--out", str(target))
            yield f"# {target.name}"
            # The chain is linked anew by every upgrade: where it ends is not for comparing.
            yield from _RECORD_END.sub("办理记录末条：…", pdf_text(target.read_bytes())).splitlines()


def _printed(folder: Path, out: Path, name: str, *arguments: str) -> Iterator[str]:
    place = out / name
    code, _said = _run(folder, *arguments, "--out", str(place), expected=(0, 3))
    yield f"# {name}{'' if code == 0 else '：没有可以打印的'}"
    for path in sorted(place.glob("*.pdf")):
        yield from pdf_text(path.read_bytes()).splitlines()


def _row(line: dict[str, object], keys: tuple[str, ...]) -> str:
    return " | ".join(str(line[key]) for key in keys)


def _json(folder: Path, *arguments: str) -> Any:
    return json.loads(_run(folder, *arguments, "--json")[1])


def _run(folder: Path, *arguments: str, expected: tuple[int, ...] = (0,)) -> tuple[int, str]:
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        code = hotline(["--data", str(folder), *arguments], clock=lambda: MOMENT)
    assert code in expected, f"{arguments}: {code} {complained.getvalue()}"
    return code, said.getvalue()


def main() -> None:
    """Writes down what each kept office shows."""
    for name in every_office():
        with tempfile.TemporaryDirectory() as folder:
            (HERE / f"{name}.txt").write_text(shown(unpack(name, Path(folder))), "utf-8")
            sys.stdout.write(f"{name}.txt\n")


if __name__ == "__main__":
    main()
