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


def needed(packages: list[dict[str, Any]], where: Environment) -> set[str]:
    """Names of everything that the program and its builder need there."""
    wanted: dict[str, list[dict[str, Any]]] = {}
    for package in packages:  # a name may be there in several versions, each for its own kind of computer
        wanted.setdefault(package["name"], []).extend(package.get("dependencies", []))
    found: set[str] = set()
    waiting = [PROGRAM, BUILDER]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [one["name"] for one in wanted[name] if _applies(one.get("marker"), where)]
    return found - {PROGRAM}


def pins(text: str, names: set[str], where: Environment) -> list[str]:
    """The entries of pip's file for these names whose conditions hold there, without the conditions."""
    kept = []
    for entry in re.split(r"(?m)^(?=[a-z])", text)[1:]:
        name, condition = re.match(r"[a-z0-9-]+", entry), re.search(r" ; ([^\\\n]+)", entry)
        if name and name[0] in names and _applies(condition and condition[1], where):
            kept.append(re.sub(r" ; [^\\\n]+", " ", entry, count=1))
    return kept


def _applies(marker: str | None, where: Environment) -> bool:
    return marker is None or Marker(marker).evaluate(where)


def main() -> None:
    lock = tomllib.loads((PROJECT / "uv.lock").read_text("utf-8"))
    system, architecture = [*sys.argv[1:], ""][:2]
    where = environment(system, architecture or {"linux": "x86_64", "windows": "AMD64"}[system])
    pinned = pins((PROJECT / ".ci" / "requirements.txt").read_text("utf-8"), needed(lock["package"], where), where)
    print("".join(pinned), end="")


if __name__ == "__main__":
    main()
