"""统计: the office's figures of a period, and the quarter's ranking."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.navigation import Place, TalkWith
from hotline_desktop.gui.shell.page import Page
from hotline_desktop.gui.shell.prompts import EXCEL_FILE, PDF_FILE, WORD_FILE
from hotline_desktop.gui.shell.session import Session
from hotline_desktop.gui.views.registers.registers_view import segments
from hotline_desktop.gui.views.statistics.indicators_part import IndicatorsPart
from hotline_desktop.gui.views.statistics.ranking_part import RankingPart

INDICATORS, RANKING = "figures", "ranking"
_LABELS = {INDICATORS: "指标", RANKING: "季度考核"}


class StatisticsPage(Page):
    """Opens at ``indicators`` or at ``ranking``."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.indicators, self.ranking = IndicatorsPart(session), RankingPart(session)
        self._parts: dict[str, IndicatorsPart | RankingPart] = {INDICATORS: self.indicators, RANKING: self.ranking}
        self.places: dict[str, QPushButton] = {}
        self.parts = QStackedWidget()
        for part in self._parts.values():
            self.parts.addWidget(part)
        top = QHBoxLayout()
        top.addLayout(segments(self, _LABELS, self.places))
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addWidget(self.parts, 1)
        for place, button in self.places.items():
            button.clicked.connect(lambda _on=False, place=place: self.show_part(place))
        self.places[INDICATORS].setChecked(True)
        self.ranking.talk_asked.connect(lambda unit: session.navigator.go(Place.SUPERVISION, TalkWith(unit)))

    def refresh(self, changes: Changes) -> None:
        if changes.everything or changes.tickets or changes.cases or changes.settings or changes.units:
            self._load()

    def open_at(self, target: object) -> None:
        if isinstance(target, str) and target in _LABELS:
            self.show_part(target)

    def show_part(self, place: str) -> None:
        """Turns to one of the two parts and fetches it."""
        self.places[place].setChecked(True)
        self.parts.setCurrentWidget(self._parts[place])
        self._load()

    def come_in(self) -> None:
        place = INDICATORS if self.parts.currentWidget() is self.indicators else RANKING
        self.places[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def print_out(self) -> None:
        """Ctrl+P: what is in front as Word or PDF, which is printed from there."""
        if self.parts.currentWidget() is self.indicators:
            self.indicators.write(f"{PDF_FILE};;{WORD_FILE}", ".pdf")
        else:
            self.ranking.report.click()

    def export(self) -> bool:
        """Ctrl+E: what is in front as an Excel file."""
        if self.parts.currentWidget() is self.indicators:
            self.indicators.write(EXCEL_FILE, ".xlsx")
        else:
            self.ranking.report.click()
        return True

    def _load(self) -> None:
        part = self.parts.currentWidget()
        if isinstance(part, IndicatorsPart | RankingPart):
            part.load()
