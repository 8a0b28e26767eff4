"""An error that leaves a slot is told once and calmly; the window stays open."""

from __future__ import annotations

import logging
import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from hotline_desktop.gui.start import tell_in_dialog
from hotline_desktop.gui.unexpected import watching
from tests.gui.desk import Desk

CALLER = "赵文静"


def raised(text: str) -> Exception:
    try:
        raise RuntimeError(text)
    except RuntimeError as error:
        return error


def test_an_error_is_logged_by_kind_and_told_once(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    message: list[Exception] = []
    before, error = sys.excepthook, raised(CALLER)
    with watching(message.append) as net, caplog.at_level(logging.ERROR):
        assert sys.excepthook == net.caught
        for _ in range(3):
            net.caught(RuntimeError, error, error.__traceback__)
        qtbot.waitUntil(lambda: bool(message))
        net.caught(RuntimeError, error, error.__traceback__)
        qtbot.wait(20)
    assert message == [error]
    assert sys.excepthook is before
    assert "RuntimeError at test_unexpected.py" in caplog.text and CALLER not in caplog.text


def test_without_a_terminal_a_dialog_says_why_nothing_opens(qapp: QApplication) -> None:
    seen: list[str] = []

    def look() -> None:
        box = qapp.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen.append(box.text())
        box.accept()

    QTimer.singleShot(50, look)
    tell_in_dialog("窗口打不开：磁盘是只读的。")
    assert seen == ["窗口打不开：磁盘是只读的。"]


def test_a_value_of_the_office_that_nobody_can_read_is_named_and_anything_else_is_told_calmly(desk: Desk) -> None:
    desk.window.tell_unforeseen(TypeError("bytes"))
    desk.settle()
    assert desk.prompts.errors == ["bytes"]
    with desk.office._office.db.write() as c:
        c.exec_driver_sql("UPDATE units SET phone = x'fffe' WHERE id = (SELECT min(id) FROM units)")
    desk.window.tell_unforeseen(TypeError("bytes"))
    desk.settle()
    assert "单位名册第" in desk.prompts.errors[-1] and "的 phone" in desk.prompts.errors[-1]
