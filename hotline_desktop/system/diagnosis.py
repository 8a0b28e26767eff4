"""What a clerk may hand to whoever mends the program: versions, folders, the log; no word about people.

The user's name at the computer is a part of many paths: her own folder is written as ``~``. Folders that she named
herself may hold any name, and are left out.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from hotline_desktop.system.build import foundations, this_build
from hotline_desktop.system.logs import FILE, FOLDER
from hotline_desktop.system.paths import usual_data_dir

_LAST_LINES = 40
_READ_BYTES = 40_000
# Where systems keep what belongs to somebody, and the folder there that bears the name.
_BELONGING = re.compile(
    r"(?:[A-Za-z]:[\\/](?:Users|Documents and Settings)|/home|/data/home|(?:/run)?/media)[\\/][^\\/\r\n]+", re.I
)
Facts = tuple[tuple[str, str], ...]


def program_facts() -> Facts:
    """The program, its build, and what it stands on."""
    build = this_build()
    made = "，".join(part for part in (build.date, build.commit) if part)
    return (("版本", build.version), ("构建", made or "从源码运行"), *foundations().items())


def folder_facts(data_dir: Path) -> Facts:
    """Where the data lies, and how much room is left there."""
    try:
        room = f"{shutil.disk_usage(data_dir).free / 1_000_000_000:,.1f} GB"
    except OSError:
        room = "读不出"
    return (("数据文件夹", str(data_dir)), ("磁盘剩余", room))


def without_folder_names(facts: Facts, data_dir: Path) -> Facts:
    """``facts`` as they may leave the office: of a folder that the clerk chose herself only its disk is told."""
    if data_dir == usual_data_dir():
        return facts
    disk = f"（{data_dir.drive}）" if len(data_dir.drive) == 2 else ""
    return tuple((label, text if text != str(data_dir) else f"另外指定的{disk}") for label, text in facts)


def report(facts: Iterable[tuple[str, str]], data_dir: Path) -> str:
    """The facts line by line, and the end of the log."""
    lines = [f"{label}：{value}" for label, value in facts if value]
    return without_home("\n".join((*lines, "", "最近的日志：", log_end(data_dir) or "（没有）")))


def log_end(data_dir: Path) -> str:
    """The last lines of the log, which names kinds and places of errors only."""
    try:
        with (data_dir / FOLDER / FILE).open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _READ_BYTES))
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-_LAST_LINES:])


def without_home(text: str) -> str:
    """``text`` with the user's own folder, and anybody's, as ``~``, however the path is written."""
    home = Path.home()
    for written in {str(home), home.as_posix()}:
        if len(written) > 1:
            text = text.replace(written, "~")
    return _BELONGING.sub("~", text)
