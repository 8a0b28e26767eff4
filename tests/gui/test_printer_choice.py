"""Each paper has its printer, tray and copies at a PC, and its code or none in the office."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from hotline_desktop.domain.settings import SettingsRefused
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.shell.printing.printer_choice import AUTO, PrinterChoice, choice_of, keep_choice
from hotline_desktop.gui.views.settings.settings_page import SettingsPage
from tests.gui.desk import CLERK, Desk


def test_a_choice_is_remembered_for_its_paper_alone(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    keep_choice(store, PaperKind.DISPOSAL, PrinterChoice("办公室 HP", "下层纸盒", 2))
    assert choice_of(store, PaperKind.DISPOSAL) == PrinterChoice("办公室 HP", "下层纸盒", 2)
    assert choice_of(store, PaperKind.SATISFACTION) == PrinterChoice()
    store.setValue("print/DISPOSAL/copies", "很多")
    store.setValue("print/DISPOSAL/tray", "地下室")
    assert choice_of(store, PaperKind.DISPOSAL) == PrinterChoice("办公室 HP", AUTO, 1), "nonsense counts as nothing"


def test_a_printer_begins_with_the_choice(qapp: QApplication) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    before = printer.printerName()
    PrinterChoice("没有这台打印机", "手动进纸", 3).prepare(printer)
    assert printer.printerName() == before, "a printer that is gone leaves the usual one"
    assert printer.copyCount() == 3


def test_the_settings_keep_what_is_chosen_at_once(desk: Desk) -> None:
    page = desk.open(SettingsPage, "pc")
    assert desk.window.session is not None
    part = page.pc.printing
    part.kind.setCurrentText(PaperKind.SATISFACTION.value)
    part.tray.setCurrentText("上层纸盒")
    part.tray.activated.emit(part.tray.currentIndex())
    part.copies.setValue(2)
    store = desk.window.session.preferences
    assert choice_of(store, PaperKind.SATISFACTION) == PrinterChoice("", "上层纸盒", 2)
    part.kind.setCurrentText(PaperKind.DISPOSAL.value)
    assert part.copies.value() == 1 and part.tray.currentText() == AUTO
    part.kind.setCurrentText(PaperKind.SATISFACTION.value)
    assert part.copies.value() == 2 and part.tray.currentText() == "上层纸盒"


def test_a_paper_goes_out_without_a_code_where_the_office_says_so(desk: Desk, tmp_path: Path) -> None:
    settings = desk.office.settings
    with pytest.raises(SettingsRefused, match="没有叫“账单”的表格"):
        settings.get().changed({"uncoded": "账单"})
    ticket = desk.office.tickets.register(
        {"number": "20220908100001", "content": "路灯不亮", "caller": "赵文静"}, CLERK
    )
    handed = {"unit": "新海村", "no_contact_reason": "市民要求不联系"}
    desk.office.tickets.do(ticket.id, "dispatch", handed, CLERK)

    def size_of(name: str) -> int:
        out = tmp_path / name
        state = desk.office.papers.states(PaperKind.DISPOSAL)[0]
        desk.office.papers.render_pdf([ticket.id], PaperKind.DISPOSAL, state, out)
        return out.stat().st_size

    coded = size_of("coded.pdf")
    settings.change(settings.get().changed({"uncoded": "处置单、测评表"}), CLERK)
    assert size_of("plain.pdf") < coded
    settings.change(settings.get().changed({"uncoded": "测评表"}), CLERK)
    assert size_of("again.pdf") == coded
