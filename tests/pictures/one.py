"""One walk with one face, scale and screen, already settled by the process that starts it."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QWidget

from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.remembered.colours import COLOURS, choose_colours
from hotline_desktop.gui.shell.session.session import preferences_of
from hotline_desktop.gui.start import make_application
from hotline_desktop.services.office import Office, open_office
from tests.gui.desk import PROJECT, RESOURCES
from tests.pictures import guarded
from tests.pictures.geometry import faults
from tests.pictures.hard import NOW, hard_office
from tests.pictures.hard_window import walk_over

_HARMLESS = "This plugin does not support"


def main() -> None:
    """Writes the pictures and ``wrong.json``."""
    out, screen, scale, face = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), sys.argv[4]
    width, height = (round(int(part) / scale) for part in screen.split("x"))
    wrong: list[str] = []
    qInstallMessageHandler(lambda kind, _context, text: _warned(wrong, kind, text))
    app = make_application()
    theme = Theme(RESOURCES, face)
    theme.apply(app)
    with tempfile.TemporaryDirectory(prefix="hotline-pictures-") as folder:
        camera = _Camera(out, wrong)
        for name, make in (("office", hard_office), ("new", _new_office)):
            _walk(Path(folder) / name, make, theme, (width, height), camera, new=name == "new")
    (out / "wrong.json").write_text(json.dumps(wrong, ensure_ascii=False), "utf-8")


class _Camera:
    def __init__(self, out: Path, wrong: list[str]) -> None:
        self._out, self._wrong, self._number = out, wrong, 0

    def __call__(self, name: str, widget: QWidget) -> None:
        self._number += 1
        widget.grab().save(str(self._out / f"{self._number:03d}-{name}.png"))
        self._wrong.extend(f"{name}: {line}" for line in faults(widget))


def _walk(
    folder: Path,
    make: Callable[[Path], Office],
    theme: Theme,
    size: tuple[int, int],
    camera: _Camera,
    new: bool,
) -> None:
    choose_colours(next(word for word, name in COLOURS.items() if name == sys.argv[5]), preferences_of(folder))
    with walk_over(folder, theme, size, camera, make) as walk:
        if new:
            walk.empty()
            return
        walk.whole()
        for part in (guarded.scans, guarded.privacy, guarded.accounts):
            part(walk)


def _new_office(folder: Path) -> Office:
    return open_office(folder, lambda: NOW, PROJECT / "forms", RESOURCES)


def _warned(wrong: list[str], kind: QtMsgType, text: str) -> None:
    if kind is not QtMsgType.QtDebugMsg and _HARMLESS not in text:
        wrong.append(f"Qt: {text}")


if __name__ == "__main__":
    main()
