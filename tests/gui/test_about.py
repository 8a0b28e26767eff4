"""关于, and the diagnosis that a clerk hands to whoever mends the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from hotline_desktop import __version__
from hotline_desktop.gui.records.sheets.about_sheet import AboutSheet, LicenceReader, licence_texts
from hotline_desktop.gui.records.sheets.help_sheet import HelpSheet
from hotline_desktop.system.logs import note_unexpected, start_logging, stop_logging
from tests.gui.desk import Desk

CALLER, PHONE = "赵文静", "13800010001"


def about(desk: Desk) -> AboutSheet:
    desk.window.navigator.ask("help")
    desk.settle()
    sheet = desk.prompts.opened("帮助")
    assert isinstance(sheet, HelpSheet)
    return sheet.about


def test_the_copied_diagnosis_has_versions_and_the_log_and_nobodys_name(desk: Desk) -> None:
    session = desk.window.session
    assert session is not None
    desk.office.tickets.register(
        {"number": "20220908100001", "content": "路灯不亮", "caller": CALLER, "phones": PHONE}, "王芳"
    )
    start_logging(session.data_dir)
    try:
        note_unexpected(ValueError(f"{CALLER} {PHONE}"))
        sheet = about(desk)
        sheet.copy.click()
    finally:
        stop_logging()
    text = QGuiApplication.clipboard().text()
    assert f"版本：{__version__}" in text and "SQLite：3." in text and "Qt：6." in text and "工单：1 件" in text
    assert "unexpected ValueError" in text
    assert "数据文件夹：另外指定的" in text, "the clerk named that folder"
    assert CALLER not in text and PHONE not in text and str(session.data_dir.parent) not in text


def test_every_font_library_and_qt_has_its_licence_to_read(desk: Desk) -> None:
    reader = about(desk).licences
    shown = [reader.parts.item(row).text() for row in range(reader.parts.count())]
    assert {"Qt", "LGPL-3.0", "GPL-3.0", "Python", "HanaMin", "NotoSerifSC", "Lucide（图标）"} <= set(shown)
    for row in range(reader.parts.count()):
        reader.parts.setCurrentRow(row)
        assert len(reader.text.toPlainText()) > 200, shown[row]


def test_a_part_with_several_texts_shows_all_of_them(tmp_path: Path, qapp: object) -> None:
    (tmp_path / "lxml" / "deep").mkdir(parents=True)
    (tmp_path / "lxml" / "LICENSE.txt").write_text("first", "utf-8")
    (tmp_path / "lxml" / "deep" / "NOTICE").write_text("second", "utf-8")
    assert list(licence_texts(tmp_path)) == ["lxml"]
    assert LicenceReader(licence_texts(tmp_path)).text.toPlainText() == "first\n\nsecond"


def test_without_its_texts_the_sheet_still_opens(tmp_path: Path, qapp: object) -> None:
    assert LicenceReader(licence_texts(tmp_path / "absent")).parts.count() == 0


def test_an_office_that_does_not_open_can_be_diagnosed(desk: Desk) -> None:
    window = desk.window

    def refuse(_progress: object) -> object:
        raise OSError("磁盘是只读的。")

    window.start(refuse)  # type: ignore[arg-type]
    desk.settle()
    (copy,) = [button for button in window.findChildren(QPushButton) if button.text() == "复制诊断信息"]
    copy.click()
    assert f"版本：{__version__}" in QGuiApplication.clipboard().text()
