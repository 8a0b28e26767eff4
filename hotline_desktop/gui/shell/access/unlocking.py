"""An encrypted office is opened: the sheet that asks for passphrase or recovery code before anything else is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QWidget

from hotline_desktop.gui.kit.lines import ProblemLabel
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.access.locked_column import locked_column
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import as_text

if TYPE_CHECKING:
    from hotline_desktop.services.keeping.vault import Vault

_ENCRYPTED = "encrypted"
_ADVICE = "忘了口令，可以输恢复单上的恢复码。两样都没有，数据就打不开了，谁也没有办法。"


class UnlockSheet(QWidget):
    """``entered(secret)`` when somebody wants to open the office, ``restored`` when a backup is wanted instead."""

    entered = Signal(str)
    restored = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText("口令或恢复码")
        self.secret.setAccessibleName("口令或恢复码")
        self.problem = ProblemLabel()
        self.advice = QLabel(_ADVICE)
        self.advice.setProperty("role", "soft")
        self.advice.setWordWrap(True)
        self.open = QPushButton("打开(&D)")
        self.open.setProperty("role", "primary")
        self.restore, self.leave = QPushButton("改从备份恢复(&H)…"), QPushButton("退出(&T)")
        others = QWidget()
        row = QHBoxLayout(others)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.restore)
        row.addStretch(1)
        row.addWidget(self.leave)
        title = QLabel("工单数据是加密的，请输入口令")
        locked_column(self, theme, title, self.secret, self.problem, self.open, self.advice, others)
        self.secret.returnPressed.connect(self.open.click)
        self.open.clicked.connect(self._enter)
        self.restore.clicked.connect(self.restored)
        self.leave.clicked.connect(lambda: self.window().close())

    def ask(self) -> None:
        """Waits for a passphrase; what was typed before is gone."""
        self.problem.tell()
        self.advice.show()
        self._begin()

    def refuse(self, why: str) -> None:
        """Says why it was not opened."""
        self.problem.tell(why)  # which says it too
        self.advice.hide()
        self._begin()

    def _begin(self) -> None:
        self.secret.clear()
        self.open.setEnabled(True)
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter(self) -> None:
        if self.secret.text():
            self.open.setEnabled(False)
            self.entered.emit(self.secret.text())


class Unlocking(QObject):
    """Stands before an office that only its passphrase opens. ``vault`` keeps the key for this run of the program."""

    def __init__(self, stack: QStackedWidget, theme: Theme, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._stack, self._jobs = stack, jobs
        self._theme = theme
        self.vault: Vault | None = None
        self._then: Callable[[], None] | None = None
        self._restore: Callable[[], None] | None = None

    @cached_property
    def sheet(self) -> UnlockSheet:
        """Made when it is wanted: most offices have no passphrase."""
        sheet = UnlockSheet(self._theme)
        self._stack.addWidget(sheet)
        sheet.entered.connect(self._enter)
        sheet.restored.connect(self._restore_instead)
        return sheet

    def asked(self, error: Exception, then: Callable[[], None], restore: Callable[[], None]) -> bool:
        """Whether ``error`` says that the office is encrypted: asks until the passphrase is right, then goes on.

        ``restore`` offers backups instead.
        """
        if getattr(error, "kind", "") != _ENCRYPTED or self.vault is None:
            return False
        self._then, self._restore = then, restore
        sheet = self.sheet
        self._stack.setCurrentWidget(sheet)
        sheet.ask()
        return True

    def learn(self, secret: str, key: bytes | None) -> None:
        """Another office lies there now, which ``key`` opens, or ``secret``. Runs in the database lane."""
        from hotline_desktop.services.keeping.vault import WrongPassphrase

        if self.vault is None:
            return
        self.vault.key = key
        if key is None and secret and self.vault.is_locked:
            try:
                self.vault.open(secret)
            except WrongPassphrase:
                return  # it is asked for

    def _enter(self, secret: str) -> None:
        vault = self.vault
        if vault is not None:
            self._jobs.run(
                lambda: vault.open(secret),
                lambda _opened: self._opened(),
                failed=lambda error: self.sheet.refuse(as_text(error)),
                owner=self,
            )

    def _restore_instead(self) -> None:
        if self._restore is not None:
            self._restore()

    def _opened(self) -> None:
        self.sheet.ask()
        then, self._then = self._then, None
        if then is not None:
            then()
