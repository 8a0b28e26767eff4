"""季度考核: the figures and places of a quarter, settled by an act of its own. 督办二（四）, （五）2."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from hotline_desktop.domain.records.summaries import Changes
from hotline_desktop.domain.statistics.counting import CountedSpan
from hotline_desktop.domain.statistics.frozen import plain_table, table_from
from hotline_desktop.domain.statistics.quarters import Quarter, quarter_of
from hotline_desktop.domain.statistics.ranking import QuarterTable, bottom_in_succession, rank_quarter
from hotline_desktop.domain.statistics.report import DRAFT
from hotline_desktop.domain.statistics.settled_changes import changed_since
from hotline_desktop.domain.terms.errors import HotlineError
from hotline_desktop.domain.terms.options import UnitGroup
from hotline_desktop.domain.terms.roles import Right
from hotline_desktop.domain.terms.text import typed_text
from hotline_desktop.services.figures.counting import counted, late_lines, unit_of_aliases
from hotline_desktop.services.foundation.context import OfficeContext
from hotline_desktop.storage.database import Connection
from hotline_desktop.storage.figures import quarters
from hotline_desktop.storage.figures.quarters import Frozen
from hotline_desktop.storage.office import units


@dataclass(frozen=True, slots=True)
class QuarterSheet:
    """A quarter's table: as the records stand, or as it was settled, when and by whom.

    ``why`` says what an ``edition`` after the first one corrects. ``over`` is whether the quarter has ended.
    """

    table: QuarterTable
    frozen_at: datetime | None = None
    frozen_by: str = ""
    edition: int = 0
    why: str = ""
    over: bool = True

    @property
    def is_frozen(self) -> bool:
        """Whether the figures stand as they were settled."""
        return self.frozen_at is not None

    @property
    def state(self) -> str:
        """``预览（未定稿）``, ``定稿``, or ``更正（第2版）``."""
        if not self.is_frozen:
            return DRAFT
        return "定稿" if self.edition < 2 else f"更正（第{self.edition}版）"


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
        """The table of ``quarter``: as it was settled last, or as the records stand now."""
        with self._office.db.read() as c:
            return self._sheet(c, quarter)

    def sheets(self, quarter: Quarter, count: int) -> tuple[QuarterSheet, ...]:
        """``quarter`` and the ``count`` - 1 before it, the oldest first."""
        with self._office.db.read() as c:
            return tuple(self._sheet(c, each) for each in _up_to(quarter, count))

    def proposed(self, quarter: Quarter, seen: Iterable[QuarterSheet] = ()) -> tuple[str, ...]:
        """R15.2: units in the last two places of this and the quarters before it, as many as the office set.

        A unit that is out of use by now (停用) keeps its place in the tables, but nobody is left to be summoned.
        Of a quarter that still runs, those who would be as the figures stand. Sheets that were ``seen`` are not worked
        out again.
        """
        known = {sheet.table.quarter: sheet for sheet in seen}
        with self._office.db.read() as c:
            count = self._office.settings(c).bad_quarters
            sheets = [known.get(each) or self._sheet(c, each) for each in _up_to(quarter, count)]
            names, closed = unit_of_aliases(c), units.register(c).closed
        found = bottom_in_succession([sheet.table for sheet in sheets], count, names)
        return tuple(unit for unit in found if unit not in closed)

    def freeze(self, quarter: Quarter, by: str, seen: QuarterTable | None = None) -> Changes:
        """Settles a quarter that is over: its figures stay as they are now; the second time nothing changes.

        Raises HotlineError while the quarter still runs, and where its figures are no longer those that were ``seen``.
        """
        with self._office.write(Right.REVIEW, by) as c:
            if quarters.frozen(c, quarter) is None:
                if seen is not None and seen.groups != self._worked_out(c, quarter).groups:
                    raise HotlineError(f"您看的时候，{quarter.as_text}的数字又变了。没有定稿，请看过新的数字再定。")
                self._settle(c, quarter, by, 1, "")
        return Changes(settings=True, cases=True)

    def correct(self, quarter: Quarter, why: str, by: str) -> Changes:
        """Issues a settled quarter again as 更正, worked out from the records of now; earlier editions are kept.

        What was closed in the quarter and entered after it was settled stays in the quarter in which it counts as 补计.
        Raises HotlineError for a quarter that is not settled, or without a reason.
        """
        why = typed_text(why)
        if not why:
            raise HotlineError("更正要写明原因。没有更正。")
        with self._office.write(Right.REVIEW, by) as c:
            kept = quarters.frozen(c, quarter)
            if kept is None:
                raise HotlineError(f"{quarter.as_text}还没有定稿，不用更正。数字仍随记录变动。")
            self._settle(c, quarter, by, kept.edition + 1, why)
        return Changes(settings=True, cases=True)

    def changed_since(self, quarter: Quarter) -> tuple[str, ...]:
        """What a settled quarter's last edition says otherwise than the records by now, unit by unit: 更正 is due.

        Empty for a quarter that is not settled.
        """
        with self._office.db.read() as c:
            kept = quarters.frozen(c, quarter)
            if kept is None:
                return ()
            return changed_since(_kept_sheet(quarter, kept).table, self._worked_out(c, quarter), unit_of_aliases(c))

    def editions(self, quarter: Quarter) -> tuple[QuarterSheet, ...]:
        """Every edition of a settled quarter, the first one first."""
        with self._office.db.read() as c:
            return tuple(_kept_sheet(quarter, kept) for kept in quarters.editions(c, quarter))

    # -- inside --------------------------------------------------------------------------------------------

    def _settle(self, c: Connection, quarter: Quarter, by: str, edition: int, why: str) -> None:
        if self._office.now().date() <= quarter.last:
            raise HotlineError(f"{quarter.as_text}还没有结束（{quarter.span}），不能定稿。现在看到的是进行中的数字。")
        statistics = json.dumps(plain_table(self._worked_out(c, quarter)), ensure_ascii=False)
        quarters.freeze(c, quarter, statistics, self._office.now(), by, edition, why)
        act = "季度考核定稿" if edition == 1 else f"季度考核更正（第{edition}版）"
        self._office.remember(c, f"{act} {quarter.as_text}", by, {}, {"更正原因": why} if why else {})

    def _sheet(self, c: Connection, quarter: Quarter) -> QuarterSheet:
        kept = quarters.frozen(c, quarter)
        if kept is not None:
            return _kept_sheet(quarter, kept)
        return QuarterSheet(self._worked_out(c, quarter), over=quarter.last < self._office.now().date())

    def _worked_out(self, c: Connection, quarter: Quarter) -> QuarterTable:
        settings = self._office.settings(c)
        span = CountedSpan(quarter.first, quarter.last, self._office.now())
        (found,) = counted(c, (span,), settings)
        had = {unit for unit, own in found.items() if own.had_tickets}
        groups: dict[str, UnitGroup] = {
            unit.name: unit.group for unit in units.all(c) if unit.active or unit.name in had
        }
        table = rank_quarter(quarter, groups, found, settings.score_rules, settings.ranked_apart)
        return replace(table, late=late_lines(c, span, settings))


def _up_to(quarter: Quarter, count: int) -> tuple[Quarter, ...]:
    """``quarter`` and the ``count`` - 1 before it, the oldest first."""
    found = [quarter]
    while len(found) < count:
        found.append(found[-1].before)
    return tuple(reversed(found))


def _kept_sheet(quarter: Quarter, kept: Frozen) -> QuarterSheet:
    try:
        table = table_from(json.loads(kept.table))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise HotlineError(
            f"{quarter.as_text}第{kept.edition}稿的数字读不出来，内容可能被改动或损坏，数据没有变动。"
            "请运行 hotline-desktop verify 核对，再从备份找回；办理记录都在的，也可以更正一次，按现在的记录再出一稿。"
        ) from error
    return QuarterSheet(table, kept.at, kept.by, kept.edition, kept.why)
