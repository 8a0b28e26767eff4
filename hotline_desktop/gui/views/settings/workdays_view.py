"""A year's working days to click on; a notice to paste; what would move. Layout only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.domain.ticket.deadline import Moved
from hotline_desktop.gui.kit.lines import ProblemLabel
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.kit.tool_button import tool_button
from hotline_desktop.gui.records.fields.year_calendar import YearCalendar
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session

CALENDAR, NOTICE, PREVIEW = range(3)
LEGEND = "休 放假　　班 调休上班　　灰色 周末　　点一天可以改，方向键可以移动"
PROVISIONAL = "这一年的放假通知还没有录入，先按双休日和法定节假日推算，期限标为“暂定”；录入后，在办工单的期限会重算。"
PASTE_HINT = "把国务院办公厅“关于××××年部分节假日安排的通知”全文粘贴到这里"


class WorkdaysView(QStackedWidget):
    """Three pages: the calendar, the entry of a notice, and the preview of what would move."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.calendar = CalendarPage(session)
        self.notice = NoticePage(session.theme)
        self.preview = PreviewPage(session.theme)
        changes = (self.calendar.enter, self.calendar.change, self.notice.undo, self.preview.apply)
        withhold(session, Right.ADMINISTER, *changes)
        for page in (self.calendar, self.notice, self.preview):
            self.addWidget(page)


class CalendarPage(QWidget):
    """The year with its state above, and the chosen day with what can be made of it below."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        theme = session.theme
        self.year = YearCalendar(theme)
        self.earlier = tool_button(theme, "chevron-left", "上一年")
        self.later = tool_button(theme, "chevron-right", "下一年")
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.this_year = QPushButton("今年")
        self.this_year.setProperty("role", "link")
        self.state = QLabel()
        self.provisional = QLabel(PROVISIONAL)
        self.provisional.setProperty("role", "warning")
        self.provisional.setWordWrap(True)
        self.enter = QPushButton(theme.icon("file-input"), "录入放假通知(&L)…")
        legend = QLabel(LEGEND)
        legend.setProperty("role", "faint")
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(20, 8, 20, 12)
        body.setSpacing(8)
        body.addWidget(self.provisional)
        body.addWidget(legend)
        body.addWidget(self.year)
        body.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._top())
        layout.addWidget(scrolled(inner), 1)
        layout.addWidget(self._foot(theme))

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 12, 20, 0)
        row.setSpacing(8)
        row.addWidget(self.earlier)
        row.addWidget(self.title)
        row.addWidget(self.later)
        row.addWidget(self.this_year)
        row.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.enter)
        return row

    def _foot(self, theme: Theme) -> QFrame:
        self.day = QLabel()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("为什么改，例如：区里通知")
        self.reason.setAccessibleName("改这一天的原因")
        self.reason.setMinimumWidth(140)
        self.reason.setMaximumWidth(320)
        self.change = QPushButton(theme.icon("pencil"), "改为放假…")
        foot = QFrame()
        foot.setProperty("role", "foot")
        layout = QHBoxLayout(foot)
        layout.setContentsMargins(20, 10, 20, 10)
        layout.setSpacing(12)
        layout.addWidget(self.day)
        layout.addStretch(1)
        layout.addWidget(self.reason, 2)
        layout.addWidget(self.change)
        return foot


class NoticePage(QWidget):
    """A notice to paste or to read from a file, and the notices that were entered before."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        title = QLabel("录入放假通知")
        title.setProperty("role", "head")
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(PASTE_HINT)
        self.text.setAccessibleName("通知全文")
        self.text.setTabChangesFocus(True)
        self.problem = ProblemLabel()
        self.back = QPushButton(theme.icon("arrow-left"), "返回日历(&F)")
        self.file = QPushButton(theme.icon("folder-open"), "读取文件(&D)…")
        self.file.setToolTip("通知全文的文本文件（.txt），或按说明写的 .toml")
        self.look = QPushButton(theme.icon("eye", "on_accent"), "预览影响(&Y)")
        self.look.setProperty("role", "primary")
        self.earlier_title = QLabel("以前录入的")
        self.earlier_title.setProperty("role", "head")
        self.earlier = RecordTable(theme, NOTICE_COLUMNS, "以前录入的工作日安排")
        self.earlier.setMaximumHeight(180)
        self.undo = QPushButton(theme.icon("undo-2"), "撤销选中的(&C)")
        self.undo.setToolTip("撤销后，在办工单的期限按撤销后的日历重算")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.problem)
        layout.addLayout(_row(self.back, None, self.file, self.look))
        layout.addSpacing(8)
        layout.addLayout(_row(self.earlier_title, None, self.undo))
        layout.addWidget(self.earlier)


class PreviewPage(QWidget):
    """Which days change and which open tickets' deadlines move, before anything is written."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = QLabel()
        self.title.setProperty("role", "head")
        self.title.setWordWrap(True)
        self.days = QLabel()
        self.days.setProperty("role", "soft")
        self.days.setWordWrap(True)
        self.effect = QLabel()
        self.effect.setProperty("role", "notice")
        self.effect.setWordWrap(True)
        self.moved = RecordTable(theme, MOVED_COLUMNS, "期限会变的工单")
        self.back = QPushButton(theme.icon("arrow-left"), "返回(&F)")
        self.apply = QPushButton(theme.icon("check", "on_accent"), "应用(&Y)")
        self.apply.setProperty("role", "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.days)
        layout.addWidget(self.effect)
        layout.addWidget(self.moved, 1)
        layout.addStretch(0)
        layout.addLayout(_row(self.back, None, self.apply))

    def show_moved(self, moved: tuple[Moved, ...]) -> None:
        """Lists the tickets; without any the table makes room."""
        count = f"有 {len(moved):,} 件在办工单的期限会变" if moved else "没有在办工单的期限会变"
        self.effect.setText(f"{count}，已办结的不变；每一件的变动都会写进它的历史。")
        self.moved.records.show_rows(moved)
        self.moved.setVisible(bool(moved))


def _source(notice: object) -> str:
    return str(getattr(notice, "source", "")) or f"{getattr(notice, 'year', '')}年工作日安排"


def _kind(notice: object) -> str:
    table = getattr(notice, "table", None)
    return "全年通知" if table is not None and table.published else "改几天"


def _later(moved: Moved) -> str:
    if moved.old is None or moved.new is None:
        return ""
    return "推后" if moved.new > moved.old else "提前"


NOTICE_COLUMNS = (
    RecordColumn("年份", 64, lambda notice: str(notice.year)),
    RecordColumn("内容", 0, _source),
    RecordColumn("种类", 84, _kind),
    RecordColumn("录入时间", 144, lambda notice: moment_text(notice.added_at)),
    RecordColumn("录入人", 88, lambda notice: notice.added_by),
)
MOVED_COLUMNS = (
    RecordColumn("工单编号", 180, lambda moved: moved.number),
    RecordColumn("原来的期限", 160, lambda moved: moment_text(moved.old)),
    RecordColumn("新的期限", 160, lambda moved: moment_text(moved.new)),
    RecordColumn("", 0, _later, lambda _moved: "ink_soft"),
)


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other; None stands for the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
