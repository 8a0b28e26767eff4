"""The list of units with its filters, and the form of one unit beside it. Layout only."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.records.fields import Field, Kind
from hotline_desktop.domain.records.summaries import UnitSummary
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.filter_chip import FilterChip
from hotline_desktop.gui.kit.lines import ProblemLabel
from hotline_desktop.gui.kit.mnemonics import MnemonicLetters
from hotline_desktop.gui.kit.record_list import RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.records.fields.editing import EditorContext
from hotline_desktop.gui.records.fields.value_form import ValueForm
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session

FORM_WIDTH = 340


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit and how many of its tickets are open."""

    unit: UnitSummary
    open_tickets: int


def _tone(row: UnitRow) -> str:
    return "ink" if row.unit.active else "ink_faint"


COLUMNS = (
    RecordColumn("单位", 0, lambda row: row.unit.name, _tone),
    RecordColumn("分组", 64, lambda row: row.unit.group.value, _tone),
    RecordColumn("条线分管领导", 108, lambda row: row.unit.leader, _tone, extra=True),
    RecordColumn("联系人", 88, lambda row: row.unit.contact, _tone, extra=True),
    RecordColumn("电话", 230, lambda row: row.unit.phone, _tone, extra=True),
    RecordColumn("在办", 72, lambda row: f"{row.open_tickets:,} 件" if row.open_tickets else "—", _tone, right=True),
    RecordColumn("状态", 64, lambda row: "在用" if row.unit.active else "停用", _tone),
)
OPEN_COLUMN = 5
FIELDS = (
    Field("name", "单位名称", required=True, limit=60, hint="派单时选的就是这个名称；改名不影响已派的工单"),
    Field("group", "分组", Kind.CHOICE, required=True, options=UnitGroup, hint="季度排名按组分别进行"),
    Field("leader", "条线分管领导", limit=30),
    Field("contact", "联系人", limit=30),
    Field("phone", "联系电话", limit=60, hint="有几个号码时用顿号隔开"),
    Field("aliases", "别名", limit=120, hint="平时的叫法，例如“城管”；派单、搜索时输它也找得到，用顿号隔开"),
)


class UnitsView(QWidget):
    """``form`` holds the selected or the new unit."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.search = self._search()
        self.group = FilterChip(session.theme, "分组", [group.value for group in UnitGroup])
        self.with_inactive = QCheckBox("也列出停用的")
        self.add = QPushButton(session.theme.icon("plus", "on_accent"), "新增单位(&N)")
        self.add.setProperty("role", "primary")
        self.table = RecordTable(session.theme, COLUMNS, "承办单位")
        self.table.setToolTip("双击或按回车，看这个单位的在办工单")
        self.start = Blank(
            session.theme,
            "building-2",
            "还没有承办单位",
            "在这里逐个新增，或在导入工单时按文件里的名称一并建立。",
        )
        self.first = self.start.add_button(QPushButton("新增单位(&N)"))
        self.first.setProperty("role", "primary")
        self.no_hit = Blank(session.theme, "search", "没有符合条件的单位", "换一个词，或者去掉分组条件再看。")
        self.lists = QStackedWidget()
        withhold(session, Right.HANDLE, self.add, self.first)
        for widget in (self.table, self.start, self.no_hit):
            self.lists.addWidget(widget)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(8)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._list_side())
        self.splitter.addWidget(self._form_side())
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes([900, FORM_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(self._top())
        layout.addWidget(self.splitter, 1)

    def _search(self) -> QLineEdit:
        box = QLineEdit()
        box.setPlaceholderText("搜索 单位、姓名、电话")
        box.setToolTip("可以输单位名称、领导或联系人的姓名、电话（Ctrl+F）")
        box.setAccessibleName("搜索单位")
        box.setClearButtonEnabled(True)
        box.setMinimumWidth(200)
        box.setMaximumWidth(360)
        icon = QAction(self._session.theme.icon("search", "ink_faint", 16), "", box)
        box.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        return box

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.group)
        row.addSpacing(8)
        row.addWidget(self.with_inactive)
        row.addStretch(1)
        row.addWidget(self.add)
        return row

    def _list_side(self) -> QWidget:
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.lists, 1)
        layout.addWidget(self.count)
        return side

    def _form_side(self) -> QFrame:
        session = self._session
        self.title = QLabel()
        self.title.setProperty("role", "head")
        self.title.setWordWrap(True)
        self.tickets = QPushButton(session.theme.icon("inbox"), "看在办工单(&K)")
        self.form = ValueForm(
            FIELDS, EditorContext(session.theme, session.clock), columns=1, letters=MnemonicLetters("NKTS")
        )
        self.problem = ProblemLabel()
        self.toggle = QPushButton()
        self.save = QPushButton(session.theme.icon("check", "on_accent"), "保存(&S)")
        self.save.setProperty("role", "primary")
        self.save.setToolTip("保存这个单位（Ctrl+S）")
        withhold(session, Right.HANDLE, self.toggle, self.save)
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(16, 12, 16, 12)
        body.setSpacing(12)
        body.addWidget(self.title)
        body.addWidget(self.form)
        body.addWidget(self.tickets, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        panel = QFrame()
        panel.setProperty("role", "panel")
        panel.setMinimumWidth(300)
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(scrolled(inner), 1)
        layout.addWidget(self._foot())
        return panel

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.toggle)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(foot)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(8)
        layout.addWidget(self.problem)
        layout.addLayout(buttons)
        return foot
