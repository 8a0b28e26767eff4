"""The icons are one set: they parse, share grid and stroke, take the theme's colour, and are in the table."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
SET = sorted(path for path in ICONS.glob("*.svg") if path.stem != "app")
ACCENT = "#1f5fa8"


@pytest.mark.parametrize("icon", SET, ids=lambda path: path.stem)
def test_icon_belongs_to_the_set(icon: Path) -> None:
    attributes = ElementTree.fromstring(icon.read_text("utf-8")).attrib
    expected = {"viewBox": "0 0 24 24", "fill": "none", "stroke": "currentColor", "stroke-width": "2"}
    assert {key: attributes.get(key) for key in expected} == expected


def test_every_icon_is_drawn(qtbot: QtBot) -> None:
    blank = []
    for path in [*SET, ICONS / "app.svg"]:
        image = QIcon(str(path)).pixmap(QSize(24, 24)).toImage()
        if not any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())):
            blank.append(path.name)
    assert blank == []


def test_app_icon_has_the_one_accent_colour() -> None:
    colours = set(re.findall(r"#[0-9a-fA-F]{6}", (ICONS / "app.svg").read_text("utf-8")))
    assert colours == {ACCENT, "#ffffff"}


def test_table_lists_exactly_the_icons() -> None:
    readme = (ICONS / "README.md").read_text("utf-8")
    listed = set(re.findall(r"`([a-z0-9-]+)`", readme.partition("|---|")[2]))
    chevrons = {path.stem for path in SET if path.stem.startswith("chevron-")}
    assert listed == {path.stem for path in SET} - chevrons
    assert "`chevron-*`" in readme and chevrons


def test_every_icon_is_used() -> None:
    """By its name in the window or in its look."""
    window = ICONS.parents[1] / "hotline_desktop" / "gui"
    named = {name for path in window.rglob("*.py") for name in re.findall(r'"([a-z0-9-]+)"', path.read_text("utf-8"))}
    assert {icon.stem for icon in SET} - named == set()
