"""Colours are legible, every style token exists, every icon the window names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontDatabase, QFontMetrics, QIcon
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.theme import BESIDE_WORD, Theme

PROJECT = Path(__file__).resolve().parents[2]
GUI = PROJECT / "hotline_desktop" / "gui"


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(first: QColor, second: QColor) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "paper"), ("ink", "ground"), ("ink", "select"), ("ink_soft", "paper"), ("ink_soft", "ground"),
        ("ink_faint", "paper"), ("ink_faint", "ground"), ("accent", "paper"), ("accent", "ground"),
        ("on_accent", "accent"), ("accent_press", "accent_wash"), ("rail_ink", "rail"),
        ("red", "red_wash"), ("orange", "orange_wash"), ("amber", "amber_wash"), ("green", "green_wash"),
        ("red", "select"), ("orange", "select"), ("amber", "select"), ("green", "select"), ("grey", "paper"),
    ],
)  # fmt: skip
def test_text_stands_out_from_its_ground(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(theme.color(ink), theme.color(ground)) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "ground"])
@pytest.mark.parametrize("line", ["focus", "line_strong", "scroll", "accent"])
def test_edges_and_focus_stand_out_from_their_ground(theme: Theme, line: str, ground: str) -> None:
    assert contrast(theme.color(line), theme.color(ground)) >= 3


def test_what_cannot_be_pressed_can_still_be_read(theme: Theme) -> None:
    assert contrast(theme.color("ink_off"), theme.color("paper")) >= 4.5


def test_the_style_sheet_leaves_no_token_unresolved(theme: Theme, qapp: QApplication) -> None:
    assert re.findall(r"@[a-z_]+", qapp.styleSheet()) == []


def test_files_that_the_style_sheet_names_are_there(theme: Theme, qapp: QApplication) -> None:
    paths = re.findall(r"url\(([^)]+)\)", qapp.styleSheet())
    assert paths and all(Path(path).is_file() for path in paths)


def test_every_icon_named_in_the_window_is_in_the_set() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in GUI.rglob("*.py"))
    named = set(re.findall(r'\b(?:icon|pixmap)\(\s*"([a-z0-9-]+)"', sources))
    icons = {path.stem for path in (PROJECT / "resources" / "icons").glob("*.svg")}
    assert named and named <= icons


def test_icons_are_drawn_in_the_colour_asked_for(theme: Theme) -> None:
    image = theme.icon("plus", "red", 24).pixmap(24, 24).toImage()
    drawn = {
        image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() == 255
    }
    assert theme.color("red").name() in drawn


def test_chinese_is_drawn_by_a_chinese_face(theme: Theme, qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    assert all(metrics.inFontUcs4(ord(character)) for character in "新海镇热线工单逾期督办〔〕，")
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


def test_rare_names_load_the_fallback_face(theme: Theme) -> None:
    theme.load_rare_faces("张三")
    before = set(QFontDatabase.families())
    theme.load_rare_faces("周𬭎")
    assert {"Noto Serif SC", "HanaMinB"} <= set(QFontDatabase.families())
    assert "HanaMinB" not in before or before == set(QFontDatabase.families())


def test_an_icon_leaves_room_before_the_word_of_a_button_and_stands_in_the_middle_elsewhere(
    theme: Theme, qtbot: QtBot
) -> None:
    button = QPushButton(theme.icon("square-pen"), "登记")
    qtbot.addWidget(button)
    button.ensurePolished()
    assert button.iconSize() == BESIDE_WORD

    def margins(size: QSize) -> tuple[int, int]:
        picture = theme.icon("square-pen").pixmap(size, 2.0).toImage()
        drawn = [
            x
            for x in range(picture.width())
            if any(picture.pixelColor(x, y).alpha() > 0 for y in range(picture.height()))
        ]
        return drawn[0], picture.width() - 1 - drawn[-1]

    left, right = margins(BESIDE_WORD)
    assert right - left >= BESIDE_WORD.width() - BESIDE_WORD.height()
    left, right = margins(QSize(18, 18))
    assert abs(right - left) <= 2


def test_the_icon_of_a_greyed_primary_button_is_seen_on_its_grey(theme: Theme) -> None:
    greyed = theme.icon("gavel", "on_accent").pixmap(QSize(24, 24), QIcon.Mode.Disabled).toImage()
    ground = theme.color("grey_wash").lightnessF()
    lines = [greyed.pixelColor(x, y) for x in range(greyed.width()) for y in range(greyed.height())]
    darkest = min((ink.lightnessF() for ink in lines if ink.alphaF() > 0.9), default=1.0)
    assert ground - darkest > 0.25, (ground, darkest)
