"""One indicator unit by unit: a bar with its name before it and its number behind it, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hotline_desktop.domain.papers.statistics import counted_text
from hotline_desktop.domain.statistics.ranking import UnitStatistics
from hotline_desktop.domain.statistics.rates import Rate
from hotline_desktop.domain.statistics.report import Indicator
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.views.statistics.painting import draw_text, font_at

ROW = 28
_NAME, _VALUE, _LATE, _GAP = 128, 50, 40, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: whose rate it is, and how many open tickets are ``overdue``, which the rate does not count.

    ``whole`` is that of the whole office, which the others are read against.
    """

    name: str
    rate: Rate
    whole: bool = False
    overdue: int = 0


def unit_bars(whole: UnitStatistics, units: Sequence[UnitStatistics], indicator: Indicator) -> tuple[Bar, ...]:
    """The office first, then its units by their rate; those without one at the end."""
    rated = [Bar(row.unit, indicator.of(row), overdue=row.open_overdue) for row in units]
    rated.sort(key=lambda bar: (bar.rate.value is None, -(bar.rate.value or 0), bar.name))
    return (Bar(whole.unit, indicator.of(whole), whole=True, overdue=whole.open_overdue), *rated)


class UnitBars(QWidget):
    """As tall as its lines; put it into an area that scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.bars: tuple[Bar, ...] = ()
        self.goal: Fraction | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: tuple[Bar, ...], name: str, goal: Fraction | None = None) -> None:
        """Shows other lines; ``name`` is read out before them, what is ``goal`` crosses them as a dashed line."""
        self.bars, self.goal = bars, goal
        self.setAccessibleName(name)
        self.setAccessibleDescription("，".join(f"{bar.name} {bar.rate.as_text}{_late(bar)}" for bar in bars))
        self.setFixedHeight(max(ROW * len(bars), ROW))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, ROW * max(len(self.bars), 1))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = event.pos().y() // ROW
            if 0 <= place < len(self.bars):
                bar = self.bars[place]
                message = counted_text(bar.rate) or "没有可计数的工单"
                QToolTip.showText(event.globalPos(), f"{bar.name}　{bar.rate.as_text}　{message}{_late(bar)}", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, bar in enumerate(self.bars):
            self._draw(painter, bar, place * ROW)
        self._draw_office_line(painter)
        self._draw_target(painter)
        painter.end()

    def _draw(self, painter: QPainter, bar: Bar, top: int) -> None:
        theme = self._theme
        painter.setFont(font_at(self, theme, "font_small", QFont.Weight.DemiBold if bar.whole else QFont.Weight.Normal))
        painter.setPen(theme.color("ink" if bar.rate.value is not None else "ink_faint"))
        draw_text(painter, QRectF(0, top, _NAME, ROW), bar.name)
        value = QRectF(self.width() - _VALUE - _LATE, top, _VALUE, ROW)
        draw_text(painter, value, bar.rate.as_text, Qt.AlignmentFlag.AlignRight)
        if bar.overdue:
            painter.setPen(theme.color("red"))
            late = QRectF(self.width() - _LATE, top, _LATE, ROW)
            draw_text(painter, late, f"逾 {bar.overdue}", Qt.AlignmentFlag.AlignRight)
        painter.setPen(Qt.PenStyle.NoPen)
        track = self._track(top)
        painter.setBrush(theme.color("grey_wash"))
        painter.drawRect(track)
        if bar.rate.value is not None:
            track.setWidth(track.width() * float(bar.rate.value))
            painter.setBrush(theme.color("whole" if bar.whole else "accent"))
            painter.drawRect(track)

    def _draw_office_line(self, painter: QPainter) -> None:
        """A line down from the office's own bar: who stays behind it is seen at once."""
        value = self.bars[0].rate.value if self.bars and self.bars[0].whole else None
        if value is None or len(self.bars) < 2:
            return
        track = self._track(0)
        left = track.left() + track.width() * float(value)
        painter.setPen(self._theme.color("whole"))
        painter.drawLine(int(left), int(track.top()), int(left), self.height() - 4)

    def _draw_target(self, painter: QPainter) -> None:
        if self.goal is not None and self.bars:
            track = self._track(0)
            across = track.left() + track.width() * float(self.goal)
            painter.setPen(QPen(self._theme.color("focus"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(across, 2), QPointF(across, self.height() - 2))

    def _track(self, top: int) -> QRectF:
        return QRectF(_NAME + _GAP, top + 7, max(self.width() - _NAME - _VALUE - _LATE - 2 * _GAP, 1), ROW - 14)


def _late(bar: Bar) -> str:
    return f"，另有 {bar.overdue:,} 件逾期未结" if bar.overdue else ""
