"""The quarter's figures, scores and places by group. 督办二（四）, （五）2.

The regulation gives no formula: this one is a Shanghai town's practice. Its weights are the office's to change, and
the formula is printed under the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from hotline_desktop.domain.statistics.counting import Count, Measure
from hotline_desktop.domain.statistics.handling import TOWN, LapseKind
from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.statistics.rates import NO_RATE, Rate
from hotline_desktop.domain.terms.options import UnitGroup

LAST_PLACES = 2
FEWEST_RANKED = 4
_HUNDREDTHS = 100


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
            f"－督办每件{self.supervised}分；没有可计数的指标记“{NO_RATE}”，其分值由其余比率按比例折算；"
            f"三项比率都没有可计数的，以按时办结率折算，一件未结的计0分。"
        )

    def points_off(self, kind: LapseKind) -> int:
        """What one lapse of ``kind`` takes off."""
        return {
            LapseKind.OVERDUE: self.overdue,
            LapseKind.LATE_RETURN: self.late_return,
            LapseKind.SUPERVISED: self.supervised,
        }[kind]


@dataclass(frozen=True, slots=True)
class UnitStatistics:
    """A unit's period, or the town's. ``score`` is in hundredths of a point; without it there is no ``place``.

    ``received`` and ``closed`` hold ``history`` and ``history_closed``, imported as finished elsewhere; no rate does.
    ``opening`` to ``remaining`` are the reconciliation, ``open_overdue`` what stands past its deadline at the end,
    ``late`` the tickets of which something of a settled quarter was entered afterwards and counts here (补计).
    """

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
    lapses: tuple[tuple[LapseKind, int], ...]
    score: int | None = None
    place: int | None = None
    opening: int = 0
    taken_in: int = 0
    returned: int = 0
    merged: int = 0
    remaining: int = 0
    open_overdue: int = 0
    late: int = 0
    history: int = 0
    history_closed: int = 0

    @property
    def score_text(self) -> str:
        """``87.50``, or “—”."""
        if self.score is None:
            return NO_RATE
        sign, value = ("-" if self.score < 0 else ""), abs(self.score)
        return f"{sign}{value // _HUNDREDTHS}.{value % _HUNDREDTHS:02d}"

    def lapse(self, kind: LapseKind) -> int:
        """How often the unit lapsed in that way."""
        return dict(self.lapses).get(kind, 0)

    @property
    def nothing_due(self) -> bool:
        """Whether nothing was closed and nothing had to be: who is judged by nothing is not among the last.

        Whoever sits on what was due in an earlier quarter had something to finish.
        """
        due = self.closed or self.in_time.whole or self.open_overdue
        return not due and not any(count for _kind, count in self.lapses)


@dataclass(frozen=True, slots=True)
class GroupTable:
    """A group's units in the order of their places. ``last`` are those in the last two places, ties included.

    ``left_out`` are units without tickets in the quarter, named under the table.
    """

    group: str
    rows: tuple[UnitStatistics, ...]
    left_out: tuple[str, ...]
    last: tuple[str, ...]

    @property
    def all_equal(self) -> bool:
        """Whether every ranked unit has the same score, so that nobody is last."""
        scores = {row.score for row in self.rows if row.place is not None}
        return len(scores) == 1 and len(self.rows) > 1

    @property
    def nobody_placed(self) -> bool:
        """Whether no unit received or had to finish anything, as in a quarter to come."""
        return bool(self.rows) and all(row.place is None for row in self.rows)

    @property
    def may_propose(self) -> bool:
        """Whether enough units were ranked for the last places to mean something. 督办二（四）."""
        return sum(row.place is not None for row in self.rows) >= FEWEST_RANKED


@dataclass(frozen=True, slots=True)
class QuarterTable:
    """A quarter's ranking, by group; ``formula`` is how it was worked out.

    ``late`` names what counts in it though its own quarter had been settled before it was entered (补计).
    """

    quarter: Quarter
    groups: tuple[GroupTable, ...]
    formula: str
    unknown: tuple[str, ...] = ()
    late: tuple[str, ...] = ()

    @property
    def proposed(self) -> frozenset[str]:
        """Units in the last places of groups that are large enough."""
        return frozenset(unit for table in self.groups if table.may_propose for unit in table.last)


def rank_quarter(
    quarter: Quarter, units: Mapping[str, UnitGroup], found: Mapping[str, Count], rules: ScoreRules, apart: bool = True
) -> QuarterTable:
    """The quarter's table. ``units`` are those of the register with their group; ``apart`` ranks groups by themselves.

    Units that are not in the register are left out and named in ``unknown``.
    """
    groups: dict[str, list[str]] = {}
    for unit, group in units.items():
        groups.setdefault(group.value if apart else "全部单位", []).append(unit)
    tables = tuple(_group_table(name, members, found, rules) for name, members in groups.items())
    unknown = sorted(unit for unit, own in found.items() if own.had_tickets and unit not in units and unit != TOWN)
    return QuarterTable(quarter, tables, rules.formula, tuple(unknown))


def bottom_in_succession(
    tables: Sequence[QuarterTable], quarters: int = 2, names: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, ...]:
    """R15.2: units in the last places of each of the last ``quarters`` tables, given oldest first. 督办二（四）.

    ``names`` are those that units have now, by what they were called when a quarter was settled.
    """
    if len(tables) < quarters:
        return ()
    proposed = [frozenset(names.get(unit, unit) for unit in table.proposed) for table in tables[-quarters:]]
    return tuple(sorted(frozenset.intersection(*proposed)))


def _group_table(name: str, members: list[str], found: Mapping[str, Count], rules: ScoreRules) -> GroupTable:
    own = [found[unit] for unit in members if unit in found and found[unit].had_tickets]
    total = sum(count.of(Measure.RECEIVED) for count in own)
    rows = [unit_statistics(count, name, total) for count in own]
    begun = any(row.received or not row.nothing_due for row in rows)
    placed = _placed([_scored(row, rules) for row in rows] if begun else rows)
    left_out = tuple(unit for unit in members if unit not in {row.unit for row in placed})
    return GroupTable(name, placed, left_out, _last(placed))


def unit_statistics(count: Count, group: str, total: int, history: bool = False) -> UnitStatistics:
    """The figures of a count. ``total`` is the group's 受理量; with ``history`` volumes hold what was imported too."""
    received, closed = count.of(Measure.RECEIVED), count.of(Measure.CLOSED)
    before, before_closed = (count.history_received, count.history_closed) if history else (0, 0)
    return UnitStatistics(
        unit=count.unit,
        group=group,
        received=received + before,
        share=Rate(Fraction(received + before), total),
        closed=closed + before_closed,
        contact=count.contact,
        in_time=count.in_time,
        answered=count.answered,
        solved=count.solved,
        satisfied=count.satisfied,
        lapses=tuple((kind, count.lapse(kind)) for kind in LapseKind),
        opening=count.of(Measure.OPENING),
        taken_in=count.of(Measure.TAKEN_IN),
        returned=count.of(Measure.RETURNED),
        merged=count.of(Measure.MERGED),
        remaining=count.of(Measure.REMAINING),
        open_overdue=count.of(Measure.OPEN_OVERDUE),
        late=count.of(Measure.LATE),
        history=before,
        history_closed=before_closed,
    )


def _scored(row: UnitStatistics, rules: ScoreRules) -> UnitStatistics:
    """With the score in hundredths of a point: the share, the three rates, and less what the lapses take off.

    A rate that nothing can be counted for is made up for by the other rates in proportion; where none can be counted,
    by 按时办结率, and a unit that closed nothing has no points for them.
    """
    weighted = ((row.contact, rules.contact), (row.solved, rules.solved), (row.satisfied, rules.satisfied))
    known = [(rate.value, weight) for rate, weight in weighted if rate.value is not None and weight]
    full, got = sum(weight for _rate, weight in weighted), sum(weight for _value, weight in known)
    if got:
        rates = sum((value * weight for value, weight in known), Fraction(0)) * full / got
    else:
        rates = (row.in_time.value or Fraction(0)) * full
    points = rates + (row.share.value or Fraction(0)) * rules.received
    off = sum(count * rules.points_off(kind) for kind, count in row.lapses)
    return replace(row, score=((points - off) * _HUNDREDTHS + Fraction(1, 2)).__floor__())


def _placed(rows: list[UnitStatistics]) -> tuple[UnitStatistics, ...]:
    """Places 1, 2, 2, 4 …; equal scores share one, units without a score stand at the end without."""
    ordered = sorted(rows, key=lambda row: (row.score is None, -(row.score or 0), row.unit))
    scores = [row.score for row in ordered if row.score is not None]
    return tuple(replace(row, place=scores.index(row.score) + 1) if row.score is not None else row for row in ordered)


def _last(rows: Sequence[UnitStatistics]) -> tuple[str, ...]:
    """The units in the last two places; whoever has the same score as the border is among them.

    Who shares the first place is never among the last, so that equal scores put nobody there; nor is who had nothing
    to finish yet.
    """
    judged = [row for row in rows if row.score is not None and not row.nothing_due]
    scores = sorted(row.score for row in judged if row.score is not None)
    if not scores:
        return ()
    border, best = scores[min(LAST_PLACES, len(scores)) - 1], max(row.score for row in rows if row.score is not None)
    return tuple(row.unit for row in judged if row.score is not None and row.score <= border and row.score < best)
