"""One thing that the day asks for: how many, what, and a way to the list of them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from hotline_desktop.gui.kit.theme import Theme

HEIGHT = 68
_PAD = 16
_ICON = 20
_ICONS = {
    "to_contact": "phone",
    "to_dispatch": "send",
    "due_today": "alarm-clock",
    "near": "hourglass",
    "overdue": "triangle-alert",
    "to_review": "stamp",
    "to_call_back": "phone-call",
    "to_redo": "repeat",
    "to_close": "file-check",
    "returns": "corner-up-left",
    "extensions": "clock",
    "unfounded": "circle-x",
    "statements": "square-pen",
    "statement_filings": "file-input",
    "papers": "signature",
    "pool": "shield-check",
    "cases": "gavel",
    "unaccepted": "inbox",
    "unfinished": "square-pen",
    "notice": "calendar-days",
}
_MEASURES = {"papers": "张", "notice": "项"}
_NUMBER_PX = 26
_NONE_PX = 16


@dataclass(frozen=True, slots=True)
class CardFace:
    """What a card shows: its key (for the icon), word, number, the theme's colour of its number, and its weight."""

    key: str
    label: str
    count: int
    tone: str
    group: str = ""

    @property
    def measure(self) -> str:
        """What is counted: 件 for tickets and cases."""
        return _MEASURES.get(self.key, "件")

    @property
    def calm(self) -> bool:
        """Whether there is nothing to do: such a card steps back."""
        return self.count == 0


class DayCard(QAbstractButton):
    """Painted button with icon, word and number; nothing to do is shown grey, with 无 in place of the number."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._face = CardFace("", "", 0, "accent")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def face(self) -> CardFace:
        """What is shown."""
        return self._face

    def show_face(self, face: CardFace) -> None:
        """Shows a count; the number's colour never speaks without the word above it."""
        self._face = face
        self.setAccessibleName(f"{face.label} {face.count} {face.measure}")
        self.setToolTip("现在没有" if face.calm else f"打开这 {face.count:,} {face.measure}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        face, theme = self._face, self._theme
        icon = theme.pixmap(_ICONS.get(face.key, "list-checks"), "ink_off" if face.calm else face.tone, _ICON)
        painter.drawPixmap(QPoint(_PAD, 11), icon)
        painter.setFont(self._font(theme.size("font"), QFont.Weight.Normal))
        painter.setPen(theme.color("ink_faint" if face.calm else "ink"))
        room = QRectF(_PAD + _ICON + 8, 9, self.width() - 2 * _PAD - _ICON - 8, 24)
        text = painter.fontMetrics().elidedText(face.label, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        self._paint_number(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._theme
        frame = "focus" if self.hasFocus() else "accent" if self.underMouse() else "line"
        painter.setPen(QPen(theme.color(frame), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("select" if self.isDown() else "hover" if self.underMouse() else "paper"))
        edge = 1.0 if self.hasFocus() else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), 6, 6)

    def _paint_number(self, painter: QPainter) -> None:
        face, theme = self._face, self._theme
        base = HEIGHT - 12
        weight = QFont.Weight.Normal if face.calm else QFont.Weight.DemiBold
        painter.setFont(self._font(_NONE_PX if face.calm else _NUMBER_PX, weight))
        painter.setPen(theme.color("ink_faint" if face.calm else face.tone))
        text = "无" if face.calm else f"{face.count:,}"
        painter.drawText(QPoint(_PAD, base), text)
        if not face.calm:
            left = _PAD + painter.fontMetrics().horizontalAdvance(text) + 6
            painter.setFont(self._font(theme.size("font_small"), QFont.Weight.Normal))
            painter.setPen(theme.color("ink_soft"))
            painter.drawText(QPoint(left, base), face.measure)

    def _font(self, pixels: int, weight: QFont.Weight) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(weight)
        return font
