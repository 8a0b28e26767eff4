"""Logging in: the sheet that stands in the window while nobody may see the office."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from hotline_desktop.gui.kit.lines import ProblemLabel
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.access.locked_column import locked_column


class SignInSheet(QWidget):
    """``entered(name, password)`` when somebody wants to come in."""

    entered = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = QLabel()
        self.name = QComboBox()
        self.name.setAccessibleName("账户")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("密码")
        self.password.setAccessibleName("密码")
        self.problem = ProblemLabel()
        self.enter = QPushButton("登录(&D)")
        self.enter.setProperty("role", "primary")
        locked_column(self, theme, self.title, self.name, self.password, self.problem, self.enter)
        self.password.returnPressed.connect(self.enter.click)
        self.enter.clicked.connect(self._enter)

    @property
    def names(self) -> list[str]:
        """Who is offered."""
        return [self.name.itemText(row) for row in range(self.name.count())]

    def ask(self, title: str, names: Sequence[str], name: str) -> None:
        """Waits for somebody of ``names``, ``name`` chosen; what was typed before is gone."""
        self.title.setText(title)
        self.name.clear()
        self.name.addItems(list(names))
        self.name.setCurrentText(name)
        self.password.clear()
        self.problem.tell()
        self.enter.setEnabled(True)
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, why: str) -> None:
        """Says why nobody came in."""
        self.problem.tell(why)
        self.enter.setEnabled(True)
        self.password.clear()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        if self.name.currentText() and self.password.text():
            self.enter.setEnabled(False)
            self.entered.emit(self.name.currentText(), self.password.text())
