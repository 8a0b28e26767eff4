"""What the painted charts of this page share: faces of the theme's sizes, and words cut where they do not fit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from hotline_desktop.gui.kit.theme import Theme


def font_at(widget: QWidget, theme: Theme, size: str, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The widget's face at a size of the theme."""
    font = QFont(widget.font())
    font.setPixelSize(theme.size(size))
    font.setWeight(weight)
    return font


def draw_text(painter: QPainter, area: QRectF, text: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> None:
    """One line of ``text`` in the middle of ``area``'s height, cut where it is too long."""
    shown = QFontMetricsF(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)
