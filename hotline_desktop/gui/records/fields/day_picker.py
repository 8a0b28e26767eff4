"""A month of working days to pick from: 休 and 班 as the notices say, and what limit the day would give."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolTip, QVBoxLayout, QWidget

from hotline_desktop.domain.time.workdays import WEEKEND, WORKDAY, WorkCalendar
from hotline_desktop.gui.kit.placing import beside
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.kit.tool_button import tool_button
from hotline_desktop.gui.records.fields.year_calendar import day_as_text
from hotline_desktop.gui.shell.pages.status_line import WEEKDAYS

_CELL = QSize(40, 30)
_HEAD, _WEEKS = 24, 6
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_FIRST, _LAST = date(1980, 1, 1), date(2100, 12, 31)


class MonthGrid(QWidget):
    """Six weeks. ``chosen(date)`` for a click or Enter, ``moved(date)`` whenever the marked day is another one."""

    chosen = Signal(object)
    moved = Signal(object)

    def __init__(self, theme: Theme, calendar: WorkCalendar, day: date, today: date) -> None:
        super().__init__()
        self._theme, self._calendar, self._today = theme, calendar, today
        self.day = day
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(_CELL.width() * 7, _HEAD + _CELL.height() * _WEEKS)
        self.setAccessibleName("日历")
        self.go(day)

    def go(self, day: date) -> None:
        """Marks another day, in whatever month it is."""
        self.day = min(max(day, _FIRST), _LAST)
        self.setAccessibleDescription(day_as_text(self._calendar.day(self.day)))
        self.update()
        self.moved.emit(self.day)

    def turn(self, by: int) -> None:
        """The same day ``by`` months later, or the last one where the month is shorter."""
        month = self.day.year * 12 + self.day.month - 1 + by
        year, month = divmod(month, 12)
        if _FIRST.year <= year <= _LAST.year:
            self.go(date(year, month + 1, min(self.day.day, months.monthrange(year, month + 1)[1])))

    def cell(self, day: date) -> QRectF:
        """Where a day is painted."""
        place = (day - self._first()).days
        left, top = place % 7 * _CELL.width(), _HEAD + place // 7 * _CELL.height()
        return QRectF(left, top, _CELL.width(), _CELL.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES:
            self.go(self.day + timedelta(days=_MOVES[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key == Qt.Key.Key_Home:
            self.go(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.day)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().x(), event.position().y())
        if day is not None:
            self.go(day)
            self.chosen.emit(day)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self._day_at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), day_as_text(self._calendar.day(day)) if day else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font(12))
        painter.setPen(self._theme.color("ink_soft"))
        for column, word in enumerate(WEEKDAYS):
            box = QRectF(column * _CELL.width(), 0, _CELL.width(), _HEAD)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        first = self._first()
        for place in range(7 * _WEEKS):
            self._paint_day(painter, first + timedelta(days=place))
        painter.end()

    def _paint_day(self, painter: QPainter, day: date) -> None:
        theme, kind, box = self._theme, self._calendar.day(day), self.cell(day).adjusted(2, 2, -2, -2)
        marked = kind.reason not in (WORKDAY, WEEKEND)
        ground = ("orange_wash" if kind.working else "green_wash") if marked else ""
        ground = "accent" if day == self.day else ground
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(box, 3, 3)
        if day == self._today and day != self.day:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("line_strong"), 1))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        ink = "ink" if kind.working else "ink_soft"
        ink = ("orange" if kind.working else "green") if marked else ink
        ink = "on_accent" if day == self.day else "ink_faint" if day.month != self.day.month else ink
        painter.setPen(theme.color(ink))
        painter.setFont(self._font(14, bold=day.month == self.day.month and kind.working))
        numeral = box.adjusted(0, 0, -10 if marked else 0, 0)
        painter.drawText(numeral, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if marked:
            painter.setFont(self._font(10))
            corner = QRectF(box.right() - 15, box.top() + 1, 13, 14)
            painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, "班" if kind.working else "休")

    def _first(self) -> date:
        first = self.day.replace(day=1)
        return first - timedelta(days=first.weekday())

    def _day_at(self, x: float, y: float) -> date | None:
        column, row = int(x // _CELL.width()), int((y - _HEAD) // _CELL.height())
        inside = 0 <= column < 7 and 0 <= row < _WEEKS and y >= _HEAD
        return self._first() + timedelta(days=row * 7 + column) if inside else None

    def _font(self, pixels: int, bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font


class DayPicker(QFrame):
    """Opens at a line of text. ``picked(date)``; ``now_asked()`` for the present. Esc closes it and nothing else.

    ``told(day)`` says in words what the marked day means: which kind it is, what limit it would give.
    """

    picked = Signal(object)
    now_asked = Signal()

    def __init__(
        self, anchor: QWidget, grid: MonthGrid, theme: Theme, now_word: str, describe: Callable[[date], str]
    ) -> None:
        super().__init__(anchor, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        self._anchor, self.grid, self._describe = anchor, grid, describe
        self.title = QLabel()
        self.title.setProperty("role", "head")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note = QLabel()
        self.note.setProperty("role", "faint")
        self.note.setWordWrap(True)
        earlier, later = tool_button(theme, "chevron-left", "上个月"), tool_button(theme, "chevron-right", "下个月")
        earlier.clicked.connect(lambda: grid.turn(-1))
        later.clicked.connect(lambda: grid.turn(1))
        now = QPushButton(now_word)
        now.setProperty("role", "link")
        now.clicked.connect(self._now)
        head = QHBoxLayout()
        head.addWidget(earlier)
        head.addWidget(self.title, 1)
        head.addWidget(later)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(grid)
        layout.addWidget(self.note)
        layout.addWidget(now)
        grid.moved.connect(self._show)
        grid.chosen.connect(self._take)
        self._show(grid.day)

    def open(self) -> None:
        """Shows it beside its line, on the screen that the line is on, with the keyboard."""
        self.adjustSize()
        self.resize(self.width(), self.sizeHint().height())
        self.move(beside(self._anchor, self.size()))
        self.show()
        self.grid.setFocus(Qt.FocusReason.PopupFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that take another line make it higher: it stays on the screen."""
        super().resizeEvent(event)
        self.move(beside(self._anchor, self.size()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def _show(self, day: date) -> None:
        self.title.setText(f"{day.year}年{day.month}月")
        self.note.setText(self._describe(day))

    def _take(self, day: date) -> None:
        self.picked.emit(day)
        self.close()

    def _now(self) -> None:
        self.now_asked.emit()
        self.close()
