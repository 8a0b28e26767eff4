"""Where the dialogs for files begin, and what a file is called that was named without its ending."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QStandardPaths

_ENDINGS = re.compile(r"\*(\.\w+)")


class FilePlaces:
    """The folder that was used last, until the program ends; at first the person's own documents.

    Qt would begin where the program was started from: in its own folder, among its libraries.
    """

    def __init__(self) -> None:
        self._last = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    def begin(self, folder: str = "", name: str = "") -> str:
        """What a dialog is given to begin with: ``folder``, else where the last one ended, and a suggested name."""
        where = Path(folder) if folder else self._last
        return str((where if where.is_dir() else Path.home()) / name)

    def chosen(self, name: str, folder: bool = False) -> Path | None:
        """What the clerk named, remembered for the next dialog; None where nothing was."""
        if not name:
            return None
        path = Path(name)
        self._last = path if folder else path.parent
        return path


def with_ending(path: Path, kind: str, kinds: str) -> Path:
    """``path`` with the ending of the chosen ``kind``, unless it has that of one of the ``kinds``.

    What stands behind a dot need not be an ending: 工单2026.11 is a name.
    """
    endings = _ENDINGS.findall(kind)
    if not endings or path.suffix.lower() in _ENDINGS.findall(kinds):
        return path
    return path.with_name(path.name + endings[0])
