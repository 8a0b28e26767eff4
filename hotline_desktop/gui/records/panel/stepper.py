"""The way of a ticket as a row of stations: where it is, what lies behind, and which round it is in."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from hotline_desktop.domain.ticket.progress import station_of, stations
from hotline_desktop.domain.ticket.ticket import Ticket
from hotline_desktop.gui.kit.theme import Theme

_DISC = 9


class Stepper(QWidget):
    """Painted stations: the present one filled, those behind ticked, a skipped contact with a dash."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._at = 0
        self._stations = stations()
        self._round = 1
        self._skipped = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(360)
        self.setFixedHeight(52)

    def show_ticket(self, ticket: Ticket) -> None:
        """Draws where ``ticket`` stands."""
        now, self._stations = station_of(ticket), stations()
        self._at = self._stations.index(now) if now else len(self._stations)
        self._round, self._skipped = ticket.round.number, ticket.contact_skipped
        self.setAccessibleName(f"进度：{now or '已归档'}，第{self._round}轮")
        self.setToolTip("派单前没有先行联系" if self._skipped else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(560, 52)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self.width() / len(self._stations)
        for index in range(len(self._stations)):
            centre = QPointF(gap * (index + 0.5), 14)
            if index:
                self._paint_line(painter, centre, gap, index <= self._at)
        plain = QFont(self.font())
        plain.setPixelSize(self._theme.size("font_small"))
        here = QFont(plain)
        here.setWeight(QFont.Weight.DemiBold)
        for index, word in enumerate(self._stations):
            self._paint_station(painter, QPointF(gap * (index + 0.5), 14), index)
            painter.setFont(here if index == self._at else plain)
            self._paint_word(painter, QRectF(gap * index, 28, gap, 22), index, word)
        painter.end()

    def _paint_line(self, painter: QPainter, centre: QPointF, gap: float, reached: bool) -> None:
        painter.setPen(QPen(self._theme.color("accent" if reached else "line"), 2))
        painter.drawLine(centre - QPointF(gap - _DISC - 3, 0), centre - QPointF(_DISC + 3, 0))

    def _paint_station(self, painter: QPainter, centre: QPointF, index: int) -> None:
        behind, here = index < self._at, index == self._at
        accent = self._theme.color("accent")
        edge = accent if behind or here else self._theme.color("line_strong")
        painter.setPen(QPen(edge, 2))
        painter.setBrush(accent if here else self._theme.color("paper"))
        painter.drawEllipse(centre, _DISC, _DISC)
        if here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("on_accent"))
            painter.drawEllipse(centre, 3, 3)
        elif behind and not (index == 1 and self._skipped):
            painter.setPen(QPen(accent, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            tick = [QPointF(-4, 0), QPointF(-1, 3.2), QPointF(4.2, -3)]
            painter.drawPolyline(QPolygonF([centre + point for point in tick]))
        elif behind:
            painter.drawLine(centre - QPointF(3.5, 0), centre + QPointF(3.5, 0))

    def _paint_word(self, painter: QPainter, area: QRectF, index: int, word: str) -> None:
        painter.setPen(self._theme.color("ink" if index <= self._at else "ink_faint"))
        if index == 3 and self._round > 1:
            word = f"{word}·{self._round}轮"
        short = area.width() - QFontMetricsF(painter.font()).horizontalAdvance(word)
        if short < 0:  # its neighbours are shorter words: it may reach into their places
            area = area.adjusted(short / 2, 0, -short / 2, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, word)
