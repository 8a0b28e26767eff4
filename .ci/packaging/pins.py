"""The pinned requirements, with checksums, of the delivered program for another computer, as pip reads them.

python pins.py linux|windows [architecture] >requirements.txt

What the program and PyInstaller need, from uv.lock and .ci/requirements.txt, without what only tests and checks need.
Conditions are answered here, because pip would answer them for the computer it runs on.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.markers import Marker

PROJECT = Path(__file__).resolve().parents[2]
PROGRAM = "hotline-desktop"
BUILDER = "pyinstaller"
_PYTHON = {
    "python_version": "3.11",
    "python_full_version": "3.11.9",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}
_SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}

Environment = dict[str, str]


def environment(system: str, architecture: str) -> Environment:
    """What the conditions of requirements ask about."""
    return {**_PYTHON, **_SYSTEMS[system], "platform_machine": architecture}


def needed(packages: dict[str, dict[str, Any]], where: Environment) -> set[str]:
    """Names of everything that the program and its builder need there."""
    found: set[str] = set()
    waiting = [PROGRAM, BUILDER]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for wanted in packages[name].get("dependencies", []):
            marker = wanted.get("marker")
            if marker is None or Marker(marker).evaluate(where):
                waiting.append(wanted["name"])
    return found - {PROGRAM}


def pins(text: str, names: set[str]) -> list[str]:
    """The entries of pip's file for these names, without their conditions."""
    kept = []
    for entry in re.split(r"(?m)^(?=[a-z])", text)[1:]:
        name = re.match(r"[a-z0-9-]+", entry)
        if name and name[0] in names:
            kept.append(re.sub(r" ; [^\\\n]+", " ", entry, count=1))
    return kept


def main() -> None:
    lock = tomllib.loads((PROJECT / "uv.lock").read_text("utf-8"))
    system, architecture = [*sys.argv[1:], ""][:2]
    where = environment(system, architecture or {"linux": "x86_64", "windows": "AMD64"}[system])
    names = needed({package["name"]: package for package in lock["package"]}, where)
    print("".join(pins((PROJECT / ".ci" / "requirements.txt").read_text("utf-8"), names)), end="")


if __name__ == "__main__":
    main()
