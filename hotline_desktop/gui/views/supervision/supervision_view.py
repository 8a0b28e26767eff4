"""The parts of supervision: pool and cases with one of them beside the list, and talks. Layout only."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hotline_desktop.domain.supervision.case import CaseStage
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.gui.kit.blank import Blank
from hotline_desktop.gui.kit.filter_chip import FilterChip
from hotline_desktop.gui.kit.lazy_parts import LazyParts
from hotline_desktop.gui.kit.record_table import RecordTable
from hotline_desktop.gui.kit.segments import segments
from hotline_desktop.gui.shell.access.withholding import withhold
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.supervision.candidate_panel import CandidatePanel
from hotline_desktop.gui.views.supervision.case_panel import CasePanel
from hotline_desktop.gui.views.supervision.case_rows import CANDIDATE_COLUMNS, CASE_COLUMNS
from hotline_desktop.gui.views.supervision.ladder_strip import LadderStrip
from hotline_desktop.gui.views.supervision.limit_strip import LimitStrip
from hotline_desktop.gui.views.supervision.talks_part import TalksPart

POOL, CASES, TALKS = range(3)
_SEARCH_HINT = "搜索 督办编号、工单号、事项、单位   Ctrl+F"
_LIST, _PANEL, _LEAST_PANEL = 786, 484, 420  # pixels of a list and of what stands beside it
_MATTER = 250  # pixels: some sixteen characters, which tell one matter from another
_PLACES = {POOL: "案源库", CASES: "督办件", TALKS: "约谈"}
_PARTS = {POOL: CandidatePanel, CASES: CasePanel, TALKS: TalksPart}


class SupervisionView(QWidget):
    """``places`` switches between the pool, the cases and the talks; ``ranking`` leads to the quarter's ranking.

    What shows one candidate or case beside its list, and the talks, are made when one turns to them: ``made(place)``.
    """

    made = Signal(int)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._made = LazyParts({place: partial(sort, session) for place, sort in _PARTS.items()}, self._put)
        self._narrow = False
        self.pool = RecordTable(session.theme, CANDIDATE_COLUMNS, "案源库", least=_MATTER)
        self.pool.setToolTip("双击或按回车，纳入督办")
        self.no_candidates = Blank(
            session.theme,
            "shield-check",
            "没有待定的案源",
            "逾期、回访不符、市民不满意、重复三次的工单会自动列到这里；上级督办、媒体曝光、领导批示的用“登记案源”加进来。",
        )
        self.cases = RecordTable(session.theme, CASE_COLUMNS, "督办件")
        self.no_cases = Blank(session.theme, "gavel", "没有督办件", "")
        self.ladder = LadderStrip(session.theme)
        self.limits = LimitStrip(session.theme)
        self.stages = FilterChip(session.theme, "阶段", [stage.value for stage in CaseStage])
        self.units = FilterChip(session.theme, "承办单位")
        self.ended = QCheckBox("也列出已结案和不予督办的")
        self.pools = _stacked(self.pool, self.no_candidates)
        self.lists = _stacked(self.cases, self.no_cases)
        self.sides = (_splitter(self._pool_side()), _splitter(self._cases_side()))
        self._talks_place = QVBoxLayout()
        self._talks_place.setContentsMargins(0, 0, 0, 0)
        talks = QWidget()
        talks.setLayout(self._talks_place)
        self.parts = _stacked(*self.sides, talks)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(self._top())
        layout.addWidget(self.parts, 1)

    @property
    def candidate_panel(self) -> CandidatePanel:
        """One candidate beside the pool, made by being asked for, as the two below."""
        return self._made.of(POOL, CandidatePanel)

    @property
    def case_panel(self) -> CasePanel:
        """One case beside the list of cases."""
        return self._made.of(CASES, CasePanel)

    @property
    def talks(self) -> TalksPart:
        """The talks, their list and one of them."""
        return self._made.of(TALKS, TalksPart)

    def is_made(self, place: int) -> bool:
        """Whether one has turned to a place already."""
        return self._made.is_made(place)

    def _put(self, place: int, part: QWidget) -> None:
        if place == TALKS:
            self._talks_place.addWidget(part)
        else:
            _put_beside(self.sides[place], part)
            self._share(self.sides[place])
        self.made.emit(place)

    def show_place(self, place: int) -> None:
        """Turns to POOL, CASES or TALKS."""
        self._made.make(place)
        self.parts.setCurrentIndex(place)
        self.places[place].setChecked(True)
        self.search.setVisible(place == CASES)
        for widget in (self.completion, self.propose):
            widget.setVisible(place in (POOL, CASES))
        self.ranking.setVisible(place == TALKS)

    def show_counts(self, candidates: int, open_cases: int) -> None:
        """How much waits in each place."""
        for place, count in ((POOL, candidates), (CASES, open_cases)):
            self.places[place].setText(f"{_PLACES[place]} {count}" if count else _PLACES[place])

    def fit(self, narrow: bool) -> None:
        """Gives up what a narrow window has no room for; there the list has all that one of its lines can spare."""
        if narrow != self._narrow:
            self._narrow = narrow
            for side in self.sides:
                self._share(side)
        self.search.setMinimumWidth(140 if narrow else 220)
        self.search.setPlaceholderText("搜索   Ctrl+F" if narrow else _SEARCH_HINT)

    def _share(self, side: QSplitter) -> None:
        side.setSizes([_LIST, _LEAST_PANEL if self._narrow else _PANEL])

    def _top(self) -> QHBoxLayout:
        self.places: dict[int, QPushButton] = {}
        switch = segments(self, _PLACES, self.places)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_SEARCH_HINT)
        self.search.setToolTip("可以输督办编号、工单号、事项或单位里的词")
        self.search.setAccessibleName("搜索督办件")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(400)
        icon = QAction(self._session.theme.icon("search", "ink_faint", 16), "", self.search)
        self.search.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        self.completion = QPushButton()
        self.completion.setProperty("role", "link")
        self.ranking = QPushButton("看季度考核排名")
        self.ranking.setProperty("role", "link")
        self.ranking.setToolTip("季度考核在“统计”里：连续末两位的单位在这里提请约谈（督办二（四））")
        self.propose = QPushButton(self._session.theme.icon("plus", "on_accent"), "登记案源(&D)")
        self.propose.setProperty("role", "primary")
        self.propose.setToolTip("登记上级督办、媒体曝光、领导批示等事项")
        withhold(self._session, Right.HANDLE, self.propose)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(switch)
        row.addWidget(self.search, 3)
        row.addStretch(1)
        row.addWidget(self.completion)
        row.addWidget(self.ranking)
        row.addWidget(self.propose)
        return row

    def _pool_side(self) -> QWidget:
        note = QLabel("每一条都要有结论：纳入督办，或写明理由不予督办（督办二（五）3）。")
        note.setProperty("role", "faint")
        note.setWordWrap(True)
        return _column(self.pools, note)

    def _cases_side(self) -> QWidget:
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for widget in (self.stages, self.units, self.ended):
            chips.addWidget(widget)
        chips.addStretch(1)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        chips.addWidget(self.count)
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.ladder)
        layout.addWidget(self.limits)
        layout.addLayout(chips)
        layout.addWidget(self.lists, 1)
        return side


def _splitter(left: QWidget) -> QSplitter:
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(8)
    splitter.addWidget(left)
    splitter.setCollapsible(0, False)
    return splitter


def _put_beside(splitter: QSplitter, panel: QWidget) -> None:
    splitter.addWidget(panel)
    panel.setMinimumWidth(_LEAST_PANEL)
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 0)


def _stacked(*widgets: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    for widget in widgets:
        stack.addWidget(widget)
    return stack


def _column(*widgets: QWidget) -> QWidget:
    side = QWidget()
    layout = QVBoxLayout(side)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for place, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if place == 0 else 0)
    return side
