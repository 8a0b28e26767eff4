"""统计: the office's figures of a period, on screen and as files. 督办二（五）."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hotline_desktop.domain.papers.kinds import PaperKind
from hotline_desktop.domain.papers.statistics import statistics_report, statistics_rows
from hotline_desktop.domain.statistics.periods import StatKind, StatPeriod, own_period, period_with
from hotline_desktop.domain.statistics.report import PeriodFigures, Statistics, completion_in, period_figures
from hotline_desktop.domain.supervision.case import CaseFilter
from hotline_desktop.services.case_titles import shown_cases
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.services.counting import counted_between
from hotline_desktop.services.papers import Papers
from hotline_desktop.storage import cases, statistics
from hotline_desktop.storage.database import Connection

EARLIER = 3
_WIDTHS = (24, 8, 8, 12, 12, 12, 12, 10, 8, 10, 8)


class OfficeStatistics:
    """What a clerk can ask of the office's figures. Nobody's name or phone is in them."""

    def __init__(self, office: OfficeContext, papers: Papers) -> None:
        self._office, self._papers = office, papers

    def period(self, kind: StatKind, day: date | None = None) -> StatPeriod:
        """The month, quarter or ranking year that ``day`` lies in, today's where none is given."""
        with self._office.db.read() as c:
            return period_with(kind, day or self._office.now().date(), self._office.settings(c).first_month)

    def own(self, first: date, last: date) -> StatPeriod:
        """Days of one's own choice."""
        return own_period(first, last)

    def of(self, period: StatPeriod) -> Statistics:
        """The figures of ``period`` and of those before it."""
        earlier = [period.before]
        while len(earlier) < (1 if period.kind is StatKind.OWN else EARLIER):
            earlier.append(earlier[-1].before)
        with self._office.db.read() as c:
            now, *before = (_figures(c, each) for each in (period, *earlier))
            completed = completion_in(period, cases.all(c, CaseFilter()))
            completed = replace(completed, exceptions=shown_cases(c, completed.exceptions))
            types = statistics.request_types(c, period.first, period.last)
            return Statistics(now, tuple(reversed(before)), completed, types)

    def write(self, period: StatPeriod, out: Path) -> None:
        """Writes the figures to ``out``: a report as Word or PDF, or the table of units as Excel.

        Raises HotlineError where the file cannot be written; an old file stays as it was then.
        """
        found = self.of(period)
        if out.suffix.lower() == ".xlsx":
            self._write_sheet(found, out)
            return
        with self._office.db.read() as c:
            settings = self._office.settings(c)
        record = statistics_report(found, settings.town, settings.center, self._office.now().date())
        self._papers.write_record(PaperKind.STATISTICS, record, out)

    def _write_sheet(self, found: Statistics, out: Path) -> None:
        from hotline_desktop.exchange.writer import Layout, write_table

        headers, rows = statistics_rows(found)
        write_table(out, headers, [(*row, *("",) * (len(headers) - len(row))) for row in rows], Layout("统计", _WIDTHS))


def _figures(c: Connection, period: StatPeriod) -> PeriodFigures:
    return period_figures(period, *counted_between(c, period.first, period.last))
