"""Remembers which file and which write-ahead log (WAL) belong together while an office is open.

After a crash the mark tells at once that nobody has replaced the file or its log, and neither has to be read through.
It is written only when pages are moved from the log into the file, and is removed with the log. A mark that is missing
or does not fit proves nothing: then the file itself is examined (``leftover_log``).
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

LOG_HEADER = 32  # holds numbers that are drawn anew with each log: https://www.sqlite.org/fileformat2.html#walformat
_ENDING = "-base"


def mark_of(path: Path) -> Path:
    """The path of the mark that belongs to that file."""
    return path.with_name(path.name + _ENDING)


def present(path: Path, header: bytes) -> str:
    """What the mark would say of ``path`` now, with a log of that ``header`` beside it. Raises OSError."""
    found = path.stat()
    return f"{found.st_dev} {found.st_ino} {found.st_size} {found.st_mtime_ns} {header.hex()}"


def is_known(path: Path) -> bool:
    """Whether file and log are those that this program had open last, both untouched since."""
    try:
        with path.with_name(path.name + "-wal").open("rb") as log:
            header = log.read(LOG_HEADER)
        return len(header) == LOG_HEADER and mark_of(path).read_text("ascii") == present(path, header)
    except (OSError, ValueError):
        return False


def write(path: Path, mark: str) -> None:
    """Writes the mark. An error of the machine is ignored: the file is examined instead then."""
    target = mark_of(path)
    unfinished = target.with_name(target.name + ".part")
    try:
        unfinished.write_text(mark, "ascii")
        unfinished.replace(target)
    except OSError:
        forget(path)


def forget(path: Path) -> None:
    """Removes the mark: there is no log any more, or nothing is known of it."""
    for file in (mark_of(path), mark_of(path).with_name(mark_of(path).name + ".part")):
        with suppress(OSError):
            file.unlink(missing_ok=True)
