"""The backups of an office, to be chosen from and put back; for the settings and for the window that finds damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.services.keeping.restoring import needs_secret

if TYPE_CHECKING:
    from hotline_desktop.services.keeping.backups import Backup

_MB = 1_000_000


class RestoreSheet(QWidget):
    """``chosen`` is called with the folder and the passphrase; ``elsewhere`` asks for a folder or file."""

    def __init__(
        self,
        backups: tuple[Backup, ...],
        chosen: Callable[[Path, str], None],
        elsewhere: Callable[[], Path | None],
    ) -> None:
        super().__init__()
        self._chosen, self._elsewhere = chosen, elsewhere
        advice = QLabel(
            "先逐页核对备份，再换上它；现在的数据移到“移出”文件夹，不删除，恢复以后还可以撤回。"
            if backups
            else "数据文件夹里没有备份。可以从移动硬盘或别的文件夹里选一份。"
        )
        advice.setWordWrap(True)
        advice.setProperty("role", "soft")
        self.list = QListWidget()
        self.list.setAccessibleName("备份")
        self.list.setMinimumSize(QSize(460, 220))
        for backup in backups:
            item = QListWidgetItem(_line(backup), self.list)
            item.setData(Qt.ItemDataRole.UserRole, backup.folder)
        self.list.setCurrentRow(0)
        self.setFocusProxy(self.list)
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText("加密备份的口令或恢复码")
        self.secret.setAccessibleName("口令或恢复码")
        self.secret.setVisible(any(backup.sealed for backup in backups))
        self.restore = QPushButton("用所选的备份恢复(&H)")
        self.restore.setProperty("role", "primary")
        self.restore.setEnabled(bool(backups))
        self.other = QPushButton("从别处选(&B)…")
        row = QHBoxLayout()
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.restore)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for widget in (advice, self.list, self.secret):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.restore.clicked.connect(self._restore)
        self.other.clicked.connect(self._from_elsewhere)

    def _restore(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._go(item.data(Qt.ItemDataRole.UserRole))

    def _from_elsewhere(self) -> None:
        folder = self._elsewhere()
        if folder is None:
            return
        if not needs_secret(folder) or self.secret.text():
            self._go(folder)
            return
        item = QListWidgetItem(f"{folder.name}　加密，请输入口令或恢复码")
        item.setData(Qt.ItemDataRole.UserRole, folder)
        self.list.insertItem(0, item)
        self.list.setCurrentRow(0)
        self.restore.setEnabled(True)
        self.secret.setVisible(True)
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, folder: Path) -> None:
        self._chosen(folder, self.secret.text())
        window = self.window()
        if window is not self:
            window.close()


def _line(backup: Backup) -> str:
    seal = "　加密" if backup.sealed else ""
    size = f"工单数据 {backup.size / _MB:,.1f} MB　附件 {len(backup.attachments)} 个"
    return f"{backup.made_at:%Y-%m-%d %H:%M}　{size}{seal}"
