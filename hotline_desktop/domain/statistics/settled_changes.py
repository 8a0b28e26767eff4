"""What the records say otherwise by now than a quarter that was settled: whether 更正 is due. 督办二（四）.

A settled quarter stays as it was settled, and what is entered later counts later (补计). What was counted in it and is
taken back or amended since, a closing withdrawn and made again for one, would count in both: a person is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hotline_desktop.domain.statistics.handling import LapseKind
from hotline_desktop.domain.statistics.ranking import QuarterTable, UnitStatistics
from hotline_desktop.domain.statistics.rates import Rate

_COUNTED: tuple[tuple[str, str], ...] = (("受理", "received"), ("结案", "closed"))
_BALANCE: tuple[tuple[str, str], ...] = (
    ("转入", "taken_in"),
    ("退单转出", "returned"),
    ("并单", "merged"),
    ("期末在办", "remaining"),
)
_RATES: tuple[tuple[str, str], ...] = (
    ("先行联系率", "contact"),
    ("按时办结率", "in_time"),
    ("及时答复率", "answered"),
    ("实际解决率", "solved"),
    ("满意率", "satisfied"),
)


def changed_since(settled: QuarterTable, now: QuarterTable, names: Mapping[str, str]) -> tuple[str, ...]:
    """``新海村：结案 2→1`` for each unit that counts otherwise, by the name that it has now (``names``)."""
    before, after = _by_unit(settled, names), _by_unit(now, names)
    # The first quarters were settled without the reconciliation.
    counted = (*_COUNTED, *_BALANCE) if any(row.taken_in for rows in before.values() for row in rows) else _COUNTED
    lines = []
    for unit in sorted({*before, *after}):
        found = list(_differences(before.get(unit, ()), after.get(unit, ()), counted))
        if found:
            lines.append(f"{unit}：{'、'.join(found)}")
    return tuple(lines)


def changed_note(lines: Sequence[str]) -> str:
    """The same in a sentence; empty where nothing changed."""
    if not lines:
        return ""
    return (
        f"定稿以后记录又有变动（撤回、更正、市区回访等），现在与这一版不同：{'；'.join(lines)}。要改的请更正这一季度。"
    )


def _by_unit(table: QuarterTable, names: Mapping[str, str]) -> dict[str, tuple[UnitStatistics, ...]]:
    found: dict[str, tuple[UnitStatistics, ...]] = {}
    for group in table.groups:
        for row in group.rows:
            unit = names.get(row.unit, row.unit)
            found[unit] = (*found.get(unit, ()), row)
    return found


def _differences(
    before: Sequence[UnitStatistics], after: Sequence[UnitStatistics], counted: Sequence[tuple[str, str]]
) -> Iterator[str]:
    for label, name in counted:
        was, now = (sum(getattr(row, name) for row in rows) for rows in (before, after))
        if was != now:
            yield f"{label} {was}→{now}"
    for label, name in _RATES:
        old, new = _rate(before, name), _rate(after, name)
        if old != new:
            yield f"{label} {_rate_text(old, new)}"
    for kind in LapseKind:
        was, now = (sum(row.lapse(kind) for row in rows) for rows in (before, after))
        if was != now:
            yield f"{kind.value} {was}→{now}"


def _rate(rows: Sequence[UnitStatistics], name: str) -> Rate:
    rates: list[Rate] = [getattr(row, name) for row in rows]
    return Rate(sum((rate.part for rate in rates), start=Rate().part), sum(rate.whole for rate in rates))


def _rate_text(old: Rate, new: Rate) -> str:
    """The rates; where they read alike, of how many."""
    if old.as_text != new.as_text:
        return f"{old.as_text}→{new.as_text}"
    return f"{old.as_text}（{old.whole}件→{new.whole}件）"
