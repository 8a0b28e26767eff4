"""The ticket list with its search, filters and foot, and the panel of one ticket beside it. Layout only."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.terms.options import Level, RequestType, Stage
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.filter_chip import FilterChip
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.tone_delegate import ToneDelegate
from hotline_desktop.gui.kit.tool_button import tool_button
from hotline_desktop.gui.records.lists.brief_rows import BRIEF_ROW, BriefDelegate
from hotline_desktop.gui.records.lists.light_mark import LightDelegate
from hotline_desktop.gui.records.lists.ticket_columns import BRIEF, COLUMN_KEYS, COLUMNS, column_width, is_shown_first
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.pages.actions import action_button
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.tickets.selection_bar import SelectionBar

LIGHTS = (Light.OVERDUE, Light.TODAY, Light.NEAR, Light.NOT_DUE, Light.DONE)
SEARCH_HINT = "搜索 编号、姓名、电话、内容  Ctrl+F"
STRETCHED = COLUMN_KEYS.index("demand")
_BRIEF = COLUMN_KEYS.index(BRIEF)
NARROW_LIST = 1000  # pixels of the list below which its columns would cut what matters: a ticket takes two lines


class TicketsView(QWidget):
    """Search and chips above; list (or a blank that says what to do) at the left, ``panel`` at the right."""

    def __init__(self, session: Session, panel: QWidget) -> None:
        super().__init__()
        self._session = session
        self._in_two_lines = False
        self._hidden: set[int] = set()
        self.search = self._search()
        self._make_chips()
        self.table = self._table()
        self.start = self._start_blank()
        self.no_hit = Blank(session.theme, "search", "没有符合条件的工单", "")
        self.elsewhere = self.no_hit.add_button(QPushButton())
        self.elsewhere.setProperty("role", "primary")
        self.elsewhere.hide()
        self.widen = self.no_hit.add_button(QPushButton("清除条件(&C)"))
        self.lists = QStackedWidget()
        for widget in (self.table, self.start, self.no_hit):
            self.lists.addWidget(widget)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(8)
        self.splitter.addWidget(self._list_side())
        self.splitter.addWidget(panel)
        panel.setMinimumWidth(420)
        self.splitter.setCollapsible(0, False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        self.splitter.setSizes([790, 480])
        self.lists.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        self.top = QWidget()
        self.top.setLayout(self._top())
        layout.addWidget(self.top)
        layout.addWidget(self.splitter, 1)

    def lay_out_columns(self) -> None:
        """First widths and visibility; call once the table has its model."""
        header, metrics = self.table.horizontalHeader(), self.table.fontMetrics()
        for section, column in enumerate(COLUMNS):
            header.resizeSection(section, column_width(column, metrics))
            self.table.setColumnHidden(section, not is_shown_first(column))
        header.setSectionResizeMode(STRETCHED, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_BRIEF, QHeaderView.ResizeMode.Stretch)

    def show_side(self, panel: bool) -> None:
        """In a narrow window the list with its filters, or one ticket with all the room there is."""
        self.top.setHidden(panel)
        self.splitter.widget(0).setHidden(panel)
        self.splitter.widget(1).setVisible(panel)

    def show_both(self) -> None:
        """In a wide window the list and the ticket beside it."""
        for part in (self.top, self.splitter.widget(0), self.splitter.widget(1)):
            part.show()

    def fit(self, narrow: bool) -> None:
        """Gives up what a narrow window has no room for; importing stays on its key and on 今日."""
        self.importing.setVisible(not narrow)
        narrow = narrow or self.lists.width() < NARROW_LIST
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.full.setToolButtonStyle(style)
        self.search.setMinimumWidth(200 if narrow else 262)
        self.search.setPlaceholderText("搜索   Ctrl+F" if narrow else SEARCH_HINT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.lists and event.type() == QEvent.Type.Resize:
            self.fit_rows()
        return super().eventFilter(watched, event)

    def fit_rows(self) -> None:
        """Columns while there is room for them, two lines a ticket below that."""
        brief = self.lists.width() < NARROW_LIST
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if brief else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.full.setToolButtonStyle(style)
        if brief == self._in_two_lines:
            return
        self._in_two_lines = brief
        table, sections = self.table, range(len(COLUMNS))
        if brief:
            self._hidden = {section for section in sections if table.isColumnHidden(section)}
        for section in sections:
            table.setColumnHidden(section, section != _BRIEF if brief else section in self._hidden | {_BRIEF})
        table.horizontalHeader().setVisible(not brief)
        self.columns.setVisible(not brief)
        table.verticalHeader().setDefaultSectionSize(BRIEF_ROW if brief else self._session.theme.size("row"))
        current = table.currentIndex()
        if current.isValid():  # arrows lead on from a column that is shown
            shown = current.siblingAtColumn(max(table.horizontalHeader().logicalIndexAt(0), 0))
            table.selectionModel().setCurrentIndex(shown, QItemSelectionModel.SelectionFlag.NoUpdate)

    @property
    def in_two_lines(self) -> bool:
        """Whether a ticket takes two lines now."""
        return self._in_two_lines

    # -- building ------------------------------------------------------------------------------------------

    def _make_chips(self) -> None:
        """Level, stage, unit, light and type as lists to tick; mine, further conditions and saved ones as buttons."""
        session = self._session
        self.level = FilterChip(session.theme, "级别", [level.value for level in Level])
        self.stage = FilterChip(session.theme, "阶段", [stage.value for stage in Stage])
        self.unit = FilterChip(session.theme, "单位")
        self.light = FilterChip(session.theme, "期限", [light.value for light in LIGHTS])
        self.request_type = FilterChip(session.theme, "类型", list(RequestType))
        self.chips = (self.level, self.stage, self.unit, self.light, self.request_type)
        self.task = _chip("", "取消这个条件")
        self.task.setProperty("on", "true")
        self.task.setIcon(session.theme.icon("x", "accent", 16))
        self.task.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.task.hide()
        self.mine = _chip("我的", "只看我经办过的工单")
        self.mine.setCheckable(True)
        self.more = _chip("更多", "来电日期、诉求类别、免联、导入批次")
        self.more.setIcon(session.theme.icon("funnel"))
        self.saved = _chip("已存", "存下现在的条件，或打开存过的")
        self.saved.setIcon(session.theme.icon("star"))
        self.clear = QPushButton("清除")
        self.clear.setProperty("role", "link")
        self.clear.setToolTip("清除搜索和所有筛选条件")

    def _search(self) -> QLineEdit:
        box = QLineEdit()
        box.setPlaceholderText(SEARCH_HINT)
        box.setToolTip("可以输工单号、姓名、电话后几位、地址或内容里的词；↓ 或回车到结果里去")
        box.setAccessibleName("搜索工单")
        box.setClearButtonEnabled(True)
        box.setMinimumWidth(262)
        box.setMaximumWidth(420)
        icon = QAction(self._session.theme.icon("search", "ink_faint", 16), "", box)
        box.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        return box

    def _top(self) -> QHBoxLayout:
        filters = QWidget()
        flow = FlowLayout(filters)
        flow.addWidget(self.search)
        for widget in (self.mine, *self.chips, self.more, self.task, self.clear, self.saved):
            flow.addWidget(widget)
        filters.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(filters, 1)
        self.importing = action_button(self._session, "import")
        self.register = action_button(self._session, "register", "primary")
        self.paste = QPushButton(self._session.theme.icon("clipboard-list"), "粘贴")
        self.paste.setToolTip("把网页、聊天、文档里的工单文字粘贴进来登记（Ctrl+Shift+V）")
        withhold(self._session, Right.HANDLE, self.paste)
        for button in (self.importing, self.paste, self.register):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName("工单列表")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self._session.theme.size("row"))
        table.setItemDelegate(ToneDelegate(table))
        table.setItemDelegateForColumn(0, LightDelegate(self._session.theme, table))
        table.setItemDelegateForColumn(_BRIEF, BriefDelegate(self._session.theme, table))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.setMinimumSectionSize(48)
        return table

    def _start_blank(self) -> Blank:
        session = self._session
        blank = Blank(
            session.theme,
            "inbox",
            "还没有工单",
            "从热线系统导出的 Excel、CSV 可以直接导入，也可以手工登记一张。",
        )
        blank.add_button(action_button(session, "import", "primary"))
        blank.add_button(action_button(session, "register"))
        self.example = blank.add_button(QPushButton("看示例(&S)"))
        self.example.setToolTip("另开一个示例办公室，不影响这里的数据")
        return blank

    def _list_side(self) -> QWidget:
        theme = self._session.theme
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.sorting = QToolButton()
        self.sorting.setText("排序")
        self.sorting.setToolTip("按哪一项排序")
        self.columns = tool_button(theme, "columns-3", "选择显示哪些列")
        self.full = QToolButton()
        self.full.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.print = action_button(self._session, "print")
        self.export = action_button(self._session, "export")
        self.export_more = tool_button(theme, "chevron-down", "导出完整数据（含姓名、电话）")
        self.foot = QWidget()
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(4, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.count)
        foot.addStretch(1)
        for widget in (self.full, self.sorting, self.columns, self.export, self.export_more, self.print):
            foot.addWidget(widget)
        self.bar = SelectionBar(self._session)
        frame = QFrame()
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.lists, 1)
        layout.addWidget(self.bar)
        layout.addWidget(self.foot)
        return frame


def _chip(text: str, tip: str) -> QPushButton:
    chip = QPushButton(text)
    chip.setProperty("role", "chip")
    chip.setToolTip(tip)
    return chip
