"""A ticket in two lines, for a list without room for columns: light and demand above, the rest below."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette, QPixmap, QRegion
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.terms.options import Level
from hotline_desktop.domain.ticket.columns import demand_text
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.gui.kit.record_list import one_line
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.records.lists.light_mark import LIGHT_COLORS, paint_light
from hotline_desktop.gui.records.lists.ticket_list import TicketListModel

BRIEF_ROW = 56
_LEFT, _TEXT_LEFT = 16, 30
_LINE = 22
_CORNER = 6  # pixels that the rounded frame of the list reaches into it
_MOST_PAINTED = 120  # rows: two tall screens of them


class BriefDelegate(QStyledItemDelegate):
    """Paints the whole row; nothing of it is cut but the end of the demand, which the tooltip says whole.

    A row that stands there as it was painted last is taken from there: a list that scrolls by one row has one to paint.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._painted: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._rows: list[TicketSummary] = []

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        drawn: Any = option  # Qt's stubs do not know the fields of the option
        model, ratio = index.model(), painter.device().devicePixelRatioF()
        if not isinstance(model, TicketListModel) or ratio != int(ratio):  # between pixels it would be blurred
            self._paint_row(painter, option, index)
            return
        if self._rows is not model.rows:  # another list
            self._painted.clear()
            self._rows = model.rows
        place = index.row()
        key = (
            model.rows[place], model.short_light(place), drawn.rect.width(), drawn.rect.height(), drawn.state.value,
            drawn.font.key(), drawn.palette.cacheKey(), ratio,
        )  # fmt: skip
        picture = self._painted.pop(key, None) or self._picture(drawn, index, ratio)
        self._painted[key] = picture
        if len(self._painted) > _MOST_PAINTED:
            self._painted.popitem(last=False)
        corners = _corners(drawn)
        if corners.isEmpty():
            painter.drawPixmap(drawn.rect.topLeft(), picture)
            return
        painter.save()
        painter.setClipRegion(corners, Qt.ClipOperation.IntersectClip)
        _paint_ground(painter, drawn)
        painter.restore()
        painter.save()
        painter.setClipRegion(QRegion(drawn.rect) - corners, Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(drawn.rect.topLeft(), picture)
        painter.restore()

    def _picture(self, drawn: Any, index: QModelIndex | QPersistentModelIndex, ratio: float) -> QPixmap:
        there = QRect(drawn.rect)
        picture = QPixmap(there.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(drawn.palette.color(QPalette.ColorRole.Base))
        painter = QPainter(picture)
        drawn.rect = QRect(QPoint(0, 0), there.size())
        self._paint_row(painter, drawn, index)
        painter.end()
        drawn.rect = there
        return picture

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        drawn: Any = option
        _paint_ground(painter, drawn)
        model = index.model()
        if not isinstance(model, TicketListModel):
            return
        row, light = model.rows[index.row()], model.light(index.row())
        painter.save()
        area = QRectF(drawn.rect).adjusted(0, 5, -8, -5)
        upper = QRectF(area.left() + _TEXT_LEFT, area.top(), area.width() - _TEXT_LEFT, _LINE)
        paint_light(painter, self._theme, light, QPointF(area.left() + _LEFT, upper.center().y()))
        self._paint_upper(painter, upper, row, model.short_light(index.row()), light, drawn.font)
        self._paint_lower(painter, upper.translated(0, _LINE), row, drawn.font)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, BRIEF_ROW)

    def _paint_upper(
        self,
        painter: QPainter,
        area: QRectF,
        row: TicketSummary,
        text: str,
        light: Light,
        font: QFont,
    ) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(LIGHT_COLORS[light]))
        painter.drawText(area, _MIDDLE, text)
        width = QFontMetrics(font).horizontalAdvance(text) + 12
        self._paint_text(painter, area.adjusted(width, 0, 0, 0), demand_text(row), "ink", font)

    def _paint_lower(self, painter: QPainter, area: QRectF, row: TicketSummary, font: QFont) -> None:
        small = QFont(font)
        small.setPixelSize(self._theme.size("font_small"))
        level = "" if row.level is Level.ORDINARY else row.level.value
        stage = f"{row.stage}·第{row.round}轮" if row.round > 1 else row.stage.value
        parts = (level, stage, row.unit, row.caller, row.number)
        self._paint_text(painter, area, one_line(" · ".join(part for part in parts if part)), "ink_soft", small)

    def _paint_text(self, painter: QPainter, area: QRectF, text: str, color: str, font: QFont) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, _MIDDLE, shown)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def _paint_ground(painter: QPainter, drawn: Any) -> None:
    """Ground, selection and focus alone: what the option would be told of the cell is not shown."""
    drawn.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, drawn.widget)


def _corners(drawn: Any) -> QRegion:
    """What of a row the frame's round corners reach into: a picture, which has its ground, would cover them."""
    row, seen = drawn.rect, drawn.widget.viewport().rect()
    if row.top() >= _CORNER and row.bottom() <= seen.height() - _CORNER:
        return QRegion()
    upper, lower = (QRect(0, y, seen.width(), _CORNER) for y in (0, seen.height() - _CORNER))
    inner = seen.adjusted(_CORNER, 0, -_CORNER, 0)
    return ((QRegion(upper) | QRegion(lower)) - QRegion(inner)) & QRegion(row)
