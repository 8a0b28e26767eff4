"""The end of the chain of records, remembered in a small file beside the database.

A log that was taken away, or an older file put in its place, loses the last steps without a trace inside the database.
The file is written after each step that was kept. It may lag behind after a power cut, which says nothing; that the
database lags behind the file says that steps are missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

HEAD = "chain_head"  # the key under which a connection remembers what its transaction added
_ENDING = ".head"
_REPLACED = "replaced"  # instead of a head: the program itself put another file there, which nothing was written to yet


class Head(NamedTuple):
    """The place of the newest entry, from 1, and its digest; ``NOTHING`` while there is none."""

    place: int
    digest: bytes

    def as_text(self) -> str:
        """``120 9f86d081…`` in full."""
        return f"{self.place} {self.digest.hex()}"


NOTHING = Head(0, b"")


def head_from(written: str) -> Head | None:
    """The head that ``as_text`` wrote; None where it is something else."""
    place, _space, digest = written.strip().partition(" ")
    try:
        return Head(int(place), bytes.fromhex(digest))
    except ValueError:
        return None


def head_path(database: Path) -> Path:
    """Where the head of that database stands."""
    return database.with_name(database.stem + _ENDING)


def read_head(database: Path) -> Head | None:
    """What was remembered; None where nothing readable is there."""
    try:
        return head_from(head_path(database).read_text("ascii"))
    except (OSError, ValueError):
        return None


def expect_another(database: Path) -> None:
    """Remembers that the program put another file in the place of ``database``, where that brought no head of its own.

    Raises OSError.
    """
    if database.exists() and not head_path(database).exists():
        head_path(database).write_text(_REPLACED, "ascii")


def is_lost(database: Path) -> bool:
    """Whether nothing readable tells where the chain in ``database`` ended, though the program put no other there."""
    try:
        written = head_path(database).read_text("ascii")
    except (OSError, ValueError):
        return database.is_file()
    return written != _REPLACED and head_from(written) is None


def write_head(database: Path, head: Head) -> None:
    """Remembers ``head``; in silence where the machine refuses, for the step itself is kept."""
    target = head_path(database)
    unfinished = target.with_name(target.name + ".part")
    try:
        unfinished.write_text(head.as_text(), "ascii")
        unfinished.replace(target)
    except OSError:
        unfinished.unlink(missing_ok=True)
