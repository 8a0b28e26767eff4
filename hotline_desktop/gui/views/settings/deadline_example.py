"""What the settings of time mean: the deadlines of a ticket that is handed on at this moment."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout

from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.time.deadline import DayNote, DeadlineKind, TimeRules, due_of, explain
from hotline_desktop.domain.time.office_hours import clock_text
from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.shell.pages.status_line import WEEKDAYS

EXAMPLES: tuple[tuple[str, DeadlineKind, Level], ...] = (
    ("紧急 · 办结", DeadlineKind.TICKET, Level.URGENT),
    ("一般 · 办结", DeadlineKind.TICKET, Level.ORDINARY),
    ("疑难 · 办结", DeadlineKind.TICKET, Level.HARD),
    ("一般 · 答复市民", DeadlineKind.ANSWER, Level.ORDINARY),
    ("一般 · 退单", DeadlineKind.RETURN, Level.ORDINARY),
    ("紧急 · 退单", DeadlineKind.RETURN, Level.URGENT),
)


class DeadlineExample(QFrame):
    """One line for each clock: what, until when, what was not counted; ``why_asked(days)`` for all days."""

    why_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "example")
        self._days: list[tuple[DayNote, ...]] = [()] * len(EXAMPLES)
        self.head = QLabel()
        self.head.setProperty("role", "head")
        self.head.setWordWrap(True)
        self.dues = [QLabel() for _ in EXAMPLES]
        self.notes = [QLabel() for _ in EXAMPLES]
        self.links = [QPushButton("逐日看") for _ in EXAMPLES]
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        for number, (caption, _kind, _level) in enumerate(EXAMPLES):
            label = QLabel(caption)
            label.setProperty("role", "label")
            self.notes[number].setProperty("role", "soft")
            self.notes[number].setWordWrap(True)
            self.links[number].setProperty("role", "link")
            self.links[number].setAccessibleName(f"{caption}，逐日看")
            self.links[number].clicked.connect(lambda _on=False, number=number: self._ask(number))
            for column, widget in enumerate((label, self.dues[number], self.notes[number], self.links[number])):
                grid.addWidget(widget, number, column, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addLayout(grid)

    def show_example(self, now: datetime, calendar: WorkCalendar, rules: TimeRules) -> None:
        """Works the deadlines out for ``now``."""
        self.head.setText(f"照这样设置，此刻（{_moment(now)}）转交的工单")
        for number, (_caption, kind, level) in enumerate(EXAMPLES):
            deadline = due_of(kind, level, now, calendar, rules)
            days = explain(kind, level, now, calendar, rules)
            self._days[number] = days
            self.dues[number].setText(f"{_moment(deadline.due)} 前{'（暂定）' if deadline.provisional else ''}")
            self.notes[number].setText(left_out(days))
            self.links[number].setEnabled(True)

    def show_unknown(self) -> None:
        """While what is typed cannot be used."""
        self.head.setText("改正标红处以后，这里显示按新设置算出的期限")
        for number in range(len(EXAMPLES)):
            self.dues[number].setText("—")
            self.notes[number].setText("")
            self.links[number].setEnabled(False)

    def _ask(self, number: int) -> None:
        self.why_asked.emit(self._days[number])


def left_out(days: tuple[DayNote, ...]) -> str:
    """Which kinds of days were not counted: ``不计周末、中秋节``."""
    skipped = dict.fromkeys(note.reason for note in days[1:] if not note.counted)
    return f"不计{'、'.join(skipped)}" if skipped else ""


def _moment(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日 周{WEEKDAYS[moment.weekday()]} {clock_text(moment)}"
