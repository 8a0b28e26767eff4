"""``restore``, ``restore --back`` and ``move-in`` while another program is at the data: refused, nothing changed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hotline_desktop.storage.opening import held
from tests.cli.conftest import NUMBER, Terminal
from tests.services.desk import FORMS

_OPEN = """
import sys
from pathlib import Path
from hotline_desktop.storage.opening import open_database
db = open_database(Path(sys.argv[1]))
print("there", flush=True)
sys.stdin.readline()
"""
_WRITING = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("BEGIN IMMEDIATE")
print("there", flush=True)
sys.stdin.readline()
"""
_COMING = """
import sys
from datetime import datetime
from pathlib import Path
from tests.services.desk import CLERK, on_disk
print("there", flush=True)
office = on_disk(Path(sys.argv[1]), lambda: datetime(2022, 9, 8, 10, 21))
office.tickets.register({"number": "20220908100003", "content": "路灯不亮", "caller": "赵文静"}, CLERK)
office.close()
print("registered")
"""
HOLDERS = {"open": _OPEN, "writing": _WRITING}


@contextmanager
def another_program(script: str, database: Path) -> Iterator[None]:
    """Is at the file until the block ends."""
    arguments = [sys.executable, "-c", script, str(database)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "there\n"
        yield
        program.communicate("\n")


def state(folder: Path) -> dict[str, bytes]:
    """Every file of the data but those in which SQLite notes who reads."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if "logs" not in path.parts}


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_restore_and_its_undoing_are_refused_while_another_program_is_at_the_data(
    terminal: Terminal, holder: str
) -> None:
    terminal.register()
    terminal.done("backup")
    terminal.done("restore")
    for arguments in (("restore",), ("restore", "--back")):
        with another_program(HOLDERS[holder], terminal.data / "hotline.db"):
            before = state(terminal.data)
            answer = terminal(*arguments)
            after = state(terminal.data)
        assert answer.code == 4 and "正被另一个程序打开着" in answer.err
        assert "数据没有变动" in answer.err and "关闭" in answer.err
        assert after == before
        terminal.done(*arguments)
    assert [row["number"] for row in terminal.done("tickets", "--json").json] == [NUMBER]


@pytest.mark.parametrize("holder", HOLDERS)
def test_a_move_in_is_refused_while_another_program_is_at_the_data(
    terminal: Terminal, tmp_path: Path, holder: str
) -> None:
    terminal.register()
    packed = tmp_path / "all.zip"
    terminal.done("move-out", "--out", str(packed))
    there = Terminal(tmp_path / "new", terminal.capture)
    there.office().close()
    with another_program(HOLDERS[holder], there.data / "hotline.db"):
        answer = there("move-in", str(packed))
    assert answer.code == 4 and "数据没有变动" in answer.err
    assert there.done("tickets", "--json").json == []
    there.done("move-in", str(packed))
    assert len(there.done("tickets", "--json").json) == 1


def test_a_program_that_starts_amid_a_restore_waits_and_works_on_what_was_restored(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.register()
    database, arguments = terminal.data / "hotline.db", [sys.executable, "-c", _COMING, str(terminal.data)]
    shutil.copyfile(database, tmp_path / "restored")
    terminal.register("20220908100002")
    with held(database):
        program = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=FORMS.parent)
        assert program.stdout is not None and program.stdout.readline() == "there\n"
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(1)
        database.rename(tmp_path / "before")
        shutil.copyfile(tmp_path / "restored", database)
        (terminal.data / "hotline.head").unlink()
    assert program.communicate()[0] == "registered\n" and program.returncode == 0
    numbers = [row["number"] for row in terminal.done("tickets", "--json").json]
    assert sorted(numbers) == [NUMBER, "20220908100003"]
