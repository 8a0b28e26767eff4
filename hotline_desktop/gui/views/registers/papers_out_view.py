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


def _became(paper: PrintedPaper) -> str:
    return f"{paper.returned_on:%Y-%m-%d} 交回" if paper.returned_on is not None else "不再等"


SETTLED_COLUMNS = (
    RecordColumn("怎样了", 128, _became),
    RecordColumn("工单编号", 150, lambda paper: paper.ticket_number),
    RecordColumn("文种", 140, lambda paper: paper.kind),
    RecordColumn("第几次", 64, lambda paper: f"第{paper.nth}次" if paper.nth else "", extra=True),
    RecordColumn("状态", 64, lambda paper: paper.state, extra=True),
    RecordColumn("单位", 0, lambda paper: paper.unit or "本中心"),
    RecordColumn("打印时间", 144, lambda paper: moment_text(paper.printed_at), extra=True),
    RecordColumn("打印人", 88, lambda paper: paper.printed_by, extra=True),
)
_SETTLED = "已交回、不再等的"


class PapersOutView(QWidget):
    """``table`` of papers, and below it what can be said of the selected one; instead of it, while
    ``shows_settled``, the ``settled`` ones, and the way back from what was said of the wrong one.

    ``dropped(paths)`` tells of scans that were dropped anywhere on it.
    """

    dropped = Signal(list)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._wanted = 0
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
        self.settled = RecordTable(theme, SETTLED_COLUMNS, "已交回、不再等的纸")
        self.settled.setToolTip("双击或按回车，打开工单")
        self.none_settled = Blank(theme, "archive", "还没有", "登记过交回、不再等的纸列在这里；登记错了的可以撤回。")
        self.lists = QStackedWidget()
        for widget in (self.table, self.none, self.settled, self.none_settled):
            self.lists.addWidget(widget)
        self.returned_on = TimeEditor(RETURNED, EditorContext(theme, session.clock))
        self.returned_on.setFixedWidth(150)
        self.scan = QPushButton(theme.icon("paperclip"), "附扫描件(&F)…")
        self.give_up = QPushButton("不再等(&B)")
        self.give_up.setToolTip("印坏了或者没有发出去，不再等它交回")
        self.open = QPushButton(theme.icon("external-link"), "看工单(&K)")
        self.came_back = QPushButton(theme.icon("check", "on_accent"), "登记交回(&J)")
        self.wait_again = QPushButton(theme.icon("undo-2"), "撤回登记(&C)…")
        self.wait_again.setToolTip("登记错了：撤回交回或不再等，重新列入待签字回收（Ctrl+Z）")
        withhold(session, Right.HANDLE, self.scan, self.give_up, self.came_back, self.wait_again)
        self.came_back.setProperty("role", "primary")
        self.came_back.setToolTip("登记签字件交回（Ctrl+S）")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.lists, 1)
        layout.addLayout(self._below())
        layout.addWidget(self._foot())

    @property
    def shows_settled(self) -> bool:
        """Whether those that are back or given up are listed, not those that are out."""
        return self.turn.isChecked()

    @property
    def paper(self) -> PrintedPaper | None:
        """The selected paper of the list that is seen."""
        row = (self.settled if self.shows_settled else self.table).current
        return row.paper if isinstance(row, PaperOut) else row

    def want(self, paper_id: int) -> None:
        """Selects that paper, among those that are out, once they are listed the next time."""
        self._wanted = paper_id
        self.turn.setChecked(False)

    def show_rows(self, rows: tuple[PaperOut, ...]) -> None:
        """Lists the papers that are out; the selected one stays so, whatever came or went around it."""
        wanted, self._wanted = self._wanted, 0
        self.table.show_by(rows, lambda row: row.paper.id)
        self.table.select_row(next((at for at, row in enumerate(rows) if row.paper.id == wanted), -1))
        self._show(self.table if rows else self.none, len(rows), "")

    def show_settled(self, papers: tuple[PrintedPaper, ...], most: int) -> None:
        """Lists those that are back or given up, as many as ``most``."""
        self.settled.show_by(papers, lambda paper: paper.id)
        self._show(
            self.settled if papers else self.none_settled, len(papers), "最近打印的 " if len(papers) >= most else ""
        )

    def _show(self, shown: QWidget, count: int, which: str) -> None:
        self.lists.setCurrentWidget(shown)
        self.foot.setVisible(bool(count))
        self.count.setText(f"{which or '共 '}{count:,} 张" if count else "")
        for widget in self._of_those_out:
            widget.setVisible(not self.shows_settled)
        self.wait_again.setVisible(self.shows_settled)

    def _below(self) -> QHBoxLayout:
        self.turn = QPushButton(_SETTLED)
        self.turn.setCheckable(True)
        self.turn.setProperty("role", "chip")
        self.turn.setToolTip("看登记过交回、不再等的；登记错了的在那里撤回")
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.turn)
        return row

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
        self._of_those_out = (self.give_up, label, self.returned_on, self.scan, self.came_back)
        for widget in (*self._of_those_out[1:], self.wait_again):
            row.addWidget(widget)
        return self.foot
