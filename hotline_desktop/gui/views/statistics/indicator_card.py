"""One indicator of the office as a card: its rate, what it was counted from, and the periods before as bars."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from hotline_desktop.domain.papers.statistics import counted_text
from hotline_desktop.domain.statistics.rates import Rate
from hotline_desktop.domain.statistics.report import Indicator, Statistics
from hotline_desktop.domain.statistics.targets import target_text
from hotline_desktop.domain.supervision.case import CaseSummary
from hotline_desktop.gui.kit.hints import hint
from hotline_desktop.gui.kit.theme import Theme
from hotline_desktop.gui.views.statistics.painting import draw_text, font_at

_HEIGHT, _LOW = 190, 106
_POINTS, _BESIDE = " 个百分点", "另有 "
_SHORT = {"月没有记录": "上期记录不全", "只计数量": "上期只计数量"}  # of the period before, by how the words end
_PAD = 12
_TALLEST = 44
_NAMES = 4
_LABEL = 18
_LINE = 20
_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class CardTexts:
    """What a card says. ``bars`` are the periods, the oldest first, each with its short name and its rate.

    ``lines`` stand in the place of bars. ``overdue`` is what the rate leaves out because it is not finished;
    ``target`` says in words how the rate stands to what is ``goal``, which is drawn as a line over the bars.
    """

    name: str
    rate: str
    counted: str
    change: str
    tip: str
    bars: tuple[tuple[str, Rate], ...] = ()
    tone: str = "ink"
    lines: tuple[str, ...] = ()
    overdue: str = ""
    target: str = ""
    goal: Fraction | None = None


def indicator_texts(found: Statistics, indicator: Indicator) -> CardTexts:
    """The card of an indicator."""
    now, past = indicator.of(found.now.whole), indicator.of(found.past.whole)
    change, year = found.changes(indicator)
    tone = "red" if "低" in change else "green" if "高" in change else "ink_soft"
    goal, late = found.targets.get(indicator.value), found.now.whole.open_overdue
    target = target_text(now, goal)
    overdue = f"{_BESIDE}{late:,} 件逾期未结" if late else ""
    bars = tuple((each.period.short, indicator.of(each.whole)) for each in found.trail)
    return CardTexts(
        indicator.value,
        now.as_text,
        counted_text(now) or "没有可计数的工单",
        _short(change) or f"上期 {past.as_text}",
        f"{indicator.message}。{'，'.join(filter(None, (change, year, target, overdue)))}。点一下看各单位。",
        bars,
        tone,
        overdue=overdue,
        target=target,
        goal=goal,
    )


def _brief(text: str) -> str:
    """The short form of what has no room, whose whole the tooltip says: ``未到目标 95%``, ``14 件逾期``."""
    if text.startswith(_BESIDE):
        return text.removeprefix(_BESIDE).removesuffix("未结")
    return text.removesuffix(_POINTS) if not text.startswith("未") else text.partition("，")[0]


def _short(change: str) -> str:
    """``上期不足一期`` from ``上期记录自9月24日起，不足一期``: a card has a short line, its tooltip the whole."""
    for ending, short in _SHORT.items():
        if change.startswith("上期") and change.endswith(ending):
            return short
    return f"上期{change.rpartition('，')[2]}" if change.startswith(("上期记录自", "上期同期记录自")) else change


def completion_texts(found: Statistics) -> CardTexts:
    """The card of 督办办结率: what keeps it below 100 %, by name. 督办二（五）1."""
    done = found.completion
    names = "、".join(case.number or case.title for case in done.exceptions)
    missing = f"未办结 {len(done.exceptions)} 件" if done.exceptions else "没有未办结的" if done.rate.whole else ""
    return CardTexts(
        "督办办结率",
        done.rate.as_text,
        counted_text(done.rate) or "这段时间没有督办件",
        missing,
        f"要求达到 100%（督办二（五）1）。{f'未办结：{names}。' if names else ''}点一下逐件看。",
        tone="red" if done.exceptions else "green",
        lines=_named(done.exceptions),
    )


def _named(cases: tuple[CaseSummary, ...]) -> tuple[str, ...]:
    """As many names as a card has room for."""
    names = [case.number or case.title for case in cases]
    if len(names) <= _NAMES:
        return tuple(names)
    return (*names[: _NAMES - 1], f"另有 {len(names) - _NAMES + 1} 件")


class IndicatorCard(QAbstractButton):
    """Checkable: the card that is down decides what stands beside the table of units."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.texts = CardTexts("", "", "", "", "")
        self._low = self._narrow = False
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_texts(self, texts: CardTexts) -> None:
        """Shows other figures."""
        self.texts = texts
        earlier = "，".join(f"{name} {rate.as_text}" for name, rate in texts.bars[:-1])
        said = (texts.name, texts.rate, texts.overdue, texts.counted, texts.change, texts.target, earlier)
        message = "，".join(filter(None, said))
        self.setAccessibleName(message)
        self.setToolTip(hint(texts.tip))
        self.update()

    def set_room(self, low: bool, targets: bool, narrow: bool = False) -> None:
        """Leaves the bars out where there is no room for them, and makes room for a line about ``targets``.

        In a ``narrow`` window what the rate leaves out has a line of its own.
        """
        self._low, self._narrow = low, narrow
        self.setFixedHeight((_LOW if low else _HEIGHT) + _LINE * (targets + narrow))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(190, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, on = self._theme, self.isChecked()
        painter.setPen(QPen(theme.color("accent" if on or self.hasFocus() else "line"), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color("accent_wash" if on else "paper"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        self._draw_head(painter)
        if not self._low:
            self._draw_bars(painter)
            self._draw_lines(painter)
        painter.end()

    def _draw_head(self, painter: QPainter) -> None:
        theme, texts, width = self._theme, self.texts, self.width() - 2 * _PAD
        lines = (
            (_PAD - 2, 20, "font", QFont.Weight.DemiBold, "ink_soft", texts.name),
            (30, 30, "font_title", QFont.Weight.DemiBold, "ink", texts.rate),
            *(
                (60 + place * 19, 20, "font_small", QFont.Weight.Normal, tone, text)
                for place, (tone, text) in enumerate(self._notes())
            ),
        )
        for top, height, size, weight, color, text in lines:
            painter.setFont(font_at(self, theme, size, weight))
            painter.setPen(theme.color(color))
            fits = painter.fontMetrics().horizontalAdvance(text) <= width
            draw_text(painter, QRectF(_PAD, top, width, height), text if fits else _brief(text))
        if not self._narrow:
            self._draw_overdue(painter, width)

    def _notes(self) -> list[tuple[str, str]]:
        """The small lines under the rate, each with its colour."""
        texts = self.texts
        notes = [("ink_soft", texts.counted), (texts.tone, texts.change)]
        if texts.target:
            notes.append(("red" if texts.target.startswith("未") else "green", texts.target))
        if texts.overdue and self._narrow:
            notes.append(("red", texts.overdue))
        return notes

    def _draw_overdue(self, painter: QPainter, width: float) -> None:
        """Beside the rate what it does not count, as far as there is room; the short form where there is less."""
        theme, texts = self._theme, self.texts
        painter.setFont(font_at(self, theme, "font_title", QFont.Weight.DemiBold))
        left = _PAD + painter.fontMetrics().horizontalAdvance(texts.rate) + 8
        painter.setFont(font_at(self, theme, "font_small"))
        painter.setPen(theme.color("red"))
        area = QRectF(left, 32, _PAD + width - left, 30)
        fits = painter.fontMetrics().horizontalAdvance(texts.overdue) <= area.width()
        draw_text(painter, area, texts.overdue if fits else _brief(texts.overdue), Qt.AlignmentFlag.AlignRight)

    def _draw_lines(self, painter: QPainter) -> None:
        painter.setFont(font_at(self, self._theme, "font_small"))
        painter.setPen(self._theme.color("ink"))
        for place, line in enumerate(self.texts.lines):
            draw_text(painter, QRectF(_PAD, 103 + place * 19, self.width() - 2 * _PAD, 19), line)

    def _draw_bars(self, painter: QPainter) -> None:
        """Each period's bar with its rate above and its name below; the present one in the accent colour."""
        theme, bars = self._theme, self.texts.bars
        step = (self.width() - 2 * _PAD) / max(len(bars), 1)
        foot = self.height() - _PAD - _LABEL + 6
        painter.setFont(font_at(self, theme, "font_small"))
        goal = self.texts.goal
        if goal is not None:
            painter.setPen(QPen(theme.color("focus"), 1, Qt.PenStyle.DashLine))
            across = foot - float(goal) * _TALLEST
            painter.drawLine(QPointF(_PAD, across), QPointF(self.width() - _PAD, across))
        for place, (name, rate) in enumerate(bars):
            now = place == len(bars) - 1
            column = QRectF(_PAD + place * step, 0, step, 0)
            tall = float(rate.value) * _TALLEST if rate.value is not None else 0
            bar = QRectF(column.left() + step / 2 - 9, foot - tall, 18, tall)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent" if now else "line_strong"))
            painter.drawRect(bar)
            painter.setPen(QPen(theme.color("line_strong"), 1))
            painter.drawLine(
                QRectF(column.left(), foot, step, 0).topLeft(), QRectF(column.right(), foot, 0, 0).topLeft()
            )
            painter.setPen(theme.color("ink" if now else "ink_soft"))
            value = rate.as_text.removesuffix("%")
            draw_text(painter, QRectF(column.left(), foot - tall - _LABEL, step, _LABEL), value, _CENTRE)
            draw_text(painter, QRectF(column.left(), foot + 1, step, _LABEL), name, _CENTRE)
