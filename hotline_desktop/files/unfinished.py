"""Files and folders that are written beside their place and moved there when they are complete.

Until then they have a hidden name of their own. What a killed program left under such a name is removed the next time
something is written into that folder, once it is stale: another program may still be at work.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# As they are called now, and as earlier versions called them.
_NAME = re.compile(r"\.[0-9a-f]{12}\.part|tmp[0-9a-z_]{8}\.part|\.export-[0-9a-z_]{8}")
_STALE_SECONDS = 24 * 60 * 60


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A free path beside ``target``. What still stands there after the block (it was not moved to its place) goes."""
    sweep(target.parent)
    path = target.with_name(f".{os.urandom(6).hex()}.part")
    try:
        yield path
    finally:
        _remove(path)


def write_whole(target: Path, content: bytes) -> None:
    """Puts ``content`` there whole; where the disk is full, what was there stays. Raises OSError."""
    with unfinished(target) as made:
        made.write_bytes(content)
        made.replace(target)


def is_stale(path: Path) -> bool:
    """Whether nobody can still be at work on what stands there: nothing changed it for a day."""
    try:
        return path.lstat().st_mtime < time.time() - _STALE_SECONDS
    except OSError:
        return False


def sweep(folder: Path, name: re.Pattern[str] = _NAME) -> int:
    """Removes what is stale in ``folder`` and bears such a name; how many. Never raises OSError."""
    removed = 0
    with suppress(OSError):
        for child in folder.iterdir():
            if name.fullmatch(child.name) and not child.is_symlink() and is_stale(child):
                removed += _remove(child)
    return removed


def _remove(path: Path) -> bool:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return not path.exists()


_TASK_FOLDER = re.compile(r"hotline-(backup|example|intake|journal|print|reading|restore|selftest|window)-[0-9a-z_]{8}")


def sweep_leftovers(room: Path | None = None) -> None:
    """Removes the stale ones among the folders that a task has for its time in the system's room for such.

    A killed program left them, and papers may be in them; a task of today may still use its own. Never raises OSError.
    """
    sweep(room or Path(tempfile.gettempdir()), _TASK_FOLDER)
