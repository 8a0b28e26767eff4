"""The five methods of supervision as a ladder: how many cases stand on each rung, and a way to list them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from hotline_desktop.domain.supervision.options import LADDER, METHOD_CLAUSES
from hotline_desktop.domain.terms.options import SupervisionMethod
from hotline_desktop.domain.time.deadline import Light
from hotline_desktop.gui.kit.hints import hint
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.views.supervision.case_rows import CaseRow

_HEIGHT = 68
_STEP = 5  # each rung stands a little higher than the one before
_PAD = 12


class LadderStrip(QWidget):
    """``chosen(SupervisionMethod or None)`` when a rung is picked, or picked again to see all."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.rungs = {method: _Rung(theme, method, place) for place, method in enumerate(LADDER)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for method, rung in self.rungs.items():
            row.addWidget(rung)
            rung.clicked.connect(lambda _on=False, method=method: self._pick(method))

    @property
    def method(self) -> SupervisionMethod | None:
        """The rung that the list is narrowed to."""
        return next((method for method, rung in self.rungs.items() if rung.isChecked()), None)

    def choose(self, method: SupervisionMethod | None) -> None:
        """Narrows to a rung, to none where there is none, without ``chosen``."""
        for other, rung in self.rungs.items():
            rung.setChecked(other is method)

    def show_cases(self, rows: Iterable[CaseRow]) -> None:
        """Counts the open cases and those overdue on every rung."""
        counted = dict.fromkeys(LADDER, (0, 0))
        for row in rows:
            if row.case.stage.is_open:
                count, late = counted[row.case.method]
                counted[row.case.method] = (count + 1, late + (row.light is Light.OVERDUE))
        for method, (count, late) in counted.items():
            self.rungs[method].show_count(count, late)

    def _pick(self, method: SupervisionMethod) -> None:
        for other, rung in self.rungs.items():
            rung.setChecked(rung.isChecked() and other is method)
        self.chosen.emit(self.method)


class _Rung(QAbstractButton):
    """One method: its word, the number of its cases, and in red how many of them are overdue."""

    def __init__(self, theme: Theme, method: SupervisionMethod, place: int) -> None:
        super().__init__()
        self._theme, self._method, self._place = theme, method, place
        self._count = self._late = 0
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        clause = METHOD_CLAUSES[method]
        self.setToolTip(hint(f"{clause.ref}：{clause.text}", "点一下只看这一级的督办件，再点一下看全部。"))

    @property
    def count(self) -> int:
        """How many open cases stand on this rung."""
        return self._count

    @property
    def as_text(self) -> str:
        """``2 件，逾期 1 件``."""
        late = f"，逾期 {self._late} 件" if self._late else ""
        return f"{self._count} 件{late}" if self._count else "没有"

    def show_count(self, count: int, late: int) -> None:
        """Shows other numbers."""
        self._count, self._late = count, late
        self.setAccessibleName(f"{self._method} {count} 件，逾期 {late} 件")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(140, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, top = self._theme, (len(LADDER) - 1 - self._place) * _STEP
        on = self.isChecked()
        edge = "focus" if self.hasFocus() else "accent" if on else "line"
        painter.setPen(QPen(theme.color(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("accent_wash" if on else "paper"))
        painter.drawRoundedRect(self.rect().adjusted(1, top + 1, -2, -2), 6, 6)
        area = self.rect().adjusted(_PAD, top, -_PAD, 0)
        painter.setFont(self._font("font", QFont.Weight.DemiBold if self._count else QFont.Weight.Normal))
        painter.setPen(theme.color("ink" if self._count else "ink_faint"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(0, 5, 0, -area.height() // 2), left, self._method.value)
        painter.setFont(self._font("font_small", QFont.Weight.Normal))
        lower = area.adjusted(0, area.height() // 2, 0, -5)
        painter.setPen(theme.color("red" if self._late else "ink_soft" if self._count else "ink_faint"))
        painter.drawText(lower, left, self.as_text)
        painter.end()

    def _font(self, size: str, weight: QFont.Weight) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.size(size))
        font.setWeight(weight)
        return font
