"""One indicator unit by unit: a bar with its name before it and its number behind it, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hotline_desktop.domain.papers.statistics import counted_words
from hotline_desktop.domain.statistics.ranking import UnitFigures
from hotline_desktop.domain.statistics.rates import Rate
from hotline_desktop.domain.statistics.report import Indicator
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.views.statistics.painting import draw_words, face

ROW = 28
_NAME, _VALUE, _GAP = 128, 56, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: whose rate it is; ``whole`` is that of the whole office, which the others are read against."""

    name: str
    rate: Rate
    whole: bool = False


def unit_bars(whole: UnitFigures, units: Sequence[UnitFigures], indicator: Indicator) -> tuple[Bar, ...]:
    """The office first, then its units by their rate; those without one at the end."""
    rated = [Bar(row.unit, indicator.of(row)) for row in units]
    rated.sort(key=lambda bar: (bar.rate.value is None, -(bar.rate.value or 0), bar.name))
    return (Bar(whole.unit, indicator.of(whole), whole=True), *rated)


class UnitBars(QWidget):
    """As tall as its lines; put it into an area that scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: tuple[Bar, ...], name: str) -> None:
        """Shows other lines; ``name`` is read out before them."""
        self.bars = bars
        self.setAccessibleName(name)
        self.setAccessibleDescription("，".join(f"{bar.name} {bar.rate.as_text}" for bar in bars))
        self.setFixedHeight(max(ROW * len(bars), ROW))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, ROW * max(len(self.bars), 1))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = event.pos().y() // ROW
            if 0 <= place < len(self.bars):
                bar = self.bars[place]
                message = counted_words(bar.rate) or "没有可计数的工单"
                QToolTip.showText(event.globalPos(), f"{bar.name}　{bar.rate.as_text}　{message}", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, bar in enumerate(self.bars):
            self._draw(painter, bar, place * ROW)
        self._draw_office_line(painter)
        painter.end()

    def _draw(self, painter: QPainter, bar: Bar, top: int) -> None:
        theme = self._theme
        painter.setFont(face(self, theme, "font_small", QFont.Weight.DemiBold if bar.whole else QFont.Weight.Normal))
        painter.setPen(theme.color("ink" if bar.rate.value is not None else "ink_faint"))
        draw_words(painter, QRectF(0, top, _NAME, ROW), bar.name)
        draw_words(
            painter, QRectF(self.width() - _VALUE, top, _VALUE, ROW), bar.rate.as_text, Qt.AlignmentFlag.AlignRight
        )
        painter.setPen(Qt.PenStyle.NoPen)
        track = self._track(top)
        painter.setBrush(theme.color("grey_wash"))
        painter.drawRect(track)
        if bar.rate.value is not None:
            track.setWidth(track.width() * float(bar.rate.value))
            painter.setBrush(theme.color("rail" if bar.whole else "accent"))
            painter.drawRect(track)

    def _draw_office_line(self, painter: QPainter) -> None:
        """A line down from the office's own bar: who stays behind it is seen at once."""
        value = self.bars[0].rate.value if self.bars and self.bars[0].whole else None
        if value is None or len(self.bars) < 2:
            return
        track = self._track(0)
        left = track.left() + track.width() * float(value)
        painter.setPen(self._theme.color("rail"))
        painter.drawLine(int(left), int(track.top()), int(left), self.height() - 4)

    def _track(self, top: int) -> QRectF:
        return QRectF(_NAME + _GAP, top + 7, max(self.width() - _NAME - _VALUE - 2 * _GAP, 1), ROW - 14)
