"""A quarter's table as plain values and back, exactly: what is kept when a person settles the quarter. 督办二（四）."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.statistics.quarters import Quarter
from hotline_desktop.domain.statistics.ranking import GroupTable, QuarterTable, UnitStatistics
from hotline_desktop.domain.statistics.rates import Rate

_RATES = ("share", "contact", "in_time", "answered", "solved", "satisfied")
_PLAIN = ("unit", "group", "received", "closed", "score", "place")
_ADDED = ("opening", "taken_in", "returned", "merged", "remaining", "open_overdue", "late")  # not in the first quarters


def plain_table(table: QuarterTable) -> dict[str, Any]:
    """The table as texts, numbers and lists."""
    return {
        "quarter": list(table.quarter),
        "formula": table.formula,
        "unknown": list(table.unknown),
        "entered_late": list(table.late),
        "groups": [
            {
                "group": group.group,
                "left_out": list(group.left_out),
                "last": list(group.last),
                "rows": [_plain_row(row) for row in group.rows],
            }
            for group in table.groups
        ],
    }


def table_from(plain: Mapping[str, Any]) -> QuarterTable:
    """The table that ``plain_table`` took apart."""
    groups = tuple(
        GroupTable(
            group["group"],
            tuple(_row(row) for row in group["rows"]),
            tuple(group["left_out"]),
            tuple(group["last"]),
        )
        for group in plain["groups"]
    )
    return QuarterTable(
        Quarter(*plain["quarter"]),
        groups,
        plain["formula"],
        tuple(plain["unknown"]),
        tuple(plain.get("entered_late", ())),
    )


def _plain_row(row: UnitStatistics) -> dict[str, Any]:
    rates = {key: _plain_rate(getattr(row, key)) for key in _RATES}
    lapses = {kind.value: count for kind, count in row.lapses}
    return {**{key: getattr(row, key) for key in (*_PLAIN, *_ADDED)}, **rates, "lapses": lapses}


def _row(plain: Mapping[str, Any]) -> UnitStatistics:
    rates: dict[str, Any] = {key: _rate(plain[key]) for key in _RATES}
    lapses = tuple((LapseKind(word), count) for word, count in plain["lapses"].items())
    added = {key: plain[key] for key in _ADDED if key in plain}
    return UnitStatistics(**{key: plain[key] for key in _PLAIN}, **rates, **added, lapses=lapses)


def _plain_rate(rate: Rate) -> list[int]:
    return [rate.part.numerator, rate.part.denominator, rate.whole]


def _rate(plain: list[int]) -> Rate:
    return Rate(Fraction(plain[0], plain[1]), plain[2])
