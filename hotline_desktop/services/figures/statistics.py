"""统计: the office's figures of a period, on screen and as files. 督办二（五）."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hotline_desktop.domain.papers.statistics import statistics_report, statistics_rows
from hotline_desktop.domain.records.summaries import TicketSummary
from hotline_desktop.domain.statistics.counting import CountedSpan, Measure
from hotline_desktop.domain.statistics.handling import TOWN
from hotline_desktop.domain.statistics.periods import StatKind, StatPeriod, own_period, period_with, read_period
from hotline_desktop.domain.statistics.report import (
    WHOLE,
    Statistics,
    completion_in,
    period_statistics,
)
from hotline_desktop.domain.statistics.targets import read_targets
from hotline_desktop.domain.supervision.case import CaseFilter
from hotline_desktop.domain.terms.paper_kinds import PaperKind
from hotline_desktop.domain.ticket.masking import hide_confidential
from hotline_desktop.services.figures.counting import counted, coverage, late_lines
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.services.papers.writer import PaperWriter
from hotline_desktop.services.records.case_titles import shown_cases
from hotline_desktop.storage.figures import statistics
from hotline_desktop.storage.office import units
from hotline_desktop.storage.records import cases, tickets

EARLIER = 3
_WIDTHS = (24, 8, 8, 12, 12, 12, 12, 10, 8, 10, 8)


class OfficeStatistics:
    """What a clerk can ask of the office's figures. Nobody's name or phone is in them."""

    def __init__(self, office: OfficeContext, papers: PaperWriter) -> None:
        self._office, self._papers = office, papers

    def period(self, kind: StatKind, day: date | None = None) -> StatPeriod:
        """The month, quarter or ranking year that ``day`` lies in, today's where none is given."""
        with self._office.db.read() as c:
            return period_with(kind, day or self._office.now().date(), self._office.settings(c).first_month)

    def own(self, first: date, last: date) -> StatPeriod:
        """Days of one's own choice."""
        return own_period(first, last)

    def read(self, text: str) -> StatPeriod:
        """The period that a person writes: ``2026-11``, ``2026-Q4`` … Raises HotlineError."""
        with self._office.db.read() as c:
            return read_period(text, self._office.settings(c).first_month)

    def of(self, period: StatPeriod) -> Statistics:
        """The figures of ``period``, of those before it, and of what it is compared with."""
        earlier = [period.before]
        while len(earlier) < (1 if period.kind is StatKind.OWN else EARLIER):
            earlier.append(earlier[-1].before)
        now = self._office.now()
        days = period.days_until(now.date())
        past, year_ago = ((each.beginning(days) if days else each) for each in (period.before, period.year_ago))
        periods = (period, *earlier, past, year_ago)
        with self._office.db.read() as c:
            settings = self._office.settings(c)
            spans = [CountedSpan(each.first, each.last, now) for each in periods]
            counts = counted(c, spans, settings)
            figures = [period_statistics(*each) for each in zip(periods, counts, strict=True)]
            completed = completion_in(period, cases.all(c, CaseFilter()))
            return Statistics(
                figures[0],
                tuple(reversed(figures[1:-2])),
                figures[-2],
                figures[-1],
                replace(completed, exceptions=shown_cases(c, completed.exceptions)),
                coverage(c, periods[1:]),
                now.date() <= period.last,
                settings.least_base,
                statistics.request_types(c, spans[0]),
                read_targets(settings),
                late_lines(c, spans[0], settings),
                days,
            )

    def opens(self, period: StatPeriod, measure: Measure, unit: str = WHOLE) -> tuple[TicketSummary, ...]:
        """The tickets that a number of ``period`` counts, of ``unit`` or of the whole town, in the order of entry."""
        span = CountedSpan(period.first, period.last, self._office.now())
        with self._office.db.read() as c:
            called = units.words_of(c, unit)
            asked = (statistics.tickets_behind(measure, TOWN if unit == WHOLE else each, span) for each in called)
            ids = sorted({ticket_id for behind in asked for ticket_id in c.execute(behind).scalars()})
            return tuple(hide_confidential(row) for row in tickets.summaries_of(c, ids))

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
        from hotline_desktop.exchange.writing.writer import Layout, write_table

        headers, rows = statistics_rows(found)
        write_table(out, headers, [(*row, *("",) * (len(headers) - len(row))) for row in rows], Layout("统计", _WIDTHS))
