"""What stands in a place with backups while one is written, and what is left of one that was broken off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

POOL, PART = "attachments", ".part"
_ROOM = "hotline-backup-"


def room_in(place: Path) -> TemporaryDirectory[str]:
    """A folder in ``place`` for what becomes part of a backup there; left by a kill, it counts as nothing."""
    return TemporaryDirectory(prefix=_ROOM, suffix=PART, dir=place)


def finished(place: Path) -> list[Path]:
    """The folders in ``place`` that are not being written, also those that a person gave another name. OSError."""
    return [one for one in place.iterdir() if one.is_dir() and PART not in one.name and not one.name.startswith(_ROOM)]


def sweep(place: Path, before: float) -> None:
    """Removes what backups that were broken off left behind, not what another program is writing just now.

    That is what was written last ``before`` a time (seconds since 1970). Raises OSError where ``place`` is gone.
    """
    for folder in _broken_off(place):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
    for path in place.glob(f"{POOL}*/??/*{PART}"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _broken_off(place: Path) -> Iterator[Path]:
    for folder in list(place.iterdir()):
        own = folder.name.startswith(_ROOM) or (folder.name[:8].isdigit() and PART in folder.name)
        if own and folder.is_dir():
            yield folder
