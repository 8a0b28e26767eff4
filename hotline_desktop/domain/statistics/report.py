"""The office's figures of a period: volumes, indicators, the units, and the periods to compare with. 督办二（五）2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from hotline_desktop.domain.statistics.completion import Completion, completion
from hotline_desktop.domain.statistics.counting import Count, Measure
from hotline_desktop.domain.statistics.coverage import Coverage, rate_change, volume_change
from hotline_desktop.domain.statistics.handling import TOWN
from hotline_desktop.domain.statistics.periods import StatPeriod
from hotline_desktop.domain.statistics.ranking import UnitStatistics, unit_statistics
from hotline_desktop.domain.statistics.rates import Rate
from hotline_desktop.domain.supervision.case import CaseSummary
from hotline_desktop.domain.terms.options import RequestType

WHOLE = "全镇"


class Volume(StrEnum):
    """What is counted in pieces."""

    RECEIVED = "受理量"
    CLOSED = "结案"

    def of(self, statistics: UnitStatistics) -> int:
        """Its number among ``statistics``."""
        return statistics.received if self is Volume.RECEIVED else statistics.closed


class Indicator(StrEnum):
    """What is watched in every period; the value is its word. The first four are the regulation's. 督办二（五）2."""

    CONTACT = "先行联系率"
    IN_TIME = "按时办结率"
    ANSWERED = "及时答复率"
    SOLVED = "实际解决率"
    SATISFIED = "满意率"

    @property
    def message(self) -> str:
        """How it is counted."""
        return _LABELS[self]

    @property
    def missed(self) -> Measure:
        """What stands on the wrong side of it."""
        return _MISSED[self]

    def of(self, statistics: UnitStatistics) -> Rate:
        """Its rate among ``statistics``."""
        rates = {
            Indicator.CONTACT: statistics.contact,
            Indicator.IN_TIME: statistics.in_time,
            Indicator.ANSWERED: statistics.answered,
            Indicator.SOLVED: statistics.solved,
            Indicator.SATISFIED: statistics.satisfied,
        }
        return rates[self]


_LABELS = {
    Indicator.CONTACT: "单位在转交之后、办结和最后答复之前联系上市民的，占已结案的（免联、保密的不计）",
    Indicator.IN_TIME: "在时限内办结的，占已结案的和期末仍超时限未办结的；超时限的计在时限届满的那一期，只计一次",
    Indicator.ANSWERED: "一个工作日内答复市民的，占已结案的（免联的不计）",
    Indicator.SOLVED: "实际解决的，占实际解决、解释说明与未解决之和",
    Indicator.SATISFIED: "满意计 1，基本满意计 0.8，一般计 0.6，占有评价的；依次以市、区回访，中心回访，测评表为准",
}
_MISSED = {
    Indicator.CONTACT: Measure.NOT_CONTACTED,
    Indicator.IN_TIME: Measure.LAPSED,
    Indicator.ANSWERED: Measure.NOT_ANSWERED,
    Indicator.SOLVED: Measure.NOT_SOLVED,
    Indicator.SATISFIED: Measure.NOT_SATISFIED,
}


class Comparison(StrEnum):
    """What a period is held against: the one just before it, or the same one a year ago."""

    JUST_BEFORE = "环比"
    YEAR_AGO = "同比"


@dataclass(frozen=True, slots=True)
class PeriodStatistics:
    """A period's figures: of the town by its tickets, and of each unit that had anything to do, by its name."""

    period: StatPeriod
    whole: UnitStatistics
    units: tuple[UnitStatistics, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was received, nothing closed and nothing in hand."""
        return not any((self.whole.received, self.whole.closed, self.whole.opening, self.whole.remaining))

    @property
    def total(self) -> Reconciliation:
        """The reconciliation of all units together, in which a ticket that two units had stands twice."""
        return sum_of(self.units)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """期初在办 + 转入 = 结案 + 退单转出（含并单）+ 期末在办; beside it 在办逾期 and 补计."""

    opening: int = 0
    taken_in: int = 0
    closed: int = 0
    given_away: int = 0
    remaining: int = 0
    open_overdue: int = 0
    late: int = 0

    @classmethod
    def of(cls, row: UnitStatistics) -> Reconciliation:
        """That of one line; what was imported as finished elsewhere was never in hand here."""
        given, closed = row.returned + row.merged, row.closed - row.history_closed
        return cls(row.opening, row.taken_in, closed, given, row.remaining, row.open_overdue, row.late)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The seven numbers in their order."""
        line = (self.opening, self.taken_in, self.closed, self.given_away, self.remaining)
        return (*line, self.open_overdue, self.late)

    @property
    def balanced(self) -> bool:
        """Whether both sides are equal."""
        return self.opening + self.taken_in == self.closed + self.given_away + self.remaining


def sum_of(rows: Iterable[UnitStatistics]) -> Reconciliation:
    """The reconciliations of ``rows`` added up."""
    lines = (Reconciliation.of(row).numbers for row in rows)
    return Reconciliation(*(sum(part) for part in zip(*lines, strict=True)))


@dataclass(frozen=True, slots=True)
class Statistics:
    """A period beside those before it, the oldest first, and what it is compared with.

    ``past`` is the period just before (环比), ``year_ago`` the same one a year ago (同比). Of one that still runs only
    ``days`` have begun (0 where it is over), and only so many of both stand there: ten days are never held against a
    whole month.

    ``completion`` is of the matters supervised in it, ``coverage`` what the office's records reach back to.
    ``running`` says that the period is not over, ``least`` the smallest base of a percentage.
    ``request_types`` counts what was received in it by 诉求类型; '' are tickets of which it is not known.
    ``targets`` are what the office wants of its indicators, by their words; ``late`` names what counts in the period
    though its own quarter had been settled before it was entered (补计).
    """

    now: PeriodStatistics
    earlier: tuple[PeriodStatistics, ...]
    past: PeriodStatistics
    year_ago: PeriodStatistics
    completion: Completion
    coverage: Coverage
    running: bool = False
    least: int = 20
    request_types: Mapping[str, int] = field(default_factory=dict)
    targets: Mapping[str, Fraction] = field(default_factory=dict)
    late: tuple[str, ...] = ()
    days: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known to read the table.

        What a running period is compared with, the history in it, and what counts here from earlier quarters.
        """
        return tuple(filter(None, (self._compared, history_note(self.now.whole), late_note(self.late))))

    @property
    def _compared(self) -> str:
        if not self.days:
            return ""
        spans = f"环比是{self.past.period.span}，同比是{self.year_ago.period.span}"
        return f"本期刚到第 {self.days} 天，也只与上期、去年的前 {self.days} 天相比：{spans}。"

    @property
    def request_types_text(self) -> str:
        """``诉求类型：咨询 12 件，投诉 3 件，未标明 1 件``; empty where nothing is known."""
        if not any(self.request_types):
            return ""
        known = [(word.value, self.request_types.get(word, 0)) for word in RequestType]
        counted = [*known, ("未标明", self.request_types.get("", 0))]
        return "诉求类型：" + "，".join(f"{word} {count:,} 件" for word, count in counted if count)

    @property
    def trail(self) -> tuple[PeriodStatistics, ...]:
        """All periods, the oldest first."""
        return (*self.earlier, self.now)

    @property
    def state(self) -> str:
        """``预览（未定稿）`` while the period runs."""
        return DRAFT if self.running else ""

    def change(self, figure: Volume | Indicator, comparison: Comparison) -> str:
        """How a volume or a rate of the town moved, or why that cannot be said."""
        other, name = self._held_against(comparison)
        if isinstance(figure, Volume):
            gap = self.coverage.gap_in(other.period)
            return volume_change(figure.of(self.now.whole), figure.of(other.whole), gap, self.least, name)
        gap = self.coverage.gap_in(other.period, rates=True)
        return rate_change(figure.of(self.now.whole), figure.of(other.whole), gap, name)

    def changes(self, figure: Volume | Indicator) -> tuple[str, str]:
        """How it moved against the period before, and against that of a year ago."""
        return self.change(figure, Comparison.JUST_BEFORE), self.change(figure, Comparison.YEAR_AGO)

    def _held_against(self, comparison: Comparison) -> tuple[PeriodStatistics, str]:
        if comparison is Comparison.YEAR_AGO:
            return self.year_ago, "去年同期"
        return self.past, "上期同期" if self.days else "上期"


def history_note(row: UnitStatistics) -> str:
    """What of a line was imported as finished elsewhere; empty where nothing was."""
    if not row.history and not row.history_closed:
        return ""
    held = f"受理含历史工单 {row.history:,} 件，结案含历史工单 {row.history_closed:,} 件"
    here = f"收支核对里的结案 {row.closed - row.history_closed:,} 件不含它们"
    return f"{held}：历史工单只计件数，不计各项比率和得分，{here}。"


def late_note(lines: Sequence[str]) -> str:
    """补计 in a sentence; empty where there is none."""
    return f"补计（所在季度定稿以后才登记，计在登记的这一期）：{'；'.join(lines)}。" if lines else ""


DRAFT = "预览（未定稿）"


def period_statistics(period: StatPeriod, found: Mapping[str, Count]) -> PeriodStatistics:
    """The figures of ``period`` from its counts by unit."""
    whole = found.get(TOWN, Count(TOWN))
    received = whole.of(Measure.RECEIVED) + whole.history_received
    units = (
        unit_statistics(count, "", received, history=True)
        for unit, count in sorted(found.items())
        if unit != TOWN and (count.had_tickets or count.history_received or count.history_closed)
    )
    return PeriodStatistics(
        period, replace(unit_statistics(whole, "", received, history=True), unit=WHOLE), tuple(units)
    )


def completion_in(period: StatPeriod, cases: Iterable[CaseSummary]) -> Completion:
    """R16.1: completion of the matters that were under supervision in ``period``: begun in it, or carried into it."""
    return completion(case for case in cases if _runs_in(period, case))


def _runs_in(period: StatPeriod, case: CaseSummary) -> bool:
    if case.opened_at is None or case.opened_at.date() > period.last:
        return False
    return case.closed_at is None or case.closed_at.date() >= period.first
