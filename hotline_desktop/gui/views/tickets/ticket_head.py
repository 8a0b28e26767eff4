"""The head of one ticket: number, tags, light, the deadline with its explanation, and who called.

It wraps, it never cuts, and stands above every tab: whoever is on the phone needs name and number at any time.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.gui.kit.flow import FlowLayout
from hotline_desktop.gui.kit.running_text import SelectableLine
from hotline_desktop.gui.kit.theme import Theme, restyle
from hotline_desktop.gui.kit.tool_button import tool_button
from hotline_desktop.gui.records.lists.light_mark import LIGHT_COLORS, LightMark

_LEVEL_TAGS = {Level.URGENT: "red", Level.ORDINARY: "grey", Level.HARD: "accent"}


class TicketHead(QFrame):
    """``explain_asked`` when the clerk wants to know why the deadline is this day, ``case_asked`` for the supervision
    case that holds the ticket; ``copied`` after copying. ``who`` is the line that says who called.
    """

    explain_asked = Signal()
    case_asked = Signal(str)
    copied = Signal(str)
    chart_asked = Signal()

    def __init__(self, theme: Theme, who: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self.back = QPushButton(theme.icon("arrow-left"), "列表")
        self.back.setToolTip("返回工单列表（Esc）")
        self.back.hide()
        self.number = SelectableLine("title")
        self.copy = tool_button(theme, "copy", "复制工单编号")
        self.copy.clicked.connect(self._copy)
        self.beside = tool_button(theme, "external-link", "在单独的窗口里打开，几件并排看（Ctrl+T）")
        self._level = _tag()
        self.tags: list[QLabel] = []
        self._kept: list[QLabel] = []
        self.mark = LightMark(theme)
        self.light = QLabel()
        self._due = QLabel()
        self._due.setProperty("role", "soft")
        self.why = _link("为什么是这一天？")
        self.why.clicked.connect(self.explain_asked)
        self.chart = _link("流程图")
        self.chart.setToolTip("处置流程图，标出这件工单现在的位置")
        self.chart.clicked.connect(self.chart_asked)
        self._case = ""
        self.case = _link("")
        self.case.setIcon(theme.icon("gavel", "accent", 16))
        self.case.clicked.connect(lambda: self.case_asked.emit(self._case))
        self._first, self._first_flow = _line()
        self._second, second = _line()
        upper: tuple[QWidget, ...] = (self.back, self.number, self.copy, self.beside, self._level, self.chart)
        lower: tuple[QWidget, ...] = (self.mark, self.light, self._due, self.why, self.case)
        for widget in upper:
            self._first_flow.addWidget(widget)
        for widget in lower:
            second.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 8)
        layout.setSpacing(4)
        layout.addWidget(self._first)
        layout.addWidget(self._second)
        layout.addWidget(who)

    def show_ticket(self, ticket: Ticket, light: Light, light_text: str) -> None:
        """Shows another ticket."""
        facts = ticket.facts
        self.number.setText(facts.number)
        _say(self._level, ticket.level.value, _LEVEL_TAGS[ticket.level])
        self._show_tags(ticket)
        self.mark.show_light(light)
        self.light.setText(light_text)
        style = f"color: {self._theme.color(LIGHT_COLORS[light]).name()}; font-weight: 600;"
        if self.light.styleSheet() != style:  # to take up even the same one is slow
            self.light.setStyleSheet(style)
        limits = ticket.limits
        planned = "（预计）" if limits.due and not ticket.dispatched else ""
        self._due.setText(f"{short_moment(limits.due)} 止{planned}" if limits.due else "")
        start = "" if ticket.dispatched else "，从转交时间起算，现按收单时间预计"
        self._due.setToolTip(f"办结期限 {moment_text(limits.due)}，依据{limits.basis}{start}")
        self._due.setVisible(limits.due is not None)
        self.why.setVisible(limits.due is not None)
        self._case = ticket.supervised[-1] if ticket.supervised else ""
        self.case.setText(f"督办中 {self._case}")
        self.case.setToolTip(f"打开督办件 {'、'.join(ticket.supervised)}")
        self.case.setVisible(bool(self._case))

    def _show_tags(self, ticket: Ticket) -> None:
        """A tag of its own for each word: what has no room goes to the next line."""
        labels = [(ticket.stage.value, "accent")]
        labels += [(f"第{ticket.round.number}轮", "accent")] if ticket.round.number > 1 else []
        labels += [("信息保密", "amber")] if ticket.facts.confidential else []
        labels += [(f"催单 {ticket.urges} 次", "amber")] if ticket.urges else []
        labels += [(f"已并入 {ticket.merged_into}", "grey")] if ticket.merged_into else []
        labels += [(word, "amber") for word in ticket.pending if not (word == "督办中" and ticket.supervised)]
        self._make_room(len(labels))
        self.tags = self._kept[: len(labels)]
        for tag, (word, tone) in zip(self.tags, labels, strict=True):
            _say(tag, word, tone)
        for place, tag in enumerate(self._kept):
            tag.setVisible(place < len(labels))

    def _make_room(self, number: int) -> None:
        """Labels for so many tags; they stay for the next ticket."""
        if number <= len(self._kept):
            return
        self._first_flow.removeWidget(self.chart)
        while len(self._kept) < number:
            tag = _tag()
            self._kept.append(tag)
            self._first_flow.addWidget(tag)
        self._first_flow.addWidget(self.chart)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.number.text())
        self.copied.emit(f"已复制工单编号 {self.number.text()}")


def short_moment(moment: datetime) -> str:
    """``9月8日 17:00``."""
    return f"{moment.month}月{moment.day}日 {moment.hour}:{moment.minute:02d}"


def _tag() -> QLabel:
    label = QLabel()
    label.setProperty("tag", "grey")
    return label


def _say(tag: QLabel, word: str, tone: str) -> None:
    tag.setText(word)
    if tag.property("tag") != tone:  # to take up even the same one is slow
        restyle(tag, tag=tone)


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    return button


def _line() -> tuple[QWidget, FlowLayout]:
    box = QWidget()
    return box, FlowLayout(box, spacing=8)
