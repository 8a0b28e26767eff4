"""A whole year to look at and to click on: days off, make-up days, today, and the chosen day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hotline_desktop.domain.time.workdays import MAKEUP, WEEKEND, WORKDAY, Day
from hotline_desktop.gui.kit.scrolled import bring_into_view
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.shell.pages.status_line import WEEKDAYS

_MONTH_WIDTH = 7 * 28
_CELL_HEIGHT = 22
_GAP = 16
_TITLE = 24
_HEAD = 18
_WEEKS = 6
_MARKS = {False: "休", True: "班"}
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


class YearCalendar(QWidget):
    """Twelve months. ``chosen(date)`` when a day is clicked or the cursor keys reach it.

    A holiday has a tinted ground and 休, a make-up day 班, as calendars in China print them; weekends are grey.
    A day whose kind differs in ``moved`` (a preview) stands in a frame.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._days: Mapping[date, Day] = {}
        self._moved: frozenset[date] = frozenset()
        self._today = date.min
        self._year = 0
        self.day: date | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("全年工作日")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_year(self, days: tuple[Day, ...], today: date, moved: frozenset[date] = frozenset()) -> None:
        """Shows the days of one year, in order; ``moved`` are those that a preview would change."""
        self._days = {day.date: day for day in days}
        self._year, self._today, self._moved = days[0].date.year, today, moved
        if self.day is not None and self.day.year != self._year:
            self.day = None
        self.update()

    def choose(self, day: date | None) -> None:
        """Marks a day of the year; None marks none."""
        self.day = day
        held = self._days.get(day) if day else None
        self.setAccessibleDescription(day_as_text(held) if held else "")
        self.update()

    # -- size ----------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the height that the months need at this width; in a scroll area the layout does not see to it."""
        self.setFixedHeight(self.heightForWidth(self.width()))
        super().resizeEvent(event)

    def heightForWidth(self, width: int) -> int:
        rows = -(-12 // self._across(width))
        return rows * self._month_height() + (rows - 1) * _GAP

    def sizeHint(self) -> QSize:
        return QSize(4 * _MONTH_WIDTH + 3 * _GAP, self.heightForWidth(4 * _MONTH_WIDTH + 3 * _GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(_MONTH_WIDTH, self._month_height())

    def _across(self, width: int) -> int:
        fitting = (width + _GAP) // (_MONTH_WIDTH + _GAP)
        return next((across for across in (6, 4, 3, 2) if fitting >= across), 1)

    def _month_height(self) -> int:
        return _TITLE + _HEAD + _WEEKS * _CELL_HEIGHT

    def _corner(self, month: int) -> QPointF:
        across = self._across(self.width())
        column, row = (month - 1) % across, (month - 1) // across
        stride = (self.width() + _GAP) / across
        return QPointF(column * stride, row * (self._month_height() + _GAP))

    def _cell_width(self) -> float:
        across = self._across(self.width())
        return min(((self.width() + _GAP) / across - _GAP) / 7, 36.0)

    def cell(self, day: date) -> QRectF:
        """Where a day is painted."""
        corner = self._corner(day.month)
        place = day.replace(day=1).weekday() + day.day - 1
        width = self._cell_width()
        top = corner.y() + _TITLE + _HEAD + place // 7 * _CELL_HEIGHT
        return QRectF(corner.x() + place % 7 * width, top, width, _CELL_HEIGHT)

    def day_at(self, point: QPoint) -> date | None:
        """The day under a point."""
        return next((day for day in self._days if self.cell(day).contains(QPointF(point))), None)

    # -- events --------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self.day_at(event.position().toPoint())
        if day is not None:
            self._take(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._days:
            super().keyPressEvent(event)
            return
        target = self._cursor + timedelta(days=step) if self.day else self._cursor
        if target in self._days:
            self._take(target)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self.day_at(event.pos())
            QToolTip.showText(event.globalPos(), day_as_text(self._days[day]) if day else "", self)
            return True
        return super().event(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """The day that the keys go on from is what has to be in view."""
        if query is Qt.InputMethodQuery.ImCursorRectangle and self._days:
            return self.cell(self._cursor).toRect()
        return super().inputMethodQuery(query)

    @property
    def _cursor(self) -> date:
        """Where the keys go on from: the chosen day, else today, else the first of the year."""
        return self.day or (self._today if self._today in self._days else next(iter(self._days), date.min))

    def _take(self, day: date) -> None:
        self.choose(day)
        self.chosen.emit(day)
        bring_into_view(self)

    # -- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for month in range(1, 13) if self._days else ():
            self._paint_head(painter, month)
        for day in self._days.values():
            self._paint_day(painter, day)
        painter.end()

    def _paint_head(self, painter: QPainter, month: int) -> None:
        corner, width = self._corner(month), self._cell_width()
        painter.setPen(self._theme.color("ink"))
        painter.setFont(self._font(self._theme.size("font"), QFont.Weight.DemiBold))
        painter.drawText(
            QRectF(corner.x() + 6, corner.y(), width * 7, _TITLE), Qt.AlignmentFlag.AlignLeft, f"{month}月"
        )
        painter.setPen(self._theme.color("ink_faint"))
        painter.setFont(self._font(12))
        for column, word in enumerate(WEEKDAYS):
            box = QRectF(corner.x() + column * width, corner.y() + _TITLE - 2, width, _HEAD)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)

    def _paint_day(self, painter: QPainter, day: Day) -> None:
        theme, box = self._theme, self.cell(day.date).adjusted(1, 1, -1, -1)
        marked = day.reason not in (WORKDAY, WEEKEND)
        ground = ("green_wash" if not day.working else "orange_wash") if marked else ""
        self._paint_ground(painter, day.date, box, ground)
        ink = "green" if marked and not day.working else "orange" if marked else "ink" if day.working else "ink_off"
        painter.setPen(theme.color(ink))
        painter.setFont(self._font(13, QFont.Weight.DemiBold if marked else QFont.Weight.Normal))
        numeral = QRectF(box.left(), box.top(), box.width() - (8 if marked else 0), box.height())
        painter.drawText(numeral, Qt.AlignmentFlag.AlignCenter, str(day.date.day))
        if marked:
            painter.setFont(self._font(9))
            corner = QRectF(box.right() - 12, box.top() + 1, 11, 12)
            painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, _MARKS[day.working])

    def _paint_ground(self, painter: QPainter, day: date, box: QRectF, ground: str) -> None:
        theme = self._theme
        if day == self.day:
            ground = "select"
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(box, 3, 3)
        frame = ""
        if day == self.day:
            frame = "accent"
        elif day in self._moved:
            frame = "amber"
        elif day == self._today:
            frame = "line_strong"
        if frame:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            strong = 2 if day in self._moved else 1
            painter.setPen(QPen(theme.color(frame), strong))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        if self.hasFocus() and day == self._cursor:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(box, 3, 3)

    def _font(self, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(weight)
        return font


def day_as_text(day: Day) -> str:
    """``2022年10月8日 星期六 · 调休上班``, with 暂定 where the year's notice is not known."""
    when = day.date
    kind = day.reason if day.working or day.reason == WEEKEND or day.reason.endswith("休") else f"{day.reason}放假"
    if day.working and day.reason not in (WORKDAY, MAKEUP):
        kind = f"上班（{day.reason}）"
    provisional = "，暂定" if day.provisional else ""
    return f"{when.year}年{when.month}月{when.day}日 星期{WEEKDAYS[when.weekday()]} · {kind}{provisional}"
