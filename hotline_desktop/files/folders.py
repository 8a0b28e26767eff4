"""Makes folders that must be new, and the folder 移出 for what had to make room for something else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ASIDE = "移出"


def free_folder(parent: Path, name: str) -> Path:
    """A new folder of that name, or the name with a number where it is taken. Raises OSError."""
    parent.mkdir(parents=True, exist_ok=True)  # a file of that name is told, and not taken for a folder that is taken
    for candidate in numbered(name):
        folder = parent / candidate
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder
    raise AssertionError("numbers do not end")


def numbered(name: str) -> Iterator[str]:
    """The name, and the same with a number from 2 on."""
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
