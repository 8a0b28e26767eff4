"""统计: the office's figures of a period, and the quarter's ranking."""

from __future__ import annotations

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.gui.shell.dialogs.prompts import EXCEL_FILE, PDF_FILE, WORD_FILE
from hotline_desktop.gui.shell.pages.parts_page import PartsPage
from hotline_desktop.gui.shell.session.navigation import Place, TalkWith
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.statistics.indicators_part import IndicatorsPart
from hotline_desktop.gui.views.statistics.ranking_part import RankingPart

INDICATORS, RANKING = "figures", "ranking"
_LABELS = {INDICATORS: "指标", RANKING: "季度考核"}


class StatisticsPage(PartsPage[IndicatorsPart | RankingPart]):
    """Opens at ``indicators`` or at ``ranking``."""

    help_chapter = "45_statistics.md"

    def __init__(self, session: Session) -> None:
        super().__init__(session, _LABELS, {INDICATORS: lambda: IndicatorsPart(session), RANKING: self._make_ranking})

    @property
    def indicators(self) -> IndicatorsPart:
        """The figures of a period; made by being asked for, as the one below."""
        return self.made.of(INDICATORS, IndicatorsPart)

    @property
    def ranking(self) -> RankingPart:
        """The quarter's ranking."""
        return self.made.of(RANKING, RankingPart)

    def refresh(self, changes: Changes) -> None:
        if changes.everything or changes.tickets or changes.cases or changes.settings or changes.units:
            self.in_front.load()

    def open_at(self, target: object) -> None:
        if isinstance(target, str) and target in _LABELS:
            self.show_part(target)

    def print_out(self) -> None:
        """Ctrl+P: what is in front as Word or PDF, which is printed from there."""
        part = self.in_front
        if isinstance(part, IndicatorsPart):
            part.write(f"{PDF_FILE};;{WORD_FILE}", ".pdf")
        else:
            part.report.click()

    def export(self) -> bool:
        """Ctrl+E: what is in front as an Excel file."""
        part = self.in_front
        if isinstance(part, IndicatorsPart):
            part.write(EXCEL_FILE, ".xlsx")
        else:
            part.report.click()
        return True

    def _make_ranking(self) -> RankingPart:
        ranking, go = RankingPart(self.session), self.session.navigator.go
        ranking.talk_asked.connect(lambda unit: go(Place.SUPERVISION, TalkWith(unit)))
        return ranking
