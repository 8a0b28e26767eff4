"""The dialogs: as large as their words and tables need, answered by the keyboard."""

from __future__ import annotations

import errno
import gc
import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.dialogs.prompts import Prompts, as_text
from hotline_desktop.gui.shell.keeping.restore_sheet import RestoreSheet
from hotline_desktop.gui.views.settings.account_forms import AccountForm

LONG = "没有改动任何数据。请先核对，再做一次。" * 8


@pytest.fixture
def prompts(theme: Theme) -> Prompts:
    return Prompts(theme)


def while_open(act: Callable[[QDialog], None]) -> None:
    """Does ``act`` to the dialog that the next call opens."""

    def do() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QDialog)
        try:
            act(box)
        finally:
            if box.isVisible():
                box.reject()

    QTimer.singleShot(50, do)


def button(box: QDialog, word: str) -> QPushButton:
    buttons: list[QPushButton] = list(box.findChildren(QPushButton))
    return next(found for found in buttons if re.sub(r"\(&[A-Z]\)", "", found.text()) == word)


def test_a_question_is_answered_by_its_verb(prompts: Prompts) -> None:
    while_open(lambda box: button(box, "导出完整数据").click())
    assert prompts.confirm("导出完整数据？", LONG, "导出完整数据", danger=True)
    while_open(lambda box: button(box, "取消").click())
    assert not prompts.confirm("导出完整数据？", LONG, "导出完整数据", danger=True)


@pytest.mark.parametrize("danger", [False, True])
def test_enter_agrees_to_a_question_but_not_to_what_is_dangerous(prompts: Prompts, qtbot: QtBot, danger: bool) -> None:
    while_open(lambda box: qtbot.keyClick(box, Qt.Key.Key_Return))
    assert prompts.confirm("撤销这次导入？", "", "撤销导入", danger=danger) is not danger


@pytest.mark.parametrize("danger", [False, True])
def test_enter_presses_the_button_that_has_the_focus(prompts: Prompts, qtbot: QtBot, danger: bool) -> None:
    word = "撤销导入" if danger else "取消"

    def other(box: QDialog) -> None:
        box.activateWindow()
        qtbot.waitUntil(lambda: box.focusWidget() is not None and QApplication.focusWidget() is not None)
        button(box, word).setFocus()
        qtbot.keyClick(button(box, word), Qt.Key.Key_Return)

    while_open(other)
    assert prompts.confirm("撤销这次导入？", "", "撤销导入", danger=danger) is danger


def test_every_word_of_a_long_refusal_is_seen(prompts: Prompts) -> None:
    seen: list[bool] = []

    def look(box: QDialog) -> None:
        for label in box.findChildren(QLabel):
            if label.wordWrap():
                seen.append(label.height() >= label.heightForWidth(label.width()))  # noqa: PERF401
        seen.append(box.height() < 400)

    while_open(look)
    prompts.error(HotlineError(LONG))
    assert seen == [True, True, True]


def test_wide_content_is_not_cut_off(prompts: Prompts) -> None:
    content = QWidget()
    content.setMinimumSize(560, 200)
    right: list[int] = []
    while_open(lambda box: right.append(box.width() - content.mapTo(box, content.rect().topRight()).x()))
    prompts.show("帮助", content)
    assert right[0] >= 20


def test_a_name_is_typed_and_confirmed_with_enter(prompts: Prompts, qtbot: QtBot) -> None:
    def type_in(box: QDialog) -> None:
        line = box.findChild(QLineEdit)
        assert line is not None and not button(box, "确定").isEnabled()
        line.setText("  周敏 ")
        qtbot.keyClick(line, Qt.Key.Key_Return)

    while_open(type_in)
    assert prompts.ask_name() == "周敏"
    while_open(lambda box: None)
    assert prompts.ask_name("王芳") == ""


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (HotlineError("编号不对"), "编号不对"),
        (OSError(errno.ENOSPC, "No space left on device", "台账.xlsx"), "磁盘空间不够，“台账.xlsx”没有写完"),
        (ModuleNotFoundError("No module named 'x'", name="sqlalchemy.util"), "程序文件不完整（缺少 sqlalchemy.util）"),
        (ValueError("赵文静"), "没有预料到"),
    ],
)
def test_whatever_went_wrong_is_told_in_the_clerks_words(problem: Exception, told: str) -> None:
    assert told in as_text(problem)


def test_what_was_filled_in_can_be_read_afterwards_and_asked_for_again(prompts: Prompts, theme: Theme) -> None:
    form = AccountForm(name=True, new=True)
    assert form.name is not None and form.password is not None

    def fill(secret: str) -> Callable[[QDialog], None]:
        def act(box: QDialog) -> None:
            assert form.isVisible() and form.password is not None
            form.password.setText(secret)
            button(box, "启用").click()

        return act

    form.name.setText("陈管")
    while_open(fill("松鼠过河"))
    assert prompts.fill("启用账户", "先给管理员建账户。", form, "启用")
    gc.collect()
    assert form.fault == "两次输的新密码不一样，没有变动。" and form.name.text() == "陈管"
    while_open(lambda box: box.reject())
    assert not prompts.fill("启用账户", "先给管理员建账户。", form, "启用")
    assert form.password.text() == "松鼠过河"
    left = [window for window in QApplication.topLevelWidgets() if isinstance(window, QDialog) and window.isVisible()]
    assert left == []


def test_a_passphrase_that_was_asked_for_is_what_was_typed(prompts: Prompts) -> None:
    def type_in(box: QDialog) -> None:
        (line,) = box.findChildren(QLineEdit)
        line.setText("松鼠过河四十九次")
        button(box, "确定").click()

    while_open(type_in)
    assert prompts.ask_secret("从备份恢复", "这份备份是加密的。", "口令或恢复码") == "松鼠过河四十九次"


def test_a_dialog_to_work_in_has_the_keyboard_where_one_works(prompts: Prompts) -> None:
    """The backups to choose from, not the button that leaves; and one button that stands out."""
    sheet, seen = RestoreSheet((), lambda _folder, _secret: None, lambda: None), []

    def look(box: QDialog) -> None:
        seen.append((QApplication.focusWidget(), button(box, "关闭").property("role")))

    while_open(look)
    prompts.show("从备份恢复", sheet)
    assert seen == [(sheet.list, "plain")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_S])
def test_ctrl_enter_confirms_out_of_a_field_of_several_lines(prompts: Prompts, qtbot: QtBot, key: Qt.Key) -> None:
    box = QPlainTextEdit()
    qtbot.addWidget(box)
    while_open(lambda _dialog: qtbot.keyClick(box, key, Qt.KeyboardModifier.ControlModifier))
    assert prompts.fill("登记", "", box, "登记")


def test_ctrl_enter_does_not_agree_to_what_is_dangerous(prompts: Prompts, qtbot: QtBot) -> None:
    while_open(lambda box: qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))
    assert not prompts.confirm("删除？", "", "删除", danger=True)


def test_a_text_that_is_too_long_is_kept_whole_and_told(prompts: Prompts) -> None:
    told: list[str] = []

    def paste(box: QDialog) -> None:
        line, done = box.findChild(QLineEdit), button(box, "确定")
        assert line is not None
        line.setText("由" * 230)
        told.extend(label.text() for label in box.findChildren(QLabel) if label.isVisible())
        assert line.text() == "由" * 230 and not done.isEnabled()
        line.setText("由" * 200)
        done.click()

    while_open(paste)
    assert prompts.ask_text("撤回上一步", "", label="撤回原因") == "由" * 200
    assert "最多 200 字，现为 230 字" in told
