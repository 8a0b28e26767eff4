"""A folder into which the scanner writes: what is new in it and complete, and where it goes once it is dealt with.

What was dealt with is remembered beside the data, without names, so that a scan that comes while the program is closed
is read the next time and none is read twice. A share that is gone may look like an empty folder: what is not there any
more is remembered still.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from hotline_desktop.documents.returned.scans import breaks_off
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.os_errors import machine_reason
from hotline_desktop.services.foundation.files import INTAKE
from hotline_desktop.services.foundation.private_files import read_private, write_private
from hotline_desktop.services.returned.scan_reading import is_left_alone

DEALT_WITH = "已处理"
_MEMORY = "folder.json"
# Some years of a town's scans; 32 letters each.
_MOST_REMEMBERED = 50_000
# How long a file that breaks off may stand still before it counts as damaged and no longer as being written: a scanner
# draws in the next leaf meanwhile.
_WRITING = 60.0


class _State(NamedTuple):
    size: int
    changed: int


class IntakeFolder:
    """Watches one folder by looking at it now and then; a file counts once it has stopped growing.

    ``everything`` counts what lies there at the very first look too: right where filed scans are moved away.
    ``data_dir`` is where the folder is remembered, sealed where there is a ``key``; without it nothing is. ``seconds``
    tells how time passes.
    """

    def __init__(
        self,
        folder: Path,
        everything: bool,
        data_dir: Path | None = None,
        key: bytes | None = None,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = folder
        self._data_dir, self._key, self._seconds = data_dir, key, seconds
        self._memory = data_dir / INTAKE / _MEMORY if data_dir is not None else None
        known = self._remembered()
        self._dealt_with: dict[str, None] = dict.fromkeys(known or ())
        self._passes_over = known is None and not everything
        self._states: dict[Path, tuple[_State, float]] = {}
        self._given: dict[Path, _State] = {}

    def fresh(self) -> tuple[Path, ...]:
        """The files that came since the last look and are complete.

        Raises OSError where the folder cannot be read, HotlineError where it is one of the program's own.
        """
        fault = folder_fault(str(self.folder), self._data_dir)
        if fault:
            raise HotlineError(fault)
        seen: dict[Path, tuple[_State, float]] = {}
        found = []
        now = self._seconds()
        for path, state in self._there():
            before, since = self._states.get(path, (None, now))
            seen[path] = state, since if before == state else now
            if self._passes_over:
                self._dealt_with[_mark(path, state)] = None
            elif before == state and self._is_new(path, state) and (now - since >= _WRITING or not _writes(path)):
                self._given[path] = state
                found.append(path)
        if self._passes_over:
            self._remember()
        self._states, self._passes_over = seen, False
        return tuple(found)

    def again(self, path: Path) -> None:
        """The file could not be read: it counts as new at the next look."""
        self._given.pop(path, None)

    def settle(self, paths: Iterable[Path], move: bool) -> str:
        """The files were filed or lie in the tray: they are not read again, also after the program was closed, and
        moved away where ``move``. What went wrong, in Chinese.

        A file that was changed since it was read is new at the next look.
        """
        settled = []
        for path in paths:
            given = self._given.get(path)
            if given is None or path.parent != self.folder:
                continue
            if _state_of(path) == given:
                settled.append(path)
                self._dealt_with[_mark(path, given)] = None
            else:
                self.again(path)
        if not settled:
            return ""
        try:
            self._remember()
        except OSError as error:
            return f"记不下读过哪些扫描件（{machine_reason(error)}），下次打开会再读一遍"
        return _moved(settled) if move else ""

    def _there(self) -> Iterator[tuple[Path, _State]]:
        with os.scandir(self.folder) as entries:
            named = sorted((entry.name, entry) for entry in entries)
        for name, entry in named:
            path = self.folder / name
            try:
                state = None if is_left_alone(path) else _counted(entry.stat())
            except OSError:  # a link to nowhere or in a circle, removed since the folder was listed
                continue
            if state is not None:
                yield path, state

    def _is_new(self, path: Path, state: _State) -> bool:
        return self._given.get(path) != state and _mark(path, state) not in self._dealt_with

    def _remembered(self) -> list[str] | None:
        """What was dealt with in this folder; None where it was never watched, or nobody knows any more."""
        if self._memory is None:
            return None
        try:
            told = json.loads(read_private(self._memory, self._key))
            return list(map(str, told["files"])) if told["folder"] == _digest(os.fsencode(self.folder)) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _remember(self) -> None:
        if self._memory is None:
            return
        if len(self._dealt_with) > _MOST_REMEMBERED:
            there = {_mark(path, state) for path, state in self._there()}
            gone = [mark for mark in self._dealt_with if mark not in there]
            for mark in gone[: len(self._dealt_with) - _MOST_REMEMBERED]:
                del self._dealt_with[mark]
        told = {"folder": _digest(os.fsencode(self.folder)), "files": list(self._dealt_with)}
        self._memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(self._memory, json.dumps(told).encode("ascii"), self._key)


def folder_of(named: str) -> Path | None:
    """The folder that the settings name; None where they name none."""
    folder = Path(named.strip()) if named.strip() else None
    try:
        return folder.expanduser() if folder is not None else None
    except RuntimeError:  # nobody's home
        return folder


def folder_fault(named: str, data_dir: Path | None) -> str:
    """Why scans may not lie there, in Chinese: what the program keeps would be read and moved. Empty where they may."""
    folder = folder_of(named)
    if folder is None or data_dir is None or not folder.resolve().is_relative_to(data_dir.resolve()):
        return ""
    return "扫描件文件夹不能是数据文件夹或在它里面，那里是程序自己的文件；请换一个专放扫描件的文件夹"


def _moved(paths: Iterable[Path]) -> str:
    trouble = ""
    for path in paths:
        try:
            move_dealt_with(path)
        except OSError as error:
            trouble = f"原文件移不进“{DEALT_WITH}”（{machine_reason(error)}），留在原处，不会再读一遍"
    return trouble


def _writes(path: Path) -> bool:
    """Whether the file may be in the making still; one that nobody may read yet is told of by who reads it."""
    try:
        return breaks_off(path)
    except OSError:
        return False


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
    try:
        return _counted(path.stat())
    except OSError:
        return None


def _counted(found: os.stat_result) -> _State | None:
    return _State(found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) and found.st_size else None


def _mark(path: Path, state: _State) -> str:
    return _digest(os.fsencode(path.name), b"%d %d" % state)


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]
