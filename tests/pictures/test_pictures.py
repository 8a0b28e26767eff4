"""Every view and state at three scales, with three faces, on two screens: nothing cut, hidden, outside or pale."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.kit.theme import Theme
from tests.gui.desk import RESOURCES
from tests.pictures.__main__ import FACES, SCALES, SCREENS, take
from tests.pictures.geometry import faults


@pytest.mark.slow
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scale", SCALES)
def test_every_view_and_state_can_be_shown(
    scale: str, screen: str, face: str, tmp_path: Path, qapp: QApplication
) -> None:
    if face != "bundled" and FACES[face] not in QFontDatabase.families():
        pytest.skip(f"{FACES[face]} is not installed")
    assert take(tmp_path, screen, scale, face) == []
    assert len(list(tmp_path.glob("*.png"))) > 100


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_what_is_cut_outside_covered_or_pale_is_found(qtbot: QtBot, qapp: QApplication) -> None:
    Theme(RESOURCES).apply(qapp)
    box = QWidget()
    qtbot.addWidget(box)
    layout = QHBoxLayout(box)
    cut, button, outside, pale = QLabel("新海镇城市运行管理中心"), QPushButton("登记工单"), QLabel("外"), QLabel("淡")
    cut.setFixedWidth(40)
    button.setFixedWidth(30)
    pale.setStyleSheet("color: #c0c0c0")
    for widget in (cut, button, pale):
        layout.addWidget(widget)
    outside.setParent(box)
    box.resize(400, 80)
    outside.move(395, 10)
    box.show()
    wrong = "\n".join(faults(box))
    for word in ("cut: 新海镇", "cut button: 登记", "outside its place: QLabel “外”", "pale", "淡"):
        assert word in wrong
    cut.setToolTip(cut.text())
    cut.setFixedWidth(300)
    button.setFixedWidth(120)
    pale.setStyleSheet("color: #404040")
    outside.hide()
    box.adjustSize()
    qapp.processEvents()
    assert faults(box) == []
