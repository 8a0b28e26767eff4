"""待签字回收: the papers whose signed originals are still out, longest first. Layout only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.records.summaries import PrintedPaper
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.dropping import take_files
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.fields.time_editor import TimeEditor
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session

RETURNED = Field("returned", "交回日期", Kind.DAY, required=True)


@dataclass(frozen=True, slots=True)
class PaperOut:
    """A paper that is out, for how many working days, and whether it went out today."""

    paper: PrintedPaper
    days: int
    today: bool = False

    @property
    def out_text(self) -> str:
        """How long it has been out: a Friday's paper is not of today on Sunday."""
        if self.days:
            return f"{self.days} 个工作日"
        return "今天" if self.today else "不足1个工作日"


COLUMNS = (
    RecordColumn("在外", 128, lambda row: row.out_text),
    RecordColumn("工单编号", 150, lambda row: row.paper.ticket_number),
    RecordColumn("文种", 140, lambda row: row.paper.kind),
    RecordColumn("第几次", 64, lambda row: f"第{row.paper.nth}次" if row.paper.nth else "", extra=True),
    RecordColumn("状态", 64, lambda row: row.paper.state, extra=True),
    RecordColumn("单位", 0, lambda row: row.paper.unit or "本中心"),
    RecordColumn("打印时间", 144, lambda row: moment_text(row.paper.printed_at), extra=True),
    RecordColumn("打印人", 88, lambda row: row.paper.printed_by, extra=True),
)


class PapersOutView(QWidget):
    """``table`` of papers, and below it what can be said of the selected one.

    ``dropped(paths)`` tells of scans that were dropped anywhere on it.
    """

    dropped = Signal(list)

    def __init__(self, session: Session) -> None:
        super().__init__()
        theme = session.theme
        if not session.only_looks:
            take_files(self, self.dropped.emit, session.prompts.say)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.table = RecordTable(theme, COLUMNS, "待签字回收的纸")
        self.table.setToolTip("双击或按回车，打开工单")
        self.none = Blank(
            theme,
            "circle-check",
            "没有在外的纸",
            "打印出去等签字的纸列在这里，交回后登记一下；扫描件拖到这里就归到工单。",
        )
        self.lists = QStackedWidget()
        self.lists.addWidget(self.table)
        self.lists.addWidget(self.none)
        self.returned_on = TimeEditor(RETURNED, EditorContext(theme, session.clock))
        self.returned_on.setFixedWidth(150)
        self.scan = QPushButton(theme.icon("paperclip"), "附扫描件(&F)…")
        self.give_up = QPushButton("不再等(&B)")
        self.give_up.setToolTip("印坏了或者没有发出去，不再等它交回")
        self.open = QPushButton(theme.icon("external-link"), "看工单(&K)")
        self.take_back = QPushButton(theme.icon("check", "on_accent"), "登记交回(&J)")
        withhold(session, Right.HANDLE, self.scan, self.give_up, self.take_back)
        self.take_back.setProperty("role", "primary")
        self.take_back.setToolTip("登记签字件交回（Ctrl+S）")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.lists, 1)
        layout.addWidget(self.count)
        layout.addWidget(self._foot())

    def show_rows(self, rows: tuple[PaperOut, ...]) -> None:
        """Lists the papers, keeping the place in the list."""
        row = max(self.table.currentIndex().row(), 0)
        self.table.records.show_rows(rows)
        self.lists.setCurrentIndex(0 if rows else 1)
        self.foot.setVisible(bool(rows))
        self.count.setText(f"共 {len(rows):,} 张" if rows else "")
        self.table.select_row(min(row, len(rows) - 1))

    def _foot(self) -> QFrame:
        self.foot = QFrame()
        self.foot.setProperty("role", "card")
        label = QLabel(RETURNED.label)
        label.setProperty("role", "label")
        label.setBuddy(self.returned_on)
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.open)
        row.addWidget(self.give_up)
        row.addStretch(1)
        for widget in (label, self.returned_on, self.scan, self.take_back):
            row.addWidget(widget)
        return self.foot
