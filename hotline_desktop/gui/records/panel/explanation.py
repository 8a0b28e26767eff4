"""“为什么是这一天？”: the days of a deadline, counted or not, with the reason of each."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from hotline_desktop.domain.time.deadline import DayNote
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.pages.status_line import WEEKDAYS

_ROW = 30
_MOST_ROWS = 14


class DayTable(QTableWidget):
    """One row a day: the date, whether it counts, why."""

    def __init__(self, theme: Theme, days: tuple[DayNote, ...]) -> None:
        super().__init__(len(days), 3)
        self.setHorizontalHeaderLabels(["日期", "计入", "理由"])
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setShowGrid(False)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        for row, note in enumerate(days):
            weekday = WEEKDAYS[note.date.weekday()]
            reason = f"{note.reason}（暂定）" if note.provisional else note.reason
            texts = (f"{note.date:%Y-%m-%d} 周{weekday}", "✓ 计入" if note.counted else "— 不计", reason)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setForeground(theme.color("ink" if note.counted else "ink_faint"))
                self.setItem(row, column, item)
        self.setColumnWidth(0, 140)
        self.setColumnWidth(1, 84)
        self.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.setMinimumWidth(460)
        self.setFixedHeight(36 + _ROW * min(len(days), _MOST_ROWS) + 4)
