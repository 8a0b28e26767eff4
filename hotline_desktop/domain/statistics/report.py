"""The office's figures of a period: four indicators, satisfaction, the units, and the period before. 督办二（五）2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from hotline_desktop.domain.statistics.completion import Completion, completion
from hotline_desktop.domain.statistics.indicators import Deduction, Handled, Rate
from hotline_desktop.domain.statistics.periods import StatPeriod
from hotline_desktop.domain.statistics.ranking import ScoreRules, UnitFigures, unit_figures
from hotline_desktop.domain.supervision.case import CaseSummary
from hotline_desktop.domain.terms.options import RequestType

Counted = TypeVar("Counted", Handled, Deduction)
WHOLE = "全镇"
_NOT_SCORED = ScoreRules()  # figures of a period have no score: that is the quarter's


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
        return _TOLD[self]

    def of(self, figures: UnitFigures) -> Rate:
        """Its rate among ``figures``."""
        rates = {
            Indicator.CONTACT: figures.contact,
            Indicator.IN_TIME: figures.in_time,
            Indicator.ANSWERED: figures.answered,
            Indicator.SOLVED: figures.solved,
            Indicator.SATISFIED: figures.satisfied,
        }
        return rates[self]


_TOLD = {
    Indicator.CONTACT: "办结前联系过市民的工单，占应联系的（免联的不计）",
    Indicator.IN_TIME: "每一轮都在时限内办结的工单，占已办结的",
    Indicator.ANSWERED: "一个工作日内答复市民的工单，占应答复的（免联的不计）",
    Indicator.SOLVED: "实际解决的工单，占实际解决与解释说明之和",
    Indicator.SATISFIED: "满意计 1，基本满意计 0.8，一般计 0.6，占有评价的",
}


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """A period's figures: of the whole office, and of each unit that had anything to do, by its name."""

    period: StatPeriod
    whole: UnitFigures
    units: tuple[UnitFigures, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was received and nothing closed."""
        return not self.whole.received and not self.whole.closed


@dataclass(frozen=True, slots=True)
class Statistics:
    """A period beside those before it, the oldest first; ``completion`` is of the matters supervised in it.

    ``request_types`` counts what was received in it by 诉求类型; '' are tickets of which it is not known.
    """

    now: PeriodFigures
    earlier: tuple[PeriodFigures, ...]
    completion: Completion
    request_types: Mapping[str, int] = field(default_factory=dict)

    @property
    def past(self) -> PeriodFigures:
        """The period just before."""
        return self.earlier[-1]

    @property
    def request_words(self) -> str:
        """``诉求类型：咨询 12 件，投诉 3 件，未标明 1 件``; empty where nothing is known."""
        if not any(self.request_types):
            return ""
        known = [(word.value, self.request_types.get(word, 0)) for word in RequestType]
        counted = [*known, ("未标明", self.request_types.get("", 0))]
        return "诉求类型：" + "，".join(f"{word} {count:,} 件" for word, count in counted if count)

    @property
    def trail(self) -> tuple[PeriodFigures, ...]:
        """All periods, the oldest first."""
        return (*self.earlier, self.now)


def period_figures(period: StatPeriod, tickets: Iterable[Handled], lapses: Iterable[Deduction]) -> PeriodFigures:
    """The figures of ``period``: 受理量 by 受理 date, every rate by 结案 date, lapses by their day."""
    counted = [line for line in tickets if period.holds(line.received_on) or period.holds(line.closed_on)]
    taken = [lapse for lapse in lapses if period.holds(lapse.on)]
    received = sum(line.count for line in counted if period.holds(line.received_on))
    lines, lapsed = _by_unit(counted), _by_unit(taken)

    def figures(name: str, own: list[Handled], lapses_of_it: list[Deduction]) -> UnitFigures:
        return unit_figures(name, "", own, received, lapses_of_it, period, _NOT_SCORED)

    units = (figures(name, lines.get(name, []), lapsed.get(name, [])) for name in sorted({*lines, *lapsed}))
    return PeriodFigures(period, figures(WHOLE, counted, taken), tuple(units))


def completion_in(period: StatPeriod, cases: Iterable[CaseSummary]) -> Completion:
    """R16.1: completion of the matters that were under supervision in ``period``: begun in it, or carried into it."""
    return completion(case for case in cases if _runs_in(period, case))


def change_words(now: Rate, past: Rate) -> str:
    """``比上期高 2.3 个百分点``; empty where one of the two has no rate."""
    if now.value is None or past.value is None:
        return ""
    tenths = _tenths(now.value) - _tenths(past.value)
    if not tenths:
        return "与上期持平"
    whole, rest = divmod(abs(tenths), 10)
    points = f"{whole}.{rest}" if rest else str(whole)
    return f"比上期{'高' if tenths > 0 else '低'} {points} 个百分点"


def _by_unit(lines: Iterable[Counted]) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = {}
    for line in lines:
        found.setdefault(line.unit, []).append(line)
    return found


def _tenths(value: Fraction) -> int:
    """Tenths of a percent, rounded as the rates are printed."""
    return (value * 1000 + Fraction(1, 2)).__floor__()


def _runs_in(period: StatPeriod, case: CaseSummary) -> bool:
    if case.opened_at is None or case.opened_at.date() > period.last:
        return False
    return case.closed_at is None or case.closed_at.date() >= period.first
