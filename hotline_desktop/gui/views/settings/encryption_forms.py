"""What is asked for before data is encrypted: that the recovery sheet is on paper, its code, and a passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.terms.passwords import LEAST_LETTERS, passphrase_fault
from hotline_desktop.services.keeping.encryption import WARNING, is_same_code

_WIDTH = 520
_SHEET = "第一步：打印恢复单，或者存成 PDF 和 Word，拿到别处打印。"
_NOT_YET, _DONE = "恢复单还没有打印，也没有保存", "恢复单已经写出，请锁进柜子"


class PassphraseForm(QWidget):
    """A new passphrase, typed twice; ``ready(bool)`` whenever what was typed begins or ceases to do."""

    ready = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(_WIDTH)
        self.layout_of_all = QVBoxLayout(self)
        self.layout_of_all.setContentsMargins(0, 0, 0, 0)
        self.layout_of_all.setSpacing(12)
        self.lines = QFormLayout()
        self.lines.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.passphrase, self.again = self._secret("口令"), self._secret("再输一次")
        self.passphrase.setPlaceholderText(f"至少 {LEAST_LETTERS} 个字，可以是一句话")
        self.problem = _label("", "problem")
        self.layout_of_all.addLayout(self.lines)
        self.layout_of_all.addWidget(self.problem)
        self.setFocusProxy(self.passphrase)

    @property
    def fault(self) -> str:
        """What is missing; empty where nothing is."""
        passphrase = self.passphrase.text()
        if not passphrase:
            return "还没有输口令"
        return passphrase_fault(passphrase) or ("" if passphrase == self.again.text() else "两次输的口令不一样")

    def look(self) -> None:
        """Says what is missing."""
        fault = self.fault
        self.problem.setText(fault)
        self.ready.emit(not fault)

    def _secret(self, label: str) -> QLineEdit:
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setAccessibleName(label)
        line.textChanged.connect(self.look)
        self.lines.addRow(label, line)
        return line


class EncryptForm(PassphraseForm):
    """``printed`` and ``saved`` are called with the code; what they bring about is told by :meth:`know_sheet`."""

    def __init__(self, code: str, printed: Callable[[], None], saved: Callable[[], None]) -> None:
        super().__init__()
        self._code, self._has_sheet = code, False
        self.print, self.save = QPushButton("打印恢复单…"), QPushButton("存为 PDF 和 Word…")
        self.sheet = _label(_NOT_YET, "soft")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addWidget(self.sheet, 1)
        self.typed = QLineEdit()
        self.typed.setPlaceholderText("照恢复单从左到右、从上到下输入")
        self.typed.setAccessibleName("恢复码")
        self.typed.textChanged.connect(self.look)
        self.lines.insertRow(0, "恢复码", self.typed)
        for place, widget in enumerate((_label(WARNING, "notice"), _label(_SHEET, ""))):
            self.layout_of_all.insertWidget(place, widget)
        self.layout_of_all.insertLayout(2, row)
        self.layout_of_all.insertWidget(3, _label("第二步：照单子输入恢复码，再定一个口令。", ""))
        self.setFocusProxy(self.print)
        self.print.clicked.connect(printed)
        self.save.clicked.connect(saved)

    @property
    def fault(self) -> str:
        """See PassphraseForm; the sheet first."""
        if not self._has_sheet:
            return _NOT_YET
        if not is_same_code(self.typed.text(), self._code):
            return "恢复码与恢复单不符" if self.typed.text().strip() else "还没有照恢复单输入恢复码"
        return super().fault

    def know_sheet(self) -> None:
        """The sheet went to the printer, or stands in files."""
        self._has_sheet = True
        self.sheet.setText(_DONE)
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look()


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        label.setProperty("role", role)
    return label
