"""附件: files that belong to a ticket or a case, dropped here or chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.records.summaries import AttachmentSummary, Changes
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.gui.kit.dropping import take_files
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.services.records.file_kinds import TICKET_FILES

if TYPE_CHECKING:
    from hotline_desktop.services.office import Office

LATE = "归档以后添加"
_KB = 1024


class AttachmentKeeper(Protocol):
    """The service that keeps files of tickets, or of cases."""

    def attach(self, owner_id: int, path: Path, kind: str, by: str, /) -> object: ...

    def detach(self, attachment_id: int, reason: str, by: str, /) -> object: ...

    def attachment_copy(self, attachment_id: int, /) -> Path: ...


class Attachments(QWidget):
    """Lists the files of one ticket or case; adding and removing are recorded in its history.

    ``keeper`` finds the service that keeps them, ``changed`` says what a write to their owner touches.
    """

    def __init__(
        self,
        session: Session,
        keeper: Callable[[Office], AttachmentKeeper] = lambda office: office.tickets,
        changed: Callable[[int], Changes] = lambda ticket_id: Changes(tickets=frozenset((ticket_id,))),
        kinds: Iterable[str] = TICKET_FILES,
    ) -> None:
        super().__init__()
        self._session, self._keeper, self._changed = session, keeper, changed
        self._owner_id = 0
        if not session.only_looks:
            take_files(self, self.add, session.prompts.say)
        self._kind = QComboBox()
        self._kind.addItems(list(kinds))
        self._kind.setToolTip("新加文件的种类")
        self._kind.setAccessibleName("附件种类")
        self.list = QListWidget()
        self.list.itemActivated.connect(self._open)
        self._hint = QLabel("把文件拖到这里，或点“添加”。照片、录音、扫描件都可以，原文件保留不动。")
        self._hint.setProperty("role", "soft")
        self._hint.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(self._buttons())
        layout.addWidget(self._hint)
        layout.addWidget(self.list, 1)

    def show_attachments(
        self, owner_id: int, files: tuple[AttachmentSummary, ...], late: frozenset[int] = frozenset()
    ) -> None:
        """Shows the files of a ticket or a case; those with the ids ``late`` came after it was archived."""
        self._owner_id = owner_id
        self.list.clear()
        for file in files:
            size = f"{file.size / _KB / _KB:.1f} MB" if file.size >= _KB * _KB else f"{file.size // _KB + 1} KB"
            after = f" · {LATE}" if file.id in late else ""
            text = f"{file.kind} · {file.name}\n{size} · {moment_text(file.added_at)} · {file.added_by}{after}"
            icon = self._session.theme.icon("triangle-alert" if after else "paperclip")
            item = QListWidgetItem(icon, text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, file.id)
            item.setToolTip(f"{file.name}\nSHA-256 {file.digest}")
        self.list.setVisible(bool(files))
        self._remove.setEnabled(bool(files))
        self._look.setEnabled(bool(files))
        if files:
            self.list.setCurrentRow(0)

    def add(self, paths: list[Path]) -> None:
        """Keeps copies of the files with their owner."""
        clerk = self._session.sign() if paths and self._owner_id else ""
        if not clerk:
            return
        office, owner_id, kind = self._session.office, self._owner_id, self._kind.currentText()

        def attach() -> Changes:
            for path in paths:
                self._keeper(office).attach(owner_id, path, kind, clerk)
            return self._changed(owner_id)

        self._session.jobs.run(attach, self._session.publish, owner=self, failed=self._failed, label="正在保存附件")

    def _buttons(self) -> QHBoxLayout:
        theme = self._session.theme
        add = QPushButton(theme.icon("plus"), "添加(&A)")
        add.clicked.connect(lambda: self.add(self._session.prompts.open_files("选择附件")))
        self._look = QPushButton(theme.icon("external-link"), "打开")
        self._look.clicked.connect(lambda: self._open(self.list.currentItem()))
        self._remove = QPushButton(theme.icon("trash-2"), "移除")
        self._remove.clicked.connect(self._detach)
        withhold(self._session, Right.HANDLE, self._kind, add, self._remove)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self._kind, add, self._look, self._remove):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        attachment, office = item.data(Qt.ItemDataRole.UserRole), self._session.office

        def show(path: Path) -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        self._session.jobs.run(
            lambda: self._keeper(office).attachment_copy(attachment), show, owner=self, failed=self._failed
        )

    def _detach(self) -> None:
        item = self.list.currentItem()
        clerk = self._session.sign() if item is not None else ""
        if item is None or not clerk:
            return
        reason = self._session.prompts.ask_text("移除附件", "移除的原因会写进历史。", label="原因")
        if not reason:
            return
        attachment, office, owner_id = item.data(Qt.ItemDataRole.UserRole), self._session.office, self._owner_id

        def detach() -> Changes:
            self._keeper(office).detach(attachment, reason, clerk)
            return self._changed(owner_id)

        self._session.jobs.run(detach, self._session.publish, owner=self, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        # Some of several files may be kept already.
        self._session.publish(self._changed(self._owner_id))
        self._session.prompts.error(error)
