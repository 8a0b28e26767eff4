"""Colours are legible, every style token exists, every icon the window names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase, QFontMetrics, QIcon
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.theme import BESIDE_WORD, CALM, CONTRAST, DARK, Theme
from hotline_desktop.gui.shell.remembered.colours import choose_colours, remembered_colours, wear_remembered, when_worn
from hotline_desktop.gui.shell.session.session import preferences_of
from tests.gui.desk import RESOURCES
from tests.pictures.geometry import contrast

PROJECT = Path(__file__).resolve().parents[2]
GUI = PROJECT / "hotline_desktop" / "gui"


@pytest.fixture(params=[CALM, DARK, CONTRAST])
def worn(request: pytest.FixtureRequest) -> Theme:
    """The theme in each of its sets of colours."""
    made = Theme(RESOURCES)
    made.wear(request.param)
    return made


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "paper"), ("ink", "ground"), ("ink", "select"), ("ink_soft", "paper"), ("ink_soft", "ground"),
        ("ink_faint", "paper"), ("ink_faint", "ground"), ("accent", "paper"), ("accent", "ground"),
        ("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_accent", "accent_press"),
        ("accent_press", "accent_wash"), ("ink_soft", "accent_wash"), ("accent", "hover"), ("accent", "select"),
        ("rail_ink", "rail"), ("rail_ink", "rail_hover"), ("rail_on_ink", "rail_on"), ("rail_ink", "rail_on"),
        ("on_ink", "ink"), ("paper", "ink"), ("ink_soft", "caption"), ("ink_soft", "grey_wash"), ("ink", "hover"),
        ("red", "red_wash"), ("orange", "orange_wash"), ("amber", "amber_wash"), ("green", "green_wash"),
        ("red", "select"), ("orange", "select"), ("amber", "select"), ("green", "select"), ("grey", "paper"),
        ("red", "paper"), ("red", "ground"), ("orange", "paper"), ("amber", "paper"), ("green", "paper"),
        ("ink_off", "paper"), ("ink_off", "ground"), ("ink_off", "grey_wash"),
    ],
)  # fmt: skip
def test_text_stands_out_from_its_ground(worn: Theme, ink: str, ground: str) -> None:
    assert contrast(worn.color(ink), worn.color(ground)) >= 4.5


@pytest.mark.parametrize("ground", ["paper", "ground"])
@pytest.mark.parametrize("line", ["focus", "line_strong", "scroll", "accent"])
def test_edges_and_focus_stand_out_from_their_ground(worn: Theme, line: str, ground: str) -> None:
    assert contrast(worn.color(line), worn.color(ground)) >= 3


def test_high_contrast_is_seven_to_one_and_every_edge_is_seen() -> None:
    made = Theme(RESOURCES)
    made.wear(CONTRAST)
    for ink in ("ink", "ink_soft", "ink_faint", "ink_off", "accent", "red", "orange", "amber", "green", "grey"):
        assert contrast(made.color(ink), made.color("paper")) >= 7, ink
    assert all(contrast(made.color(line), made.color("paper")) >= 7 for line in ("line", "line_strong", "focus"))


def test_every_set_of_colours_has_the_same_names_and_images(worn: Theme) -> None:
    assert worn._colors.keys() == Theme(RESOURCES)._colors.keys()
    named = re.findall(r"url\(([^)]+)\)", worn._style_sheet())
    assert re.findall(r"@[a-z_]+", worn._style_sheet()) == [] and all(Path(path).is_file() for path in named)


def test_colours_are_chosen_for_the_next_start(tmp_path: Path, qapp: QApplication, theme: Theme) -> None:
    store = preferences_of(tmp_path)
    assert when_worn(theme, store) == "换了以后，关掉程序再打开才看得到。"
    choose_colours("深色", store)
    assert "现在还是浅色" in when_worn(theme, store) and "就是深色" in when_worn(theme, store)
    again = Theme(RESOURCES)
    try:
        wear_remembered(again, qapp, preferences_of(tmp_path))
        assert remembered_colours(store) == "深色" and again.worn == DARK
        assert "现在还是" not in when_worn(again, store)
        assert qapp.palette().window().color() == again.color("ground") != theme.color("ground")
        assert again.light_color("paper") == theme.color("paper")
    finally:
        theme.apply(qapp)


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


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_what_a_field_suggests_can_be_read(theme: Theme, qtbot: QtBot, kind: type[QLineEdit | QPlainTextEdit]) -> None:
    """Qt would paint it half as strong as the text: 3 : 1."""
    field = kind()
    qtbot.addWidget(field)
    field.setPlaceholderText("名称的一部分、拼音或首字母")
    field.resize(240, 60)
    field.show()
    image = field.grab().toImage()
    inner = image.rect().adjusted(6, 6, -6, -6)
    points = [(x, y) for x in range(inner.left(), inner.right()) for y in range(inner.top(), inner.bottom())]
    strongest = max(contrast(image.pixelColor(x, y), theme.color("paper")) for x, y in points)
    assert strongest >= 4.5


@pytest.mark.parametrize("checked", [False, True])
def test_a_box_that_has_the_keyboard_shows_it_ticked_or_not(theme: Theme, qtbot: QtBot, checked: bool) -> None:
    box = QCheckBox("每件从新的一张纸开始")
    qtbot.addWidget(box)
    box.setChecked(checked)
    box.show()
    box.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    image = box.grab().toImage()
    painted = {image.pixelColor(x, y).name() for x in range(20) for y in range(image.height())}
    assert theme.color("focus").name() in painted


@pytest.mark.parametrize("role", ["chip", "segment"])
def test_a_button_that_is_down_does_not_look_as_one_that_is_up(theme: Theme, qtbot: QtBot, role: str) -> None:
    button = QPushButton("只看我的")
    qtbot.addWidget(button)
    button.setProperty("role", role)
    button.setCheckable(True)
    up = button.grab().toImage()
    button.setChecked(True)
    assert button.grab().toImage() != up
