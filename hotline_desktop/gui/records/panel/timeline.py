"""经过: who did what when, in sentences, the latest first; what was entered and changed behind a click."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hotline_desktop.domain.records.steps import Step
from hotline_desktop.domain.records.summaries import HistoryLine
from hotline_desktop.domain.ticket.columns import moment_text
from hotline_desktop.domain.ticket.labels import value_as_text
from hotline_desktop.domain.ticket.steps.catalogue import STEPS_BY_ID
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.panel.sentences import sentence

_LONG = 200


class Timeline(QScrollArea):
    """A scrolling column of entries, made once it is seen: a click through the list rarely asks for them.

    ``round_label`` is how a second round and later ones are named.
    """

    def __init__(self, theme: Theme, round_label: str = "第{}轮") -> None:
        super().__init__()
        self.setAccessibleName("经过")
        self._theme = theme
        self._round_label = round_label
        self._waiting: tuple[HistoryLine, ...] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_history(self, lines: Iterable[HistoryLine]) -> None:
        """Replaces the entries."""
        self._waiting = tuple(lines)
        if self.isVisible():
            self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        self._fill()
        super().showEvent(event)

    def _fill(self) -> None:
        if self._waiting is None:
            return
        lines, self._waiting = self._waiting, None
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(0)
        for line in sorted(lines, key=lambda line: line.sequence, reverse=True):
            layout.addWidget(_Entry(self._theme, line, self._round_label))
        layout.addStretch(1)
        old = self.takeWidget()
        self.setWidget(body)
        if old is not None:
            old.deleteLater()


class _Entry(QWidget):
    """A sentence; its fields come out at a click."""

    def __init__(self, theme: Theme, line: HistoryLine, round_label: str) -> None:
        super().__init__()
        self._theme = theme
        round_text = f"{round_label.format(line.round)} · " if line.round > 1 else ""
        mark = "（已撤回）" if line.withdrawn else ""
        label = QLabel(f"{round_text}{sentence(line, step_of(line.step))}{mark}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if line.recorded_at.replace(second=0, microsecond=0) != line.at.replace(second=0, microsecond=0):
            label.setToolTip(f"{moment_text(line.recorded_at)} 记录")
        self._lines = (*changes_of(line), *values_of(line))
        self._clause = line.clause
        self.more = QPushButton("细节")
        self.more.setProperty("role", "link")
        self.more.setAccessibleName(f"{line.label}的细节")
        self.more.clicked.connect(self._toggle)
        self._details: QWidget | None = None
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label, 1)
        top.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 0, 0, 12)
        self._layout.setSpacing(4)
        self._layout.addLayout(top)
        self.more.setVisible(bool(self._lines))  # only now: without its place it would flash up as a window

    def _toggle(self) -> None:
        if self._details is None:
            self._details = QWidget()
            inner = QVBoxLayout(self._details)
            inner.setContentsMargins(0, 0, 0, 4)
            inner.setSpacing(2)
            for text in (*self._lines, f"依据：{self._clause}" if self._clause else ""):
                if text:
                    inner.addWidget(_line(text))
            self._layout.addWidget(self._details)
            self._details.hide()
        self._details.setVisible(self._details.isHidden())
        self.more.setText("细节" if self._details.isHidden() else "收起")

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 2))
        painter.drawLine(QPointF(7, 10), QPointF(7, self.height() + 10))
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(self._theme.color("paper"))
        painter.drawEllipse(QPointF(7, 10), 4, 4)
        painter.end()


def changes_of(line: HistoryLine) -> list[str]:
    """``阶段：待派单 → 待接单`` for everything that the entry changed."""
    keys = dict.fromkeys((*line.before, *line.after))
    pairs = ((key, line.before.get(key, ""), line.after.get(key, "")) for key in keys)
    return [f"{key}：{before or '（空）'} → {after or '（空）'}" for key, before, after in pairs if before != after]


def values_of(line: HistoryLine) -> list[str]:
    """``联系结果：已联系`` for everything that was entered and is not told as a change."""
    step = step_of(line.step)
    labels = {field.key: field.label for field in step.fields} if step else {}
    changed = {*line.before, *line.after}
    entered = ((labels.get(key, key), value_as_text(value)) for key, value in line.values.items())
    return [f"{label}：{value}" for label, value in entered if value and label not in changed]


def step_of(step_id: str) -> Step[Any] | None:
    """The step of a ticket, a case or a talk; the latter two are loaded when a line first asks for them."""
    if step_id in STEPS_BY_ID:
        return STEPS_BY_ID[step_id]
    from hotline_desktop.domain.supervision import kinds

    return kinds.step_of(step_id)


def _line(text: str) -> QLabel:
    shown = text if len(text) <= _LONG else text[:_LONG] + "……"
    label = QLabel(shown)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "soft")
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if shown != text:
        label.setToolTip(text)
    return label
