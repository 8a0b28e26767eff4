"""Folders for the time of one task that a killed program left in the system's room for such; papers may be in them."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"hotline-(backup|example|intake|print|reading|restore|selftest|window)-[0-9a-z_]{8}")
_STALE_SECONDS = 24 * 60 * 60


def sweep_leftovers(room: Path | None = None) -> None:
    """Removes those that are a day old: a task of today may still use its own. Never raises OSError."""
    before = time.time() - _STALE_SECONDS
    with suppress(OSError):
        for folder in (room or Path(tempfile.gettempdir())).iterdir():
            if _NAME.fullmatch(folder.name) and folder.lstat().st_mtime < before and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)
