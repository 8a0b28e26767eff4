"""The dialogs for files: where they begin, what is replaced, what a file is called, and all of it in Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit

from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.dialogs.file_places import with_ending
from hotline_desktop.gui.shell.dialogs.prompts import EXCEL_FILE, PDF_FILE, WORD_FILE, Prompts
from hotline_desktop.gui.start import make_application
from tests.gui.test_prompts import button, while_open


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("台账", "台账.docx"),
        ("台账.docx", "台账.docx"),
        ("台账.PDF", "台账.PDF"),
        ("台账2026.11", "台账2026.11.docx"),
        ("台账.xlsx", "台账.xlsx.docx"),
    ],
)
def test_a_file_has_the_ending_of_its_kind(typed: str, saved: str) -> None:
    assert with_ending(Path(typed), WORD_FILE, f"{WORD_FILE};;{PDF_FILE}").name == saved


def test_the_next_dialog_begins_where_the_last_one_ended(theme: Theme, tmp_path: Path) -> None:
    prompts, began = Prompts(theme), []

    def save(name: str) -> Path | None:
        def act(box: QDialog) -> None:
            assert isinstance(box, QFileDialog)
            began.append(Path(box.directory().absolutePath()))
            (line,) = box.findChildren(QLineEdit, "fileNameEdit")
            line.setText(name)
            box.accept()

        while_open(act)
        return prompts.save_file("导出", "台账.xlsx", EXCEL_FILE)

    assert save(str(tmp_path / "一月.xlsx")) == tmp_path / "一月.xlsx"
    assert save("二月") == tmp_path / "二月.xlsx"
    assert began[0] != Path.cwd() and began[1] == tmp_path


@pytest.mark.parametrize("agrees", [False, True])
def test_a_file_is_not_replaced_unasked_because_its_ending_was_left_out(
    theme: Theme, tmp_path: Path, agrees: bool
) -> None:
    prompts = Prompts(theme)
    (tmp_path / "台账.xlsx").write_bytes(b"of last month")

    def name_it(box: QDialog) -> None:
        while_open(lambda asked: button(asked, "替换" if agrees else "取消").click())
        (line,) = box.findChildren(QLineEdit, "fileNameEdit")
        line.setText(str(tmp_path / "台账"))
        box.accept()

    while_open(name_it)
    assert prompts.save_file("导出", "台账.xlsx", EXCEL_FILE) == (tmp_path / "台账.xlsx" if agrees else None)


def test_kinds_of_files_are_told_in_chinese(theme: Theme) -> None:
    make_application()
    assert QCoreApplication.translate("QAbstractFileIconProvider", "Folder") == "文件夹"
    assert QCoreApplication.translate("QAbstractFileIconProvider", "unheard of") == "unheard of"
