"""The line at the window's foot: clerk, day, office, and work that takes longer than half a second."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from hotline_desktop.domain.time.workdays import Day
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.kit.toast import Toast
from hotline_desktop.gui.shell.background.jobs import Job

WEEKDAYS = "一二三四五六日"


class StatusLine(QFrame):
    """Shows who works where and when; ``clerk_clicked`` when the clerk's name is to be changed."""

    clerk_clicked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self.setFixedHeight(36)
        self._clerk = QPushButton()
        self._clerk.setProperty("role", "link")
        self._clerk.setIcon(theme.icon("user", "ink_soft", 16))
        self._clerk.setToolTip("写进办理记录的姓名，点击换人（Ctrl+L）")
        self._clerk.clicked.connect(self.clerk_clicked)
        self._day = QLabel()
        self._office = QLabel()
        self._work = _Work(theme)
        self.toast = Toast()
        self.toast.shown.connect(self._make_room)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 16, 0)
        layout.setSpacing(20)
        layout.addWidget(self._clerk)
        layout.addWidget(self._day)
        layout.addWidget(self.toast, 1)
        self._free = QWidget()
        layout.addWidget(self._free, 1)
        layout.addWidget(self._work)
        layout.addWidget(self._office)

    def show_clerk(self, name: str, only_looks: bool = False) -> None:
        """The clerk's name, or that it is not known yet; with it that the account changes nothing."""
        self._clerk.setText(f"{name or '未填姓名'}{'（只看）' if only_looks else ''}")

    def show_day(self, day: Day) -> None:
        """Today and whether the office works."""
        provisional = "，暂定" if day.provisional else ""
        kind = day.reason if day.working or day.reason == "周末" else f"{day.reason}放假"
        self._day.setText(f"{day_text(day.date)} · {kind}{provisional}")

    def show_office(self, name: str) -> None:
        """The centre's name."""
        self._office.setText(name)

    def _make_room(self, speaking: bool) -> None:
        """What is told takes the place of the day and the office for some seconds."""
        for widget in (self._day, self._office, self._free):
            widget.setVisible(not speaking)

    def follow(self, job: Job) -> None:
        """Shows a job that takes long until it ends."""
        self._work.follow(job)

    @property
    def texts(self) -> tuple[str, str, str]:
        """Clerk, day and office as they stand, for tests and screen readers."""
        return self._clerk.text(), self._day.text(), self._office.text()


class _Work(QWidget):
    """The oldest job that takes long: its label, a bar, and a way to stop it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._jobs: list[Job] = []
        self._label = QLabel()
        self._bar = QProgressBar()
        self._bar.setFixedWidth(160)
        self._bar.setTextVisible(False)
        self._stop = QPushButton("取消")
        self._stop.setProperty("role", "link")
        self._stop.setIcon(theme.icon("x", "accent", 16))
        self._stop.clicked.connect(self._stop_first)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._label)
        layout.addWidget(self._bar)
        layout.addWidget(self._stop)
        self.hide()

    def follow(self, job: Job) -> None:
        self._jobs.append(job)
        job.reported.connect(self._report)
        job.ended.connect(self._ended)
        self._show_first()

    def _show_first(self) -> None:
        self.setVisible(bool(self._jobs))
        if self._jobs:
            request = self._jobs[0].request
            self._label.setText(f"{request.label}…")
            self._bar.setRange(0, 0)
            self._stop.setVisible(request.with_progress)
            self._stop.setEnabled(True)

    def _report(self, done: int, total: int) -> None:
        if self._jobs and self.sender() is self._jobs[0]:
            self._bar.setRange(0, total)
            self._bar.setValue(done)

    def _ended(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
            self._show_first()

    def _stop_first(self) -> None:
        if self._jobs:
            self._jobs[0].stop()
            self._stop.setEnabled(False)


def day_text(day: date) -> str:
    """``2022年9月5日 星期一``."""
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
