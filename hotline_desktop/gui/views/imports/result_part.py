"""What an import did, and what can be done next; and what is shown while it runs. Layout only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.importing.model import ImportResult
from hotline_desktop.domain.terms.text import first_of
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.theme import Theme, restyle
from hotline_desktop.gui.shell.background.jobs import Job

_MOST_NAMED = 6  # new units


class ResultPart(Blank):
    """Counts, with ways to the tickets, to undo, to the rows that were left out, and to the next file; below them what
    of the new tickets may repeat others.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "circle-check", "", "")
        self.tickets = self.add_button(QPushButton("看工单(&K)"))
        self.tickets.setProperty("role", "primary")
        self.rejects = self.add_button(QPushButton(theme.icon("file-spreadsheet"), "另存有问题的行(&L)…"))
        self.undo = self.add_button(QPushButton(theme.icon("undo-2"), "撤销这次导入(&C)"))
        self.undo.setToolTip("收回这次导入，直到其中的工单办过别的步骤")
        self.again = self.add_button(QPushButton("再导入一个文件(&Z)"))
        self.notice = QLabel()
        self.notice.setProperty("tag", "grey")
        self.repeats = QPushButton(theme.icon("layers", "accent"), "逐件核对(&H)")
        self._add_notice()

    def _add_notice(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(self.notice)
        row.addWidget(self.repeats)
        row.addStretch(1)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertLayout(layout.count() - 1, row)
        self.show_search()

    def show_search(self, done: int = 0, of: int = 0) -> None:
        """Says how far the search for repeats is; nothing where there is none to be made."""
        restyle(self.notice, tag="grey")
        self.notice.setText(f"正在查找可能重复的工单：{done:,} / {of:,} 件……" if of else "")
        self.notice.setVisible(bool(of))
        self.repeats.hide()

    def show_repeats(self, number: int, looked_up: bool) -> None:
        """Says how many of the new tickets may repeat others."""
        none = "新工单里没有发现可能重复的。"
        restyle(self.notice, tag="amber" if number else "grey")
        self.notice.setText(f"有 {number:,} 件新工单可能与别的工单重复。" if number else none)
        self.notice.setVisible(looked_up)
        self.repeats.setVisible(number > 0)

    def show_result(self, result: ImportResult, history: bool) -> None:
        """Says in numbers what was taken and what was not."""
        kind = "历史工单" if history else "工单"
        title = f"已导入：新增 {result.new:,} 件{kind}，更新 {result.updated:,} 件"
        parts = [f"无变化 {result.unchanged:,} 件"] if result.unchanged else []
        if result.faulty:
            parts.append(f"有问题未导入 {result.faulty:,} 行")
        if result.units:
            parts.append(f"新建承办单位 {len(result.units)} 个：{first_of(result.units, _MOST_NAMED)}")
        self.tell(title, "；".join(parts) + "。" if parts else "文件里的工单都已导入。")
        self.rejects.setVisible(result.faulty > 0)


class BusyPart(QWidget):
    """Long work under way: what, how far, and a way to stop it."""

    def __init__(self) -> None:
        super().__init__()
        self.label = QLabel()
        self.label.setProperty("role", "head")
        self.bar = QProgressBar()
        self.bar.setFixedWidth(360)
        self.bar.setTextVisible(False)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.stop = QPushButton("停止(&T)")
        self.stop.clicked.connect(self._stop)
        self._job: Job | None = None
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for widget in (self.label, self.bar, self.count, self.stop):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def follow(self, job: Job, label: str) -> None:
        """Shows the progress of a job."""
        self._job = job
        self.label.setText(label)
        self.count.setText("")
        self.bar.setRange(0, 0)
        self.stop.setEnabled(True)
        self.stop.setText("停止(&T)")
        job.reported.connect(self._show)

    def _show(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.count.setText(f"{done * 100 // total}%" if total else f"{done:,} 行" if done else "")

    def _stop(self) -> None:
        if self._job is not None:
            self.stop.setEnabled(False)
            self.stop.setText("正在停止……")
            self._job.stop()
