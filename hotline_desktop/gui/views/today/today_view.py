"""The day's head line, its cards by how pressing they are, and the tickets whose deadline comes first. Layout only."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedLayout,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.time.workdays import WEEKEND, Day
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.lines import OneLine
from hotline_desktop.gui.kit.reading_order import in_reading_order
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.kit.tone_delegate import ToneDelegate
from hotline_desktop.gui.records.lists.light_mark import LightDelegate
from hotline_desktop.gui.records.lists.ticket_columns import COLUMN_KEYS, COLUMNS, column_width
from hotline_desktop.gui.shell.pages.actions import action_button
from hotline_desktop.gui.shell.pages.status_line import WEEKDAYS
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.today.day_card import CardFace, DayCard

_CARD_WIDTH = 176
_MOST_COLUMNS = 6
_NARROW = 960
_DUE = COLUMN_KEYS.index("due")
_SHOWN = ("light", "level", "number", "demand", "unit", "stage", "due")
_STRETCHED = COLUMN_KEYS.index("demand")


class TodayView(QWidget):
    """``cards`` in the order of the day, those with something to do; ``first`` is the table of the next deadlines.

    ``guided`` when an office without a ticket is to be set up step by step.
    """

    guided = Signal()
    guide: QPushButton

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.cards: list[DayCard] = []
        self._groups: list[tuple[str, int]] = []
        self._titles: dict[str, QLabel] = {}
        self._columns = 5
        self.head = QLabel()
        self.head.setProperty("role", "title")
        self.line = OneLine()
        self.line.setProperty("role", "soft")
        self.calm_line = QLabel()
        self.calm_line.setProperty("role", "faint")
        self.calm_line.setWordWrap(True)
        self.mine = QPushButton("只看我的")
        self.mine.setProperty("role", "chip")
        self.mine.setCheckable(True)
        self.mine.setToolTip("只数我经办过的工单")
        self.first = self._table()
        self.all_open = QPushButton("全部在办工单")
        self.all_open.setProperty("role", "link")
        self._lists = QStackedWidget()
        self._lists.addWidget(self.first)
        self._stack = QStackedLayout(self)
        self._cards = self._day()
        self._stack.addWidget(self._cards)

    @cached_property
    def start(self) -> Blank:
        """What an office without a ticket sees; made when it is wanted."""
        blank = self._start_blank()
        self._stack.addWidget(blank)
        return blank

    @cached_property
    def calm(self) -> Blank:
        """Stands where nothing is open; made when it is wanted."""
        blank = Blank(self._session.theme, "circle-check", "没有在办的工单", "新的工单登记或导入后，按期限排在这里。")
        self._lists.addWidget(blank)
        return blank

    def show_day(self, day: Day) -> None:
        """``9月5日 星期一 · 工作日``."""
        self.head.setText(head_text(day))

    def show_cards(self, faces: tuple[CardFace, ...]) -> None:
        """Shows every card with something to do under the word for its weight; the rest is named in one quiet line."""
        busy = [face for face in faces if not face.calm]
        while len(self.cards) < len(busy):
            self.cards.append(DayCard(self._session.theme))
        self._groups = []
        for card, face in zip(self.cards, busy, strict=False):
            card.show_face(face)
            self._groups.append((face.group, len(self._groups)))
        self._arrange()
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(busy))
        self.line.setText(urgent_text(busy))
        self.line.setToolTip(self.line.text())
        quiet = [face.label for face in faces if face.calm]
        self.calm_line.setText(f"现在没有：{'、'.join(quiet)}" if quiet else "")
        self.calm_line.setVisible(bool(quiet))

    def show_start(self, empty: bool) -> None:
        """Whether there is no ticket at all yet."""
        self._stack.setCurrentWidget(self.start if empty else self._cards)

    def show_list(self, filled: bool) -> None:
        """Shows the table, or that nothing is open."""
        self._lists.setCurrentWidget(self.first if filled else self.calm)

    def resizeEvent(self, event: object) -> None:
        columns = max(2, min(_MOST_COLUMNS, (self.width() - 128) // _CARD_WIDTH))
        self._give_room()
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    # -- building ------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        """One line of the grid for each weight, its word at the left."""
        for title in self._titles.values():
            title.hide()
        line, column, before = -1, 0, ""
        for group, place in self._groups:
            if group != before or column == self._columns:
                line, column = line + 1, 0
            if group != before:
                title = self._title(group)
                self._grid.addWidget(title, line, 0, Qt.AlignmentFlag.AlignVCenter)
                title.show()
            before = group
            self._grid.addWidget(self.cards[place], line, column + 1)
            column += 1
        for place in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(place + 1, 1 if place < self._columns else 0)
        in_reading_order(self)

    def _title(self, group: str) -> QLabel:
        if group not in self._titles:
            label = QLabel(group)
            label.setProperty("role", "label")
            self._titles[group] = label
        return self._titles[group]

    def _day(self) -> QWidget:
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.head)
        top.addWidget(self.line, 1, Qt.AlignmentFlag.AlignBottom)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.mine)
        buttons.addWidget(action_button(self._session, "import"))
        buttons.addWidget(action_button(self._session, "register", "primary"))
        top.addLayout(buttons)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._grid.setColumnMinimumWidth(0, 72)
        below = QHBoxLayout()
        title = QLabel("最先到期")
        title.setProperty("role", "head")
        below.addWidget(title)
        below.addStretch(1)
        below.addWidget(self.all_open)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addSpacing(12)
        layout.addLayout(self._grid)
        layout.addSpacing(8)
        layout.addWidget(self.calm_line)
        layout.addSpacing(12)
        layout.addLayout(below)
        layout.addSpacing(8)
        layout.addWidget(self._lists, 1)
        return scrolled(inner)

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName("最先到期的工单")
        table.setMinimumHeight(216)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self._session.theme.size("row"))
        table.setItemDelegate(ToneDelegate(table))
        table.setItemDelegateForColumn(0, LightDelegate(self._session.theme, table))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        return table

    def lay_out_columns(self) -> None:
        """Widths and what is shown; call once the table has its model."""
        header = self.first.horizontalHeader()
        for section, column in enumerate(COLUMNS):
            self.first.setColumnHidden(section, column.key not in _SHOWN)
        header.setSectionResizeMode(_STRETCHED, QHeaderView.ResizeMode.Stretch)
        self._give_room()

    def _give_room(self) -> None:
        """A narrow window leaves the date out, which the light says in words."""
        header, metrics = self.first.horizontalHeader(), self.first.fontMetrics()
        for section, column in enumerate(COLUMNS):
            if section != _STRETCHED:
                header.resizeSection(section, column_width(column, metrics))
        self.first.setColumnHidden(_DUE, self.width() < _NARROW)

    def _start_blank(self) -> Blank:
        blank = Blank(
            self._session.theme,
            "sun",
            "还没有工单",
            "从热线系统导出的 Excel、CSV 可以直接导入，也可以手工登记一张。有了工单，每天要办的事都列在这里。",
        )
        self.guide = blank.add_button(
            QPushButton(self._session.theme.icon("list-checks", "on_accent"), "一步步设好(&Y)")
        )
        self.guide.clicked.connect(self.guided)
        self.guide.setProperty("role", "primary")
        self.guide.setToolTip("镇名、编号、办公时间、放假通知、单位、办理人，约三分钟，每一步都可以跳过")
        blank.add_button(action_button(self._session, "import"))
        blank.add_button(action_button(self._session, "register"))
        move = blank.add_button(QPushButton("从旧电脑搬来(&B)…"))
        move.setToolTip("搬家文件，或者旧的数据文件夹、备份里的 hotline.db")
        move.clicked.connect(lambda: self._session.navigator.ask("move_in"))
        example = blank.add_button(QPushButton("看示例(&S)"))
        example.setToolTip("另开一个示例办公室，不影响这里的数据")
        example.clicked.connect(lambda: self._session.navigator.ask("example"))
        return blank


def urgent_text(faces: list[CardFace]) -> str:
    """The most pressing cards once more as a sentence."""
    urgent = [f"{face.label} {face.count:,} {face.measure}" for face in faces if face.tone in ("red", "orange")]
    return "    ".join(urgent) or "没有到期和逾期的工单"


def head_text(day: Day) -> str:
    """``9月5日 星期一 · 工作日``; a day off says why, an unpublished year that this is provisional."""
    when: date = day.date
    kind = day.reason if day.working or day.reason == WEEKEND else f"{day.reason}放假"
    provisional = "（暂定）" if day.provisional else ""
    return f"{when.month}月{when.day}日 星期{WEEKDAYS[when.weekday()]} · {kind}{provisional}"
