"""The head of one case: its number, where it stands, the unit's deadline, and the rungs that it has climbed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from hotline_desktop.domain.supervision.case import SupervisionCase
from hotline_desktop.gui.kit.theme import Theme, restyle
from hotline_desktop.gui.records.lists.light_mark import LIGHT_COLORS, LightMark
from hotline_desktop.gui.views.supervision.case_rows import CaseRow, case_name
from hotline_desktop.gui.views.tickets.ticket_head import short_moment


class CaseHead(QFrame):
    """Number, stage and light of a case; ``back`` leads to the list in a narrow window.

    ``explain_asked()`` when the clerk wants to know why the deadline is this day.
    """

    explain_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.back = QPushButton(theme.icon("arrow-left"), "列表")
        self.back.setToolTip("返回督办列表")
        self.back.hide()
        self.number = QLabel()
        self.number.setProperty("role", "title")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stage = QLabel()
        self._stage.setProperty("tag", "accent")
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._mark = LightMark(theme)
        self.light = QLabel()
        self._due = QLabel()
        self._due.setProperty("role", "soft")
        self.why = QPushButton("为什么是这一天？")
        self.why.setProperty("role", "link")
        self.why.clicked.connect(self.explain_asked)
        self._way = QLabel()
        self._way.setProperty("role", "faint")
        self._way.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(6)
        layout.addLayout(self._first_line())
        layout.addWidget(self._title)
        layout.addLayout(self._light_line())
        layout.addWidget(self._way)

    def show_case(self, case: SupervisionCase, row: CaseRow) -> None:
        """Shows another case."""
        self.number.setText(case_name(row.case))
        self._stage.setText(case.stage.value)
        restyle(self._stage, tag="accent" if case.stage.is_open else "grey")
        self._title.setText(case.title)
        self._mark.show_light(row.light)
        self.light.setText(row.as_text)
        self.light.setStyleSheet(f"color: {self._theme.color(LIGHT_COLORS[row.light]).name()};")
        self._due.setText(f"{short_moment(case.due)} 止" if case.due and case.stage.is_open else "")
        self.why.setVisible(bool(self._due.text()))
        way = " → ".join(method.value for method in case.methods)
        self._way.setText(f"督办经过：{way}" if way else "")
        self._way.setVisible(len(case.methods) > 1)

    def _first_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.back, self.number, self._stage):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        return row

    def _light_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self._mark, self.light, self._due, self.why):
            row.addWidget(widget)
        row.addStretch(1)
        return row
