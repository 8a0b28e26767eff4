"""Nobody but the user of this account reads what the program writes: folders 0700, files 0600, no image of its memory.

On Windows the user's own profile, where the data lie by default, is closed to others already.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@contextmanager
def private_files() -> Iterator[None]:
    """What is made inside is for this user alone, exports and backups too; a crash inside leaves no image of memory.

    In such an image stand citizens' names, and the key of an encrypted office.
    """
    before = os.umask(_OTHERS)
    try:
        with _no_core_dump():
            yield
    finally:
        os.umask(before)


@contextmanager
def _no_core_dump() -> Iterator[None]:
    """systemd-coredump and apport keep none either where this limit is 0; Windows knows no such limit."""
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


def close_to_others(folder: Path) -> None:
    """Takes the others' rights off the folder of data and what stands in it, as far as this user may.

    An office that set rights of a group on purpose gives them to the folders above.
    """
    if sys.platform == "win32":
        return
    for path in (folder, *_inside(folder)):
        with suppress(OSError):
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & _OTHERS:
                path.chmod(mode & ~_OTHERS)


def _inside(folder: Path) -> list[Path]:
    """What stands in the folder itself; deeper things are closed with the folder they are in."""
    with suppress(OSError):
        return list(folder.iterdir())
    return []
