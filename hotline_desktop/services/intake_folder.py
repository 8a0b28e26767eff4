"""A folder into which the scanner writes: what is new in it and complete, and where it goes once it is dealt with.

What was dealt with is remembered beside the data, without names, so that a scan that comes while the program is closed
is read the next time and none is read twice.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

from hotline_desktop.services.files import INTAKE
from hotline_desktop.services.private_files import read_private, write_private
from hotline_desktop.services.scan_reading import is_left_alone

DEALT_WITH = "已处理"
_MEMORY = "folder.json"


class _State(NamedTuple):
    size: int
    changed: int


class IntakeFolder:
    """Watches one folder by looking at it now and then; a file counts once it has stopped growing.

    ``everything`` counts what lies there at the very first look too: right where filed scans are moved away.
    ``data_dir`` is where the folder is remembered, sealed where there is a ``key``; without it nothing is.
    """

    def __init__(self, folder: Path, everything: bool, data_dir: Path | None = None, key: bytes | None = None) -> None:
        self.folder = folder
        self._memory = data_dir / INTAKE / _MEMORY if data_dir is not None else None
        self._key = key
        known = self._remembered()
        self._dealt_with: set[str] = known or set()
        self._passes_over = known is None and not everything
        self._states: dict[Path, _State] = {}
        self._given: dict[Path, _State] = {}

    def fresh(self) -> tuple[Path, ...]:
        """The files that came since the last look and are complete. OSError where the folder cannot be read."""
        seen: dict[Path, _State] = {}
        found = []
        for path in sorted(self.folder.iterdir()):
            state = _state_of(path)
            if state is None:
                continue
            seen[path] = state
            if self._passes_over:
                self._dealt_with.add(_mark(path, state))
            elif self._is_new(path, state):
                self._given[path] = state
                found.append(path)
        if self._passes_over:
            self._remember()
        self._states, self._passes_over = seen, False
        return tuple(found)

    def again(self, path: Path) -> None:
        """The file could not be read: it counts as new at the next look."""
        self._given.pop(path, None)

    def dealt_with(self, path: Path) -> None:
        """The file was filed or lies in the tray: it is not read again, also after the program was closed.

        Raises OSError where that cannot be remembered.
        """
        state = self._given.get(path)
        if state is not None:
            self._dealt_with.add(_mark(path, state))
            self._remember()

    def _is_new(self, path: Path, state: _State) -> bool:
        complete = self._states.get(path) == state
        return complete and self._given.get(path) != state and _mark(path, state) not in self._dealt_with

    def _remembered(self) -> set[str] | None:
        """What was dealt with in this folder; None where it was never watched, or nobody knows any more."""
        if self._memory is None:
            return None
        try:
            told = json.loads(read_private(self._memory, self._key))
            return set(told["files"]) if told["folder"] == _digest(os.fsencode(self.folder)) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _remember(self) -> None:
        if self._memory is None:
            return
        there = {_mark(path, state) for path in self.folder.iterdir() if (state := _state_of(path)) is not None}
        self._dealt_with &= there  # what is gone need not be known
        told = {"folder": _digest(os.fsencode(self.folder)), "files": sorted(self._dealt_with)}
        self._memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(self._memory, json.dumps(told).encode("ascii"), self._key)


def move_dealt_with(path: Path) -> Path:
    """Moves a file into ``已处理`` beside it, under a new name where that one is taken. OSError where it cannot."""
    target = path.parent / DEALT_WITH / path.name
    target.parent.mkdir(exist_ok=True)
    count = 1
    while target.exists() or target.is_symlink():
        count += 1
        target = target.with_name(f"{path.stem}（{count}）{path.suffix}")
    return path.rename(target)


def _state_of(path: Path) -> _State | None:
    """How large a file is and when it was changed; None of what is none, is empty still, or is gone meanwhile."""
    if is_left_alone(path):
        return None
    try:
        state = path.stat()
        return _State(state.st_size, state.st_mtime_ns) if path.is_file() and state.st_size else None
    except OSError:  # a link to nowhere, removed since the folder was listed
        return None


def _mark(path: Path, state: _State) -> str:
    return _digest(os.fsencode(path.name), b"%d %d" % state)


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]
