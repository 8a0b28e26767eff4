"""The calendar of limits: for every day of the next two weeks how many answers are due, and a way to list them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from hotline_desktop.domain.time.workdays import WorkCalendar
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.pages.status_line import WEEKDAYS
from hotline_desktop.gui.views.supervision.case_rows import CaseRow

DAYS = 14
_HEIGHT = 46


class LimitStrip(QWidget):
    """``chosen(date or None)`` when a day is picked, or picked again to see all."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("督办时限日历")
        self.cells = [_Day(theme) for _cell in range(DAYS)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for cell in self.cells:
            row.addWidget(cell)
            cell.clicked.connect(lambda _on=False, cell=cell: self._pick(cell))

    @property
    def day(self) -> date | None:
        """The day that the list is narrowed to."""
        return next((cell.day for cell in self.cells if cell.isChecked()), None)

    def choose(self, day: date | None) -> None:
        """Narrows to a day, to none where there is none, without ``chosen``."""
        for cell in self.cells:
            cell.setChecked(cell.day == day)

    def show_cases(self, rows: Iterable[CaseRow], today: date, calendar: WorkCalendar) -> None:
        """Counts the answers that are still awaited, by the day on which they are due."""
        counted: dict[date, int] = {}
        for row in rows:
            if is_awaited(row):
                assert row.case.due is not None
                counted[row.case.due.date()] = counted.get(row.case.due.date(), 0) + 1
        for place, cell in enumerate(self.cells):
            day = today + timedelta(days=place)
            cell.show_day(day, counted.get(day, 0), calendar.is_working(day), today=place == 0)

    def _pick(self, cell: _Day) -> None:
        for other in self.cells:
            other.setChecked(other.isChecked() and other is cell)
        self.chosen.emit(self.day)


def is_awaited(row: CaseRow) -> bool:
    """Whether the unit still owes its answer by a day that is known."""
    return row.case.stage.is_open and row.case.due is not None and row.case.reported_at is None


class _Day(QAbstractButton):
    """Date and weekday above, the number of answers below; days off are grey."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.day = date.min
        self.count = 0
        self._working, self._today = True, False
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_day(self, day: date, count: int, working: bool, today: bool) -> None:
        """Shows another day."""
        if day != self.day:
            self.setChecked(False)
        self.day, self.count, self._working, self._today = day, count, working, today
        kind = "" if working else "，不是工作日"
        message = f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}{kind}，{count} 件督办到期"
        self.setAccessibleName(message)
        self.setToolTip(message)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(52, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(32, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        edge = "accent" if on else "line_strong" if self._today else "line"
        edge = "focus" if self.hasFocus() else edge
        painter.setPen(QPen(theme.color(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("accent_wash" if on else "paper" if self._working else "ground"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 4, 4)
        upper = QRectF(0, 4, self.width(), 18)
        lower = QRectF(0, 22, self.width(), 20)
        painter.setFont(self._font("font_small", QFont.Weight.Normal))
        painter.setPen(theme.color("ink_soft" if self._working else "ink_off"))
        head = "今天" if self._today else f"{self.day.day}日" if self.day.day > 1 else f"{self.day.month}月"
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, head)
        painter.setFont(self._font("font", QFont.Weight.DemiBold if self.count else QFont.Weight.Normal))
        painter.setPen(theme.color("orange" if self.count and self._today else "ink" if self.count else "ink_off"))
        below = f"{self.count} 件" if self.count else WEEKDAYS[self.day.weekday()] if self._working else "休"
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, below)
        painter.end()

    def _font(self, size: str, weight: QFont.Weight) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.size(size))
        font.setWeight(weight)
        return font
