"""季度考核: the figures and places of a quarter, frozen once they are printed. 督办二（四）, （五）2."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from hotline_desktop.domain.errors import HotlineError
from hotline_desktop.domain.indicators import Deduction, DeductionKind, Handled, deductions, handled
from hotline_desktop.domain.options import UnitGroup
from hotline_desktop.domain.quarter_text import plain_table, table_from
from hotline_desktop.domain.quarters import Quarter, quarter_of
from hotline_desktop.domain.ranking import QuarterTable, bottom_in_succession, rank_quarter
from hotline_desktop.domain.summaries import Changes
from hotline_desktop.domain.supervision import CaseFilter, CaseStage
from hotline_desktop.services.core import Core
from hotline_desktop.storage import cases, quarters, units
from hotline_desktop.storage.database import Connection

Report = Callable[[int, int], object]
_REPORT_EVERY = 100
_NOT_TAKEN_UP = (CaseStage.POOL, CaseStage.DECLINED)


@dataclass(frozen=True, slots=True)
class QuarterSheet:
    """A quarter's table; once it was printed, when and by whom it was frozen."""

    table: QuarterTable
    frozen_at: datetime | None = None
    frozen_by: str = ""

    @property
    def is_frozen(self) -> bool:
        """Whether the figures stand as they were printed."""
        return self.frozen_at is not None


class Ranking:
    """What a clerk can ask of the quarters."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def current(self) -> Quarter:
        """The quarter that today lies in."""
        with self._core.db.read() as c:
            return quarter_of(self._core.now().date(), self._core.settings(c).first_month)

    def quarter(self, year: int, number: int) -> Quarter:
        """A quarter of the office's ranking year. Raises HotlineError for a number other than 1 to 4."""
        if number not in (1, 2, 3, 4):
            raise HotlineError(f"没有第{number}季度，季度只能是 1 到 4。")
        with self._core.db.read() as c:
            return Quarter(year, number, self._core.settings(c).first_month)

    def sheet(self, quarter: Quarter, progress: Report | None = None) -> QuarterSheet:
        """The table of ``quarter``: as it was printed, or as the records stand now."""
        with self._core.db.read() as c:
            return self._sheet(c, quarter, progress)

    def sheets(self, quarter: Quarter, count: int, progress: Report | None = None) -> tuple[QuarterSheet, ...]:
        """``quarter`` and the ``count`` - 1 before it, the oldest first."""
        wanted = [quarter]
        while len(wanted) < count:
            wanted.append(wanted[-1].before)
        with self._core.db.read() as c:
            return tuple(self._sheet(c, each, progress) for each in reversed(wanted))

    def proposed(self, quarter: Quarter, progress: Report | None = None) -> tuple[str, ...]:
        """R15.2: units in the last two places of this and the quarters before it, as many as the office set."""
        with self._core.db.read() as c:
            count = self._core.settings(c).bad_quarters
        tables = [sheet.table for sheet in self.sheets(quarter, count, progress)]
        return bottom_in_succession(tables, count)

    def freeze(self, quarter: Quarter, by: str) -> Changes:
        """Keeps the figures of a quarter that is over as they are printed now; the second time nothing changes.

        Raises HotlineError while the quarter still runs.
        """
        if self._core.now().date() <= quarter.last:
            raise HotlineError(f"{quarter.words}还没有结束（{quarter.span}），不能定稿。现在看到的是进行中的数字。")
        with self._core.db.write() as c:
            if quarters.frozen(c, quarter) is None:
                table = self._worked_out(c, quarter, None)
                figures = json.dumps(plain_table(table), ensure_ascii=False)
                quarters.freeze(c, quarter, figures, self._core.now(), by)
                self._core.remember(c, f"季度考核定稿 {quarter.words}", by, {}, {})
        return Changes(settings=True, cases=True)

    # -- inside --------------------------------------------------------------------------------------------

    def _sheet(self, c: Connection, quarter: Quarter, progress: Report | None) -> QuarterSheet:
        kept = quarters.frozen(c, quarter)
        if kept is not None:
            return QuarterSheet(table_from(json.loads(kept.figures)), kept.at, kept.by)
        return QuarterSheet(self._worked_out(c, quarter, progress))

    def _worked_out(self, c: Connection, quarter: Quarter, progress: Report | None) -> QuarterTable:
        settings = self._core.settings(c)
        counted, lapses = self._counted(c, quarter, progress)
        groups: dict[str, UnitGroup] = {unit.name: unit.group for unit in units.all(c) if unit.active}
        return rank_quarter(quarter, groups, counted, lapses, settings.score_rules, settings.ranked_apart)

    def _counted(
        self, c: Connection, quarter: Quarter, progress: Report | None
    ) -> tuple[list[Handled], list[Deduction]]:
        ids = tuple(sorted({*quarters.ticket_ids(c, quarter.first, quarter.last), *quarters.returned_ids(c)}))
        counted: list[Handled] = []
        lapses = list(_supervised(c))
        for number, ticket in enumerate(quarters.each_ticket(c, ids)):
            if progress is not None and number % _REPORT_EVERY == 0:
                progress(number, len(ids))
            line = handled(ticket)
            if line is not None:
                counted.append(line)
            lapses.extend(deductions(ticket))
        return counted, lapses


def _supervised(c: Connection) -> Iterator[Deduction]:
    for case in cases.all(c, CaseFilter()):
        if case.stage not in _NOT_TAKEN_UP and case.opened_at is not None:
            yield Deduction(case.unit, DeductionKind.SUPERVISED, case.opened_at.date(), case.number)
