"""Folders for the time of one task that a killed program left in the system's room for such; papers may be in them."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hotline_desktop.files.unfinished import sweep

_NAME = re.compile(r"hotline-(backup|example|intake|print|reading|restore|selftest|window)-[0-9a-z_]{8}")


def sweep_leftovers(room: Path | None = None) -> None:
    """Removes those that are stale: a task of today may still use its own. Never raises OSError."""
    sweep(room or Path(tempfile.gettempdir()), _NAME)
