"""The quarter's figures, scores and places by group. 督办二（四）, （五）2.

The regulation gives no formula: this one is a Shanghai town's practice. Its weights are the office's to change, and
the formula is printed under the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Protocol

from hotline_desktop.domain.statistics.indicators import NO_RATE, Deduction, DeductionKind, Handled, Rate, tally
from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.terms.options import UnitGroup

LAST_PLACES = 2
FEWEST_RANKED = 4
_HUNDREDTHS = 100


class Span(Protocol):
    """Days that figures are counted for."""

    def holds(self, day: date | None) -> bool:
        """Whether ``day`` is one of them."""


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """Points for each indicator, and points that each lapse takes off."""

    received: int = 5
    contact: int = 30
    solved: int = 20
    satisfied: int = 40
    overdue: int = 1
    late_return: int = 1
    supervised: int = 2

    @property
    def formula(self) -> str:
        """The formula in words, as it is printed under the table."""
        return (
            f"得分＝受理量占本组比重×{self.received}＋先行联系率×{self.contact}＋实际解决率×{self.solved}"
            f"＋满意率×{self.satisfied}－逾期每件{self.overdue}分－逾期退单每件{self.late_return}分"
            f"－督办每件{self.supervised}分；没有可计数的指标记“{NO_RATE}”，其分值由其余指标按比例折算。"
        )

    def points_off(self, kind: DeductionKind) -> int:
        """What one lapse of ``kind`` takes off."""
        return {
            DeductionKind.OVERDUE: self.overdue,
            DeductionKind.LATE_RETURN: self.late_return,
            DeductionKind.SUPERVISED: self.supervised,
        }[kind]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit's quarter. ``score`` in hundredths of a point and ``place`` are None where nothing could be counted."""

    unit: str
    group: str
    received: int
    share: Rate
    closed: int
    contact: Rate
    in_time: Rate
    answered: Rate
    solved: Rate
    satisfied: Rate
    lapses: tuple[tuple[DeductionKind, int], ...]
    score: int | None = None
    place: int | None = None

    @property
    def score_words(self) -> str:
        """``87.50``, or “—”."""
        if self.score is None:
            return NO_RATE
        sign, value = ("-" if self.score < 0 else ""), abs(self.score)
        return f"{sign}{value // _HUNDREDTHS}.{value % _HUNDREDTHS:02d}"

    def lapse(self, kind: DeductionKind) -> int:
        """How often the unit lapsed in that way."""
        return dict(self.lapses).get(kind, 0)


@dataclass(frozen=True, slots=True)
class GroupTable:
    """A group's units in the order of their places. ``last`` are those in the last two places, ties included.

    ``left_out`` are units without tickets in the quarter, named under the table.
    """

    group: str
    rows: tuple[UnitFigures, ...]
    left_out: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def may_propose(self) -> bool:
        """Whether enough units were ranked for the last places to mean something. 督办二（四）."""
        return sum(row.place is not None for row in self.rows) >= FEWEST_RANKED


@dataclass(frozen=True, slots=True)
class QuarterTable:
    """A quarter's ranking, by group; ``formula`` is how it was worked out."""

    quarter: Quarter
    groups: tuple[GroupTable, ...]
    formula: str
    unknown: tuple[str, ...] = ()

    @property
    def proposed(self) -> frozenset[str]:
        """Units in the last places of groups that are large enough."""
        return frozenset(unit for table in self.groups if table.may_propose for unit in table.last)


def rank_quarter(
    quarter: Quarter,
    units: Mapping[str, UnitGroup],
    tickets: Iterable[Handled],
    lapses: Iterable[Deduction],
    rules: ScoreRules,
    apart: bool = True,
) -> QuarterTable:
    """The quarter's table. ``units`` are those of the register with their group; ``apart`` ranks groups by themselves.

    Units that are not in the register are left out and named in ``unknown``.
    """
    counted = [ticket for ticket in tickets if quarter.holds(ticket.received_on) or quarter.holds(ticket.closed_on)]
    taken = [lapse for lapse in lapses if quarter.holds(lapse.on)]
    groups: dict[str, list[str]] = {}
    for unit, group in units.items():
        groups.setdefault(group.value if apart else "全部单位", []).append(unit)
    tables = tuple(_group_table(name, members, counted, taken, quarter, rules) for name, members in groups.items())
    unknown = sorted({*(ticket.unit for ticket in counted), *(lapse.unit for lapse in taken)} - set(units))
    return QuarterTable(quarter, tables, rules.formula, tuple(unknown))


def bottom_in_succession(tables: Sequence[QuarterTable], quarters: int = 2) -> tuple[str, ...]:
    """R15.2: units in the last places of each of the last ``quarters`` tables, given oldest first. 督办二（四）."""
    if len(tables) < quarters:
        return ()
    wanted = [table.proposed for table in tables[-quarters:]]
    return tuple(sorted(frozenset.intersection(*wanted)))


def _group_table(
    name: str, members: list[str], tickets: list[Handled], lapses: list[Deduction], quarter: Quarter, rules: ScoreRules
) -> GroupTable:
    own = [ticket for ticket in tickets if ticket.unit in members]
    total = sum(ticket.count for ticket in own if quarter.holds(ticket.received_on))
    rows, left_out = [], []
    for unit in members:
        mine = [ticket for ticket in own if ticket.unit == unit]
        if not mine:
            left_out.append(unit)
            continue
        taken = [lapse for lapse in lapses if lapse.unit == unit]
        rows.append(unit_figures(unit, name, mine, total, taken, quarter, rules))
    placed = _placed(rows)
    return GroupTable(name, placed, tuple(left_out), _last(placed))


def unit_figures(
    unit: str,
    group: str,
    tickets: Sequence[Handled],
    total: int,
    lapses: Sequence[Deduction],
    span: Span,
    rules: ScoreRules,
) -> UnitFigures:
    """The figures of ``span``: 受理量 counts by 受理 date, every rate by 结案 date. ``total`` is the group's 受理量."""
    received = sum(ticket.count for ticket in tickets if span.holds(ticket.received_on))
    closed = [ticket for ticket in tickets if span.holds(ticket.closed_on)]
    share = Rate(Fraction(received), total)
    contact = tally(closed, lambda ticket: ticket.contacted)
    solved = tally(closed, lambda ticket: ticket.solved)
    satisfied = tally(closed, lambda ticket: ticket.satisfied)
    kinds = tuple((kind, sum(lapse.count for lapse in lapses if lapse.kind is kind)) for kind in DeductionKind)
    off = sum(count * rules.points_off(kind) for kind, count in kinds)
    weighted = (
        (share, rules.received),
        (contact, rules.contact),
        (solved, rules.solved),
        (satisfied, rules.satisfied),
    )
    return UnitFigures(
        unit=unit,
        group=group,
        received=received,
        share=share,
        closed=sum(ticket.count for ticket in closed),
        contact=contact,
        in_time=tally(closed, lambda ticket: ticket.in_time),
        answered=tally(closed, lambda ticket: ticket.answered),
        solved=solved,
        satisfied=satisfied,
        lapses=kinds,
        score=_score(weighted, off) if closed else None,
    )


def _score(weighted: Sequence[tuple[Rate, int]], off: int) -> int | None:
    """Hundredths of a point; what cannot be counted is made up for by the rest in proportion."""
    known = [(rate.value, weight) for rate, weight in weighted if rate.value is not None and weight]
    if not known:
        return None
    full, got = sum(weight for _rate, weight in weighted), sum(weight for _value, weight in known)
    points = sum((value * weight for value, weight in known if value is not None), Fraction(0)) * full / got
    return ((points - off) * _HUNDREDTHS + Fraction(1, 2)).__floor__()


def _placed(rows: list[UnitFigures]) -> tuple[UnitFigures, ...]:
    """Places 1, 2, 2, 4 …; equal scores share one, units without a score stand at the end without."""
    ordered = sorted(rows, key=lambda row: (row.score is None, -(row.score or 0), row.unit))
    scores = [row.score for row in ordered if row.score is not None]
    return tuple(replace(row, place=scores.index(row.score) + 1) if row.score is not None else row for row in ordered)


def _last(rows: Sequence[UnitFigures]) -> tuple[str, ...]:
    """The units in the last two places; whoever has the same score as the border is among them."""
    scores = [row.score for row in rows if row.score is not None]
    if not scores:
        return ()
    border = sorted(scores)[min(LAST_PLACES, len(scores)) - 1]
    return tuple(row.unit for row in rows if row.score is not None and row.score <= border)
