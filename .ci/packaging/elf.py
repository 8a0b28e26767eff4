"""Measures every program and library of a folder: which glibc and libstdc++ it asks for, which libraries it needs.

elf.py FOLDER --glibc 2.28 [--report FILE]      stops where something is too new, or needs a library that is neither in
                                                the folder nor named under [linux.host] in bundle.toml
elf.py FOLDER --depends                         the Debian packages that the folder needs, as dpkg's Depends has them
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

HOST = tomllib.loads(Path(__file__).with_name("bundle.toml").read_text("utf-8"))["linux"]["host"]
# What GCC brought with the glibc of the systems that are served: GCC 8 with 2.28 (UOS 20), GCC 10 with 2.31.
NEWEST_GLIBCXX = {(2, 28): (3, 4, 25), (2, 31): (3, 4, 28)}

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """What one file asks for."""

    path: Path
    needs: frozenset[str]
    glibc: Version
    glibcxx: Version


def libraries(folder: Path) -> list[Library]:
    """Every ELF file below ``folder``."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    return [_read(path) for path in files if _is_elf(path)]


def lacking(found: list[Library]) -> dict[str, list[str]]:
    """Libraries that are neither in the folder nor the system's to have, with those that need them."""
    inside = {library.path.name for library in found}
    asked: dict[str, list[str]] = {}
    for library in found:
        for name in library.needs - inside:
            if _package(name) is None:
                asked.setdefault(name, []).append(library.path.name)
    return asked


def packages(found: list[Library]) -> list[str]:
    """The packages that bring what the system must have."""
    inside = {library.path.name for library in found}
    names = {name for library in found for name in library.needs - inside}
    return sorted({package for name in names if (package := _package(name))})


def _package(name: str) -> str | None:
    return next((package for pattern, package in HOST.items() if fnmatchcase(name, pattern)), None)


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _read(path: Path) -> Library:
    run = subprocess.run(["readelf", "--wide", "-d", "-V", path], capture_output=True, text=True, check=True)
    needs = frozenset(re.findall(r"\(NEEDED\).*\[(.+)\]", run.stdout))
    wanted = run.stdout.partition("Version needs section")[2]
    return Library(path, needs, _newest(r"GLIBC_([\d.]+)", wanted), _newest(r"GLIBCXX_([\d.]+)", wanted))


def _newest(pattern: str, text: str) -> Version:
    return max((_version(found) for found in re.findall(pattern, text)), default=(0,))


def _version(text: str) -> Version:
    return tuple(int(part) for part in text.split("."))


def _written(version: Version) -> str:
    return ".".join(map(str, version))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--glibc", type=_version, default=None)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--depends", action="store_true")
    args = parser.parse_args()
    found = libraries(args.folder)
    if args.depends:
        print(", ".join(packages(found)))
        return 0
    glibc, glibcxx = max(one.glibc for one in found), max(one.glibcxx for one in found)
    wrong = [
        f"{name}：{'、'.join(sorted(users)[:3])} 要用，包里没有，也没有写明由系统提供"
        for name, users in lacking(found).items()
    ]
    wrong += [
        f"{one.path.relative_to(args.folder)}：glibc {_written(one.glibc)}，GLIBCXX {_written(one.glibcxx)}"
        for one in found
        if args.glibc and (one.glibc > args.glibc or one.glibcxx > NEWEST_GLIBCXX[args.glibc])
    ]
    if args.report:
        table = {
            "files": len(found),
            "glibc": _written(glibc),
            "glibcxx": _written(glibcxx),
            "packages": packages(found),
        }
        args.report.write_text(json.dumps(table, indent=2), "utf-8")
    print(f"== {len(found)} 个 ELF 文件，最高 GLIBC_{_written(glibc)}、GLIBCXX_{_written(glibcxx)}")
    print("\n".join(wrong), end="\n" if wrong else "", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
