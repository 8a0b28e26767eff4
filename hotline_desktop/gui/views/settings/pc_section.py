"""这台电脑: how large texts are, in which colours, whether the program starts with the PC, and no notices for today."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.gui.shell.remembered.colours import COLOURS, choose_colours, remembered_colours, when_worn
from hotline_desktop.gui.shell.remembered.text_size import TEXT_SIZES, remembered, use_text_size
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.settings.printer_part import PrinterPart
from hotline_desktop.system.autostart import command, set_start, starts_with_pc
from hotline_desktop.system.os_errors import os_error_message

SILENT = "reminders/silent_on"


class PcSection(QWidget):
    """Everything here holds for this PC alone and at once, but for the colours; nothing is to be saved."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.sizes = QComboBox()
        self.sizes.addItems(list(TEXT_SIZES))
        self.sizes.setAccessibleName("字的大小")
        self.sizes.setMinimumWidth(200)
        self.colours = QComboBox()
        self.colours.addItems(list(COLOURS))
        self.colours.setAccessibleName("颜色")
        self.colours.setMinimumWidth(200)
        self.coming = QLabel()
        self.coming.setProperty("role", "soft")
        self.start = QCheckBox("开机后自动打开(&K)")
        self.silent = QPushButton("今天不再提醒(&J)")
        self.silent.setToolTip("到明天再提醒")
        label, note = QLabel("字的大小"), QLabel("开班、午前、下班前的提醒时间在“办公时间与时限”里改。")
        colours = QLabel("颜色")
        for caption in (label, colours):
            caption.setProperty("role", "label")
        note.setProperty("role", "faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (label, self.sizes, colours, self.colours, self.coming, self.start, self.silent, note):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        title = QLabel("打印")
        title.setProperty("role", "head")
        about = QLabel("每种表格用哪台打印机、哪个纸盒、几份；打印时先按这里的来，对话框里还可以改。")
        about.setProperty("role", "faint")
        about.setWordWrap(True)
        self.printing = PrinterPart(session)
        layout.addSpacing(12)
        layout.addWidget(title)
        layout.addWidget(about)
        layout.addWidget(self.printing)
        self.sizes.activated.connect(lambda _place: self._resize())
        self.colours.activated.connect(lambda _place: self._choose_colours())
        self.start.clicked.connect(self._turn_start)
        self.silent.clicked.connect(self._stay_silent)

    def load(self) -> None:
        """Shows how it stands."""
        self.sizes.setCurrentText(remembered(self._session.preferences))
        self.colours.setCurrentText(remembered_colours(self._session.preferences))
        self._tell_colours()
        self._show_start()
        self.printing.load()

    def _resize(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            use_text_size(self.sizes.currentText(), self._session.theme, app, self._session.preferences)

    def _choose_colours(self) -> None:
        choose_colours(self.colours.currentText(), self._session.preferences)
        self._tell_colours()

    def _tell_colours(self) -> None:
        self.coming.setText(when_worn(self._session.theme, self._session.preferences))

    def _turn_start(self) -> None:
        try:
            set_start(self.start.isChecked(), command(self._session.data_dir))
        except OSError as error:
            self._show_start()
            self._session.prompts.error(f"没有改成。{os_error_message(error)}")

    def _show_start(self) -> None:
        self.start.setChecked(starts_with_pc(command(self._session.data_dir)))

    def _stay_silent(self) -> None:
        self._session.preferences.setValue(SILENT, self._session.clock().date().isoformat())
        self._session.prompts.say("今天不再提醒，明天照常。")
