"""Files and folders that are made beside their place and take it when they are whole.

Until then they bear a hidden name of their own. What a killed program left under such a name goes the next time
something is written into that folder, a day later at the earliest: another program may still be at work.
"""

from __future__ import annotations

import re
import secrets
import shutil
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
    path = target.with_name(f".{secrets.token_hex(6)}.part")
    try:
        yield path
    finally:
        _remove(path)


def sweep(folder: Path, name: re.Pattern[str] = _NAME) -> int:
    """Removes what was left in ``folder`` under such a name a day ago or earlier; how many. Never raises OSError."""
    before, removed = time.time() - _STALE_SECONDS, 0
    with suppress(OSError):
        for child in folder.iterdir():
            if name.fullmatch(child.name) and _changed_at(child) < before:
                removed += _remove(child)
    return removed


def _changed_at(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:
        return time.time()


def _remove(path: Path) -> bool:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return not path.exists()
