"""打印: printer, tray and copies of each paper at this PC, kept at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSpinBox, QWidget

from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.gui.shell.printing.printer_choice import MOST_COPIES, TRAYS, PrinterChoice, choice_of, keep_choice
from hotline_desktop.gui.shell.session.session import Session

USUAL = "电脑的默认打印机"
_WIDTH = 260
_LINES = ("表格(&B)", "打印机(&D)", "纸盒(&Z)", "份数(&F)")


class PrinterPart(QWidget):
    """One paper is chosen, the rest is about it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._filling = False
        self.kind, self.printer, self.tray, self.copies = QComboBox(), QComboBox(), QComboBox(), QSpinBox()
        self.kind.addItems([kind.value for kind in PaperKind])
        self.tray.addItems(list(TRAYS))
        self.copies.setRange(1, MOST_COPIES)
        self.copies.setSuffix(" 份")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        widgets = (self.kind, self.printer, self.tray, self.copies)
        for line, (text, widget) in enumerate(zip(_LINES, widgets, strict=True)):
            label = QLabel(text)
            label.setBuddy(widget)
            label.setProperty("role", "label")
            widget.setAccessibleName(text.partition("(")[0])
            widget.setMinimumWidth(_WIDTH)
            grid.addWidget(label, line, 0)
            grid.addWidget(widget, line, 1, Qt.AlignmentFlag.AlignLeft)
        self.kind.currentIndexChanged.connect(lambda _place: self._show())
        for combo in (self.printer, self.tray):
            combo.activated.connect(lambda _place: self._keep())
        self.copies.valueChanged.connect(lambda _count: self._keep())

    def load(self) -> None:
        """Shows the printers that the PC has now."""
        self._filling = True
        self.printer.clear()
        self.printer.addItems([USUAL, *QPrinterInfo.availablePrinterNames()])
        self._filling = False
        self._show()

    @property
    def chosen(self) -> PaperKind:
        """The paper that is spoken of."""
        return PaperKind(self.kind.currentText())

    def _show(self) -> None:
        choice = choice_of(self._session.preferences, self.chosen)
        self._filling = True
        if choice.printer and self.printer.findText(choice.printer) < 0:
            self.printer.addItem(choice.printer)  # switched off or gone: it stays chosen until another one is
        self.printer.setCurrentText(choice.printer or USUAL)
        self.tray.setCurrentText(choice.tray)
        self.copies.setValue(choice.copies)
        self._filling = False

    def _keep(self) -> None:
        if self._filling:
            return
        printer = self.printer.currentText()
        choice = PrinterChoice("" if printer == USUAL else printer, self.tray.currentText(), self.copies.value())
        keep_choice(self._session.preferences, self.chosen, choice)
