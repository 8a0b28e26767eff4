"""The light of a ticket: a coloured shape before its words, so that colour never speaks alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.lists.ticket_list import LIGHT_ROLE

LIGHT_COLORS = {
    Light.OVERDUE: "red",
    Light.TODAY: "orange",
    Light.NEAR: "amber",
    Light.NOT_DUE: "green",
    Light.DONE: "grey",
    Light.NO_CLOCK: "grey",
}
_EDGE = 12


def paint_light(painter: QPainter, theme: Theme, light: Light, centre: QPointF) -> None:
    """Draws the shape of ``light`` around ``centre``.

    逾期 is a diamond, 今日到期 a full disc, 临期 a half-filled one, 未到期 a ring, 已办结 a tick, 未计时 a dash.
    """
    color, half = theme.color(LIGHT_COLORS[light]), _EDGE / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    box = QRectF(centre.x() - half + 1, centre.y() - half + 1, _EDGE - 2, _EDGE - 2)
    if light is Light.OVERDUE:
        painter.setBrush(color)
        corners = [(0, -half), (half, 0), (0, half), (-half, 0)]
        painter.drawPolygon(QPolygonF([centre + QPointF(x * 0.85, y * 0.85) for x, y in corners]))
    elif light is Light.DONE:
        points = [(-half * 0.7, 0), (-half * 0.2, half * 0.5), (half * 0.75, -half * 0.55)]
        painter.drawPolyline(QPolygonF([centre + QPointF(x, y) for x, y in points]))
    elif light is Light.NO_CLOCK:
        painter.drawLine(centre - QPointF(half * 0.6, 0), centre + QPointF(half * 0.6, 0))
    else:
        if light is Light.TODAY:
            painter.setBrush(color)
        painter.drawEllipse(box)
        if light is Light.NEAR:
            painter.setBrush(color)
            painter.drawPie(box, 90 * 16, -180 * 16)
    painter.restore()


class LightMark(QWidget):
    """The shape alone, to stand before a label."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._light = Light.NO_CLOCK
        self.setFixedSize(16, 16)

    def show_light(self, light: Light) -> None:
        """Draws another light."""
        self._light = light
        self.update()

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        paint_light(painter, self._theme, self._light, QPointF(8, 8))
        painter.end()


class LightDelegate(QStyledItemDelegate):
    """Paints the light column of the ticket list: shape, then words in the same colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._wordless = False

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self._wordless = True  # ground, selection and focus are Qt's, the words are drawn in the light's colour
        try:
            super().paint(painter, option, index)
        finally:
            self._wordless = False
        word = index.data(LIGHT_ROLE)
        if not word:
            return
        light = Light(word)  # Qt hands words of an enum back as plain text
        drawn: Any = option  # Qt's stubs do not know the fields of the option
        area = QRectF(drawn.rect)
        paint_light(painter, self._theme, light, QPointF(area.left() + 16, area.center().y()))
        painter.save()
        painter.setPen(self._theme.color(LIGHT_COLORS[light]))
        painter.setFont(drawn.font)
        room = area.adjusted(28, 0, -2, 0)
        shown = drawn.fontMetrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if self._wordless:
            drawn: Any = option
            drawn.text = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width() + 30, hint.height())
