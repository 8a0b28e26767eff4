"""The office's figures on screen: cards above, the units below, and beside them what a card tells. Layout only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.papers.statistics import reconciled_text
from hotline_desktop.domain.statistics.counting import Measure
from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.statistics.ranking import UnitStatistics
from hotline_desktop.domain.statistics.report import WHOLE, Indicator, Statistics, Volume
from hotline_desktop.domain.supervision.case import CaseSummary
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.lines import OneLine
from hotline_desktop.gui.kit.record_list import LAST_EXTRA, RecordColumn
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.scrolled import scrolled
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.statistics.indicator_card import IndicatorCard
from hotline_desktop.gui.views.statistics.period_bar import PeriodBar
from hotline_desktop.gui.views.statistics.unit_bars import UnitBars

COMPLETION = "督办办结率"
_LEAST = 220  # pixels of units and bars below which the page scrolls


def _rate(indicator: Indicator) -> Callable[[UnitStatistics], str]:
    return lambda row: indicator.of(row).as_text


def _lapse(kind: LapseKind) -> Callable[[UnitStatistics], str]:
    return lambda row: str(row.lapse(kind)) if row.lapse(kind) else ""


def _red(_row: Any) -> str:
    return "red"


def _number(key: str) -> Callable[[UnitStatistics], str]:
    return lambda row: f"{getattr(row, key):,}"


def _reconciled(row: UnitStatistics) -> str:
    return reconciled_text(row)


UNIT_COLUMNS = (
    RecordColumn("单位", 0, lambda row: row.unit, lambda row: "accent" if row.unit == WHOLE else "ink"),
    RecordColumn("受理", 56, _number("received"), right=True),
    RecordColumn("结案", 56, _number("closed"), right=True, extra=LAST_EXTRA),
    RecordColumn("在办", 56, _number("remaining"), tip=_reconciled, right=True),
    RecordColumn("在办逾期", 76, _number("open_overdue"), lambda row: "red" if row.open_overdue else "ink", right=True),
    *(RecordColumn(each.value, 90, _rate(each), right=True, extra=True) for each in Indicator),
    RecordColumn("补计", 52, _number("late"), right=True, extra=True),
    RecordColumn("逾期", 52, _lapse(LapseKind.OVERDUE), _red, right=True, extra=True),
    RecordColumn("逾期退单", 76, _lapse(LapseKind.LATE_RETURN), _red, right=True, extra=True),
    RecordColumn("督办", 52, _lapse(LapseKind.SUPERVISED), _red, right=True, extra=True),
)
# Which tickets a number opens, by the caption of its column.
MEASURES = {
    "受理": Measure.RECEIVED,
    "结案": Measure.CLOSED,
    "在办": Measure.REMAINING,
    "补计": Measure.LATE,
    **{
        each.value: each
        for each in (
            *(Measure.OPEN_OVERDUE, Measure.OVERDUE, Measure.LATE_RETURN),
            *(Measure(indicator.value) for indicator in Indicator),
        )
    },
}


def _whole_case(case: CaseSummary) -> str:
    due = f"时限 {case.due:%Y-%m-%d %H:%M}" if case.due else "未计时"
    return f"{case.number}　{case.unit}　{case.title}　{case.stage}，{due}"


CASE_COLUMNS = (
    RecordColumn("督办编号", 160, lambda case: case.number or "（案源）", tip=_whole_case),
    RecordColumn("承办单位", 0, lambda case: case.unit, tip=_whole_case),
)


class IndicatorsView(QWidget):
    """``cards`` are by their names; the one that is down decides what ``side`` shows."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._low = self._narrow = False
        theme = session.theme
        self.bar = PeriodBar(session)
        self.cards = {name: IndicatorCard(theme) for name in (*Indicator, COMPLETION)}
        self.units = RecordTable(theme, UNIT_COLUMNS, "各单位")
        self.units.setToolTip("双击一个数，或移到它上面按回车，看的就是它数进去的那些工单")
        self.bars = UnitBars(theme)
        self.cases = RecordTable(theme, CASE_COLUMNS, "未办结的督办件")
        self.cases.setToolTip("双击或按回车，打开这件督办")
        self.all_done = Blank(theme, "shield-check", "没有未办结的督办件", "这段时间的督办件都已结案。")
        self.none = Blank(theme, "chart-column", "这段时间没有工单", "换一个期间再看。")
        self.missed = QPushButton()
        self.missed.setProperty("role", "link")
        self.state, self.note = OneLine(), QLabel()
        self.state.setProperty("role", "soft")
        self.note.setWordWrap(True)
        self.side_title = QLabel()
        self.side_title.setProperty("role", "head")
        self.side = QStackedWidget()
        for widget in (self._in_scroller(self.bars), self.cases, self.all_done):
            self.side.addWidget(widget)
        self.body = QStackedWidget()
        self.body.addWidget(self._tables())
        self.body.addWidget(self.none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._top())
        layout.addWidget(self.body, 1)

    def show_notes(self, found: Statistics) -> None:
        """Says whether the period is over, how the volumes moved, and how everything is reconciled."""
        self.state.setText(found.state)
        self.state.setToolTip(found.state)
        moved = "；".join(f"{volume}{'，'.join(found.changes(volume))}" for volume in Volume)
        self.note.setText(
            f"{moved}。{''.join(found.notes)}\n全镇{reconciled_text(found.now.whole)}。"
            "全镇按受理日期计受理，单位按转交给它的日期计；各项比率按结案日期计，没有可计数的记“—”。"
        )

    def fit(self, narrow: bool, low: bool) -> None:
        """Gives up what a narrow or a low window has no room for."""
        self._low, self._narrow = low, narrow
        self.give_room()
        for button, word in ((self.excel, "Excel"), (self.paper, "统计表…")):
            button.setText("" if narrow else word)

    def give_room(self) -> None:
        """Cards of one height, with a line about targets where any is set."""
        targets = any(card.texts.target for card in self.cards.values())
        late = any(card.texts.overdue for card in self.cards.values())
        for card in self.cards.values():
            card.set_room(self._low, targets, self._narrow and late)

    def _top(self) -> QHBoxLayout:
        theme = self._session.theme
        self.excel = QPushButton(theme.icon("file-spreadsheet"), "Excel")
        self.excel.setAccessibleName("导出 Excel")
        self.excel.setToolTip("把这一期的数字导出为 Excel（Ctrl+E）")
        self.paper = QPushButton(theme.icon("printer"), "统计表…")
        self.paper.setAccessibleName("统计表")
        self.paper.setToolTip("把这一期写成统计表：Word 或 PDF，A4 横放（Ctrl+P）")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.bar)
        row.addWidget(self.state, 1)
        row.addWidget(self.excel)
        row.addWidget(self.paper)
        return row

    def _tables(self) -> QScrollArea:
        group = QButtonGroup(self)
        cards = QHBoxLayout()
        cards.setSpacing(8)
        for card in self.cards.values():
            group.addButton(card)
            cards.addWidget(card)
        self.types = QLabel()
        self.types.setProperty("role", "faint")
        self.types.setWordWrap(True)
        self.note.setProperty("role", "faint")
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(cards)
        layout.addWidget(self._lower(), 1)
        layout.addWidget(self.types)
        layout.addWidget(self.note)
        return scrolled(page)

    def _lower(self) -> QSplitter:
        panel = QFrame()
        panel.setProperty("role", "panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(12, 10, 12, 12)
        inner.setSpacing(8)
        inner.addWidget(self.side_title)
        inner.addWidget(self.side, 1)
        inner.addWidget(self.missed)
        panel.setMinimumWidth(280)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(8)
        splitter.setMinimumHeight(_LEAST)
        splitter.addWidget(self.units)
        splitter.addWidget(panel)
        splitter.setCollapsible(0, False)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([920, 340])
        return splitter

    def _in_scroller(self, widget: QWidget) -> QScrollArea:
        held = QWidget()
        layout = QVBoxLayout(held)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.addWidget(widget)
        layout.addStretch(1)
        return scrolled(held)
