"""Automatic backups: when the office was opened, every day while it is open, and when the window closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.terms.errors import Cancelled
from hotline_desktop.gui.shell.background.jobs import Jobs
from hotline_desktop.gui.shell.dialogs.prompts import Prompts

if TYPE_CHECKING:
    from hotline_desktop.services.keeping.backups import Made
    from hotline_desktop.services.office import Office

_FIRST_MS = 4_000  # the first page has the machine to itself
_LOOK_MS = 30 * 60 * 1000
LONGEST_MS = 10_000


class BackupKeeper(QObject):
    """Makes backups of the office that is open, in the lane beside the clerk's work."""

    def __init__(self, jobs: Jobs, prompts: Prompts, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._prompts = jobs, prompts
        self._office: Office | None = None
        self._reminded = False
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.back_up_when_due)

    def watch(self, office: Office) -> None:
        """Begins with the first backup; behind it reminds, once, where the second place has had none for long."""
        self._office, self._reminded = office, False
        self._look.start()
        QTimer.singleShot(_FIRST_MS, self, self.back_up_when_due)

    def rest(self) -> None:
        """The office is about to be closed: no backup of it begins any more."""
        self._office = None
        self._look.stop()

    def back_up_when_due(self) -> None:
        """Makes today's backup, where there is none yet."""
        office = self._office
        if office is not None:
            self._jobs.run_aside(
                lambda progress: _backed_up(office, progress, daily=True),
                self._tell,
                failed=self._failed,
                owner=self,
                label="正在备份",
                with_progress=True,
            )

    def at_the_end(self, parent: QWidget) -> None:
        """The last backup before the file is closed: ten seconds at most, less where the clerk will not wait."""
        office = self._office
        self.rest()
        if office is None:
            return
        dialog = _Farewell(parent)
        job = self._jobs.run_aside(
            lambda progress: _backed_up(office, progress, daily=False),
            lambda _made: dialog.accept(),
            failed=lambda error: dialog.give_way(error, self._failed),
            owner=dialog,
            with_progress=True,
        )
        dialog.given_up.clicked.connect(job.stop)
        QTimer.singleShot(LONGEST_MS, dialog, job.stop)
        dialog.exec()

    def _tell(self, made: Made | None) -> None:
        gone = (*made.lost, *made.missed) if made is not None else ()
        if gone:
            self._prompts.error(
                f"备份做好了，但有 {len(gone)} 个附件在数据文件夹里已经缺失或损坏。请在“设置 · 数据”里检查。",
                "有附件缺失",
                of_office=True,
            )
        elif made is not None and made.damage:
            self._prompts.error(made.damage, "数据里有缺失", of_office=True)
        elif made is not None and made.complaint:
            self._prompts.say(made.complaint, of_office=True)
        if self._office is not None and not self._reminded:
            self._reminded = True
            self._jobs.run(self._office.backups.reminder, self._remind, owner=self)

    def _remind(self, text: str) -> None:
        if text:
            self._prompts.error(text, "第二备份位置很久没有备份", of_office=True)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._prompts.error(error, "没有备份成", of_office=True)


class _Farewell(QDialog):
    """Says that a backup is being made, and lets the clerk leave without it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("12345热线工单")
        self.setWindowFlag(Qt.WindowType.WindowCloseButtonHint, False)
        head = QLabel("正在备份今天的工单，最多等十秒……")
        head.setProperty("role", "head")
        self.given_up = QPushButton("不等了，直接退出")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(head)
        layout.addWidget(self.given_up, 0, Qt.AlignmentFlag.AlignRight)

    def give_way(self, error: Exception, tell: Callable[[Exception], None]) -> None:
        """Closes, and then says what went wrong."""
        self.accept()
        tell(error)


def _backed_up(office: Office, progress: Callable[[int, int], object], daily: bool) -> Made | None:
    """A backup where one is due: at the end after every change, during the day once."""
    backups = office.backups
    last = backups.last()
    today = last is not None and last.made_at.date() == backups.today()
    if (daily and today) or not backups.due():
        return None
    return backups.run(progress)
