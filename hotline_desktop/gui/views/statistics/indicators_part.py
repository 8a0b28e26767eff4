"""指标: a period's indicators beside those before, its units, and every supervised matter that is not finished."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hotline_desktop.domain.records.summaries import CountedBy, TicketFilter
from hotline_desktop.domain.statistics.counting import Measure
from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.statistics.periods import StatKind, StatPeriod, period_with
from hotline_desktop.domain.statistics.ranking import UnitStatistics
from hotline_desktop.domain.statistics.rates import percent
from hotline_desktop.domain.statistics.report import WHOLE, Indicator, Statistics
from hotline_desktop.domain.supervision.case import CaseSummary
from hotline_desktop.gui.shell.background.jobs import Job
from hotline_desktop.gui.shell.dialogs.prompts import EXCEL_FILE, PDF_FILE, WORD_FILE
from hotline_desktop.gui.shell.session.navigation import Place
from hotline_desktop.gui.shell.session.session import Session
from hotline_desktop.gui.views.statistics.indicator_card import completion_texts, indicator_texts
from hotline_desktop.gui.views.statistics.indicators_view import COMPLETION, MEASURES, IndicatorsView
from hotline_desktop.gui.views.statistics.unit_bars import unit_bars

NARROW, LOW = 980, 560


class IndicatorsPart(QWidget):
    """Shows the current quarter until another period is chosen; the one that runs is followed over its end."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._job: Job | None = None
        self.period: StatPeriod | None = None
        self._running = False  # whether ``period`` was chosen while today lay in it
        self.found: Statistics | None = None
        self.card = Indicator.CONTACT.value
        self.view = view = IndicatorsView(session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)
        view.bar.chosen.connect(self._choose)
        for name, card in view.cards.items():
            card.clicked.connect(lambda _on=False, name=name: self.show_card(str(name)))
        view.units.cell_opened.connect(self._open_number)
        view.missed.clicked.connect(self._open_missed)
        view.cases.opened.connect(self._show_case)
        view.excel.clicked.connect(lambda: self.write(EXCEL_FILE, ".xlsx"))
        view.paper.clicked.connect(lambda: self.write(f"{WORD_FILE};;{PDF_FILE}", ".docx"))

    def load(self) -> None:
        """Fetches the figures again, of the period that runs now where it was the running one."""
        today = self._session.clock().date()
        if self._running and self.period is not None and not self.period.holds(today):
            self.period = period_with(self.period.kind, today, self.period.first_month)
        statistics, period = self._session.office.statistics, self.period
        if self._job is not None:
            self._job.cancel()
        self._job = self._session.jobs.run(
            lambda: statistics.of(period or statistics.period(StatKind.QUARTER)),
            self._show,
            owner=self,
            label="正在统计",
        )

    def show_card(self, name: str) -> None:
        """Shows beside the units what the card of that name tells."""
        self.card = name
        view, found = self.view, self.found
        view.cards[name].setChecked(True)
        if found is None:
            return
        view.missed.setVisible(name != COMPLETION)
        if name == COMPLETION:
            exceptions = found.completion.exceptions
            view.side_title.setText(f"未办结的督办件 {len(exceptions)} 件" if exceptions else COMPLETION)
            view.cases.records.show_rows(exceptions)
            view.cases.select_row(0)
            view.side.setCurrentWidget(view.cases if exceptions else view.all_done)
            return
        bars, target = unit_bars(found.now.whole, found.now.units, Indicator(name)), found.targets.get(name)
        goal = f"（目标 {percent(target)}%）" if target is not None else ""
        view.side_title.setText(f"各单位{name}{goal}")
        view.missed.setText(f"看“{Indicator(name).missed}”的工单…")
        view.bars.show_bars(bars, f"{found.now.period.as_text}各单位{name}", target)
        view.side.setCurrentIndex(0)

    def write(self, kinds: str, ending: str) -> None:
        """Writes the figures to a file that the clerk names."""
        found, prompts = self.found, self._session.prompts
        if found is None or (found.now.is_empty and not found.completion.rate.whole):
            prompts.say("这段时间没有内容，没有导出。")
            return
        period, statistics = found.now.period, self._session.office.statistics
        out = prompts.save_file("保存统计", f"热线工作统计_{_stamp(period)}{ending}", kinds)
        if out is None:
            return
        self._session.jobs.run(
            lambda: statistics.write(period, out),
            lambda _nothing: prompts.say(f"已保存：{out.name}", "打开", lambda: _open(out)),
            failed=lambda error: prompts.error(error, "没有保存"),
            owner=self,
            label="正在保存统计",
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view.fit(self.width() < NARROW, self.height() < LOW)

    # -- inside --------------------------------------------------------------------------------------------

    def _choose(self, period: StatPeriod) -> None:
        self.period = period
        self._running = period.kind is not StatKind.OWN and period.holds(self._session.clock().date())
        self.load()

    def _show(self, found: Statistics) -> None:
        self.found = found
        view, now = self.view, found.now
        if self.period is not None:
            self.period = now.period
        view.bar.show_period(now.period)
        for indicator in Indicator:
            view.cards[indicator].show_texts(indicator_texts(found, indicator))
        view.cards[COMPLETION].show_texts(completion_texts(found))
        view.give_room()
        view.units.records.show_rows((now.whole, *now.units))
        view.show_notes(found)
        view.units.select_row(0)
        view.types.setText(found.request_types_text)
        view.types.setVisible(bool(found.request_types_text))
        empty = now.is_empty and not found.completion.rate.whole and all(each.is_empty for each in found.earlier)
        view.body.setCurrentWidget(view.none if empty else view.body.widget(0))
        self.show_card(self.card)

    def _open_number(self, row: UnitStatistics, caption: str) -> None:
        """The tickets that a number counts, those of the row's 受理量 where it is no number."""
        if caption == LapseKind.SUPERVISED:
            self._session.navigator.go(Place.SUPERVISION)
        else:
            self._open(MEASURES.get(caption, Measure.RECEIVED), row.unit)

    def _open_missed(self) -> None:
        self._open(Indicator(self.card).missed, WHOLE)

    def _open(self, measure: Measure, unit: str) -> None:
        if self.found is None:
            return
        period = self.found.now.period
        by = CountedBy(measure.value, "" if unit == WHOLE else unit, period.first, period.last)
        self._session.navigator.show_tickets(TicketFilter(counted=by))

    def _show_case(self, case: CaseSummary) -> None:
        self._session.navigator.go(Place.SUPERVISION, case.id)


def _stamp(period: StatPeriod) -> str:
    return f"{period.first:%Y%m%d}-{period.last:%Y%m%d}" if period.kind is StatKind.OWN else period.as_text


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
