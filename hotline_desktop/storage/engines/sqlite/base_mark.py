"""Which file the log beside it goes on from, remembered while an office is open.

After a crash the mark says at once that nobody put another file, or another log, in the place of the one that was open:
nothing has to be read through then. It is written only when pages moved from the log into the file, and goes with the
log. That it is missing or says something else says nothing: whoever asks looks into the file.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

LOG_HEADER = 32  # holds numbers that are drawn anew with each log: https://www.sqlite.org/fileformat2.html#walformat
_ENDING = "-base"


def mark_of(path: Path) -> Path:
    """Where the mark of that file stands."""
    return path.with_name(path.name + _ENDING)


def present(path: Path, header: bytes) -> str:
    """What the mark would say of ``path`` with a log of that ``header`` beside it. Raises OSError."""
    found = path.stat()
    return f"{found.st_dev} {found.st_ino} {found.st_size} {found.st_mtime_ns} {header.hex()}"


def is_known(path: Path) -> bool:
    """Whether file and log are those that a program of ours had open last, none of them touched since."""
    try:
        with path.with_name(path.name + "-wal").open("rb") as log:
            header = log.read(LOG_HEADER)
        return len(header) == LOG_HEADER and mark_of(path).read_text("ascii") == present(path, header)
    except (OSError, ValueError):
        return False


def write(path: Path, mark: str) -> None:
    """Remembers ``mark``; in silence where the machine refuses, for then the file is looked at."""
    target = mark_of(path)
    unfinished = target.with_name(target.name + ".part")
    try:
        unfinished.write_text(mark, "ascii")
        unfinished.replace(target)
    except OSError:
        forget(path)


def forget(path: Path) -> None:
    """There is no log any more, or one of which nothing is known."""
    for file in (mark_of(path), mark_of(path).with_name(mark_of(path).name + ".part")):
        with suppress(OSError):
            file.unlink(missing_ok=True)
