"""Every table of the program on every screen that offices have: nothing to scroll sideways, its matter readable."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.remembered.text_size import TEXT_SIZES
from tests.gui.desk import RESOURCES
from tests.pictures import guarded
from tests.pictures.hard_window import walk_over

SCREENS = {
    "1366×768 at 150 %": (911, 512),
    "1920×1080 at 200 %": (960, 540),
    "1024×768": (1024, 768),
    "1366×768 at 125 %": (1093, 614),
    "1280×720": (1280, 720),
    "1366×768": (1366, 768),
    "1920×1080": (1920, 1080),
}
READABLE = {"标准": 140, "特大": 95}  # pixels: eight characters, and five where they are as large as can be
EVERY_TABLE = 20


def wrong_in(table: RecordTable, readable: int) -> str:
    """What is wrong with a table as it stands there; empty for nothing."""
    beyond = table.horizontalScrollBar().maximum()
    columns = enumerate(table.records.columns)
    narrow = [each.caption for at, each in columns if not each.width and table.columnWidth(at) < readable]
    return f"{beyond} px beyond its edge" if beyond else f"{narrow[0]} cannot be read" if narrow else ""


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
@pytest.mark.parametrize("texts", ["标准", pytest.param("特大", marks=pytest.mark.slow)])
def test_every_table_can_be_read_on_every_screen(texts: str, tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> None:
    theme = Theme(RESOURCES)
    theme.enlarge(TEXT_SIZES[texts])
    theme.apply(qapp)
    readable = READABLE[texts]
    wrong: dict[str, str] = {}
    seen: set[str] = set()

    def look(state: str, root: QWidget) -> None:
        window = walk.window
        for screen, size in SCREENS.items() if root is window else (("", ()),):
            if size:
                window.resize(*size)
            qapp.processEvents()
            tables: list[RecordTable] = list(root.findChildren(RecordTable))
            for table in (each for each in tables if each.isVisible()):
                seen.add(table.accessibleName())
                if fault := wrong_in(table, readable):
                    wrong.setdefault(f"{table.accessibleName()} on {screen}", f"{state}: {fault}")
        window.resize(*SCREENS["1366×768"])

    with walk_over(tmp_path / "office", theme, SCREENS["1366×768"], look) as walk:
        for part in (walk.batches, walk.supervision, walk.registers, walk.statistics, walk.units, walk.imports):
            part()
        for aside in (guarded.scans, guarded.privacy, guarded.accounts):
            aside(walk)
    assert wrong == {}
    assert len(seen) >= EVERY_TABLE, seen
