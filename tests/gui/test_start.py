"""How the window comes to the screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.start import appear


def test_a_window_larger_than_the_screen_fills_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = window.screen().availableGeometry().size()
    window.resize(room.width() + 300, room.height() - 50)
    appear(window)
    assert window.isMaximized() and window.size().boundedTo(room) == window.size()


def test_a_window_that_fits_keeps_its_size(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(QSize(400, 300))
    appear(window)
    assert not window.isMaximized() and window.size() == QSize(400, 300)
