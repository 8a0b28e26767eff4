"""No file of the project depends on, or speaks of, the machine it was written on."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", ".hypothesis", "__pycache__", "build", "dist"}
BINARY = {".ttf", ".otf", ".png", ".ico", ".pdf", ".docx", ".xlsx", ".xls", ".sqlite", ".db", ".pyc"}
# The standard lock format writes down the default index; nothing else may name one.
LOCK = PROJECT / "uv.lock"

# Written with brackets so that this file does not find itself.
HOST = re.compile(
    r"py[p]i\.org|python[h]osted\.org|registry\.np[m]js|[m]irrors?\.[a-z]+\.|[d]eb\.debian\.org|local[h]ost:\d"
    r"|https?://(?:10|127|192\.168)\.\d"
)
MACHINE_PATH = re.compile(
    r"(?<![\w.<>}])/(?:work|root|home|farm|opt/p[y]pi[\w-]*|opt/[w]heels)/[\w.]|[A-Z]:\\Users\\\w"
)


def text_files() -> Iterator[Path]:
    for folder, subfolders, names in os.walk(PROJECT):
        subfolders[:] = [n for n in subfolders if n not in NOT_OURS and not n.endswith(("_cache", ".egg-info"))]
        # In a linked work tree .git is a file, which says where the repository lies.
        ours = (name for name in names if name not in NOT_OURS and Path(name).suffix.lower() not in BINARY)
        yield from (Path(folder, name) for name in ours)


def findings(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(PROJECT)}:{number}: {match.group()}"
        for path in text_files()
        if path != LOCK
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), start=1)
        if (match := pattern.search(line))
    ]


def test_no_file_names_a_package_index() -> None:
    assert findings(HOST) == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert findings(MACHINE_PATH) == []


def test_lock_names_only_the_default_index() -> None:
    hosts = set(re.findall(r"(\w+):/+([^/\"]*)", LOCK.read_text("utf-8")))
    assert {scheme for scheme, _ in hosts} == {"https"}
    assert all(HOST.search(host) for _, host in hosts), hosts


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (HOST, "pip install -i https://files.python" + "hosted.org/x"),
        (HOST, "index = http://" + "127.0.0.1:3141/simple"),
        (MACHINE_PATH, "open('/ho" + "me/li/x.xlsx')"),
        (MACHINE_PATH, "C:\\Us" + "ers\\li"),
    ],
)
def test_patterns_find_what_they_are_for(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)
