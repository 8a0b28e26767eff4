"""The head of one ticket: number, level, light, deadline with its explanation, and the stepper."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.gui.kit.one_line import OneLine
from hotline_desktop.gui.kit.theme import Theme, restyle
from hotline_desktop.gui.records.light_mark import LIGHT_COLORS, LightMark
from hotline_desktop.gui.records.stepper import Stepper
from hotline_desktop.gui.records.ticket_columns import moment_text

_LEVEL_TAGS = {Level.URGENT: "red", Level.ORDINARY: "grey", Level.HARD: "accent"}


class TicketHead(QFrame):
    """``explain_asked`` when the clerk wants to know why the deadline is this day, ``case_asked`` for the supervision
    case that holds the ticket; ``copied`` after copying.
    """

    explain_asked = Signal()
    case_asked = Signal(str)
    copied = Signal(str)
    chart_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.back = QPushButton(theme.icon("arrow-left"), "列表")
        self.back.setToolTip("返回工单列表")
        self.back.hide()
        self.number = QLabel()
        self.number.setProperty("role", "title")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._level = QLabel()
        self._level.setProperty("tag", "grey")
        self._tags = QLabel()
        self._tags.setProperty("tag", "amber")
        self.mark = LightMark(theme)
        self.light = QLabel()
        self._demand = OneLine()
        self._due = QLabel()
        self._due.setProperty("role", "soft")
        self._why = QPushButton("为什么是这一天？")
        self._why.setProperty("role", "link")
        self._why.clicked.connect(self.explain_asked)
        self.chart = QPushButton("流程图")
        self.chart.setProperty("role", "link")
        self.chart.setToolTip("处置流程图，标出这件工单现在的位置")
        self.chart.clicked.connect(self.chart_asked)
        self._case = ""
        self.case = QPushButton()
        self.case.setProperty("role", "link")
        self.case.setIcon(theme.icon("gavel", "accent", 16))
        self.case.clicked.connect(lambda: self.case_asked.emit(self._case))
        self.stepper = Stepper(theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 8)
        layout.setSpacing(6)
        layout.addLayout(self._first_line())
        layout.addWidget(self._demand)
        layout.addLayout(self._light_line())
        layout.addSpacing(6)
        layout.addWidget(self.stepper)

    def show_ticket(self, ticket: Ticket, light: Light, light_words: str) -> None:
        """Shows another ticket."""
        facts = ticket.facts
        self.number.setText(facts.number)
        self._level.setText(ticket.level.value)
        restyle(self._level, tag=_LEVEL_TAGS[ticket.level])
        tags = [ticket.stage.value, *(["信息保密"] if facts.confidential else [])]
        tags += [f"催单 {ticket.urges} 次"] if ticket.urges else []
        tags += [f"第{ticket.round.number}轮"] if ticket.round.number > 1 else []
        tags += [f"已并入 {ticket.merged_into}"] if ticket.merged_into else []
        tags += ticket.pending
        self._tags.setText(" · ".join(tags))
        restyle(self._tags, tag="amber" if facts.confidential or ticket.urges or ticket.pending else "accent")
        self.mark.show_light(light)
        self.light.setText(light_words)
        self.light.setStyleSheet(f"color: {self._theme.color(LIGHT_COLORS[light]).name()};")
        demand = " ".join((facts.title or facts.content).split())
        self._demand.setText(demand)
        self._demand.setToolTip(facts.content or facts.title)
        limits = ticket.limits
        planned = "" if ticket.dispatched else "（预计）"
        self._due.setText(f"{short_moment(limits.due)} 止{planned}" if limits.due else "")
        start = "" if ticket.dispatched else "，从转交时间起算，现按收单时间预计"
        self._due.setToolTip(f"办结期限 {moment_text(limits.due)}，依据{limits.basis}{start}")
        self._why.setVisible(limits.due is not None)
        self._case = ticket.supervised[-1] if ticket.supervised else ""
        self.case.setText(f"督办中 {self._case}")
        self.case.setToolTip(f"打开督办件 {'、'.join(ticket.supervised)}")
        self.case.setVisible(bool(self._case))
        self.stepper.show_ticket(ticket)

    def _first_line(self) -> QHBoxLayout:
        copy = QToolButton()
        copy.setIcon(self._theme.icon("copy", size=16))
        copy.setToolTip("复制工单编号")
        copy.setAccessibleName("复制工单编号")
        copy.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.back, self.number, copy, self._level, self._tags):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.chart)
        return row

    def _light_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.mark)
        row.addWidget(self.light)
        row.addWidget(self._due)
        row.addStretch(1)
        row.addWidget(self.case)
        row.addWidget(self._why)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.number.text())
        self.copied.emit(f"已复制工单编号 {self.number.text()}")


def short_moment(moment: datetime) -> str:
    """``9月8日 17:00``."""
    return f"{moment.month}月{moment.day}日 {moment.hour}:{moment.minute:02d}"
