"""A folder into which the scanner writes: what is new in it and complete, and where it goes once it is dealt with."""

from __future__ import annotations

from pathlib import Path

DEALT_WITH = "已处理"


class IntakeFolder:
    """Watches one folder by looking at it now and then; a file counts once it has stopped growing.

    ``everything`` counts what lies there at the first look too: right where filed scans are moved away.
    """

    def __init__(self, folder: Path, everything: bool) -> None:
        self.folder, self._everything = folder, everything
        self._sizes: dict[Path, tuple[int, int]] = {}
        self._given: set[tuple[Path, int, int]] = set()

    def fresh(self) -> tuple[Path, ...]:
        """The files that came since the last look and are complete. OSError where the folder cannot be read."""
        seen: dict[Path, tuple[int, int]] = {}
        found = []
        for path in sorted(self.folder.iterdir()):
            if not path.is_file() or path.name.startswith((".", "~$")):
                continue
            state = path.stat()
            seen[path] = size = (state.st_size, state.st_mtime_ns)
            key = (path, *size)
            if not self._everything:
                self._given.add(key)
            elif state.st_size and self._sizes.get(path) == size and key not in self._given:
                self._given.add(key)
                found.append(path)
        self._sizes, self._everything = seen, True
        return tuple(found)


def move_dealt_with(path: Path) -> Path:
    """Moves a file into ``已处理`` beside it, under a new name where that one is taken. OSError where it cannot."""
    target = path.parent / DEALT_WITH / path.name
    target.parent.mkdir(exist_ok=True)
    count = 1
    while target.exists():
        count += 1
        target = target.with_name(f"{path.stem}（{count}）{path.suffix}")
    return path.rename(target)
