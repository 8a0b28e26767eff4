"""季度考核: the figures and places of a quarter, frozen once they are printed. 督办二（四）, （五）2."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.statistics.frozen import plain_table, table_from
from hotline_desktop.domain.statistics.quarters import Quarter, quarter_of
from hotline_desktop.domain.statistics.ranking import QuarterTable, bottom_in_succession, rank_quarter
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.services.context import OfficeContext
from hotline_desktop.services.counting import counted_between
from hotline_desktop.storage import quarters, units
from hotline_desktop.storage.database import Connection


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

    def __init__(self, office: OfficeContext) -> None:
        self._office = office

    def current(self) -> Quarter:
        """The quarter that today lies in."""
        with self._office.db.read() as c:
            return quarter_of(self._office.now().date(), self._office.settings(c).first_month)

    def quarter(self, year: int, number: int) -> Quarter:
        """A quarter of the office's ranking year. Raises HotlineError for a number other than 1 to 4."""
        if number not in (1, 2, 3, 4):
            raise HotlineError(f"没有第{number}季度，季度只能是 1 到 4。")
        with self._office.db.read() as c:
            return Quarter(year, number, self._office.settings(c).first_month)

    def sheet(self, quarter: Quarter) -> QuarterSheet:
        """The table of ``quarter``: as it was printed, or as the records stand now."""
        with self._office.db.read() as c:
            return self._sheet(c, quarter)

    def sheets(self, quarter: Quarter, count: int) -> tuple[QuarterSheet, ...]:
        """``quarter`` and the ``count`` - 1 before it, the oldest first."""
        wanted = [quarter]
        while len(wanted) < count:
            wanted.append(wanted[-1].before)
        with self._office.db.read() as c:
            return tuple(self._sheet(c, each) for each in reversed(wanted))

    def proposed(self, quarter: Quarter) -> tuple[str, ...]:
        """R15.2: units in the last two places of this and the quarters before it, as many as the office set."""
        with self._office.db.read() as c:
            count = self._office.settings(c).bad_quarters
        tables = [sheet.table for sheet in self.sheets(quarter, count)]
        return bottom_in_succession(tables, count)

    def freeze(self, quarter: Quarter, by: str) -> Changes:
        """Keeps the figures of a quarter that is over as they are printed now; the second time nothing changes.

        Raises HotlineError while the quarter still runs.
        """
        if self._office.now().date() <= quarter.last:
            raise HotlineError(f"{quarter.as_text}还没有结束（{quarter.span}），不能定稿。现在看到的是进行中的数字。")
        with self._office.db.write() as c:
            if quarters.frozen(c, quarter) is None:
                table = self._worked_out(c, quarter)
                figures = json.dumps(plain_table(table), ensure_ascii=False)
                quarters.freeze(c, quarter, figures, self._office.now(), by)
                self._office.remember(c, f"季度考核定稿 {quarter.as_text}", by, {}, {})
        return Changes(settings=True, cases=True)

    # -- inside --------------------------------------------------------------------------------------------

    def _sheet(self, c: Connection, quarter: Quarter) -> QuarterSheet:
        kept = quarters.frozen(c, quarter)
        if kept is not None:
            return QuarterSheet(table_from(json.loads(kept.figures)), kept.at, kept.by)
        return QuarterSheet(self._worked_out(c, quarter))

    def _worked_out(self, c: Connection, quarter: Quarter) -> QuarterTable:
        settings = self._office.settings(c)
        counted, lapses = counted_between(c, quarter.first, quarter.last)
        groups: dict[str, UnitGroup] = {unit.name: unit.group for unit in units.all(c) if unit.active}
        return rank_quarter(quarter, groups, counted, lapses, settings.score_rules, settings.ranked_apart)
