"""What is asked for an account: name, role, passwords."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from hotline_desktop.domain.terms.passwords import LEAST_LETTERS
from hotline_desktop.domain.terms.roles import Role, name_fault


class AccountForm(QWidget):
    """The parts that are asked for; ``fault`` says what is missing."""

    def __init__(self, *, name: bool = False, role: Role | None = None, old: bool = False, new: bool = False) -> None:
        super().__init__()
        self._layout = QFormLayout(self)
        self._layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.name = self._line("姓名") if name else None
        self.role = self._choice(role) if role is not None else None
        self.old = self._secret("原来的密码") if old else None
        self.password = self._secret("新密码") if new else None
        self.again = self._secret("再输一次新密码") if new else None
        if self.password is not None:
            self.password.setPlaceholderText(f"至少 {LEAST_LETTERS} 位")
        self.setFocusProxy(next(part for part in (self.name, self.role, self.old, self.password) if part is not None))

    @property
    def chosen_role(self) -> Role:
        """The role that was chosen."""
        return Role(self.role.currentText()) if self.role is not None else Role.CLERK

    @property
    def fault(self) -> str:
        """What does not fit together; empty where everything does."""
        if self.name is not None and not self.name.text().strip():
            return "没有写姓名，没有变动。"
        if self.name is not None and name_fault(self.name.text()):
            return f"姓名{name_fault(self.name.text())}，没有变动。"
        if self.password is not None and self.again is not None and self.password.text() != self.again.text():
            return "两次输的新密码不一样，没有变动。"
        return ""

    def _line(self, label: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(label)
        self._layout.addRow(label, line)
        return line

    def _secret(self, label: str) -> QLineEdit:
        line = QLineEdit()
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setAccessibleName(label)
        self._layout.addRow(label, line)
        return line

    def _choice(self, role: Role) -> QComboBox:
        box = QComboBox()
        box.addItems([one.value for one in Role])
        box.setCurrentText(role.value)
        box.setAccessibleName("角色")
        self._layout.addRow("角色", box)
        return box
