"""Which build of the program this is, and what it stands on; shown to people and written into log and backups."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hotline_desktop import __version__

_FILE = "build.json"


class Build(NamedTuple):
    """``commit`` and ``date`` (ISO day) name the state of the source; both empty when run from the source itself."""

    version: str
    commit: str = ""
    date: str = ""

    def __str__(self) -> str:
        """``0.2.0`` or ``0.2.0 (2026-11-29 48c00fa)``."""
        state = " ".join(part for part in (self.date, self.commit) if part)
        return f"{self.version} ({state})" if state else self.version


@cache
def this_build() -> Build:
    """What the build wrote down beside the program; from the source there is only the version."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is None:
        return Build(__version__)
    try:
        identity = json.loads((Path(bundle) / _FILE).read_text("utf-8"))
        return Build(__version__, str(identity["commit"]), str(identity["date"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Build(__version__)


def foundations() -> dict[str, str]:
    """Names and versions of what the program stands on, without anything about the user or the computer's name."""
    import platform

    found = {"Python": platform.python_version(), "系统": f"{platform.system()} {platform.release()}"}
    found["处理器"] = platform.machine()
    library, version = platform.libc_ver()
    if library:
        found[library] = version
    return found
